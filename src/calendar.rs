//! The arithmetic of the calendar that dates need beyond what `jiff` gives.

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// A year that has a 29 February.
pub const LEAP_YEAR: i32 = 2000;

/// The years that may be written: 1 to 9999.
pub fn is_year(year: i32) -> bool {
    (1..=9999).contains(&year)
}

/// The day of these numbers, if the calendar has it and its year may be written.
pub fn day(year: i32, month: i32, day: i32) -> Option<Date> {
    is_year(year).then_some(())?;
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// The number of days of a month (1 to 12), 0 for no month.
pub fn days_in(year: i32, month: i32) -> i32 {
    day(year, month, 1).map_or(0, |first| i32::from(first.days_in_month()))
}

/// The first and the last day of a month.
pub fn month(year: i32, month: i32) -> Option<(Date, Date)> {
    let first = day(year, month, 1)?;
    Some((first, first.last_of_month()))
}

/// The first and the last day of the years from one to another.
pub fn years(from: i32, to: i32) -> Option<(Date, Date)> {
    Some((day(from, 1, 1)?, day(to, 12, 31)?))
}

/// The day so many days later.
pub fn add_days(date: Date, days: i32) -> Option<Date> {
    date.checked_add(days.days()).ok().filter(|date| is_year(date.year().into()))
}

/// Year and month so many months later.
pub fn add_months(year: i32, month: i32, months: i32) -> (i32, i32) {
    let months = year * 12 + (month - 1) + months;
    (months.div_euclid(12), months.rem_euclid(12) + 1)
}

/// Days from one day to another.
pub fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

/// ISO 8601's number of the day in its week: Monday is 1.
pub fn weekday(date: Date) -> i32 {
    date.weekday().to_monday_one_offset().into()
}

/// The Monday of the day's week.
pub fn monday(date: Date) -> Option<Date> {
    add_days(date, 1 - weekday(date))
}

/// The day's week as ISO 8601 writes it: `1977-W48`.
pub fn week_name(date: Date) -> String {
    let week = date.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// Monday and Sunday of ISO 8601's week of this number.
pub fn week(year: i32, number: i32) -> Option<(Date, Date)> {
    // The week that has 4 January is the first.
    let monday = add_days(monday(day(year, 1, 4)?)?, 7 * (number - 1))?;
    (i32::from(monday.iso_week_date().year()) == year).then_some(())?;
    Some((monday, add_days(monday, 6)?))
}

/// Easter Sunday of the Gregorian calendar (the anonymous Gregorian computus).
pub fn easter(year: i32) -> Option<Date> {
    let a = year % 19;
    let (b, c) = (year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    day(year, n / 31, n % 31 + 1)
}

/// Easter Sunday of the Julian calendar, as a day of the Gregorian one (Meeus).
pub fn orthodox_easter(year: i32) -> Option<Date> {
    let (a, b, c) = (year % 4, year % 7, year % 19);
    let d = (19 * c + 15) % 30;
    let e = (2 * a + 4 * b - d + 34) % 7;
    let n = d + e + 114;
    add_days(day(year, n / 31, n % 31 + 1)?, year / 100 - year / 400 - 2)
}

/// The day of the tabular Islamic calendar (civil epoch, 30-year cycle) that falls in a year of the Gregorian one: the
/// first, where two do. The moon's sighting may make it a day or two another.
pub fn hijri_day_in(year: i32, month: i32, day_of_month: i32) -> Option<Date> {
    let epoch = day(622, 7, 19)?;
    let january = day(year, 1, 1)?;
    let around = (year - 622) * 33 / 32;
    (around - 1..=around + 2).find_map(|hijri| {
        let days = (hijri - 1) * 354 + (3 + 11 * hijri).div_euclid(30) + (59 * (month - 1) + 1) / 2 + day_of_month - 1;
        add_days(epoch, days).filter(|date| *date >= january && i32::from(date.year()) == year)
    })
}

/// The day of the Hebrew calendar that falls in a year of the Gregorian one (months from Nisan, the first; the twelfth is
/// the Adar before it, in leap years the second).
pub fn hebrew_day_in(year: i32, month: i32, day_of_month: i32) -> Option<Date> {
    (year + 3760..=year + 3761).find_map(|hebrew| {
        let start = hebrew_new_year(hebrew);
        let length = hebrew_new_year(hebrew + 1) - start;
        let is_leap = length > 370;
        // From Tishri, the seventh, with which the year begins.
        let lengths = [
            30,
            if length % 10 == 5 { 30 } else { 29 },
            if length % 10 == 3 { 29 } else { 30 },
            29,
            30,
            if is_leap { 30 } else { 0 },
            29,
            30,
            29,
            30,
            29,
            30,
            29,
        ];
        let at = match month {
            7..=11 => month - 7,
            12 => 6,
            _ => month + 6,
        };
        let before: i32 = lengths[..at as usize].iter().sum();
        let days = start + before + day_of_month - 1 - days_between(date(1, 1, 1), date(year as i16, 1, 1)) - 1;
        add_days(day(year, 1, 1)?, days).filter(|found| i32::from(found.year()) == year)
    })
}

/// The first day of a Hebrew year, counted from 1 January of the year 1, which is 1 (Dershowitz and Reingold,
/// "Calendrical Calculations").
fn hebrew_new_year(year: i32) -> i32 {
    let elapsed = |year: i64| {
        let months = (235 * year - 234).div_euclid(19);
        let parts = 12_084 + 13_753 * months;
        let day = 29 * months + parts.div_euclid(25_920);
        day + i64::from((3 * (day + 1)).rem_euclid(7) < 3)
    };
    let year = i64::from(year);
    let (before, this, after) = (elapsed(year - 1), elapsed(year), elapsed(year + 1));
    let postponed = match (this - before, after - this) {
        (_, 356) => 2,
        (382, _) => 1,
        _ => 0,
    };
    (this + postponed - 1_373_427) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_falls_where_almanacs_say() {
        assert_eq!(easter(2016), Some(date(2016, 3, 27)));
        assert_eq!(easter(2019), Some(date(2019, 4, 21)));
        assert_eq!(easter(1943), Some(date(1943, 4, 25)));
        assert_eq!(orthodox_easter(2016), Some(date(2016, 5, 1)));
        assert_eq!(orthodox_easter(2023), Some(date(2023, 4, 16)));
    }

    #[test]
    fn islamic_months_begin_within_a_day_of_the_moon() {
        let start = hijri_day_in(2023, 9, 1).expect("Ramadan of 2023");
        assert!(days_between(date(2023, 3, 23), start).abs() <= 1, "{start}");
        let feast = hijri_day_in(2016, 10, 1).expect("the feast of 2016");
        assert!(days_between(date(2016, 7, 6), feast).abs() <= 1, "{feast}");
    }

    #[test]
    fn hebrew_feasts_fall_where_almanacs_say() {
        assert_eq!(hebrew_day_in(2023, 7, 1), Some(date(2023, 9, 16)));
        assert_eq!(hebrew_day_in(2016, 1, 15), Some(date(2016, 4, 23)));
        assert_eq!(hebrew_day_in(2024, 12, 14), Some(date(2024, 3, 24)));
        assert_eq!(hebrew_day_in(2023, 9, 25), Some(date(2023, 12, 8)));
        assert_eq!(hebrew_day_in(2019, 7, 10), Some(date(2019, 10, 9)));
    }

    #[test]
    fn weeks_and_months_are_counted() {
        assert_eq!(week_name(date(1977, 12, 1)), "1977-W48");
        assert_eq!(week_name(date(2021, 1, 3)), "2020-W53");
        assert_eq!(add_months(2016, 1, -1), (2015, 12));
        assert_eq!(add_months(2016, 11, 14), (2018, 1));
        assert_eq!(days_in(2015, 2), 28);
        assert_eq!(day(9999, 12, 31).and_then(|last| add_days(last, 1)), None);
    }
}
