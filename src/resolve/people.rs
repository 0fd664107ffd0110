//! People: the mentions of one person gathered under the fullest form of the name.
//!
//! Mentions are gone through once, in text order. A name of several words joins the person last named that it can be
//! short for or full of; a lone word is the person last named whose name has it, best as the surname, else the first
//! one after it. Candidates come from a table of words, a bounded number of the latest for each, so that the work grows
//! with the text and no faster.

use std::collections::{HashMap, HashSet};

use bulletin_rules::grammar::Reading;
use bulletin_rules::text::fold;

use super::Found;
use super::names::{as_it_reads, is_initial, is_short_for, is_shouted, is_spelling_of, skeleton, unshouted, words};
use super::roles::{Facts, Offices, Role};
use crate::record::{Mention, Person};

/// How many of the persons last named with a word are looked at.
const LATEST: usize = 24;

/// Lexicons of the grammar that this stage asks.
const PARTICLE: &str = "particle";
const SUFFIX: &str = "name-suffix";
const GIVEN_NAME: &str = "given-name";
const GENDERED_TITLE: &str = "gendered-title";

/// The people of a bulletin, by their first mention.
pub(super) fn resolve(
    reading: &Reading<'_, '_>,
    original: &str,
    found: &[&Found<'_>],
    facts: &Facts,
    offices: &Offices<'_, '_, '_>,
) -> Vec<Person> {
    let names: Vec<Name> = found.iter().map(|f| Name::new(reading, f, facts)).collect();
    let owners = Gathering::default().owners(&names);
    let mut members: Vec<Vec<usize>> = Vec::new();
    let mut place: HashMap<usize, usize> = HashMap::new();
    for (mention, &owner) in owners.iter().enumerate() {
        let at = *place.entry(owner).or_insert_with(|| {
            members.push(Vec::new());
            members.len() - 1
        });
        members[at].push(mention);
    }
    members.iter().map(|members| person(original, found, facts, &names, members, offices)).collect()
}

/// A mention's name, ready to be compared.
#[derive(Clone, Debug)]
struct Name {
    /// As it should read.
    form: String,
    /// Its words, without particles before a surname that stands alone and without a suffix.
    words: Vec<String>,
    /// `jr`, `iv`.
    suffix: Option<String>,
    /// By the title before it, else by the given name: `m` or `f`.
    gender: Option<char>,
    /// The words of the role beside it.
    role: Vec<String>,
}

impl Name {
    fn new(reading: &Reading<'_, '_>, found: &Found<'_>, facts: &Facts) -> Self {
        let form = as_it_reads(&found.name);
        let tokens = found.candidate.tokens.clone();
        let is = |token: usize, lexicon: &str| reading.rows(token..token + 1).any(|(name, _)| name == lexicon);
        let mut words = words(&form);
        let last = tokens.clone().rev().find(|&at| reading.slice(at..at + 1) != ".");
        let has_suffix = words.len() > 1 && last.is_some_and(|last| last > tokens.start && is(last, SUFFIX));
        let suffix = if has_suffix { words.pop() } else { None };
        let particles: Vec<String> = tokens
            .clone()
            .take_while(|&at| is(at, PARTICLE) || reading.slice(at..at + 1) == "-")
            .map(|at| fold(reading.slice(at..at + 1)))
            .collect();
        let leading = words.iter().take_while(|word| particles.contains(word)).count();
        if leading < words.len() {
            words.drain(..leading);
        }
        let role = facts.roles.get(&tokens.start).map(|role| self::words(&role.text)).unwrap_or_default();
        Self { gender: gender(reading, found), form, words, suffix, role }
    }

    /// How much of a person's name it tells: its words, whole ones first.
    fn fullness(&self) -> (usize, usize) {
        let whole = self.words.iter().filter(|word| !is_initial(word)).count();
        (self.words.len() + usize::from(self.suffix.is_some()), whole)
    }

    /// Whether two names of several words can be one person's.
    fn agrees(&self, other: &Name) -> bool {
        let (short, full) = if self.words.len() <= other.words.len() { (self, other) } else { (other, self) };
        let suffixes = self.suffix.is_none() || other.suffix.is_none() || self.suffix == other.suffix;
        suffixes && self.may_be_gender_of(other) && is_short_for(&short.words, &full.words)
    }

    fn may_be_gender_of(&self, other: &Name) -> bool {
        self.gender.is_none() || other.gender.is_none() || self.gender == other.gender
    }
}

/// What the title before a name, else the given name, says of gender.
fn gender(reading: &Reading<'_, '_>, found: &Found<'_>) -> Option<char> {
    let tokens = found.candidate.tokens.clone();
    let before = (0..tokens.start).rev().take(2).find(|&at| reading.slice(at..at + 1) != ".");
    let cell = |token: usize, lexicon: &str, column: &str| {
        let mut rows = reading.rows(token..token + 1).filter(|(name, _)| *name == lexicon);
        rows.find_map(|(_, row)| row.cell(column)).filter(|cell| cell.len() == 1).and_then(|cell| cell.chars().next())
    };
    let titled = before.and_then(|token| cell(token, GENDERED_TITLE, "value"));
    titled.or_else(|| if tokens.len() > 1 { cell(tokens.start, GIVEN_NAME, "gender") } else { None })
}

/// A person while mentions are gathered.
#[derive(Debug)]
struct Cluster {
    /// The mention with the fullest name.
    fullest: usize,
    first: usize,
    last: usize,
    /// What the titles and given names so far say.
    gender: Option<char>,
    /// The words of all roles so far.
    roles: HashSet<String>,
}

/// Mentions on their way to their persons.
#[derive(Debug, Default)]
struct Gathering {
    clusters: Vec<Cluster>,
    /// Clusters by the bones of each word of their names, in the order in which they were begun.
    by_word: HashMap<String, Vec<usize>>,
}

impl Gathering {
    /// For each mention the number of its person.
    fn owners(mut self, names: &[Name]) -> Vec<usize> {
        let mut owners: Vec<Option<usize>> = vec![None; names.len()];
        for (at, name) in names.iter().enumerate() {
            owners[at] = match name.words.len() {
                0 | 1 => self.before(names, name),
                _ => Some(self.same(names, name).unwrap_or_else(|| self.begin(names, at))),
            };
            if let Some(owner) = owners[at] {
                self.join(names, owner, at);
            }
        }
        // A lone name whose full form comes later, else a person who is only named so.
        for (at, name) in names.iter().enumerate() {
            if owners[at].is_none() {
                let owner = self.behind(names, name, at).unwrap_or_else(|| self.begin(names, at));
                self.join(names, owner, at);
                owners[at] = Some(owner);
            }
        }
        owners.into_iter().flatten().collect()
    }

    fn latest<'g>(&'g self, word: Option<&String>) -> impl Iterator<Item = usize> + 'g {
        let list = word.and_then(|word| self.by_word.get(&skeleton(word)));
        list.into_iter().flatten().rev().take(LATEST).copied()
    }

    /// The person last named whom a name of several words can mean.
    fn same(&self, names: &[Name], name: &Name) -> Option<usize> {
        let candidates = self.latest(name.words.last()).chain(self.latest(name.words.first()));
        candidates
            .filter(|&at| names[self.clusters[at].fullest].words.len() > 1)
            .filter(|&at| names[self.clusters[at].fullest].agrees(name))
            .max_by_key(|&at| self.clusters[at].last)
    }

    /// The person named before whom a lone word means: by role, by title, by surname, then the last named.
    fn before(&self, names: &[Name], name: &Name) -> Option<usize> {
        let word = name.words.first()?;
        let candidates = self.latest(Some(word)).filter(|&at| self.may_be(names, at, name));
        candidates.max_by_key(|&at| {
            let cluster = &self.clusters[at];
            let words = &names[cluster.fullest].words;
            let has_role = !name.role.is_empty() && name.role.iter().all(|word| cluster.roles.contains(word));
            let has_gender = name.gender.is_some() && name.gender == cluster.gender;
            (words.contains(word), has_role, has_gender, words.last() == Some(word), cluster.last)
        })
    }

    /// The person first named behind.
    fn behind(&self, names: &[Name], name: &Name, at: usize) -> Option<usize> {
        let list = name.words.first().and_then(|word| self.by_word.get(&skeleton(word)))?;
        let later = list.partition_point(|&cluster| self.clusters[cluster].first < at);
        let mut candidates = list[later..].iter().copied().take(LATEST).filter(|&c| self.may_be(names, c, name));
        // Persons who are only named so were begun out of order and stand at the end.
        candidates.next().or_else(|| list.iter().rev().take(LATEST).copied().find(|&c| self.may_be(names, c, name)))
    }

    fn may_be(&self, names: &[Name], cluster: usize, name: &Name) -> bool {
        let cluster = &self.clusters[cluster];
        let full = &names[cluster.fullest];
        let word = name.words.first();
        let is_other = name.gender.is_some() && cluster.gender.is_some() && name.gender != cluster.gender;
        !is_other && word.is_some_and(|word| full.words.iter().any(|w| is_spelling_of(w, word)))
    }

    fn begin(&mut self, names: &[Name], at: usize) -> usize {
        self.clusters.push(Cluster { fullest: at, first: at, last: at, gender: None, roles: HashSet::new() });
        let cluster = self.clusters.len() - 1;
        self.index(&names[at].words, cluster);
        cluster
    }

    fn join(&mut self, names: &[Name], cluster: usize, at: usize) {
        let fullest = self.clusters[cluster].fullest;
        let is_fuller = names[at].fullness() > names[fullest].fullness();
        if is_fuller {
            self.index(&names[at].words, cluster);
        }
        let cluster = &mut self.clusters[cluster];
        if is_fuller {
            cluster.fullest = at;
        }
        cluster.last = cluster.last.max(at);
        cluster.gender = cluster.gender.or(names[at].gender);
        cluster.roles.extend(names[at].role.iter().cloned());
    }

    fn index(&mut self, words: &[String], cluster: usize) {
        for word in words {
            let list = self.by_word.entry(skeleton(word)).or_default();
            if list.last() != Some(&cluster) {
                list.push(cluster);
            }
        }
    }
}

