//! Places: which one of the name is meant.
//!
//! Each name has its senses in the gazetteers. For one speak how many people live there, how often the bulletin speaks
//! of its country, what stands beside the mention (`Paris, Texas`; `Washington state`) and the countries of its
//! sentence. A mention without such a neighbour means what the name meant last where it had one.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use bulletin_rules::grammar::Reading;
use bulletin_rules::lexicon::Atom;
use bulletin_rules::text::{Flags, fold};

use super::Found;
use super::body;
use super::gazetteer::{self, Countries, Sense, TOWN_SAYS, senses};
use super::names::{as_it_reads, is_shouted, unshouted_title};
use super::sentences::Sentences;
use super::toponym::{Choice, Toponym};
use crate::record::{Explanation, Mention, Place, PlaceKind};

/// The most letters of a name in capitals that may be an abbreviation.
const LONGEST_ABBREVIATION: usize = 4;
/// Common nouns that tell what sort of place a name is: `the city of`, `province`.
const PLACE_NOUN: &str = "place-noun";
/// What may stand between a place and the one that holds it.
const PLACE_LINK: &str = "place-link";
const PART_OF: &str = "part-of";
/// What stands between the places of a list.
const PLACE_LIST: &str = "place-list";

/// A place where it is named.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    pub(super) tokens: Range<usize>,
    /// The words as they stand, in one line.
    pub(super) name: String,
    pub(super) mention: Mention,
    pub(super) explanation: Option<Explanation>,
}

/// The places of a bulletin, which of them is named where, and its countries.
#[derive(Debug, Default)]
pub(super) struct Geography {
    pub(super) places: Vec<Place>,
    /// First token of each mention, ascending, with the index of the place.
    pub(super) spots: Vec<(usize, usize)>,
    pub(super) countries: Countries,
}

impl Geography {
    /// The place that is named at a token.
    pub(super) fn at(&self, token: usize) -> Option<&Place> {
        let at = self.spots.binary_search_by_key(&token, |(start, _)| *start).ok()?;
        self.places.get(self.spots[at].1)
    }

    /// The country of the place that is named at a token.
    pub(super) fn country_at(&self, token: usize) -> Option<String> {
        self.at(token)?.country.clone()
    }

    /// The places named within these tokens.
    pub(super) fn within(&self, tokens: &Range<usize>) -> impl Iterator<Item = &Place> {
        let first = self.spots.partition_point(|(start, _)| *start < tokens.start);
        let end = tokens.end;
        self.spots[first..].iter().take_while(move |(start, _)| *start < end).map(|(_, at)| &self.places[*at])
    }
}

/// What a bulletin tells before any place is settled: the countries that it names for certain, and those of its bodies.
pub(super) fn countries<'f>(
    reading: &Reading<'_, '_>,
    spots: &[Spot],
    bodies: impl Iterator<Item = &'f Found<'f>>,
    gentilic: Option<Atom>,
) -> Countries {
    let mut countries = Countries::new();
    gazetteer::add_nationalities(reading, gentilic, &mut countries);
    let mut named: HashSet<&str> = HashSet::new();
    // Names in words are those of many countries' bodies: the Ministry of Defence.
    let bodies = bodies.filter(|body| body::is_acronym(&body.name));
    for body in bodies.filter(|body| named.insert(&body.name)) {
        if let Some(country) = body::country_of(reading, &body.candidate.tokens) {
            *countries.entry(country).or_default() += TOWN_SAYS;
        }
    }
    let mut seen: HashSet<&str> = HashSet::new();
    for spot in spots {
        let senses = senses(reading, spot.tokens.clone());
        let is_new = seen.insert(&spot.name);
        let first = senses.first().and_then(|sense| sense.country.clone());
        let is_sure = senses.iter().all(|sense| sense.country == first);
        let said = match senses.iter().find(|sense| sense.kind == PlaceKind::Country) {
            Some(country) if is_sure => country.country.clone().map(|code| (code, 1.0)),
            Some(country) => country.country.clone().map(|code| (code, 0.6)),
            None if is_sure && is_new => first.map(|code| (code, TOWN_SAYS)),
            None => None,
        };
        if let Some((country, weight)) = said {
            *countries.entry(country).or_default() += weight;
        }
    }
    countries
}

