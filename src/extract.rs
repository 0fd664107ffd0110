//! The way of a bulletin through the stages, on one screen: [`Extractor::extract`].

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Mutex;

pub use bulletin_rules::grammar::Scans;
use bulletin_rules::grammar::{self, GrammarError, Knowledge, Match, Reading};
use bulletin_rules::text::{Flags, Token, View};
use jiff::civil;

use crate::bulletin::Bulletin;
use crate::check::{self, CheckReport};
use crate::choose::{Candidate, Chooser, Label, Value, WordMemory, best, propose};
use crate::grammars;
use crate::record::{Kind, OffsetUnit, Record, TextToken};
use crate::resolve::{self, Resolver};

/// Finds everything in bulletins. Building one takes milliseconds; then it is shared between threads at no cost.
#[derive(Debug)]
pub struct Extractor {
    knowledge: Knowledge,
    chooser: Chooser,
    resolver: Resolver,
    labels: Vec<Vec<Label>>,
    settings: ExtractorBuilder,
    /// What threads have learnt of the texts, lent to whoever extracts next.
    memories: Mutex<Vec<Memory>>,
}

/// What a thread keeps between texts.
#[derive(Debug, Default)]
struct Memory {
    symbols: grammar::Memory,
    words: WordMemory,
}

impl Extractor {
    /// The settings, to be changed before it is built.
    pub fn builder() -> ExtractorBuilder {
        ExtractorBuilder::default()
    }

    /// Everything found in `bulletin`.
    pub fn extract(&self, bulletin: &Bulletin) -> Record {
        self.finished(self.run(bulletin, self.settings.scans, None), &bulletin.text)
    }

    /// The same where the names have been marked by hand, as bytes of the text with their kind: what the last stages
    /// make of right mentions.
    pub fn extract_marked(&self, bulletin: &Bulletin, names: &[(Range<usize>, Kind)]) -> Record {
        self.finished(self.run(bulletin, self.settings.scans, Some(names)), &bulletin.text)
    }

    fn run(&self, bulletin: &Bulletin, scans: Scans, marked: Option<&[(Range<usize>, Kind)]>) -> Record {
        let mut memory = self.lend();
        // Text: a cleaned view with the way back. Tokens, lexicon, grammar: every match of every rule.
        let mut view = View::new(&bulletin.text);
        let Memory { symbols, words } = &mut memory;
        self.knowledge.look_up_view(&mut view, scans, symbols);
        let mut reading = self.knowledge.read_looked_up(view.text(), symbols);
        // Choose: what the matches propose, weighed; the best set that does not overlap.
        let mut candidates = propose(&reading, self.knowledge.rules(), &self.labels);
        let timexes: Vec<Candidate> = candidates.extract_if(.., |c| c.label == Label::Timex).collect();
        let chosen = match marked {
            None => self.chooser.choose(&reading, &mut candidates, words),
            Some(names) => {
                candidates = with_names(candidates, &reading, &view, names);
                best(&candidates, reading.tokens().len())
            }
        };
        // Normalise happened with the proposals; resolve: what needs the whole bulletin.
        let explain = self.settings.explain.then_some(&self.chooser);
        let mut record = self.resolver.resolve(bulletin, &view, &mut reading, &candidates, &chosen, explain);
        if self.settings.timeml {
            record.timexes = self.resolver.timexes(&record, &view, &mut reading, timexes, &candidates, &chosen);
        }
        if self.settings.tokens {
            record.tokens = reading.tokens().iter().map(|token| text_token(token, &view)).collect();
        }
        self.give_back(memory);
        record
    }

    /// Output: the kinds that were asked for, offsets in the unit that was asked for.
    fn finished(&self, mut record: Record, text: &str) -> Record {
        record.retain_kinds(self.settings.kinds.as_deref());
        record.recount(text, self.settings.offsets);
        record
    }

