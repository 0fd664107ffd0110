//! The weights of word evidence, compiled: a feature's hash to its weights for each role and kind.
//!
//! The table (`words.tsv`) has a line for each feature and role; the program asks for a feature once and gets all
//! roles, so that a token costs one look-up a feature.

use crate::lexicon::{hash, mix};

/// Where a token stands to a candidate.
pub const ROLES: [&str; 8] = ["only", "first", "inner", "last", "before2", "before", "after", "after2"];

/// The kinds whose weights the table gives, in the order of its columns.
pub const KINDS: usize = 3;

/// Weights of one feature: for each role those of the kinds, in hundredths.
pub const ROW: usize = ROLES.len() * KINDS;

/// The sorts of features, as the table writes them before `=`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Sort {
    /// A word, folded.
    Folded,
    /// A word as it is written.
    Written,
    /// The beginning of a folded word.
    Prefix,
    /// The end of a folded word.
    Suffix,
    /// How a token is written.
    Shape,
    /// A lexicon that it stands in.
    Class,
    /// What stands before it.
    Flag,
    /// With the folded word before it.
    PairBefore,
    /// With the folded word behind it.
    PairAfter,
    /// Its shape with that of the token before it.
    ShapesBefore,
    /// Its shape with that of the token behind it.
    ShapesAfter,
}

impl Sort {
    const ALL: [(Self, &'static str); 11] = [
        (Self::Folded, "l"),
        (Self::Written, "w"),
        (Self::Prefix, "p"),
        (Self::Suffix, "x"),
        (Self::Shape, "s"),
        (Self::Class, "c"),
        (Self::Flag, "f"),
        (Self::PairBefore, "b-"),
        (Self::PairAfter, "b+"),
        (Self::ShapesBefore, "s-"),
        (Self::ShapesAfter, "s+"),
    ];

    /// As the table writes it.
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    fn of_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, n)| *n == name).map(|(sort, _)| *sort)
    }
}

/// Two texts of a feature that is a pair are written so.
pub const PAIR: char = '|';

/// The hash of a feature of one text.
pub fn text_hash(text: &str) -> u64 {
    hash(text.as_bytes())
}

/// The hash of a feature of two texts, of their hashes.
pub fn pair_hash(first: u64, second: u64) -> u64 {
    mix(first.rotate_left(29), second)
}

/// The key of a feature, of its hash.
pub fn key(sort: Sort, hash: u64) -> u64 {
    mix(sort as u64 + 1, hash)
}

/// The key of a feature as the table writes it.
fn written_key(feature: &str) -> Option<u64> {
    let (sort, text) = feature.split_once('=')?;
    let sort = Sort::of_name(sort)?;
    let is_pair = matches!(sort, Sort::PairBefore | Sort::PairAfter | Sort::ShapesBefore | Sort::ShapesAfter);
    if !is_pair {
        return Some(key(sort, text_hash(text)));
    }
    // The first of the pair may be the sign itself, but is not empty.
    let after_first = text.chars().next()?.len_utf8();
    let (second, _) = text[after_first..].split_once(PAIR).map(|(first, second)| (second, first))?;
    let first = &text[..text.len() - second.len() - PAIR.len_utf8()];
    Some(key(sort, pair_hash(text_hash(first), text_hash(second))))
}

/// The bits of a slot that are the feature's number + 1; the others are a few of its key, so that most features that are
/// not there are known to be from the slot alone.
const NUMBER: u32 = (1 << 20) - 1;

fn tag(key: u64) -> u32 {
    (key >> 32) as u32 & !NUMBER
}

/// Compiles a table: `feature<TAB>role<TAB>weight…`, comments and a header on top.
///
/// # Panics
///
/// If a line is none; the table is part of the program.
pub fn compile(table: &str) -> Vec<u8> {
    let mut rows: std::collections::BTreeMap<&str, [i16; ROW]> = std::collections::BTreeMap::new();
    let lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).skip(1);
    for line in lines {
        let cells: Vec<&str> = line.split('\t').collect();
        let role = ROLES.iter().position(|role| *role == cells[1]).unwrap_or_else(|| panic!("no role: {line}"));
        let row = rows.entry(cells[0]).or_insert([0; ROW]);
        for kind in 0..KINDS {
            row[role * KINDS + kind] = cells[2 + kind].parse().unwrap_or_else(|_| panic!("no number: {line}"));
        }
    }
    let size = (rows.len() * 2).next_power_of_two().max(2);
    let mut slots = vec![0u32; size];
    let mut keys = Vec::new();
    let mut values: Vec<i16> = Vec::new();
    for (feature, row) in &rows {
        let key = written_key(feature).unwrap_or_else(|| panic!("no feature: {feature}"));
        let mut slot = key as usize & (size - 1);
        while slots[slot] != 0 {
            slot = (slot + 1) & (size - 1);
        }
        let number = (values.len() / ROW) as u32 + 1;
        assert!(number <= NUMBER, "more features than a slot has room for");
        slots[slot] = number | tag(key);
        keys.push(key);
        values.extend(row);
    }
    let mut bytes = Vec::new();
    for section in [bytemuck::cast_slice::<u32, u8>(&slots), bytemuck::cast_slice(&keys), bytemuck::cast_slice(&values)]
    {
        bytes.extend((section.len() as u64).to_le_bytes());
        bytes.extend(section);
        bytes.resize(bytes.len().next_multiple_of(8), 0);
    }
    bytes
}

/// A compiled table.
#[derive(Clone, Copy, Debug)]
pub struct Weights<'w> {
    slots: &'w [u32],
    keys: &'w [u64],
    values: &'w [i16],
}

impl<'w> Weights<'w> {
    /// A table over what [`compile`] gave, aligned to eight bytes.
    ///
    /// # Panics
    ///
    /// If the bytes are none of this version's.
    pub fn new(bytes: &'w [u8]) -> Self {
        let mut rest = bytes;
        let mut section = || {
            let (len, tail) = rest.split_first_chunk().expect("the embedded weights are whole");
            let len = u64::from_le_bytes(*len) as usize;
            rest = &tail[len.next_multiple_of(8)..];
            &tail[..len]
        };
        let (slots, keys, values) = (section(), section(), section());
        Self {
            slots: bytemuck::cast_slice(slots),
            keys: bytemuck::cast_slice(keys),
            values: bytemuck::cast_slice(values),
        }
    }

    /// The weights of a feature, role by role; `None` if it says nothing.
    pub fn get(&self, key: u64) -> Option<&'w [i16]> {
        let mask = self.slots.len() - 1;
        let mut slot = key as usize & mask;
        loop {
            let found = self.slots[slot];
            let at = (found & NUMBER).checked_sub(1)? as usize;
            if found & !NUMBER == tag(key) && self.keys[at] == key {
                return Some(&self.values[at * ROW..(at + 1) * ROW]);
            }
            slot = (slot + 1) & mask;
        }
    }
}
