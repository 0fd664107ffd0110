//! A set of compiled rules over one sort of input: tokens, or tokens and chosen mentions.

use std::ops::Range;

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};

use super::ast::{Action, At};
use super::automaton::{Set, empty, union, without};
use super::blocks::Blocks;
use super::body::{Body, Made};
use super::dfa::{Class, Dfa, UNASKED};
use super::parts::{Parts, Place};
use super::profile::{Bits, Profile, Rows};
use super::symbols::{Layers, Symbol, Symbols};
use crate::lexicon::Atom;
use crate::text::{Flags, Shape, Token};

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

/// What is known of a rule besides its automaton.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RuleInfo {
    /// The rule's name.
    pub name: String,
    /// The grammar file that it stands in.
    pub file: String,
    /// The kinds that it proposes, as written.
    pub kinds: Vec<String>,
    /// What it adds to a candidate's score.
    pub weight: f32,
    /// What its normaliser is told.
    pub action: Action,
    pub(super) at: Option<At>,
}

/// Past so many bytes what the rules' automata have come to is forgotten.
const MOST_BYTES: usize = 8 << 20;

/// Compiled rules.
#[derive(Clone, Debug)]
pub(super) struct RuleSet {
    pub(super) infos: Vec<RuleInfo>,
    pub(super) bodies: Vec<Body>,
    pub(super) profile: Profile,
}

/// Memory for [`RuleSet::find`], kept between texts.
#[derive(Clone, Debug, Default)]
pub(super) struct RuleMemory {
    dfas: Vec<Dfa>,
    /// By symbol: its row. Symbols that differ only in atoms that no rule has share one.
    row_of: Vec<u32>,
    /// By row: its atoms that rules have.
    known: IndexSet<Box<[Atom]>, FxBuildHasher>,
    /// For each row its class for each rule that has been asked for it.
    classes: Blocks<Class>,
    rows: Rows,
    /// The rows of the text's tokens.
    line: Vec<u32>,
}

impl RuleMemory {
    /// How many rows it holds.
    pub(super) fn rows(&self) -> usize {
        self.known.len()
    }
}

impl RuleSet {
    pub(super) fn new(atom_count: usize, rules: Vec<(RuleInfo, Body)>) -> Self {
        let (infos, bodies): (Vec<_>, Vec<_>) = rules.into_iter().unzip();
        let profile = Profile::new(atom_count, bodies.iter().map(Body::get));
        Self { infos, bodies, profile }
    }

    /// Every match of every rule, in order of start, end and rule.
    pub(super) fn find(
        &self,
        tokens: &[Token],
        symbols: &Symbols,
        line: &[Symbol],
        memory: &mut RuleMemory,
        found: &mut Vec<Match>,
    ) {
        found.clear();
        self.learn(symbols, memory);
        let RuleMemory { dfas, row_of, known, classes, rows, line: row_line } = memory;
        row_line.clear();
        row_line.extend(line.iter().map(|&symbol| row_of[symbol as usize]));
        let line = row_line.as_slice();
        let rules = self.infos.len();
        let (mut end, mut needed, mut longer) = (0, Bits::new(), Vec::new());
        for start in 0..tokens.len() {
            if start >= end {
                let is_end = |at: &usize| tokens[*at].flags.has(Flags::BREAK);
                end = (start + 1..tokens.len()).find(is_end).unwrap_or(tokens.len());
                self.profile.needed(rows, &line[start..end], &mut needed);
            }
            let from = found.len();
            let mut give = |rule: usize, count: u32| {
                let found_here = Match { start: start as u32, end: start as u32 + count, rule: rule as u32 };
                if self.stands(&found_here, tokens) {
                    found.push(found_here);
                }
            };
            let mut class = |dfa: &mut Dfa, rule: usize, at: usize| {
                let row = line[at] as usize;
                let class = classes.value_mut(row, rules, rule);
                if *class == UNASKED {
                    *class = dfa.class(self.fitting(&known[row], rule));
                }
                *class
            };
            let single = |rule: usize| {
                class(&mut dfas[rule], rule, start);
                give(rule, 1);
            };
            longer.clear();
            self.profile.ask(rows, &needed, &line[start..end], single, |rule| longer.push(rule));
            for &rule in &longer {
                let dfa = &mut dfas[rule];
                let class = |dfa: &mut Dfa, at: usize| {
                    (class(dfa, rule, start + at), tokens[start + at].flags.has(Flags::SPACE))
                };
                dfa.run(&self.bodies[rule].get().automaton, end - start, class, |count| {
                    if count > 1 {
                        give(rule, count);
                    }
                });
            }
            found[from..].sort_unstable();
        }
    }

