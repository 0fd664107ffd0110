//! A rule's automaton made deterministic, as texts ask for it.
//!
//! Symbols that a rule cannot tell apart are one class; what is under way behind some tokens is a state. A state's way
//! on by a class is computed once and then looked up. Rules are made deterministic one by one: what several have under
//! way together would be new with nearly every line, while a rule alone soon meets only what it has met.

use rustc_hash::FxHashMap;

use super::automaton::{Automaton, Set, empty, intersection, is_empty, without};

/// The number of a class; [`NO_CLASS`] is that of the symbols which fit no position.
pub(super) type Class = u16;
const NO_CLASS: Class = 0;
/// No class: the rule has not been asked for it.
pub(super) const UNASKED: Class = Class::MAX;

/// A state's number, twice, and 1 if the rule matches there.
type Way = u16;
const DEAD: Way = 0;
const START: Way = 2;
const UNKNOWN: Way = Way::MAX;

/// Past so many ways, or states, a rule's states are forgotten, whatever one text may bring: half a megabyte.
const MOST_WAYS: usize = 1 << 18;
const MOST_STATES: usize = 1 << 14;

/// A rule's automaton as far as texts have asked for it.
#[derive(Clone, Debug)]
pub(super) struct Dfa {
    /// By class: the positions that it fits.
    fitting: Vec<Set>,
    classes: FxHashMap<Set, Class>,
    /// By state: the positions that the last token may have matched.
    states: Vec<Set>,
    numbers: FxHashMap<Set, Way>,
    /// By state, and within a state by class and white space before the token: the way on. A state's end with the last
    /// that has been asked for.
    ways: Vec<Vec<Way>>,
    /// How many ways all states have room for.
    room: usize,
}

impl Default for Dfa {
    fn default() -> Self {
        let mut this = Self {
            fitting: vec![empty()],
            classes: FxHashMap::default(),
            states: Vec::new(),
            numbers: FxHashMap::default(),
            ways: Vec::new(),
            room: 0,
        };
        this.forget();
        this
    }
}

impl Dfa {
    /// The class of a symbol that fits these positions.
    pub(super) fn class(&mut self, fitting: Set) -> Class {
        if is_empty(fitting) {
            return NO_CLASS;
        }
        let next = self.fitting.len() as Class;
        let class = *self.classes.entry(fitting).or_insert(next);
        if class == next {
            self.fitting.push(fitting);
        }
        class
    }

    /// The positions that a class fits.
    pub(super) fn fitting(&self, class: Class) -> Set {
        self.fitting[usize::from(class)]
    }

    /// Forgets the states, not the classes.
    pub(super) fn forget(&mut self) {
        self.states = vec![empty(), empty()];
        self.numbers.clear();
        self.ways = vec![Vec::new(), Vec::new()];
        self.room = 0;
    }

    /// Calls `found` with the number of tokens of each match; `token` gives the class of each of `tokens`, and whether
    /// white space stands before it.
    #[inline]
    pub(super) fn run(
        &mut self,
        automaton: &Automaton,
        tokens: usize,
        mut token: impl FnMut(&mut Self, usize) -> (Class, bool),
        mut found: impl FnMut(u32),
    ) {
        let mut way = START;
        for at in 0..tokens {
            let (class, space) = token(self, at);
            if class == NO_CLASS {
                return;
            }
            way = self.next(automaton, way, class, space && at > 0);
            if way & 1 == 1 {
                found(at as u32 + 1);
            }
            if way == DEAD {
                return;
            }
        }
    }

    #[inline]
    fn next(&mut self, automaton: &Automaton, way: Way, class: Class, space: bool) -> Way {
        match self.ways[usize::from(way >> 1)].get(slot(class, space)) {
            None | Some(&UNKNOWN) => self.make(automaton, way, class, space),
            Some(&next) => next,
        }
    }

