//! Every match of every rule, in one pass over the tokens.
//!
//! The rules that a token can start are found by its symbol; most words of prose start none. What is under way is a
//! list of `(rule, start, state)`, ordered by rule, stepped against the symbol's list of positions, ordered likewise.

use super::automaton::{Automaton, Set, intersection, is_empty, union, without};
use super::symbols::{Symbol, Symbols};
use crate::lexicon::Atom;
use crate::text::{Flags, Token};

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

/// Rules whose automata have the same width.
#[derive(Clone, Debug)]
pub(super) struct Engine<const W: usize> {
    /// The rules' numbers, ascending.
    rules: Vec<u32>,
    automata: Vec<Automaton<W>>,
    /// For each atom the rules (by index) and positions that it fits, ascending.
    by_atom: Vec<Vec<(u32, Set<W>)>>,
}

/// What a symbol can do in each rule: computed when the symbol is first met.
#[derive(Clone, Debug, Default)]
pub(super) struct Steps<const W: usize> {
    /// By symbol: the ranges of its steps and of its starts.
    ranges: Vec<[u32; 4]>,
    steps: Vec<(u32, Set<W>)>,
    starts: Vec<(u32, Set<W>)>,
}

/// Memory for [`Engine::find`], kept between texts.
#[derive(Clone, Debug)]
pub(super) struct Active<const W: usize> {
    now: Vec<(u32, u32, Set<W>)>,
    next: Vec<(u32, u32, Set<W>)>,
}

impl<const W: usize> Default for Active<W> {
    fn default() -> Self {
        Self { now: Vec::new(), next: Vec::new() }
    }
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
                list.push((index, super::automaton::empty()));
            }
            if let Some((_, set)) = list.last_mut() {
                *set = super::automaton::with(*set, position);
            }
        }
        self.rules.push(rule);
        self.automata.push(automaton);
    }

    /// The automaton of a rule.
    pub(super) fn automaton(&self, rule: u32) -> Option<&Automaton<W>> {
        self.rules.binary_search(&rule).ok().map(|index| &self.automata[index])
    }

    /// For each token of a match of `rule` the positions that it can take.
    pub(super) fn masks(&self, rule: u32, symbols: &Symbols, line: &[Symbol], tokens: &[Token]) -> Vec<Set<W>> {
        let Ok(index) = self.rules.binary_search(&rule) else {
            return Vec::new();
        };
        let glued = self.automata[index].glued;
        let mask = |(at, (&symbol, token)): (usize, (&Symbol, &Token))| {
            let mut mask = super::automaton::empty();
            for &atom in symbols.atoms(symbol) {
                let list = &self.by_atom[atom as usize];
                if let Ok(at) = list.binary_search_by_key(&(index as u32), |(rule, _)| *rule) {
                    mask = union(mask, list[at].1);
                }
            }
            if at > 0 && token.flags.has(Flags::SPACE) { without(mask, glued) } else { mask }
        };
        line.iter().zip(tokens).enumerate().map(mask).collect()
    }

    /// Makes the steps of all symbols met so far.
    pub(super) fn learn(&self, symbols: &Symbols, steps: &mut Steps<W>) {
        for symbol in steps.ranges.len()..symbols.count() {
            let mut all: Vec<(u32, Set<W>)> = Vec::new();
            for &atom in symbols.atoms(symbol as Symbol) {
                all.extend(&self.by_atom[atom as usize]);
            }
            all.sort_unstable_by_key(|(rule, _)| *rule);
            all.dedup_by(|b, a| {
                let same = a.0 == b.0;
                if same {
                    a.1 = union(a.1, b.1);
                }
                same
            });
            let from = [steps.steps.len(), steps.starts.len()];
            for &(rule, set) in &all {
                let start = intersection(set, self.automata[rule as usize].first);
                if !is_empty(start) {
                    steps.starts.push((rule, start));
                }
            }
            steps.steps.append(&mut all);
            let to = [steps.steps.len(), steps.starts.len()];
            steps.ranges.push([from[0], to[0], from[1], to[1]].map(|n| n as u32));
        }
    }

    /// Appends every match to `found`.
    pub(super) fn find(
        &self,
        tokens: &[Token],
        line: &[Symbol],
        steps: &Steps<W>,
        active: &mut Active<W>,
        found: &mut Vec<Match>,
    ) {
        active.now.clear();
        for (at, (token, &symbol)) in tokens.iter().zip(line).enumerate() {
            if token.flags.has(Flags::BREAK) {
                active.now.clear();
            }
            let [from, to, start_from, start_to] = steps.ranges[symbol as usize].map(|n| n as usize);
            let starts = &steps.starts[start_from..start_to];
            if starts.is_empty() && active.now.is_empty() {
                continue;
            }
            self.step(at as u32, token.flags.has(Flags::SPACE), &steps.steps[from..to], starts, active, found);
        }
    }

    fn step(
        &self,
        at: u32,
        space: bool,
        mut steps: &[(u32, Set<W>)],
        mut starts: &[(u32, Set<W>)],
        active: &mut Active<W>,
        found: &mut Vec<Match>,
    ) {
        active.next.clear();
        let mut enter = |next: &mut Vec<_>, rule: u32, start: u32, state: Set<W>| {
            next.push((rule, start, state));
            if !is_empty(intersection(state, self.automata[rule as usize].last)) {
                found.push(Match { start, end: at + 1, rule: self.rules[rule as usize] });
            }
        };
        for &(rule, start, state) in &active.now {
            while let Some(((first, set), rest)) = starts.split_first().filter(|((first, _), _)| *first < rule) {
                enter(&mut active.next, *first, at, *set);
                starts = rest;
            }
            steps = &steps[first_from(steps, rule)..];
            let Some(&(_, set)) = steps.first().filter(|(r, _)| *r == rule) else {
                continue;
            };
            let automaton = &self.automata[rule as usize];
            let mut next = intersection(automaton.follow(state), set);
            if space {
                next = without(next, automaton.glued);
            }
            if !is_empty(next) {
                enter(&mut active.next, rule, start, next);
            }
        }
        for &(rule, set) in starts {
            enter(&mut active.next, rule, at, set);
        }
        std::mem::swap(&mut active.now, &mut active.next);
    }
}

/// Where the steps of `rule` and later ones begin. It is near the front, as both lists are walked in step: strides that
/// double, then halving, look at fewer than halving the whole.
fn first_from<const W: usize>(steps: &[(u32, Set<W>)], rule: u32) -> usize {
    let mut stride = 1;
    while steps.get(stride - 1).is_some_and(|(r, _)| *r < rule) {
        stride *= 2;
    }
    let from = stride / 2;
    from + steps[from..stride.min(steps.len())].partition_point(|(r, _)| *r < rule)
}
