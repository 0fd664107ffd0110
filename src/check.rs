//! The examples of grammars, run.
//!
//! Each example is read with its own rule alone, without the lattice: what a rule matches must not depend on what
//! others do. A `yes` needs a match whose mention (bracketed in the example, or anywhere) has the value given; a `no`
//! allows no match that its normaliser accepts.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use bulletin_rules::grammar::ast::{Example, File, Node, Rule, Statement};
use bulletin_rules::grammar::{GrammarError, Match, Memory, Reading, parse};
use jiff::civil;

use crate::choose::Label;
use crate::extract::Extractor;
use crate::normalise;
use crate::record::Kind;
use crate::resolve::dates::{self, DateContext, Setting};
use crate::resolve::{Marked, Saying};

/// What `check` has gone through.
#[derive(Debug, Default)]
pub struct CheckReport {
    /// How many rules have been checked.
    pub rules: usize,
    /// How many examples have been run.
    pub examples: usize,
    /// The examples that fail, with what was found instead.
    pub faults: Vec<GrammarError>,
}

/// Runs the examples of these grammar files.
pub(crate) fn run(extractor: &Extractor, sources: &BTreeMap<String, String>) -> Result<CheckReport, GrammarError> {
    let mut report = CheckReport::default();
    let mut memory = Memory::default();
    let knowledge = extractor.knowledge();
    let numbers = |over_mentions: bool| -> HashMap<(&str, &str), u32> {
        let rules = if over_mentions { knowledge.mention_rules() } else { knowledge.rules() };
        rules.iter().zip(0..).map(|(rule, number)| ((rule.file.as_str(), rule.name.as_str()), number)).collect()
    };
    let (over_tokens, over_mentions) = (numbers(false), numbers(true));
    for (name, text) in sources {
        let file: File = parse(name, text)?;
        let numbers = if file.over_mentions { &over_mentions } else { &over_tokens };
        for statement in &file.statements {
            let Statement::Rule(rule) = statement else { continue };
            // A rule that a user's has replaced has no number.
            let Some(&number) = numbers.get(&(name.as_str(), rule.name.text.as_str())) else { continue };
            report.rules += 1;
            for example in &rule.examples {
                report.examples += 1;
                let one = One { extractor, rule: number, written: rule, example };
                let found =
                    if file.over_mentions { one.over_mentions(&mut memory) } else { one.over_tokens(&mut memory) };
                if let Some(message) = one.fault(&found) {
                    let help = "mend the rule or the example; the rule alone is run, on this text alone";
                    report.faults.push(GrammarError::new(name, text, example.span.clone(), message, help));
                }
            }
        }
    }
    Ok(report)
}

/// A match of the rule: the bytes of its mention and its value, if its kind has one.
type Finding = (Range<usize>, Option<String>);

/// One example of one rule.
struct One<'e> {
    extractor: &'e Extractor,
    rule: u32,
    written: &'e Rule,
    example: &'e Example,
}

