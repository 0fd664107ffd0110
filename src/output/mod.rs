//! Records as text: a module a format.
//!
//! A [`Format`] renders one record at a time, so that records are rendered where they are made, on any
//! thread; what stands before, between and behind them it only names. No format changes a record.

mod json;
mod jsonl;
mod mentions;
mod timeml;

use crate::record::Record;

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
}
