//! A group of rules as one automaton, made as texts ask for it.
//!
//! Behind a start token each word takes what is under way to another state; the same words lead to the same states, so
//! that a state and its way on are computed once and then looked up. Most starts in prose are over after a word or two.
//! The whole automaton would weigh gigabytes; what texts visit of it is small, and is forgotten when it grows past a
//! bound. A group holds some hundred rules: of more, too many combinations would be under way; of fewer, more groups
//! would have to be asked.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::matcher::{Engine, Match, Positions};
use super::symbols::{Symbol, Symbols};
use super::table::Table;
use crate::text::{Flags, Token};

/// Machine words of the wide automata.
pub(super) const WIDE: usize = super::spell::MOST_POSITIONS / 64;

/// A group of rules, by the width of their automata.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) narrow: Engine<1>,
    pub(super) wide: Engine<WIDE>,
}

/// Positions in rules of both widths: those that a token fits, or those that a match under way has reached.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Stand {
    pub(super) narrow: Positions<1>,
    pub(super) wide: Positions<WIDE>,
}

impl Group {
    pub(super) fn new(atom_count: usize) -> Self {
        Self { narrow: Engine::new(atom_count), wide: Engine::new(atom_count) }
    }

    fn start(&self, fitting: &Stand) -> Stand {
        Stand { narrow: self.narrow.start(&fitting.narrow), wide: self.wide.start(&fitting.wide) }
    }

    fn step(&self, from: &Stand, fitting: &Stand, space: bool) -> Stand {
        Stand {
            narrow: self.narrow.step(&from.narrow, &fitting.narrow, space),
            wide: self.wide.step(&from.wide, &fitting.wide, space),
        }
    }

    fn ending(&self, stand: &Stand) -> Box<[u32]> {
        let mut rules: Vec<u32> = self.narrow.ending(&stand.narrow).chain(self.wide.ending(&stand.wide)).collect();
        rules.sort_unstable();
        rules.into()
    }
}

/// Symbols that no rule of the group can tell apart, by number.
type Class = u32;
/// The class of symbols that no rule of the group has a word for.
const NONE: Class = 0;

/// The number of a state.
type State = u32;
/// The state in which nothing is under way.
const DEAD: State = 0;
const UNKNOWN: State = State::MAX;

/// Past so many bytes the states and the ways between them are forgotten.
const MOST_BYTES: usize = 6 << 20;

/// A group's automaton as far as texts have asked for it.
#[derive(Clone, Debug, Default)]
pub(super) struct Lazy {
    class_of: Vec<Class>,
    classes: Numbered,
    states: Numbered,
    /// By class: the state behind it as a first token.
    starts: Vec<State>,
    /// State and class of the next token, with white space before it or not, to the next state.
    ways: Table,
    /// By state: the rules that match there.
    endings: Vec<Box<[u32]>>,
    bytes: usize,
}

/// Stands by number; the first is the empty one.
#[derive(Clone, Debug)]
struct Numbered {
    numbers: FxHashMap<Arc<Stand>, u32>,
    stands: Vec<Arc<Stand>>,
}

impl Default for Numbered {
    fn default() -> Self {
        let nothing = Arc::new(Stand::default());
        Self { numbers: [(nothing.clone(), 0)].into_iter().collect(), stands: vec![nothing] }
    }
}

impl Numbered {
    fn number(&mut self, stand: Stand) -> u32 {
        if let Some(&number) = self.numbers.get(&stand) {
            return number;
        }
        let (number, stand) = (self.stands.len() as u32, Arc::new(stand));
        self.stands.push(stand.clone());
        self.numbers.insert(stand, number);
        number
    }
}

impl Lazy {
    /// What the token of a symbol that was learnt fits.
    pub(super) fn fitting(&self, symbol: Symbol) -> &Stand {
        &self.classes.stands[self.class_of[symbol as usize] as usize]
    }

    /// Finds the classes of the symbols met since; `starts` is told of those that can start a match.
    pub(super) fn learn(&mut self, group: &Group, symbols: &Symbols, mut starts: impl FnMut(Symbol)) {
        for symbol in self.class_of.len() as Symbol..symbols.count() as Symbol {
            let atoms = symbols.atoms(symbol);
            let fitting = Stand { narrow: group.narrow.fitting(atoms), wide: group.wide.fitting(atoms) };
            let class = self.classes.number(fitting);
            self.class_of.push(class);
            if self.start(group, class) != DEAD {
                starts(symbol);
            }
        }
    }

    /// Every match that starts at the token `start`, by end and rule.
    pub(super) fn find(
        &mut self,
        group: &Group,
        start: usize,
        tokens: &[Token],
        line: &[Symbol],
        mut found: impl FnMut(Match),
    ) {
        if self.bytes + self.ways.bytes() > MOST_BYTES {
            self.forget();
        }
        let mut state = self.start(group, self.class_of[line[start] as usize]);
        let mut at = start + 1;
        while state != DEAD {
            for &rule in &self.endings[state as usize] {
                found(Match { start: start as u32, end: at as u32, rule });
            }
            let Some(token) = tokens.get(at).filter(|token| !token.flags.has(Flags::BREAK)) else { return };
            let class = self.class_of[line[at] as usize];
            if class == NONE {
                return;
            }
            state = self.next(group, state, class, token.flags.has(Flags::SPACE));
            at += 1;
        }
    }

    fn forget(&mut self) {
        let (class_of, classes) = (std::mem::take(&mut self.class_of), std::mem::take(&mut self.classes));
        *self = Self { class_of, classes, ..Self::default() };
    }

    #[inline]
    fn start(&mut self, group: &Group, class: Class) -> State {
        if let Some(&state) = self.starts.get(class as usize).filter(|state| **state != UNKNOWN) {
            return state;
        }
        let state = self.state(group, group.start(&self.classes.stands[class as usize]));
        self.starts.resize(self.classes.stands.len(), UNKNOWN);
        self.starts[class as usize] = state;
        state
    }

    #[inline]
    fn next(&mut self, group: &Group, state: State, class: Class, space: bool) -> State {
        let way = u64::from(state) << 32 | u64::from(class) << 1 | u64::from(space);
        if let Some(next) = self.ways.get(way) {
            return next;
        }
        let stand = group.step(&self.states.stands[state as usize], &self.classes.stands[class as usize], space);
        let next = self.state(group, stand);
        self.ways.insert(way, next);
        next
    }

    /// The number of a state; a new one is given its endings.
    #[cold]
    fn state(&mut self, group: &Group, stand: Stand) -> State {
        let state = self.states.number(stand);
        for new in self.endings.len()..self.states.stands.len() {
            /// What the tables take for a state besides.
            const OVERHEAD: usize = 160;
            let stand = &self.states.stands[new];
            let endings = group.ending(stand);
            let positions = size_of_val(stand.narrow.as_slice()) + size_of_val(stand.wide.as_slice());
            self.bytes += positions + size_of_val(&*endings) + OVERHEAD;
            self.endings.push(endings);
        }
        state
    }
}
