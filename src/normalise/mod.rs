//! Matched parts to values, a file a kind. Nothing here searches text.

pub mod date;
pub mod number;
pub mod quantity;
pub mod unit;
