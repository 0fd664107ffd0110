//! Grammars and tables compiled into what texts are read with.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::assembly::{Assembly, rules_that_count};
use super::ast::{File, LexiconSource, Rule, Span, Statement};
use super::atoms::Atoms;
use super::body::Body;
use super::error::GrammarError;
use super::profile::Profile;
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
    pub(super) files: Files,
    pub(super) texts: HashMap<String, String>,
    pub(super) atoms: Atoms,
    pub(super) lexicons: Vec<Lexicon>,
    pub(super) over_tokens: RuleSet,
    pub(super) over_mentions: RuleSet,
}

/// Grammar files as they are written.
#[derive(Clone, Debug)]
pub(super) enum Files {
    Read(Vec<File>),
    /// As bytes, which only a user's grammar asks for.
    Stored(&'static [u8]),
}

/// What is stored of a compiled grammar besides its lexicon and the profiles of its rules.
#[derive(Serialize, Deserialize)]
struct Stored<'b> {
    atoms: Atoms,
    names: Names,
    /// The rules over tokens and those over mentions, and their bodies.
    rules: [Vec<RuleInfo>; 2],
    #[serde(borrow)]
    bodies: [Vec<&'b [u8]>; 2],
    /// The files, as bytes of their own.
    files: &'b [u8],
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
        let mut files = match &self.files {
            Files::Read(files) => files.clone(),
            Files::Stored(bytes) => postcard::from_bytes(bytes).map_err(|_| stale())?,
        };
        let mut assembly = Assembly::new(&files, &texts.into_iter().collect());
        assembly.define(&files, false)?;
        assembly.define(&added, true)?;
        let lexicon = assembly.lexicon(&added, sources, false)?;
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
        let files = match &self.files {
            Files::Read(files) => postcard::to_allocvec(&without_words(files.clone()))?,
            Files::Stored(bytes) => bytes.to_vec(),
        };
        let rules = [&self.over_tokens, &self.over_mentions];
        let bodies = |rules: &RuleSet| rules.bodies.iter().map(Body::to_bytes).collect::<Result<Vec<_>, _>>();
        let bodies = [bodies(rules[0])?, bodies(rules[1])?];
        let stored = Stored {
            atoms: self.atoms.clone(),
            names: self.lexicons[0].names.clone(),
            rules: rules.map(|rules| rules.infos.clone()),
            bodies: bodies.each_ref().map(|bodies| bodies.iter().map(Vec::as_slice).collect()),
            files: &files,
        };
        let mut grammars = Vec::new();
        rules.iter().for_each(|rules| rules.profile.write(&mut grammars));
        grammars.extend(postcard::to_allocvec(&stored)?);
        Ok((grammars, self.lexicons[0].to_bytes()))
    }

    /// What [`Knowledge::store`] gave. Both must be aligned to eight bytes.
    ///
    /// # Errors
    ///
    /// If the bytes are none of this version's.
    pub fn load(mut grammars: &'static [u8], lexicon: &'static [u8]) -> Result<Self, GrammarError> {
        let profiles = [Profile::read(&mut grammars), Profile::read(&mut grammars)];
        let Stored { atoms, names, rules, bodies, files } = postcard::from_bytes(grammars).map_err(|_| stale())?;
        let mut sets = rules.into_iter().zip(bodies).zip(profiles).map(|((infos, bodies), profile)| {
            let bodies = bodies.into_iter().map(Body::of_bytes).collect();
            RuleSet { infos, bodies, profile }
        });
        let mut next = || sets.next().ok_or_else(stale);
        Ok(Self {
            over_tokens: next()?,
            over_mentions: next()?,
            files: Files::Stored(files),
            texts: HashMap::new(),
            lexicons: vec![Lexicon::from_bytes(names, lexicon)],
            atoms,
        })
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

    /// Every rule as written, with its file; of rules with one name only the last. None of knowledge that was loaded and
    /// not extended: its rules were checked when it was stored.
    pub fn written_rules(&self) -> impl Iterator<Item = (&File, &Rule)> {
        rules_that_count(match &self.files {
            Files::Read(files) => files,
            Files::Stored(_) => &[],
        })
    }

    /// A fault at a place of a grammar file.
    pub fn fault(&self, file: &str, span: Span, message: impl Into<String>, help: impl Into<String>) -> GrammarError {
        GrammarError::new(file, self.texts.get(file).map_or("", String::as_str), span, message, help)
    }
}

/// The same without what only compiling needs: examples, and the words of lexicons, which are in the compiled one.
fn without_words(mut files: Vec<File>) -> Vec<File> {
    for statement in files.iter_mut().flat_map(|file| &mut file.statements) {
        match statement {
            Statement::Rule(rule) => rule.examples.clear(),
            Statement::Lexicon(_, LexiconSource::Inline(entries)) => entries.clear(),
            _ => {}
        }
    }
    files
}

fn stale() -> GrammarError {
    GrammarError::new("built-in grammars", "", 0..0, "they are of another version", "build anew")
}

fn parse_all(sources: &Sources) -> Result<Vec<File>, GrammarError> {
    sources.grammars.iter().map(|(name, text)| super::parse(name, text)).collect()
}