    /// The day that `text` as a whole names.
    pub fn read_day(&self, text: &str) -> Option<civil::Date> {
        // Whatever kinds are asked for: bulletins are divided and dated by their date lines all the same.
        // A line alone is too short to show that it is a scan (`14 August 198O`).
        let scans = if self.settings.scans == Scans::Off { Scans::Off } else { Scans::On };
        let record = self.run(&Bulletin::new("", text), scans, None);
        let day = record.dates.first()?;
        let whole = day.text.len() + 2 >= text.trim().len();
        day.from.filter(|from| whole && Some(*from) == day.to)
    }

    /// The compiled grammars, for tools that fit or inspect them.
    #[doc(hidden)]
    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// What decides between candidates, likewise.
    #[doc(hidden)]
    pub fn chooser(&self) -> &Chooser {
        &self.chooser
    }

    /// What each rule proposes, likewise.
    #[doc(hidden)]
    pub fn labels(&self) -> &[Vec<Label>] {
        &self.labels
    }

    /// What makes records of chosen candidates, likewise.
    #[doc(hidden)]
    pub fn resolver(&self) -> &Resolver {
        &self.resolver
    }

    fn lend(&self) -> Memory {
        self.memories.lock().map(|mut memories| memories.pop()).ok().flatten().unwrap_or_default()
    }

    fn give_back(&self, memory: Memory) {
        if let Ok(mut memories) = self.memories.lock() {
            memories.push(memory);
        }
    }
}

/// A token as it stands in the original text.
fn text_token(token: &Token, view: &View<'_>) -> TextToken {
    let Range { start, end } = view.to_original(token.range());
    let begins_sentence = token.flags.has(Flags::SENTENCE) || token.flags.has(Flags::BREAK);
    TextToken { start, end, begins_sentence }
}

/// The candidates that are no names, and these names beyond doubt.
fn with_names(
    mut candidates: Vec<Candidate>,
    reading: &Reading<'_, '_>,
    view: &View<'_>,
    names: &[(Range<usize>, Kind)],
) -> Vec<Candidate> {
    const BEYOND_DOUBT: f32 = 1e6;
    candidates.retain(|candidate| candidate.label.name_kind().is_none());
    let bytes = |token: &Token| view.to_original(token.range());
    for (name, kind) in names {
        let start = reading.tokens().partition_point(|token| bytes(token).end <= name.start);
        let end = reading.tokens().partition_point(|token| bytes(token).start < name.end);
        let found = Match { start: start as u32, end: end as u32, rule: 0 };
        let (label, value) = (Label::Mention(*kind), Value::Name);
        candidates.push(Candidate { tokens: start..end, label, value, rules: Vec::new(), found, score: BEYOND_DOUBT });
    }
    candidates.sort_by_key(|candidate| (candidate.tokens.start, candidate.tokens.end));
    candidates
}

/// How day and month of `03/04/2019` are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By the bulletin's own unambiguous dates.
    #[default]
    Infer,
    /// 3 April.
    DayFirst,
    /// March 4.
    MonthFirst,
}

/// Settings of an [`Extractor`].
#[derive(Clone, Debug, Default)]
pub struct ExtractorBuilder {
    grammars: Vec<PathBuf>,
    kinds: Option<Vec<Kind>>,
    order: Order,
    explain: bool,
    offsets: OffsetUnit,
    timeml: bool,
    scans: Scans,
    tokens: bool,
}

impl ExtractorBuilder {
    /// Folders with grammars of the user's own.
    pub fn grammars(mut self, folders: &[PathBuf]) -> Self {
        self.grammars = folders.to_vec();
        self
    }

    /// Only these kinds.
    pub fn kinds(mut self, kinds: &[Kind]) -> Self {
        self.kinds = Some(kinds.to_vec());
        self
    }

    /// How ambiguous numeric dates are read.
    pub fn order(mut self, order: Order) -> Self {
        self.order = order;
        self
    }

