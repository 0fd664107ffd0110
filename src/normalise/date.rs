//! Dates: what an expression of time says, before anyone asks when the bulletin was written.
//!
//! A rule's match becomes a [`Timex`]: terms of the calendar that are said outright (`May` is month 5), said by their
//! distance from another day (`last year` is year −1) or not said at all. What needs the rest of the bulletin (which
//! year, whose Friday) is left to [`crate::resolve::dates`]. Nothing here knows a word of any language: numbers come
//! from the lexicons' values.

mod clock;
mod ends;
mod length;
mod point;

use bulletin_rules::grammar::{Action, Parts};

pub use clock::Clock;
pub use length::{Length, Unit};
pub use point::{Frame, Leaning, Modifier, Point, Term};

use crate::calendar;

/// What an expression of time says by itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Timex {
    /// A day, a month, a year, a moment of a day: one stretch of the calendar.
    Point(Point),
    /// From one stretch to another.
    Range(Box<Point>, Box<Point>),
    /// Several days that are named together (`5, 6 and 9 June`).
    List(Vec<Point>),
    /// A length that ends with a stretch (`the year ending in October`).
    EndingWith(Length, Box<Point>),
    /// The week in which a day lies.
    WeekOf(Box<Point>),
    /// A year that does not begin in January, or two years that it spans.
    Fiscal(Box<Point>, Option<Box<Point>>),
    /// The months of a year from January on (`the first six months of 2016`).
    FirstMonths(u8, Box<Point>),
    /// A length of time, or from one length to another (`two to three weeks`).
    Duration(Length, Option<Length>),
    /// Something that happens again and again: every how long, and how often in that time.
    Recurrence(Length, Option<f64>),
    /// A word that no calendar can place (`now`); TIMEX3 knows it, records do not.
    Reference(Reference),
    /// So many of a unit that no number tells (`several weeks`), likewise.
    Uncounted(Unit),
}

/// Where a word that no calendar can place lies from the day on which the bulletin speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference {
    /// `recently`
    Past,
    /// `now`
    Present,
    /// `the future`
    Future,
}

impl Reference {
    /// By TIMEX3's name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Past, Self::Present, Self::Future].into_iter().find(|reference| reference.name() == name)
    }

    /// TIMEX3's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Past => "PAST_REF",
            Self::Present => "PRESENT_REF",
            Self::Future => "FUTURE_REF",
        }
    }
}

/// Reads a match of a date rule; `None` where the calendar has no such date.
///
/// Operations: `date`, `numeric`, `scanned`, `range`, `numeric-range`, `list`, `window`, `week-of`, `fiscal`,
/// `first-months`, `relative`, `shifted`, `duration`, `recurrence`, `reference`, `uncounted`.
pub fn read(action: &Action, parts: &Parts) -> Option<Timex> {
    match action.operation.as_str() {
        "date" | "numeric" => one(Point::read(action, parts, "")?),
        "scanned" => one(Point::read_scanned(action, parts)?),
        "range" | "numeric-range" => range(action, parts),
        "list" => list(action, parts),
        "window" => {
            let length = length::read(action, parts, "").or_else(|| length::of_one(parts))?;
            Some(Timex::EndingWith(length, Box::new(Point::read(action, parts, "end")?.checked()?)))
        }
        "week-of" => Some(Timex::WeekOf(Box::new(Point::read(action, parts, "start")?.checked()?))),
        "fiscal" => fiscal(action, parts),
        "first-months" => {
            let months = length::count(parts, "").filter(|n| (1.0..=12.0).contains(n) && n.fract() == 0.0)?;
            Some(Timex::FirstMonths(months as u8, Box::new(Point::read(action, parts, "")?.checked()?)))
        }
        "relative" => one(point::shifted(action, parts, Frame::Speech)?),
        "shifted" => one(point::shifted(action, parts, Frame::Narrative)?),
        "duration" => {
            let least = length::read(action, parts, "").or_else(|| length::of_one(parts));
            let most = length::read(action, parts, "to");
            length::duration(least, most)
        }
        "recurrence" => length::recurrence(action, parts),
        "reference" => {
            let value = parts.get("", "reference").and_then(|part| part.value).or(action.constant("reference"));
            Some(Timex::Reference(Reference::parse(value?)?))
        }
        "uncounted" => Some(Timex::Uncounted(parts.all().iter().find_map(length::unit)?)),
        _ => None,
    }
}

