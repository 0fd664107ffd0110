//! Dates in their bulletin: which year, whose Friday, the day before what.
//!
//! Distances are counted from an anchor: the day of publication, else the bulletin's dateline, else the nearest
//! explicit date before them; a year that is not said comes from there too, chosen by tense, or from the date told just
//! before. Where nothing anchors an expression its days stay open. The day on which the program runs plays no part.

mod anchor;
mod context;
mod items;
mod near;
mod order;
mod stretch;
mod timex3;
mod value;

use jiff::civil::Date;

pub use anchor::AnchorSource;
pub(crate) use items::Dates;
pub use order::{DayOrder, OrderSource};
use stretch::Stretch;

use crate::calendar;
use crate::normalise::date::{DateKind, Length, Point, Term, Timex, Unit};
use anchor::{Anchors, Precision};

/// When a clause says that something happens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tense {
    /// Its verbs look back: `said`, `was held`.
    Past,
    /// They look forward: `will meet`, `is due`.
    Future,
    /// They do not tell.
    #[default]
    Unknown,
}

/// What stands around an expression of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateContext {
    /// The tense of its clause.
    pub tense: Tense,
    /// The number of its sentence in the bulletin.
    pub sentence: usize,
    /// The number of its paragraph in the bulletin.
    pub paragraph: usize,
    /// Whether it stands where a bulletin gives its own date.
    pub is_dateline: bool,
}

/// An expression of time, with the days that it covers.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolvedDate {
    /// The kind of mention.
    pub kind: DateKind,
    /// ISO 8601 or EDTF; `None` where not even a part of the date is known.
    pub value: Option<String>,
    /// The first day that it covers.
    pub from: Option<Date>,
    /// The last day that it covers.
    pub to: Option<Date>,
    /// Whether its figures could be read as day and month or as month and day.
    pub ambiguous: bool,
    /// What gave it what its words do not say.
    pub anchor: Option<AnchorSource>,
    /// How its figures were read as day and month, and what decided that.
    pub order: Option<(DayOrder, OrderSource)>,
}

/// What is known of a bulletin besides its expressions of time.
#[derive(Clone, Copy, Debug, Default)]
pub struct Setting<'a> {
    /// The day of publication.
    pub published: Option<Date>,
    /// How figures such as 1/3/2019 must be read.
    pub demanded_order: Option<DayOrder>,
    /// How they are usually read where the bulletin comes from.
    pub usual_order: Option<DayOrder>,
    /// The country that it speaks of, ISO 3166-1 alpha-2.
    pub country: Option<&'a str>,
}

/// Resolves a bulletin's expressions of time, given in the order of the text.
pub fn resolve(timexes: &[(Timex, DateContext)], setting: Setting<'_>) -> Vec<ResolvedDate> {
    let order = order::decide(timexes, setting.demanded_order, setting.usual_order);
    let mut anchors = Anchors::new(timexes, setting, order);
    let mut resolved = Vec::with_capacity(timexes.len());
    for (at, (timex, _)) in timexes.iter().enumerate() {
        let stretch = Resolver { anchors: &anchors, at, order }.timex(timex);
        anchors.tell(at, &stretch);
        resolved.push(ResolvedDate {
            kind: timex.kind(),
            from: stretch.days.map(|(first, _)| first),
            to: stretch.days.map(|(_, last)| last),
            value: stretch.value,
            ambiguous: order.leaves_open(timex),
            anchor: stretch.anchor,
            order: order.of(timex),
        });
    }
    resolved
}

/// Resolves one expression.
#[derive(Clone, Copy)]
struct Resolver<'a> {
    anchors: &'a Anchors<'a>,
    at: usize,
    order: order::Order,
}

