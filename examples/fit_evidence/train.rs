//! Fitting by gradient: each text's candidates should be as likely as the marks say.

use std::ops::Range;

use bulletin_extract::Extractor;
use bulletin_extract::choose::{Candidate, marginals, roles};
use bulletin_rules::grammar::Memory;
use bulletin_rules::weights::{KINDS, ROW};

use super::corpus::{Corpus, Text};
use super::model::{Model, Voices};

/// How to fit.
pub struct Settings {
    pub epochs: usize,
    /// L1 on the weights of words, a step.
    pub shrink: f32,
}

/// AdaGrad's rate.
const RATE: f32 = 0.12;
/// The pull on named evidence and its biases (L2), a step.
const DECAY: f32 = 0.0005;
/// A first model that only says what the rest of a bulletin teaches needs fewer passes.
const FIRST_EPOCHS: usize = 5;

/// Fits a model to the texts of these numbers.
///
/// What the rest of a bulletin says depends on decisions, so they are made for each half of the texts by a model of the
/// other half: otherwise the fit would trust them as only texts that it knows deserve.
pub fn fit(extractor: &Extractor, corpus: &Corpus, train: &[usize], settings: &Settings) -> Model {
    let first = Settings { epochs: FIRST_EPOCHS.min(settings.epochs), ..*settings };
    let mut voices: Vec<Voices> = corpus.texts.iter().map(|_| Vec::new()).collect();
    let mut memory = Memory::default();
    for half in 0..2 {
        let others: Vec<usize> = train.iter().copied().filter(|at| at % 2 != half).collect();
        let model = run(extractor, corpus, &others, None, &first);
        for &at in train.iter().filter(|&at| at % 2 == half) {
            voices[at] = model.voices(extractor, &corpus.texts[at], &mut memory);
        }
    }
    run(extractor, corpus, train, Some(&voices), settings)
}

fn run(
    extractor: &Extractor,
    corpus: &Corpus,
    train: &[usize],
    voices: Option<&Vec<Voices>>,
    settings: &Settings,
) -> Model {
    let reasons = extractor.chooser().evidence.count();
    let mut model = Model::new(corpus, reasons);
    let mut squares = Model::new(corpus, reasons);
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut order = train.to_vec();
    for epoch in 0..settings.epochs {
        random.shuffle(&mut order);
        for &at in &order {
            // Half of the time a text is read as in the program's first decision, without what the rest of it says.
            let voices = voices.map(|voices| &voices[at]).filter(|_| epoch % 2 == 1 || random.next() & 1 == 0);
            step(&mut model, &mut squares, &corpus.texts[at], voices);
        }
        shrink(&mut model, &squares, settings.shrink * order.len() as f32);
    }
    model
}

/// One step of AdaGrad along one text's gradient.
fn step(model: &mut Model, squares: &mut Model, text: &Text, voices: Option<&Voices>) {
    let candidates = model.weigh(text, voices, true);
    let likely = marginals(&candidates, text.tokens);
    let mut rows = Gradient::new(text.tokens);
    for (at, candidate) in candidates.iter().enumerate() {
        let Some(kind) = candidate.label.name_kind() else { continue };
        let facts = &text.facts[at];
        let wanted = f64::from(u8::from(facts.is_right));
        let slope = (wanted - likely[at]) as f32 * text.weight;
        if slope.abs() < 1e-4 {
            continue;
        }
        rows.add(candidate, kind, slope);
        for &named in facts.named.iter().chain(voices.into_iter().flat_map(|voices| &voices[at])) {
            let named = named as usize;
            climb(&mut model.named[named][kind], &mut squares.named[named][kind], slope, DECAY);
            if text.is_foreign {
                let (bias, square) = (&mut model.of_file[text.file][named], &mut squares.of_file[text.file][named]);
                climb(&mut bias[kind], &mut square[kind], slope, DECAY);
            }
        }
    }
    for (row, features) in rows.finish().iter().zip(&text.features) {
        if row.iter().all(|&slope| slope == 0.0) {
            continue;
        }
        for &feature in features {
            let (weights, squares) = (&mut model.words[feature as usize], &mut squares.words[feature as usize]);
            for at in 0..ROW {
                if row[at] != 0.0 {
                    climb(&mut weights[at], &mut squares[at], row[at], 0.0);
                }
            }
        }
    }
}

fn climb(weight: &mut f32, square: &mut f32, slope: f32, decay: f32) {
    *square += slope * slope;
    *weight += RATE * slope / (1.0 + *square).sqrt();
    *weight *= 1.0 - decay * RATE;
}

/// Pulls the weights of words towards zero, those that were moved much the less.
fn shrink(model: &mut Model, squares: &Model, pull: f32) {
    for (weights, squares) in model.words.iter_mut().zip(&squares.words) {
        for (weight, square) in weights.iter_mut().zip(squares) {
            let pull = pull * RATE / (1.0 + square).sqrt() / 100.0;
            *weight = weight.signum() * (weight.abs() - pull).max(0.0);
        }
    }
}

/// A text's gradient by token, role and kind; the inner tokens of a candidate are marked by its ends and summed once.
struct Gradient {
    rows: Vec<[f32; ROW]>,
    inner: Vec<[f32; KINDS]>,
}

/// The number of the inner role.
const INNER: usize = 2;

impl Gradient {
    fn new(tokens: usize) -> Self {
        Self { rows: vec![[0.0; ROW]; tokens], inner: vec![[0.0; KINDS]; tokens + 1] }
    }

    fn add(&mut self, candidate: &Candidate, kind: usize, slope: f32) {
        let Range { start, end } = candidate.tokens;
        let count = self.rows.len();
        roles(start, end, count, |token, role| {
            if role != INNER {
                self.rows[token][role * KINDS + kind] += slope;
            }
        });
        if end - start > 2 {
            self.inner[start + 1][kind] += slope;
            self.inner[end - 1][kind] -= slope;
        }
    }

    fn finish(mut self) -> Vec<[f32; ROW]> {
        let mut sum = [0.0; KINDS];
        for (row, change) in self.rows.iter_mut().zip(&self.inner) {
            for kind in 0..KINDS {
                sum[kind] += change[kind];
                row[INNER * KINDS + kind] = if sum[kind].abs() < 1e-5 { 0.0 } else { sum[kind] };
            }
        }
        self.rows
    }
}

/// Xorshift: enough for an order, and the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn shuffle(&mut self, items: &mut [usize]) {
        for at in (1..items.len()).rev() {
            let other = (self.next() % (at as u64 + 1)) as usize;
            items.swap(at, other);
        }
    }
}
