//! What the gazetteers know by a name, and how often a bulletin speaks of each country.

use std::collections::HashMap;
use std::ops::Range;

use bulletin_rules::grammar::Reading;
use bulletin_rules::lexicon::{Atom, Row};

use super::names::FUNCTION_WORD;
use crate::record::PlaceKind;

/// Lexicons of the grammar that this stage asks.
const COUNTRY: &str = "country";
/// Letters that stand for a country in brackets.
const COUNTRY_LETTERS: &str = "country-letters";
const REGION: &str = "region";
const TOWN: &str = "town";
const FEATURE: &str = "feature";
const CAPITAL: &str = "capital";
/// Adjectives of nationality and names of peoples.
pub(super) const GENTILIC: &str = "gentilic";
const NATIONALITY: &str = "nationality";
/// Words that mean no place within a name: ordinary ones, those that bodies are named by, points of the compass.
const ORDINARY: [&str; 5] = ["known", "body-head", "body-field", "body-quality", "compass-abroad"];
/// Generic parts of names of places, with the kind that they imply.
const GENERIC_PARTS: [&str; 2] = ["place-head", "place-opener"];
const COMPASS: &str = "compass";
/// What the table of generic parts says of those that any name may stand with: a Cairo Road lies anywhere.
const LENDS_NOTHING: &str = "nothing";

/// How often a bulletin speaks of each country, by ISO code.
pub(super) type Countries = HashMap<String, f64>;

/// What a town, or a body, says of its country against the country's own name.
pub(super) const TOWN_SAYS: f64 = 0.4;

/// The country that a bulletin speaks of most often.
pub(super) fn most_named(countries: &Countries) -> Option<&str> {
    let order = |a: &(&String, &f64), b: &(&String, &f64)| a.1.total_cmp(b.1).then_with(|| b.0.cmp(a.0));
    countries.iter().max_by(order).map(|(country, _)| country.as_str())
}

/// Adds the countries of the nationality words of a text.
pub(super) fn add_nationalities(reading: &Reading<'_, '_>, gentilic: Option<Atom>, countries: &mut Countries) {
    /// What a word of nationality counts for against a country that is named.
    const WEIGHT: f64 = 0.5;
    let Some(atom) = gentilic else { return };
    let singles = (0..reading.tokens().len()).filter(|&at| reading.has(at, atom)).map(|at| at..at + 1);
    let phrases = reading.phrases().filter(|phrase| reading.has(phrase.start, atom + 1));
    for tokens in singles.chain(phrases) {
        if let Some(country) = nationality(reading, tokens) {
            *countries.entry(country).or_default() += WEIGHT;
        }
    }
}

/// The country whose nationality word these tokens are.
pub(super) fn nationality(reading: &Reading<'_, '_>, tokens: Range<usize>) -> Option<String> {
    let rows = reading.rows(tokens).filter(|(lexicon, _)| matches!(*lexicon, GENTILIC | NATIONALITY));
    rows.filter_map(|(_, row)| row.cell("value")).map(str::to_owned).next()
}

/// The country that a place or a nationality word within another name tells.
pub(super) fn country_of_name(reading: &Reading<'_, '_>, tokens: Range<usize>) -> Option<String> {
    let place = place_inside(reading, tokens.clone()).and_then(|sense| sense.country);
    place.or_else(|| nationality(reading, tokens))
}

/// Whether what [`country_of_name`] finds is the country itself, or a word of nationality, and not a place in it.
pub(super) fn is_nation(reading: &Reading<'_, '_>, tokens: Range<usize>) -> bool {
    place_inside(reading, tokens).is_none_or(|sense| sense.kind == PlaceKind::Country)
}

/// The place that these tokens within another name mean, if they are likely to mean one.
pub(super) fn place_inside(reading: &Reading<'_, '_>, tokens: Range<usize>) -> Option<Sense> {
    let is_ordinary = reading.rows(tokens.clone()).any(|(lexicon, _)| ORDINARY.contains(&lexicon));
    // The letters of a country are common words elsewhere: AND, CAN.
    let rows = reading.rows(tokens).filter(|(lexicon, _)| *lexicon != COUNTRY_LETTERS);
    let likely = rows.filter_map(|(lexicon, row)| Sense::new(lexicon, row));
    let likely = likely.filter(|s| s.kind == PlaceKind::Country || (!is_ordinary && s.is_prominent()));
    likely.reduce(|best, sense| if sense.prior > best.prior { sense } else { best })
}

/// A place that a name can mean.
#[derive(Clone, Debug)]
pub(super) struct Sense {
    pub(super) kind: PlaceKind,
    /// ISO 3166-1 alpha-2.
    pub(super) country: Option<String>,
    /// ISO 3166-2 of the region that it is or lies in.
    pub(super) region: Option<String>,
    pub(super) latitude: Option<f64>,
    pub(super) longitude: Option<f64>,
    pub(super) geonames: Option<u32>,
    /// The gazetteer's name of it.
    pub(super) canonical: String,
    /// How likely it is meant where nothing speaks for another, in logarithms of people.
    pub(super) prior: f64,
}

