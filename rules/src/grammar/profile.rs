//! Which rules a text's next tokens leave in question, before any of their automata runs.
//!
//! Of the rules that a token can begin, most have no word for the second token, or for the third. For each symbol there
//! is a bit a rule for each of the first places in a match: a few intersections leave the rules worth running. One bit more
//! tells whether the symbol is of those that the rule cannot match without (see [`super::needed`]).

use super::automaton::{Automaton, Set, intersection, is_empty};
use super::blocks::Blocks;
use super::needed::{NEAR, is_near};
use crate::lexicon::Atom;

/// The first places of a match that are looked at.
const PLACES: usize = 4;

/// Bits by rule, in machine words.
pub(super) type Bits = Vec<u64>;

/// What is known of rules whatever the texts are.
#[derive(Clone, Debug, Default)]
pub(super) struct Profile {
    /// By place: the rules that can end there, or before but behind their first token.
    ends: [Bits; PLACES],
    /// The rules of which it is only known that what they need stands in the line.
    far: Bits,
    words: usize,
    /// By atom: its row, empty if no rule has it.
    atoms: Vec<Bits>,
}

/// A row a symbol, one after the other: the rules that match a symbol alone, those that it fits at each place, and those that need it or
/// others.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows(Blocks<u64>);

impl Profile {
    /// The profile of rules, each given with the positions that each of its atoms fits.
    pub(super) fn new<'r>(
        atom_count: usize,
        rules: impl ExactSizeIterator<Item = (&'r Automaton, &'r [(Atom, Set)])>,
    ) -> Self {
        let words = rules.len().div_ceil(64);
        let mut this = Self {
            ends: std::array::from_fn(|_| vec![0; words]),
            far: vec![0; words],
            words,
            atoms: vec![Bits::new(); atom_count],
        };
        for (rule, (automaton, by_atom)) in rules.enumerate() {
            let (word, bit) = (rule / 64, rule % 64);
            let mut reached = [automaton.first; PLACES];
            for place in 1..PLACES {
                reached[place] = automaton.follow(reached[place - 1]);
            }
            this.far[word] |= u64::from(!is_near(automaton)) << bit;
            let mut ended = false;
            for (ends, &reached) in this.ends.iter_mut().zip(&reached).skip(1) {
                ended |= !is_empty(intersection(reached, automaton.last));
                ends[word] |= u64::from(ended) << bit;
            }
            let alone = intersection(automaton.first, automaton.last);
            let planes = [alone].into_iter().chain(reached).chain([automaton.needed]);
            let planes: Vec<Set> = planes.collect();
            for &(atom, fits) in by_atom {
                let row = &mut this.atoms[atom as usize];
                row.resize((PLACES + 2) * words, 0);
                for (plane, &positions) in planes.iter().enumerate() {
                    row[plane * words + word] |= u64::from(!is_empty(intersection(positions, fits))) << bit;
                }
            }
        }
        this
    }

    /// The length of a row.
    fn row(&self) -> usize {
        (PLACES + 2) * self.words
    }

    /// Whether any rule has an atom.
    pub(super) fn has(&self, atom: Atom) -> bool {
        !self.atoms[atom as usize].is_empty()
    }

    /// Adds the next row, of a symbol with these atoms.
    pub(super) fn learn(&self, rows: &mut Rows, atoms: &[Atom]) {
        let row = rows.0.add(self.row(), 0);
        for &atom in atoms {
            row.iter_mut().zip(&self.atoms[atom as usize]).for_each(|(all, of_atom)| *all |= of_atom);
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
        for word in 0..self.words {
            each(first[word], |bit| single(word * 64 + bit));
            let mut live = first[self.words + word] & needed[word];
            for place in 1..PLACES {
                let goes_on = around[place].map_or(0, |row| row[(place + 1) * self.words + word]);
                live &= goes_on | self.ends[place - 1][word];
                if live == 0 {
                    break;
                }
            }
            if live != 0 {
                let place = (PLACES + 1) * self.words + word;
                live &= near.iter().fold(self.far[word], |all, &symbol| all | row(symbol)[place]);
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
