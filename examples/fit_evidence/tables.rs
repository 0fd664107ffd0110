//! The fitted weights as the tables of `grammars/en`.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::path::Path;

use bulletin_extract::Extractor;
use bulletin_extract::choose::{Label, Named};
use bulletin_rules::grammar::RuleInfo;
use bulletin_rules::weights::{KINDS, ROLES};

use super::corpus::Corpus;
use super::model::Model;

/// Weights of words are hundredths; what is smaller says too little to be kept.
const SMALLEST: i32 = 2;
/// A table of words has at most that many lines.
const MOST_LINES: usize = 100_000;

/// Writes `evidence.tsv` and `words.tsv` into `folder`.
pub fn write(folder: &Path, extractor: &Extractor, corpus: &Corpus, model: &Model) -> std::io::Result<()> {
    std::fs::write(folder.join("evidence.tsv"), evidence(extractor, corpus, model))?;
    std::fs::write(folder.join("words.tsv"), words(corpus, model))
}

/// What each rule of names weighs as written, for the kinds that it proposes.
fn priors(extractor: &Extractor) -> HashMap<String, [f32; KINDS]> {
    let rules = extractor.knowledge().rules().iter().zip(extractor.labels());
    let prior = |(rule, labels): (&RuleInfo, &Vec<Label>)| {
        let mut weights = [0.0; KINDS];
        labels.iter().filter_map(|label| label.name_kind()).for_each(|kind| weights[kind] = rule.weight);
        (format!("rule:{}", rule.name), weights)
    };
    rules.map(prior).collect()
}

fn evidence(extractor: &Extractor, corpus: &Corpus, model: &Model) -> String {
    let mut table = String::from(
        "# Named evidence: what a reason weighs for each kind of name. See src/choose/evidence.rs.\n\
         # Fitted by examples/fit_evidence; a line may be changed by hand.\n\
         name\tperson\torganisation\tplace\n",
    );
    let evidence = &extractor.chooser().evidence;
    let fired: HashSet<Named> =
        corpus.texts.iter().flat_map(|text| &text.facts).flat_map(|facts| facts.named.iter().copied()).collect();
    let priors = priors(extractor);
    for (at, weights) in model.named.iter().enumerate() {
        let name = evidence.name(at as u32);
        // Of a rule that the texts never had need of its author knows most.
        let prior = priors.get(name).filter(|_| !fired.contains(&(at as Named)));
        let weights = prior.unwrap_or(weights);
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
