//! What needs the whole bulletin: the days that relative dates mean, who is who, which place of a name.

pub mod dates;
mod entities;
mod explain;
mod holidays;
mod organisations;
mod people;
mod places;
mod roles;

use std::ops::Range;

use bulletin_rules::grammar::{Knowledge, Reading};
use bulletin_rules::lexicon::Atom;
use bulletin_rules::text::{Flags, View};

use crate::bulletin::Bulletin;
use crate::choose::{Candidate, Chooser, Label, Value};
use crate::extract::Order;
use crate::normalise::date::Timex;
use crate::record::{
    Bound, Date, DateKind, Explanation, Kind, Mention, OffsetUnit, PublishedFrom, Quantity, Record, SCHEMA,
};

use dates::{DateContext, DayOrder, Tense};

/// The kinds of rules over chosen mentions.
pub const MENTION_KINDS: [&str; 2] = ["role", "acronym"];

/// Turns chosen candidates into a record.
#[derive(Clone, Debug)]
pub struct Resolver {
    order: Order,
    past: Option<Atom>,
    future: Option<Atom>,
    /// The atoms of chosen mentions in rules, by the kind's place in [`Kind::ALL`].
    mentions: [Option<Atom>; 5],
    role_rules: Vec<bool>,
    weights: Vec<f32>,
}

/// A chosen candidate in the text.
#[derive(Clone, Debug)]
pub(crate) struct Found<'c> {
    pub(crate) candidate: &'c Candidate,
    pub(crate) kind: Kind,
    /// Bytes of the original text.
    pub(crate) bytes: Range<usize>,
    /// The words as they should read: one line, without hyphens at line ends.
    pub(crate) name: String,
    pub(crate) explanation: Option<Explanation>,
}

impl Found<'_> {
    pub(crate) fn mention(&self, original: &str) -> Mention {
        Mention {
            text: original[self.bytes.clone()].to_owned(),
            start: self.bytes.start,
            end: self.bytes.end,
            role: None,
            within: None,
        }
    }
}

impl Resolver {
    /// A resolver that reads numeric dates in this order.
    pub fn new(knowledge: &Knowledge, order: Order) -> Self {
        let atom = |name: &str| knowledge.atoms().get(name);
        Self {
            order,
            past: atom("past-cue"),
            future: atom("future-cue"),
            mentions: Kind::ALL.map(|kind| atom(&format!("@{}", kind.name()))),
            role_rules: knowledge
                .mention_rules()
                .iter()
                .map(|rule| rule.kinds.iter().any(|k| k == MENTION_KINDS[0]))
                .collect(),
            weights: knowledge.mention_rules().iter().map(|rule| rule.weight).collect(),
        }
    }

    /// The record of a bulletin; offsets are bytes.
    pub fn resolve(
        &self,
        bulletin: &Bulletin,
        view: &View<'_>,
        reading: &mut Reading<'_, '_>,
        candidates: &[Candidate],
        chosen: &[usize],
        explain: Option<&Chooser>,
    ) -> Record {
        let mut explanations = explain.map(|chooser| explain::all(reading, chooser, candidates, chosen));
        let found: Vec<Found<'_>> = chosen
            .iter()
            .enumerate()
            .filter_map(|(nth, &at)| {
                let candidate = &candidates[at];
                let Label::Mention(kind) = candidate.label else { return None };
                let explanation = explanations.as_mut().map(|all| all[nth].clone());
                Some(found(reading, view, candidate, kind, explanation))
            })
            .collect();
        let original = view.original();
        let of = |kind: Kind| found.iter().filter(move |found| found.kind == kind).collect::<Vec<_>>();
        let (mut published, mut published_from) = (bulletin.published, bulletin.published_from);
        let dates = self.dates(reading, original, &of(Kind::Date), &mut published, &mut published_from);
        let marked: Vec<(Range<usize>, Atom)> = found
            .iter()
            .filter_map(|f| self.mentions[f.kind as usize].map(|atom| (f.candidate.tokens.clone(), atom)))
            .collect();
        let facts = roles::find(reading, &marked, &self.role_rules, &self.weights);
        let gazetteer = places::countries(reading, &found);
        Record {
            schema: SCHEMA.into(),
            id: bulletin.id.clone(),
            source: bulletin.source.clone(),
            title: bulletin.title.clone(),
            published,
            published_from,
            offsets: OffsetUnit::Byte,
            text: None,
            dates,
            people: people::resolve(original, &of(Kind::Person), &facts),
            organisations: organisations::resolve(reading, original, &of(Kind::Organisation), &facts),
            places: places::resolve(reading, original, &of(Kind::Place), &gazetteer),
            quantities: of(Kind::Quantity).into_iter().filter_map(|found| quantity(original, found)).collect(),
        }
    }

