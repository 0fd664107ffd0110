//! Marked texts as lattices: what the program proposes for each, and which candidates the marks say are right.

use std::collections::{BTreeSet, HashMap};
use std::error::Error;
use std::fmt;
use std::ops::Range;
use std::path::Path;

use bulletin_extract::Extractor;
use bulletin_extract::choose::{Candidate, Label, Lines, Named, propose, token_features, wanted};
use bulletin_extract::record::Kind;
use bulletin_rules::grammar::Memory;
use bulletin_rules::text::View;
use serde_json::Value;

use super::marked;

/// A feature of words: an index into [`Corpus::features`].
pub type Feature = u32;

/// A feature must stand in the texts of that many institutions to be kept; a text that names none is one by itself. So
/// no name gets into the tables that one sender alone repeats.
const FEWEST_SOURCES: usize = 3;

/// Everything that is fitted on.
pub struct Corpus {
    pub texts: Vec<Text>,
    /// The features of words, `sort=text`.
    pub features: Vec<String>,
    /// How many files the texts came from.
    pub files: usize,
}

/// One marked text.
pub struct Text {
    pub id: String,
    pub text: String,
    /// The institution, by which texts are left out to be judged.
    pub source: Option<String>,
    /// The file's number.
    pub file: usize,
    /// Whether it is marked by other conventions than the program's.
    pub is_foreign: bool,
    pub weight: f32,
    pub tokens: usize,
    pub candidates: Vec<Candidate>,
    /// For each candidate: the bytes it covers, the reasons of names, and whether the marks have it.
    pub facts: Vec<Facts>,
    /// For each token its features; empty where no candidate asks for them.
    pub features: Vec<Vec<Feature>>,
    pub gold: Vec<Mark>,
    /// The kinds that are marked.
    pub marked: Vec<Kind>,
}

/// A mention as it is marked.
#[derive(Clone)]
pub struct Mark {
    pub kind: Kind,
    pub bytes: Range<usize>,
    /// The name of a person or a body, the country of a place, where the marks tell it.
    pub value: Option<String>,
}

/// What is known of a candidate.
pub struct Facts {
    pub bytes: Range<usize>,
    pub named: Vec<Named>,
    pub is_right: bool,
}

impl Corpus {
    /// Reads gold files and folders, each `PATH` or `PATH=WEIGHT`.
    pub fn read(extractor: &Extractor, gold: &[String], foreign: &[String]) -> Result<Self, Box<dyn Error>> {
        let mut reader = Reader { extractor, memory: Memory::default(), features: HashMap::new(), names: Vec::new() };
        let mut texts = Vec::new();
        let files: Vec<(&String, bool)> =
            gold.iter().map(|file| (file, false)).chain(foreign.iter().map(|file| (file, true))).collect();
        for (number, (file, is_foreign)) in files.iter().enumerate() {
            let (path, weight) = match file.rsplit_once('=') {
                Some((path, weight)) => (Path::new(path), weight.parse()?),
                None => (Path::new(file.as_str()), 1.0),
            };
            let marked = if path.is_dir() { marked::read_folder(path)? } else { read_lines(path)? };
            texts.extend(marked.into_iter().map(|marked| reader.text(marked, number, *is_foreign, weight)));
        }
        let mut corpus = Corpus { texts, features: reader.names, files: files.len() };
        corpus.drop_rare();
        Ok(corpus)
    }

    /// Drops the features that too few institutions' texts have, and numbers the others anew in the order of their names.
    fn drop_rare(&mut self) {
        let mut seen: Vec<BTreeSet<String>> = vec![BTreeSet::new(); self.features.len()];
        for (number, text) in self.texts.iter().enumerate() {
            let source = text.source.clone().unwrap_or_else(|| number.to_string());
            let distinct: BTreeSet<Feature> = text.features.iter().flatten().copied().collect();
            for feature in distinct {
                let seen = &mut seen[feature as usize];
                if seen.len() < FEWEST_SOURCES {
                    seen.insert(source.clone());
                }
            }
        }
        let is_kept = |feature: &Feature| seen[*feature as usize].len() >= FEWEST_SOURCES;
        let mut kept: Vec<Feature> = (0..self.features.len() as u32).filter(is_kept).collect();
        kept.sort_by(|a, b| self.features[*a as usize].cmp(&self.features[*b as usize]));
        let mut number = vec![None; self.features.len()];
        kept.iter().enumerate().for_each(|(at, &feature)| number[feature as usize] = Some(at as Feature));
        for features in self.texts.iter_mut().flat_map(|text| &mut text.features) {
            *features = features.iter().filter_map(|&f| number[f as usize]).collect();
        }
        self.features = kept.iter().map(|&f| std::mem::take(&mut self.features[f as usize])).collect();
    }

    /// The sources of the target's texts.
    pub fn sources(&self) -> Vec<String> {
        let sources: BTreeSet<&String> = self.texts.iter().filter_map(|text| text.source.as_ref()).collect();
        sources.into_iter().cloned().collect()
    }
}

