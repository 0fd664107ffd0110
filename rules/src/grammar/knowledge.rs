//! Grammars and tables compiled into what texts are read with.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::assembly::{Assembly, rules_that_count};
use super::ast::{File, LexiconSource, Rule, Span, Statement};
use super::atoms::Atoms;
use super::automaton::{Automaton, Layout, Set};
use super::error::GrammarError;
use super::rules::{RuleInfo, RuleSet};
use crate::lexicon::{Lexicon, Names};

/// Grammar files and tables as text, by name.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Grammar files.
    pub grammars: BTreeMap<String, String>,
    /// Tables.
    pub tables: BTreeMap<String, String>,
}

/// Compiled grammars and lexicons.
#[derive(Clone, Debug)]
pub struct Knowledge {
    pub(super) files: Vec<File>,
    pub(super) texts: HashMap<String, String>,
    pub(super) atoms: Atoms,
    pub(super) lexicons: Vec<Lexicon>,
    pub(super) over_tokens: RuleSet,
    pub(super) over_mentions: RuleSet,
}

/// What is stored of a compiled grammar besides its lexicon.
#[derive(Serialize, Deserialize)]
struct Stored {
    files: Vec<File>,
    names: Names,
    /// The rules over tokens and those over mentions, spelled out: that takes longer than all else.
    spelled: [Vec<(Layout, Vec<Set>)>; 2],
}

impl Knowledge {
    /// Compiles grammars and their tables.
    pub fn compile(sources: &Sources) -> Result<Self, GrammarError> {
        let files = parse_all(sources)?;
        let mut assembly = Assembly::new(&files, &sources.grammars);
        assembly.define(&files, true)?;
        let lexicons = vec![assembly.lexicon(&files, sources, true)?];
        let spelled = assembly.spelled(&files, &lexicons)?;
        assembly.into_knowledge(files, lexicons, spelled)
    }

    /// This knowledge and a user's: words are added to lexicons, rules and fragments of the same name replaced.
    pub fn extended(&self, sources: &Sources) -> Result<Self, GrammarError> {
        let added = parse_all(sources)?;
        let mut texts = self.texts.clone();
        texts.extend(sources.grammars.clone());
        let mut assembly = Assembly::new(&self.files, &texts.into_iter().collect());
        assembly.define(&self.files, false)?;
        assembly.define(&added, true)?;
        let lexicon = assembly.lexicon(&added, sources, false)?;
        let mut files = self.files.clone();
        files.extend(added);
        let lexicons = vec![self.lexicons[0].clone(), lexicon];
        let spelled = assembly.spelled(&files, &lexicons)?;
        assembly.into_knowledge(files, lexicons, spelled)
    }

    /// The grammars (without their examples) and the lexicon as bytes, for [`Knowledge::load`].
    ///
    /// # Errors
    ///
    /// If the grammars cannot be written as bytes.
    pub fn store(&self) -> Result<(Vec<u8>, Vec<u8>), postcard::Error> {
        let mut files = self.files.clone();
        for rule in files.iter_mut().flat_map(|file| &mut file.statements) {
            if let Statement::Rule(rule) = rule {
                rule.examples.clear();
            }
            // The words of lexicons are in the compiled lexicon.
            if let Statement::Lexicon(_, LexiconSource::Inline(entries)) = rule {
                entries.clear();
            }
        }
        let names = self.lexicons[0].names.clone();
        let spelled = [&self.over_tokens, &self.over_mentions].map(RuleSet::spelled);
        Ok((postcard::to_allocvec(&Stored { files, names, spelled })?, self.lexicons[0].to_bytes()))
    }

    /// What [`Knowledge::store`] gave. `lexicon` must be aligned to eight bytes.
    ///
    /// # Errors
    ///
    /// If the bytes are none of this version's.
    pub fn load(grammars: &[u8], lexicon: &'static [u8]) -> Result<Self, GrammarError> {
        let stale = || GrammarError::new("built-in grammars", "", 0..0, "they are of another version", "build anew");
        let stored: Stored = postcard::from_bytes(grammars).map_err(|_| stale())?;
        let automaton = |(layout, sets): (Layout, Vec<_>)| Some((layout, Automaton::from_sets(&sets)?));
        let spelled = stored.spelled.map(|rules| rules.into_iter().map(automaton).collect::<Option<Vec<_>>>());
        let [Some(over_tokens), Some(over_mentions)] = spelled else { return Err(stale()) };
        let mut assembly = Assembly::new(&stored.files, &BTreeMap::new());
        assembly.define(&stored.files, false)?;
        assembly.into_knowledge(
            stored.files,
            vec![Lexicon::from_bytes(stored.names, lexicon)],
            [over_tokens, over_mentions],
        )
    }

    /// The atoms.
    pub fn atoms(&self) -> &Atoms {
        &self.atoms
    }

    /// The lexicons: the built-in one, and the user's if there is one.
    pub fn lexicons(&self) -> &[Lexicon] {
        &self.lexicons
    }

    /// The rules over tokens; a [`super::Match`] names them by index.
    pub fn rules(&self) -> &[RuleInfo] {
        &self.over_tokens.infos
    }

    /// The rules over chosen mentions.
    pub fn mention_rules(&self) -> &[RuleInfo] {
        &self.over_mentions.infos
    }

    /// Every rule as written, with its file; of rules with one name only the last.
    pub fn written_rules(&self) -> impl Iterator<Item = (&File, &Rule)> {
        rules_that_count(&self.files)
    }

    /// A fault at a place of a grammar file.
    pub fn fault(&self, file: &str, span: Span, message: impl Into<String>, help: impl Into<String>) -> GrammarError {
        GrammarError::new(file, self.texts.get(file).map_or("", String::as_str), span, message, help)
    }
}

fn parse_all(sources: &Sources) -> Result<Vec<File>, GrammarError> {
    sources.grammars.iter().map(|(name, text)| super::parse(name, text)).collect()
}