    /// The positions of a rule that a token with these atoms fits.
    #[cold]
    fn fitting(&self, atoms: &[Atom], rule: usize) -> Set {
        let mut rest = atoms.iter().peekable();
        let fits = self.bodies[rule].get().by_atom.iter().filter(|(atom, _)| {
            while rest.next_if(|other| *other < atom).is_some() {}
            rest.peek() == Some(&atom)
        });
        fits.fold(empty(), |all, &(_, set)| union(all, set))
    }

    /// Finds which rules the symbols met since leave in question.
    fn learn(&self, symbols: &Symbols, memory: &mut RuleMemory) {
        let rules = self.infos.len();
        memory.dfas.resize_with(rules, Dfa::default);
        if memory.dfas.iter().map(Dfa::bytes).sum::<usize>() > MOST_BYTES {
            memory.dfas.iter_mut().for_each(Dfa::forget);
        }
        for symbol in memory.row_of.len() as Symbol..symbols.count() as Symbol {
            let in_rules = symbols.atoms(symbol).iter().copied().filter(|&atom| self.profile.has(atom));
            let atoms: Box<[Atom]> = in_rules.collect();
            let (row, is_new) = memory.known.insert_full(atoms);
            memory.row_of.push(row as u32);
            if is_new {
                memory.classes.add(rules, UNASKED);
                self.profile.learn(&mut memory.rows, &memory.known[row]);
            }
        }
    }

    /// Whether a match stands where its rule wants it.
    fn stands(&self, found: &Match, tokens: &[Token]) -> bool {
        let start = tokens[found.start as usize].flags;
        let ends_line = || tokens.get(found.end as usize).is_none_or(|token| token.flags.has(Flags::BREAK));
        match self.infos[found.rule as usize].at {
            None => true,
            Some(At::LineStart) => start.has(Flags::BREAK),
            Some(At::LineEnd) => ends_line(),
            Some(At::Line) => start.has(Flags::BREAK) && ends_line(),
            Some(At::SentenceStart) => start.has(Flags::SENTENCE),
            Some(At::WordStart) => {
                let before = found.start.checked_sub(1).map(|before| tokens[before as usize].shape);
                start.has(Flags::SPACE) || before.is_none_or(|shape| shape == Shape::Punctuation)
            }
        }
    }

    /// Calls `give` with each stretch of tokens that a match can take for its mention.
    pub(super) fn mentions(
        &self,
        found: &Match,
        tokens: &[Token],
        line: &[Symbol],
        memory: &RuleMemory,
        mut give: impl FnMut(Range<usize>),
    ) {
        let range = found.start as usize..found.end as usize;
        let body = self.bodies[found.rule as usize].get();
        if !body.layout.has_mention {
            return give(range);
        }
        let masks = self.masks(found, tokens, line, memory);
        let inside = body.automaton.mentions(&masks);
        inside.into_iter().for_each(|m| give(m.start + range.start..m.end + range.start));
    }

    /// The parts of a match whose mention is these tokens.
    #[expect(clippy::too_many_arguments, reason = "the layers of one reading, which has no type below `Reading`")]
    pub(super) fn parts<'t>(
        &'t self,
        found: &Match,
        mention: &Range<usize>,
        text: &'t str,
        tokens: &'t [Token],
        line: &[Symbol],
        memory: &RuleMemory,
        layers: &'t Layers<'t>,
    ) -> Option<Parts<'t>> {
        let range = found.start as usize..found.end as usize;
        let Made { layout, automaton, .. } = self.bodies[found.rule as usize].get();
        let wanted = layout.has_mention.then(|| mention.start - range.start..mention.end - range.start);
        let path = automaton.path(&self.masks(found, tokens, line, memory), wanted)?;
        Some(Place { text, tokens, layers, range }.parts(layout, &path))
    }

    /// For each token of a match the positions of its rule that it can take.
    fn masks(&self, found: &Match, tokens: &[Token], line: &[Symbol], memory: &RuleMemory) -> Vec<Set> {
        let (rule, start) = (found.rule as usize, found.start as usize);
        let glued = self.bodies[rule].get().automaton.glued;
        let mask = |at: usize| {
            let row = memory.row_of[line[at] as usize] as usize;
            let fits = memory.dfas[rule].fitting(memory.classes.row(row, self.infos.len())[rule]);
            if at > start && tokens[at].flags.has(Flags::SPACE) { without(fits, glued) } else { fits }
        };
        (start..found.end as usize).map(mask).collect()
    }
}
