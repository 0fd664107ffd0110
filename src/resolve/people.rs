//! People: one for each name, the short forms gathered under the fullest.

use super::Found;
use super::entities::{is_short_for, words};
use super::roles::Facts;
use crate::record::Person;

/// The people of a bulletin, by their first mention.
pub(super) fn resolve(original: &str, found: &[&Found<'_>], facts: &Facts) -> Vec<Person> {
    let names: Vec<Vec<String>> = found.iter().map(|f| words(&f.name)).collect();
    let owner = owners(&names);
    let mut people: Vec<(usize, Person)> = Vec::new();
    for (at, mention) in found.iter().enumerate() {
        let role = facts.roles.get(&mention.candidate.tokens.start).map(|role| role.text.clone());
        let mention_record = crate::record::Mention { role: role.clone(), ..mention.mention(original) };
        let index = people.iter().position(|(of, _)| *of == owner[at]).unwrap_or_else(|| {
            let person = Person {
                name: best_form(found, &names, &owner, owner[at]),
                role: None,
                organisation: None,
                country: None,
                key: Some(format!("person:{}", names[owner[at]].join(" "))),
                mentions: Vec::new(),
                explanation: mention.explanation.clone(),
            };
            people.push((owner[at], person));
            people.len() - 1
        });
        let person = &mut people[index].1;
        if let Some(role) = role
            && person.role.as_ref().is_none_or(|known| role.len() > known.len())
        {
            person.role = Some(role);
        }
        person.mentions.push(mention_record);
    }
    people.into_iter().map(|(_, person)| person).collect()
}

/// For each mention the index of the mention whose name is the fullest of that person's.
///
/// A short form belongs to the full name said last before it, else to the first one after it.
fn owners(names: &[Vec<String>]) -> Vec<usize> {
    let mut owner: Vec<usize> = (0..names.len()).collect();
    for at in 0..names.len() {
        let fuller = |&other: &usize| {
            other != at
                && names[other] != names[at]
                && is_short_for(&names[at], &names[other])
                && names[other].len() >= names[at].len()
        };
        let before = (0..at).rev().find(fuller);
        let same = (0..at).find(|&other| names[other] == names[at]);
        let after = || (at + 1..names.len()).find(fuller);
        if let Some(other) = before.or(same).or_else(after) {
            owner[at] = other;
        }
    }
    // Follow chains to their end.
    for at in 0..owner.len() {
        let mut root = owner[at];
        let mut steps = 0;
        while owner[root] != root && steps < owner.len() {
            root = owner[root];
            steps += 1;
        }
        owner[at] = root;
    }
    owner
}

/// The owner's name in the form that reads best: in small letters where one of the mentions has them.
fn best_form(found: &[&Found<'_>], names: &[Vec<String>], owner: &[usize], of: usize) -> String {
    let same = (0..found.len()).filter(|&at| owner[at] == of && names[at].len() == names[of].len());
    let shouted = |name: &str| !name.chars().any(char::is_lowercase);
    same.map(|at| &found[at].name).min_by_key(|name| shouted(name)).unwrap_or(&found[of].name).clone()
}
