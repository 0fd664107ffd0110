//! Two outputs against each other: the mentions that the new one gained, lost and values differently.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::record::Kind;

use super::score::{flatten, has_kind, key, kind, span, text};
use super::{Gold, Mention, Predicted};

/// What is different.
#[derive(Debug, Default)]
pub(super) struct Differences {
    lines: Vec<String>,
    counts: BTreeMap<Kind, Counts>,
    is_judged: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    gained: usize,
    gained_right: usize,
    lost: usize,
    lost_right: usize,
    changed: usize,
}

/// A text's id, and what two mentions of it share if they are the same one.
type Place = (String, Option<Kind>, u64, u64);

fn mentions(predicted: Vec<Predicted>) -> Vec<(String, Mention)> {
    let of = |it: Predicted| flatten(it.rest).into_iter().filter(has_kind).map(move |mention| (it.id.clone(), mention));
    predicted.into_iter().flat_map(of).collect()
}

fn place(id: &str, mention: &Mention) -> Place {
    let (kind, start, end) = key(mention);
    (id.to_owned(), kind, start, end)
}

impl Differences {
    /// Compares by the texts' ids; with marked texts each difference is judged.
    pub(super) fn new(old: Vec<Predicted>, new: Vec<Predicted>, gold: &[Gold]) -> Self {
        let (old, new) = (mentions(old), mentions(new));
        let marks: HashSet<Place> =
            gold.iter().flat_map(|gold| gold.mentions.iter().map(|mark| place(&gold.id, mark))).collect();
        let by_place = |all: &[(String, Mention)]| -> HashMap<Place, Mention> {
            all.iter().map(|(id, mention)| (place(id, mention), mention.clone())).collect()
        };
        let (in_old, in_new) = (by_place(&old), by_place(&new));
        let mut this = Differences { is_judged: !gold.is_empty(), ..Differences::default() };
        for (id, mention) in &old {
            let place = place(id, mention);
            if !in_new.contains_key(&place) {
                let counts = this.counts.entry(kind(mention)).or_default();
                counts.lost += 1;
                counts.lost_right += usize::from(marks.contains(&place));
                this.note("lost", id, mention, marks.contains(&place), "");
            }
        }
        for (id, mention) in &new {
            let place = place(id, mention);
            match in_old.get(&place) {
                None => {
                    let counts = this.counts.entry(kind(mention)).or_default();
                    counts.gained += 1;
                    counts.gained_right += usize::from(marks.contains(&place));
                    this.note("gained", id, mention, marks.contains(&place), "");
                }
                Some(before) if value(before) != value(mention) => {
                    this.counts.entry(kind(mention)).or_default().changed += 1;
                    let change = format!(": {} was {}", value(mention), value(before));
                    this.note("changed", id, mention, marks.contains(&place), &change);
                }
                Some(_) => {}
            }
        }
        this
    }

    fn note(&mut self, what: &str, id: &str, mention: &Mention, is_marked: bool, change: &str) {
        let judged = match (self.is_judged, is_marked) {
            (false, _) => "",
            (true, true) => "marked ",
            (true, false) => "not marked ",
        };
        let ((start, end), words) = (span(mention), text(mention, "text"));
        let kind = kind(mention).name();
        self.lines.push(format!("{what:8}{kind:13}{judged}{id} {start}-{end} {words:?}{change}"));
    }

    /// A line each for what is different, and the sums.
    pub(super) fn report(&self) -> Vec<String> {
        let mut lines = self.lines.clone();
        let count = |count: usize, right: usize| match self.is_judged {
            true => format!("{count} ({right} marked)"),
            false => count.to_string(),
        };
        for (kind, counts) in &self.counts {
            let gained = count(counts.gained, counts.gained_right);
            let lost = count(counts.lost, counts.lost_right);
            lines.push(format!("{:13}gained {gained}, lost {lost}, changed {}", kind.name(), counts.changed));
        }
        if lines.is_empty() {
            lines.push("no mention is different".into());
        }
        lines
    }
}

/// What a mention is worth in one line: the attributes that are judged.
fn value(mention: &Mention) -> String {
    let names: &[&str] = match kind(mention) {
        Kind::Date => &["value", "from", "to"],
        Kind::Person => &["name", "role"],
        Kind::Organisation => &["name"],
        Kind::Place => &["name", "country"],
        Kind::Quantity => &["value", "low", "high", "unit", "bound", "of"],
    };
    let parts = names.iter().filter_map(|name| mention.get(*name)).filter(|value| !value.is_null());
    parts.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).collect::<Vec<_>>().join(" ")
}
