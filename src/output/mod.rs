//! Records as text: a module a format.
//!
//! A [`Format`] renders one record at a time, so that records are rendered where they are made, on any
//! thread; what stands before, between and behind them it only names. No format changes a record. What writes a table takes
//! its rows and columns from [`rows`].

mod brat;
mod conll;
mod csv;
mod ftm;
mod html;
mod json;
mod jsonl;
mod mentions;
#[cfg(feature = "parquet")]
mod parquet;
pub mod rows;
#[cfg(feature = "sqlite")]
mod sqlite;
mod timeml;

use std::{fmt, io};

use sha2::{Digest, Sha256};

use crate::bulletin::Bulletin;
use crate::record::Record;

pub use brat::Brat;
pub use conll::Conll;
pub use csv::Csv;
pub use ftm::Ftm;
pub use html::Html;
pub use json::Json;
pub use jsonl::Jsonl;
pub use mentions::Mentions;
#[cfg(feature = "parquet")]
pub use parquet::Parquet;
#[cfg(feature = "sqlite")]
pub use sqlite::{Known, Sqlite};
pub use timeml::Timeml;

/// A way to write records down.
pub trait Format: Sync {
    /// What stands before the first record.
    fn opening(&self) -> &str {
        ""
    }

    /// What stands between two records.
    fn between(&self) -> &str {
        ""
    }

    /// What stands behind the last record.
    fn closing(&self) -> &str {
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

/// A place that takes records one by one, rather than text: a database, a folder of files.
pub trait Store: Send {
    /// Takes in what was found in a bulletin of this content. It need not be lasting before [`Store::settle`].
    fn add(&mut self, record: &Record, content: &Content) -> io::Result<()>;

    /// Makes what has been taken in last.
    fn settle(&mut self) -> io::Result<()>;

    /// Ends it: nothing more is taken in.
    fn close(&mut self) -> io::Result<()>;
}

/// A hash (SHA-256) of a bulletin and of the way in which it is read: while it is the same, so is what is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Content([u8; 32]);

impl Content {
    /// The content of `bulletin`, read in this way.
    pub fn of(bulletin: &Bulletin, way: &str) -> Self {
        let Bulletin { id, source, title, text, published, published_from, metadata, opened_by } = bulletin;
        let known = (id, source, title, published, published_from, metadata, opened_by, way);
        let known = serde_json::to_vec(&known).expect("a bulletin is JSON");
        Content(Sha256::new().chain_update(known).chain_update(text).finalize().into())
    }
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Opening, Source};

    #[test]
    fn whatever_a_record_takes_from_its_bulletin_is_part_of_the_content() {
        let bulletin = || Bulletin::new("a", "In May 2019.");
        let source = Some(Source { path: "a.txt".to_owned(), start: 0, end: 12 });
        let metadata = serde_json::Map::from_iter([("lang".to_owned(), "en".into())]);
        let others = [
            Bulletin { id: "b".to_owned(), ..bulletin() },
            Bulletin { text: "In May 2020.".to_owned(), ..bulletin() },
            Bulletin { title: Some("May".to_owned()), ..bulletin() },
            Bulletin { opened_by: Some(Opening::Bound), ..bulletin() },
            Bulletin { source, ..bulletin() },
            Bulletin { metadata, ..bulletin() },
            bulletin().published_on(jiff::civil::date(2019, 5, 3)),
        ];
        let way = "--kinds date";
        assert_eq!(Content::of(&bulletin(), way), Content::of(&bulletin(), way));
        assert_ne!(Content::of(&bulletin(), way), Content::of(&bulletin(), "--kinds place"));
        for other in others {
            assert_ne!(Content::of(&bulletin(), way), Content::of(&other, way), "{other:?}");
        }
    }
}
