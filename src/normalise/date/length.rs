//! Lengths of time: counts of units, as ISO 8601 writes them.

use std::fmt;

use bulletin_rules::grammar::{Action, Part, Parts};

use super::Timex;

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// ISO 8601 `PT1S`.
    Second,
    /// `PT1M`.
    Minute,
    /// `PT1H`.
    Hour,
    /// `P1D`.
    Day,
    /// `P1W`.
    Week,
    /// Saturday and Sunday.
    Weekend,
    /// Two weeks.
    Fortnight,
    /// `P1M`.
    Month,
    /// A quarter of a year, `P3M`.
    Quarter,
    /// `P1Y`.
    Year,
    /// `P10Y`.
    Decade,
    /// `P100Y`.
    Century,
}

impl Unit {
    /// The unit that a lexicon's value names.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "second" => Self::Second,
            "minute" => Self::Minute,
            "hour" => Self::Hour,
            "day" => Self::Day,
            "week" => Self::Week,
            "weekend" => Self::Weekend,
            "fortnight" => Self::Fortnight,
            "month" => Self::Month,
            "quarter" => Self::Quarter,
            "year" => Self::Year,
            "decade" => Self::Decade,
            "century" => Self::Century,
            _ => return None,
        })
    }

    /// The letter of ISO 8601, how many of its units this one is, and whether it stands behind the `T`.
    fn iso(self) -> Option<(char, f64, bool)> {
        Some(match self {
            Self::Second => ('S', 1.0, true),
            Self::Minute => ('M', 1.0, true),
            Self::Hour => ('H', 1.0, true),
            Self::Day => ('D', 1.0, false),
            Self::Week => ('W', 1.0, false),
            Self::Fortnight => ('W', 2.0, false),
            Self::Month => ('M', 1.0, false),
            Self::Quarter => ('M', 3.0, false),
            Self::Year => ('Y', 1.0, false),
            Self::Decade => ('Y', 10.0, false),
            Self::Century => ('Y', 100.0, false),
            Self::Weekend => return None,
        })
    }

    /// The letters that TIMEX3 gives the unit, and whether they stand behind the `T`.
    pub fn timex3(self) -> (&'static str, bool) {
        match self {
            Self::Second => ("S", true),
            Self::Minute => ("M", true),
            Self::Hour => ("H", true),
            Self::Day => ("D", false),
            Self::Week => ("W", false),
            Self::Weekend => ("WE", false),
            Self::Fortnight => ("W", false),
            Self::Month => ("M", false),
            Self::Quarter => ("Q", false),
            Self::Year => ("Y", false),
            Self::Decade => ("DE", false),
            Self::Century => ("CE", false),
        }
    }

    /// An unknown number of it, as TIMEX3 writes that: `PXW`.
    pub fn uncounted(self) -> Option<String> {
        let (letters, is_clock) = self.timex3();
        Some(format!("P{}X{letters}", if is_clock { "T" } else { "" }))
    }

    /// The next smaller unit in which half of this one is a whole number, and how many of them make it.
    fn parts(self) -> Option<(Self, f64)> {
        Some(match self {
            Self::Minute => (Self::Second, 60.0),
            Self::Hour => (Self::Minute, 60.0),
            Self::Day => (Self::Hour, 24.0),
            Self::Year => (Self::Month, 12.0),
            Self::Quarter => (Self::Month, 3.0),
            _ => return None,
        })
    }
}

/// Counts of units, largest first (`two years and six months`).
#[derive(Clone, Debug, PartialEq)]
pub struct Length(pub Vec<(f64, Unit)>);

impl Length {
    /// So many of one unit.
    pub fn of(count: f64, unit: Unit) -> Self {
        Self(vec![(count, unit)])
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("P")?;
        let mut in_clock = false;
        for &(count, unit) in &self.0 {
            let Some((letter, factor, is_clock)) = unit.iso() else { continue };
            if is_clock && !in_clock {
                f.write_str("T")?;
                in_clock = true;
            }
            write!(f, "{}{letter}", count * factor)?;
        }
        Ok(())
    }
}

/// The unit that a part is, whatever the name of its lexicon.
pub(super) fn unit(part: &Part) -> Option<Unit> {
    Unit::parse(part.value?)
}

/// What a part adds to a count.
fn counted(part: &Part) -> Option<f64> {
    match part.name {
        "integer" | "decimal" => part.number,
        "count-tens" | "count-ones" | "count-fraction" | "scanned-half" | "half-of" => part.value?.parse().ok(),
        _ => None,
    }
}

/// The first count of a scope: `twenty-five`, `2½`, `six (6)`.
pub(super) fn count(parts: &Parts, scope: &str) -> Option<f64> {
    let mut total = None;
    for part in parts.all() {
        match counted(part).filter(|_| in_scope(part, scope)) {
            // A numeral behind words or digits repeats them (`six (6) months`).
            Some(_) if total.is_some() && part.name == "integer" => {}
            Some(n) => total = Some(total.unwrap_or(0.0) + n),
            None if total.is_some() && unit(part).is_some() => break,
            None => {}
        }
    }
    total
}

/// Counts stand at the top of a match, or in the labels that its rule gives to several of them.
fn in_scope(part: &Part, scope: &str) -> bool {
    part.scope == scope || (scope.is_empty() && matches!(part.scope, "first" | "then"))
}

