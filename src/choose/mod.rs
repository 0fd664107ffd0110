//! One lattice, one decision.
//!
//! Rules, lexicons and runs of capitals only propose: every match becomes a [`Candidate`] of a kind, with evidence for
//! and against it. Weights add up, and the best set of candidates that do not overlap is found once, by dynamic
//! programming. No kind is found before another, so that whether `Washington` is a person, a place or a government is
//! decided by what speaks for each.

mod candidate;
mod evidence;
mod lattice;
mod voice;
mod words;

use std::ops::Range;

use bulletin_rules::grammar::{Knowledge, Reading};
use bulletin_rules::weights::Weights;

use crate::record::Kind;

pub use candidate::{Candidate, Label, Value, propose};
pub use evidence::{EvidenceTable, Named};
pub use lattice::{best, log_partition, marginals};
pub use voice::Voice;
pub use words::{Classes, Feature, Lines, Sums, WordEvidence, WordMemory, roles, token_features};

/// The kinds of names, in the order in which the tables of weights give them.
pub const NAME_KINDS: [Kind; 3] = [Kind::Person, Kind::Organisation, Kind::Place];

/// Weighs candidates and decides between them.
#[derive(Clone, Debug)]
pub struct Chooser {
    /// What words say.
    pub words: WordEvidence,
    /// What rules, lexicons and the bulletin say.
    pub evidence: EvidenceTable,
    rules: Vec<String>,
}

impl Chooser {
    /// A chooser by these weights.
    pub fn new(knowledge: &Knowledge, words: Weights<'static>, evidence: &str) -> Self {
        Self {
            words: WordEvidence::new(words, knowledge),
            evidence: EvidenceTable::new(knowledge, evidence),
            rules: knowledge.rules().iter().map(|rule| format!("{}:{}", rule.file, rule.name)).collect(),
        }
    }

    /// Gives every name its score, and the indices of the best set.
    pub fn choose(
        &self,
        reading: &Reading<'_, '_>,
        candidates: &mut [Candidate],
        memory: &mut WordMemory,
    ) -> Vec<usize> {
        let count = reading.tokens().len();
        self.weigh(reading, candidates, memory);
        let first = best(candidates, count);
        let voice = Voice::new(reading, first.iter().map(|&at| &candidates[at]));
        self.add_voice(reading, candidates, &voice);
        best(candidates, count)
    }

    fn weigh(&self, reading: &Reading<'_, '_>, candidates: &mut [Candidate], memory: &mut WordMemory) {
        let count = reading.tokens().len();
        let names = |c: &&Candidate| c.label.name_kind().is_some();
        let wanted = wanted(candidates.iter().filter(names).map(|c| &c.tokens), count);
        let sums = self.words.sums(reading, &Lines::new(reading), &wanted, memory);
        let mut of_span = Vec::new();
        for (tokens, names) in spans(candidates) {
            self.evidence.of_span(reading, &tokens, &mut of_span);
            let words = sums.scores(tokens.start, tokens.end);
            for (candidate, kind) in names {
                let named = self.evidence.of_rules(candidate).chain(of_span.iter().copied());
                candidate.score = named.map(|named| self.evidence.weight(named, kind)).sum::<f32>() + words[kind];
            }
        }
    }

    fn add_voice(&self, reading: &Reading<'_, '_>, candidates: &mut [Candidate], voice: &Voice) {
        for (tokens, names) in spans(candidates) {
            let Some(heard) = voice.on(reading, &tokens) else { continue };
            for (candidate, kind) in names {
                let named = self.evidence.of_heard(&heard, candidate.label);
                candidate.score += named.map(|named| self.evidence.weight(named, kind)).sum::<f32>();
            }
        }
    }
}

/// The names among candidates with their kinds, by the tokens that they are of: what speaks for all of them is asked once.
fn spans(
    candidates: &mut [Candidate],
) -> impl Iterator<Item = (Range<usize>, impl Iterator<Item = (&mut Candidate, usize)>)> {
    let same = candidates.chunk_by_mut(|a, b| a.tokens == b.tokens);
    let with_names = same.filter(|same| same.iter().any(|candidate| candidate.label.name_kind().is_some()));
    with_names.map(|same| {
        let tokens = same[0].tokens.clone();
        let names = same.iter_mut().filter_map(|candidate| candidate.label.name_kind().map(|kind| (candidate, kind)));
        (tokens, names)
    })
}

/// The tokens that speak about one of these stretches.
pub fn wanted<'r>(stretches: impl Iterator<Item = &'r Range<usize>>, count: usize) -> Vec<bool> {
    let mut wanted = vec![false; count];
    for tokens in stretches {
        wanted[tokens.start.saturating_sub(2)..(tokens.end + 2).min(count)].fill(true);
    }
    wanted
}

/// A reason and what it weighs.
pub type Reason = (String, f32);

impl Chooser {
    /// The file and name of a rule, `dates.grammar:day-month-year`.
    pub fn rule_name(&self, rule: u32) -> String {
        self.rules[rule as usize].clone()
    }

    /// What spoke for and against each of the candidates `asked` for, where these were `chosen`.
    pub fn reasons(
        &self,
        reading: &Reading<'_, '_>,
        candidates: &[Candidate],
        chosen: &[usize],
        asked: &[usize],
    ) -> Vec<Vec<Reason>> {
        let lines = Lines::new(reading);
        let voice = Voice::new(reading, chosen.iter().map(|&at| &candidates[at]));
        let of_candidate = |&at: &usize| {
            let candidate = &candidates[at];
            let Some(kind) = candidate.label.name_kind() else {
                return vec![("rule".to_owned(), candidate.score)];
            };
            let named = self.evidence.of(reading, candidate);
            let named = named.into_iter().chain(self.evidence.of_voice(reading, candidate, &voice));
            let mut reasons: Vec<Reason> =
                named.map(|n| (self.evidence.name(n).to_owned(), self.evidence.weight(n, kind))).collect();
            self.words.reasons(reading, &lines, &candidate.tokens, kind, &mut reasons);
            reasons.retain(|(_, weight)| *weight != 0.0);
            reasons
        };
        asked.iter().map(of_candidate).collect()
    }
}
