//! Expressions of time as TIMEX3 marks them: values by the conventions of TimeML, ranges as their two ends.
//!
//! Records write ISO 8601 and EDTF, TimeML its own dialect (`1998-SU`, `2016-Q3`, `199`, `P2DE`); what stands in a match
//! besides its value (the ends of a range, `nearly`, `each`) is read off its parts once more.

use std::ops::Range;

use bulletin_rules::grammar::{Action, Parts, Reading};
use bulletin_rules::text::View;

use super::{AnchorSource, ResolvedDate};
use crate::calendar;
use crate::normalise::date::{self, Length, Modifier, Point, Timex, Unit};
use crate::record::{Timex3, Timex3Kind};
use crate::resolve::Found;

/// What a match's parts say that its [`Timex`] does not keep.
#[derive(Clone, Debug, Default)]
struct Extras {
    /// The tokens of the ends of a range or of the days of a list.
    ends: Vec<Range<usize>>,
    /// TIMEX3's `mod` of an approximation.
    approximation: Option<String>,
    /// TIMEX3's `quant`.
    quantifier: Option<String>,
    /// What recurs, where it is more than a length: `XXXX-WXX-5`.
    recurring: Option<String>,
    /// Whether it was counted in weeks.
    in_weeks: bool,
}

impl Extras {
    fn read(action: &Action, parts: &Parts<'_>) -> Self {
        let value = |name: &str| parts.all().iter().find(|part| part.name == name).and_then(|part| part.value);
        let is_end = |name: &str| matches!(name, "from" | "middle" | "to");
        let ends = parts.all().iter().filter(|part| part.scope.is_empty() && is_end(part.name));
        let part_of_day = value("day-part").map(|part| format!("T{part}")).unwrap_or_default();
        let weekday = value("full-weekday").or_else(|| value("weekday-plural"));
        let recurring = if let Some(weekday) = weekday {
            Some(format!("XXXX-WXX-{weekday}{part_of_day}"))
        } else if let Some(month) = value("month").and_then(|month| month.parse::<u8>().ok()) {
            Some(format!("XXXX-{month:02}"))
        } else if let Some(season) = value("season") {
            dialect(&format!("XXXX-{season}"))
        } else if value("period") == Some("weekend") || value("weekend-plural").is_some() {
            Some("XXXX-WXX-WE".to_owned())
        } else {
            (!part_of_day.is_empty()).then(|| format!("XXXX-XX-XX{part_of_day}"))
        };
        let counts = matches!(action.operation.as_str(), "relative" | "shifted");
        let unit = ["period", "periods"].into_iter().find_map(|name| Unit::parse(value(name)?));
        Self {
            ends: ends.map(|part| part.tokens.clone()).collect(),
            approximation: value("approximator").map(str::to_owned),
            quantifier: value("quantifier").map(str::to_owned),
            recurring,
            in_weeks: counts && matches!(unit, Some(Unit::Week | Unit::Fortnight)),
        }
    }
}

