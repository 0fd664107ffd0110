//! Comparing predictions with the marks, mention by mention.
//!
//! A mention counts as found only with its exact span; overlapping ones count for the relaxed figures.
//! The value of an exact one is judged as its kind asks for, and only where the gold has one. A
//! prediction inside a gold mention of another kind is ignored, since only outermost mentions are marked.

use std::collections::{BTreeMap, HashMap};
use std::ops::AddAssign;

use crate::record::Kind;
use serde_json::{Map, Value};

use super::{Gold, Mention};

/// What has been counted for a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Marked mentions, and those of them found with the exact span or with any overlap.
    pub(super) gold: usize,
    pub(super) exact: usize,
    pub(super) found: usize,
    /// Predicted mentions, and those of them that overlap a marked one.
    pub(super) predicted: usize,
    pub(super) touching: usize,
    pub(super) values: Judged,
    pub(super) attributes: Judged,
}

/// How many could be judged and how many were right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Judged {
    pub(super) right: usize,
    pub(super) of: usize,
}

/// Everything counted, and every error in text order.
#[derive(Debug, Default)]
pub(super) struct Score {
    pub(super) tally: BTreeMap<Kind, Tally>,
    pub(super) errors: Vec<Error>,
}

/// A prediction that is not as the gold wants it.
#[derive(Debug)]
pub(super) struct Error {
    pub(super) id: String,
    pub(super) sort: Sort,
    gold: Option<Mention>,
    predicted: Option<Mention>,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Sort {
    Missed,
    Spurious,
    Value,
    Attribute,
}

impl Score {
    /// Judges the predictions for one text.
    pub(super) fn add(&mut self, gold: &Gold, predicted: Vec<Mention>) {
        let predicted = distinct(predicted, &gold.kinds);
        let exact: HashMap<Key, &Mention> = predicted.iter().map(|it| (key(it), it)).collect();
        let mut error = |sort, gold_mention: Option<&Mention>, predicted: Option<&Mention>| {
            self.errors.push(Error {
                id: gold.id.clone(),
                sort,
                gold: gold_mention.cloned(),
                predicted: predicted.cloned(),
            });
        };
        for mark in &gold.mentions {
            let tally = self.tally.entry(kind(mark)).or_default();
            tally.gold += 1;
            tally.found += usize::from(predicted.iter().any(|it| same_kind(it, mark) && overlap(it, mark)));
            let Some(&found) = exact.get(&key(mark)) else {
                error(Sort::Missed, Some(mark), predicted.iter().find(|it| overlap(it, mark)));
                continue;
            };
            tally.exact += 1;
            if tally.values.judge(value_right(mark, found)) {
                error(Sort::Value, Some(mark), Some(found));
            }
            if tally.attributes.judge(attribute_right(mark, found)) {
                error(Sort::Attribute, Some(mark), Some(found));
            }
        }
        for found in &predicted {
            let hit = gold.mentions.iter().any(|mark| key(mark) == key(found));
            let nested = gold.mentions.iter().any(|mark| !same_kind(mark, found) && contains(mark, found));
            if nested && !hit {
                continue;
            }
            let tally = self.tally.entry(kind(found)).or_default();
            tally.predicted += 1;
            let touches = gold.mentions.iter().any(|mark| same_kind(mark, found) && overlap(mark, found));
            tally.touching += usize::from(touches);
            if !gold.mentions.iter().any(|mark| overlap(mark, found)) {
                error(Sort::Spurious, None, Some(found));
            }
        }
    }
}

impl Judged {
    /// Counts a judgement and tells whether it is against the prediction.
    fn judge(&mut self, right: Option<bool>) -> bool {
        self.of += usize::from(right.is_some());
        self.right += usize::from(right == Some(true));
        right == Some(false)
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.gold += other.gold;
        self.exact += other.exact;
        self.found += other.found;
        self.predicted += other.predicted;
        self.touching += other.touching;
        self.values += other.values;
        self.attributes += other.attributes;
    }
}

impl AddAssign for Judged {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.of += other.of;
    }
}

impl Error {
    pub(super) fn kind(&self) -> Kind {
        self.gold.as_ref().or(self.predicted.as_ref()).map_or(Kind::Date, kind)
    }

    /// The error with the text around it.
    pub(super) fn describe(&self, text: &str) -> String {
        let mention = self.gold.as_ref().or(self.predicted.as_ref());
        let start = mention.map_or(0, |mention| span(mention).0) as usize;
        let around: String = text.chars().skip(start.saturating_sub(30)).take(80.min(start + 50)).collect();
        let show = |mention: &Option<Mention>| {
            mention.as_ref().map_or("none".into(), |it| Value::Object(it.clone()).to_string())
        };
        let (sort, kind, id) = (self.sort.name(), self.kind().name(), &self.id);
        let (gold, predicted) = (show(&self.gold), show(&self.predicted));
        format!("{sort:10}{kind:13}{id} …{around:?}\n    gold {gold}\n    pred {predicted}")
    }
}

impl Sort {
    fn name(self) -> &'static str {
        match self {
            Sort::Missed => "missed",
            Sort::Spurious => "spurious",
            Sort::Value => "value",
            Sort::Attribute => "attribute",
        }
    }
}

