//! The unit that offsets count, and recounting them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Record;

/// What offsets count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum OffsetUnit {
    /// Unicode code points, as Python does.
    #[default]
    Char,
    /// Bytes of UTF-8, as Rust, Go and C do.
    Byte,
    /// UTF-16 code units, as Java, JavaScript and C# do.
    Utf16,
}

impl OffsetUnit {
    /// How many of this unit `text` holds.
    pub fn length(self, text: &str) -> usize {
        match self {
            OffsetUnit::Char => text.chars().count(),
            OffsetUnit::Byte => text.len(),
            OffsetUnit::Utf16 => text.chars().map(char::len_utf16).sum(),
        }
    }
}

impl Record {
    /// Recounts every offset from bytes of `text`, the bulletin's own text, to `unit`.
    ///
    /// The extractor works in bytes and calls this last; it is the only place where offsets change
    /// their unit.
    ///
    /// # Panics
    ///
    /// If the offsets are not counted in bytes, or one of them lies inside a character of `text`.
    pub fn recount(&mut self, text: &str, unit: OffsetUnit) {
        assert_eq!(self.offsets, OffsetUnit::Byte, "offsets are recounted from bytes");
        self.offsets = unit;
        if unit == OffsetUnit::Byte || text.is_ascii() {
            return;
        }
        let mut offsets = self.offsets_mut();
        offsets.sort_unstable_by_key(|offset| **offset);
        let (mut byte, mut counted) = (0, 0);
        for offset in offsets {
            counted += unit.length(&text[byte..*offset]);
            byte = *offset;
            *offset = counted;
        }
    }

    /// Every offset of the record, in no order.
    fn offsets_mut(&mut self) -> Vec<&mut usize> {
        let items = (self.dates.iter_mut().map(|date| (&mut date.start, &mut date.end)))
            .chain((self.quantities.iter_mut()).map(|quantity| (&mut quantity.start, &mut quantity.end)));
        let mut offsets: Vec<&mut usize> = items.flat_map(|(start, end)| [start, end]).collect();
        let entities = (self.people.iter_mut().map(|person| &mut person.mentions))
            .chain(self.organisations.iter_mut().map(|body| &mut body.mentions))
            .chain(self.places.iter_mut().map(|place| &mut place.mentions));
        for mention in entities.flatten() {
            offsets.extend([&mut mention.start, &mut mention.end]);
            offsets.extend(mention.within.iter_mut().flatten());
        }
        offsets
    }
}
