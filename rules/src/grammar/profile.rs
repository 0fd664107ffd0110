//! Which rules a text's next tokens leave in question, before any of their automata runs.
//!
//! Of the rules that a token can begin, most have no word for the second token, or for the third. For each symbol there
//! is a bit a rule for each of the first places in a match: a few intersections leave the rules worth running.

use super::automaton::{Automaton, Set, intersection, is_empty};
use super::needed::{NEAR, is_near};

/// The first places of a match that are looked at.
const PLACES: usize = 4;

/// The positions that a rule can have reached at each of the first places.
#[derive(Clone, Debug)]
pub(super) struct Places([Set; PLACES]);

impl Places {
    pub(super) fn new(automaton: &Automaton) -> Self {
        let mut reached = [automaton.first; PLACES];
        for place in 1..PLACES {
            reached[place] = automaton.follow(reached[place - 1]);
        }
        Self(reached)
    }

    /// Whether a match can end at a place.
    fn ends(&self, place: usize, last: Set) -> bool {
        !is_empty(intersection(self.0[place], last))
    }
}

/// Bits by rule, in machine words.
pub(super) type Bits = Vec<u64>;

/// For rules, what is known of them whatever the symbols are.
#[derive(Clone, Debug, Default)]
pub(super) struct Profile {
    /// By place: the rules that can end there, or before but behind their first token.
    ends: [Bits; PLACES],
    /// The rules of which it is only known that what they need stands in the line.
    far: Bits,
    words: usize,
}

/// One after the other: the rules that match a symbol alone, those that it fits at each place, and those that need it or
/// others.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows(Bits);

impl Profile {
    /// Adds the next rule.
    pub(super) fn add(&mut self, rule: usize, places: &Places, automaton: &Automaton) {
        self.words = rule / 64 + 1;
        self.far.resize(self.words, 0);
        self.far[rule / 64] |= u64::from(!is_near(automaton)) << (rule % 64);
        let mut ended = false;
        for (place, bits) in self.ends.iter_mut().enumerate() {
            bits.resize(self.words, 0);
            ended |= place > 0 && places.ends(place, automaton.last);
            bits[rule / 64] |= u64::from(ended) << (rule % 64);
        }
    }

    /// The length of a row.
    fn row(&self) -> usize {
        (PLACES + 2) * self.words
    }

    /// Adds the next row; `fitting` gives rules with their places, their automata and what the symbol fits, maybe in
    /// several pieces.
    pub(super) fn learn<'r>(
        &self,
        rows: &mut Rows,
        fitting: impl Iterator<Item = (usize, &'r Places, &'r Automaton, Set)>,
    ) {
        let from = rows.0.len();
        rows.0.resize(from + self.row(), 0);
        let row = &mut rows.0[from..];
        for (rule, places, automaton, fits) in fitting {
            let mut set = |at: usize, holds: bool| row[at * self.words + rule / 64] |= u64::from(holds) << (rule % 64);
            set(0, !is_empty(intersection(intersection(places.0[0], fits), automaton.last)));
            for (place, reached) in places.0.iter().enumerate() {
                set(place + 1, !is_empty(intersection(*reached, fits)));
            }
            set(PLACES + 1, !is_empty(intersection(automaton.needed, fits)));
        }
    }

    /// The rules of which what they need stands in a line, given as its symbols' rows.
    pub(super) fn needed(&self, rows: &Rows, line: &[u32], needed: &mut Bits) {
        needed.clear();
        needed.resize(self.words, 0);
        for &symbol in line {
            let of_symbol = &rows.0[symbol as usize * self.row()..][(PLACES + 1) * self.words..self.row()];
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
        let row = |symbol: u32| &rows.0[symbol as usize * self.row()..][..self.row()];
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
