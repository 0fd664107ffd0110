//! One name of an organisation taken apart: what it says, whose it is, what sort of body.

use std::ops::Range;

use bulletin_rules::grammar::Reading;
use bulletin_rules::lexicon::Row;

use super::Found;
use super::gazetteer::{self, Countries};
use super::names::{FUNCTION_WORD, as_it_reads, initials, unshouted_title, words};
use super::places::Geography;
use crate::record::PlaceKind;

/// Lexicons of the grammar that this stage asks.
const ORGANISATION: &str = "organisation";
const SPELLING: &str = "body-spelling";
const HEADS: [&str; 3] = ["body-head", "military-unit", "company-form"];
const FIELDS: [&str; 2] = ["body-field", "body-quality"];
/// The kind of bodies whose heads are borrowed.
const ARMED_GROUP: &str = "armed_group";
/// The word of the lexicon of spellings that is left out.
const LEFT_OUT: &str = "-";

/// A row of the lexicon of organisations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) name: String,
    pub(super) kind: Option<String>,
    pub(super) country: Option<String>,
}

impl Known {
    fn new(row: Row<'_>) -> Option<Self> {
        let own = |column: &str| row.cell(column).map(str::to_owned);
        Some(Self { name: own("name")?, kind: own("kind"), country: own("country") })
    }
}

/// The country of the known body of a name, if all that have the name are of one.
pub(super) fn country_of(reading: &Reading<'_, '_>, tokens: &Range<usize>) -> Option<String> {
    let mut known = known(reading, tokens);
    let country = known.next()?.country?;
    known.all(|other| other.country.as_ref() == Some(&country)).then_some(country)
}

/// The rows of the lexicon of organisations that have a name.
fn known<'r>(reading: &'r Reading<'_, '_>, tokens: &Range<usize>) -> impl Iterator<Item = Known> + use<'r> {
    let rows = reading.rows(tokens.clone()).filter(|(lexicon, _)| *lexicon == ORGANISATION);
    rows.filter_map(|(_, row)| Known::new(row))
}

/// A name of an organisation.
#[derive(Clone, Debug)]
pub(super) struct Body {
    /// As it stands, in one line.
    pub(super) form: String,
    /// As it should read: in small letters where capitals are those of a headline, not of acronyms.
    pub(super) name: String,
    pub(super) is_acronym: bool,
    /// The words that say what it is, in their one spelling, sorted.
    words: Vec<String>,
    /// Whose it is: country codes and the names of known bodies inside, sorted.
    pub(super) qualifiers: Vec<String>,
    /// The country inside the name.
    pub(super) country: Option<String>,
    /// The sort of body that its head is.
    pub(super) kind: Option<String>,
    /// Its head, by which it may be called alone.
    head: Option<String>,
    /// Whether nothing but heads, fields and qualities stands in it: such names are many countries'.
    is_generic: bool,
    known: Vec<Known>,
}

/// The number that a unit's name begins with, and the rest: `88th EAS`.
pub(super) fn numbered(form: &str) -> (&str, &str) {
    match form.split_once(' ') {
        Some((number, rest)) if number.starts_with(|c: char| c.is_ascii_digit()) => (number, rest),
        _ => ("", form),
    }
}

/// Whether a form is an acronym: one word of two capitals or more, perhaps with a unit's number.
pub(super) fn is_acronym(form: &str) -> bool {
    let (_, form) = numbered(form);
    let letters = form.chars().filter(|c| c.is_alphabetic());
    !form.contains(' ') && form.chars().filter(|c| c.is_uppercase()).count() > 1 && letters.count() < 10
}

/// A form as the name that it is.
fn name(reading: &Reading<'_, '_>, form: &str) -> String {
    /// The most letters of an acronym among the words of a name.
    const LONGEST: usize = 5;
    let is_headline = form.split([' ', '-']).any(|word| word.chars().count() > LONGEST);
    if is_headline && !is_acronym(form) { unshouted_title(reading, form) } else { form.to_owned() }
}

impl Body {
    /// The name of a mention.
    pub(super) fn new(reading: &Reading<'_, '_>, mention: &Found<'_>, geography: &Geography) -> Self {
        let form = as_it_reads(&mention.name);
        let tokens = mention.candidate.tokens.clone();
        let mut known: Vec<Known> = known(reading, &tokens).collect();
        known.dedup();
        let mut body = Self {
            is_acronym: is_acronym(&form),
            name: name(reading, &form),
            form,
            words: Vec::new(),
            qualifiers: Vec::new(),
            country: None,
            kind: None,
            head: None,
            is_generic: true,
            known,
        };
        let mut at = tokens.start;
        let mut in_tail = false;
        while at < tokens.end {
            at = body.piece(reading, geography, at, &tokens, &mut in_tail);
        }
        body.words.sort_unstable();
        body.qualifiers.sort_unstable();
        body.qualifiers.dedup();
        body
    }