impl Sense {
    /// What a row of a gazetteer tells; `None` for rows of other lexicons.
    fn new(lexicon: &str, row: Row<'_>) -> Option<Self> {
        let number = |column: &str| row.cell(column).and_then(|cell| cell.parse::<f64>().ok());
        let own = |column: &str| row.cell(column).map(str::to_owned);
        let (kind, prior) = match lexicon {
            COUNTRY | COUNTRY_LETTERS => (PlaceKind::Country, 24.0),
            FEATURE => (feature_kind(row), 13.0),
            REGION => (PlaceKind::Region, 11.0),
            TOWN => {
                let people = number("population").unwrap_or(1000.0).max(1.0).ln();
                (PlaceKind::Settlement, people + if row.cell("kind") == Some(CAPITAL) { 3.0 } else { 0.0 })
            }
            _ => return None,
        };
        let is_town = lexicon == TOWN;
        let region = if is_town { own("region") } else { own("value").filter(|_| lexicon == REGION) };
        Some(Self {
            kind,
            country: own("country"),
            region,
            latitude: number("lat"),
            longitude: number("lon"),
            geonames: row.cell("value").filter(|_| is_town).and_then(|id| id.parse().ok()),
            canonical: own("name")?,
            prior,
        })
    }

    /// Whether a name inside another name is likely to mean this place: not a village, not a quarter.
    fn is_prominent(&self) -> bool {
        /// The logarithm of some 100,000 people.
        const PROMINENT: f64 = 11.5;
        self.kind != PlaceKind::Settlement || self.prior >= PROMINENT
    }

    /// The key of the place in an archive.
    pub(super) fn key(&self) -> String {
        match (self.kind, self.geonames, &self.region, &self.country) {
            (_, Some(id), ..) => format!("place:geonames:{id}"),
            (PlaceKind::Country, _, _, Some(country)) => format!("place:{country}"),
            (PlaceKind::Region, _, Some(region), _) => format!("place:{region}"),
            _ => format!("place:{}", super::names::words(&self.canonical).join(" ")),
        }
    }

    /// Whether this place lies in the other: in its region, in its country.
    pub(super) fn lies_in(&self, other: &Sense) -> bool {
        match other.kind {
            PlaceKind::Country => self.kind != PlaceKind::Country && self.country == other.country,
            PlaceKind::Region if other.region.is_some() => {
                self.kind != PlaceKind::Region && self.region == other.region
            }
            _ => false,
        }
    }
}

fn feature_kind(row: Row<'_>) -> PlaceKind {
    match row.cell("kind") {
        Some("region") => PlaceKind::Region,
        Some("settlement") => PlaceKind::Settlement,
        Some("facility") => PlaceKind::Facility,
        _ => PlaceKind::Feature,
    }
}

/// The places that exactly these tokens can mean, the gazetteer's order kept.
pub(super) fn senses(reading: &Reading<'_, '_>, tokens: Range<usize>) -> Vec<Sense> {
    reading.rows(tokens).filter_map(|(lexicon, row)| Sense::new(lexicon, row)).collect()
}

/// The places that a text of its own can mean: a name as it should read where the text is scanned otherwise.
pub(super) fn senses_of_text(reading: &Reading<'_, '_>, text: &str) -> Vec<Sense> {
    let mut senses = Vec::new();
    reading.look_up(text, |lexicon, row| senses.extend(Sense::new(lexicon, row)));
    senses
}

/// The kind of place that a generic part of a name implies (`Air Base`), and the name without it.
pub(super) fn generic_part(reading: &Reading<'_, '_>, tokens: Range<usize>) -> Option<(PlaceKind, Range<usize>)> {
    let generic = |range: Range<usize>| {
        let mut rows = reading.rows(range).filter(|(lexicon, _)| GENERIC_PARTS.contains(lexicon));
        rows.find_map(|(_, row)| Some((place_kind(row.cell("value")?)?, row.cell("lends") != Some(LENDS_NOTHING))))
    };
    let kind = |range: Range<usize>| Some(generic(range)?.0);
    let behind = (tokens.start + 1..tokens.end).find_map(|at| {
        let (kind, lends) = generic(at..tokens.end)?;
        Some((kind, tokens.start..if lends { at } else { tokens.start }))
    });
    behind.or_else(|| {
        let before = (tokens.start + 1..tokens.end).rev().find_map(|at| Some((kind(tokens.start..at)?, at)))?;
        let linked = (before.1..tokens.end).find(|&at| reading.tokens()[at].shape.has_capital()).unwrap_or(before.1);
        Some((before.0, linked..tokens.end))
    })
}

/// The name behind the compass words that open it: the Iraq of `Northern Iraq`.
pub(super) fn behind_compass(reading: &Reading<'_, '_>, tokens: Range<usize>) -> Option<Range<usize>> {
    let is_compass = |at: &usize| {
        let is_sign = !reading.tokens()[*at].shape.is_word();
        is_sign || reading.rows(*at..at + 1).any(|(lexicon, _)| matches!(lexicon, COMPASS | FUNCTION_WORD))
    };
    let count = tokens.clone().take_while(is_compass).count();
    (count > 0 && count < tokens.len()).then(|| tokens.start + count..tokens.end)
}

/// The kind that a table of words of places names.
pub(super) fn place_kind(name: &str) -> Option<PlaceKind> {
    Some(match name {
        "country" => PlaceKind::Country,
        "region" => PlaceKind::Region,
        "settlement" => PlaceKind::Settlement,
        "feature" => PlaceKind::Feature,
        "facility" => PlaceKind::Facility,
        _ => return None,
    })
}

/// The country of the likeliest of these places in a bulletin that speaks of these countries.
pub(super) fn best_country(senses: &[Sense], countries: &Countries) -> Option<String> {
    let said = |sense: &Sense| sense.country.as_ref().and_then(|c| countries.get(c)).copied().unwrap_or(0.0);
    let score = |sense: &Sense| sense.prior + 4.0 * said(sense).min(3.0).sqrt();
    let best = senses.iter().reduce(|best, sense| if score(sense) > score(best) { sense } else { best })?;
    best.country.clone()
}
