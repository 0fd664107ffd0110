//! How dates are written: ISO 8601, and EDTF where something is open.

use jiff::civil::Date;

use crate::normalise::date::{Clock, Point, Term};

/// `2016-05`.
pub(super) fn month(date: Date) -> String {
    format!("{:04}-{:02}", date.year(), date.month())
}

/// A year, month and day of which the first may be missing: `XXXX-10-29`.
pub(super) fn open(year: Option<i32>, month: Option<i32>, day: Option<i32>) -> Option<String> {
    let year = year.map_or_else(|| "XXXX".to_owned(), |year| format!("{year:04}"));
    Some(match (month, day) {
        (Some(month), Some(day)) => format!("{year}-{month:02}-{day:02}"),
        (Some(month), None) => format!("{year}-{month:02}"),
        (None, Some(day)) => format!("{year}-XX-{day:02}"),
        (None, None) if year == "XXXX" => return None,
        (None, None) => year,
    })
}

/// A year or century before Christ, as EDTF counts: 1 B.C. is the year 0.
pub(super) fn before_christ(point: &Point) -> Option<String> {
    let signed = |n: i32, width: usize| if n == 0 { "0".repeat(width) } else { format!("-{n:0width$}") };
    if let Term::Is(century) = point.century {
        return Some(format!("{}XX", signed(century - 1, 2)));
    }
    Some(signed(point.year.number()? - 1, 4))
}

/// A day with its moment: `2016-11-29T10:00`; the moment alone where the day is not known.
pub(super) fn moment(day: Option<&str>, clock: &Clock) -> String {
    let mut text = format!("{}T{:02}:{:02}", day.unwrap_or_default(), clock.hour, clock.minute);
    if let Some(second) = clock.second {
        text.push_str(&format!(":{second:02}"));
    }
    text.push_str(clock.zone.as_deref().unwrap_or_default());
    text
}
