//! Records as text: a module a format.
//!
//! A [`Format`] renders one record at a time, so that records are rendered where they are made, on any
//! thread; what stands before, between and behind them it only names. No format changes a record.

mod html;
mod json;
mod jsonl;
mod mentions;
mod timeml;

use crate::record::Record;

pub use html::Html;
pub use json::Json;
pub use jsonl::Jsonl;
pub use mentions::Mentions;
pub use timeml::Timeml;

/// A way to write records down.
pub trait Format: Sync {
    /// What stands before the first record.
    fn opening(&self) -> &'static str {
        ""
    }

    /// What stands between two records.
    fn between(&self) -> &'static str {
        ""
    }

    /// What stands behind the last record.
    fn closing(&self) -> &'static str {
        ""
    }

    /// Appends `record` to `to`.
    fn render(&self, record: &Record, to: &mut Vec<u8>);

    /// What is written of a rendered record once `written` bytes of records stand before it: all of it, unless the format
    /// must not grow too large.
    fn fit<'r>(&self, rendered: &'r [u8], _written: u64) -> &'r [u8] {
        rendered
    }
}
