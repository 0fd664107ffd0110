//! What marks were taken for: a table of the gold's kinds against those of the predictions.

use std::fmt;

use crate::record::Kind;

use super::score::{distinct, kind, overlap, span};
use super::{Gold, Mention};

/// The column and row of what has no counterpart.
const NONE: usize = Kind::ALL.len();

/// How often a mark of one kind was met by a prediction of another.
#[derive(Debug, Default)]
pub(super) struct Confusion {
    /// By gold kind and predicted kind, each with a last place for nothing.
    counts: [[usize; NONE + 1]; NONE + 1],
}

impl Confusion {
    /// Sets each mark against the prediction that shares most of it; a prediction that no mark touches is against nothing.
    pub(super) fn add(&mut self, gold: &Gold, predicted: &[Mention]) {
        let predicted = distinct(predicted.to_vec(), &gold.kinds);
        for mark in &gold.mentions {
            let met = predicted.iter().filter(|it| overlap(it, mark));
            let best = met.max_by_key(|it| (shared(it, mark), span(it) == span(mark), kind(it) == kind(mark)));
            self.counts[place(kind(mark))][best.map_or(NONE, |it| place(kind(it)))] += 1;
        }
        let alone = predicted.iter().filter(|it| !gold.mentions.iter().any(|mark| overlap(it, mark)));
        alone.for_each(|it| self.counts[NONE][place(kind(it))] += 1);
    }
}

fn place(kind: Kind) -> usize {
    Kind::ALL.iter().position(|it| *it == kind).unwrap_or(NONE)
}

/// How much two mentions share.
fn shared(a: &Mention, b: &Mention) -> u64 {
    let ((a_start, a_end), (b_start, b_end)) = (span(a), span(b));
    a_end.min(b_end).saturating_sub(a_start.max(b_start))
}

impl fmt::Display for Confusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = || Kind::ALL.iter().map(|kind| kind.name()).chain(["nothing"]);
        write!(f, "{:14}", "gold \\ taken")?;
        names().try_for_each(|name| write!(f, "{name:>14}"))?;
        for (name, row) in names().zip(&self.counts) {
            write!(f, "\n{name:14}")?;
            row.iter().try_for_each(|count| write!(f, "{count:14}"))?;
        }
        Ok(())
    }
}
