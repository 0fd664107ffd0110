//! Named evidence: what rules, lexicons and the bulletin say for and against a name.
//!
//! A line of `grammars/en/evidence.tsv` gives a reason its weight for each kind. The reasons are few and can be read:
//! a rule that proposes the name (`rule:office-before`), a lexicon in which it stands whole (`row:country`), how many
//! words it has (`length:2`), how it stands in the text, and what the rest of the bulletin says (see [`super::voice`]).

use std::ops::Range;

use bulletin_rules::grammar::{Knowledge, Reading};
use bulletin_rules::text::{Flags, Shape};
use rustc_hash::FxHashMap;

use super::candidate::{Candidate, Label};
use super::voice::{Heard, VOICES, Voice};

/// A reason: an index into the table.
pub type Named = u32;

/// The longest name that has a reason of its own for its length; longer ones share it.
const LONGEST: usize = 8;
/// What a user's rule is worth that the table does not know.
const UNKNOWN_RULE: f32 = 4.0;

/// How a candidate may stand in the text.
const PLACES: [&str; 8] = [
    "glued-before",
    "glued-after",
    "unbalanced",
    "whole-line",
    "crosses-line",
    "crosses-gap",
    "acronym-of-neighbour",
    "has-acronym-behind",
];

/// The weights of named evidence.
#[derive(Clone, Debug)]
pub struct EvidenceTable {
    names: Vec<String>,
    weights: Vec<[f32; 3]>,
    rules: Vec<Named>,
    /// By layer and number of lexicons.
    rows: Vec<Vec<Named>>,
    length: Named,
    place: Named,
    voice: Named,
}

impl EvidenceTable {
    /// The reasons that this knowledge can give, weighed by the table `name person organisation place`.
    pub fn new(knowledge: &Knowledge, table: &str) -> Self {
        let mut this = Self {
            names: Vec::new(),
            weights: Vec::new(),
            rules: Vec::new(),
            rows: Vec::new(),
            length: 0,
            place: 0,
            voice: 0,
        };
        let lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).skip(1);
        let known: FxHashMap<&str, [f32; 3]> = lines
            .filter_map(|line| {
                let mut cells = line.split('\t');
                let name = cells.next()?;
                let mut weight = || cells.next()?.parse().ok();
                Some((name, [weight()?, weight()?, weight()?]))
            })
            .collect();
        this.length = this.names.len() as Named;
        for length in 1..=LONGEST {
            this.add(format!("length:{length}"), &known, 0.0);
        }
        this.place = this.names.len() as Named;
        for place in PLACES {
            this.add(place.to_owned(), &known, 0.0);
        }
        this.voice = this.names.len() as Named;
        for voice in VOICES {
            this.add(format!("voice:{voice}"), &known, 0.0);
        }
        for rule in knowledge.rules() {
            let named = this.add(format!("rule:{}", rule.name), &known, UNKNOWN_RULE + rule.weight);
            this.rules.push(named);
        }
        let mut rows: FxHashMap<&str, Named> = FxHashMap::default();
        for layer in knowledge.lexicons() {
            let mut row = |name| *rows.entry(name).or_insert_with(|| this.add(format!("row:{name}"), &known, 0.0));
            let layer = layer.names.lexicons.iter().map(|lexicon| row(lexicon.name.as_str())).collect();
            this.rows.push(layer);
        }
        this
    }

    fn add(&mut self, name: String, known: &FxHashMap<&str, [f32; 3]>, default: f32) -> Named {
        self.weights.push(known.get(name.as_str()).copied().unwrap_or([default; 3]));
        self.names.push(name);
        (self.names.len() - 1) as Named
    }

    /// The name of a reason.
    pub fn name(&self, named: Named) -> &str {
        &self.names[named as usize]
    }

    /// The number of reasons.
    pub fn count(&self) -> usize {
        self.names.len()
    }

    /// The weight of a reason for a kind of name.
    pub fn weight(&self, named: Named, kind: usize) -> f32 {
        self.weights[named as usize][kind]
    }

    /// The weights, to be fitted.
    pub fn weights_mut(&mut self) -> &mut [[f32; 3]] {
        &mut self.weights
    }

    /// The reasons for and against a candidate that is a name.
    pub fn of(&self, reading: &Reading<'_, '_>, candidate: &Candidate) -> Vec<Named> {
        let mut of_span = Vec::new();
        self.of_span(reading, &candidate.tokens, &mut of_span);
        self.of_rules(candidate).chain(of_span).collect()
    }

    /// Those that a candidate's rules are.
    pub fn of_rules(&self, candidate: &Candidate) -> impl Iterator<Item = Named> {
        candidate.rules.iter().map(|&rule| self.rules[rule as usize])
    }

    /// Those of every name of these tokens, into `named`, which is cleared first.
    pub fn of_span(&self, reading: &Reading<'_, '_>, tokens: &Range<usize>, named: &mut Vec<Named>) {
        named.clear();
        named.push(self.length + (tokens.len().min(LONGEST) - 1) as Named);
        for (layer, lexicon) in reading.lexicons(tokens.clone()) {
            let row = self.rows[layer][lexicon as usize];
            if !named.contains(&row) {
                named.push(row);
            }
        }
        let places = (self.place..).zip(places(reading, tokens));
        named.extend(places.filter(|(_, holds)| *holds).map(|(place, _)| place));
    }

    /// What the rest of the bulletin says of a candidate that is a name.
    pub fn of_voice(&self, reading: &Reading<'_, '_>, candidate: &Candidate, voice: &Voice) -> Vec<Named> {
        let heard = voice.on(reading, &candidate.tokens);
        heard.map_or_else(Vec::new, |heard| self.of_heard(&heard, candidate.label).collect())
    }

    /// The same of what was heard of its tokens.
    pub(super) fn of_heard(&self, heard: &Heard<'_>, label: Label) -> impl Iterator<Item = Named> {
        let first = self.voice;
        heard.of(label).map(move |at| first + at as Named)
    }
}