/// The places of a bulletin, by their first mention. `spots` stand in text order.
pub(super) fn resolve(
    reading: &Reading<'_, '_>,
    sentences: &Sentences,
    spots: &[Spot],
    countries: Countries,
) -> Geography {
    let mut atlas = Atlas::new(reading, spots, &countries);
    atlas.hear_neighbours(reading, spots);
    atlas.hear_sentences(sentences, spots);
    let chosen = atlas.choose(sentences, spots);
    let mut geography = Geography { countries, ..Geography::default() };
    let mut numbers: HashMap<String, usize> = HashMap::new();
    for (spot, choice) in spots.iter().zip(&chosen) {
        let identity = choice.key.clone().unwrap_or_else(|| format!("name {}", fold(&choice.name)));
        let at = *numbers.entry(identity).or_insert_with(|| {
            geography.places.push(place(spot, choice));
            geography.places.len() - 1
        });
        let place = &mut geography.places[at];
        let is_fuller = |new: &str, old: &str| (!is_shouted(new), new.len()) > (!is_shouted(old), old.len());
        if is_fuller(&choice.name, &place.name) {
            place.name.clone_from(&choice.name);
        }
        place.mentions.push(spot.mention.clone());
        geography.spots.push((spot.tokens.start, at));
    }
    for place in &mut geography.places {
        let name = unshouted_title(reading, &place.name);
        // Capitals may be an abbreviation's: USA.
        if name.len() > LONGEST_ABBREVIATION || place.canonical.as_ref().is_some_and(|known| fold(known) == fold(&name))
        {
            place.name = name;
        }
    }
    geography
}

fn place(spot: &Spot, choice: &Choice) -> Place {
    let sense = choice.sense.as_ref();
    Place {
        name: choice.name.clone(),
        place_kind: choice.kind,
        country: choice.country.clone(),
        region: sense.and_then(|sense| sense.region.clone()),
        latitude: sense.and_then(|sense| sense.latitude),
        longitude: sense.and_then(|sense| sense.longitude),
        geonames: sense.and_then(|sense| sense.geonames),
        canonical: sense.map(|sense| sense.canonical.clone()),
        key: choice.key.clone(),
        mentions: Vec::new(),
        explanation: spot.explanation.clone(),
    }
}

/// The names of a bulletin's places while they are settled.
#[derive(Debug)]
struct Atlas {
    entries: Vec<Toponym>,
    /// Each spot's entry.
    of: Vec<usize>,
    /// For each spot what its neighbours say for each sense.
    heard: Vec<Vec<f64>>,
    /// For each spot the spot behind it that says where it lies.
    inside: Vec<Option<usize>>,
}

/// What it is worth that a neighbour says where the place lies, behind a comma or in a phrase.
const COMMA: f64 = 20.0;
const PHRASE: f64 = 9.0;
/// What a common noun is worth behind the name (`Name province`) and before it (`the territory of Name`).
const NOUN_BEHIND: f64 = 9.0;
const NOUN_BEFORE: f64 = 5.0;
/// What a country of the same sentence is worth, and the country last named.
const SENTENCE: f64 = 3.0;
const LAST_COUNTRY: f64 = 2.0;

impl Atlas {
    fn new(reading: &Reading<'_, '_>, spots: &[Spot], countries: &Countries) -> Self {
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut entries: Vec<Toponym> = Vec::new();
        let mut of = Vec::with_capacity(spots.len());
        for spot in spots {
            let name = as_it_reads(&spot.name);
            let at = *numbers.entry(fold(&name)).or_insert_with(|| {
                entries.push(Toponym::new(reading, &spot.tokens, name.clone(), countries));
                entries.len() - 1
            });
            if is_shouted(&entries[at].name) && !is_shouted(&name) {
                entries[at].name = name;
            }
            of.push(at);
        }
        let heard = of.iter().map(|&at| vec![0.0; entries[at].senses.len()]).collect();
        Self { entries, heard, inside: vec![None; spots.len()], of }
    }

