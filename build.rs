//! Compiles `grammars/en` into what the program embeds, so that nothing is parsed when it starts.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs, process};

use bulletin_rules::grammar::{Knowledge, Sources};

/// Tables of weights: not lexicons, read by `src/choose`.
const WEIGHTS: [&str; 2] = ["evidence.tsv", "words.tsv"];

fn main() {
    let folder = Path::new("grammars/en");
    println!("cargo::rerun-if-changed={}", folder.display());
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo names the folder"));
    let sources = Sources { grammars: read(folder, "grammar"), tables: read(folder, "tsv") };
    let knowledge = Knowledge::compile(&sources).unwrap_or_else(|error| {
        let place = error.place();
        println!("cargo::error={place}: {:?}", miette::Report::new(error));
        process::exit(1)
    });
    let (grammars, lexicon) = knowledge.store().expect("the grammars can be written");
    fs::write(out.join("grammars.bin"), grammars).expect("the folder can be written");
    fs::write(out.join("lexicon.bin"), lexicon).expect("the folder can be written");
    let words = fs::read_to_string(folder.join("words.tsv")).unwrap_or_default();
    fs::write(out.join("words.bin"), bulletin_rules::weights::compile(&words)).expect("the folder can be written");
    fs::write(out.join("texts.rs"), texts(folder, &sources.grammars)).expect("the folder can be written");
}

/// The files of the folder with this ending, by name.
fn read(folder: &Path, ending: &str) -> BTreeMap<String, String> {
    let files =
        fs::read_dir(folder).expect("grammars/en is there").map(|entry| entry.expect("it can be listed").path());
    files
        .filter(|path| path.extension().is_some_and(|e| e == ending))
        .map(|path| {
            let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
        })
        .filter(|(name, _)| !WEIGHTS.contains(&name.as_str()))
        .collect()
}

/// A Rust expression of all grammar texts, which `check` needs for their examples.
fn texts(folder: &Path, grammars: &BTreeMap<String, String>) -> String {
    let folder = folder.canonicalize().expect("grammars/en is there");
    let entries = grammars.keys().map(|name| format!("({name:?}, include_str!({:?})),", folder.join(name)));
    format!("&[{}]", entries.collect::<String>())
}
