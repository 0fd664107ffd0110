//! Word evidence: what the words in and around a candidate say for and against each kind of name.
//!
//! A feature (a word, its beginning or end, its shape, a lexicon that it stands in, its pair with a neighbour) weighs
//! differently by where its token stands to the candidate: its first word, its last, inside, before, behind. A token's
//! features are looked up once and summed by role; a candidate then costs a handful of additions, however long it is.

use std::ops::Range;

use bulletin_rules::grammar::{Knowledge, Reading};
use bulletin_rules::lexicon::Atom;
use bulletin_rules::text::{Flags, Shape};
use bulletin_rules::weights::{KINDS, PAIR, ROLES, ROW, Sort, Weights, key, pair_hash, text_hash};

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
    classes: Classes,
    /// By atom: the weights of its class.
    class_weights: Vec<Option<&'static [i16]>>,
}

/// For each atom the name under which it is evidence; literals and built-in shapes are none.
pub type Classes = Vec<Option<Box<str>>>;

impl WordEvidence {
    /// Word evidence over a compiled table.
    pub fn new(weights: Weights<'static>, knowledge: &Knowledge) -> Self {
        let mut classes: Classes = vec![None; knowledge.atoms().count()];
        for lexicon in knowledge.lexicons().iter().flat_map(|l| &l.names.lexicons) {
            for (offset, part) in ["", "/first", "/inner", "/last"].into_iter().enumerate() {
                classes[lexicon.atom as usize + offset] = Some(format!("{}{part}", lexicon.name).into_boxed_str());
            }
        }
        let class_weights = |name: &Option<Box<str>>| weights.get(key(Sort::Class, text_hash(name.as_deref()?)));
        let class_weights = classes.iter().map(class_weights).collect();
        Self { weights, classes, class_weights }
    }

    /// Sums the evidence of the tokens for which `wanted` is set.
    pub fn sums(&self, reading: &Reading<'_, '_>, lines: &Lines, wanted: &[bool]) -> Sums {
        let tokens = reading.tokens();
        let mut sums = Sums { rows: vec![[0.0; ROW]; tokens.len()], inner: Vec::new() };
        for at in (0..tokens.len()).filter(|&at| wanted[at]) {
            let row = &mut sums.rows[at];
            // Hundredths are whole numbers: they add up to the same in any order.
            token_features(reading, lines, at, |feature| {
                if let Some(weights) = self.weights(&feature) {
                    for (sum, &weight) in row.iter_mut().zip(weights) {
                        *sum += f32::from(weight);
                    }
                }
            });
            row.iter_mut().for_each(|sum| *sum *= SCALE);
        }
        sums.finish();
        sums
    }

    fn weights(&self, feature: &Feature<'_>) -> Option<&'static [i16]> {
        match *feature {
            Feature::Class(atom) => self.class_weights[atom as usize],
            Feature::Text(sort, text) => self.weights.get(key(sort, text_hash(text))),
            Feature::Hashed(sort, hash, _) | Feature::Pair(sort, hash, _) => self.weights.get(key(sort, hash)),
        }
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
        roles(tokens.start, tokens.end, reading.tokens().len(), |token, role| {
            token_features(reading, lines, token, |feature| {
                if let Some(weights) = self.weights(&feature) {
                    let weight = f32::from(weights[role * KINDS + kind]) * SCALE;
                    let name = feature.name(&self.classes).unwrap_or_default();
                    reasons.push((format!("{} {name}", ROLES[role]), weight));
                }
            });
        });
    }

    /// The names of classes by atom.
    pub fn classes(&self) -> &Classes {
        &self.classes
    }
}

/// Something that can be said of a token.
#[derive(Clone, Copy, Debug)]
pub enum Feature<'t> {
    /// That it has this atom; those that are no class say nothing.
    Class(Atom),
    /// A text.
    Text(Sort, &'t str),
    /// A text whose hash is known.
    Hashed(Sort, u64, &'t str),
    /// Two texts, with the hash of the pair.
    Pair(Sort, u64, [&'t str; 2]),
}

impl Feature<'_> {
    /// As the table of weights writes it; `None` of an atom that is no class.
    pub fn name(&self, classes: &Classes) -> Option<String> {
        Some(match *self {
            Self::Class(atom) => format!("{}={}", Sort::Class.name(), classes[atom as usize].as_deref()?),
            Self::Text(sort, text) | Self::Hashed(sort, _, text) => format!("{}={text}", sort.name()),
            Self::Pair(sort, _, [first, second]) => format!("{}={first}{PAIR}{second}", sort.name()),
        })
    }
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

/// Calls `give` with each feature of a token.
pub fn token_features<'r>(reading: &'r Reading<'_, '_>, lines: &Lines, at: usize, mut give: impl FnMut(Feature<'r>)) {
    let tokens = reading.tokens();
    let token = tokens[at];
    let folded = reading.folded(at);
    let style = lines.style[at];
    give(Feature::Hashed(Sort::Folded, reading.hash(at), folded));
    if style != LineStyle::Shouted && token.shape != Shape::Punctuation {
        give(Feature::Text(Sort::Written, token.text(reading.text())));
    }
    if token.shape.is_word() {
        affixes(folded, &mut give);
    }
    let shape = shape_name(token.shape, style);
    give(Feature::Text(Sort::Shape, shape));
    reading.atoms(at).iter().for_each(|&atom| give(Feature::Class(atom)));
    if token.flags.has(Flags::SENTENCE) {
        give(Feature::Text(Sort::Flag, if token.flags.has(Flags::BREAK) { "line" } else { "sentence" }));
    }
    if token.flags.has(Flags::WIDE) {
        give(Feature::Text(Sort::Flag, "gap"));
    }
    let sides =
        [(Sort::PairBefore, Sort::ShapesBefore, at.checked_sub(1)), (Sort::PairAfter, Sort::ShapesAfter, Some(at + 1))];
    for (words, shapes, neighbour) in sides {
        let neighbour = neighbour.filter(|&n| n < tokens.len() && !tokens[at.max(n)].flags.has(Flags::BREAK));
        let beside = neighbour.map_or("edge", |n| shape_name(tokens[n].shape, lines.style[n]));
        let (word, hash) = neighbour.map_or(("", text_hash("")), |n| (reading.folded(n), reading.hash(n)));
        give(Feature::Pair(words, pair_hash(reading.hash(at), hash), [folded, word]));
        give(Feature::Pair(shapes, pair_hash(text_hash(shape), text_hash(beside)), [shape, beside]));
    }
}

/// Calls `give` with the beginnings and the ends of a word, shorter than it is.
fn affixes<'r>(folded: &'r str, give: &mut impl FnMut(Feature<'r>)) {
    const LONGEST: usize = 4;
    for (end, _) in folded.char_indices().skip(1).take(LONGEST) {
        give(Feature::Text(Sort::Prefix, &folded[..end]));
    }
    for (start, _) in folded.char_indices().rev().take(LONGEST).filter(|&(start, _)| start > 0) {
        give(Feature::Text(Sort::Suffix, &folded[start..]));
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