    /// `City, Region, Country`; `City in Country`; `the city of Name`; `Name province`.
    fn hear_neighbours(&mut self, reading: &Reading<'_, '_>, spots: &[Spot]) {
        for at in 0..spots.len() {
            self.hear_nouns(reading, at, &spots[at].tokens);
            let Some(next) = spots.get(at + 1) else { continue };
            let (own, next) = (&spots[at].tokens, &next.tokens);
            if own.end > next.start {
                continue;
            }
            let Some(worth) = nearness(reading, own.end..next.start) else { continue };
            if self.is_list_of_countries(reading, at, spots) {
                continue;
            }
            let (a, b) = (&self.entries[self.of[at]], &self.entries[self.of[at + 1]]);
            let mut fits = false;
            for (i, small) in a.senses.iter().enumerate() {
                for (j, large) in b.senses.iter().enumerate().filter(|(_, large)| small.lies_in(large)) {
                    fits = true;
                    // A region that holds the town is worth more than its country.
                    let worth = worth + if large.kind == PlaceKind::Region { 2.0 } else { 0.0 };
                    self.heard[at][i] = self.heard[at][i].max(worth);
                    self.heard[at + 1][j] = self.heard[at + 1][j].max(worth);
                }
            }
            let is_larger = |sense: &Sense| matches!(sense.kind, PlaceKind::Country | PlaceKind::Region);
            if fits || (a.senses.is_empty() && (worth > PHRASE || b.senses.iter().any(is_larger))) {
                self.inside[at] = Some(at + 1);
            }
        }
    }

    /// Whether a place and the next are of three or more that can be countries: `Niger, Nigeria and Chad`.
    fn is_list_of_countries(&self, reading: &Reading<'_, '_>, at: usize, spots: &[Spot]) -> bool {
        let is_country = |at: usize| {
            let senses = self.of.get(at).map_or(&[][..], |&entry| &self.entries[entry].senses);
            senses.iter().any(|sense| sense.kind == PlaceKind::Country)
        };
        let are_listed = |at: usize| {
            is_country(at) && is_country(at + 1) && is_list(reading, spots[at].tokens.end..spots[at + 1].tokens.start)
        };
        are_listed(at) && (are_listed(at + 1) || at.checked_sub(1).is_some_and(are_listed))
    }

    fn hear_nouns(&mut self, reading: &Reading<'_, '_>, at: usize, tokens: &Range<usize>) {
        let count = reading.tokens().len();
        let kind_at = |token: usize| {
            let mut rows = reading.rows(token..token + 1).filter(|(lexicon, _)| *lexicon == PLACE_NOUN);
            rows.find_map(|(_, row)| gazetteer::place_kind(row.cell("value")?))
        };
        let behind = (tokens.end < count && !reading.tokens()[tokens.end].flags.has(Flags::BREAK))
            .then(|| kind_at(tokens.end))
            .flatten();
        let before = tokens.start.checked_sub(2).and_then(kind_at);
        let worth = if behind.is_some() { NOUN_BEHIND } else { NOUN_BEFORE };
        let Some(kind) = behind.or(before) else { return };
        for (sense, heard) in self.entries[self.of[at]].senses.iter().zip(&mut self.heard[at]) {
            if sense.kind == kind {
                *heard += worth;
            }
        }
    }

    /// The countries named in the same sentence, and the one named last before it.
    fn hear_sentences(&mut self, sentences: &Sentences, spots: &[Spot]) {
        let country = |at: usize| {
            let entry = &self.entries[self.of[at]];
            let country = entry.senses.iter().find(|sense| sense.kind == PlaceKind::Country);
            country.and_then(|sense| sense.country.clone()).or_else(|| entry.inner.clone().flatten())
        };
        let named: Vec<Option<String>> = (0..spots.len()).map(country).collect();
        let sentence = |at: usize| sentences.of(spots[at].tokens.start);
        let mut from = 0;
        let mut last: Option<&String> = None;
        while from < spots.len() {
            let to = (from..spots.len()).find(|&at| sentence(at) != sentence(from)).unwrap_or(spots.len());
            let mut said: Vec<&String> = named[from..to].iter().flatten().collect();
            said.sort_unstable();
            said.dedup();
            for at in from..to {
                for (sense, heard) in self.entries[self.of[at]].senses.iter().zip(&mut self.heard[at]) {
                    let Some(country) = sense.country.as_ref().filter(|_| sense.kind != PlaceKind::Country) else {
                        continue;
                    };
                    if said.contains(&country) {
                        *heard += SENTENCE;
                    } else if said.is_empty() && last == Some(country) {
                        *heard += LAST_COUNTRY;
                    }
                }
            }
            last = named[from..to].iter().flatten().next_back().or(last);
            from = to;
        }
    }

