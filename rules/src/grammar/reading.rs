//! A text as the grammar reads it: tokens, what the lexicons say of them, symbols, matches.

use std::collections::HashSet;
use std::ops::Range;

use super::knowledge::Knowledge;
use super::parts::Parts;
use super::rules::{Match, RuleMemory, RuleSet};
use super::symbols::{Layers, Symbol, Symbols, Tokens};
use crate::lexicon::{Annotations, Atom, Case, Folded, Lexicon, NO_WORD, Posting, Row};
use crate::text::{Edit, Flags, Scan, Shape, Token, View, Words, fold, tokenize};

/// Memory that a thread keeps between texts: the symbols met so far and room for the next text.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    symbols: Symbols,
    over_tokens: RuleMemory,
    over_mentions: RuleMemory,
    tokens: Vec<Token>,
    folded: Folded,
    annotations: Vec<Annotations>,
    line: Vec<Symbol>,
    mention_line: Vec<Symbol>,
    matches: Vec<Match>,
}

impl Memory {
    /// Starts the symbols anew when texts of great variety have brought too many: they take some hundred bytes each, and
    /// a row that several share takes one or two kilobytes.
    fn forget_rare(&mut self) {
        const MOST_SYMBOLS: usize = 45_000;
        const MOST_ROWS: usize = 12_000;
        if self.symbols.count() > MOST_SYMBOLS || self.over_tokens.rows() > MOST_ROWS {
            (self.symbols, self.over_tokens, self.over_mentions) = Default::default();
        }
    }
}

/// A text, read.
pub struct Reading<'k, 't> {
    knowledge: &'k Knowledge,
    text: &'t str,
    memory: &'t mut Memory,
}

/// The name of the class of words whose stop does not end a sentence.
const ABBREVIATION: &str = "abbreviation";

/// The name of the lexicon of surnames.
const SURNAME: &str = "surname";

/// Whether a text is read as what a scanner made of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scans {
    /// If it shows that it is.
    #[default]
    Auto,
    /// Always.
    On,
    /// Never.
    Off,
}

/// With fewer scars a text may still be clean, its words rare or misspelt.
const FEWEST_SCARS: usize = 3;

/// Scans have one in so many tokens, or more.
const RAREST_SCARS: usize = 200;

/// Whether the edits, together with what the view has joined, are those of a scan.
fn shows_scars(view: &View<'_>, edits: &[Edit], tokens: usize) -> bool {
    // A name that no lexicon has comes again and again; a scanner's slips differ.
    let different: HashSet<&str> = edits.iter().map(|edit| &view.text()[edit.range.clone()]).collect();
    let scars = if different.is_empty() { 0 } else { different.len() + view.joins() };
    scars >= FEWEST_SCARS && scars * RAREST_SCARS >= tokens
}

/// What the lexicons have said of the words of a text.
struct LookedUp<'a> {
    lexicons: &'a [Lexicon],
    annotations: &'a [Annotations],
    /// Of the lexicon of surnames, which are too many to tell what was meant.
    surname: Option<Atom>,
}

impl LookedUp<'_> {
    /// Whether a lexicon that gives such an atom has a word as it is written.
    fn has(&self, word: &str, counts: impl Fn(Atom) -> bool) -> bool {
        let (folded, case) = (fold(word), Case::of_word(word));
        let has = |lexicon: &Lexicon| {
            let atoms = lexicon.word(&folded).map(|it| lexicon.atoms(lexicon.set(it, case)));
            atoms.is_some_and(|atoms| atoms.iter().any(|&atom| counts(atom)))
        };
        self.lexicons.iter().any(has)
    }
}

impl Words for LookedUp<'_> {
    fn is_known(&self, token: usize) -> bool {
        self.annotations.iter().any(|annotations| annotations.words[token] != NO_WORD)
    }

    fn knows(&self, word: &str) -> bool {
        self.has(word, |_| true)
    }

    fn is_telling(&self, word: &str) -> bool {
        self.has(word, |atom| Some(atom) != self.surname)
    }
}

impl Knowledge {
    /// Reads a text: tokens, lexicons, symbols, and every match of every rule over tokens.
    pub fn read<'k, 't>(&'k self, text: &'t str, memory: &'t mut Memory) -> Reading<'k, 't> {
        self.look_up(text, memory);
        self.read_looked_up(text, memory)
    }

    /// Looks the words of a view up, the first half of reading it. If it shows what scanners do, it becomes the view
    /// without that.
    pub fn look_up_view(&self, view: &mut View<'_>, scans: Scans, memory: &mut Memory) {
        self.look_up(view.text(), memory);
        let edits = match scans {
            Scans::Off => Vec::new(),
            Scans::Auto | Scans::On => self.misread(view.text(), memory),
        };
        if scans == Scans::On || shows_scars(view, &edits, memory.tokens.len()) {
            view.edit(&edits);
            self.look_up(view.text(), memory);
        }
    }

