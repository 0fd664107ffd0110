//! The rules of one width: which of them a token can start, and how they go on from token to token.
//!
//! A state is what one start token leaves under way: the rules, ascending, each with the set of its positions that the
//! last token may have matched. States are made here and walked in [`super::lazy`].

use super::automaton::{Automaton, Set, empty, intersection, is_empty, union, with, without};
use crate::lexicon::Atom;

/// That a rule matches these tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Match {
    /// The first token.
    pub start: u32,
    /// The token after the last.
    pub end: u32,
    /// The rule's number.
    pub rule: u32,
}

/// For rules of one width, by index and ascending, a set of their positions.
pub(super) type Positions<const W: usize> = Vec<(u32, Set<W>)>;

/// Rules whose automata have the same width.
#[derive(Clone, Debug)]
pub(super) struct Engine<const W: usize> {
    /// The rules' numbers, ascending.
    rules: Vec<u32>,
    automata: Vec<Automaton<W>>,
    /// For each atom the positions that it fits.
    by_atom: Vec<Positions<W>>,
}

impl<const W: usize> Engine<W> {
    pub(super) fn new(atom_count: usize) -> Self {
        Self { rules: Vec::new(), automata: Vec::new(), by_atom: vec![Vec::new(); atom_count] }
    }

    /// Adds a rule whose positions have these atoms.
    pub(super) fn add(&mut self, rule: u32, automaton: Automaton<W>, atoms: impl Iterator<Item = Atom>) {
        let index = self.rules.len() as u32;
        for (position, atom) in atoms.enumerate() {
            let list = &mut self.by_atom[atom as usize];
            if list.last().is_none_or(|(rule, _)| *rule != index) {
                list.push((index, empty()));
            }
            if let Some((_, set)) = list.last_mut() {
                *set = with(*set, position);
            }
        }
        self.rules.push(rule);
        self.automata.push(automaton);
    }

    /// The index and the automaton of a rule.
    pub(super) fn automaton(&self, rule: u32) -> Option<(u32, &Automaton<W>)> {
        let index = self.rules.binary_search(&rule).ok()?;
        Some((index as u32, &self.automata[index]))
    }

    /// The positions that a token with these atoms fits.
    pub(super) fn fitting(&self, atoms: &[Atom]) -> Positions<W> {
        let mut all = vec![empty(); self.rules.len()];
        for &atom in atoms {
            for &(rule, set) in &self.by_atom[atom as usize] {
                all[rule as usize] = union(all[rule as usize], set);
            }
        }
        (0..).zip(all).filter(|(_, set)| !is_empty(*set)).collect()
    }

    /// The state behind a first token that fits these positions.
    pub(super) fn start(&self, fitting: &Positions<W>) -> Positions<W> {
        let first = |&(rule, set): &(u32, Set<W>)| (rule, intersection(set, self.automata[rule as usize].first));
        fitting.iter().map(first).filter(|(_, set)| !is_empty(*set)).collect()
    }

    /// The state behind a further token that fits these positions; `space` if white space stands before it.
    pub(super) fn step(&self, state: &Positions<W>, fitting: &Positions<W>, space: bool) -> Positions<W> {
        let mut next = Vec::new();
        let mut fitting = fitting.as_slice();
        for &(rule, set) in state {
            fitting = &fitting[first_from(fitting, rule)..];
            let Some(&(_, fits)) = fitting.first().filter(|(r, _)| *r == rule) else { continue };
            let automaton = &self.automata[rule as usize];
            let mut set = intersection(automaton.follow(set), fits);
            if space {
                set = without(set, automaton.glued);
            }
            if !is_empty(set) {
                next.push((rule, set));
            }
        }
        next
    }

    /// The numbers of the rules that may end in this state.
    pub(super) fn ending<'s>(&'s self, state: &'s Positions<W>) -> impl Iterator<Item = u32> + 's {
        let ends = |&(rule, set): &(u32, Set<W>)| !is_empty(intersection(set, self.automata[rule as usize].last));
        state.iter().filter(move |at| ends(at)).map(|&(rule, _)| self.rules[rule as usize])
    }
}

/// Where the positions of `rule` and later ones begin. It is near the front, as both lists are walked in step: strides
/// that double, then halving, look at fewer than halving the whole.
fn first_from<const W: usize>(fitting: &[(u32, Set<W>)], rule: u32) -> usize {
    let mut stride = 1;
    while fitting.get(stride - 1).is_some_and(|(r, _)| *r < rule) {
        stride *= 2;
    }
    let from = stride / 2;
    from + fitting[from..stride.min(fitting.len())].partition_point(|(r, _)| *r < rule)
}
