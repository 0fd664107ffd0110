//! Places: which one of the name is meant.

use std::collections::HashMap;

use bulletin_rules::grammar::Reading;
use bulletin_rules::lexicon::Row;
use bulletin_rules::text::fold;

use super::Found;
use crate::record::{Kind, Place, PlaceKind};

/// How often a bulletin speaks of each country, by ISO code.
pub(super) type Countries = HashMap<String, f64>;

/// The countries that a bulletin names, and those of its nationalities.
pub(super) fn countries(reading: &Reading<'_, '_>, found: &[Found<'_>]) -> Countries {
    let mut countries = Countries::new();
    for mention in found.iter().filter(|f| f.kind == Kind::Place) {
        for (lexicon, row) in reading.rows(mention.candidate.tokens.clone()) {
            if lexicon == "country"
                && let Some(country) = row.cell("country")
            {
                *countries.entry(country.to_owned()).or_default() += 1.0;
            }
        }
    }
    for token in 0..reading.tokens().len() {
        for (lexicon, row) in reading.rows(token..token + 1) {
            if lexicon == "demonym"
                && let Some(country) = row.cell("country")
            {
                *countries.entry(country.to_owned()).or_default() += 0.5;
            }
        }
    }
    countries
}

/// The country that a bulletin speaks of most often.
pub(super) fn most_named(countries: &Countries) -> Option<&str> {
    let order = |a: &(&String, &f64), b: &(&String, &f64)| a.1.total_cmp(b.1).then_with(|| b.0.cmp(a.0));
    countries.iter().max_by(order).map(|(country, _)| country.as_str())
}

/// What the gazetteer offers for a name.
struct Sense<'r> {
    kind: PlaceKind,
    row: Row<'r>,
    score: f64,
}

/// The places of a bulletin, by their first mention.
pub(super) fn resolve(
    reading: &Reading<'_, '_>,
    original: &str,
    found: &[&Found<'_>],
    countries: &Countries,
) -> Vec<Place> {
    let mut places: Vec<(String, Place)> = Vec::new();
    for (at, mention) in found.iter().enumerate() {
        let sense = best_sense(reading, mention, found.get(at + 1).copied(), countries);
        let country = sense.as_ref().and_then(|s| s.row.cell("country")).map(str::to_owned);
        let key = format!("{}|{}", fold(&mention.name), country.as_deref().unwrap_or_default());
        let index = places.iter().position(|(of, _)| *of == key).unwrap_or_else(|| {
            places.push((key, place(mention, sense, country)));
            places.len() - 1
        });
        places[index].1.mentions.push(mention.mention(original));
    }
    places.into_iter().map(|(_, place)| place).collect()
}

fn place(mention: &Found<'_>, sense: Option<Sense<'_>>, country: Option<String>) -> Place {
    let number = |column: &str| sense.as_ref().and_then(|s| s.row.cell(column)).and_then(|cell| cell.parse().ok());
    let kind = sense.as_ref().map_or(PlaceKind::Settlement, |s| s.kind);
    let geonames =
        sense.as_ref().filter(|_| kind == PlaceKind::Settlement).and_then(|s| s.row.cell("value")?.parse().ok());
    Place {
        name: mention.name.clone(),
        place_kind: kind,
        country,
        latitude: number("lat"),
        longitude: number("lon"),
        geonames,
        mentions: Vec::new(),
        explanation: mention.explanation.clone(),
    }
}

/// The likeliest of what the gazetteer knows by this name.
fn best_sense<'r>(
    reading: &'r Reading<'_, '_>,
    mention: &Found<'_>,
    next: Option<&Found<'_>>,
    countries: &Countries,
) -> Option<Sense<'r>> {
    let tokens = mention.candidate.tokens.clone();
    // `City, Country`: the name behind the comma says where.
    let within = next.filter(|next| next.candidate.tokens.start == tokens.end + 1);
    let within: Vec<String> = within
        .map(|next| {
            let rows = reading.rows(next.candidate.tokens.clone());
            rows.filter(|(lexicon, _)| matches!(*lexicon, "country" | "region"))
                .filter_map(|(_, row)| row.cell("country").map(str::to_owned))
                .collect()
        })
        .unwrap_or_default();
    let senses = reading.rows(tokens).filter_map(|(lexicon, row)| {
        let (kind, prior) = match lexicon {
            "country" => (PlaceKind::Country, 30.0),
            "feature" => (feature_kind(row), 12.0),
            "region" => (PlaceKind::Region, 10.0),
            "town" => {
                let population: f64 = row.cell("population").and_then(|cell| cell.parse().ok()).unwrap_or(1000.0);
                (
                    PlaceKind::Settlement,
                    population.max(1.0).ln() + if row.cell("kind") == Some("capital") { 3.0 } else { 0.0 },
                )
            }
            _ => return None,
        };
        let country = row.cell("country").unwrap_or_default();
        let named = countries.get(country).copied().unwrap_or(0.0).min(4.0) * 1.5;
        let inside = if within.iter().any(|c| c == country) { 20.0 } else { 0.0 };
        Some(Sense { kind, row, score: prior + named + inside })
    });
    senses.fold(None, |best: Option<Sense<'_>>, sense| match best {
        Some(best) if best.score >= sense.score => Some(best),
        _ => Some(sense),
    })
}

fn feature_kind(row: Row<'_>) -> PlaceKind {
    match row.cell("kind") {
        Some("region") => PlaceKind::Region,
        _ => PlaceKind::Feature,
    }
}