    /// What each mention means.
    fn choose(&self, sentences: &Sentences, spots: &[Spot]) -> Vec<Choice> {
        // What each name meant last where a neighbour said so, else where one first says so.
        let mut settled: HashMap<usize, usize> = HashMap::new();
        for at in (0..spots.len()).rev() {
            if let Some(sense) = self.told(at) {
                settled.insert(self.of[at], sense);
            }
        }
        let mut chosen: Vec<Choice> = Vec::with_capacity(spots.len());
        for at in 0..spots.len() {
            let entry = &self.entries[self.of[at]];
            let told = self.told(at);
            if let Some(sense) = told {
                settled.insert(self.of[at], sense);
            }
            let best = told.or_else(|| settled.get(&self.of[at]).copied()).or_else(|| {
                let score = |sense: usize| entry.base[sense] + self.heard[at][sense];
                let best = (0..entry.senses.len()).reduce(|a, b| if score(b) > score(a) { b } else { a })?;
                // Of a score with a place elsewhere nothing tells which is meant.
                let is_tied = |sense: usize| {
                    score(sense) >= score(best) && entry.senses[sense].country != entry.senses[best].country
                };
                (!(0..entry.senses.len()).any(is_tied)).then_some(best)
            });
            chosen.push(entry.choice(best.map(|sense| &entry.senses[sense])));
        }
        self.place_unknown(sentences, spots, &mut chosen);
        chosen
    }

    /// The sense that neighbours say beyond doubt.
    fn told(&self, at: usize) -> Option<usize> {
        let entry = &self.entries[self.of[at]];
        let score = |sense: usize| entry.base[sense] + self.heard[at][sense];
        let told = (0..entry.senses.len()).filter(|&sense| self.heard[at][sense] >= PHRASE);
        told.reduce(|best, sense| if score(sense) > score(best) { sense } else { best })
    }

    /// Gives places that no gazetteer knows the country of the place that they are said to lie in, else the one that they
    /// were given before, else that of the only country of their sentence, else the one named last.
    fn place_unknown(&self, sentences: &Sentences, spots: &[Spot], chosen: &mut [Choice]) {
        let mut last: Option<(usize, String)> = None;
        let mut waiting: Vec<usize> = Vec::new();
        // By name: the country that it was given.
        let mut given: HashMap<usize, String> = HashMap::new();
        for at in 0..spots.len() {
            let sentence = sentences.of(spots[at].tokens.start);
            let entry = &self.entries[self.of[at]];
            if chosen[at].country.is_none() && entry.senses.is_empty() && entry.inner.is_none() {
                if let Some(country) = given.get(&self.of[at]).filter(|_| self.inside[at].is_none()) {
                    chosen[at].settle(Some(country.clone()));
                    continue;
                }
                waiting.push(at);
                continue;
            }
            let Some(country) = chosen[at].country.clone() else { continue };
            for unknown in waiting.drain(..) {
                let own = sentences.of(spots[unknown].tokens.start);
                let before = last.as_ref().filter(|(there, _)| own == *there || own != sentence);
                let before = before.map(|(_, country)| country.clone());
                let is_held = self.inside[unknown] == Some(at);
                let own = before.filter(|_| !is_held).unwrap_or_else(|| country.clone());
                given.insert(self.of[unknown], own.clone());
                chosen[unknown].settle(Some(own));
            }
            last = Some((sentence, country));
        }
        for unknown in waiting {
            chosen[unknown].settle(last.as_ref().map(|(_, country)| country.clone()));
        }
    }
}

/// Whether tokens stand between two places of a list.
fn is_list(reading: &Reading<'_, '_>, between: Range<usize>) -> bool {
    /// A comma and a conjunction.
    const LONGEST: usize = 2;
    let links = |at: usize| reading.rows(at..at + 1).any(|(name, _)| name == PLACE_LIST);
    !between.is_empty() && between.len() <= LONGEST && between.into_iter().all(links)
}

/// How near two places stand to each other: what the tokens between them make of `City, Country` and `City in Country`.
fn nearness(reading: &Reading<'_, '_>, between: Range<usize>) -> Option<f64> {
    /// `in`, `in northern`, `in the`.
    const LONGEST: usize = 2;
    let all = reading.tokens();
    let broken = (between.start..=between.end).any(|at| all.get(at).is_none_or(|token| token.flags.has(Flags::BREAK)));
    if broken || between.is_empty() || between.len() > LONGEST {
        return None;
    }
    let first = reading.slice(between.start..between.start + 1);
    let is = |at: usize, lexicon: &str| reading.rows(at..at + 1).any(|(name, _)| name == lexicon);
    if between.len() == LONGEST && !is(between.end - 1, PART_OF) {
        return None;
    }
    match first {
        "," | "(" => Some(COMMA),
        _ => is(between.start, PLACE_LINK).then_some(PHRASE),
    }
}
