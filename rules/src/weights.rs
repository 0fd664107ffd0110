//! The weights of word evidence, compiled: a feature's hash to its weights for each role and kind.
//!
//! The table (`words.tsv`) has a line for each feature and role; the program asks for a feature once and gets all
//! roles, so that a token costs one look-up a feature.

use crate::lexicon::hash;

/// Where a token stands to a candidate.
pub const ROLES: [&str; 8] = ["only", "first", "inner", "last", "before2", "before", "after", "after2"];

/// The kinds whose weights the table gives, in the order of its columns.
pub const KINDS: usize = 3;

/// Weights of one feature: for each role those of the kinds, in hundredths.
pub const ROW: usize = ROLES.len() * KINDS;

/// The hash of a feature: its sort and its text.
pub fn feature_hash(sort: &str, text: &str) -> u64 {
    hash(text.as_bytes()) ^ hash(sort.as_bytes()).rotate_left(17)
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
        let (sort, text) = feature.split_once('=').unwrap_or_else(|| panic!("no feature: {feature}"));
        let key = feature_hash(sort, text);
        let mut slot = key as usize & (size - 1);
        while slots[slot] != 0 {
            slot = (slot + 1) & (size - 1);
        }
        slots[slot] = (values.len() / ROW) as u32 + 1;
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
            let at = self.slots[slot].checked_sub(1)? as usize;
            if self.keys[at] == key {
                return Some(&self.values[at * ROW..(at + 1) * ROW]);
            }
            slot = (slot + 1) & mask;
        }
    }
}