fn one(point: Point) -> Option<Timex> {
    Some(Timex::Point(point.checked()?))
}

/// Two ends; what is said once, outside both or at the second, belongs to both.
fn range(action: &Action, parts: &Parts) -> Option<Timex> {
    let shared = Point::read(action, parts, "")?;
    let to = Point::read(action, parts, "to")?.or(&shared);
    let from = Point::read(action, parts, "from")?.or(&shared);
    if !(from.says_more() && to.says_more()) {
        return None;
    }
    let zone = parts.get("", "zone").and_then(|part| part.value);
    let (mut from, to) = ends::share(from, to, zone);
    if let (Some(first), Some(last)) = (from.month.number(), to.month.number())
        && shared.year != Term::Unsaid
        && from.year == to.year
        && first > last
    {
        // `November to January 2017` begins in the year before.
        from.year = from.year.plus(-1);
    }
    let (from, to) = (from.checked()?, to.checked()?);
    (!ends::runs_backwards(&from, &to)).then(|| Timex::Range(Box::new(from), Box::new(to)))
}

fn list(action: &Action, parts: &Parts) -> Option<Timex> {
    let shared = Point::read(action, parts, "")?;
    let days = parts.all().iter().filter(|part| matches!(part.scope, "from" | "middle" | "to"));
    let points = days
        .filter_map(|part| part.number.or_else(|| part.value?.parse().ok()))
        .map(|day| Point { day: Term::Is(day as i32), ..shared.clone() }.checked())
        .collect::<Option<Vec<_>>>()?;
    let ascending = points.windows(2).all(|pair| pair[0].day < pair[1].day);
    (points.len() > 1 && ascending).then_some(Timex::List(points))
}

fn fiscal(action: &Action, parts: &Parts) -> Option<Timex> {
    let shared = Point::read(action, parts, "")?;
    let from = Point::read(action, parts, "from")?;
    let to = Point::read(action, parts, "to")?;
    if let (Term::Is(first), Term::Is(_) | Term::Short(_)) = (from.year, to.year) {
        let follows = match to.year {
            Term::Short(last) => (first + 1).rem_euclid(100) == last,
            _ => to.year == Term::Is(first + 1),
        };
        let last = Point { year: Term::Is(first + 1), ..Point::default() };
        return follows.then(|| Timex::Fiscal(Box::new(from), Some(Box::new(last))));
    }
    (shared.year != Term::Unsaid).then_some(())?;
    Some(Timex::Fiscal(Box::new(shared.checked()?), None))
}

/// The kind of mention that a date is, as the record names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateKind {
    /// Days, months, years.
    Date,
    /// A part or a moment of a day.
    Time,
    /// From one to another.
    Range,
    /// A length.
    Duration,
    /// Again and again.
    Recurrence,
}

impl Timex {
    /// Its kind.
    pub fn kind(&self) -> DateKind {
        match self {
            Self::Point(point) if point.clock.is_some() || point.day_part.is_some() => DateKind::Time,
            Self::Point(_) | Self::WeekOf(_) | Self::Fiscal(_, None) | Self::Reference(_) => DateKind::Date,
            Self::Range(..) | Self::List(_) | Self::EndingWith(..) | Self::Fiscal(..) | Self::FirstMonths(..) => {
                DateKind::Range
            }
            Self::Duration(..) | Self::Uncounted(_) => DateKind::Duration,
            Self::Recurrence(..) => DateKind::Recurrence,
        }
    }
}

/// Whether a month of a year (any year where it is not known) has this day.
fn has_day(year: Option<i32>, month: Option<i32>, day: i32) -> bool {
    let most = match month {
        Some(month) => calendar::days_in(year.unwrap_or(calendar::LEAP_YEAR), month),
        None => 31,
    };
    (1..=most).contains(&day)
}
