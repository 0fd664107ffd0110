//! The two ends of a range: what each takes from the other, and whether they stand in order.

use super::clock::written_zone;
use super::point::{Point, Term};

/// Two ends of a range, each with what only the other says.
pub(super) fn share(mut from: Point, mut to: Point, zone: Option<&str>) -> (Point, Point) {
    let is_day = |point: &Point| matches!(point.month, Term::Is(_)) || point.figures.is_some();
    if from.year == Term::Unsaid && to.year != Term::Unsaid && is_day(&from) {
        from.year = to.year;
        from.frame = to.frame;
        if let (Term::Is(year), true) = (to.year, runs_backwards(&from, &to)) {
            from.year = Term::Is(year - 1);
        }
    } else if to.year == Term::Unsaid && from.year != Term::Unsaid && is_day(&to) {
        to.year = from.year;
        // Over the end of a year, not through most of the next one.
        let months = from.month.number().zip(to.month.number()).map(|(first, last)| last + 12 - first);
        if let (Term::Is(year), true, Some(1..=6)) = (from.year, runs_backwards(&from, &to), months) {
            to.year = Term::Is(year + 1);
        }
    }
    if let (Term::Is(first), Term::Short(last)) = (from.year, to.year) {
        to.year = Term::Is(first - first.rem_euclid(100) + last);
    }
    if let (Some(start), Some(end)) = (&mut from.clock, &mut to.clock) {
        // `9 to 11 a.m.`, `10 to 2 p.m.`: the first takes the second's half of the day unless it would come after it.
        if !start.is_sure && end.is_sure && start.hour < 12 && end.hour >= 12 {
            let later = start.hour + 12;
            if (later, start.minute) < (end.hour, end.minute) {
                start.hour = later;
            }
        }
        end.zone = end.zone.take().or_else(|| written_zone(zone?));
        start.zone = start.zone.take().or_else(|| end.zone.clone());
    }
    (from, to)
}

/// Whether the first is later than the second, as far as the words alone tell.
pub(super) fn runs_backwards(from: &Point, to: &Point) -> bool {
    let key = |point: &Point| {
        let (month, day) = match point.figures {
            Some((first, second, _)) if second <= 12 => (Some(second), Some(first)),
            Some((first, second, _)) => (Some(first), Some(second)),
            None => (point.month.number(), point.day.number()),
        };
        // Before Christ the greater number is the earlier year.
        let year = point.year.number().map(|year| if point.before_christ { -year } else { year });
        (point.decade.number(), year, month, day)
    };
    let ((decade, year, month, day), (last_decade, last_year, last_month, last_day)) = (key(from), key(to));
    let after = |a: Option<i32>, b: Option<i32>| a.zip(b).map(|(a, b)| a.cmp(&b));
    // Months without a year may run over the year's end.
    let known = year.is_some() && last_year.is_some();
    let same_month = month.is_some() && month == last_month;
    let order = after(decade, last_decade)
        .into_iter()
        .chain(after(year, last_year))
        .chain(after(month, last_month).filter(|_| known))
        .chain(after(day, last_day).filter(|_| known || same_month))
        .find(|order| order.is_ne());
    order.is_some_and(std::cmp::Ordering::is_gt)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_over_the_years_end_begins_in_the_year_before() {
        let end = Point { year: Term::Is(2017), month: Term::Is(1), day: Term::Is(3), ..Point::default() };
        let start = Point { month: Term::Is(12), day: Term::Is(28), ..Point::default() };
        let (from, to) = share(start, end, None);
        assert_eq!((from.year, to.year), (Term::Is(2016), Term::Is(2017)));
    }

    #[test]
    fn before_christ_years_run_down() {
        let year = |year, before_christ| Point { year: Term::Is(year), before_christ, ..Point::default() };
        assert!(!runs_backwards(&year(800, true), &year(500, true)));
        assert!(runs_backwards(&year(500, true), &year(800, true)));
        assert!(!runs_backwards(&year(300, true), &year(200, false)));
    }
}
