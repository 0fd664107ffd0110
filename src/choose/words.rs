//! Word evidence: what the words in and around a candidate say for and against each kind of name.
//!
//! A feature (a word, its beginning or end, its shape, a lexicon that it stands in, its pair with a neighbour) weighs
//! differently by where its token stands to the candidate: its first word, its last, inside, before, behind. A token's
//! features are looked up once and summed by role; a candidate then costs a handful of additions, however long it is.

use std::ops::Range;

use bulletin_rules::grammar::{Knowledge, Reading};
use bulletin_rules::text::{Flags, Shape, fold_into};
use bulletin_rules::weights::{KINDS, ROLES, ROW, Weights, feature_hash};

/// Weights in the table are hundredths.
const SCALE: f32 = 0.01;

/// One token's weights, by role and kind.
pub type Row = [f32; ROW];

/// The indices of the roles in a row.
const ONLY: usize = 0;
const FIRST: usize = 1;
const INNER: usize = 2;
const LAST: usize = 3;
const BEFORE2: usize = 4;
const BEFORE: usize = 5;
const AFTER: usize = 6;
const AFTER2: usize = 7;

/// The weights of word evidence with the names of what they are asked for.
#[derive(Clone, Debug)]
pub struct WordEvidence {
    weights: Weights<'static>,
    /// For each atom the name under which it is evidence; literals and built-in shapes are none.
    classes: Vec<Option<Box<str>>>,
}

impl WordEvidence {
    /// Word evidence over a compiled table.
    pub fn new(weights: Weights<'static>, knowledge: &Knowledge) -> Self {
        let mut classes = vec![None; knowledge.atoms().count()];
        for lexicon in knowledge.lexicons().iter().flat_map(|l| &l.names.lexicons) {
            for (offset, part) in ["", "/first", "/inner", "/last"].into_iter().enumerate() {
                classes[lexicon.atom as usize + offset] = Some(format!("{}{part}", lexicon.name).into_boxed_str());
            }
        }
        Self { weights, classes }
    }

    /// Sums the evidence of the tokens for which `wanted` is set.
    pub fn sums(&self, reading: &Reading<'_, '_>, lines: &Lines, wanted: &[bool]) -> Sums {
        let tokens = reading.tokens();
        let mut room = Room::default();
        let mut sums = Sums { rows: vec![[0.0; ROW]; tokens.len()], inner: Vec::new() };
        for at in (0..tokens.len()).filter(|&at| wanted[at]) {
            let row = &mut sums.rows[at];
            token_features(reading, lines, &self.classes, at, &mut room, |sort, text| {
                if let Some(weights) = self.weights.get(feature_hash(sort, text)) {
                    for (sum, &weight) in row.iter_mut().zip(weights) {
                        *sum += f32::from(weight) * SCALE;
                    }
                }
            });
        }
        sums.finish();
        sums
    }

    /// Adds what each feature says for these tokens as a name of this kind, named `role feature`.
    pub fn reasons(
        &self,
        reading: &Reading<'_, '_>,
        lines: &Lines,
        tokens: &Range<usize>,
        kind: usize,
        reasons: &mut Vec<(String, f32)>,
    ) {
        let mut room = Room::default();
        roles(tokens.start, tokens.end, reading.tokens().len(), |token, role| {
            token_features(reading, lines, &self.classes, token, &mut room, |sort, text| {
                if let Some(weights) = self.weights.get(feature_hash(sort, text)) {
                    let weight = f32::from(weights[role * KINDS + kind]) * SCALE;
                    reasons.push((format!("{} {sort}={text}", ROLES[role]), weight));
                }
            });
        });
    }

    /// The names of classes by atom.
    pub fn classes(&self) -> &[Option<Box<str>>] {
        &self.classes
    }
}

/// Strings that are written over and over.
#[derive(Clone, Debug, Default)]
pub struct Room {
    folded: String,
    neighbour: String,
    pair: String,
}

/// Which tokens stand in lines that are all in capitals, or have each word in capitals.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    style: Vec<LineStyle>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LineStyle {
    Running,
    Titled,
    Shouted,
}

impl Lines {
    /// Looks at each line of the text.
    pub fn new(reading: &Reading<'_, '_>) -> Self {
        let tokens = reading.tokens();
        let mut style = Vec::with_capacity(tokens.len());
        let mut start = 0;
        while start < tokens.len() {
            let end = (start + 1..tokens.len()).find(|&at| tokens[at].flags.has(Flags::BREAK)).unwrap_or(tokens.len());
            let count = |test: fn(Shape) -> bool| tokens[start..end].iter().filter(|t| test(t.shape)).count();
            let lower = count(|shape| shape == Shape::Lower);
            let title = count(|shape| matches!(shape, Shape::Title | Shape::Mixed));
            let upper = count(|shape| shape == Shape::Upper);
            let line = if upper >= 3 && upper > 4 * (lower + title) {
                LineStyle::Shouted
            } else if title >= 3 && title > 2 * lower && end - start < 40 {
                LineStyle::Titled
            } else {
                LineStyle::Running
            };
            style.resize(end, line);
            start = end;
        }
        Self { style }
    }
}

