//! Which of the stretches that recur is meant: the nearest, the last, the next.

use jiff::civil::Date;

use super::Tense;
use super::anchor::Anchor;
use crate::calendar;

/// The year of a recurring stretch that is the last, this or the next one.
pub(super) fn year_which(which: i32, anchor: Anchor, find: impl Fn(i32) -> Option<(Date, Date)>) -> Option<i32> {
    let here = anchor.year();
    match which {
        0 => {
            // A winter that began last year and still goes on is this one.
            let goes_on = find(here - 1).is_some_and(|(first, last)| first <= anchor.date && anchor.date <= last);
            Some(if goes_on { here - 1 } else { here })
        }
        n if n < 0 => (here - 2..=here + 1)
            .rev()
            .find(|&year| find(year).is_some_and(|(_, last)| last < anchor.date))
            .map(|y| y + n + 1),
        n => (here - 1..=here + 2)
            .find(|&year| find(year).is_some_and(|(first, _)| first > anchor.date))
            .map(|y| y + n - 1),
    }
}

/// The year whose stretch is nearest to the anchor. What the tense speaks against counts as farther, what lies ahead where
/// it does not tell as `ahead` times as far, and what the day of the week contradicts as farthest.
pub(super) fn year_near(
    anchor: Anchor,
    tense: Tense,
    ahead: f64,
    weekday: Option<i32>,
    find: impl Fn(i32) -> Option<(Date, Date)>,
) -> Option<i32> {
    let cost = |year: i32| -> Option<f64> {
        let (first, last) = find(year)?;
        let back = f64::from(calendar::days_between(last, anchor.date));
        let forth = f64::from(calendar::days_between(anchor.date, first));
        let (with, against, farther) = match tense {
            Tense::Past => (back, forth, 4.0),
            Tense::Future => (forth, back, 4.0),
            Tense::Unknown => (back, forth, ahead),
        };
        let cost = if with >= 0.0 { with } else { against.max(0.0) * farther };
        let contradicted = first == last && weekday.is_some_and(|weekday| calendar::weekday(first) != weekday);
        Some(if contradicted { cost + 2000.0 } else { cost })
    };
    let reach = if weekday.is_some() { 6 } else { 1 };
    let years = anchor.year() - reach..=anchor.year() + reach;
    let costs = years.filter_map(|year| Some((year, cost(year)?)));
    costs.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(year, _)| year)
}

/// The day of the month nearest to a date, what the tense speaks against counting as farther.
pub(super) fn nth_near(date: Date, day: i32, tense: Tense, weekday: Option<i32>) -> Option<Date> {
    let near = (-2..=2).filter_map(|months| {
        let (year, month) = calendar::add_months(date.year().into(), date.month().into(), months);
        calendar::day(year, month, day)
    });
    let cost = |found: &Date| {
        let days = calendar::days_between(date, *found);
        let against = match tense {
            Tense::Past => days > 0,
            Tense::Future => days < 0,
            Tense::Unknown => false,
        };
        let contradicted = weekday.is_some_and(|weekday| calendar::weekday(*found) != weekday);
        days.abs() * if against { 4 } else { 1 } + if contradicted { 1000 } else { 0 }
    };
    near.min_by_key(cost)
}

/// The year with these last two digits, the latest one up to `latest`.
pub(super) fn full_year(short: i32, latest: i32) -> i32 {
    latest - (latest - short).rem_euclid(100)
}