impl One<'_> {
    fn over_tokens(&self, memory: &mut Memory) -> Vec<Finding> {
        let reading = self.extractor.knowledge().read(&self.example.text, memory);
        let matches = reading.matches().iter().filter(|found| found.rule == self.rule);
        let labels = &self.extractor.labels()[self.rule as usize];
        let findings = |found: &Match| {
            let mut findings = Vec::new();
            reading.mentions(found, |tokens| findings.extend(labels.iter().map(|&label| (tokens.clone(), label))));
            findings
        };
        matches
            .flat_map(|found| findings(found).into_iter().map(move |(tokens, label)| (found, tokens, label)))
            .filter_map(|(found, tokens, label)| {
                let value = self.value(&reading, found, &tokens, label)?;
                Some((bytes(&reading, &tokens), value))
            })
            .collect()
    }

    /// The value of a match as examples write it; the outer `None` if its normaliser refuses it.
    fn value(
        &self,
        reading: &Reading<'_, '_>,
        found: &Match,
        tokens: &Range<usize>,
        label: Label,
    ) -> Option<Option<String>> {
        match label {
            Label::Mention(Kind::Date) | Label::Timex => {
                let timex = reading.with_parts(found, tokens, normalise::date::read)??;
                let published = self.example.anchor.as_deref().and_then(|day| day.parse::<civil::Date>().ok());
                let resolved =
                    dates::resolve(&[(timex, DateContext::default())], Setting { published, ..Setting::default() });
                Some(Some(resolved[0].value.clone().unwrap_or_else(|| "null".to_owned())))
            }
            Label::Mention(Kind::Quantity) => {
                Some(Some(reading.with_parts(found, tokens, normalise::quantity::read)??.to_string()))
            }
            Label::Mention(_) | Label::Nothing => Some(None),
        }
    }

    /// Rules over mentions see the mentions that the example marks: what a rule says of names must not depend on how
    /// well names are found.
    fn over_mentions(&self, memory: &mut Memory) -> Vec<Finding> {
        let knowledge = self.extractor.knowledge();
        let mut reading = knowledge.read(&self.example.text, memory);
        let kind = |name: &str| Kind::ALL.into_iter().find(|kind| kind.name() == name);
        let others = self.example.others.iter().map(|(name, bytes)| (kind(name), bytes));
        let own = self.example.mention.iter().map(|bytes| (own_mention(&self.written.body).and_then(kind), bytes));
        let mut marks: Vec<Marked> =
            others.chain(own).filter_map(|(kind, bytes)| Some((tokens(&reading, bytes)?, kind?))).collect();
        marks.sort_by_key(|(tokens, _)| tokens.start);
        let resolver = self.extractor.resolver();
        let sayings = resolver.sayings(&mut reading, &marks, |rule| rule == self.rule);
        let finding = |saying: &Saying| (bytes(&reading, &saying.mention), Some(saying.text.clone()));
        sayings.iter().map(finding).collect()
    }

    /// What is wrong, given what the rule found.
    fn fault(&self, found: &[Finding]) -> Option<String> {
        let text = &self.example.text;
        let say = |(bytes, value): &Finding| match value {
            Some(value) => format!("{:?} = {value}", &text[bytes.clone()]),
            None => format!("{:?}", &text[bytes.clone()]),
        };
        let all = || found.iter().map(say).collect::<Vec<_>>().join(", ");
        if !self.example.positive {
            return (!found.is_empty()).then(|| format!("the rule must not match here, but finds {}", all()));
        }
        let right = |(bytes, value): &&Finding| {
            self.example.mention.as_ref().is_none_or(|mention| mention == bytes)
                && (self.example.value.is_none() || value.is_none() || self.example.value == *value)
        };
        if found.iter().any(|f| right(&f)) {
            return None;
        }
        let wanted = match (&self.example.mention, &self.example.value) {
            (Some(mention), Some(value)) => format!("{:?} = {value}", &text[mention.clone()]),
            (Some(mention), None) => format!("{:?}", &text[mention.clone()]),
            (None, Some(value)) => value.clone(),
            (None, None) => "a match".to_owned(),
        };
        Some(match found {
            [] => format!("the rule must find {wanted}, but does not match"),
            _ => format!("the rule must find {wanted}, but finds {}", all()),
        })
    }
}

/// The kind of the mention that a rule over mentions speaks about.
fn own_mention(node: &Node) -> Option<&str> {
    match node {
        Node::Mention(inner, _) => match &**inner {
            Node::Atom(name) => name.text.strip_prefix('@'),
            _ => None,
        },
        Node::Sequence(nodes) | Node::Alternatives(nodes) => nodes.iter().find_map(own_mention),
        Node::Repeat(inner, ..) | Node::Label(_, inner) | Node::Glued(inner) => own_mention(inner),
        Node::Atom(_) | Node::Literal(..) => None,
    }
}

/// The tokens that begin inside these bytes.
fn tokens(reading: &Reading<'_, '_>, bytes: &Range<usize>) -> Option<Range<usize>> {
    let all = reading.tokens();
    let start = all.iter().position(|token| bytes.contains(&(token.start as usize)))?;
    let len = all[start..].iter().take_while(|token| bytes.contains(&(token.start as usize))).count();
    Some(start..start + len)
}

fn bytes(reading: &Reading<'_, '_>, tokens: &Range<usize>) -> Range<usize> {
    let all = reading.tokens();
    all[tokens.start].start as usize..all[tokens.end - 1].end as usize
}