    /// What scanners have made of a text that has been looked up.
    fn misread(&self, text: &str, memory: &Memory) -> Vec<Edit> {
        let surname = self.atoms.get(SURNAME);
        let words = LookedUp { lexicons: &self.lexicons, annotations: &memory.annotations, surname };
        Scan { text, tokens: &memory.tokens, conventions: self.atoms.conventions(), words: &words }.edits()
    }

    /// Tokens, and what the lexicons say of them.
    fn look_up(&self, text: &str, memory: &mut Memory) {
        tokenize(text, self.atoms.conventions(), &mut memory.tokens);
        memory.folded.fold(text, &memory.tokens);
        memory.annotations.resize_with(self.lexicons.len(), Annotations::default);
        for (lexicon, annotations) in self.lexicons.iter().zip(&mut memory.annotations) {
            lexicon.annotate(&memory.folded, &memory.tokens, annotations);
        }
    }

    /// Reads a text whose words have just been looked up: symbols, and every match of every rule over tokens.
    pub fn read_looked_up<'k, 't>(&'k self, text: &'t str, memory: &'t mut Memory) -> Reading<'k, 't> {
        memory.forget_rare();
        let layers = Layers { lexicons: &self.lexicons, annotations: &memory.annotations };
        let tokens = Tokens { text, tokens: &memory.tokens, folded: &memory.folded };
        memory.symbols.of(&self.atoms, &layers, tokens, &mut memory.line);
        let mut reading = Reading { knowledge: self, text, memory };
        reading.find_sentences();
        let Memory { symbols, over_tokens, tokens, line, matches, .. } = &mut *reading.memory;
        self.over_tokens.find(tokens, symbols, line, over_tokens, matches);
        reading
    }
}

impl Reading<'_, '_> {
    /// Marks the tokens that begin a sentence: behind a full stop that no abbreviation brought, or a line's end.
    fn find_sentences(&mut self) {
        let abbreviation = self.knowledge.atoms.get(ABBREVIATION);
        let memory = &mut *self.memory;
        let mut ended = false;
        for at in 0..memory.tokens.len() {
            let token = memory.tokens[at];
            if token.shape == Shape::Punctuation {
                match token.text(self.text) {
                    "." => {
                        let is_abbreviation = at > 0
                            && !token.flags.has(Flags::SPACE)
                            && abbreviation.is_some_and(|atom| memory.symbols.has(memory.line[at - 1], atom));
                        ended = !is_abbreviation;
                    }
                    "!" | "?" | "…" => ended = true,
                    // Quotes and brackets pass the end of a sentence on.
                    _ => {}
                }
            } else {
                if ended && token.shape != Shape::Lower {
                    memory.tokens[at].flags.set(Flags::SENTENCE);
                }
                ended = false;
            }
        }
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.text
    }

    /// Its tokens.
    pub fn tokens(&self) -> &[Token] {
        &self.memory.tokens
    }

    /// Every match of every rule over tokens, in order of start, end and rule.
    pub fn matches(&self) -> &[Match] {
        &self.memory.matches
    }

    /// The atoms of a token, ascending.
    pub fn atoms(&self, token: usize) -> &[Atom] {
        self.memory.symbols.atoms(self.memory.line[token])
    }

    /// The symbol of a token.
    pub fn symbol(&self, token: usize) -> Symbol {
        self.memory.line[token]
    }

    /// A hash of the atoms of a token.
    pub fn atoms_hash(&self, token: usize) -> u64 {
        self.memory.symbols.hash(self.memory.line[token])
    }

    /// Whether a token has an atom.
    pub fn has(&self, token: usize, atom: Atom) -> bool {
        self.memory.symbols.has(self.memory.line[token], atom)
    }

    /// A token as the lexicons compare it.
    pub fn folded(&self, token: usize) -> &str {
        self.memory.folded.text(token)
    }

    /// The hash of [`Reading::folded`].
    pub fn hash(&self, token: usize) -> u64 {
        self.memory.folded.hash(token)
    }

    /// The slice of the text that tokens cover.
    pub fn slice(&self, tokens: Range<usize>) -> &str {
        let all = self.tokens();
        &self.text[all[tokens.start].start as usize..all[tokens.end - 1].end as usize]
    }

    /// The rows of lexicons that are exactly these tokens: the lexicon's name and the row, the user's first.
    pub fn rows(&self, tokens: Range<usize>) -> impl Iterator<Item = (&str, Row<'_>)> {
        self.postings(tokens).map(|(layer, posting)| {
            let lexicon = &self.knowledge.lexicons[layer];
            (lexicon.names.lexicons[posting.lexicon as usize].name.as_str(), lexicon.row(posting))
        })
    }

