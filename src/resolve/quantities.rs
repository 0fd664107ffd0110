//! Quantities: what the whole bulletin says of an ambiguous sign, unit or figure.
//!
//! `$` is the dollar of the country that a bulletin speaks of, a ton the short one only where an American bulletin
//! measures in pounds and feet, and `1.234` is thousands where other figures show that points group digits.

use std::collections::HashMap;

use bulletin_rules::grammar::Reading;
use bulletin_rules::text::Flags;

use super::Found;
use super::near::Surroundings;
use crate::choose::Value;
use crate::normalise::number::has_grouping_points;
use crate::normalise::quantity::{Bound as Read, Quantity as Amount};
use crate::record::{Bound, Place, PlaceKind, Quantity};

/// The lexicons whose rows name a country.
const COUNTRY_LEXICONS: [&str; 4] = ["country", "nationality", "people-noun", "gentilic"];

/// How often a bulletin must speak of a country whose money it counts in, against the one it speaks of most.
const OWN_SHARE: f64 = 0.5;

/// The amounts of a bulletin.
pub(super) fn resolve(
    reading: &Reading<'_, '_>,
    original: &str,
    found: &[&Found<'_>],
    places: &[Place],
    near: &Surroundings<'_>,
) -> Vec<Quantity> {
    let amounts = || found.iter().filter_map(|found| amount(found));
    let countries =
        if amounts().any(|amount| !amount.elsewhere.is_empty()) { countries(reading, places) } else { HashMap::new() };
    // A country named in passing does not lend its money to the bulletin.
    let least = OWN_SHARE * countries.values().fold(0.0, |most: f64, said| most.max(*said));
    let is_customary = amounts().filter(|amount| amount.elsewhere.is_empty());
    let is_customary = is_customary
        .filter_map(|amount| amount.is_customary)
        .fold((0, 0), |(yes, no), customary| if customary { (yes + 1, no) } else { (yes, no + 1) });
    let grouping_points = amounts().any(|amount| amount.may_be_grouped) && {
        let figures = reading.tokens().iter().filter(|token| token.shape.is_number());
        has_grouping_points(figures.map(|token| token.text(reading.text())))
    };
    let settled = |found: &&Found<'_>| {
        let mut amount = amount(found)?.clone();
        let speaks_of = |country: &str| countries.get(country).copied().unwrap_or(0.0);
        let is_money = amount.is_customary.is_none();
        if is_money || is_customary.0 > is_customary.1 {
            let home = amount.home.as_deref().map_or(0.0, speaks_of);
            amount.settle(home, least, speaks_of);
        }
        if grouping_points {
            amount.group_by_points();
        }
        Some(quantity(original, found, amount, near))
    };
    let mut quantities: Vec<Quantity> = found.iter().filter_map(settled).collect();
    share_nouns(&mut quantities, &sentences(reading, found));
    quantities
}

/// The number of the sentence in which each amount stands, counted in one pass.
fn sentences(reading: &Reading<'_, '_>, found: &[&Found<'_>]) -> Vec<usize> {
    let tokens = reading.tokens();
    let (mut at, mut begun) = (0, 0);
    let amounts = found.iter().filter(|found| amount(found).is_some());
    let sentence = amounts.map(|found| {
        let behind = found.candidate.tokens.start + 1;
        begun += tokens[at..behind].iter().filter(|token| token.flags.has(Flags::SENTENCE)).count();
        at = behind;
        begun
    });
    sentence.collect()
}

/// Gives an amount that says not of what it is the noun of the one before it in its sentence, if both are measured
/// alike: of `17 people were killed and 45 wounded` both are people.
fn share_nouns(quantities: &mut [Quantity], sentences: &[usize]) {
    for at in 1..quantities.len() {
        let (before, rest) = quantities.split_at_mut(at);
        let (before, amount) = (&before[at - 1], &mut rest[0]);
        let is_alike = before.dimension == amount.dimension;
        if amount.of.is_none() && is_alike && sentences[at - 1] == sentences[at] {
            amount.of.clone_from(&before.of);
        }
    }
}

fn amount<'c>(found: &Found<'c>) -> Option<&'c Amount> {
    match &found.candidate.value {
        Value::Quantity(amount) => Some(amount),
        _ => None,
    }
}

/// How often a bulletin speaks of each country: by its name, its people, and the places in it.
fn countries(reading: &Reading<'_, '_>, places: &[Place]) -> HashMap<String, f64> {
    let mut countries = HashMap::new();
    let words = (0..reading.tokens().len()).map(|token| token..token + 1);
    for tokens in words.chain(reading.phrases()) {
        let mut rows = reading.rows(tokens).filter(|(lexicon, _)| COUNTRY_LEXICONS.contains(lexicon));
        if let Some(country) = rows.find_map(|(_, row)| row.cell("country").or(row.cell("value"))) {
            *countries.entry(country.to_owned()).or_default() += 1.0;
        }
    }
    for place in places.iter().filter(|place| place.place_kind != PlaceKind::Country) {
        if let Some(country) = &place.country {
            *countries.entry(country.clone()).or_default() += place.mentions.len() as f64;
        }
    }
    countries
}

fn quantity(original: &str, found: &Found<'_>, amount: Amount, near: &Surroundings<'_>) -> Quantity {
    Quantity {
        text: original[found.bytes.clone()].to_owned(),
        start: found.bytes.start,
        end: found.bytes.end,
        value: amount.value,
        low: amount.low,
        high: amount.high,
        unit: amount.unit,
        dimension: amount.dimension,
        si: amount.si,
        bound: match amount.bound {
            Read::Equal => Bound::Exactly,
            Read::Greater => Bound::Above,
            Read::AtLeast => Bound::AtLeast,
            Read::Less => Bound::Below,
            Read::AtMost => Bound::AtMost,
            Read::Near => Bound::About,
        },
        of: amount.of,
        near: near.of(&found.candidate.tokens),
        explanation: found.explanation.clone(),
    }
}
