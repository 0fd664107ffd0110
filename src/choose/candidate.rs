//! Candidates: what the rules propose.

use std::cmp::Reverse;
use std::ops::Range;

use bulletin_rules::grammar::{Match, Reading, RuleInfo};

use crate::normalise::{self, date::Timex, quantity::Quantity};
use crate::record::Kind;

/// What a candidate would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    /// A mention of this kind.
    Mention(Kind),
    /// An expression of time that TIMEX3 marks and records do not (`now`).
    Timex,
    /// Something that is no mention: it keeps its words from being one (`Resolution 2254`).
    Nothing,
}

impl Label {
    /// The label of a kind as grammars write it.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "none" => Some(Self::Nothing),
            "timex" => Some(Self::Timex),
            name => Kind::ALL.into_iter().find(|kind| kind.name() == name).map(Self::Mention),
        }
    }

    /// The index of a name's kind in the tables of weights.
    pub fn name_kind(self) -> Option<usize> {
        super::NAME_KINDS.iter().position(|&kind| self == Self::Mention(kind))
    }
}

/// What a candidate says beyond its span.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A name: its value is found by looking at the whole bulletin.
    Name,
    /// What an expression of time says.
    Date(Box<Timex>),
    /// An amount.
    Quantity(Box<Quantity>),
    /// Nothing.
    Nothing,
}

/// A stretch of tokens that may be a mention.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What it would be.
    pub label: Label,
    /// What it says.
    pub value: Value,
    /// The rules that propose it, the weightiest first.
    pub rules: Vec<u32>,
    /// The match by which it was read.
    pub found: Match,
    /// What speaks for it, summed; above 0 it is better than nothing.
    pub score: f32,
}

/// What one token of a date or an amount is worth: more than the best of names, as their rules ask for more.
const SURE_TOKEN: f32 = 9.0;
/// What being a date or an amount costs besides: less than a token gives, more than rules add for one, so that a whole
/// (`11 to 15 September`) is worth more than its pieces (`11 to 15` and `September`).
const SURE_START: f32 = -5.0;

/// Every stretch that a rule proposes, once for each label, in order of start and end.
///
/// Dates and amounts whose parts make no value are none. Of several readings the weightiest is kept, then the one whose
/// rule saw most of the text, then the rule written first.
pub fn propose(reading: &Reading<'_, '_>, rules: &[RuleInfo], labels: &[Vec<Label>]) -> Vec<Candidate> {
    let mut all: Vec<Proposal> = Vec::new();
    for found in reading.matches() {
        let rule = &rules[found.rule as usize];
        let labels = &labels[found.rule as usize];
        if labels.is_empty() {
            continue;
        }
        reading.mentions(found, |tokens| {
            for &label in labels {
                let Some(value) = read(reading, found, &tokens, label) else { continue };
                let score = match value {
                    Value::Name => 0.0,
                    _ => SURE_START + SURE_TOKEN * tokens.len() as f32 + rule.weight,
                };
                all.push(Proposal {
                    tokens: [tokens.start as u32, tokens.end as u32],
                    label,
                    value,
                    found: *found,
                    score,
                });
            }
        });
    }
    all.sort_by(|a, b| {
        let seen = |p: &Proposal| Reverse(p.found.end - p.found.start);
        (a.tokens, a.label)
            .cmp(&(b.tokens, b.label))
            .then_with(|| b.score.total_cmp(&a.score))
            .then_with(|| seen(a).cmp(&seen(b)))
            .then_with(|| a.found.rule.cmp(&b.found.rule))
    });
    let mut candidates: Vec<Candidate> = Vec::new();
    for Proposal { tokens: [start, end], label, value, found, score } in all {
        let tokens = start as usize..end as usize;
        match candidates.last_mut().filter(|last| last.tokens == tokens && last.label == label) {
            Some(last) if last.rules.contains(&found.rule) => {}
            Some(last) => last.rules.push(found.rule),
            None => candidates.push(Candidate { tokens, label, value, rules: vec![found.rule], found, score }),
        }
    }
    candidates
}

/// That a match proposes a candidate.
struct Proposal {
    tokens: [u32; 2],
    label: Label,
    value: Value,
    found: Match,
    score: f32,
}

fn read(reading: &Reading<'_, '_>, found: &Match, tokens: &Range<usize>, label: Label) -> Option<Value> {
    match label {
        Label::Nothing => Some(Value::Nothing),
        Label::Mention(Kind::Date) | Label::Timex => {
            reading.with_parts(found, tokens, normalise::date::read)?.map(|timex| Value::Date(Box::new(timex)))
        }
        Label::Mention(Kind::Quantity) => {
            reading.with_parts(found, tokens, normalise::quantity::read)?.map(|q| Value::Quantity(Box::new(q)))
        }
        Label::Mention(_) => Some(Value::Name),
    }
}
