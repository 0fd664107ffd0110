//! Fits the weights of evidence: `cargo run --release --example fit_evidence -- GOLD[=WEIGHT]...`
//!
//! The program decides between candidates by weights that add up. Here they are learnt: a semi-Markov conditional
//! random field over the very lattice that the program searches (its tokens, its rules' candidates, its reasons), fitted
//! by gradient to marked texts. What comes out are the two tables of `grammars/en/`: `evidence.tsv` for the reasons
//! that rules, lexicons and the bulletin give, `words.tsv` for those of words and their neighbours.
//!
//! A gold file has one `{"id", "text", "mentions": [{"type", "start", "end"}], "source", "kinds"}` a line, offsets in
//! code points; a folder has marked bulletins as in `corpus/marked`. Files given by `--foreign` only help: their
//! conventions may differ, so they get biases of their own, dropped at the end. `--folds` judges the texts that name
//! their source, each source left out of the fit, spans and values; `--write` makes the tables from everything. The same input gives the
//! same tables, bit for bit.

mod corpus;
mod judge;
mod marked;
mod model;
mod tables;
mod train;

use std::path::PathBuf;

use bulletin_extract::Extractor;
use bulletin_extract::record::OffsetUnit;
use clap::Parser;
use rayon::prelude::*;

use corpus::{Corpus, Split};
use judge::Judgement;

/// Fits the tables of evidence to marked texts.
#[derive(Parser)]
struct Arguments {
    /// Marked texts, each file or folder with the weight of its texts: `dev.jsonl=3`.
    #[arg(required = true)]
    gold: Vec<String>,
    /// Texts marked by other conventions, likewise.
    #[arg(long)]
    foreign: Vec<String>,
    /// Judge by leaving out one source after the other.
    #[arg(long)]
    folds: bool,
    /// Print the errors of these folds.
    #[arg(long)]
    errors: bool,
    /// Passes over the texts.
    #[arg(long, default_value_t = 12)]
    epochs: usize,
    /// Strength of the pull towards zero (L1) on the weights of words.
    #[arg(long, default_value_t = 0.004)]
    shrink: f32,
    /// Where the tables are written; nowhere if not given.
    #[arg(long)]
    write: Option<PathBuf>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = Arguments::parse();
    // Marks and mentions are compared as bytes.
    let extractor = Extractor::builder().offsets(OffsetUnit::Byte).build()?;
    let corpus = Corpus::read(&extractor, &arguments.gold, &arguments.foreign)?;
    eprintln!("{corpus}");
    let settings = train::Settings { epochs: arguments.epochs, shrink: arguments.shrink };
    if arguments.folds {
        let judge = |source: &String| {
            let split = Split::without(&corpus, source);
            let model = train::fit(&extractor, &corpus, &split.train, &settings);
            let mut fold = Judgement::default();
            for &at in &split.held_out {
                fold.add(&extractor, &corpus.texts[at], &model, arguments.errors);
            }
            fold
        };
        let sources = corpus.sources();
        let folds: Vec<Judgement> = sources.par_iter().map(judge).collect();
        let mut total = Judgement::default();
        for (source, fold) in sources.iter().zip(folds) {
            println!("{source}\n{fold}");
            total += fold;
        }
        println!("all, each text's source left out\n{total}");
    }
    if let Some(folder) = arguments.write {
        let everything: Vec<usize> = (0..corpus.texts.len()).collect();
        let model = train::fit(&extractor, &corpus, &everything, &settings);
        tables::write(&folder, &extractor, &corpus, &model)?;
    }
    Ok(())
}
