//! The weights while they are fitted, and what they say of a text.

use bulletin_extract::Extractor;
use bulletin_extract::choose::{Candidate, Named, Sums, Voice, best};
use bulletin_rules::grammar::Memory;
use bulletin_rules::text::View;
use bulletin_rules::weights::{KINDS, ROW};

use super::corpus::{Corpus, Text};

/// Weights of words and of named evidence.
pub struct Model {
    /// By feature, role and kind.
    pub words: Vec<[f32; ROW]>,
    /// By reason and kind.
    pub named: Vec<[f32; KINDS]>,
    /// The same again for each file whose conventions may differ: only for fitting.
    pub of_file: Vec<Vec<[f32; KINDS]>>,
}

/// For each candidate what the rest of its bulletin says.
pub type Voices = Vec<Vec<Named>>;

impl Model {
    /// A model that knows nothing.
    pub fn new(corpus: &Corpus, reasons: usize) -> Self {
        Self {
            words: vec![[0.0; ROW]; corpus.features.len()],
            named: vec![[0.0; KINDS]; reasons],
            of_file: vec![vec![[0.0; KINDS]; reasons]; corpus.files],
        }
    }

    /// The candidates with their scores; `voices` may be left out.
    pub fn weigh(&self, text: &Text, voices: Option<&Voices>, with_file: bool) -> Vec<Candidate> {
        let rows = text.features.iter().map(|features| {
            let mut row = [0.0; ROW];
            for &feature in features {
                row.iter_mut().zip(&self.words[feature as usize]).for_each(|(sum, weight)| *sum += weight);
            }
            row
        });
        let sums = Sums::of_rows(rows.collect());
        let is_foreign = with_file && text.is_foreign;
        let mut candidates = text.candidates.clone();
        for (at, candidate) in candidates.iter_mut().enumerate() {
            let Some(kind) = candidate.label.name_kind() else { continue };
            let mut score = sums.scores(candidate.tokens.start, candidate.tokens.end)[kind];
            for &named in text.facts[at].named.iter().chain(voices.into_iter().flat_map(|voices| &voices[at])) {
                score += self.named[named as usize][kind];
                if is_foreign {
                    score += self.of_file[text.file][named as usize][kind];
                }
            }
            candidate.score = score;
        }
        candidates
    }

    /// What a first decision without it teaches about each candidate.
    pub fn voices(&self, extractor: &Extractor, text: &Text, memory: &mut Memory) -> Voices {
        let candidates = self.weigh(text, None, false);
        let chosen = best(&candidates, text.tokens);
        let view = View::new(&text.text);
        let reading = extractor.knowledge().read(view.text(), memory);
        let voice = Voice::new(&reading, chosen.iter().map(|&at| &candidates[at]));
        let evidence = &extractor.chooser().evidence;
        let of = |candidate: &Candidate| match candidate.label.name_kind() {
            Some(_) => evidence.of_voice(&reading, candidate, &voice),
            None => Vec::new(),
        };
        candidates.iter().map(of).collect()
    }

    /// The candidates chosen at last, as the program would.
    pub fn decide(&self, extractor: &Extractor, text: &Text, memory: &mut Memory) -> Vec<usize> {
        let voices = self.voices(extractor, text, memory);
        best(&self.weigh(text, Some(&voices), false), text.tokens)
    }
}
