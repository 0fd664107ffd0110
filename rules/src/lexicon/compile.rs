//! Words, phrases and rows gathered into a [`Lexicon`].

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use super::rows::Rows;
use super::{Atom, Case, Lexicon, LexiconName, PHRASE_WORDS, Posting, after, hash, home, mix};
use crate::text::{Conventions, Token, fold, tokenize};

/// A form of a lexicon: its words, folded, with the case asked of each.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Form {
    /// The words.
    pub words: Vec<(String, Case)>,
}

impl Form {
    /// The form's words as the tokenizer cuts them; hyphens between words do not count (`Alma-Ata` = `Alma Ata`).
    pub fn new(text: &str, conventions: &Conventions) -> Self {
        let mut tokens: Vec<Token> = Vec::new();
        tokenize(text, conventions, &mut tokens);
        let words: Vec<_> = tokens.iter().map(|t| (fold(t.text(text)), Case::of(t.shape))).collect();
        let last = words.len().saturating_sub(1);
        let is_inner_dash = |at: usize, word: &str| at > 0 && at < last && word == "-";
        let words = words.iter().enumerate().filter(|(at, (word, _))| !is_inner_dash(*at, word));
        Self { words: words.map(|(_, word)| word.clone()).collect() }
    }
}

#[derive(Default)]
struct Word {
    atoms: Vec<(Atom, Case)>,
    postings: Vec<Posting>,
    opens: bool,
}

#[derive(Default)]
struct PhraseEntry {
    cases: u32,
    postings: Vec<Posting>,
}

/// Gathers words, then compiles them.
#[derive(Default)]
pub struct Compiler {
    words: BTreeMap<String, Word>,
    phrases: BTreeMap<Vec<String>, PhraseEntry>,
    lexicons: Vec<LexiconName>,
    tables: Vec<Vec<String>>,
    rows: Vec<String>,
    row_numbers: HashMap<String, u32>,
}

/// The most rows that one form may stand in; a name borne by more is borne by anything.
const MOST_POSTINGS: usize = 96;

impl Compiler {
    /// Adds a table's columns; its index.
    pub fn table(&mut self, columns: Vec<String>) -> usize {
        self.tables.push(columns);
        self.tables.len() - 1
    }

    /// Adds a row of tab-separated cells, unless there is one like it; its number.
    pub fn row(&mut self, text: String) -> u32 {
        let next = self.rows.len() as u32;
        *self.row_numbers.entry(text).or_insert_with_key(|text| {
            self.rows.push(text.clone());
            next
        })
    }

    /// Adds a lexicon; its index.
    pub fn lexicon(&mut self, name: LexiconName) -> u32 {
        self.lexicons.push(name);
        (self.lexicons.len() - 1) as u32
    }

    /// Adds a form of a lexicon.
    pub fn form(&mut self, lexicon: u32, form: &Form, row: u32) {
        let posting = Posting { lexicon, row };
        let atom = self.lexicons[lexicon as usize].atom;
        match form.words.as_slice() {
            [] => {}
            [(word, case)] => {
                let entry = self.words.entry(word.clone()).or_default();
                entry.atoms.push((atom, *case));
                if entry.postings.len() < MOST_POSTINGS {
                    entry.postings.push(posting);
                }
            }
            words => {
                self.lexicons[lexicon as usize].phrases = true;
                for (at, (word, _)) in words.iter().enumerate() {
                    self.words.entry(word.clone()).or_default().opens |= at == 0;
                }
                let cases = words
                    .iter()
                    .take(16)
                    .enumerate()
                    .fold(0, |cases, (at, &(_, case))| cases | (case as u32) << (2 * at));
                let key: Vec<String> = words.iter().map(|(word, _)| word.clone()).collect();
                for len in 2..key.len() {
                    self.phrases.entry(key[..len].to_vec()).or_default();
                }
                let entry = self.phrases.entry(key).or_default();
                entry.cases = if entry.postings.is_empty() { cases } else { entry.cases.min(cases) };
                if entry.postings.len() < MOST_POSTINGS {
                    entry.postings.push(posting);
                }
            }
        }
    }

    /// Says that a word has an atom where it is written so.
    pub fn atom(&mut self, word: &str, case: Case, atom: Atom) {
        self.words.entry(word.to_owned()).or_default().atoms.push((atom, case));
    }

    /// Calls `give` for every word; what it returns are atoms that the word has in any case.
    pub fn for_each_word(&mut self, mut give: impl FnMut(&str) -> Vec<Atom>) {
        for (text, word) in &mut self.words {
            word.atoms.extend(give(text).into_iter().map(|atom| (atom, Case::Any)));
        }
    }