    /// The lexicons that have rows for exactly these tokens, by layer and number, the user's first.
    pub fn lexicons(&self, tokens: Range<usize>) -> impl Iterator<Item = (usize, u32)> + '_ {
        self.postings(tokens).map(|(layer, posting)| (layer, posting.lexicon))
    }

    /// Calls `found` with the rows of lexicons that are exactly this text, which need not stand in the text read.
    pub fn look_up(&self, text: &str, mut found: impl FnMut(&str, Row<'_>)) {
        let mut tokens = Vec::new();
        tokenize(text, self.knowledge.atoms.conventions(), &mut tokens);
        let (mut folded, mut annotations) = (Folded::default(), Annotations::default());
        folded.fold(text, &tokens);
        for lexicon in self.knowledge.lexicons.iter().rev() {
            lexicon.annotate(&folded, &tokens, &mut annotations);
            for posting in lexicon.postings(&tokens, &annotations, 0, tokens.len()) {
                found(&lexicon.names.lexicons[posting.lexicon as usize].name, lexicon.row(posting));
            }
        }
    }

    /// The postings of exactly these tokens with the number of their lexicon layer.
    fn postings(&self, tokens: Range<usize>) -> impl Iterator<Item = (usize, Posting)> + '_ {
        let layers = self.knowledge.lexicons.iter().zip(&self.memory.annotations).enumerate().rev();
        layers.flat_map(move |(layer, (lexicon, annotations))| {
            let postings = lexicon.postings(&self.memory.tokens, annotations, tokens.start, tokens.end);
            postings.map(move |posting| (layer, posting))
        })
    }

    /// The phrases of all lexicons, as ranges of tokens.
    pub fn phrases(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let all = self.memory.annotations.iter().flat_map(|annotations| &annotations.phrases);
        all.map(|phrase| phrase.start as usize..phrase.end as usize)
    }

    /// Calls `give` with each stretch of tokens that a match can take for its mention.
    pub fn mentions(&self, found: &Match, give: impl FnMut(Range<usize>)) {
        let memory = &*self.memory;
        self.knowledge.over_tokens.mentions(found, &memory.tokens, &memory.line, &memory.over_tokens, give);
    }

    /// Calls `read` with the parts of a match whose mention is these tokens.
    pub fn with_parts<T>(
        &self,
        found: &Match,
        mention: &Range<usize>,
        read: impl FnOnce(&super::Action, &Parts<'_>) -> T,
    ) -> Option<T> {
        let memory = &*self.memory;
        self.parts_of((&self.knowledge.over_tokens, &memory.over_tokens), &memory.line, found, mention, read)
    }

    fn parts_of<T>(
        &self,
        (rules, rule_memory): (&RuleSet, &RuleMemory),
        line: &[Symbol],
        found: &Match,
        mention: &Range<usize>,
        read: impl FnOnce(&super::Action, &Parts<'_>) -> T,
    ) -> Option<T> {
        let memory = &*self.memory;
        let layers = Layers { lexicons: &self.knowledge.lexicons, annotations: &memory.annotations };
        let parts = rules.parts(found, mention, self.text, &memory.tokens, line, rule_memory, &layers)?;
        Some(read(&rules.infos[found.rule as usize].action, &parts))
    }

    /// Every match of every rule over chosen mentions, with the stretches that it can take for its mention.
    ///
    /// `mentions` are the chosen mentions, in order, with the atom of their kind (`@kind`).
    pub fn over_mentions(&mut self, mentions: &[(Range<usize>, Atom)]) -> Vec<(Match, Vec<Range<usize>>)> {
        let mut marks: Vec<(u32, Atom)> = Vec::new();
        for (tokens, atom) in mentions {
            let (start, end) = (tokens.start as u32, tokens.end as u32);
            if end == start + 1 {
                marks.push((start, *atom));
            } else {
                marks.push((start, atom + 1));
                marks.extend((start + 1..end - 1).map(|token| (token, atom + 2)));
                marks.push((end - 1, atom + 3));
            }
        }
        marks.sort_unstable();
        let knowledge = self.knowledge;
        let Memory { symbols, over_mentions, tokens, line, mention_line, .. } = &mut *self.memory;
        mention_line.clone_from(line);
        symbols.mark(&knowledge.atoms, &marks, mention_line);
        let mut matches = Vec::new();
        knowledge.over_mentions.find(tokens, symbols, mention_line, over_mentions, &mut matches);
        let rules = &knowledge.over_mentions;
        let with_mentions = |m: Match| {
            let mut mentions = Vec::new();
            rules.mentions(&m, tokens, mention_line, over_mentions, |mention| mentions.push(mention));
            (m, mentions)
        };
        matches.into_iter().map(with_mentions).collect()
    }

    /// Calls `read` with the parts of a match of [`Reading::over_mentions`].
    pub fn with_mention_parts<T>(
        &self,
        found: &Match,
        mention: &Range<usize>,
        read: impl FnOnce(&super::Action, &Parts<'_>) -> T,
    ) -> Option<T> {
        let memory = &*self.memory;
        self.parts_of(
            (&self.knowledge.over_mentions, &memory.over_mentions),
            &memory.mention_line,
            found,
            mention,
            read,
        )
    }
}
