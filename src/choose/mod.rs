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
pub use words::{Classes, Feature, Lines, Sums, WordEvidence, roles, token_features};

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
    pub fn choose(&self, reading: &Reading<'_, '_>, candidates: &mut [Candidate]) -> Vec<usize> {
        let count = reading.tokens().len();
        self.weigh(reading, candidates);
        let first = best(candidates, count);
        let voice = Voice::new(reading, first.iter().map(|&at| &candidates[at]));
        self.add_voice(reading, candidates, &voice);
        best(candidates, count)
    }

    fn weigh(&self, reading: &Reading<'_, '_>, candidates: &mut [Candidate]) {
        let count = reading.tokens().len();
        let names = |c: &&Candidate| c.label.name_kind().is_some();
        let wanted = wanted(candidates.iter().filter(names).map(|c| &c.tokens), count);
        let sums = self.words.sums(reading, &Lines::new(reading), &wanted);
        let mut named = Vec::new();
        for candidate in candidates {
            let Some(kind) = candidate.label.name_kind() else { continue };
            self.evidence.of(reading, candidate, &mut named);
            let named: f32 = named.iter().map(|&named| self.evidence.weight(named, kind)).sum();
            candidate.score = named + sums.score(candidate.tokens.start, candidate.tokens.end, kind);
        }
    }

    fn add_voice(&self, reading: &Reading<'_, '_>, candidates: &mut [Candidate], voice: &Voice) {
        for candidate in candidates {
            let Some(kind) = candidate.label.name_kind() else { continue };
            let named = self.evidence.of_voice(reading, candidate, voice);
            candidate.score += named.map(|named| self.evidence.weight(named, kind)).sum::<f32>();
        }
    }
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
            let mut named = Vec::new();
            self.evidence.of(reading, candidate, &mut named);
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
