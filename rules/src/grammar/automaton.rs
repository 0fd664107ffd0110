//! A rule as a position automaton (Glushkov), run bit-parallel.
//!
//! Every atom that stands in the spelled-out rule is a position; a state is the set of positions that the last token
//! may have matched, one bit each. A step is `follow(state) & positions(token)`.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::lexicon::Atom;

/// The machine words of a set.
const WORDS: usize = 4;

/// The most positions that a rule may have.
pub(super) const MOST_POSITIONS: usize = WORDS * 64;

/// A set of positions.
pub(super) type Set = [u64; WORDS];

pub(super) const fn empty() -> Set {
    [0; WORDS]
}

#[inline]
pub(super) fn with(mut set: Set, position: usize) -> Set {
    set[position / 64] |= 1 << (position % 64);
    set
}

#[inline]
pub(super) fn union(a: Set, b: Set) -> Set {
    [a[0] | b[0], a[1] | b[1], a[2] | b[2], a[3] | b[3]]
}

#[inline]
pub(super) fn intersection(a: Set, b: Set) -> Set {
    [a[0] & b[0], a[1] & b[1], a[2] & b[2], a[3] & b[3]]
}

#[inline]
pub(super) fn without(a: Set, b: Set) -> Set {
    [a[0] & !b[0], a[1] & !b[1], a[2] & !b[2], a[3] & !b[3]]
}

#[inline]
pub(super) fn is_empty(set: Set) -> bool {
    set[0] | set[1] | set[2] | set[3] == 0
}

#[inline]
pub(super) fn members(set: Set) -> impl Iterator<Item = usize> {
    set.into_iter().enumerate().flat_map(|(at, mut word)| {
        std::iter::from_fn(move || {
            let bit = word.trailing_zeros() as usize;
            (word != 0).then(|| {
                word &= word - 1;
                at * 64 + bit
            })
        })
    })
}

/// No label.
pub(super) const NO_LABEL: u32 = u32::MAX;

/// A label in the spelled-out rule: `label:( … )` repeated is one for each repetition.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Label {
    /// Index into [`Layout::names`].
    pub(super) name: u32,
    /// The label around it, or [`NO_LABEL`].
    pub(super) parent: u32,
}

/// One atom of the spelled-out rule.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Position {
    pub(super) atom: Atom,
    /// The occurrence of an atom's name: a lexicon's phrase takes several positions.
    pub(super) unit: u32,
    /// The innermost label, or [`NO_LABEL`].
    pub(super) label: u32,
    pub(super) in_mention: bool,
    pub(super) glued: bool,
}

/// An occurrence of an atom's name in the spelled-out rule.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Unit {
    /// Index into [`Layout::names`], or [`NO_LABEL`] for a literal.
    pub(super) name: u32,
    /// The atom as named: a lexicon's first.
    pub(super) atom: Atom,
}

/// What the positions stand for; read only for the few tokens of a match.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Layout {
    pub(super) positions: Vec<Position>,
    pub(super) units: Vec<Unit>,
    pub(super) labels: Vec<Label>,
    pub(super) names: Vec<String>,
    pub(super) has_mention: bool,
}

impl Layout {
    /// Its atoms, ascending, with the positions that they fit.
    pub(super) fn by_atom(&self) -> Vec<(Atom, Set)> {
        let mut pairs: Vec<(Atom, usize)> = self.positions.iter().enumerate().map(|(at, it)| (it.atom, at)).collect();
        pairs.sort_unstable();
        let same = || pairs.chunk_by(|a, b| a.0 == b.0);
        let mut by_atom = Vec::with_capacity(same().count());
        by_atom.extend(same().map(|same| (same[0].0, same.iter().fold(empty(), |set, &(_, at)| with(set, at)))));
        by_atom
    }
}

/// The automaton of one rule.
#[derive(Clone, Debug)]
pub(super) struct Automaton {
    pub(super) first: Set,
    pub(super) last: Set,
    pub(super) glued: Set,
    pub(super) mention: Set,
    /// Positions of which every match takes one.
    pub(super) needed: Set,
    pub(super) follow: Vec<Set>,
}

