//! Organisations: acronyms and long names of one body under one entity.

use std::collections::HashMap;

use bulletin_rules::grammar::Reading;
use bulletin_rules::text::fold;

use super::Found;
use super::entities::initials;
use super::roles::Facts;
use crate::record::Organisation;

/// The organisations of a bulletin, by their first mention.
pub(super) fn resolve(
    reading: &Reading<'_, '_>,
    original: &str,
    found: &[&Found<'_>],
    facts: &Facts,
) -> Vec<Organisation> {
    let mut groups = Groups::new(found);
    let starts: HashMap<usize, usize> =
        found.iter().enumerate().map(|(at, f)| (f.candidate.tokens.start, at)).collect();
    for (a, b) in &facts.other_names {
        if let (Some(&a), Some(&b)) = (starts.get(a), starts.get(b)) {
            groups.join(a, b);
        }
    }
    // Known bodies: both forms stand in one row of a lexicon. Unknown ones: the acronym spells the name.
    let known: Vec<Vec<String>> = found.iter().map(|f| known_as(reading, f)).collect();
    for at in 0..found.len() {
        for other in 0..at {
            let same_row = known[at].iter().any(|name| known[other].contains(name));
            let spelled = |acronym: &str, name: &str| {
                is_acronym(acronym) && name.contains(' ') && initials(name) == acronym.replace('.', "")
            };
            let (a, b) = (&found[at].name, &found[other].name);
            if same_row || fold(a) == fold(b) || spelled(a, b) || spelled(b, a) {
                groups.join(at, other);
            }
        }
    }
    groups.organisations(reading, original, found)
}

fn is_acronym(name: &str) -> bool {
    !name.contains(' ') && name.chars().filter(|c| c.is_uppercase()).count() > 1
}

/// The rows of lexicons in which a name stands, by their own name.
fn known_as(reading: &Reading<'_, '_>, found: &Found<'_>) -> Vec<String> {
    let rows = reading.rows(found.candidate.tokens.clone());
    rows.filter(|(lexicon, _)| *lexicon == "organisation")
        .filter_map(|(_, row)| row.cell("name"))
        .map(str::to_owned)
        .collect()
}

/// Mentions that speak of one body, as sets.
struct Groups {
    of: Vec<usize>,
}

impl Groups {
    fn new(found: &[&Found<'_>]) -> Self {
        Self { of: (0..found.len()).collect() }
    }

    fn join(&mut self, a: usize, b: usize) {
        let (from, to) = (self.of[a].max(self.of[b]), self.of[a].min(self.of[b]));
        for group in &mut self.of {
            if *group == from {
                *group = to;
            }
        }
    }

    fn organisations(&self, reading: &Reading<'_, '_>, original: &str, found: &[&Found<'_>]) -> Vec<Organisation> {
        let mut bodies: Vec<(usize, Organisation)> = Vec::new();
        for (at, mention) in found.iter().enumerate() {
            let group = self.of[at];
            let index = bodies.iter().position(|(of, _)| *of == group).unwrap_or_else(|| {
                bodies.push((group, self.body(reading, found, group, mention)));
                bodies.len() - 1
            });
            bodies[index].1.mentions.push(mention.mention(original));
        }
        bodies.into_iter().map(|(_, body)| body).collect()
    }

    fn body(&self, reading: &Reading<'_, '_>, found: &[&Found<'_>], group: usize, first: &Found<'_>) -> Organisation {
        let members = || found.iter().zip(&self.of).filter(|(_, of)| **of == group).map(|(found, _)| found);
        let name = members()
            .map(|f| &f.name)
            .fold(&first.name, |best, name| if name.len() > best.len() { name } else { best });
        let acronym = members().map(|f| &f.name).find(|form| is_acronym(form) && *form != name).cloned();
        let mut kind = None;
        let mut country = None;
        for member in members() {
            for (lexicon, row) in reading.rows(member.candidate.tokens.clone()) {
                if lexicon == "organisation" {
                    kind = kind.or_else(|| row.cell("kind").map(str::to_owned));
                    country = country.or_else(|| row.cell("country").map(str::to_owned));
                }
            }
        }
        Organisation {
            name: name.clone(),
            acronym,
            organisation_kind: kind,
            country,
            mentions: Vec::new(),
            explanation: first.explanation.clone(),
        }
    }
}