    /// The compiled lexicon.
    pub fn finish(self) -> Lexicon {
        let mut lexicon =
            Lexicon { names: super::Names { lexicons: self.lexicons, tables: self.tables }, ..Lexicon::default() };
        let mut sets = Sets::default();
        sets.number(Vec::new());
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let (mut at, mut text, mut word_sets, mut opens) = (vec![0], Vec::new(), Vec::new(), Vec::new());
        let mut lists = Lists::default();
        let mut word_lists = Vec::new();
        for (number, (word, entry)) in self.words.iter().enumerate() {
            numbers.insert(word, number as u32);
            text.extend(word.as_bytes());
            at.push(text.len() as u32);
            for offered in [Case::Any, Case::Capital, Case::Upper] {
                let atoms = entry.atoms.iter().filter(|(_, asked)| *asked <= offered).map(|&(atom, _)| atom);
                word_sets.push(u16::try_from(sets.number(atoms.collect())).expect("words fall into few sets"));
            }
            opens.push(u8::from(entry.opens));
            word_lists.push(lists.number(&entry.postings));
        }
        let mut phrases = Vec::new();
        let mut keys = Vec::new();
        for (words, entry) in &self.phrases {
            let key = words.iter().fold(PHRASE_SEED, |key, word| mix(key, u64::from(numbers[word.as_str()])));
            phrases.extend([key as u32, (key >> 32) as u32, entry.cases, lists.number(&entry.postings)]);
            keys.push(key);
        }
        debug_assert_eq!(phrases.len(), keys.len() * PHRASE_WORDS);
        lexicon.word_slots = Cow::Owned(slots(self.words.keys().map(|word| hash(word.as_bytes()))));
        lexicon.phrase_slots = Cow::Owned(slots(keys.into_iter()));
        lexicon.word_at = Cow::Owned(at);
        lexicon.word_text = Cow::Owned(text);
        lexicon.word_sets = Cow::Owned(word_sets);
        lexicon.word_opens = Cow::Owned(opens);
        lexicon.word_lists = Cow::Owned(word_lists);
        lexicon.list_at = Cow::Owned(lists.at);
        lexicon.postings = Cow::Owned(lists.postings);
        lexicon.phrases = Cow::Owned(phrases);
        lexicon.set_at = Cow::Owned(sets.at);
        lexicon.set_atoms = Cow::Owned(sets.atoms);
        lexicon.rows = Rows::new(&self.rows);
        lexicon
    }
}

/// Where the hash of a phrase begins.
pub(super) const PHRASE_SEED: u64 = 0x2545_f491_4f6c_dd1d;

/// Open addressing, two thirds full: number + 1 in the slot that the hash names or the next free one.
fn slots(hashes: impl ExactSizeIterator<Item = u64>) -> Vec<u32> {
    let size = hashes.len() * 3 / 2 + 2;
    let mut slots = vec![0; size];
    for (number, hash) in hashes.enumerate() {
        let mut slot = home(hash, size);
        while slots[slot] != 0 {
            slot = after(slot, size);
        }
        slots[slot] = number as u32 + 1;
    }
    slots
}

/// Lists of postings, each stored once; the first is empty.
struct Lists {
    numbers: HashMap<Vec<Posting>, u32>,
    at: Vec<u32>,
    postings: Vec<u32>,
}

impl Default for Lists {
    fn default() -> Self {
        Self { numbers: HashMap::from([(Vec::new(), 0)]), at: vec![0, 0], postings: Vec::new() }
    }
}

impl Lists {
    fn number(&mut self, postings: &[Posting]) -> u32 {
        let mut list = postings.to_vec();
        list.sort_unstable();
        list.dedup();
        let next = self.numbers.len() as u32;
        *self.numbers.entry(list).or_insert_with_key(|list| {
            self.postings.extend(list.iter().flat_map(|posting| [posting.lexicon, posting.row]));
            self.at.push((self.postings.len() / 2) as u32);
            next
        })
    }
}

/// Sets of atoms, each stored once.
struct Sets {
    numbers: HashMap<Vec<Atom>, u32>,
    at: Vec<u32>,
    atoms: Vec<Atom>,
}

impl Default for Sets {
    fn default() -> Self {
        Self { numbers: HashMap::new(), at: vec![0], atoms: Vec::new() }
    }
}

impl Sets {
    fn number(&mut self, mut atoms: Vec<Atom>) -> u32 {
        atoms.sort_unstable();
        atoms.dedup();
        let next = self.numbers.len() as u32;
        *self.numbers.entry(atoms).or_insert_with_key(|atoms| {
            self.atoms.extend(atoms);
            self.at.push(self.atoms.len() as u32);
            next
        })
    }
}