/// Calls `give(sort, text)` for each feature of a token.
pub fn token_features(
    reading: &Reading<'_, '_>,
    lines: &Lines,
    classes: &[Option<Box<str>>],
    at: usize,
    room: &mut Room,
    mut give: impl FnMut(&str, &str),
) {
    let tokens = reading.tokens();
    let token = tokens[at];
    let text = token.text(reading.text());
    fold_into(text, &mut room.folded);
    let shouted = lines.style[at] == LineStyle::Shouted;
    give("l", &room.folded);
    if !shouted && token.shape != Shape::Punctuation {
        give("w", text);
    }
    if token.shape.is_word() {
        for len in 1..=4 {
            if let Some((end, _)) = room.folded.char_indices().nth(len) {
                give("p", &room.folded[..end]);
            }
            if let Some((start, _)) = room.folded.char_indices().rev().nth(len - 1).filter(|&(start, _)| start > 0) {
                give("x", &room.folded[start..]);
            }
        }
    }
    give("s", shape_name(token.shape, lines.style[at]));
    for &atom in reading.atoms(at) {
        if let Some(class) = &classes[atom as usize] {
            give("c", class);
        }
    }
    if token.flags.has(Flags::SENTENCE) {
        give("f", if token.flags.has(Flags::BREAK) { "line" } else { "sentence" });
    }
    if token.flags.has(Flags::WIDE) {
        give("f", "gap");
    }
    for (sort, shapes, neighbour) in [("b-", "s-", at.checked_sub(1)), ("b+", "s+", Some(at + 1))] {
        let neighbour = neighbour.filter(|&n| n < tokens.len() && !tokens[at.max(n)].flags.has(Flags::BREAK));
        room.pair.clear();
        room.pair.push_str(&room.folded);
        room.pair.push('|');
        let shape = match neighbour {
            Some(n) => {
                fold_into(tokens[n].text(reading.text()), &mut room.neighbour);
                room.pair.push_str(&room.neighbour);
                shape_name(tokens[n].shape, lines.style[n])
            }
            None => "edge",
        };
        give(sort, &room.pair);
        room.pair.clear();
        room.pair.push_str(shape_name(token.shape, lines.style[at]));
        room.pair.push('|');
        room.pair.push_str(shape);
        give(shapes, &room.pair);
    }
}

fn shape_name(shape: Shape, line: LineStyle) -> &'static str {
    match (shape, line) {
        (Shape::Title, LineStyle::Titled) => "titled",
        (Shape::Title, _) => "title",
        (Shape::Upper, LineStyle::Shouted) => "shouted",
        (Shape::Upper, _) => "upper",
        (Shape::Lower, LineStyle::Titled) => "lower-titled",
        (Shape::Lower, _) => "lower",
        (Shape::Mixed, _) => "mixed",
        (Shape::Letter, _) => "letter",
        (Shape::Initial, _) => "initial",
        (Shape::Integer | Shape::Decimal, _) => "number",
        (Shape::Ordinal, _) => "ordinal",
        (Shape::Alnum, _) => "alnum",
        (Shape::Link, _) => "link",
        (Shape::Punctuation, _) => "sign",
    }
}

/// The summed evidence of a text's tokens.
#[derive(Clone, Debug)]
pub struct Sums {
    /// By token.
    pub rows: Vec<Row>,
    /// Running sums of the inner role, so that a long candidate costs no more than a short one.
    inner: Vec<[f32; KINDS]>,
}

impl Sums {
    /// Sums over rows that were filled elsewhere.
    pub fn of_rows(rows: Vec<Row>) -> Self {
        let mut sums = Self { rows, inner: Vec::new() };
        sums.finish();
        sums
    }

    fn finish(&mut self) {
        let mut sum = [0.0; KINDS];
        self.inner.clear();
        self.inner.push(sum);
        for row in &self.rows {
            for (kind, sum) in sum.iter_mut().enumerate() {
                *sum += row[INNER * KINDS + kind];
            }
            self.inner.push(sum);
        }
    }

    /// What the words say for the tokens `start..end` as a name of this kind.
    pub fn score(&self, start: usize, end: usize, kind: usize) -> f32 {
        let mut score = 0.0;
        roles(start, end, self.rows.len(), |token, role| {
            if role != INNER {
                score += self.rows[token][role * KINDS + kind];
            }
        });
        if end - start > 2 {
            score += self.inner[end - 1][kind] - self.inner[start + 1][kind];
        }
        score
    }
}

/// Calls `give(token, role)` for each token that speaks about the candidate `start..end`.
pub fn roles(start: usize, end: usize, count: usize, mut give: impl FnMut(usize, usize)) {
    if start > 1 {
        give(start - 2, BEFORE2);
    }
    if start > 0 {
        give(start - 1, BEFORE);
    }
    if end - start == 1 {
        give(start, ONLY);
    } else {
        give(start, FIRST);
        for token in start + 1..end - 1 {
            give(token, INNER);
        }
        give(end - 1, LAST);
    }
    if end < count {
        give(end, AFTER);
    }
    if end + 1 < count {
        give(end + 1, AFTER2);
    }
}
