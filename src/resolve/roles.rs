//! What rules over chosen mentions say of them: a person's role, a body's other name, a body's seat.
//!
//! A rule may reach far, so one mention gets many sayings; which of them holds is decided here. A role that could belong
//! to the person before it and to the one behind it goes to one of them only.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use bulletin_rules::grammar::{Match, Parts, Reading};
use bulletin_rules::text::{Flags, Shape};

use super::Resolver;
use super::gazetteer;
use super::organisations::Organisations;
use super::places::Geography;
use crate::record::Kind;

/// The kinds of rules over chosen mentions; the part that a rule reads has the kind's name.
pub const MENTION_KINDS: [&str; 3] = ["role", "acronym", "seat"];
/// The part whose lexicon value stands before the role: `who heads` the Council, head of the Council.
const POST: &str = "post";
/// The atom of chosen persons.
const PERSON: &str = "@person";

/// A chosen mention: its tokens and its kind.
pub(crate) type Marked = (Range<usize>, Kind);

/// What a rule says of a mention.
#[derive(Clone, Debug)]
pub(crate) struct Saying {
    /// The tokens of the mention.
    pub(crate) mention: Range<usize>,
    /// What is said.
    pub(crate) text: String,
    /// The rule's kind, as an index of [`MENTION_KINDS`].
    kind: usize,
    /// The tokens that say it.
    tokens: Range<usize>,
    weight: f32,
    /// Whether the words belong to this very mention: nothing but titles between, or a title of several persons.
    is_tight: bool,
}

/// A role that stands beside a mention.
#[derive(Clone, Debug)]
pub(super) struct Role {
    pub(super) text: String,
    pub(super) tokens: Range<usize>,
    /// The weight of its rule: an office is worth more than a rank.
    pub(super) weight: f32,
}

/// What the words beside mentions say, by the mention's first token.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    /// The role of a person.
    pub(super) roles: HashMap<usize, Role>,
    /// First tokens of two names of one organisation.
    pub(super) other_names: Vec<(usize, usize)>,
    /// First token of the place where an organisation has its seat.
    pub(super) seats: HashMap<usize, usize>,
}

impl Resolver {
    /// What the rules that `keep` admits say of these mentions, which stand in order: for each mention and kind the
    /// best saying.
    pub(crate) fn sayings(
        &self,
        reading: &mut Reading<'_, '_>,
        marked: &[Marked],
        keep: impl Fn(u32) -> bool,
    ) -> Vec<Saying> {
        let atom = |(tokens, kind): &Marked| Some((tokens.clone(), self.mentions[*kind as usize]?));
        let matches = reading.over_mentions(&marked.iter().filter_map(atom).collect::<Vec<_>>());
        let spans: HashSet<&Range<usize>> = marked.iter().map(|(tokens, _)| tokens).collect();
        let mut sayings = Vec::new();
        for (found, mentions) in matches.into_iter().filter(|(found, _)| keep(found.rule)) {
            for mention in mentions.into_iter().filter(|mention| spans.contains(mention)) {
                sayings.extend(self.saying(reading, marked, &found, mention));
            }
        }
        assign(sayings)
    }

    fn saying(
        &self,
        reading: &Reading<'_, '_>,
        marked: &[Marked],
        found: &Match,
        mention: Range<usize>,
    ) -> Option<Saying> {
        let kind = self.saying_kinds[found.rule as usize]?;
        let read = |_: &_, parts: &Parts<'_>| {
            let part = parts.get("", MENTION_KINDS[kind])?;
            let post = parts.get("", POST).and_then(|post| post.value);
            let persons: Vec<Range<usize>> =
                parts.all().iter().filter(|p| p.name == PERSON).map(|p| p.tokens.clone()).collect();
            let words = post.into_iter().chain(part.text.split_whitespace()).collect::<Vec<_>>().join(" ");
            Some((words, part.tokens.clone(), persons))
        };
        let (text, tokens, persons) = reading.with_mention_parts(found, &mention, read)??;
        let is_role = kind == 0;
        if is_role && (runs_over_others(marked, &tokens, &persons) || is_owner(reading, &tokens)) {
            return None;
        }
        let between = tokens.end.min(mention.end)..tokens.start.max(mention.start);
        let between = if tokens.end <= mention.start { tokens.end..mention.start } else { between };
        let comma = between.clone().any(|at| reading.slice(at..at + 1) == ",");
        let shared = persons.iter().any(|person| person.start >= tokens.end && person.end <= mention.start);
        let is_tight = tokens.end <= mention.start && (!comma || shared);
        Some(Saying { mention, text, kind, tokens, weight: self.weights[found.rule as usize], is_tight })
    }
}

