//! A set of compiled rules over one sort of input: tokens, or tokens and chosen mentions.

use std::ops::Range;

use super::ast::{Action, At};
use super::automaton::{Automaton, Layout, Set, empty, without};
use super::lazy::{Group, Lazy, WIDE};
use super::matcher::{Match, Positions};
use super::parts::{Parts, Place};
use super::symbols::{Layers, Symbol, Symbols};
use crate::text::{Flags, Shape, Token};

/// The rules of a group; see [`super::lazy`].
const GROUP: usize = 128;

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
    atom_count: usize,
    /// Each of [`GROUP`] rules, but the last.
    groups: Vec<Group>,
}

/// Memory for [`RuleSet::find`], kept between texts.
#[derive(Clone, Debug, Default)]
pub(super) struct RuleMemory {
    groups: Vec<Lazy>,
    /// By symbol: the groups in which it can start a match.
    starts: Vec<Vec<u32>>,
}

impl RuleSet {
    pub(super) fn new(atom_count: usize) -> Self {
        Self { infos: Vec::new(), atom_count, groups: Vec::new() }
    }

    pub(super) fn add(&mut self, info: RuleInfo, automaton: Automaton<WIDE>) {
        let rule = self.infos.len() as u32;
        if self.infos.len().is_multiple_of(GROUP) {
            self.groups.push(Group::new(self.atom_count));
        }
        let atoms = info.layout.positions.iter().map(|position| position.atom);
        if let Some(group) = self.groups.last_mut() {
            if info.layout.positions.len() <= 64 {
                group.narrow.add(rule, automaton.resized(), atoms);
            } else {
                group.wide.add(rule, automaton, atoms);
            }
        }
        self.infos.push(info);
    }

    /// Each rule as it was spelled out, its automaton as sets.
    pub(super) fn spelled(&self) -> Vec<(Layout, Vec<Set<WIDE>>)> {
        let sets = |rule: u32| {
            let group = &self.groups[self.group_of(rule)];
            let narrow = group.narrow.automaton(rule).map(|(_, automaton)| automaton.resized().sets());
            narrow.or_else(|| Some(group.wide.automaton(rule)?.1.sets())).unwrap_or_default()
        };
        (0..).zip(&self.infos).map(|(rule, info)| (info.layout.clone(), sets(rule))).collect()
    }

    fn group_of(&self, rule: u32) -> usize {
        rule as usize / GROUP
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
        memory.groups.resize_with(self.groups.len(), Lazy::default);
        memory.starts.resize_with(symbols.count(), Vec::new);
        for (number, (group, lazy)) in (0..).zip(self.groups.iter().zip(&mut memory.groups)) {
            lazy.learn(group, symbols, |symbol| memory.starts[symbol as usize].push(number));
        }
        for start in 0..tokens.len() {
            let from = found.len();
            for &number in &memory.starts[line[start] as usize] {
                let (group, lazy) = (&self.groups[number as usize], &mut memory.groups[number as usize]);
                lazy.find(group, start, tokens, line, |m| {
                    if self.stands(&m, tokens) {
                        found.push(m);
                    }
                });
            }
            found[from..].sort_unstable();
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

    /// The stretches of tokens that a match can take for its mention.
    pub(super) fn mentions(
        &self,
        found: &Match,
        tokens: &[Token],
        line: &[Symbol],
        memory: &RuleMemory,
    ) -> Vec<Range<usize>> {
        let range = found.start as usize..found.end as usize;
        if !self.infos[found.rule as usize].layout.has_mention {
            return vec![range];
        }
        let (tokens, line) = (&tokens[range.clone()], &line[range.clone()]);
        let number = self.group_of(found.rule);
        let (group, lazy) = (&self.groups[number], &memory.groups[number]);
        let inside = if let Some((index, automaton)) = group.narrow.automaton(found.rule) {
            automaton.mentions(&masks(index, automaton, tokens, line, |symbol| &lazy.fitting(symbol).narrow))
        } else if let Some((index, automaton)) = group.wide.automaton(found.rule) {
            automaton.mentions(&masks(index, automaton, tokens, line, |symbol| &lazy.fitting(symbol).wide))
        } else {
            Vec::new()
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
        line: &[Symbol],
        memory: &RuleMemory,
        layers: &'t Layers<'t>,
    ) -> Option<Parts<'t>> {
        let range = found.start as usize..found.end as usize;
        let layout = &self.infos[found.rule as usize].layout;
        let wanted = layout.has_mention.then(|| mention.start - range.start..mention.end - range.start);
        let (matched, line) = (&tokens[range.clone()], &line[range.clone()]);
        let number = self.group_of(found.rule);
        let (group, lazy) = (&self.groups[number], &memory.groups[number]);
        let path = if let Some((index, automaton)) = group.narrow.automaton(found.rule) {
            automaton.path(&masks(index, automaton, matched, line, |symbol| &lazy.fitting(symbol).narrow), wanted)
        } else {
            let (index, automaton) = group.wide.automaton(found.rule)?;
            automaton.path(&masks(index, automaton, matched, line, |symbol| &lazy.fitting(symbol).wide), wanted)
        }?;
        Some(Place { text, tokens, layers, range }.parts(layout, &path))
    }
}

/// For each token of a match the positions of its rule that it can take.
fn masks<'m, const W: usize>(
    rule: u32,
    automaton: &Automaton<W>,
    tokens: &[Token],
    line: &[Symbol],
    fitting: impl Fn(Symbol) -> &'m Positions<W>,
) -> Vec<Set<W>> {
    let mask = |(at, (&symbol, token)): (usize, (&Symbol, &Token))| {
        let fitting = fitting(symbol);
        let mask = fitting.binary_search_by_key(&rule, |(rule, _)| *rule).map_or(empty(), |at| fitting[at].1);
        if at > 0 && token.flags.has(Flags::SPACE) { without(mask, automaton.glued) } else { mask }
    };
    line.iter().zip(tokens).enumerate().map(mask).collect()
}