/// The length that the counts and units of a scope make. A unit at the top serves every scope.
pub(super) fn read(action: &Action, parts: &Parts, scope: &str) -> Option<Length> {
    let constant = |name: &str| action.constant(name)?.parse::<f64>().ok();
    let mut terms: Vec<(f64, Unit)> = Vec::new();
    let mut total: Option<f64> = None;
    for part in parts.all() {
        if let Some(n) = counted(part).filter(|_| in_scope(part, scope)) {
            if !(total.is_some() && part.name == "integer") {
                total = Some(total.unwrap_or(0.0) + n);
            }
        } else if let Some(unit) = unit(part) {
            if let Some(n) = total.take() {
                terms.push((n + constant("fraction").unwrap_or(0.0), unit));
            } else if let (Some(n), true) = (constant("count"), terms.is_empty() && scope.is_empty()) {
                terms.push((n, unit));
            }
        }
    }
    // A fraction behind its unit: `a year and a half`.
    if let (Some(rest), Some(last)) = (total, terms.last_mut())
        && constant("count").is_some()
    {
        last.0 += rest;
    }
    finished(terms)
}

/// One of the first unit that stands in the match.
pub(super) fn of_one(parts: &Parts) -> Option<Length> {
    finished(vec![(1.0, parts.all().iter().find_map(unit)?)])
}

/// A length whose fractions are told in smaller units where ISO 8601's readers expect it (`PT30M`).
fn finished(mut terms: Vec<(f64, Unit)>) -> Option<Length> {
    for (count, unit) in &mut terms {
        if !count.is_finite() || *count <= 0.0 || unit.iso().is_none() {
            return None;
        }
        if *count < 1.0
            && let Some((smaller, factor)) = unit.parts()
        {
            (*count, *unit) = (*count * factor, smaller);
        }
    }
    let descending = terms.windows(2).all(|pair| pair[0].1 > pair[1].1);
    (!terms.is_empty() && descending).then_some(Length(terms))
}

/// A duration; where two counts share one unit, both ends.
pub(super) fn duration(least: Option<Length>, most: Option<Length>) -> Option<Timex> {
    Some(Timex::Duration(least?, most))
}

/// Every how long a thing recurs, and how often in that time.
pub(super) fn recurrence(action: &Action, parts: &Parts) -> Option<Timex> {
    let find = |name: &str| parts.all().iter().find(|part| part.name == name);
    let value = |name: &str| find(name)?.value?.parse::<f64>().ok();
    if action.constant("written") == Some("small") && parts.text.starts_with(char::is_uppercase) {
        return None;
    }
    let times = value("times-word");
    if let Some(recurring) = find("recurring").and_then(|part| part.value) {
        return Some(Timex::Recurrence(parse(recurring)?, times));
    }
    let interval = value("interval").unwrap_or(1.0);
    let named = |name: &str| find(name).is_some();
    // Of `the first Thursday of each month` it is the month that comes again.
    let named_day = find("full-weekday").is_some_and(|part| part.scope.is_empty());
    let unit = if named_day || named("weekday-plural") {
        Unit::Week
    } else if named("season") || named("month") {
        Unit::Year
    } else if let Some(unit) = parts.all().iter().find_map(unit) {
        unit
    } else {
        Unit::Day
    };
    let unit = if unit == Unit::Weekend { Unit::Week } else { unit };
    let counted = count(parts, "");
    match action.constant("count") {
        Some("times") => Some(Timex::Recurrence(finished(vec![(1.0, unit)])?, times.or(counted))),
        _ => Some(Timex::Recurrence(finished(vec![(counted.unwrap_or(interval), unit)])?, None)),
    }
}

/// A length written by ISO 8601 with one unit, as lexicons give it.
fn parse(iso: &str) -> Option<Length> {
    let (clock, rest) = match iso.strip_prefix("PT") {
        Some(rest) => (true, rest),
        None => (false, iso.strip_prefix('P')?),
    };
    let (count, letter) = rest.split_at(rest.len().checked_sub(1)?);
    let unit = match (letter, clock) {
        ("S", true) => Unit::Second,
        ("M", true) => Unit::Minute,
        ("H", true) => Unit::Hour,
        ("D", false) => Unit::Day,
        ("W", false) => Unit::Week,
        ("M", false) => Unit::Month,
        ("Y", false) => Unit::Year,
        _ => return None,
    };
    Some(Length::of(count.parse().ok()?, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_by_iso_8601() {
        for (terms, text) in [
            (vec![(2.0, Unit::Week)], "P2W"),
            (vec![(2.5, Unit::Year)], "P2.5Y"),
            (vec![(0.5, Unit::Hour)], "PT30M"),
            (vec![(1.0, Unit::Decade)], "P10Y"),
            (vec![(0.5, Unit::Century)], "P50Y"),
            (vec![(2.0, Unit::Year), (6.0, Unit::Month)], "P2Y6M"),
            (vec![(1.0, Unit::Day), (6.0, Unit::Hour), (5.0, Unit::Minute)], "P1DT6H5M"),
        ] {
            assert_eq!(finished(terms).expect("a length").to_string(), text);
        }
        assert_eq!(finished(vec![(6.0, Unit::Month), (2.0, Unit::Year)]), None);
        assert_eq!(parse("P3M"), Some(Length::of(3.0, Unit::Month)));
    }
}