/// Whether a clitic is glued to the last of these tokens: behind a name, `Minister's Office` is no office of the person's.
fn is_owner(reading: &Reading<'_, '_>, tokens: &Range<usize>) -> bool {
    let next = reading.tokens().get(tokens.end);
    next.is_some_and(|next| {
        !next.flags.has(Flags::SPACE) && !next.flags.has(Flags::BREAK) && next.shape != Shape::Punctuation
    })
}

/// Whether these tokens touch a person that the rule does not name, a date or an amount.
fn runs_over_others(marked: &[Marked], tokens: &Range<usize>, persons: &[Range<usize>]) -> bool {
    let first = marked.partition_point(|(other, _)| other.end <= tokens.start);
    let touched = marked[first..].iter().take_while(|(other, _)| other.start < tokens.end);
    touched
        .filter(|(_, kind)| matches!(kind, Kind::Person | Kind::Date | Kind::Quantity))
        .any(|(other, _)| !persons.contains(other))
}

/// The best saying of each mention and kind, in order of the mentions.
fn assign(mut sayings: Vec<Saying>) -> Vec<Saying> {
    let rank = |s: &Saying| (s.weight, s.text.len());
    sayings.sort_by(|a, b| {
        let place = |s: &Saying| (s.mention.start, s.mention.end, s.kind);
        place(a).cmp(&place(b)).then(rank(b).partial_cmp(&rank(a)).unwrap_or(std::cmp::Ordering::Equal))
    });
    let groups: Vec<&[Saying]> = sayings.chunk_by(|a, b| a.mention == b.mention && a.kind == b.kind).collect();
    let mut chosen: Vec<Saying> = Vec::with_capacity(groups.len());
    // The tokens behind the previous mention that were given to it.
    let mut claimed = 0..0;
    for (at, group) in groups.iter().enumerate() {
        let next = groups.get(at + 1).copied().unwrap_or_default();
        let own_before = group.iter().any(|s| s.tokens.end <= s.mention.start && s.tokens.start >= claimed.end);
        let free = |s: &&Saying| {
            let is_behind = s.tokens.start >= s.mention.end;
            let wanted_by = |n: &Saying| {
                let is_before = n.tokens.end <= n.mention.start && !contains(&s.tokens, &n.mention);
                is_before && overlap(&n.tokens, &s.tokens) && (n.is_tight || own_before)
            };
            match (is_behind, contains(&claimed, &s.mention)) {
                (true, _) => !next.iter().any(wanted_by),
                (false, true) => s.tokens.start > claimed.start,
                (false, false) => s.is_tight || !overlap(&s.tokens, &claimed),
            }
        };
        // The adviser to an ambassador: the ambassador's own office, the shortest, lies inside the adviser's.
        let is_inner = group.first().is_some_and(|s| contains(&claimed, &s.mention));
        let best = if is_inner { group.iter().rev().find(free) } else { group.iter().find(free) };
        if let Some(best) = best {
            claimed = if best.tokens.start >= best.mention.end { best.tokens.clone() } else { 0..0 };
            chosen.push(best.clone());
        }
    }
    chosen
}

fn contains(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Sorts sayings into facts.
pub(super) fn facts(sayings: Vec<Saying>) -> Facts {
    let mut facts = Facts::default();
    for saying in sayings {
        let mention = saying.mention.start;
        match MENTION_KINDS[saying.kind] {
            "role" => {
                let role = Role { text: saying.text, tokens: saying.tokens, weight: saying.weight };
                facts.roles.insert(mention, role);
            }
            "acronym" => facts.other_names.push((mention, saying.tokens.start)),
            _ => {
                facts.seats.insert(mention, saying.tokens.start);
            }
        }
    }
    facts
}

/// Tells what offices are of: the organisations and places within their words.
pub(super) struct Offices<'r, 'k, 't> {
    pub(super) reading: &'r Reading<'k, 't>,
    pub(super) geography: &'r Geography,
    pub(super) bodies: &'r Organisations,
}

impl Offices<'_, '_, '_> {
    /// The organisation that a role is of, by name, and the country.
    pub(super) fn of(&self, role: &Role) -> (Option<String>, Option<String>) {
        /// The most tokens of a word of nationality.
        const LONGEST: usize = 3;
        let tokens = &role.tokens;
        let body = tokens.clone().find_map(|at| self.bodies.by_start.get(&at)).map(|&at| &self.bodies.bodies[at]);
        let place = self.geography.within(tokens).filter_map(|place| place.country.clone()).next();
        let stretches = || tokens.clone().flat_map(|at| (at + 1..=tokens.end.min(at + LONGEST)).map(move |to| at..to));
        let country = place
            .or_else(|| stretches().find_map(|stretch| gazetteer::nationality(self.reading, stretch)))
            .or_else(|| body.and_then(|body| body.country.clone()));
        (body.map(|body| body.name.clone()), country)
    }
}