    /// Takes in the piece of the name that begins at a token; where the next one begins.
    fn piece(
        &mut self,
        reading: &Reading<'_, '_>,
        geography: &Geography,
        at: usize,
        tokens: &Range<usize>,
        in_tail: &mut bool,
    ) -> usize {
        /// The most tokens of a place, field or body inside a name.
        const LONGEST: usize = 6;
        let mut generic = None;
        for end in (at + 1..=tokens.end.min(at + LONGEST)).rev() {
            let is_part = end - at < tokens.len();
            for (lexicon, row) in reading.rows(at..end) {
                let cell = |column: &str| row.cell(column).map(str::to_owned);
                let is_acronym = || cell("value").is_some_and(|acronym| acronym == reading.slice(at..end));
                if HEADS.contains(&lexicon) && generic.is_none_or(|longest| longest == end) {
                    generic = Some(end);
                    // The head is the last one before the tail: Armed Services Committee, Ministry of the Navy.
                    if !*in_tail || self.head.is_none() {
                        self.kind = cell("value").or(self.kind.take());
                        self.head = super::names::words(reading.slice(at..end)).pop();
                    }
                } else if FIELDS.contains(&lexicon) {
                    generic.get_or_insert(end);
                } else if lexicon == ORGANISATION && is_part && is_acronym() {
                    self.qualifiers.extend(cell("name"));
                    return end;
                }
            }
            if generic.is_none()
                && is_part
                && let Some(country) = gazetteer::country_of_name(reading, at..end)
            {
                // Which place of the name it is has been settled by the whole bulletin.
                let settled = geography.at(at);
                let country = settled.and_then(|place| place.country.clone()).unwrap_or(country);
                self.country.get_or_insert_with(|| country.clone());
                self.qualifiers.push(country);
                // A region or a town has bodies of its own: they are not its country's.
                let is_nation = settled.map(|place| place.place_kind == PlaceKind::Country);
                if !is_nation.unwrap_or_else(|| gazetteer::is_nation(reading, at..end)) {
                    self.qualifiers.push(words(reading.slice(at..end)).join(" "));
                }
                return end;
            }
        }
        let end = generic.unwrap_or(at + 1);
        for token in at..end {
            let is_link = self.word(reading, token, generic.is_some());
            *in_tail |= is_link && self.head.is_some();
        }
        end
    }

    /// Takes in a word; whether it only links others.
    fn word(&mut self, reading: &Reading<'_, '_>, token: usize, is_generic: bool) -> bool {
        let mut said = words(reading.slice(token..token + 1));
        for (lexicon, row) in reading.rows(token..token + 1) {
            match lexicon {
                FUNCTION_WORD => return true,
                SPELLING => said = row.cell("value").map(str::to_owned).into_iter().collect(),
                _ => {}
            }
        }
        let is_sign = said.iter().all(|word| word.len() < 2);
        if !is_sign {
            self.is_generic &= is_generic;
            self.words.extend(said.into_iter().filter(|word| word != LEFT_OUT));
        }
        false
    }

    /// How fully it names the body: a head alone (`Ministry`), an acronym, a name.
    pub(super) fn fullness(&self) -> usize {
        let is_head = self.words.len() == 1 && self.words.first() == self.head.as_ref();
        match (is_head, self.is_acronym) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => 2,
        }
    }

    /// The number of its words, the measure of how full a name is.
    pub(super) fn words(&self) -> usize {
        self.form.split(' ').count()
    }

    /// What it says, in one wording for all who say it.
    pub(super) fn meaning(&self) -> String {
        format!("{} of {}", self.core(), self.qualifiers.join(", "))
    }

    /// What it says without whose it is.
    pub(super) fn core(&self) -> String {
        self.words.join(" ")
    }

    /// Whether it may stand for a fuller name: nothing says whose it is.
    pub(super) fn is_short(&self) -> bool {
        !self.is_acronym && self.qualifiers.is_empty()
    }

    /// What it may be called for short: its core, its head; an acronym by the words that it is known to stand for. An
    /// armed group has a head only in name: nobody calls it the Coalition or the Army.
    pub(super) fn short_forms(&self) -> Vec<String> {
        let known = self.known.first();
        let is_group = known.is_some_and(|row| row.kind.as_deref() == Some(ARMED_GROUP));
        if self.is_acronym {
            return known.filter(|_| !is_group).map(|row| words(&row.name)).unwrap_or_default();
        }
        let head = self.head.iter().filter(|_| !is_group || self.kind.as_deref() == Some(ARMED_GROUP));
        head.cloned().chain([self.core()]).collect()
    }

    /// The row that it is known by, if there is but one, or one of a country that the bulletin speaks of.
    pub(super) fn known(&self, countries: &Countries) -> Option<&Known> {
        let said = |row: &Known| row.country.as_ref().and_then(|c| countries.get(c)).copied().unwrap_or(0.0);
        // A name that many countries have is known as one country's where the bulletin speaks of that country.
        let is_anyones = self.is_generic && !self.is_acronym && self.qualifiers.is_empty();
        match self.known.as_slice() {
            [] => None,
            [one] => Some(one).filter(|row| !is_anyones || row.country.is_none() || said(row) > 0.0),
            many => {
                let best = many.iter().max_by(|a, b| said(a).total_cmp(&said(b)))?;
                let is_only = many.iter().filter(|row| said(row) >= said(best)).count() == 1;
                is_only.then_some(best)
            }
        }
    }

    /// Whether a row that one of its names is known by can be its own: of an acronym that its name spells, another body
    /// with the same acronym may be known.
    pub(super) fn may_be(&self, other: &Body, row: &Known) -> bool {
        let is_spelled = other.is_acronym && !self.is_acronym && initials(&self.form) == other.form;
        let shares_words = || words(&row.name).iter().any(|word| words(&self.form).contains(word));
        !is_spelled || shares_words()
    }

    /// The key of a body in an archive; none where the name could be that of many bodies.
    pub(super) fn key(&self, known: Option<&Known>, country: Option<&str>) -> Option<String> {
        if let Some(known) = known {
            return Some(format!("organisation:{}", words(&known.name).join(" ")));
        }
        if self.is_acronym || self.words.is_empty() || (self.is_generic && country.is_none()) {
            return None;
        }
        let others = self.qualifiers.iter().map(String::as_str).filter(|whose| Some(*whose) != country);
        let parts = self.words.iter().map(String::as_str).chain(others).chain(country);
        Some(format!("organisation:{}", parts.collect::<Vec<_>>().join(" ")))
    }
}