impl Automaton {
    /// Adds its sets to `bytes`, for [`Automaton::read`].
    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        let ends = [self.first, self.last, self.glued, self.mention, self.needed];
        bytes.extend_from_slice(bytemuck::cast_slice(&ends));
        bytes.extend_from_slice(bytemuck::cast_slice(&self.follow));
    }

    /// What [`Automaton::write`] wrote of a rule of so many positions, taken from the front of `bytes`; `None` if they
    /// are too few.
    pub(super) fn read(bytes: &mut &[u8], positions: usize) -> Option<Self> {
        let sets = bytes.split_off(..(5 + positions) * size_of::<Set>())?;
        let mut sets = sets.chunks_exact(size_of::<Set>()).map(bytemuck::pod_read_unaligned);
        let (first, last, glued) = (sets.next()?, sets.next()?, sets.next()?);
        let (mention, needed) = (sets.next()?, sets.next()?);
        Some(Self { first, last, glued, mention, needed, follow: sets.collect() })
    }

    /// The positions that may follow one of `state`.
    #[inline]
    pub(super) fn follow(&self, state: Set) -> Set {
        let mut next = empty();
        for position in members(state) {
            next = union(next, self.follow[position]);
        }
        next
    }

    /// For each token the positions, of those that it can take, which the tokens before it lead to: few of many.
    fn reached(&self, masks: &[Set]) -> Vec<Set> {
        let mut open = self.first;
        let step = |&mask: &Set| {
            let reached = intersection(open, mask);
            open = self.follow(reached);
            reached
        };
        masks.iter().map(step).collect()
    }

    /// The path of positions by which the tokens match with exactly these as the mention: of several, the one that
    /// takes the alternative written first and repeats as long as it can.
    ///
    /// `masks` gives for each token the positions that it can take, white space considered.
    pub(super) fn path(&self, masks: &[Set], mention: Option<Range<usize>>) -> Option<Vec<u16>> {
        let allowed: Vec<Set> = masks
            .iter()
            .enumerate()
            .map(|(at, &mask)| match &mention {
                None => mask,
                Some(range) if range.contains(&at) => intersection(mask, self.mention),
                Some(_) => without(mask, self.mention),
            })
            .collect();
        let allowed = self.reached(&allowed);
        // Backwards: the positions from which the end can be reached.
        let mut reach = vec![empty(); allowed.len()];
        let end = allowed.len().checked_sub(1)?;
        reach[end] = intersection(allowed[end], self.last);
        for at in (0..end).rev() {
            for position in members(allowed[at]) {
                if !is_empty(intersection(self.follow[position], reach[at + 1])) {
                    reach[at] = with(reach[at], position);
                }
            }
        }
        let mut path = Vec::with_capacity(allowed.len());
        let mut candidates = intersection(self.first, reach[0]);
        for next in reach.iter().skip(1).map(Some).chain([None]) {
            let position = members(candidates).next()?;
            path.push(position as u16);
            if let Some(&next) = next {
                candidates = intersection(self.follow[position], next);
            }
        }
        Some(path)
    }

    /// The stretches of the matched tokens that can be the mention.
    pub(super) fn mentions(&self, masks: &[Set]) -> Vec<Range<usize>> {
        let masks = self.reached(masks);
        let count = masks.len();
        let outside = |at: usize| without(masks[at], self.mention);
        let inside = |at: usize| intersection(masks[at], self.mention);
        // By token: the positions outside the mention from which the end is reached without entering it.
        let mut behind = vec![empty(); count];
        for at in (0..count).rev() {
            let reaches_end = |position: usize| match behind.get(at + 1) {
                Some(&next) => !is_empty(intersection(self.follow[position], next)),
                None => !is_empty(intersection(self.last, with(empty(), position))),
            };
            behind[at] = members(outside(at)).filter(|&p| reaches_end(p)).fold(empty(), with);
        }
        let mut found = Vec::new();
        // The positions that the token at `start` can take, whatever stands before it being outside the mention.
        let mut open = self.first;
        for start in 0..count {
            let mut state = intersection(open, inside(start));
            for end in start + 1..=count {
                if is_empty(state) {
                    break;
                }
                let next = self.follow(state);
                let ends = behind.get(end).map_or(intersection(state, self.last), |&behind| intersection(next, behind));
                if !is_empty(ends) {
                    found.push(start..end);
                }
                state = if end == count { empty() } else { intersection(next, inside(end)) };
            }
            open = self.follow(intersection(open, outside(start)));
            if is_empty(open) {
                break;
            }
        }
        found
    }
}
