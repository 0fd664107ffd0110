//! Feasts and named days: from the rule in their table to the day of a year.

use jiff::civil::Date;

use crate::calendar;

/// The day of a feast in a year.
///
/// Rules: `12-25` (a month and its day), `easter-2`, `orthodox-easter+1` (days from Easter), `11/4/4` (month, day of the
/// week, which one; −1 is the last), `hijri 10-1` (month and day of the tabular Islamic calendar, a day or two off at
/// times).
pub fn day(rule: &str, year: i32) -> Option<Date> {
    if let Some(offset) = rule.strip_prefix("orthodox-easter") {
        return calendar::add_days(calendar::orthodox_easter(year)?, distance(offset)?);
    }
    if let Some(offset) = rule.strip_prefix("easter") {
        return calendar::add_days(calendar::easter(year)?, distance(offset)?);
    }
    if let Some(day) = rule.strip_prefix("hijri ") {
        let (month, day) = pair(day)?;
        return calendar::hijri_day_in(year, month, day);
    }
    if let [month, weekday, nth] = rule.split('/').map(|n| n.parse::<i32>().ok()).collect::<Option<Vec<_>>>()?[..] {
        return nth_weekday(year, month, weekday, nth);
    }
    let (month, day) = pair(rule)?;
    calendar::day(year, month, day)
}

/// What can be written of a feast without its year.
pub fn open_value(rule: &str) -> Option<String> {
    let (month, day) = pair(rule)?;
    Some(format!("XXXX-{month:02}-{day:02}"))
}

fn distance(offset: &str) -> Option<i32> {
    if offset.is_empty() { Some(0) } else { offset.parse().ok() }
}

fn pair(rule: &str) -> Option<(i32, i32)> {
    let (month, day) = rule.split_once('-')?;
    Some((month.parse().ok()?, day.parse().ok()?))
}

fn nth_weekday(year: i32, month: i32, weekday: i32, nth: i32) -> Option<Date> {
    let (first, last) = calendar::month(year, month)?;
    if nth > 0 {
        calendar::add_days(first, (weekday - calendar::weekday(first)).rem_euclid(7) + 7 * (nth - 1))
    } else {
        calendar::add_days(last, -(calendar::weekday(last) - weekday).rem_euclid(7) + 7 * (nth + 1))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn rules_give_days() {
        assert_eq!(day("12-25", 2016), Some(date(2016, 12, 25)));
        assert_eq!(day("easter-2", 2019), Some(date(2019, 4, 19)));
        assert_eq!(day("orthodox-easter", 2016), Some(date(2016, 5, 1)));
        assert_eq!(day("11/4/4", 2016), Some(date(2016, 11, 24)));
        assert_eq!(day("5/1/-1", 2016), Some(date(2016, 5, 30)));
        assert_eq!(day("02-30", 2016), None);
        assert_eq!(open_value("12-25").as_deref(), Some("XXXX-12-25"));
    }
}
