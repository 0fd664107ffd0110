//! Feasts and named days: from the rule in their table to the days of a year.

use jiff::civil::Date;

use crate::calendar;

/// A rule of the table, read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feast<'r> {
    rule: &'r str,
}

impl<'r> Feast<'r> {
    /// The feast that a rule means in a country (ISO 3166-1 alpha-2); `None` where the rule names countries and not
    /// this one. `US=07-04,IN=08-15,*=05-01` gives countries rules of their own, `*` all others.
    pub fn new(rule: &'r str, country: Option<&str>) -> Option<Self> {
        if !rule.contains('=') || rule.contains("<=") {
            return Some(Self { rule });
        }
        let of = |wanted: &str| rule.split(',').find_map(|one| one.strip_prefix(wanted)?.strip_prefix('='));
        let rule = country.and_then(of).or_else(|| of("*"))?;
        Some(Self { rule })
    }

    /// Its first and last day in a year, if they can be computed.
    ///
    /// Rules: `12-25` (a month and its day), `05-w1--1` (the last Monday of May), `05-w1<=24` (the
    /// last one up to the 24th), `easter-2` and `orthodox+1` (days from Easter Sunday), `islamic-10-1`, `islamic-9` (the
    /// month), `islamic-9-w5--1`, `hebrew-7-1`.
    pub fn days(self, year: i32) -> Option<(Date, Date)> {
        let one = |day: Date| (day, day);
        if let Some(offset) = self.rule.strip_prefix("orthodox") {
            return calendar::add_days(calendar::orthodox_easter(year)?, offset.parse().ok()?).map(one);
        }
        if let Some(offset) = self.rule.strip_prefix("easter") {
            return calendar::add_days(calendar::easter(year)?, offset.parse().ok()?).map(one);
        }
        if let Some(rule) = self.rule.strip_prefix("hebrew-") {
            let (month, day) = pair(rule)?;
            return calendar::hebrew_day_in(year, month, day).map(one);
        }
        if let Some(rule) = self.rule.strip_prefix("islamic-") {
            return islamic(year, rule);
        }
        let (month, rest) = self.rule.split_at_checked(2)?;
        let (first, last) = calendar::month(year, month.parse().ok()?)?;
        match rest.strip_prefix('-')?.parse() {
            Ok(day) => calendar::day(year, first.month().into(), day).map(one),
            Err(_) => nth_weekday(first, last, &rest[1..]).map(one),
        }
    }

    /// Whether its days are known but for the moon's sighting.
    pub fn is_approximate(self) -> bool {
        self.rule.starts_with("islamic")
    }

    /// What can be written of it without its year.
    pub fn open_value(self) -> Option<String> {
        let (month, day) = pair(self.rule)?;
        Some(format!("XXXX-{month:02}-{day:02}"))
    }
}

/// A day of the tabular Islamic calendar, a whole month of it, or a day of the week in it.
fn islamic(year: i32, rule: &str) -> Option<(Date, Date)> {
    if let Some((month, day)) = pair(rule) {
        let day = calendar::hijri_day_in(year, month, day)?;
        return Some((day, day));
    }
    let (month, weekday) = rule.split_once('-').map_or((rule, None), |(month, rest)| (month, Some(rest)));
    let month: i32 = month.parse().ok()?;
    let first = calendar::hijri_day_in(year, month, 1)?;
    // Odd months have 30 days, even ones 29.
    let last = calendar::add_days(first, 28 + month % 2)?;
    match weekday {
        Some(weekday) => nth_weekday(first, last, weekday).map(|day| (day, day)),
        None => Some((first, last)),
    }
}

fn pair(rule: &str) -> Option<(i32, i32)> {
    let (month, day) = rule.split_once('-')?;
    Some((month.parse().ok()?, day.parse().ok()?))
}

/// `w1-3`, `w1--1` or `w1<=24` between two days: days of the week by ISO 8601's numbers.
fn nth_weekday(first: Date, last: Date, rule: &str) -> Option<Date> {
    let (weekday, which) = rule.strip_prefix('w')?.split_at_checked(1)?;
    let weekday: i32 = weekday.parse().ok()?;
    let back_from = |day: Date| calendar::add_days(day, -(calendar::weekday(day) - weekday).rem_euclid(7));
    if let Some(most) = which.strip_prefix("<=") {
        return back_from(calendar::add_days(first, most.parse::<i32>().ok()? - 1)?);
    }
    let nth: i32 = which.strip_prefix('-')?.parse().ok()?;
    if nth > 0 {
        calendar::add_days(first, (weekday - calendar::weekday(first)).rem_euclid(7) + 7 * (nth - 1))
    } else {
        calendar::add_days(back_from(last)?, 7 * (nth + 1))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn day(rule: &str, year: i32) -> Option<Date> {
        Feast::new(rule, None)?.days(year).map(|(first, _)| first)
    }

    #[test]
    fn rules_give_days() {
        assert_eq!(day("12-25", 2016), Some(date(2016, 12, 25)));
        assert_eq!(day("easter-2", 2019), Some(date(2019, 4, 19)));
        assert_eq!(day("orthodox+0", 2016), Some(date(2016, 5, 1)));
        assert_eq!(day("11-w4-4", 2016), Some(date(2016, 11, 24)));
        assert_eq!(day("05-w1--1", 2016), Some(date(2016, 5, 30)));
        assert_eq!(day("05-w1<=24", 2016), Some(date(2016, 5, 23)));
        assert_eq!(day("11-w2<=08", 2016), Some(date(2016, 11, 8)));
        assert_eq!(day("hebrew-7-1", 2023), Some(date(2023, 9, 16)));
        assert_eq!(day("02-30", 2016), None);
        assert_eq!(day("lunar", 2016), None);
        assert_eq!(Feast { rule: "12-25" }.open_value().as_deref(), Some("XXXX-12-25"));
    }

    #[test]
    fn a_month_is_a_feast_too() {
        let ramadan = Feast::new("islamic-9", None).expect("a feast");
        let (first, last) = ramadan.days(2016).expect("Ramadan of 2016");
        assert!(calendar::days_between(date(2016, 6, 6), first).abs() <= 1, "{first}");
        assert_eq!(calendar::days_between(first, last), 29);
        assert!(ramadan.is_approximate());
    }

    #[test]
    fn a_country_has_its_own_day() {
        let rule = "US=07-04,IN=08-15";
        assert_eq!(Feast::new(rule, Some("IN")), Some(Feast { rule: "08-15" }));
        assert_eq!(Feast::new(rule, Some("FR")), None);
        assert_eq!(Feast::new("US=07-04,*=05-09", None), Some(Feast { rule: "05-09" }));
    }
}
