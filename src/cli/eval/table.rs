//! The table of figures, and the floor that they must not fall under.

use std::collections::BTreeMap;
use std::fmt;

use crate::record::Kind;
use serde::Serialize;

use super::score::{Judged, Tally};

/// The figures of all kinds and of all together.
#[derive(Debug)]
pub(super) struct Table {
    rows: Vec<(&'static str, Row)>,
}

/// The figures of one kind. Shares are 0 where there is nothing to share.
#[derive(Clone, Copy, Debug, Serialize)]
struct Row {
    gold: usize,
    predicted: usize,
    precision: f64,
    recall: f64,
    f1: f64,
    relaxed_f1: f64,
    value: f64,
    value_of: usize,
    attribute: f64,
    attribute_of: usize,
}

/// The least that each figure must be: by gold file, by kind, by figure.
pub(super) type Floor = BTreeMap<String, BTreeMap<String, BTreeMap<String, f64>>>;

impl Table {
    pub(super) fn new(tallies: &BTreeMap<Kind, Tally>) -> Self {
        let mut all = Tally::default();
        let mut rows = Vec::new();
        for kind in Kind::ALL {
            let tally = tallies.get(&kind).copied().unwrap_or_default();
            all += tally;
            rows.push((kind.name(), Row::new(&tally)));
        }
        rows.push(("all", Row::new(&all)));
        Table { rows }
    }

    /// The table as a JSON object, a key a kind.
    pub(super) fn json(&self) -> String {
        let rows: serde_json::Map<_, _> =
            self.rows.iter().map(|(name, row)| ((*name).to_owned(), serde_json::json!(row))).collect();
        serde_json::Value::Object(rows).to_string()
    }

    /// What lies under its floor, a line each.
    pub(super) fn shortfalls(&self, floor: &Floor, gold: &str) -> Vec<String> {
        let mut shortfalls = Vec::new();
        let Some(kinds) = floor.get(gold) else {
            return vec![format!("the floor says nothing of {gold}")];
        };
        for (kind, least) in kinds.iter().flat_map(|(kind, figures)| figures.iter().map(move |it| (kind, it))) {
            let (figure, least) = least;
            match self.figure(kind, figure) {
                Some(value) if value < *least => {
                    shortfalls.push(format!("{gold}: {figure} of {kind} is {value:.4}, under {least}"));
                }
                Some(_) => {}
                None => shortfalls.push(format!("{gold}: there is no {figure} of {kind}")),
            }
        }
        shortfalls
    }

    fn figure(&self, kind: &str, figure: &str) -> Option<f64> {
        let (_, row) = self.rows.iter().find(|(name, _)| *name == kind)?;
        serde_json::json!(row).get(figure)?.as_f64()
    }
}

impl Row {
    fn new(tally: &Tally) -> Self {
        let precision = share(tally.exact, tally.predicted);
        let recall = share(tally.exact, tally.gold);
        let relaxed_precision = share(tally.touching, tally.predicted);
        let relaxed_recall = share(tally.found, tally.gold);
        Row {
            gold: tally.gold,
            predicted: tally.predicted,
            precision,
            recall,
            f1: harmonic_mean(precision, recall),
            relaxed_f1: harmonic_mean(relaxed_precision, relaxed_recall),
            value: tally.values.share(),
            value_of: tally.values.of,
            attribute: tally.attributes.share(),
            attribute_of: tally.attributes.of,
        }
    }
}

impl Judged {
    fn share(self) -> f64 {
        share(self.right, self.of)
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:13}{:>6}{:>6}{:>7}{:>7}{:>7}{:>9}{:>13}{:>13}",
            "kind", "gold", "pred", "P", "R", "F1", "relaxed", "value", "attribute"
        )?;
        for (name, row) in &self.rows {
            write!(
                f,
                "\n{name:13}{:6}{:6}{:7.3}{:7.3}{:7.3}{:9.3}{:7.3}/{:<5}{:7.3}/{:<5}",
                row.gold,
                row.predicted,
                row.precision,
                row.recall,
                row.f1,
                row.relaxed_f1,
                row.value,
                row.value_of,
                row.attribute,
                row.attribute_of
            )?;
        }
        Ok(())
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn harmonic_mean(precision: f64, recall: f64) -> f64 {
    let sum = precision + recall;
    if sum == 0.0 { 0.0 } else { 2.0 * precision * recall / sum }
}