    fn dates(
        &self,
        reading: &Reading<'_, '_>,
        original: &str,
        found: &[&Found<'_>],
        published: &mut Option<jiff::civil::Date>,
        published_from: &mut Option<PublishedFrom>,
    ) -> Vec<Date> {
        let timexes: Vec<(Timex, DateContext)> = found
            .iter()
            .filter_map(|found| match &found.candidate.value {
                Value::Date(timex) => Some(((**timex).clone(), self.date_context(reading, &found.candidate.tokens))),
                _ => None,
            })
            .collect();
        let (order, is_fixed) = match self.order {
            Order::Infer => (None, false),
            Order::DayFirst => (Some(DayOrder::DayFirst), true),
            Order::MonthFirst => (Some(DayOrder::MonthFirst), true),
        };
        let resolved = dates::resolve(&timexes, *published, order, is_fixed);
        if published.is_none() {
            let dateline = timexes.iter().zip(&resolved).find(|((_, context), _)| context.is_dateline);
            if let Some((_, date)) = dateline
                && date.from == date.to
                && date.from.is_some()
            {
                *published = date.from;
                *published_from = Some(PublishedFrom::Dateline);
            }
        }
        found
            .iter()
            .zip(resolved)
            .map(|(found, resolved)| Date {
                text: original[found.bytes.clone()].to_owned(),
                start: found.bytes.start,
                end: found.bytes.end,
                date_kind: date_kind(resolved.kind),
                value: resolved.value,
                from: resolved.from,
                to: resolved.to,
                ambiguous: resolved.ambiguous,
                explanation: found.explanation.clone(),
            })
            .collect()
    }

    /// Where a date stands, and the tense of the verb nearest to it in its sentence.
    fn date_context(&self, reading: &Reading<'_, '_>, tokens: &Range<usize>) -> DateContext {
        let all = reading.tokens();
        let count = |flag: Flags| all[..=tokens.start].iter().filter(|token| token.flags.has(flag)).count();
        let begins = (0..=tokens.start).rev().find(|&at| all[at].flags.has(Flags::SENTENCE)).unwrap_or(0);
        let ends = (tokens.end..all.len()).find(|&at| all[at].flags.has(Flags::SENTENCE)).unwrap_or(all.len());
        let nearest = |atom: Option<Atom>| {
            let atom = atom?;
            let distance = |at: usize| if at < tokens.start { tokens.start - at } else { at + 1 - tokens.end };
            (begins..ends).filter(|at| !tokens.contains(at) && reading.has(*at, atom)).map(distance).min()
        };
        let tense = match (nearest(self.past), nearest(self.future)) {
            (Some(past), Some(future)) if past <= future => Tense::Past,
            (_, Some(_)) => Tense::Future,
            (Some(_), None) => Tense::Past,
            (None, None) => Tense::Unknown,
        };
        let opens_line = all[tokens.start].flags.has(Flags::BREAK);
        let closes_line = all.get(tokens.end).is_none_or(|token| token.flags.has(Flags::BREAK));
        DateContext {
            tense,
            sentence: count(Flags::SENTENCE),
            paragraph: count(Flags::BREAK),
            is_dateline: opens_line && closes_line,
        }
    }
}

fn found<'c>(
    reading: &Reading<'_, '_>,
    view: &View<'_>,
    candidate: &'c Candidate,
    kind: Kind,
    explanation: Option<Explanation>,
) -> Found<'c> {
    let tokens = reading.tokens();
    let bytes = tokens[candidate.tokens.start].start as usize..tokens[candidate.tokens.end - 1].end as usize;
    let name = view.text()[bytes.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
    Found { candidate, kind, bytes: view.to_original(bytes), name, explanation }
}

fn quantity(original: &str, found: &Found<'_>) -> Option<Quantity> {
    let Value::Quantity(quantity) = &found.candidate.value else { return None };
    Some(Quantity {
        text: original[found.bytes.clone()].to_owned(),
        start: found.bytes.start,
        end: found.bytes.end,
        value: quantity.value,
        low: quantity.low,
        high: quantity.high,
        unit: quantity.unit.clone(),
        dimension: quantity.dimension.clone(),
        si: quantity.si,
        bound: bound(quantity.bound),
        of: quantity.of.clone(),
        explanation: found.explanation.clone(),
    })
}

fn bound(bound: crate::normalise::quantity::Bound) -> Bound {
    use crate::normalise::quantity::Bound as Read;
    match bound {
        Read::Equal => Bound::Exactly,
        Read::Greater => Bound::Above,
        Read::AtLeast => Bound::AtLeast,
        Read::Less => Bound::Below,
        Read::AtMost => Bound::AtMost,
        Read::Near => Bound::About,
    }
}

fn date_kind(kind: crate::normalise::date::DateKind) -> DateKind {
    use crate::normalise::date::DateKind as Read;
    match kind {
        Read::Date => DateKind::Date,
        Read::Time => DateKind::Time,
        Read::Range => DateKind::Range,
        Read::Duration => DateKind::Duration,
        Read::Recurrence => DateKind::Recurrence,
    }
}
