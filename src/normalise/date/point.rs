//! One stretch of the calendar as its words give it, read from the parts of a match.

use bulletin_rules::grammar::{Action, Part, Parts};

use super::clock::{Clock, clock, two_numbers, unscarred};
use super::has_day;
use super::length::{self, Unit};

/// A field of the calendar, as far as the words say it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Term {
    /// The words do not say.
    #[default]
    Unsaid,
    /// Its number.
    Is(i32),
    /// Its last two digits: `'98`.
    Short(i32),
    /// So many after (before, if negative) the one that the anchor lies in.
    Off(i32),
}

impl Term {
    /// This, or the other where this says nothing.
    pub fn or(self, other: Self) -> Self {
        if self == Self::Unsaid { other } else { self }
    }

    /// So many more, where a number or a distance is said.
    pub fn plus(self, n: i32) -> Self {
        match self {
            Self::Unsaid => self,
            Self::Is(number) => Self::Is(number + n),
            Self::Short(short) => Self::Short((short + n).rem_euclid(100)),
            Self::Off(distance) => Self::Off(distance + n),
        }
    }

    /// The number, if it is said outright.
    pub fn number(self) -> Option<i32> {
        match self {
            Self::Is(n) => Some(n),
            _ => None,
        }
    }

    /// The distance, if that is what is said.
    pub fn offset(self) -> Option<i32> {
        match self {
            Self::Off(n) => Some(n),
            _ => None,
        }
    }
}

/// From which day distances are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Frame {
    /// The day on which the bulletin speaks.
    #[default]
    Speech,
    /// The date that was mentioned last.
    Narrative,
}

/// Which part of a stretch is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Modifier {
    /// Its beginning.
    Early,
    /// Its middle.
    Mid,
    /// Its end.
    Late,
    /// What lies before the anchor (`earlier this year`).
    Before,
    /// What lies after the anchor (`later this year`).
    After,
}

/// Which way a preposition looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaning {
    /// `since`
    Past,
    /// `by`, `until`
    Future,
}

/// A stretch of the calendar, as far as its words say which.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Point {
    /// From where its distances are counted.
    pub frame: Frame,
    /// Whether its year or century is one before Christ.
    pub before_christ: bool,
    /// The century's ordinal: the 19th is 19.
    pub century: Term,
    /// The decade's first year divided by ten: the 1990s are 199; `Short` by its tens digit.
    pub decade: Term,
    /// The year.
    pub year: Term,
    /// 1 or 2, of the year, month, decade or century that is said beside it.
    pub half: Option<i32>,
    /// 1 to 4.
    pub quarter: Term,
    /// EDTF's number: spring is 21.
    pub season: Option<i32>,
    /// 1 to 12.
    pub month: Term,
    /// ISO 8601's week of the year, or the distance in weeks.
    pub week: Term,
    /// The distance in weekends.
    pub weekend: Term,
    /// The day of the month, or the distance in days.
    pub day: Term,
    /// The day of the month that stands in brackets beside a distance: `last evening (11)`.
    pub beside: Option<i32>,
    /// ISO 8601's number: Monday is 1.
    pub weekday: Option<i32>,
    /// Which of the things so named: −1 the last, 0 this, 1 the next.
    pub which: Option<i32>,
    /// The rule by which a feast's day is found: `12-25`, `easter+1`.
    pub holiday: Option<String>,
    /// Two figures that are day and month, and whether their order is known to be that.
    pub figures: Option<(i32, i32, bool)>,
    /// A day that is known by a name of its own.
    pub landmark: Option<jiff::civil::Date>,
    /// The time of day.
    pub clock: Option<Clock>,
    /// TIMEX3's letters: `MO`, `AF`, `EV`, `NI`.
    pub day_part: Option<String>,
    /// What narrows it: early, mid, late.
    pub modifier: Option<Modifier>,
    /// Whether a preposition beside it looks back (`since May`) or ahead (`by May`).
    pub leaning: Option<Leaning>,
}

/// A view of the parts in one scope.
pub(super) struct Scope<'a, 't> {
    parts: &'a Parts<'t>,
    scope: &'a str,
}

impl<'a, 't> Scope<'a, 't> {
    pub(super) fn part(&self, name: &str) -> Option<&'a Part<'t>> {
        self.parts.get(self.scope, name)
    }

