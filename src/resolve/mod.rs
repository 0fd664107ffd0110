//! What needs the whole bulletin: the days that relative dates mean, who is who, which place of a name.

mod body;
pub mod dates;
mod explain;
mod gazetteer;
mod holidays;
mod names;
mod near;
mod nested;
mod organisations;
mod people;
mod places;
mod quantities;
mod roles;
mod sentences;
mod toponym;

use std::ops::Range;

use bulletin_rules::grammar::{Knowledge, Reading, RuleInfo};
use bulletin_rules::lexicon::Atom;
use bulletin_rules::text::View;

use crate::bulletin::Bulletin;
use crate::choose::{Candidate, Chooser, Label, Value, best};
use crate::extract::Order;
use crate::record::{Explanation, Kind, Mention, OffsetUnit, PlaceKind, Record, SCHEMA, Timex3};

use dates::Dates;
use near::Surroundings;
use places::Spot;
use roles::Offices;
use sentences::Sentences;

pub use roles::MENTION_KINDS;
pub(crate) use roles::{Marked, Saying};

/// Turns chosen candidates into a record.
#[derive(Clone, Debug)]
pub struct Resolver {
    dates: Dates,
    /// The atoms of chosen mentions in rules, by the kind's place in [`Kind::ALL`].
    mentions: [Option<Atom>; 5],
    /// What each rule over mentions says, as an index of [`MENTION_KINDS`], and its weight.
    saying_kinds: Vec<Option<usize>>,
    weights: Vec<f32>,
    /// Words of nationality.
    gentilic: Option<Atom>,
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
            dates: Dates::new(knowledge, order),
            mentions: Kind::ALL.map(|kind| atom(&format!("@{}", kind.name()))),
            saying_kinds: knowledge.mention_rules().iter().map(saying_kind).collect(),
            weights: knowledge.mention_rules().iter().map(|rule| rule.weight).collect(),
            gentilic: atom(gazetteer::GENTILIC),
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
        let sentences = Sentences::new(reading.tokens());
        let spots = spots(reading, view, &found);
        let bodies = found.iter().filter(|found| found.kind == Kind::Organisation);
        let countries = places::countries(reading, &spots, bodies, self.gentilic);
        let published = (bulletin.published, bulletin.published_from);
        let country = gazetteer::most_named(&countries);
        let (dates, published) = self.dates.items(reading, original, &of(Kind::Date), published, country);
        let marked: Vec<Marked> = found.iter().map(|f| (f.candidate.tokens.clone(), f.kind)).collect();
        let facts = roles::facts(self.sayings(reading, &marked, |_| true));
        let geography = places::resolve(reading, &sentences, &spots, countries);
        let bodies = organisations::resolve(reading, original, &of(Kind::Organisation), &facts, &geography);
        let offices = Offices { reading, geography: &geography, bodies: &bodies };
        let people = people::resolve(reading, original, &of(Kind::Person), &facts, &offices);
        let near = Surroundings::new(&sentences, &of(Kind::Date), &dates, &spots, &geography);
        let quantities = quantities::resolve(reading, original, &of(Kind::Quantity), &geography.places, &near);
        Record {
            schema: SCHEMA.into(),
            id: bulletin.id.clone(),
            source: bulletin.source.clone(),
            title: bulletin.title.clone(),
            published: published.0,
            published_from: published.1,
            offsets: OffsetUnit::Byte,
            opened_by: bulletin.opened_by.filter(|_| explain.is_some()),
            metadata: bulletin.metadata.clone(),
            text: None,
            dates,
            people,
            organisations: bodies.bodies,
            places: geography.places,
            quantities,
            timexes: Vec::new(),
            tokens: Vec::new(),
        }
    }

    /// The expressions of time as TIMEX3 marks them: the best set of the dates and of `more`, where no chosen name
    /// stands. Amounts give way, as ages are lengths of time there.
    pub fn timexes(
        &self,
        record: &Record,
        view: &View<'_>,
        reading: &mut Reading<'_, '_>,
        more: Vec<Candidate>,
        candidates: &[Candidate],
        chosen: &[usize],
    ) -> Vec<Timex3> {
        let is_date = |c: &&Candidate| c.label == Label::Mention(Kind::Date);
        let others: Vec<&Candidate> = chosen.iter().map(|&at| &candidates[at]).filter(|c| !is_date(c)).collect();
        let is_free = |c: &Candidate| {
            let meets = |n: &Candidate| n.tokens.start < c.tokens.end && c.tokens.start < n.tokens.end;
            let bars = |n: &Candidate| c.label != Label::Timex || matches!(n.value, Value::Name);
            !others.iter().any(|n| meets(n) && bars(n))
        };
        let mut all: Vec<Candidate> = candidates.iter().filter(is_date).cloned().chain(more).filter(is_free).collect();
        all.sort_by_key(|c| (c.tokens.start, c.tokens.end));
        let best = best(&all, reading.tokens().len());
        let found: Vec<Found<'_>> = best.iter().map(|&at| found(reading, view, &all[at], Kind::Date, None)).collect();
        let countries = record.places.iter().filter(|place| place.place_kind == PlaceKind::Country);
        let country = countries.max_by_key(|place| place.mentions.len()).and_then(|place| place.country.as_deref());
        self.dates.timexes(reading, view, &found.iter().collect::<Vec<_>>(), record.published, country)
    }
}

/// The places where they are named, those inside names of organisations among them, in text order.
fn spots(reading: &Reading<'_, '_>, view: &View<'_>, found: &[Found<'_>]) -> Vec<Spot> {
    let spots = found.iter().flat_map(|f| match f.kind {
        Kind::Place => vec![Spot {
            tokens: f.candidate.tokens.clone(),
            name: f.name.clone(),
            mention: f.mention(view.original()),
            explanation: f.explanation.clone(),
        }],
        Kind::Organisation => nested::places(reading, view, f),
        _ => Vec::new(),
    });
    spots.collect()
}

fn saying_kind(rule: &RuleInfo) -> Option<usize> {
    MENTION_KINDS.iter().position(|kind| rule.kinds.iter().any(|k| k == kind))
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
