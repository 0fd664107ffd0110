//! What a rule cannot match without.
//!
//! Every match of `"about"? number unit` has a unit in it. A line that has none need not be asked, and of two such sets
//! (the numbers, the units) the rarer one is the better to look for.

use super::automaton::{Automaton, Layout, Set, empty, intersection, is_empty, union, with, without};
use crate::lexicon::Atom;

/// A needed position lies within so many tokens from where a match starts, or it is only known to lie in the line.
pub(super) const NEAR: usize = 12;

/// Positions of which every match takes one: from all of them atoms are taken, the most common first, as long as no match
/// is left that does without.
pub(super) fn needed<R: Ord>(layout: &Layout, automaton: &Automaton, commonness: impl Fn(Atom) -> R) -> Set {
    let mut by_atom = layout.by_atom();
    by_atom.sort_by_key(|&(atom, _)| (std::cmp::Reverse(commonness(atom)), atom));
    let mut needed = (0..layout.positions.len()).fold(empty(), with);
    for (_, positions) in by_atom {
        let fewer = without(needed, positions);
        if !matches_without(automaton, fewer) {
            needed = fewer;
        }
    }
    needed
}

/// Whether there is a way through the automaton that takes none of these positions.
fn matches_without(automaton: &Automaton, taken: Set) -> bool {
    let mut reached = empty();
    let mut next = without(automaton.first, taken);
    while !is_empty(next) {
        if !is_empty(intersection(next, automaton.last)) {
            return true;
        }
        reached = union(reached, next);
        next = without(without(automaton.follow(next), taken), reached);
    }
    false
}

/// Whether every match takes its first needed position within [`NEAR`] tokens.
pub(super) fn is_near(automaton: &Automaton) -> bool {
    let mut before = without(automaton.first, automaton.needed);
    for _ in 1..NEAR {
        if is_empty(before) {
            return true;
        }
        before = without(automaton.follow(before), automaton.needed);
    }
    is_empty(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(positions: &[usize]) -> Set {
        positions.iter().fold(empty(), |set, &position| with(set, position))
    }

    /// `a* ( b | c ) a`, an atom a position.
    fn rule() -> (Layout, Automaton) {
        let mut layout = Layout::default();
        for atom in [0, 1, 2, 0] {
            let label = super::super::automaton::NO_LABEL;
            let position = super::super::automaton::Position { atom, unit: 0, label, in_mention: false, glued: false };
            layout.positions.push(position);
        }
        let automaton = Automaton {
            first: set(&[0, 1, 2]),
            last: set(&[3]),
            glued: empty(),
            mention: empty(),
            needed: empty(),
            follow: vec![set(&[0, 1, 2]), set(&[3]), set(&[3]), empty()],
        };
        (layout, automaton)
    }

    #[test]
    fn the_rarest_atoms_that_no_match_is_without_are_needed() {
        let (layout, mut automaton) = rule();
        assert_eq!(needed(&layout, &automaton, |atom| atom == 0), set(&[1, 2]));
        assert_eq!(needed(&layout, &automaton, |atom| atom != 0), set(&[0, 3]));
        automaton.needed = set(&[1, 2]);
        assert!(!is_near(&automaton));
        automaton.follow[0] = set(&[1, 2]);
        assert!(is_near(&automaton));
    }
}