    pub(super) fn value(&self, name: &str) -> Option<&'t str> {
        self.part(name)?.value
    }

    /// The number of a part: its lexicon's, else the one that its figures give.
    pub(super) fn number(&self, name: &str) -> Option<i32> {
        let part = self.part(name)?;
        match part.value {
            Some(value) => value.parse().ok(),
            None => part.number.map(|n| n as i32),
        }
    }

    fn first(&self, names: &[&str]) -> Option<i32> {
        names.iter().find_map(|name| self.number(name))
    }

    fn is(&self, names: &[&str]) -> Term {
        self.first(names).map_or(Term::Unsaid, Term::Is)
    }
}

impl Point {
    /// A day of the calendar.
    pub fn of_day(day: jiff::civil::Date) -> Self {
        Self {
            year: Term::Is(day.year().into()),
            month: Term::Is(day.month().into()),
            day: Term::Is(day.day().into()),
            ..Self::default()
        }
    }

    /// What the parts of a scope say; `None` where one of them is out of its bounds.
    pub(super) fn read(action: &Action, parts: &Parts, scope: &str) -> Option<Self> {
        let scope = Scope { parts, scope };
        let mut point = Self {
            month: scope.is(&["month", "sure-month", "name-month", "month-number", "roman-month", "roman-stop"]),
            day: scope.is(&["day", "nth", "day-ordinal", "two-digit-day"]),
            weekday: scope.first(&["full-weekday", "weekday"]),
            season: scope.first(&["season", "fall-season"]),
            half: scope.first(&["half-code", "half-ordinal"]),
            quarter: scope.is(&["quarter-code", "quarter-ordinal"]),
            holiday: scope.part("holiday").and_then(|part| part.attribute("rule")).map(str::to_owned),
            week: scope.is(&["week-number"]),
            day_part: ["day-part", "tonight", "last-part", "overnight"]
                .iter()
                .find_map(|name| scope.value(name))
                .map(str::to_owned),
            modifier: modifier(scope.value("modifier").or(scope.value("placed")).or(action.constant("modifier"))),
            which: scope.number("which"),
            leaning: match scope.value("into-month") {
                Some("past") => Some(Leaning::Past),
                Some("future") => Some(Leaning::Future),
                _ => None,
            },
            ..Self::default()
        };
        point.read_year(&scope)?;
        point.read_distances(action, &scope);
        point.read_figures(action, &scope);
        if let Some(landmark) = scope.value("landmark-day") {
            point.landmark = Some(landmark.parse().ok()?);
        }
        point.clock = clock(&scope)?;
        point.read_nth_weekday(&scope);
        if let Some(part) = scope.part("day-and-hour") {
            point.day = Term::Is(part.text.get(..2)?.parse().ok()?);
        }
        Some(point)
    }

    /// The first Thursday of a month is found as feasts are.
    fn read_nth_weekday(&mut self, scope: &Scope) {
        if let (Some(nth), Some(month), Some(weekday)) =
            (scope.number("weekday-ordinal"), self.month.number(), self.weekday)
        {
            self.holiday = Some(format!("{month:02}-w{weekday}-{nth}"));
            (self.month, self.weekday) = (Term::Unsaid, None);
        }
    }

    fn read_year(&mut self, scope: &Scope) -> Option<()> {
        self.before_christ = scope.value("era") == Some("before");
        self.year = scope.is(&["year", "modern-year", "early-year", "roman-year", "any-year"]);
        if let Some(short) = scope.number("short-year").filter(|_| self.year == Term::Unsaid) {
            self.year = Term::Short(short);
        }
        if let Some(code) = scope.part("fiscal-code") {
            let digits: String = code.text.chars().filter(char::is_ascii_digit).collect();
            self.year = match digits.len() {
                2 => Term::Short(digits.parse().ok()?),
                4 => Term::Is(digits.parse().ok()?),
                _ => return None,
            };
        }
        for (name, frame) in [("year-which", Frame::Speech), ("narrative-year-which", Frame::Narrative)] {
            if let Some(offset) = scope.number(name) {
                self.year = Term::Off(offset);
                self.frame = frame;
            }
        }
        if scope.part("this-year").is_some() {
            self.year = Term::Off(0);
        }
        self.century = scope.is(&["century", "century-ordinal"]);
        if let Some(decade) = scope.number("decade") {
            (decade % 10 == 0).then_some(())?;
            self.decade = Term::Is(decade / 10);
        } else if let Some(decade) = scope.first(&["short-decade", "decade-word"]) {
            (decade % 10 == 0).then_some(())?;
            self.decade = Term::Short(decade / 10);
        }
        Some(())
    }

