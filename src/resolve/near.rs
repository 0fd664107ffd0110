//! When and where an amount is: the nearest date and the nearest place of its sentence.

use std::ops::Range;

use super::Found;
use super::places::{Geography, Spot};
use super::sentences::Sentences;
use crate::record::{Date, DateKind, Near};

/// Something that an amount can be near to: its tokens and what it is called.
type Landmark = (Range<usize>, String);

/// The dates and places of a bulletin that amounts can be near to, in text order.
pub(super) struct Surroundings<'r> {
    sentences: &'r Sentences,
    dates: Vec<Landmark>,
    places: Vec<Landmark>,
}

impl<'r> Surroundings<'r> {
    /// The surroundings of a bulletin; `dates` are the items of the mentions `found`.
    pub(super) fn new(
        sentences: &'r Sentences,
        found: &[&Found<'_>],
        dates: &[Date],
        spots: &[Spot],
        geography: &Geography,
    ) -> Self {
        let is_when = |date: &Date| !matches!(date.date_kind, DateKind::Duration | DateKind::Recurrence);
        let dates = found.iter().zip(dates).filter(|(_, date)| is_when(date));
        let dates = dates.filter_map(|(found, date)| Some((found.candidate.tokens.clone(), date.value.clone()?)));
        let place = |spot: &Spot| Some((spot.tokens.clone(), geography.at(spot.tokens.start)?.name.clone()));
        Self { sentences, dates: dates.collect(), places: spots.iter().filter_map(place).collect() }
    }

    /// What is nearest to these tokens in their sentence.
    pub(super) fn of(&self, tokens: &Range<usize>) -> Option<Near> {
        let nearest = |landmarks| nearest(self.sentences, tokens, landmarks);
        let near = Near { date: nearest(&self.dates), place: nearest(&self.places) };
        (near.date.is_some() || near.place.is_some()).then_some(near)
    }
}

fn nearest(sentences: &Sentences, tokens: &Range<usize>, landmarks: &[Landmark]) -> Option<String> {
    let sentence = sentences.of(tokens.start);
    let behind = landmarks.partition_point(|(other, _)| other.start < tokens.end);
    let candidates = [behind.checked_sub(1), Some(behind)].into_iter().flatten().filter_map(|at| landmarks.get(at));
    let distance = |other: &Range<usize>| {
        if other.start < tokens.start { tokens.start.saturating_sub(other.end) } else { other.start - tokens.end }
    };
    let same = candidates.filter(|(other, _)| sentences.of(other.start) == sentence);
    same.min_by_key(|(other, _)| distance(other)).map(|(_, name)| name.clone())
}
