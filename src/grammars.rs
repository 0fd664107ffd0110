//! The built-in grammars, compiled by the build script, and a user's own from folders.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use bulletin_rules::grammar::{GrammarError, Knowledge, Sources};
use bulletin_rules::weights::Weights;

/// Bytes that begin where a machine word may.
#[repr(C, align(8))]
struct Aligned<B: ?Sized>(B);

static LEXICON: &Aligned<[u8]> = &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.bin")));
static WORDS: &Aligned<[u8]> = &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/words.bin")));
static GRAMMARS: &Aligned<[u8]> = &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/grammars.bin")));

/// The built-in grammar files as written, for their examples.
static TEXTS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// The weights of named evidence.
pub(crate) static EVIDENCE: &str = include_str!("../grammars/en/evidence.tsv");

/// What is built in.
pub(crate) fn built_in() -> Result<Knowledge, GrammarError> {
    Knowledge::load(&GRAMMARS.0, &LEXICON.0)
}

/// The built-in grammar files by name.
pub(crate) fn built_in_sources() -> BTreeMap<String, String> {
    TEXTS.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

/// The weights of word evidence.
pub(crate) fn word_weights() -> Weights<'static> {
    Weights::new(&WORDS.0)
}

/// The grammar files and tables of a folder.
pub(crate) fn read_folder(folder: &Path) -> Result<Sources, GrammarError> {
    let name = folder.display().to_string();
    let failed = |error: std::io::Error| {
        let help = "--grammars takes a folder with *.grammar files and the *.tsv tables that they name";
        GrammarError::new(&name, "", 0..0, format!("{name} cannot be read: {error}"), help)
    };
    let mut sources = Sources::default();
    let mut paths: Vec<_> = fs::read_dir(folder).and_then(Iterator::collect::<Result<_, _>>).map_err(failed)?;
    paths.sort_by_key(fs::DirEntry::path);
    for path in paths.iter().map(fs::DirEntry::path) {
        let files: &mut BTreeMap<_, _> = match path.extension().and_then(|ending| ending.to_str()) {
            Some("grammar") => &mut sources.grammars,
            Some("tsv") => &mut sources.tables,
            _ => continue,
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        files.insert(name, fs::read_to_string(&path).map_err(failed)?);
    }
    Ok(sources)
}
