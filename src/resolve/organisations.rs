//! Organisations: the names and the acronym of one body become one entity.
//!
//! Two names are one body where the text says so (`Nordic Council (NC)`), where a lexicon has both in one row, where an
//! acronym spells a name, or where they say the same in other words (the Foreign Ministry of Malta, Malta's Ministry of
//! Foreign Affairs). What depends on the place in the text comes last: an acronym that two bodies share, `the Ministry`.
//! Every step looks names up in tables, so that the work grows with the text and no faster.

use std::collections::HashMap;

use bulletin_rules::grammar::Reading;
use bulletin_rules::text::fold;

use super::Found;
use super::body::{Body, numbered};
use super::gazetteer::Countries;
use super::names::{initials, is_shouted};
use super::places::Geography;
use super::roles::Facts;
use crate::record::Organisation;

/// The organisations of a bulletin, by their first mention.
pub(super) fn resolve(
    reading: &Reading<'_, '_>,
    original: &str,
    found: &[&Found<'_>],
    facts: &Facts,
    geography: &Geography,
) -> Organisations {
    let mut names = Names::new(reading, found, geography);
    names.join_equal(&geography.countries);
    names.join_acronyms(found, facts);
    let owners = names.owners();
    let mut order: HashMap<usize, usize> = HashMap::new();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (mention, &owner) in owners.iter().enumerate() {
        let at = *order.entry(owner).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[at].push(mention);
    }
    let mut by_start = HashMap::new();
    let mut bodies = Vec::new();
    for members in &groups {
        by_start.extend(members.iter().map(|&at| (found[at].candidate.tokens.start, bodies.len())));
        bodies.push(names.organisation(original, found, members, facts, geography));
    }
    Organisations { bodies, by_start }
}

/// The organisations of a bulletin and which of them a mention names.
pub(super) struct Organisations {
    pub(super) bodies: Vec<Organisation>,
    /// Index of the body by its mention's first token.
    pub(super) by_start: HashMap<usize, usize>,
}

/// The different names in a bulletin, as sets of names of one body.
struct Names {
    /// Each mention's name.
    of: Vec<usize>,
    bodies: Vec<Body>,
    /// Union-find over names.
    parent: Vec<usize>,
    /// Acronyms that the text defines as more than one body: where, and as which name.
    shared: HashMap<usize, Vec<(usize, usize)>>,
}

impl Names {
    fn new(reading: &Reading<'_, '_>, found: &[&Found<'_>], geography: &Geography) -> Self {
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut bodies = Vec::new();
        let of = found.iter().map(|mention| {
            *numbers.entry(fold(&super::names::as_it_reads(&mention.name))).or_insert_with(|| {
                bodies.push(Body::new(reading, mention, geography));
                bodies.len() - 1
            })
        });
        let of = of.collect();
        Self { of, parent: (0..bodies.len()).collect(), bodies, shared: HashMap::new() }
    }

    fn root(&mut self, mut name: usize) -> usize {
        while self.parent[name] != name {
            self.parent[name] = self.parent[self.parent[name]];
            name = self.parent[name];
        }
        name
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b)] = a.min(b);
    }

    /// Joins names that say the same, and names of one row of a lexicon.
    fn join_equal(&mut self, countries: &Countries) {
        let mut first: HashMap<String, usize> = HashMap::new();
        for name in 0..self.bodies.len() {
            let body = &self.bodies[name];
            let row = body.known(countries).map(|row| row.name.as_str());
            // A name that is known as several countries' is the one that an acronym beside it stands for.
            let row = row.or_else(|| (!body.is_acronym).then_some(body.name.as_str()));
            let meaning = (!body.is_acronym).then(|| body.meaning());
            for key in meaning.into_iter().chain(row.map(|name| format!("row {name}"))) {
                match first.get(&key) {
                    Some(&other) => self.join(other, name),
                    None => {
                        first.insert(key, name);
                    }
                }
            }
        }
    }

    /// Joins acronyms to the names that the text gives them, else to the only name that they spell.
    fn join_acronyms(&mut self, found: &[&Found<'_>], facts: &Facts) {
        let starts: HashMap<usize, usize> =
            found.iter().enumerate().map(|(at, f)| (f.candidate.tokens.start, at)).collect();
        let mut defined: HashMap<usize, Vec<(usize, usize)>> = HashMap::new();
        for (a, b) in &facts.other_names {
            let (Some(&a), Some(&b)) = (starts.get(a), starts.get(b)) else { continue };
            let (name, acronym) = if self.bodies[self.of[a]].is_acronym { (b, a) } else { (a, b) };
            let (of_name, of_acronym) = (&self.bodies[self.of[name]], &self.bodies[self.of[acronym]]);
            if of_acronym.is_acronym && !of_name.is_acronym {
                defined.entry(self.of[acronym]).or_default().push((acronym, self.of[name]));
            } else {
                self.join(self.of[a], self.of[b]);
            }
        }
        self.join_spelled(&defined);
        for (acronym, mut definitions) in defined {
            let first = self.root(definitions[0].1);
            if definitions.iter().all(|&(_, name)| self.root(name) == first) {
                self.join(acronym, first);
            } else {
                definitions.sort_unstable();
                self.shared.insert(acronym, definitions);
            }
        }
    }

    fn join_spelled(&mut self, defined: &HashMap<usize, Vec<(usize, usize)>>) {
        // By the number of a unit, where it has one, and the initials: acronyms may leave the number out.
        let mut spelled: HashMap<(&str, String), Vec<usize>> = HashMap::new();
        for (name, body) in self.bodies.iter().enumerate().filter(|(_, body)| !body.is_acronym) {
            let (number, rest) = numbered(&body.form);
            spelled.entry(("", initials(rest))).or_default().push(name);
            if !number.is_empty() {
                spelled.entry((number, initials(rest))).or_default().push(name);
            }
        }
        let mut same: Vec<(usize, Vec<usize>)> = Vec::new();
        for acronym in 0..self.bodies.len() {
            let body = &self.bodies[acronym];
            if !body.is_acronym || defined.contains_key(&acronym) {
                continue;
            }
            let (number, rest) = numbered(&body.form);
            let letters: String = rest.chars().filter(|c| c.is_alphabetic()).collect();
            same.extend(spelled.get(&(number, letters)).map(|names| (acronym, names.clone())));
        }
        for (acronym, names) in same {
            let root = self.root(names[0]);
            if names.iter().all(|&name| self.root(name) == root) {
                self.join(acronym, names[0]);
            }
        }
    }

    /// For each mention the number of its body.
    fn owners(&mut self) -> Vec<usize> {
        // The body last named by a head (`Ministry`) or by a name without its country (`Security Forces`); for a short
        // form that comes first, the first one behind it.
        let mut last: HashMap<String, usize> = HashMap::new();
        for mention in (0..self.of.len()).rev() {
            self.note(mention, &mut last);
        }
        let mut owners = Vec::with_capacity(self.of.len());
        for mention in 0..self.of.len() {
            owners.push(self.note(mention, &mut last));
        }
        owners
    }

    /// The body of a mention, given what short forms meant last; notes what they mean from here on.
    fn note(&mut self, mention: usize, last: &mut HashMap<String, usize>) -> usize {
        let name = self.of[mention];
        let own = match self.shared.get(&name) {
            Some(definitions) => {
                let before = definitions.partition_point(|&(at, _)| at <= mention);
                definitions[before.saturating_sub(1)].1
            }
            None => name,
        };
        let mut owner = self.root(own);
        let body = &self.bodies[name];
        if body.is_short()
            && let Some(&known) = last.get(&body.core())
        {
            owner = self.root(known);
        }
        for key in self.bodies[name].short_forms() {
            last.insert(key, owner);
        }
        owner
    }

    fn organisation(
        &self,
        original: &str,
        found: &[&Found<'_>],
        members: &[usize],
        facts: &Facts,
        geography: &Geography,
    ) -> Organisation {
        let mut used: HashMap<usize, usize> = HashMap::new();
        for &at in members {
            *used.entry(self.of[at]).or_default() += 1;
        }
        let names = || members.iter().map(|&at| (at, &self.bodies[self.of[at]]));
        let rank = |at: usize, body: &Body| {
            (body.fullness(), body.words(), !is_shouted(&body.form), used[&self.of[at]], std::cmp::Reverse(at))
        };
        let best = names().max_by_key(|(at, body)| rank(*at, body)).map_or(&self.bodies[self.of[members[0]]], |b| b.1);
        let known = names().find_map(|(_, body)| body.known(&geography.countries).filter(|row| best.may_be(body, row)));
        let seat = members.iter().find_map(|&at| facts.seats.get(&found[at].candidate.tokens.start));
        let seat = seat.and_then(|start| geography.country_at(*start));
        let known_country = known.and_then(|row| row.country.clone());
        let country = known_country.or_else(|| names().find_map(|(_, body)| body.country.clone())).or(seat);
        Organisation {
            name: best.name.clone(),
            acronym: names().map(|(_, body)| body).find(|b| b.is_acronym && !best.is_acronym).map(|b| b.form.clone()),
            organisation_kind: known
                .and_then(|row| row.kind.clone())
                .or_else(|| names().find_map(|(_, body)| body.kind.clone())),
            key: best.key(known, country.as_deref()),
            country,
            mentions: members.iter().map(|&at| found[at].mention(original)).collect(),
            explanation: found[members[0]].explanation.clone(),
        }
    }
}
