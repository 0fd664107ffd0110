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

/// The same in whole hundredths, which add up to the same in any order.
type Hundredths = [i32; ROW];

/// What the words met lately say by themselves, by one [`WordEvidence`].
#[derive(Clone, Debug, Default)]
pub struct WordMemory {
    /// Each key has one slot; the last that was asked for has it. Both lists begin as noughts, of which the system gives pages
    /// only when they are written to.
    keys: Vec<u64>,
    evidence: Vec<i32>,
}

impl WordMemory {
    /// The evidence of a key, computed if the slot has another's.
    fn own(&mut self, key: u64, compute: impl FnOnce() -> Hundredths) -> &[i32] {
        const SLOTS: usize = 1 << 14;
        if self.keys.is_empty() {
            self.keys = vec![0; SLOTS];
            self.evidence = vec![0; SLOTS * ROW];
        }
        let slot = key as usize % SLOTS;
        let evidence = &mut self.evidence[slot * ROW..][..ROW];
        if self.keys[slot] != key {
            self.keys[slot] = key;
            evidence.copy_from_slice(&compute());
        }
        evidence
    }
}

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
    /// By shape, then by the shape before it and by that behind it.
    shape_weights: [Vec<Option<&'static [i16]>>; 2],
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
        let shape_weights = [Sort::ShapesBefore, Sort::ShapesAfter].map(|sort| {
            let pairs = SHAPES.iter().flat_map(|shape| SHAPES.iter().map(move |beside| (shape, beside)));
            let hash = |(shape, beside): (&&str, &&str)| pair_hash(text_hash(shape), text_hash(beside));
            pairs.map(|pair| weights.get(key(sort, hash(pair)))).collect()
        });
        Self { weights, classes, class_weights, shape_weights }
    }

    /// Sums the evidence of the tokens for which `wanted` is set.
    pub fn sums(&self, reading: &Reading<'_, '_>, lines: &Lines, wanted: &[bool], memory: &mut WordMemory) -> Sums {
        let tokens = reading.tokens();
        let mut sums = Sums { rows: vec![[0.0; ROW]; tokens.len()], inner: Vec::new() };
        for at in (0..tokens.len()).filter(|&at| wanted[at]) {
            let own = || self.hundredths(|give| own_features(reading, lines, at, give));
            let own = memory.own(own_key(reading, lines, at), own);
            let beside = self.hundredths(|give| beside_features(reading, lines, at, give));
            for (sum, (own, beside)) in sums.rows[at].iter_mut().zip(own.iter().zip(beside)) {
                *sum = (own + beside) as f32 * SCALE;
            }
        }
        sums.finish();
        sums
    }

    /// The weights of features, summed.
    fn hundredths<'r>(&self, features: impl FnOnce(&mut dyn FnMut(Feature<'r>))) -> Hundredths {
        let mut sums = [0; ROW];
        features(&mut |feature| {
            if let Some(weights) = self.weights(&feature) {
                sums.iter_mut().zip(weights).for_each(|(sum, &weight)| *sum += i32::from(weight));
            }
        });
        sums
    }

    fn weights(&self, feature: &Feature<'_>) -> Option<&'static [i16]> {
        match *feature {
            Feature::Class(atom) => self.class_weights[atom as usize],
            Feature::Shapes(side, [shape, beside]) => self.shape_weights[side][shape * SHAPES.len() + beside],
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
    /// Its shape and that of the token before it (0) or behind it (1).
    Shapes(usize, [usize; 2]),
}

impl Feature<'_> {
    /// As the table of weights writes it; `None` of an atom that is no class.
    pub fn name(&self, classes: &Classes) -> Option<String> {
        Some(match *self {
            Self::Class(atom) => format!("{}={}", Sort::Class.name(), classes[atom as usize].as_deref()?),
            Self::Text(sort, text) | Self::Hashed(sort, _, text) => format!("{}={text}", sort.name()),
            Self::Pair(sort, _, [first, second]) => format!("{}={first}{PAIR}{second}", sort.name()),
            Self::Shapes(side, [shape, beside]) => {
                let sort = [Sort::ShapesBefore, Sort::ShapesAfter][side];
                format!("{}={}{PAIR}{}", sort.name(), SHAPES[shape], SHAPES[beside])
            }
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
    own_features(reading, lines, at, &mut give);
    beside_features(reading, lines, at, &mut give);
}

/// The key of a token's [`own_features`]: the same for those that have the same.
fn own_key(reading: &Reading<'_, '_>, lines: &Lines, at: usize) -> u64 {
    let token = reading.tokens()[at];
    let words = pair_hash(reading.hash(at), text_hash(token.text(reading.text())));
    let flags = [Flags::SENTENCE, Flags::BREAK, Flags::WIDE].map(|flag| token.flags.has(flag));
    let flags = flags.iter().fold(0, |bits, &flag| bits << 1 | u64::from(flag));
    let written = u64::from(token.shape as u8) << 16 | (lines.style[at] as u64) << 8 | flags;
    pair_hash(pair_hash(words, reading.atoms_hash(at)), written)
}

/// Calls `give` with each feature that a token has by itself.
fn own_features<'r>(reading: &'r Reading<'_, '_>, lines: &Lines, at: usize, give: &mut dyn FnMut(Feature<'r>)) {
    let tokens = reading.tokens();
    let token = tokens[at];
    let folded = reading.folded(at);
    let style = lines.style[at];
    give(Feature::Hashed(Sort::Folded, reading.hash(at), folded));
    if style != LineStyle::Shouted && token.shape != Shape::Punctuation {
        give(Feature::Text(Sort::Written, token.text(reading.text())));
    }
    if token.shape.is_word() {
        affixes(folded, give);
    }
    give(Feature::Text(Sort::Shape, SHAPES[shape(token.shape, style)]));
    reading.atoms(at).iter().for_each(|&atom| give(Feature::Class(atom)));
    if token.flags.has(Flags::SENTENCE) {
        give(Feature::Text(Sort::Flag, if token.flags.has(Flags::BREAK) { "line" } else { "sentence" }));
    }
    if token.flags.has(Flags::WIDE) {
        give(Feature::Text(Sort::Flag, "gap"));
    }
}

/// Calls `give` with each feature that a token has by what stands beside it.
fn beside_features<'r>(reading: &'r Reading<'_, '_>, lines: &Lines, at: usize, give: &mut dyn FnMut(Feature<'r>)) {
    let tokens = reading.tokens();
    let folded = reading.folded(at);
    let own = shape(tokens[at].shape, lines.style[at]);
    let sides = [(Sort::PairBefore, at.checked_sub(1)), (Sort::PairAfter, Some(at + 1))];
    for (side, (words, neighbour)) in sides.into_iter().enumerate() {
        let neighbour = neighbour.filter(|&n| n < tokens.len() && !tokens[at.max(n)].flags.has(Flags::BREAK));
        let beside = neighbour.map_or(EDGE, |n| shape(tokens[n].shape, lines.style[n]));
        let (word, hash) = neighbour.map_or(("", text_hash("")), |n| (reading.folded(n), reading.hash(n)));
        give(Feature::Pair(words, pair_hash(reading.hash(at), hash), [folded, word]));
        give(Feature::Shapes(side, [own, beside]));
    }
}

/// Calls `give` with the beginnings and the ends of a word, shorter than it is.
fn affixes<'r>(folded: &'r str, give: &mut dyn FnMut(Feature<'r>)) {
    const LONGEST: usize = 4;
    for (end, _) in folded.char_indices().skip(1).take(LONGEST) {
        give(Feature::Text(Sort::Prefix, &folded[..end]));
    }
    for (start, _) in folded.char_indices().rev().take(LONGEST).filter(|&(start, _)| start > 0) {
        give(Feature::Text(Sort::Suffix, &folded[start..]));
    }
}

/// How tokens are written, as the table names it.
const SHAPES: [&str; 15] = [
    "edge",
    "titled",
    "title",
    "shouted",
    "upper",
    "lower-titled",
    "lower",
    "mixed",
    "letter",
    "initial",
    "number",
    "ordinal",
    "alnum",
    "link",
    "sign",
];

/// Where the line ends, among [`SHAPES`].
const EDGE: usize = 0;

/// How a token is written in such a line, as an index into [`SHAPES`].
fn shape(shape: Shape, line: LineStyle) -> usize {
    match (shape, line) {
        (Shape::Title, LineStyle::Titled) => 1,
        (Shape::Title, _) => 2,
        (Shape::Upper, LineStyle::Shouted) => 3,
        (Shape::Upper, _) => 4,
        (Shape::Lower, LineStyle::Titled) => 5,
        (Shape::Lower, _) => 6,
        (Shape::Mixed, _) => 7,
        (Shape::Letter, _) => 8,
        (Shape::Initial, _) => 9,
        (Shape::Integer | Shape::Decimal, _) => 10,
        (Shape::Ordinal, _) => 11,
        (Shape::Alnum, _) => 12,
        (Shape::Link, _) => 13,
        (Shape::Punctuation, _) => 14,
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

    /// What the words say for the tokens `start..end` as a name of each kind.
    pub fn scores(&self, start: usize, end: usize) -> [f32; KINDS] {
        let mut scores = [0.0; KINDS];
        let mut add = |token: usize, role: usize| {
            let weights = &self.rows[token][role * KINDS..(role + 1) * KINDS];
            scores.iter_mut().zip(weights).for_each(|(score, weight)| *score += weight);
        };
        outer_roles(start, end, self.rows.len(), &mut add);
        if end - start > 2 {
            let (before, behind) = (&self.inner[start + 1], &self.inner[end - 1]);
            scores.iter_mut().zip(behind.iter().zip(before)).for_each(|(score, (end, start))| *score += end - start);
        }
        scores
    }
}

/// Calls `give(token, role)` for each token that speaks about the candidate `start..end`.
pub fn roles(start: usize, end: usize, count: usize, mut give: impl FnMut(usize, usize)) {
    outer_roles(start, end, count, &mut give);
    (start + 1..end.saturating_sub(1)).for_each(|token| give(token, INNER));
}

/// The same for all but those inside, which can be many.
fn outer_roles(start: usize, end: usize, count: usize, give: &mut impl FnMut(usize, usize)) {
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
        give(end - 1, LAST);
    }
    if end < count {
        give(end, AFTER);
    }
    if end + 1 < count {
        give(end + 1, AFTER2);
    }
}
