//! What a model finds in texts that it was not fitted on.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::{AddAssign, Range};

use bulletin_extract::Extractor;
use bulletin_extract::choose::{Label, NAME_KINDS};
use bulletin_extract::record::Kind;
use bulletin_rules::grammar::Memory;

use super::corpus::Text;
use super::model::Model;

/// Counts by kind, and which kind was taken for which.
#[derive(Default)]
pub struct Judgement {
    by_kind: BTreeMap<&'static str, Counts>,
    confused: BTreeMap<(&'static str, &'static str), usize>,
}

#[derive(Clone, Copy, Default)]
struct Counts {
    gold: usize,
    found: usize,
    right: usize,
}

impl Judgement {
    /// Judges one text.
    pub fn add(&mut self, extractor: &Extractor, text: &Text, model: &Model, show: bool) {
        let chosen = model.decide(extractor, text, &mut Memory::default());
        let found: Vec<(Kind, Range<usize>)> = chosen
            .iter()
            .filter_map(|&at| match text.candidates[at].label {
                Label::Mention(kind) => Some((kind, text.facts[at].bytes.clone())),
                Label::Nothing | Label::Timex => None,
            })
            .collect();
        let is_judged = |kind: Kind| NAME_KINDS.contains(&kind) && text.marked.contains(&kind);
        for (kind, bytes) in text.gold.iter().filter(|(kind, _)| is_judged(*kind)) {
            let counts = self.by_kind.entry(kind.name()).or_default();
            counts.gold += 1;
            if found.contains(&(*kind, bytes.clone())) {
                counts.right += 1;
                continue;
            }
            let taken =
                found.iter().find(|(_, at)| at == bytes).or_else(|| found.iter().find(|(_, at)| overlap(at, bytes)));
            *self.confused.entry((kind.name(), taken.map_or("nothing", |(kind, _)| kind.name()))).or_default() += 1;
            if show {
                let as_what = taken.map(|(kind, at)| format!("{} [{}]", kind.name(), &text.text[at.clone()]));
                let proposed = text.facts.iter().any(|facts| facts.is_right && facts.bytes == *bytes);
                show_error("missed", text, *kind, bytes, as_what, if proposed { "" } else { "  (no candidate)" });
            }
        }
        for (kind, bytes) in found.iter().filter(|(kind, _)| is_judged(*kind)) {
            let nested = text.gold.iter().any(|(k, at)| k != kind && at.start <= bytes.start && bytes.end <= at.end);
            let right = text.gold.contains(&(*kind, bytes.clone()));
            if nested && !right {
                continue;
            }
            self.by_kind.entry(kind.name()).or_default().found += 1;
            if !text.gold.iter().any(|(_, at)| overlap(at, bytes)) {
                *self.confused.entry(("nothing", kind.name())).or_default() += 1;
                if show {
                    show_error("spurious", text, *kind, bytes, None, "");
                }
            }
        }
    }
}

fn show_error(sort: &str, text: &Text, kind: Kind, bytes: &Range<usize>, taken: Option<String>, note: &str) {
    let from = text.text[..bytes.start].char_indices().rev().nth(29).map_or(0, |(at, _)| at);
    let to = text.text[bytes.end..].char_indices().nth(30).map_or(text.text.len(), |(at, _)| bytes.end + at);
    let shown =
        format!("{}[{}]{}", &text.text[from..bytes.start], &text.text[bytes.clone()], &text.text[bytes.end..to]);
    let taken = taken.map(|taken| format!("  as {taken}")).unwrap_or_default();
    println!("{sort}\t{}\t{}\t{:?}{taken}{note}", kind.name(), &text.id[..text.id.len().min(8)], shown);
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

impl AddAssign for Judgement {
    fn add_assign(&mut self, other: Self) {
        for (kind, counts) in other.by_kind {
            let sum = self.by_kind.entry(kind).or_default();
            sum.gold += counts.gold;
            sum.found += counts.found;
            sum.right += counts.right;
        }
        for (pair, count) in other.confused {
            *self.confused.entry(pair).or_default() += count;
        }
    }
}

impl fmt::Display for Judgement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (kind, counts) in &self.by_kind {
            let ratio = |of: usize| if of == 0 { 0.0 } else { counts.right as f64 / of as f64 };
            let f1 = 2.0 * counts.right as f64 / (counts.gold + counts.found).max(1) as f64;
            let (precision, recall) = (ratio(counts.found), ratio(counts.gold));
            writeln!(f, "  {kind:13} gold {:4}  P {precision:.3}  R {recall:.3}  F1 {f1:.3}", counts.gold)?;
        }
        let confused = self.confused.iter().map(|((gold, found), count)| format!("{gold}→{found} {count}"));
        writeln!(f, "  {}", confused.collect::<Vec<_>>().join(", "))
    }
}
