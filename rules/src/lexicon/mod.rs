//! Which words and phrases are known, and as what.
//!
//! A [`Lexicon`] is compiled once (by the build script for what is built in, at start for a user's own files) into flat
//! arrays that are used where they lie: nothing is parsed when the program starts. A word is found by one hash and one
//! comparison; a phrase by hashing the words' numbers one after the other.

mod annotate;
mod compile;
mod rows;
mod storage;
mod table;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use annotate::{Annotations, Folded, NO_WORD, Phrase};
pub use compile::{Compiler, Form};
pub(crate) use storage::{read_bytes, write_bytes};
pub use table::{Row, Table};

use rows::Rows;

/// The number of an atom: one thing that a token can be (see [`crate::grammar`]).
pub type Atom = u32;

/// How a token of a lexicon's form must be written in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Case {
    /// Any way.
    Any = 0,
    /// With a capital.
    Capital = 1,
    /// All in capitals.
    Upper = 2,
}

impl Case {
    /// What a form written like this asks for, and what a text written like this offers.
    pub fn of(shape: crate::text::Shape) -> Self {
        use crate::text::Shape;
        match shape {
            Shape::Upper => Self::Upper,
            shape if shape.has_capital() => Self::Capital,
            _ => Self::Any,
        }
    }

    /// What a text offers that holds this word.
    pub fn of_word(word: &str) -> Self {
        let has = |is: fn(char) -> bool| word.chars().any(is);
        match (has(char::is_uppercase), has(char::is_lowercase)) {
            (true, false) if word.chars().nth(1).is_some() => Self::Upper,
            (true, _) => Self::Capital,
            _ => Self::Any,
        }
    }
}

/// Names for the numbers in a [`Lexicon`].
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Names {
    /// The lexicons in order.
    pub lexicons: Vec<LexiconName>,
    /// The columns of each table.
    pub tables: Vec<Vec<String>>,
}

/// A lexicon's name and what belongs to it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LexiconName {
    /// Its name in the grammar.
    pub name: String,
    /// Its table's index in [`Names::tables`].
    pub table: usize,
    /// The atom of its single words.
    pub atom: Atom,
    /// Whether it has phrases: then `atom + 1`, `+ 2` and `+ 3` mark their first, inner and last tokens.
    pub phrases: bool,
}

/// Known words and phrases, compiled.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// Names of lexicons and columns.
    pub names: Names,
    /// Open addressing over folded words (see [`home`]): word number + 1, 0 is free.
    word_slots: Cow<'static, [u32]>,
    /// Where each word's text begins in `word_text`; one more at the end.
    word_at: Cow<'static, [u32]>,
    word_text: Cow<'static, [u8]>,
    /// Three atom sets a word, by [`Case`] of the text.
    word_sets: Cow<'static, [u16]>,
    /// Each word's list of postings.
    word_lists: Cow<'static, [u32]>,
    /// Where each list begins in `postings`, counted in pairs; one more at the end.
    list_at: Cow<'static, [u32]>,
    /// 1 where a phrase begins with the word.
    word_opens: Cow<'static, [u8]>,
    /// Where each atom set begins in `set_atoms`; one more at the end.
    set_at: Cow<'static, [u32]>,
    set_atoms: Cow<'static, [u32]>,
    /// Open addressing over phrases and their beginnings: phrase number + 1, 0 is free.
    phrase_slots: Cow<'static, [u32]>,
    /// Two halves of the 64-bit hash, the case asked of the words (two bits each), the list of postings.
    phrases: Cow<'static, [u32]>,
    /// Lexicon and row, in pairs, list after list.
    postings: Cow<'static, [u32]>,
    rows: Rows,
}

/// That a word or phrase stands in a lexicon, in this row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Posting {
    /// Index into [`Names::lexicons`].
    pub lexicon: u32,
    /// The row's number.
    pub row: u32,
}

const PHRASE_WORDS: usize = 4;

impl Lexicon {
    /// The number of the folded word.
    pub fn word(&self, folded: &str) -> Option<u32> {
        self.word_of_hash(hash(folded.as_bytes()), folded)
    }

    fn word_of_hash(&self, hash: u64, folded: &str) -> Option<u32> {
        if self.word_slots.is_empty() {
            return None;
        }
        let mut slot = home(hash, self.word_slots.len());
        loop {
            let word = self.word_slots[slot].checked_sub(1)?;
            if self.word_bytes(word) == folded.as_bytes() {
                return Some(word);
            }
            slot = after(slot, self.word_slots.len());
        }
    }

    /// The number of words.
    pub fn word_count(&self) -> usize {
        self.word_at.len().saturating_sub(1)
    }

    fn word_bytes(&self, word: u32) -> &[u8] {
        let word = word as usize;
        &self.word_text[self.word_at[word] as usize..self.word_at[word + 1] as usize]
    }

    /// The number of the set of atoms that a word has where it is written so.
    pub fn set(&self, word: u32, case: Case) -> u32 {
        u32::from(self.word_sets[word as usize * 3 + case as usize])
    }

    /// The atoms of a set, ascending.
    pub fn atoms(&self, set: u32) -> &[Atom] {
        let set = set as usize;
        &self.set_atoms[self.set_at[set] as usize..self.set_at[set + 1] as usize]
    }

    /// Where the single word stands, whatever its case.
    pub fn word_postings(&self, word: u32) -> impl Iterator<Item = Posting> + '_ {
        self.list(self.word_lists[word as usize])
    }

    /// The postings of a list.
    fn list(&self, list: u32) -> impl Iterator<Item = Posting> + '_ {
        let [from, to] = [list, list + 1].map(|at| self.list_at[at as usize] as usize * 2);
        self.postings[from..to].chunks_exact(2).map(|pair| Posting { lexicon: pair[0], row: pair[1] })
    }

    fn phrase(&self, key: u64) -> Option<&[u32]> {
        if self.phrase_slots.is_empty() {
            return None;
        }
        let mut slot = home(key, self.phrase_slots.len());
        loop {
            let at = self.phrase_slots[slot].checked_sub(1)? as usize * PHRASE_WORDS;
            let phrase = &self.phrases[at..at + PHRASE_WORDS];
            if phrase[0] == key as u32 && phrase[1] == (key >> 32) as u32 {
                return Some(phrase);
            }
            slot = after(slot, self.phrase_slots.len());
        }
    }

    /// The index of a lexicon by its name.
    pub fn lexicon(&self, name: &str) -> Option<u32> {
        self.names.lexicons.iter().position(|l| l.name == name).map(|at| at as u32)
    }

    /// The row of a posting.
    pub fn row(&self, posting: Posting) -> Row<'_> {
        let table = self.names.lexicons[posting.lexicon as usize].table;
        Row::new(&self.names.tables[table], &self.rows, posting.row)
    }
}

/// The slot in which the search for a hash begins: tables may have any size, and so need not be half empty.
fn home(hash: u64, slots: usize) -> usize {
    (((hash >> 32) * slots as u64) >> 32) as usize
}

/// The slot after this one.
fn after(slot: usize, slots: usize) -> usize {
    if slot + 1 == slots { 0 } else { slot + 1 }
}

/// A hash of bytes that is the same on every machine and in every build.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let mut hash = 0x9e37_79b9_7f4a_7c15 ^ bytes.len() as u64;
    for chunk in bytes.chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        hash = mix(hash, u64::from_le_bytes(word));
    }
    hash
}

/// One step of a hash.
pub(crate) fn mix(hash: u64, word: u64) -> u64 {
    let product = (hash ^ word).wrapping_mul(0xff51_afd7_ed55_8ccd);
    product ^ (product >> 32)
}
