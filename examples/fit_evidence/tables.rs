//! The fitted weights as the tables of `grammars/en`.

use std::fmt::Write as _;
use std::path::Path;

use bulletin_extract::Extractor;
use bulletin_rules::weights::{KINDS, ROLES};

use super::corpus::Corpus;
use super::model::Model;

/// Weights of words are hundredths; what is smaller says too little to be kept.
const SMALLEST: i32 = 2;
/// A table of words has at most that many lines.
const MOST_LINES: usize = 100_000;

/// Writes `evidence.tsv` and `words.tsv` into `folder`.
pub fn write(folder: &Path, extractor: &Extractor, corpus: &Corpus, model: &Model) -> std::io::Result<()> {
    std::fs::write(folder.join("evidence.tsv"), evidence(extractor, model))?;
    std::fs::write(folder.join("words.tsv"), words(corpus, model))
}

fn evidence(extractor: &Extractor, model: &Model) -> String {
    let mut table = String::from(
        "# Named evidence: what a reason weighs for each kind of name. See src/choose/evidence.rs.\n\
         # Fitted by examples/fit_evidence; a line may be changed by hand.\n\
         name\tperson\torganisation\tplace\n",
    );
    let evidence = &extractor.chooser().evidence;
    for (at, weights) in model.named.iter().enumerate() {
        let name = evidence.name(at as u32);
        // A rule that the table does not name is taken for a user's, so all are named.
        if weights.iter().all(|weight| weight.abs() < 0.005) && !name.starts_with("rule:") {
            continue;
        }
        writeln!(table, "{name}\t{:.2}\t{:.2}\t{:.2}", weights[0], weights[1], weights[2]).expect("a string takes it");
    }
    table
}

fn words(corpus: &Corpus, model: &Model) -> String {
    let mut lines: Vec<(i32, usize, usize, [i32; KINDS])> = Vec::new();
    for (feature, row) in model.words.iter().enumerate() {
        for role in 0..ROLES.len() {
            let weights: [i32; KINDS] = std::array::from_fn(|kind| (row[role * KINDS + kind] * 100.0).round() as i32);
            let most = weights.iter().map(|weight| weight.abs()).max().unwrap_or(0);
            if most >= SMALLEST {
                lines.push((most, feature, role, weights));
            }
        }
    }
    lines.sort_by_key(|&(most, feature, role, _)| (std::cmp::Reverse(most), feature, role));
    lines.truncate(MOST_LINES);
    lines.sort_by_key(|&(_, feature, role, _)| (feature, role));
    let mut table = String::from(
        "# Word evidence, in hundredths: what a feature of a token weighs by the token's role. See src/choose/words.rs.\n\
         # Fitted by examples/fit_evidence.\n\
         feature\trole\tperson\torganisation\tplace\n",
    );
    for (_, feature, role, weights) in lines {
        let [person, organisation, place] = weights;
        writeln!(table, "{}\t{}\t{person}\t{organisation}\t{place}", corpus.features[feature], ROLES[role])
            .expect("a string takes it");
    }
    table
}
