//! What a model finds in texts that it was not fitted on.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::ops::{AddAssign, Range};

use bulletin_extract::choose::{Label, NAME_KINDS};
use bulletin_extract::record::{Kind, Mention, Record};
use bulletin_extract::{Bulletin, Extractor};
use bulletin_rules::grammar::Memory;

use super::corpus::{Mark, Text};
use super::model::Model;

/// Counts by kind, and which kind was taken for which; the same kind twice is another span.
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
    /// Of the right ones: those whose marks have a value, and those of them that the program gives the same.
    valued: usize,
    well_valued: usize,
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
        let names: Vec<(Range<usize>, Kind)> = found
            .iter()
            .filter(|(kind, _)| NAME_KINDS.contains(kind))
            .map(|(kind, bytes)| (bytes.clone(), *kind))
            .collect();
        // The last stages take the names as these weights have chosen them.
        let values = values(&extractor.extract_marked(&Bulletin::new(&text.id, &text.text), &names));
        let is_judged = |kind: Kind| NAME_KINDS.contains(&kind) && text.marked.contains(&kind);
        for mark @ Mark { kind, bytes, .. } in text.gold.iter().filter(|mark| is_judged(mark.kind)) {
            let counts = self.by_kind.entry(kind.name()).or_default();
            counts.gold += 1;
            if found.contains(&(*kind, bytes.clone())) {
                counts.right += 1;
                counts.judge_value(mark, &values, text, show);
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
            let holds = |mark: &Mark| mark.bytes.start <= bytes.start && bytes.end <= mark.bytes.end;
            let nested = text.gold.iter().any(|mark| mark.kind != *kind && holds(mark));
            let right = text.gold.iter().any(|mark| mark.kind == *kind && mark.bytes == *bytes);
            if nested && !right {
                continue;
            }
            self.by_kind.entry(kind.name()).or_default().found += 1;
            if !text.gold.iter().any(|mark| overlap(&mark.bytes, bytes)) {
                *self.confused.entry(("nothing", kind.name())).or_default() += 1;
                if show {
                    show_error("spurious", text, *kind, bytes, None, "");
                }
            }
        }
    }
}

impl Counts {
    /// Judges what a mention that was found is said to be: whose name, in which country.
    fn judge_value(&mut self, mark: &Mark, values: &Values, text: &Text, show: bool) {
        let Some(wanted) = &mark.value else { return };
        let given = values.get(&(mark.kind.name(), mark.bytes.start)).cloned().flatten();
        // Capitals of a body's name are a matter of taste.
        let is_same = |given: &String| match mark.kind {
            Kind::Organisation => given.to_lowercase() == wanted.to_lowercase(),
            _ => given == wanted,
        };
        self.valued += 1;
        if given.as_ref().is_some_and(is_same) {
            self.well_valued += 1;
        } else if show {
            let given = given.as_deref().unwrap_or("none");
            show_error("value", text, mark.kind, &mark.bytes, Some(format!("{given}, not {wanted}")), "");
        }
    }
}

/// What a record says of each mention, by its kind and first byte.
type Values = HashMap<(&'static str, usize), Option<String>>;

fn values(record: &Record) -> Values {
    let mut values = Values::new();
    let mut add = |kind: Kind, value: Option<&String>, mentions: &[Mention]| {
        let own = mentions.iter().filter(|mention| mention.within.is_none());
        values.extend(own.map(|mention| ((kind.name(), mention.start), value.cloned())));
    };
    record.people.iter().for_each(|it| add(Kind::Person, Some(&it.name), &it.mentions));
    record.organisations.iter().for_each(|it| add(Kind::Organisation, Some(&it.name), &it.mentions));
    record.places.iter().for_each(|it| add(Kind::Place, it.country.as_ref(), &it.mentions));
    values
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
            sum.valued += counts.valued;
            sum.well_valued += counts.well_valued;
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
            let value = counts.well_valued as f64 / counts.valued.max(1) as f64;
            writeln!(
                f,
                "  {kind:13} gold {:4}  P {precision:.3}  R {recall:.3}  F1 {f1:.3}  value {value:.3}/{}",
                counts.gold, counts.valued
            )?;
        }
        let confused = self.confused.iter().map(|((gold, found), count)| format!("{gold}→{found} {count}"));
        writeln!(f, "  {}", confused.collect::<Vec<_>>().join(", "))
    }
}
