//! Dates, people, organisations, places and quantities out of press releases, with their values.
//!
//! ```
//! use bulletin_extract::{Bulletin, Extractor};
//!
//! let extractor = Extractor::builder().build()?;
//! let record = extractor.extract(&Bulletin::new("1", "More than 5.1 tons of opium were seized on 3 May 2019."));
//! assert_eq!(record.dates[0].value.as_deref(), Some("2019-05-03"));
//! assert_eq!(record.quantities[0].of.as_deref(), Some("opium"));
//! # Ok::<(), bulletin_extract::GrammarError>(())
//! ```
//!
//! The way of a bulletin through the stages stands on one screen in [`extract`].

pub mod bulletin;
pub mod calendar;
pub mod check;
#[doc(hidden)]
pub mod choose;
#[cfg(feature = "cli")]
pub mod cli;
pub mod explain;
pub mod extract;
mod grammars;
pub mod input;
pub mod normalise;
pub mod output;
pub mod record;
pub mod resolve;

pub use bulletin::Bulletin;
pub use bulletin_rules::grammar::GrammarError;
pub use extract::{Extractor, ExtractorBuilder, Order, Scans};
pub use record::Record;

/// The README's example of the library, compiled and run with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