/// Which of [`PLACES`] hold of a stretch of tokens.
fn places(reading: &Reading<'_, '_>, tokens: &Range<usize>) -> [bool; PLACES.len()] {
    let all = reading.tokens();
    let text = reading.text();
    let (first, last) = (all[tokens.start], all[tokens.end - 1]);
    let next = all.get(tokens.end);
    let is_letter = |shape: Shape| shape != Shape::Punctuation;
    let glued_before = tokens.start > 0 && !first.flags.has(Flags::SPACE) && is_letter(all[tokens.start - 1].shape);
    let glued_after = next
        .is_some_and(|t| !t.flags.has(Flags::SPACE) && is_letter(t.shape) && !t.text(text).starts_with(['\'', '’']));
    let signs = |sign: &str| all[tokens.clone()].iter().filter(|t| t.text(text) == sign).count();
    let unbalanced = signs("(") != signs(")");
    let whole_line = first.flags.has(Flags::BREAK) && next.is_none_or(|t| t.flags.has(Flags::BREAK));
    let crosses = |flag: Flags| all[tokens.start + 1..tokens.end].iter().any(|t| t.flags.has(flag));
    let (crosses_line, crosses_gap) = (crosses(Flags::LINE), crosses(Flags::WIDE));
    let acronym_of_neighbour = tokens.len() == 1 && is_acronym(first.shape) && {
        let inside = bracketed(reading, tokens);
        inside && tokens.start > 1 && spells(reading, first.text(text), tokens.start - 1)
    };
    let behind =
        tokens.end + 2 < all.len() && all[tokens.end].text(text) == "(" && all[tokens.end + 2].text(text) == ")";
    let has_acronym = behind && is_acronym(all[tokens.end + 1].shape) && {
        let acronym = all[tokens.end + 1].text(text);
        initial(first.text(text)) == initial(acronym) && is_letter(last.shape)
    };
    [glued_before, glued_after, unbalanced, whole_line, crosses_line, crosses_gap, acronym_of_neighbour, has_acronym]
}

fn is_acronym(shape: Shape) -> bool {
    matches!(shape, Shape::Upper | Shape::Mixed | Shape::Initial | Shape::Alnum)
}

fn initial(word: &str) -> Option<char> {
    word.chars().next().map(|c| c.to_ascii_uppercase())
}

fn bracketed(reading: &Reading<'_, '_>, tokens: &Range<usize>) -> bool {
    let all = reading.tokens();
    let is =
        |at: Option<usize>, sign: &str| at.and_then(|at| all.get(at)).is_some_and(|t| t.text(reading.text()) == sign);
    is(tokens.start.checked_sub(1), "(") && is(Some(tokens.end), ")")
}

/// Whether the capitals of the words before the token `end` spell the acronym, as far back as it has letters.
fn spells(reading: &Reading<'_, '_>, acronym: &str, end: usize) -> bool {
    let all = reading.tokens();
    let letters: Vec<char> = acronym.chars().filter(|c| c.is_uppercase()).collect();
    let words = all[..end].iter().rev().take(letters.len() * 2 + 4).filter(|t| t.shape.has_capital());
    let initials: Vec<char> = words.filter_map(|t| initial(t.text(reading.text()))).collect();
    letters.len() > 1 && initials.len() >= letters.len() && letters.iter().rev().zip(&initials).all(|(a, b)| a == b)
}
