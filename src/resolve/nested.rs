//! Places inside the names of organisations: the Malta of `Bank of Malta`.

use std::ops::Range;

use bulletin_rules::grammar::Reading;
use bulletin_rules::text::View;

use super::Found;
use super::gazetteer;
use super::places::Spot;
use crate::record::Mention;

/// The places inside the name of an organisation, in text order.
pub(super) fn places(reading: &Reading<'_, '_>, view: &View<'_>, body: &Found<'_>) -> Vec<Spot> {
    /// The most tokens of a place's name.
    const LONGEST: usize = 6;
    let whole = body.candidate.tokens.clone();
    let mut spots = Vec::new();
    let mut at = whole.start;
    while at < whole.end {
        let stretches = (at + 1..=whole.end.min(at + LONGEST)).map(|end| at..end).filter(|s| s.len() < whole.len());
        let known =
            stretches.filter_map(|tokens| Some((gazetteer::place_inside(reading, tokens.clone())?.key(), tokens)));
        let known: Vec<(String, Range<usize>)> = known.collect();
        // The last word may be the body's: the Arizona of Arizona State University.
        let longest = known.last().map(|(place, _)| place);
        let place = known.iter().find(|(place, _)| Some(place) == longest).map(|(_, tokens)| tokens.clone());
        at = place.as_ref().map_or(at + 1, |tokens| tokens.end);
        spots.extend(place.map(|tokens| spot(reading, view, body, tokens)));
    }
    spots
}

fn spot(reading: &Reading<'_, '_>, view: &View<'_>, body: &Found<'_>, tokens: Range<usize>) -> Spot {
    let all = reading.tokens();
    let bytes = view.to_original(all[tokens.start].start as usize..all[tokens.end - 1].end as usize);
    Spot {
        name: reading.slice(tokens.clone()).split_whitespace().collect::<Vec<_>>().join(" "),
        mention: Mention {
            text: view.original()[bytes.clone()].to_owned(),
            start: bytes.start,
            end: bytes.end,
            role: None,
            within: Some([body.bytes.start, body.bytes.end]),
        },
        explanation: body.explanation.clone(),
        tokens,
    }
}
