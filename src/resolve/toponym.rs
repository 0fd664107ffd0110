//! One name of a place taken apart: which places a gazetteer knows by it, and what its parts say of it.

use std::ops::Range;

use bulletin_rules::grammar::Reading;

use super::gazetteer::{self, Countries, Sense, TOWN_SAYS, generic_part, senses, senses_of_text};
use super::names::{is_shouted, unshouted, words};
use crate::record::PlaceKind;

/// A name and what it can mean.
#[derive(Debug)]
pub(super) struct Toponym {
    pub(super) name: String,
    pub(super) senses: Vec<Sense>,
    /// What speaks for each sense wherever the name stands.
    pub(super) base: Vec<f64>,
    /// The kind that its generic part implies.
    pub(super) implied: Option<PlaceKind>,
    /// The country of the name without its generic part or compass words, where the whole is not known.
    pub(super) inner: Option<Option<String>>,
}

/// What was settled for a mention.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub(super) name: String,
    pub(super) sense: Option<Sense>,
    pub(super) kind: PlaceKind,
    pub(super) country: Option<String>,
    pub(super) key: Option<String>,
}

impl Toponym {
    /// The name of these tokens as it reads, in a bulletin that speaks of these countries.
    pub(super) fn new(reading: &Reading<'_, '_>, tokens: &Range<usize>, name: String, countries: &Countries) -> Self {
        let mut found = senses(reading, tokens.clone());
        if found.is_empty() {
            found = senses_of_text(reading, &name);
        }
        if found.is_empty() && is_shouted(&name) {
            found = senses_of_text(reading, &unshouted(&name));
        }
        let most = countries.values().fold(0.0, |most: f64, said| most.max(*said));
        let generic = generic_part(reading, tokens.clone());
        let mut implied = generic.as_ref().map(|(kind, _)| *kind);
        let mut inner = None;
        if found.is_empty() {
            let compass = gazetteer::behind_compass(reading, tokens.clone());
            if compass.is_some() && implied.is_none() {
                implied = Some(PlaceKind::Region);
            }
            let within = compass.or(generic.map(|(_, within)| within)).or_else(|| before_number(reading, tokens));
            let within = within.filter(|within| !within.is_empty());
            let known = within.map(|within| senses(reading, within)).filter(|senses| !senses.is_empty());
            inner = known.map(|senses| gazetteer::best_country(&senses, countries));
            // Rivers and hills are named for what lies elsewhere.
            if implied == Some(PlaceKind::Feature) && most >= 1.0 {
                inner = inner.filter(|country| country.as_ref().is_some_and(|named| countries.contains_key(named)));
            }
        }
        // A name of one country's town alone means that town, if it is no village.
        let is_only = found.iter().all(|sense| sense.country == found[0].country && sense.prior >= TOWN);
        found.retain(|sense| is_only || !is_far_fetched(sense, countries, most));
        // How often the country is named: the first time tells most, what lies in it alone tells little.
        let said = |sense: &Sense| sense.country.as_ref().and_then(|c| countries.get(c)).copied().unwrap_or(0.0);
        let weighed = |said: f64| if said < 1.0 { said } else { said.min(3.0).sqrt() };
        let base = found.iter().map(|sense| sense.prior + 4.0 * weighed(said(sense))).collect();
        Self { name, senses: found, base, implied, inner }
    }

    /// What a mention of it means, in this sense or in none that a gazetteer knows.
    pub(super) fn choice(&self, sense: Option<&Sense>) -> Choice {
        let kind = match (sense, self.implied) {
            (Some(sense), _) => sense.kind,
            (None, Some(kind)) => kind,
            (None, None) => PlaceKind::Settlement,
        };
        let country = sense.and_then(|s| s.country.clone()).or_else(|| self.inner.clone().flatten());
        let mut choice =
            Choice { name: self.name.clone(), sense: sense.cloned(), kind, country: None, key: sense.map(Sense::key) };
        choice.settle(country);
        choice
    }
}

impl Choice {
    /// Takes a country, and with it the key of a place that no gazetteer knows.
    pub(super) fn settle(&mut self, country: Option<String>) {
        self.country = country;
        if self.sense.is_none()
            && let Some(country) = &self.country
        {
            self.key = Some(format!("place:{} {country}", words(&self.name).join(" ")));
        }
    }
}

/// The name before the number of a part of a town: the Dublin of `Dublin 2`.
fn before_number(reading: &Reading<'_, '_>, tokens: &Range<usize>) -> Option<Range<usize>> {
    let is_number = reading.tokens()[tokens.end - 1].shape.is_number();
    is_number.then(|| tokens.start..tokens.end - 1)
}

/// The logarithm of some 60,000 people.
const TOWN: f64 = 11.0;

/// Whether a town is too small to be meant in a bulletin that names other countries and not its own.
fn is_far_fetched(sense: &Sense, countries: &Countries, most: f64) -> bool {
    /// The logarithm of some 200,000 people.
    const WELL_KNOWN: f64 = 12.2;
    let said = sense.country.as_ref().and_then(|c| countries.get(c)).copied().unwrap_or(0.0);
    sense.kind == PlaceKind::Settlement && sense.prior < WELL_KNOWN && said <= TOWN_SAYS && most >= 1.0
}
