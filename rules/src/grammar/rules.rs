//! A set of compiled rules over one sort of input: tokens, or tokens and chosen mentions.

use std::ops::Range;

use super::ast::{Action, At};
use super::automaton::{Automaton, Layout};
use super::matcher::{Active, Engine, Match, Steps};
use super::parts::{Parts, Place};
use super::spell::MOST_POSITIONS;
use super::symbols::{Layers, Symbol, Symbols};
use crate::text::{Flags, Shape, Token};

const WIDE: usize = MOST_POSITIONS / 64;

/// What is known of a rule besides its automaton.
#[derive(Clone, Debug)]
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
    pub(super) layout: Layout,
}

/// Compiled rules.
#[derive(Clone, Debug)]
pub(super) struct RuleSet {
    pub(super) infos: Vec<RuleInfo>,
    narrow: Engine<1>,
    wide: Engine<WIDE>,
}

/// Memory for [`RuleSet::find`], kept between texts.
#[derive(Clone, Debug, Default)]
pub(super) struct RuleMemory {
    narrow: (Steps<1>, Active<1>),
    wide: (Steps<WIDE>, Active<WIDE>),
}

impl RuleSet {
    pub(super) fn new(atom_count: usize) -> Self {
        Self { infos: Vec::new(), narrow: Engine::new(atom_count), wide: Engine::new(atom_count) }
    }

    pub(super) fn add(&mut self, info: RuleInfo, automaton: Automaton<WIDE>) {
        let rule = self.infos.len() as u32;
        let atoms = info.layout.positions.iter().map(|position| position.atom);
        if info.layout.positions.len() <= 64 {
            self.narrow.add(rule, automaton.narrow(), atoms);
        } else {
            self.wide.add(rule, automaton, atoms);
        }
        self.infos.push(info);
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
        self.narrow.learn(symbols, &mut memory.narrow.0);
        self.wide.learn(symbols, &mut memory.wide.0);
        self.narrow.find(tokens, line, &memory.narrow.0, &mut memory.narrow.1, found);
        self.wide.find(tokens, line, &memory.wide.0, &mut memory.wide.1, found);
        found.retain(|m| self.stands(m, tokens));
        found.sort_unstable();
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

    /// The stretches of tokens that a match can take for its mention.
    pub(super) fn mentions(
        &self,
        found: &Match,
        tokens: &[Token],
        symbols: &Symbols,
        line: &[Symbol],
    ) -> Vec<Range<usize>> {
        let range = found.start as usize..found.end as usize;
        if !self.infos[found.rule as usize].layout.has_mention {
            return vec![range];
        }
        let (tokens, line) = (&tokens[range.clone()], &line[range.clone()]);
        let inside = match self.narrow.automaton(found.rule) {
            Some(automaton) => automaton.mentions(&self.narrow.masks(found.rule, symbols, line, tokens)),
            None => match self.wide.automaton(found.rule) {
                Some(automaton) => automaton.mentions(&self.wide.masks(found.rule, symbols, line, tokens)),
                None => Vec::new(),
            },
        };
        inside.into_iter().map(|m| m.start + range.start..m.end + range.start).collect()
    }

    /// The parts of a match whose mention is these tokens.
    #[expect(clippy::too_many_arguments, reason = "the layers of one reading, which has no type below `Reading`")]
    pub(super) fn parts<'t>(
        &'t self,
        found: &Match,
        mention: &Range<usize>,
        text: &'t str,
        tokens: &'t [Token],
        symbols: &Symbols,
        line: &[Symbol],
        layers: &'t Layers<'t>,
    ) -> Option<Parts<'t>> {
        let range = found.start as usize..found.end as usize;
        let layout = &self.infos[found.rule as usize].layout;
        let wanted = layout.has_mention.then(|| mention.start - range.start..mention.end - range.start);
        let (matched, line) = (&tokens[range.clone()], &line[range.clone()]);
        let path = match self.narrow.automaton(found.rule) {
            Some(automaton) => automaton.path(&self.narrow.masks(found.rule, symbols, line, matched), wanted),
            None => {
                let masks = self.wide.masks(found.rule, symbols, line, matched);
                self.wide.automaton(found.rule)?.path(&masks, wanted)
            }
        }?;
        Some(Place { text, tokens, layers, range }.parts(layout, &path))
    }
}