fn person(
    original: &str,
    found: &[&Found<'_>],
    facts: &Facts,
    names: &[Name],
    members: &[usize],
    offices: &Offices<'_, '_, '_>,
) -> Person {
    let role_at = |at: usize| facts.roles.get(&found[at].candidate.tokens.start);
    let mentions = members.iter().map(|&at| {
        let role = role_at(at).map(|role| role.text.clone());
        Mention { role, ..found[at].mention(original) }
    });
    let weight = |role: &Role| (role.weight, role.text.chars().count(), !is_shouted(&role.text));
    let role = members
        .iter()
        .filter_map(|&at| role_at(at))
        .reduce(|best, role| if weight(role) > weight(best) { role } else { best });
    let (organisation, country) = role.map(|role| offices.of(role)).unwrap_or_default();
    let best = best_form(names, members);
    Person {
        name: unshouted(&names[best].form),
        role: role.map(|role| role.text.clone()),
        organisation,
        country,
        key: key(&names[best]),
        mentions: mentions.collect(),
        explanation: found[members[0]].explanation.clone(),
    }
}

/// The mention whose form is the person's name: the fullest, in small letters if any is, the one used most.
fn best_form(names: &[Name], members: &[usize]) -> usize {
    let mut used: HashMap<&str, usize> = HashMap::new();
    for &at in members {
        *used.entry(&names[at].form).or_default() += 1;
    }
    let rank = |at: usize| {
        let name = &names[at];
        (name.fullness(), !is_shouted(&name.form), used[name.form.as_str()], std::cmp::Reverse(at))
    };
    members.iter().copied().max_by_key(|&at| rank(at)).unwrap_or(members[0])
}

/// The key of a person in an archive; none where the name is too little to tell who it is.
fn key(name: &Name) -> Option<String> {
    let told = name.words.iter().filter(|word| !is_initial(word)).count();
    let words: Vec<&str> = name.words.iter().chain(&name.suffix).map(String::as_str).collect();
    (told > 1).then(|| format!("person:{}", words.join(" ")))
}
