//! A bulletin's text as tokens.
//!
//! The text itself is never changed: [`View`] is a cleaned reading of it (hyphenated line ends joined, invisible
//! characters gone) with a map back to the original, and every [`Token`] points into that view.

mod fold;
mod lines;
mod misread;
mod number;
mod pages;
mod scars;
mod token;
mod tokenizer;
mod view;

pub use fold::{fold, fold_onto};
pub use misread::{Scan, Words};
pub use number::parse_number;
pub use scars::Edit;
pub use token::{Flags, Shape, Token};
pub use tokenizer::{Conventions, tokenize};
pub use view::View;
