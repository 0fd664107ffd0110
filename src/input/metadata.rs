//! What a file says of its bulletin beside the text: front matter, elements of a web page, headers of a mail.
//!
//! Which keys hold a headline or the day of publication stands in `archive.toml`; the rest goes into the record as it is.

use jiff::civil;
use serde_json::{Map, Value};

use super::layout::Layout;

/// What a file says of its bulletin.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Metadata {
    pub(super) title: Option<String>,
    pub(super) published: Option<civil::Date>,
    /// What has no place of its own in the record.
    pub(super) rest: Map<String, Value>,
}

impl Metadata {
    /// Takes the headline and the day of publication out of `keys`.
    pub(super) fn new(mut keys: Map<String, Value>, layout: &Layout) -> Self {
        let title = layout.title_keys().iter().find_map(|name| {
            let key = key_of(&keys, name)?;
            let title = keys[&key].as_str()?.trim().to_owned();
            keys.shift_remove(&key);
            Some(title)
        });
        let published = layout.published_keys().iter().find_map(|name| {
            let key = key_of(&keys, name)?;
            let day = layout.day_told(&written(&keys[&key])?)?;
            keys.shift_remove(&key);
            Some(day)
        });
        Metadata { title: title.filter(|title| !title.is_empty()), published, rest: keys }
    }

    /// The metadata that opens `text` between two lines `---`, and the byte where the bulletin itself begins.
    ///
    /// A text that merely opens with a rule of dashes has none.
    pub(super) fn front_matter(text: &str, layout: &Layout) -> Option<(Self, usize)> {
        let inside = text.strip_prefix("---")?;
        let first = inside.find('\n').filter(|&at| inside[..at].trim().is_empty())? + 1;
        let mut at = "---".len() + first;
        let start = at;
        for line in text[start..].split_inclusive('\n') {
            let end = at;
            at += line.len();
            if matches!(line.trim_end(), "---" | "...") {
                let keys: Map<String, Value> = serde_saphyr::from_str(&text[start..end]).ok()?;
                return Some((Self::new(keys, layout), at));
            }
            if at - start > LONGEST_FRONT_MATTER {
                break;
            }
        }
        None
    }
}

/// A longer text between two rules is no front matter.
const LONGEST_FRONT_MATTER: usize = 64 * 1024;

/// The key as it is written, in any case.
fn key_of(keys: &Map<String, Value>, name: &str) -> Option<String> {
    keys.keys().find(|key| key.eq_ignore_ascii_case(name)).cloned()
}

fn written(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