impl Resolver<'_> {
    fn timex(self, timex: &Timex) -> Stretch {
        match timex {
            Timex::Point(point) => self.point(point),
            Timex::Range(from, to) => self.range(from, to),
            Timex::List(points) => self.list(points),
            Timex::EndingWith(length, end) => ending_with(length, self.point(end)),
            Timex::WeekOf(day) => week_of(self.point(day)),
            Timex::Fiscal(year, next) => {
                let year = self.point(year);
                let value = match next {
                    Some(next) => year.value.zip(self.point(next).value).map(|(a, b)| format!("{a}/{b}")),
                    None => year.value,
                };
                Stretch { value, days: None, ..year }
            }
            Timex::FirstMonths(months, year) => first_months(*months, self.point(year)),
            Timex::Duration(least, most) => Stretch::undated(Some(match most {
                Some(most) => format!("{least}/{most}"),
                None => least.to_string(),
            })),
            Timex::Recurrence(every, _) => Stretch::undated(Some(format!("R/{every}"))),
            Timex::Reference(reference) => Stretch::undated(Some(reference.name().to_owned())),
            Timex::Uncounted(unit) => Stretch::undated(unit.uncounted()),
        }
    }

    /// The last end is found first; the first one lies before it, or on it.
    fn range(self, from: &Point, to: &Point) -> Stretch {
        if is_day_name(from) && is_day_name(to) {
            return self.weekdays(from, to);
        }
        if is_day_name(to) && from.says_day() {
            let start = self.point(from);
            let Some((first, _)) = start.days else { return start.joined(self.point(to)) };
            let ahead = (to.weekday.unwrap_or(1) - calendar::weekday(first)).rem_euclid(7);
            return start.joined(calendar::add_days(first, ahead).map_or_else(Stretch::default, Stretch::of_day));
        }
        let end = match (to.clock.is_some() && !to.says_day(), from.says_day()) {
            (true, true) => self.point(&Point { clock: to.clock.clone(), ..from.clone() }),
            _ => self.point(to),
        };
        let mut start = self.point(from);
        if from.year == Term::Unsaid
            && from.month.number().is_some()
            && let Some((first, _)) = end.days
        {
            let year = i32::from(first.year());
            let tries = [year, year - 1].map(|year| self.point(&Point { year: Term::Is(year), ..from.clone() }));
            let fits = |stretch: &Stretch| stretch.days.is_some_and(|(start, _)| start <= first);
            if let Some(fitting) = tries.into_iter().find(fits) {
                start = fitting;
            }
        }
        start.joined(end)
    }

    /// From one day of the week to the next such: `Monday to Friday`.
    fn weekdays(self, from: &Point, to: &Point) -> Stretch {
        let start = self.point(from);
        let (Some((first, _)), Some(from_day), Some(to_day)) = (start.days, from.weekday, to.weekday) else {
            return start;
        };
        let last = calendar::add_days(first, (to_day - from_day).rem_euclid(7));
        match last.map(|last| Point { clock: to.clock.clone(), ..Point::of_day(last) }) {
            Some(last) => start.joined(self.point(&last)),
            None => start,
        }
    }

    fn list(self, points: &[Point]) -> Stretch {
        let all: Vec<Stretch> = points.iter().map(|point| self.point(point)).collect();
        let days: Option<Vec<Date>> = all.iter().map(|stretch| stretch.days.map(|(first, _)| first)).collect();
        let numbers: Vec<i32> = points.iter().filter_map(|point| point.day.number()).collect();
        let follow = numbers.windows(2).all(|pair| pair[0] + 1 == pair[1]);
        let values: Option<Vec<String>> = all.iter().map(|stretch| stretch.value.clone()).collect();
        let value = values.map(|values| match (follow, values.as_slice()) {
            (true, [first, .., last]) => format!("{first}/{last}"),
            _ => format!("{{{}}}", values.join(",")),
        });
        let days = days.and_then(|days| Some((*days.first()?, *days.last()?)));
        Stretch { value, days, ..all.into_iter().next().unwrap_or_default() }
    }
}

/// Whether nothing but a day of the week is said.
fn is_day_name(point: &Point) -> bool {
    point.weekday.is_some()
        && *point == Point { weekday: point.weekday, clock: point.clock.clone(), ..Point::default() }
}

fn week_of(day: Stretch) -> Stretch {
    let Some(monday) = day.days.and_then(|(first, _)| calendar::monday(first)) else {
        return Stretch { value: None, ..day };
    };
    let days = calendar::add_days(monday, 6).map(|sunday| (monday, sunday));
    Stretch { value: Some(calendar::week_name(monday)), days, precision: Precision::Week, ..day }
}

fn first_months(months: u8, year: Stretch) -> Stretch {
    let Some((first, _)) = year.days else { return Stretch { value: None, ..year } };
    let number = i32::from(first.year());
    let days = calendar::month(number, months.into()).map(|(_, last)| (first, last));
    Stretch {
        value: Some(format!("{number:04}-01/{number:04}-{months:02}")),
        days,
        precision: Precision::Month,
        ..year
    }
}

/// The length that ends with a stretch: whole months where the end is a month.
fn ending_with(length: &Length, end: Stretch) -> Stretch {
    let (Some((_, last)), [(count, unit)]) = (end.days, length.0.as_slice()) else {
        return Stretch { value: None, days: None, ..end };
    };
    let count = *count as i32;
    let months = match unit {
        Unit::Month => count,
        Unit::Quarter => 3 * count,
        Unit::Year => 12 * count,
        Unit::Decade => 120 * count,
        _ => 0,
    };
    let first = match unit {
        Unit::Day => calendar::add_days(last, 1 - count),
        Unit::Week | Unit::Fortnight => {
            calendar::add_days(last, 1 - 7 * count * if *unit == Unit::Week { 1 } else { 2 })
        }
        _ if months > 0 => {
            // Back by whole months from the day after the end.
            calendar::add_days(last, 1).and_then(|after| {
                let (year, month) = calendar::add_months(after.year().into(), after.month().into(), -months);
                calendar::day(year, month, i32::from(after.day()).min(calendar::days_in(year, month)))
            })
        }
        _ => None,
    };
    let Some(first) = first else { return Stretch { value: None, days: None, ..end } };
    let value = match end.precision {
        Precision::Month => format!("{}/{}", value::month(first), value::month(last)),
        _ => format!("{first}/{last}"),
    };
    Stretch { value: Some(value), days: Some((first, last)), ..end }
}

#[cfg(test)]
mod tests;
