//! A compiled lexicon as bytes, and back without copying.
//!
//! The arrays stand one after the other, each behind its length, padded to eight bytes; the build script embeds the
//! bytes aligned, so that they are used where they lie.

use std::borrow::Cow;

use super::rows::{Packed, Rows};
use super::{Lexicon, Names};

const MAGIC: u32 = 0xb1e7_0003;

impl Lexicon {
    /// The arrays as bytes; the names are stored by the caller.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let packed = self.rows.packed();
        write_words(&mut bytes, &[MAGIC]);
        for section in [
            &self.word_slots,
            &self.word_at,
            &self.word_lists,
            &self.list_at,
            &self.set_at,
            &self.set_atoms,
            &self.phrase_slots,
            &self.phrases,
            &self.postings,
            &self.rows.at,
            &packed.at,
        ] {
            write_words(&mut bytes, section);
        }
        write_bytes(&mut bytes, bytemuck::cast_slice(&self.word_sets));
        for section in [&self.word_text, &self.word_opens, &packed.bytes] {
            write_bytes(&mut bytes, section);
        }
        bytes
    }

    /// A lexicon over what [`Lexicon::to_bytes`] gave. `bytes` must be aligned to eight bytes.
    ///
    /// # Panics
    ///
    /// If the bytes are none of this version's.
    pub fn from_bytes(names: Names, bytes: &'static [u8]) -> Self {
        let mut rest = bytes;
        assert_eq!(read_words(&mut rest), [MAGIC], "the embedded lexicon is of another version");
        let mut words = || Cow::Borrowed(read_words(&mut rest));
        let (word_slots, word_at, word_lists, list_at) = (words(), words(), words(), words());
        let (set_at, set_atoms, phrase_slots, phrases) = (words(), words(), words(), words());
        let (postings, row_at, block_at) = (words(), words(), words());
        let word_sets = Cow::Borrowed(bytemuck::cast_slice(read_bytes(&mut rest)));
        let mut bytes = || Cow::Borrowed(read_bytes(&mut rest));
        let (word_text, word_opens, packed) = (bytes(), bytes(), bytes());
        Self {
            names,
            word_slots,
            word_at,
            word_text,
            word_sets,
            word_lists,
            list_at,
            word_opens,
            set_at,
            set_atoms,
            phrase_slots,
            phrases,
            postings,
            rows: Rows::from_packed(row_at, Packed { at: block_at, bytes: packed }),
        }
    }
}

fn write_words(bytes: &mut Vec<u8>, words: &[u32]) {
    write_bytes(bytes, bytemuck::cast_slice(words));
}

/// Adds a section behind its length, and what aligns the next one.
pub(crate) fn write_bytes(bytes: &mut Vec<u8>, section: &[u8]) {
    bytes.extend((section.len() as u64).to_le_bytes());
    bytes.extend(section);
    bytes.resize(bytes.len().next_multiple_of(8), 0);
}

fn read_words(rest: &mut &'static [u8]) -> &'static [u32] {
    bytemuck::cast_slice(read_bytes(rest))
}

/// The section at the front of `rest`, which is then what stands behind it.
///
/// # Panics
///
/// If there is none.
pub(crate) fn read_bytes(rest: &mut &'static [u8]) -> &'static [u8] {
    let (len, tail) = rest.split_first_chunk().expect("the embedded bytes are whole");
    let len = u64::from_le_bytes(*len) as usize;
    *rest = &tail[len.next_multiple_of(8)..];
    &tail[..len]
}