    fn read_distances(&mut self, action: &Action, scope: &Scope) {
        if let Some(offset) = scope.number("narrative-which") {
            self.frame = Frame::Narrative;
            self.which = Some(offset);
        }
        if let Some(offset) = scope.number("beyond-last") {
            self.which = Some(offset);
        }
        let units = ["pointed-period", "period", "running-period"];
        if let Some(unit) = units.iter().find_map(|name| length::unit(scope.part(name)?)) {
            // A weekend keeps its word: `this weekend` is the coming one, `the weekend` often is not.
            let which = if unit == Unit::Weekend { self.which } else { self.which.take() };
            self.set_distance(unit, which.unwrap_or(0));
        }
        if let Some(offset) = scope.number("date-word") {
            self.set_distance(Unit::Day, offset);
        }
        if let Some(offset) = scope.number("narrative-day-which") {
            self.frame = Frame::Narrative;
            self.set_distance(Unit::Day, offset);
        }
        if let Some(offset) = scope.number("letter-month") {
            self.month = Term::Off(offset);
        }
        if let Some(offset) = scope.number("week-which") {
            self.set_distance(Unit::Week, offset);
        }
        if scope.scope.is_empty() {
            let constant = |name: &str| action.constant(name)?.parse().ok();
            for (name, unit) in
                [("day-offset", Unit::Day), ("weekend-offset", Unit::Weekend), ("year-offset", Unit::Year)]
            {
                if let Some(offset) = constant(name).filter(|_| self.day == Term::Unsaid || unit != Unit::Day) {
                    self.set_distance(unit, offset);
                }
            }
        }
        if self.day_part.is_some()
            && let Some(offset) = self.which.take_if(|_| self.weekday.is_none() && self.month == Term::Unsaid)
        {
            self.set_distance(Unit::Day, offset);
        }
    }

    /// Says that this lies so many of a unit from the anchor. A day of the month that is said as well stands beside.
    fn set_distance(&mut self, unit: Unit, offset: i32) {
        match unit {
            Unit::Day => {
                self.beside = self.day.number();
                self.day = Term::Off(offset);
            }
            Unit::Week => self.week = Term::Off(offset),
            Unit::Fortnight => self.week = Term::Off(2 * offset),
            Unit::Weekend => self.weekend = Term::Off(offset),
            Unit::Month => self.month = Term::Off(offset),
            Unit::Quarter => self.quarter = Term::Off(offset),
            Unit::Year => self.year = Term::Off(offset),
            Unit::Decade => self.decade = Term::Off(offset),
            Unit::Century => self.century = Term::Off(offset),
            Unit::Second | Unit::Minute | Unit::Hour => self.day = Term::Off(0),
        }
    }

    fn read_figures(&mut self, action: &Action, scope: &Scope) {
        if let (Some(first), Some(second)) = (scope.number("first"), scope.number("second")) {
            self.figures = Some((first, second, action.constant("order") == Some("day-first")));
        } else if let Some((first, second)) = scope.part("dotted-figures").and_then(|part| two_numbers(part.text, '.'))
        {
            self.figures = Some((first, second, true));
        }
    }

    /// Day and year in which a scanner took letters for digits.
    pub(super) fn read_scanned(action: &Action, parts: &Parts) -> Option<Self> {
        let mut point = Self::read(action, parts, "")?;
        let figures = |name: &str| parts.get("", name).map(|part| unscarred(part.text));
        if let Some(day) = figures("scar-day") {
            point.day = Term::Is(day?);
        }
        if let Some(year) = figures("scar-year") {
            point.year = Term::Is(year.filter(|year| (1000..=2199).contains(year))?);
        }
        Some(point)
    }

