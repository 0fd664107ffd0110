//! What each mention was read as, in words.

use std::ops::Range;

use crate::record::{Bound, Date, Kind, Mention, Organisation, Person, Place, PlaceKind, Quantity, Record};

/// A mention with its value.
pub(super) struct Found {
    pub(super) bytes: Range<usize>,
    pub(super) kind: Kind,
    pub(super) value: String,
    /// The places inside an organisation's name.
    pub(super) holds: Vec<String>,
}

/// The mentions of a record whose offsets are bytes, in text order.
pub(super) fn of(record: &Record) -> Vec<Found> {
    let one = |kind, start, end, value| Found { bytes: start..end, kind, value, holds: Vec::new() };
    let mut found: Vec<Found> = Vec::new();
    found.extend(record.dates.iter().map(|it| one(Kind::Date, it.start, it.end, date(it))));
    found.extend(record.quantities.iter().map(|it| one(Kind::Quantity, it.start, it.end, quantity(it))));
    let mut add = |kind, mentions: &[Mention], value: &dyn Fn(&Mention) -> String| {
        let outer = mentions.iter().filter(|mention| mention.within.is_none());
        found.extend(outer.map(|mention| one(kind, mention.start, mention.end, value(mention))));
    };
    record.people.iter().for_each(|it| add(Kind::Person, &it.mentions, &|mention| person(it, mention)));
    record.organisations.iter().for_each(|it| add(Kind::Organisation, &it.mentions, &|_| organisation(it)));
    record.places.iter().for_each(|it| add(Kind::Place, &it.mentions, &|_| place(it)));
    found.sort_by_key(|found| (found.bytes.start, found.bytes.end));
    for it in &record.places {
        for [start, end] in it.mentions.iter().filter_map(|mention| mention.within) {
            if let Some(outer) = found.iter_mut().find(|found| found.bytes == (start..end)) {
                outer.holds.push(place(it));
            }
        }
    }
    found
}

/// The parts that there are, with commas between them.
fn joined<const N: usize>(parts: [Option<String>; N]) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn date(it: &Date) -> String {
    let days = match (it.from, it.to) {
        (Some(from), Some(to)) => Some(if from == to { from.to_string() } else { format!("{from}/{to}") }),
        _ => None,
    };
    let value = it.value.clone().unwrap_or_else(|| "not settled by the text".into());
    joined([
        Some(value),
        days.filter(|days| Some(days) != it.value.as_ref()),
        it.ambiguous.then(|| "day and month could be exchanged".into()),
    ])
}

fn quantity(it: &Quantity) -> String {
    let bound = if it.bound == Bound::Exactly { String::new() } else { format!("{} ", it.bound.sign()) };
    let number = match (it.value, it.low, it.high) {
        (Some(value), ..) => value.to_string(),
        (None, low, high) => {
            let end = |end: Option<f64>| end.map_or("…".into(), |end| end.to_string());
            format!("{} to {}", end(low), end(high))
        }
    };
    let unit = it.unit.as_ref().map_or(String::new(), |unit| format!(" {unit}"));
    joined([Some(format!("{bound}{number}{unit}")), it.of.as_ref().map(|of| format!("of {of}"))])
}

fn person(it: &Person, mention: &Mention) -> String {
    joined([Some(it.name.clone()), mention.role.clone().or_else(|| it.role.clone()), it.country.clone()])
}

fn organisation(it: &Organisation) -> String {
    joined([Some(it.name.clone()), it.acronym.clone(), it.organisation_kind.clone(), it.country.clone()])
}

fn place(it: &Place) -> String {
    let kind = match it.place_kind {
        PlaceKind::Country => "country",
        PlaceKind::Region => "region",
        PlaceKind::Settlement => "settlement",
        PlaceKind::Feature => "feature",
        PlaceKind::Facility => "facility",
    };
    let at = it.latitude.zip(it.longitude).map(|(latitude, longitude)| format!("{latitude:.2} {longitude:.2}"));
    let name = it.canonical.clone().unwrap_or_else(|| it.name.clone());
    joined([Some(name), Some(kind.into()), it.country.clone(), at])
}