/// Marks resolved expressions, given in the order of the text; offsets are bytes of the original.
pub(super) fn mark(
    reading: &Reading<'_, '_>,
    view: &View<'_>,
    found: &[&Found<'_>],
    resolved: &[(Timex, ResolvedDate)],
) -> Vec<Timex3> {
    let mut marks: Vec<Timex3> = Vec::new();
    // Where the marks of each expression begin, for anchors.
    let mut first_of: Vec<usize> = Vec::new();
    for (found, (timex, date)) in found.iter().zip(resolved) {
        let tokens = &found.candidate.tokens;
        let extras = reading.with_parts(&found.candidate.found, tokens, Extras::read).unwrap_or_default();
        let mut own = pieces(timex, date, &extras);
        let all = reading.tokens();
        let bytes =
            |range: Range<usize>| view.to_original(all[range.start].start as usize..all[range.end - 1].end as usize);
        let ends = if extras.ends.len() == own.len() { extras.ends } else { vec![tokens.clone()] };
        own.truncate(ends.len());
        let last = ends.len() - 1;
        for (nth, (mark, end)) in own.iter_mut().zip(&ends).enumerate() {
            // What stands before the first end and behind the last one belongs to them.
            let start = if nth == 0 { tokens.start } else { end.start };
            let end = if nth == last { tokens.end } else { end.end };
            let span = bytes(start..end);
            (mark.start, mark.end) = (span.start, span.end);
            mark.is_function = date.anchor.is_some() || matches!(timex, Timex::Reference(_));
            mark.anchor = match (date.anchor, timex) {
                (Some(AnchorSource::Mention(at)), _) => first_of.get(at).map(|&first| first + 1),
                (Some(_), _) | (None, Timex::Reference(_)) => Some(0),
                (None, _) => None,
            };
        }
        first_of.push(marks.len());
        if let (Timex::Range(..), [from, to]) = (timex, own.as_slice()) {
            let between = between(from, to, marks.len());
            marks.append(&mut own);
            marks.extend(between);
        } else {
            marks.append(&mut own);
        }
    }
    marks
}

/// The marks of one expression: one, or the ends of a range, or the days of a list.
fn pieces(timex: &Timex, date: &ResolvedDate, extras: &Extras) -> Vec<Timex3> {
    let whole = |kind: Timex3Kind, value: String| vec![Timex3::new(kind, value)];
    let value = date.value.as_deref();
    match timex {
        Timex::Point(point) => {
            let mut mark = of_point(point, date);
            if extras.in_weeks
                && let Some(day) = date.from
            {
                mark.value = calendar::week_name(day);
            }
            mark.modifier = extras.approximation.clone().or(mark.modifier);
            vec![mark]
        }
        Timex::Range(from, to) => {
            let (first, last) = value.and_then(|value| value.split_once('/')).unzip();
            let of = |point: &Point, value: Option<&str>| {
                of_point(point, &ResolvedDate { value: value.map(str::to_owned), ..date.clone() })
            };
            vec![of(from, first), of(to, last)]
        }
        Timex::List(days) => days
            .iter()
            .map(|point| {
                // All days of a list lie in one month, which its first value gives.
                let month = value.and_then(|value| value.trim_start_matches('{').get(..8)).unwrap_or("XXXX-XX-");
                Timex3::new(Timex3Kind::Date, format!("{month}{:02}", point.day.number().unwrap_or_default()))
            })
            .collect(),
        Timex::EndingWith(length, _) => whole(Timex3Kind::Duration, of_length(length)),
        Timex::FirstMonths(months, _) => whole(Timex3Kind::Duration, format!("P{months}M")),
        Timex::WeekOf(_) => whole(Timex3Kind::Date, value.unwrap_or("XXXX-WXX").to_owned()),
        Timex::Fiscal(..) => whole(Timex3Kind::Date, value.unwrap_or("XXXX").chars().take(4).collect()),
        Timex::Reference(reference) => whole(Timex3Kind::Date, reference.name().to_owned()),
        Timex::Duration(least, _) => {
            let modifier = extras.approximation.clone();
            vec![Timex3 { modifier, ..Timex3::new(Timex3Kind::Duration, of_length(least)) }]
        }
        Timex::Uncounted(_) => whole(Timex3Kind::Duration, value.unwrap_or("PX").to_owned()),
        Timex::Recurrence(every, times) => {
            let value = extras.recurring.clone().filter(|_| times.is_none()).unwrap_or_else(|| of_length(every));
            let quantifier = extras.quantifier.clone().or_else(|| times.is_none().then(|| "EVERY".to_owned()));
            let frequency = times.map(|times| format!("{times}X"));
            vec![Timex3 { quantifier, frequency, ..Timex3::new(Timex3Kind::Set, value) }]
        }
    }
}

fn of_point(point: &Point, date: &ResolvedDate) -> Timex3 {
    let mut value = match (&date.value, date.from) {
        (Some(_), Some(day)) if point.weekend != date::Term::Unsaid => format!("{}-WE", calendar::week_name(day)),
        (Some(_), Some(day)) if point.half.is_some() && point.month != date::Term::Unsaid => {
            format!("{:04}-{:02}", day.year(), day.month())
        }
        (Some(value), _) => dialect(value).unwrap_or_else(|| value.clone()),
        (None, _) => unknown(point),
    };
    let is_time = point.clock.is_some() || point.day_part.is_some();
    if let (Some(part), None) = (&point.day_part, &point.clock) {
        value.push('T');
        value.push_str(part);
    }
    let modifier = match point.modifier {
        Some(Modifier::Early | Modifier::Before) => Some("START"),
        Some(Modifier::Mid) => Some("MID"),
        Some(Modifier::Late | Modifier::After) => Some("END"),
        None => None,
    };
    let kind = if is_time { Timex3Kind::Time } else { Timex3Kind::Date };
    Timex3 { modifier: modifier.map(str::to_owned), ..Timex3::new(kind, value) }
}

/// What is written of a point whose value is not known at all.
fn unknown(point: &Point) -> String {
    use date::Term::Unsaid;
    let is_said = |term: date::Term| term != Unsaid;
    let value = match point {
        Point { weekday: Some(weekday), .. } => return format!("XXXX-WXX-{weekday}"),
        Point { day, .. } if is_said(*day) => "XXXX-XX-XX",
        Point { week, .. } if is_said(*week) => "XXXX-WXX",
        Point { weekend, .. } if is_said(*weekend) => "XXXX-WXX-WE",
        Point { month, .. } if is_said(*month) => "XXXX-XX",
        Point { quarter, .. } if is_said(*quarter) => "XXXX-QX",
        Point { half: Some(half), .. } => return format!("XXXX-H{half}"),
        Point { decade, .. } if is_said(*decade) => "XXX",
        Point { century, .. } if is_said(*century) => "XX",
        Point { year, .. } if is_said(*year) => "XXXX",
        _ => "XXXX-XX-XX",
    };
    value.to_owned()
}

/// TimeML's form of a value where it differs from EDTF's.
fn dialect(value: &str) -> Option<String> {
    if let Some(before_christ) = value.strip_prefix('-') {
        // EDTF counts a year 0, TimeML does not.
        return Some(match before_christ.strip_suffix("XX") {
            Some(century) => format!("BC{:02}", century.parse::<u32>().ok()? + 1),
            None => format!("BC{:04}", before_christ.parse::<u32>().ok()? + 1),
        });
    }
    if let Some(exact) = value.strip_suffix('~') {
        return Some(exact.split('~').next().unwrap_or(exact).to_owned());
    }
    if !value.contains('-') && value != "XXXX" {
        let period = value.trim_end_matches('X');
        return (period.len() < value.len()).then(|| period.to_owned());
    }
    let (year, number) = value.split_at_checked(5).filter(|(year, number)| year.ends_with('-') && number.len() == 2)?;
    let name = match number.parse().ok()? {
        21 => "SP",
        22 => "SU",
        23 => "FA",
        24 => "WI",
        33 => "Q1",
        34 => "Q2",
        35 => "Q3",
        36 => "Q4",
        40 => "H1",
        41 => "H2",
        _ => return None,
    };
    Some(format!("{year}{name}"))
}

/// A length with TIMEX3's letters: `P2DE`, `PT30M`.
fn of_length(length: &Length) -> String {
    let mut text = "P".to_owned();
    let mut in_clock = false;
    for &(count, unit) in &length.0 {
        let (letters, is_clock) = unit.timex3();
        if is_clock && !in_clock {
            text.push('T');
            in_clock = true;
        }
        let count = if unit == Unit::Fortnight { 2.0 * count } else { count };
        text.push_str(&format!("{count}{letters}"));
    }
    text
}

/// The length between the ends of a range, which no text holds: TimeML marks it with an empty tag behind the range.
/// `before` is the number of marks before the first end.
fn between(from: &Timex3, to: &Timex3, before: usize) -> Option<Timex3> {
    let years = || Some((from.value.parse::<i32>().ok()?, to.value.parse::<i32>().ok()?));
    let months = |value: &str| {
        let (year, month) = value.split_once('-')?;
        Some(year.parse::<i32>().ok()? * 12 + month.parse::<i32>().ok()?)
    };
    let value = match (from.value.len(), to.value.len()) {
        (4, 4) => years().map(|(from, to)| format!("P{}Y", to - from)),
        (7, 7) => months(&from.value).zip(months(&to.value)).map(|(from, to)| format!("P{}M", to - from)),
        (10, 10) => {
            let days = (from.value.parse().ok()?, to.value.parse().ok()?);
            Some(format!("P{}D", calendar::days_between(days.0, days.1)))
        }
        _ => None,
    }?;
    Some(Timex3 {
        start: to.end,
        end: to.end,
        is_function: true,
        ends: Some((before + 1, before + 2)),
        ..Timex3::new(Timex3Kind::Duration, value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_follow_the_conventions_of_timeml() {
        for (edtf, timeml) in [
            ("1998-22", Some("1998-SU")),
            ("2016-35", Some("2016-Q3")),
            ("XXXX-40", Some("XXXX-H1")),
            ("199X", Some("199")),
            ("18XX", Some("18")),
            ("-0574", Some("BC0575")),
            ("2016-07-07~", Some("2016-07-07")),
            ("2016-10", None),
            ("XXXX-10-29", None),
            ("2016-W38", None),
            ("2016", None),
        ] {
            assert_eq!(dialect(edtf).as_deref(), timeml, "{edtf}");
        }
        assert_eq!(of_length(&Length::of(2.0, Unit::Decade)), "P2DE");
        assert_eq!(of_length(&Length::of(30.0, Unit::Minute)), "PT30M");
        assert_eq!(of_length(&Length::of(1.0, Unit::Fortnight)), "P2W");
    }

    #[test]
    fn the_length_between_two_ends_points_at_them() {
        let date = |value: &str| Timex3::new(Timex3Kind::Date, value.to_owned());
        let length = between(&date("1993"), &date("1996"), 4).expect("a length");
        assert_eq!((length.value.as_str(), length.ends), ("P3Y", Some((5, 6))));
        assert_eq!(between(&date("2016-10-25"), &date("2016-11-01"), 0).expect("a length").value, "P7D");
        assert_eq!(between(&date("XXXX-10-25"), &date("XXXX-11-01"), 0), None);
    }
}