/// Which texts are fitted on and which are judged.
pub struct Split {
    pub train: Vec<usize>,
    pub held_out: Vec<usize>,
}

impl Split {
    /// Everything but one source.
    pub fn without(corpus: &Corpus, source: &str) -> Self {
        let is_of = |&at: &usize| corpus.texts[at].source.as_deref() == Some(source);
        let (held_out, train) = (0..corpus.texts.len()).partition(is_of);
        Split { train, held_out }
    }
}

struct Reader<'e> {
    extractor: &'e Extractor,
    memory: Memory,
    features: HashMap<String, Feature>,
    names: Vec<String>,
}

impl Reader<'_> {
    fn text(&mut self, marked: Marked, file: usize, is_foreign: bool, weight: f32) -> Text {
        let Marked { id, source, text, gold, kinds } = marked;
        let chooser = self.extractor.chooser();
        let knowledge = self.extractor.knowledge();
        let view = View::new(&text);
        let reading = knowledge.read(view.text(), &mut self.memory);
        let candidates = propose(&reading, knowledge.rules(), self.extractor.labels());
        let facts = candidates.iter().map(|candidate| {
            let tokens = &reading.tokens()[candidate.tokens.clone()];
            let bytes = view.to_original(tokens[0].start as usize..tokens[tokens.len() - 1].end as usize);
            let is_name = candidate.label.name_kind().is_some();
            let named = if is_name { chooser.evidence.of(&reading, candidate) } else { Vec::new() };
            let is_right = gold.iter().any(|mark| Label::Mention(mark.kind) == candidate.label && mark.bytes == bytes);
            Facts { bytes, named, is_right }
        });
        let facts: Vec<Facts> = facts.collect();
        let tokens = reading.tokens().len();
        let names = candidates.iter().filter(|c| c.label.name_kind().is_some()).map(|c| &c.tokens);
        let wanted = wanted(names, tokens);
        let lines = Lines::new(&reading);
        let mut features = vec![Vec::new(); tokens];
        for at in (0..tokens).filter(|&at| wanted[at]) {
            token_features(&reading, &lines, at, |feature| {
                let Some(name) = feature.name(chooser.words.classes()) else { return };
                let next = self.features.len() as Feature;
                let feature = *self.features.entry(name).or_insert_with_key(|name| {
                    self.names.push(name.clone());
                    next
                });
                features[at].push(feature);
            });
        }
        Text { id, source, text, file, is_foreign, weight, tokens, candidates, facts, features, gold, marked: kinds }
    }
}

/// A text with its marks.
pub struct Marked {
    pub id: String,
    pub source: Option<String>,
    pub text: String,
    pub gold: Vec<Mark>,
    /// The kinds that are marked.
    pub kinds: Vec<Kind>,
}

/// The texts of a gold file, one a line.
fn read_lines(path: &Path) -> Result<Vec<Marked>, Box<dyn Error>> {
    let lines = std::fs::read_to_string(path)?;
    lines.lines().filter(|line| !line.trim().is_empty()).map(|line| gold_line(&serde_json::from_str(line)?)).collect()
}

fn gold_line(record: &Value) -> Result<Marked, Box<dyn Error>> {
    let text = record["text"].as_str().ok_or("a gold line has no text")?.to_owned();
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let gold = record["mentions"].as_array().into_iter().flatten().filter_map(|mention| {
        let kind = Kind::ALL.into_iter().find(|kind| mention["type"] == kind.name())?;
        let at = |key: &str| mention[key].as_u64().map(|at| bytes[at as usize]);
        let value = mention[if kind == Kind::Place { "country" } else { "name" }].as_str().map(str::to_owned);
        Some(Mark { kind, bytes: at("start")?..at("end")?, value })
    });
    let gold = gold.collect();
    let kinds = match record["kinds"].as_array() {
        Some(kinds) => Kind::ALL.into_iter().filter(|kind| kinds.iter().any(|k| k == kind.name())).collect(),
        None => Kind::ALL.to_vec(),
    };
    let of = |key: &str| record[key].as_str().map(str::to_owned);
    Ok(Marked { id: of("id").unwrap_or_default(), source: of("source"), text, gold, kinds })
}

impl fmt::Display for Corpus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for file in 0..self.files {
            let texts = || self.texts.iter().filter(|text| text.file == file);
            let names =
                |text: &&Text| text.gold.iter().filter(|mark| Label::Mention(mark.kind).name_kind().is_some()).count();
            let marked: usize = texts().map(|text| names(&text)).sum();
            let proposed: usize =
                texts().flat_map(|text| &text.facts).filter(|facts| facts.is_right && !facts.named.is_empty()).count();
            let candidates: usize = texts().map(|text| text.candidates.len()).sum();
            let tokens: usize = texts().map(|text| text.tokens).sum();
            writeln!(
                f,
                "file {file}: {} texts, {tokens} tokens, {candidates} candidates; {proposed} of {marked} marked names are proposed",
                texts().count(),
            )?;
        }
        write!(f, "{} features of words", self.features.len())
    }
}