    /// Remembers where a way leads on.
    fn put(&mut self, way: Way, class: Class, space: bool, next: Way) {
        let (ways, slot) = (&mut self.ways[usize::from(way >> 1)], slot(class, space));
        if slot >= ways.len() {
            let before = ways.capacity();
            ways.resize(slot + 1, UNKNOWN);
            self.room += ways.capacity() - before;
        }
        ways[slot] = next;
    }

    #[cold]
    fn make(&mut self, automaton: &Automaton, way: Way, class: Class, space: bool) -> Way {
        let mut reached =
            if way == START { automaton.first } else { automaton.follow(self.states[usize::from(way >> 1)]) };
        reached = intersection(reached, self.fitting(class));
        if space {
            reached = without(reached, automaton.glued);
        }
        if is_empty(reached) {
            self.put(way, class, space, DEAD);
            return DEAD;
        }
        let is_full = self.states.len() == MOST_STATES || self.room > MOST_WAYS;
        if is_full {
            self.forget();
        }
        let next = (self.states.len() as Way) << 1 | Way::from(!is_empty(intersection(reached, automaton.last)));
        let known = *self.numbers.entry(reached).or_insert(next);
        if known == next {
            self.states.push(reached);
            self.ways.push(Vec::new());
        }
        if !is_full {
            self.put(way, class, space, known);
        }
        known
    }

    /// The bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        const OF_A_STATE: usize = 2 * size_of::<Set>() + size_of::<Way>() + size_of::<Vec<Way>>();
        self.room * size_of::<Way>() + self.states.len() * OF_A_STATE
    }
}

/// Where a state's way by a class is.
#[inline]
fn slot(class: Class, space: bool) -> usize {
    usize::from(class) << 1 | usize::from(space)
}

#[cfg(test)]
mod tests {
    use super::super::automaton::{Automaton, Set, empty, intersection, is_empty, with, without};
    use super::Dfa;

    fn set(positions: &[usize]) -> Set {
        positions.iter().fold(empty(), |set, &position| with(set, position))
    }

    /// `a (b | a)* ~c`.
    fn automaton() -> Automaton {
        Automaton {
            first: set(&[0]),
            last: set(&[3]),
            glued: set(&[3]),
            mention: empty(),
            needed: empty(),
            follow: vec![set(&[1, 2, 3]), set(&[1, 2, 3]), set(&[1, 2, 3]), empty()],
        }
    }

    /// The lengths of the matches, by the automaton itself.
    fn stepped(automaton: &Automaton, tokens: &[(Set, bool)]) -> Vec<u32> {
        let mut ends = Vec::new();
        let mut reached = automaton.first;
        for (count, &(fits, space)) in (1..).zip(tokens) {
            let mut state = intersection(reached, fits);
            if space && count > 1 {
                state = without(state, automaton.glued);
            }
            if !is_empty(intersection(state, automaton.last)) {
                ends.push(count);
            }
            reached = automaton.follow(state);
        }
        ends
    }

    #[test]
    fn what_is_remembered_is_what_the_steps_give_also_when_it_was_forgotten() {
        let automaton = automaton();
        let kinds = [set(&[]), set(&[0, 2]), set(&[1]), set(&[3]), set(&[0, 1, 2, 3]), set(&[2, 3])];
        let mut dfa = Dfa::default();
        let (mut random, mut matches) = (7u32, 0);
        for round in 0..2000 {
            // Few classes at first, so that room for more is made while states are known, and in the midst of a text.
            let most = 2 + (round / 100).min(kinds.len() - 2);
            let tokens: Vec<(Set, bool)> = (0..6)
                .map(|_| {
                    random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (kinds[(random >> 16) as usize % most], random >> 30 == 0)
                })
                .collect();
            let mut found = Vec::new();
            let token = |dfa: &mut Dfa, at: usize| (dfa.class(tokens[at].0), tokens[at].1);
            dfa.run(&automaton, tokens.len(), token, |count| found.push(count));
            assert_eq!(found, stepped(&automaton, &tokens), "{tokens:?}");
            matches += found.len();
            if round % 50 == 0 {
                dfa.forget();
            }
        }
        assert!(matches > 500, "{matches}");
    }
}
