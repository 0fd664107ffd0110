//! Dates, people, organisations, places and quantities out of press releases, with their values.

pub mod bulletin;
pub mod extract;
pub mod input;
pub mod output;
pub mod record;

pub use bulletin::Bulletin;
pub use extract::{Extractor, ExtractorBuilder, Order};
pub use record::Record;
