//! Which rules a text's next tokens leave in question, before any of their automata runs.
//!
//! Of the rules that a token can begin, most have no word for the second token, or for the third. For each symbol there
//! is a bit a rule for each of the first places in a match: a few intersections leave the rules worth running. One bit more
//! tells whether the symbol is of those that the rule cannot match without (see [`super::needed`]).

use std::borrow::Cow;

use super::automaton::{Set, intersection, is_empty};
use super::blocks::Blocks;
use super::body::Made;
use super::needed::{NEAR, is_near};
use crate::lexicon::{Atom, read_bytes, write_bytes};

/// The first places of a match that are looked at.
const PLACES: usize = 4;

/// Bits by rule, in machine words.
pub(super) type Bits = Vec<u64>;

/// What is known of rules whatever the texts are.
#[derive(Clone, Debug)]
pub(super) struct Profile {
    words: usize,
    /// By place behind the first the rules that can end there, or before but behind their first token; then those of which
    /// it is only known that what they need stands in the line.
    rules: Cow<'static, [u64]>,
    /// By atom: the number of its row, or [`NO_ROW`] if no rule has it.
    at: Cow<'static, [u32]>,
    rows: Cow<'static, [u64]>,
}

const NO_ROW: u32 = u32::MAX;

/// A row a symbol, one after the other: the rules that match a symbol alone, those that it fits at each place, and those that need it or
/// others.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows(Blocks<u64>);

impl Profile {
    /// The profile of rules.
    pub(super) fn new<'r>(atom_count: usize, rules: impl ExactSizeIterator<Item = &'r Made>) -> Self {
        let words = rules.len().div_ceil(64);
        let length = (PLACES + 2) * words;
        let mut of_rules = vec![0; PLACES * words];
        let (mut at, mut rows) = (vec![NO_ROW; atom_count], Bits::new());
        for (rule, Made { automaton, by_atom, .. }) in rules.enumerate() {
            let (word, bit) = (rule / 64, rule % 64);
            let mut reached = [automaton.first; PLACES];
            for place in 1..PLACES {
                reached[place] = automaton.follow(reached[place - 1]);
            }
            let mut ended = false;
            for (place, &reached) in reached.iter().enumerate().skip(1) {
                ended |= !is_empty(intersection(reached, automaton.last));
                of_rules[(place - 1) * words + word] |= u64::from(ended) << bit;
            }
            of_rules[(PLACES - 1) * words + word] |= u64::from(!is_near(automaton)) << bit;
            let alone = intersection(automaton.first, automaton.last);
            let planes = [alone].into_iter().chain(reached).chain([automaton.needed]);
            let planes: Vec<Set> = planes.collect();
            for &(atom, fits) in by_atom {
                let number = &mut at[atom as usize];
                if *number == NO_ROW {
                    *number = (rows.len() / length) as u32;
                    rows.resize(rows.len() + length, 0);
                }
                let row = &mut rows[*number as usize * length..][..length];
                for (plane, &positions) in planes.iter().enumerate() {
                    row[plane * words + word] |= u64::from(!is_empty(intersection(positions, fits))) << bit;
                }
            }
        }
        Self { words, rules: of_rules.into(), at: at.into(), rows: rows.into() }
    }

    /// Adds it to `bytes`, for [`Profile::read`].
    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        write_bytes(bytes, bytemuck::cast_slice(&self.rules));
        write_bytes(bytes, bytemuck::cast_slice(&self.at));
        write_bytes(bytes, bytemuck::cast_slice(&self.rows));
    }

    /// What [`Profile::write`] wrote, taken from the front of `bytes`, which are aligned to eight, and used where it lies.
    pub(super) fn read(bytes: &mut &'static [u8]) -> Self {
        let rules: &[u64] = bytemuck::cast_slice(read_bytes(bytes));
        let at = Cow::Borrowed(bytemuck::cast_slice(read_bytes(bytes)));
        let rows = Cow::Borrowed(bytemuck::cast_slice(read_bytes(bytes)));
        Self { words: rules.len() / PLACES, rules: rules.into(), at, rows }
    }

    /// The row of an atom, if any rule has it.
    fn of_atom(&self, atom: Atom) -> Option<&[u64]> {
        let number = self.at[atom as usize];
        (number != NO_ROW).then(|| &self.rows[number as usize * self.row()..][..self.row()])
    }

    /// The length of a row.
    fn row(&self) -> usize {
        (PLACES + 2) * self.words
    }

    /// Whether any rule has an atom.
    pub(super) fn has(&self, atom: Atom) -> bool {
        self.at[atom as usize] != NO_ROW
    }

    /// Adds the next row, of a symbol with these atoms.
    pub(super) fn learn(&self, rows: &mut Rows, atoms: &[Atom]) {
        let row = rows.0.add(self.row(), 0);
        for of_atom in atoms.iter().filter_map(|&atom| self.of_atom(atom)) {
            row.iter_mut().zip(of_atom).for_each(|(all, of_atom)| *all |= of_atom);
        }
    }

    /// The rules of which what they need stands in a line, given as its symbols' rows.
    pub(super) fn needed(&self, rows: &Rows, line: &[u32], needed: &mut Bits) {
        needed.clear();
        needed.resize(self.words, 0);
        for &symbol in line {
            let of_symbol = &rows.0.row(symbol as usize, self.row())[(PLACES + 1) * self.words..];
            needed.iter_mut().zip(of_symbol).for_each(|(all, one)| *all |= one);
        }
    }

    /// Calls `single` with the rules that match the first of these symbols alone and `longer` with those of `needed` that
    /// may match it and more; `symbols` are the rows of those up to where a match must end.
    #[inline]
    pub(super) fn ask(
        &self,
        rows: &Rows,
        needed: &Bits,
        symbols: &[u32],
        mut single: impl FnMut(usize),
        mut longer: impl FnMut(usize),
    ) {
        let row = |symbol: u32| rows.0.row(symbol as usize, self.row());
        let mut around: [Option<&[u64]>; PLACES] = [None; PLACES];
        around.iter_mut().zip(symbols).for_each(|(at, &symbol)| *at = Some(row(symbol)));
        let Some(first) = around[0] else { return };
        let near = &symbols[..symbols.len().min(NEAR)];
        let rules: &[u64] = &self.rules;
        for word in 0..self.words {
            each(first[word], |bit| single(word * 64 + bit));
            let mut live = first[self.words + word] & needed[word];
            for place in 1..PLACES {
                let goes_on = around[place].map_or(0, |row| row[(place + 1) * self.words + word]);
                live &= goes_on | rules[(place - 1) * self.words + word];
                if live == 0 {
                    break;
                }
            }
            if live != 0 {
                let place = (PLACES + 1) * self.words + word;
                let far = rules[(PLACES - 1) * self.words + word];
                live &= near.iter().fold(far, |all, &symbol| all | row(symbol)[place]);
                each(live, |bit| longer(word * 64 + bit));
            }
        }
    }
}

/// Calls `give` with the number of each bit that is set.
#[inline]
fn each(mut bits: u64, mut give: impl FnMut(usize)) {
    while bits != 0 {
        give(bits.trailing_zeros() as usize);
        bits &= bits - 1;
    }
}