    /// This, with what it does not say from another.
    pub(super) fn or(mut self, other: &Self) -> Self {
        if self.year == Term::Unsaid {
            self.year = other.year;
            self.frame = other.frame;
        }
        // `800 and 500 BC`
        self.before_christ |= other.before_christ;
        self.month = self.month.or(other.month);
        self.week = self.week.or(other.week);
        self.quarter = self.quarter.or(other.quarter);
        self.day = self.day.or(other.day);
        self.weekday = self.weekday.or(other.weekday);
        self.which = self.which.or(other.which);
        self.modifier = self.modifier.or(other.modifier);
        self.day_part = self.day_part.or_else(|| other.day_part.clone());
        if let (Some(own), Some(shared)) = (&mut self.clock, &other.clock) {
            own.zone = own.zone.take().or_else(|| shared.zone.clone());
        }
        self
    }

    /// Whether it says more than a moment of some day.
    pub fn says_day(&self) -> bool {
        let moment = Self {
            clock: self.clock.clone(),
            day_part: self.day_part.clone(),
            modifier: self.modifier,
            ..Self::default()
        };
        *self != moment
    }

    /// Whether it says anything.
    pub(super) fn says_more(&self) -> bool {
        *self != Self::default()
    }

    /// Itself, if there is such a stretch in the calendar.
    pub(super) fn checked(self) -> Option<Self> {
        let within = |term: Term, least: i32, most: i32| term.number().is_none_or(|n| (least..=most).contains(&n));
        let year = self.year.number().filter(|_| !self.before_christ);
        let fits = within(self.month, 1, 12)
            && within(self.quarter, 1, 4)
            && within(self.week, 1, 53)
            && within(self.year, 1, 9999)
            && within(self.century, 1, 99)
            && self.day.number().is_none_or(|day| has_day(year, self.month.number(), day))
            && self.beside.is_none_or(|day| has_day(None, None, day))
            && self.figures.is_none_or(|(first, second, _)| {
                has_day(year, Some(second), first) || has_day(year, Some(first), second)
            });
        (fits && self.says_more()).then_some(self)
    }
}

/// A point so many units from the anchor: `three days ago`, `a year earlier`.
pub(super) fn shifted(action: &Action, parts: &Parts, frame: Frame) -> Option<Point> {
    let unit = parts.all().iter().find_map(length::unit)?;
    let count = length::count(parts, "").unwrap_or(1.0);
    let direction = match action.constant("direction") {
        Some(direction) => direction.parse().ok()?,
        None => parts.get("", "before-after")?.value?.parse::<f64>().ok()?,
    };
    let (count, unit) = match unit {
        Unit::Hour => ((count / 24.0).trunc(), Unit::Day),
        Unit::Minute | Unit::Second => (0.0, Unit::Day),
        Unit::Week => (count * 7.0, Unit::Day),
        Unit::Fortnight => (count * 14.0, Unit::Day),
        Unit::Quarter => (count * 3.0, Unit::Month),
        Unit::Year if count.fract() != 0.0 => (count * 12.0, Unit::Month),
        Unit::Decade if count.fract() != 0.0 => (count * 10.0, Unit::Year),
        Unit::Century if count.fract() != 0.0 => (count * 100.0, Unit::Year),
        unit => (count, unit),
    };
    let distance = (count * direction).round();
    (distance.abs() < 4_000_000.0).then_some(())?;
    let mut point = Point { frame, ..Point::default() };
    point.set_distance(unit, distance as i32);
    Some(point)
}

fn modifier(name: Option<&str>) -> Option<Modifier> {
    Some(match name? {
        "early" => Modifier::Early,
        "mid" => Modifier::Mid,
        "late" => Modifier::Late,
        "before" => Modifier::Before,
        "after" => Modifier::After,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_calendar_has_is_no_date() {
        let date = |year, month, day| Point {
            year: Term::Is(year),
            month: Term::Is(month),
            day: Term::Is(day),
            ..Point::default()
        };
        assert!(date(2016, 2, 29).checked().is_some());
        assert!(date(2015, 2, 29).checked().is_none());
        assert!(date(2019, 4, 31).checked().is_none());
        let nameless = Point { year: Term::Unsaid, ..date(0, 2, 29) };
        assert!(nameless.checked().is_some());
    }
}
