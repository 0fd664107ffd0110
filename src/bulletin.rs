//! A bulletin: one press release or notice as it was read, before anything is found in it.

use jiff::civil;
use serde_json::{Map, Value};

use crate::record::{Opening, PublishedFrom, Source};

/// What the input gives the extractor.
///
/// Only `id` and `text` must be given; [`Bulletin::new`] leaves the rest unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct Bulletin {
    /// Its name, unique among the bulletins of one run.
    pub id: String,
    /// Where it was read; `None` where a program hands it over.
    pub source: Option<Source>,
    /// The headline, which is a part of `text` as well, unless the input gave it apart.
    pub title: Option<String>,
    /// The text as it was read. All offsets of the record point into it.
    pub text: String,
    /// The day of publication, which relative dates are counted from.
    pub published: Option<civil::Date>,
    /// Who said so.
    pub published_from: Option<PublishedFrom>,
    /// What showed that it begins where it does, if it is not the first of its file.
    pub opened_by: Option<Opening>,
    /// What else its file says of it, as it stands there.
    pub metadata: Map<String, Value>,
}

impl Bulletin {
    /// A bulletin of which only the text is known.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        Bulletin {
            id: id.into(),
            source: None,
            title: None,
            text: text.into(),
            published: None,
            published_from: None,
            opened_by: None,
            metadata: Map::new(),
        }
    }

    /// The same bulletin, published on `day` as its caller knows.
    pub fn published_on(self, day: civil::Date) -> Self {
        Bulletin { published: Some(day), published_from: Some(PublishedFrom::Option), ..self }
    }
}