    /// Whether items carry an explanation.
    pub fn explain(mut self, explain: bool) -> Self {
        self.explain = explain;
        self
    }

    /// Whether words and figures that a scanner misread are read as what was meant.
    pub fn scans(mut self, scans: Scans) -> Self {
        self.scans = scans;
        self
    }

    /// What offsets count.
    pub fn offsets(mut self, unit: OffsetUnit) -> Self {
        self.offsets = unit;
        self
    }

    /// Whether records carry the expressions of time as TIMEX3 marks them, for [`crate::output::Timeml`].
    pub fn timeml(mut self, timeml: bool) -> Self {
        self.timeml = timeml;
        self
    }

    /// Whether records carry the tokens of their text, for [`crate::output::Conll`].
    pub fn tokens(mut self, tokens: bool) -> Self {
        self.tokens = tokens;
        self
    }

    /// Compiles the grammars and runs the examples of all of them, the built-in ones included.
    ///
    /// # Errors
    ///
    /// If a user's grammar cannot be compiled; examples that fail are in the report.
    pub fn check(self) -> Result<CheckReport, GrammarError> {
        let mut sources = grammars::built_in_sources();
        for folder in &self.grammars {
            sources.extend(grammars::read_folder(folder)?.grammars);
        }
        check::run(&self.timeml(true).build()?, &sources)
    }

    /// Compiles the grammars.
    ///
    /// # Errors
    ///
    /// If a user's grammar is faulty: the error names the file, the place and the mend.
    pub fn build(self) -> Result<Extractor, GrammarError> {
        let mut knowledge = grammars::built_in()?;
        for folder in &self.grammars {
            knowledge = knowledge.extended(&grammars::read_folder(folder)?)?;
        }
        let labels = labels(&knowledge, self.timeml)?;
        Ok(Extractor {
            chooser: Chooser::new(&knowledge, grammars::word_weights(), grammars::EVIDENCE),
            resolver: Resolver::new(&knowledge, self.order),
            knowledge,
            labels,
            settings: self,
            memories: Mutex::new(Vec::new()),
        })
    }
}

/// What each rule proposes.
fn labels(knowledge: &Knowledge, timeml: bool) -> Result<Vec<Vec<Label>>, GrammarError> {
    for (file, rule) in knowledge.written_rules() {
        let is_known = |kind: &str| {
            if file.over_mentions { resolve::MENTION_KINDS.contains(&kind) } else { Label::parse(kind).is_some() }
        };
        if let Some(kind) = rule.kinds.iter().find(|kind| !is_known(&kind.text)) {
            let kinds: Vec<&str> = if file.over_mentions {
                resolve::MENTION_KINDS.to_vec()
            } else {
                Kind::ALL.iter().map(|kind| kind.name()).chain(["timex", "none"]).collect()
            };
            let help = format!("a rule proposes one or more of {}", kinds.join(", "));
            return Err(knowledge.fault(&file.name, kind.span.clone(), format!("{} is no kind", kind.text), help));
        }
    }
    let is_wanted = |label: &Label| timeml || *label != Label::Timex;
    let of_rule = |kinds: &[String]| kinds.iter().filter_map(|kind| Label::parse(kind)).filter(is_wanted).collect();
    Ok(knowledge.rules().iter().map(|rule| of_rule(&rule.kinds)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A user's grammar is checked when it is read; the built-in ones are here.
    #[test]
    fn every_built_in_rule_proposes_kinds_that_there_are() {
        let extractor = Extractor::builder().timeml(true).build().expect("the built-in grammars load");
        for (rule, labels) in extractor.knowledge.rules().iter().zip(&extractor.labels) {
            assert_eq!(rule.kinds.len(), labels.len(), "{}", rule.name);
        }
        for rule in extractor.knowledge.mention_rules() {
            assert!(rule.kinds.iter().all(|kind| resolve::MENTION_KINDS.contains(&kind.as_str())), "{}", rule.name);
        }
    }
}