/// The mentions of a record, each with its item's attributes; or the list of mentions that stands there.
pub(super) fn flatten(mut record: Map<String, Value>) -> Vec<Mention> {
    if let Some(mentions) = record.remove("mentions") {
        return objects(mentions).collect();
    }
    let mut flat = Vec::new();
    for (list, kind) in LISTS {
        for mut item in record.remove(list).into_iter().flat_map(objects) {
            let mentions: Vec<_> = item.remove("mentions").into_iter().flat_map(objects).collect();
            item.insert("type".into(), kind.name().into());
            if mentions.is_empty() {
                flat.push(item);
                continue;
            }
            flat.extend(mentions.into_iter().map(|own| {
                let mut mention = item.clone();
                mention.extend(own);
                mention
            }));
        }
    }
    flat
}

const LISTS: [(&str, Kind); 5] = [
    ("dates", Kind::Date),
    ("people", Kind::Person),
    ("organisations", Kind::Organisation),
    ("places", Kind::Place),
    ("quantities", Kind::Quantity),
];

fn objects(list: Value) -> impl Iterator<Item = Mention> {
    let Value::Array(list) = list else {
        return Vec::new().into_iter();
    };
    let objects = list.into_iter().filter_map(|it| match it {
        Value::Object(object) => Some(object),
        _ => None,
    });
    objects.collect::<Vec<_>>().into_iter()
}

/// What two mentions share if they are the same one.
pub(super) type Key = (Option<Kind>, u64, u64);

pub(super) fn key(mention: &Mention) -> Key {
    let (start, end) = span(mention);
    (known_kind(mention), start, end)
}

pub(super) fn span(mention: &Mention) -> (u64, u64) {
    let offset = |name| mention.get(name).and_then(Value::as_u64).unwrap_or(0);
    (offset("start"), offset("end"))
}

fn known_kind(mention: &Mention) -> Option<Kind> {
    let name = mention.get("type")?.as_str()?;
    Kind::ALL.into_iter().find(|kind| kind.name() == name)
}

/// Whether the mention is of a kind that can be judged.
pub(super) fn has_kind(mention: &Mention) -> bool {
    known_kind(mention).is_some()
}

/// The kind of a mention that [has one](has_kind), as all that are judged do.
pub(super) fn kind(mention: &Mention) -> Kind {
    known_kind(mention).expect("mentions without a kind have been sorted out")
}

/// The mentions of `kinds`, the last of those that are the same.
pub(super) fn distinct(mentions: Vec<Mention>, kinds: &[Kind]) -> Vec<Mention> {
    let mut places = HashMap::new();
    let mut distinct: Vec<Mention> = Vec::new();
    for mention in mentions {
        if !known_kind(&mention).is_some_and(|kind| kinds.contains(&kind)) {
            continue;
        }
        let place = *places.entry(key(&mention)).or_insert(distinct.len());
        match distinct.get_mut(place) {
            Some(earlier) => *earlier = mention,
            None => distinct.push(mention),
        }
    }
    distinct
}

pub(super) fn same_kind(a: &Mention, b: &Mention) -> bool {
    known_kind(a) == known_kind(b)
}

pub(super) fn overlap(a: &Mention, b: &Mention) -> bool {
    let ((a_start, a_end), (b_start, b_end)) = (span(a), span(b));
    a_start < b_end && b_start < a_end
}

pub(super) fn contains(outer: &Mention, inner: &Mention) -> bool {
    let ((outer_start, outer_end), (start, end)) = (span(outer), span(inner));
    outer_start <= start && end <= outer_end
}

/// A key's value; null and absent are the same.
fn get<'m>(mention: &'m Mention, name: &str) -> Option<&'m Value> {
    mention.get(name).filter(|value| !value.is_null())
}

pub(super) fn text<'m>(mention: &'m Mention, name: &str) -> &'m str {
    get(mention, name).and_then(Value::as_str).unwrap_or("")
}

/// Whether the normalised value agrees; `None` where the gold mention carries none.
fn value_right(gold: &Mention, predicted: &Mention) -> Option<bool> {
    let same = |name| get(gold, name) == get(predicted, name);
    match kind(gold) {
        Kind::Date if matches!(text(gold, "date_kind"), "duration" | "recurrence") => {
            (!text(gold, "value").is_empty()).then(|| same("value"))
        }
        Kind::Date => get(gold, "from").map(|_| same("from") && same("to")),
        Kind::Person => (!text(gold, "name").is_empty()).then(|| same("name")),
        Kind::Organisation => (!text(gold, "name").is_empty())
            .then(|| text(gold, "name").to_lowercase() == text(predicted, "name").to_lowercase()),
        Kind::Place => (!text(gold, "country").is_empty()).then(|| same("country")),
        Kind::Quantity => {
            let same_number = |name| number(gold, name) == number(predicted, name);
            if get(gold, "low").is_some() || get(gold, "high").is_some() {
                return Some(same_number("low") && same_number("high"));
            }
            get(gold, "value").map(|_| same_number("value") && same("unit"))
        }
    }
}

/// The second attribute: a person's role, a quantity's bound and what it is of.
fn attribute_right(gold: &Mention, predicted: &Mention) -> Option<bool> {
    let same_words = |name| words(text(gold, name)) == words(text(predicted, name));
    match kind(gold) {
        Kind::Person => (!text(gold, "role").is_empty()).then(|| same_words("role")),
        Kind::Quantity => {
            let bound = |mention| get(mention, "bound").and_then(Value::as_str).unwrap_or("=").to_owned();
            Some(same_words("of") && bound(gold) == bound(predicted))
        }
        _ => None,
    }
}

/// A number to six places, written out; two that differ less are the same.
fn number(mention: &Mention, name: &str) -> Option<String> {
    get(mention, name).and_then(Value::as_f64).map(|number| format!("{number:.6}"))
}

/// Words for comparison: case, articles and spacing do not count.
fn words(text: &str) -> String {
    let text = text.to_lowercase().replace("the ", "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
