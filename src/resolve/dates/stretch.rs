//! One point of the calendar, found.

use jiff::civil::Date;

use super::anchor::{Anchor, AnchorSource, Precision};
use super::near::{full_year, nth_near, year_near, year_which};
use super::{Resolver, Tense, value};
use crate::calendar;
use crate::normalise::date::{Frame, Leaning, Modifier, Point, Term};
use crate::resolve::holidays::Feast;

/// The days that an expression covers, as far as they are known.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Stretch {
    pub(super) value: Option<String>,
    pub(super) days: Option<(Date, Date)>,
    pub(super) precision: Precision,
    pub(super) anchor: Option<AnchorSource>,
    /// The days, kept for what is counted from here where they are too vague to be reported.
    pub(super) hidden: Option<(Date, Date)>,
}

impl Stretch {
    pub(super) fn undated(value: Option<String>) -> Self {
        Self { value, ..Self::default() }
    }

    fn new(value: String, days: Option<(Date, Date)>, precision: Precision) -> Self {
        Self { value: Some(value), days, precision, ..Self::default() }
    }

    pub(super) fn of_day(day: Date) -> Self {
        Self::new(day.to_string(), Some((day, day)), Precision::Day)
    }

    fn of_month(year: i32, month: i32) -> Self {
        Self::new(format!("{year:04}-{month:02}"), calendar::month(year, month), Precision::Month)
    }

    fn of_year(year: i32) -> Self {
        Self::new(format!("{year:04}"), calendar::years(year, year), Precision::Year)
    }

    /// The months from one to another of a year, by EDTF's number for them.
    fn of_months(year: i32, number: i32, from: i32, to: i32) -> Self {
        let days = calendar::day(year, from, 1).zip(calendar::month(year, to).map(|(_, last)| last));
        Self::new(format!("{year:04}-{number}"), days, Precision::Quarter)
    }

    fn of_decade(decade: i32) -> Self {
        let days = calendar::years((decade * 10).max(1), decade * 10 + 9);
        Self::new(format!("{decade:03}X"), days, Precision::Decade)
    }

    fn of_century(century: i32) -> Self {
        let days = calendar::years(century * 100 - 99, century * 100);
        Self::new(format!("{:02}XX", century - 1), days, Precision::Century)
    }

    fn by(self, anchor: Anchor) -> Self {
        Self { anchor: Some(anchor.source), ..self }
    }

    /// From the beginning of this to the end of another.
    pub(super) fn joined(self, end: Self) -> Self {
        let value = self.value.zip(end.value).map(|(from, to)| format!("{from}/{to}"));
        let days =
            self.days.zip(end.days).map(|((first, _), (_, last))| (first, last)).filter(|(first, last)| first <= last);
        Self { value, days, precision: end.precision, anchor: self.anchor.or(end.anchor), hidden: None }
    }

    /// This as an anchor, if its days are known.
    pub(super) fn anchor_at(&self, at: usize) -> Option<Anchor> {
        let (date, _) = self.days.or(self.hidden)?;
        Some(Anchor { date, precision: self.precision, source: AnchorSource::Mention(at) })
    }
}

/// The latest year that two digits may mean to who counts from this anchor.
fn latest_year(anchor: Option<Anchor>) -> i32 {
    match anchor {
        Some(Anchor { source: AnchorSource::Mention(_), .. }) => anchor.map_or(0, Anchor::year) + 25,
        Some(anchor) => anchor.year() + 10,
        // Without any other date the turn is put where most archives in hand would have it.
        None => 2049,
    }
}

impl Resolver<'_> {
    /// The stretch that a point is.
    pub(super) fn point(self, point: &Point) -> Stretch {
        let mut stretch = self.calendar(point);
        if let Some(modifier) = point.modifier {
            let is_vague = matches!(modifier, Modifier::Early | Modifier::Mid | Modifier::Late);
            if is_vague && stretch.precision > Precision::Day {
                stretch.hidden = stretch.days.take();
            }
        }
        if let Some(clock) = &point.clock {
            if !point.says_day()
                && let Some(anchor) =
                    self.anchors.day_told(self.at).or_else(|| self.anchors.speech(self.at, Precision::Day))
            {
                stretch = Stretch::of_day(anchor.date).by(anchor);
            }
            let day = stretch.value.as_deref().filter(|_| stretch.precision == Precision::Day);
            stretch.value = Some(value::moment(day, clock));
        }
        stretch
    }

    /// Dispatches on the finest field that is said.
    fn calendar(self, point: &Point) -> Stretch {
        if let Some(landmark) = point.landmark {
            return Stretch::of_day(landmark);
        }
        if point.before_christ {
            return Stretch::undated(value::before_christ(point));
        }
        if let Some(figures) = point.figures {
            let (day, month) = self.order.read(figures);
            return self.named(&Point { day: Term::Is(day), month: Term::Is(month), figures: None, ..point.clone() });
        }
        if let Some(rule) = &point.holiday {
            return self.holiday(point, rule);
        }
        match point {
            Point { half: Some(half), .. } => self.half(point, *half),
            Point { quarter, .. } if *quarter != Term::Unsaid => self.quarter(point),
            Point { season: Some(season), .. } => self.season(point, *season),
            Point { week: Term::Off(weeks), .. } => self.week(point, *weeks),
            Point { week: Term::Is(week), .. } => self.numbered_week(point, *week),
            Point { weekend: Term::Off(weekends), .. } => self.weekend(point, *weekends),
            Point { day: Term::Off(days), .. } => self.day(point, *days),
            Point { month: Term::Off(months), .. } => self.month(point, *months),
            Point { month: Term::Is(_), .. } => self.named(point),
            Point { day: Term::Is(day), .. } => self.nth(point, *day),
            Point { weekday: Some(weekday), .. } => self.weekday(point, *weekday),
            Point { decade, .. } if *decade != Term::Unsaid => self.decade(point),
            Point { century, .. } if *century != Term::Unsaid => self.century(point),
            _ => match self.year(point) {
                Some((year, anchor)) if calendar::is_year(year) => Stretch { anchor, ..Stretch::of_year(year) },
                _ => Stretch { precision: Precision::Year, ..Stretch::default() },
            },
        }
    }

    fn anchor(self, point: &Point, need: Precision) -> Option<Anchor> {
        match point.frame {
            Frame::Speech => self.anchors.speech(self.at, need),
            Frame::Narrative => self.anchors.narrative(self.at, need),
        }
    }

    /// The way that its preposition looks, else the tense of its clause.
    fn tense(self, point: &Point) -> Tense {
        match point.leaning {
            Some(Leaning::Past) => Tense::Past,
            Some(Leaning::Future) => Tense::Future,
            None => self.anchors.tense(self.at),
        }
    }

    /// The year that a point says, outright or by its distance.
    fn year(self, point: &Point) -> Option<(i32, Option<AnchorSource>)> {
        match point.year {
            Term::Is(year) => Some((year, None)),
            Term::Short(short) => {
                let anchor = self.anchors.speech(self.at, Precision::Year).or_else(|| self.anchors.year_giver(self.at));
                Some((full_year(short, latest_year(anchor)), anchor.map(|anchor| anchor.source)))
            }
            Term::Off(years) => {
                let anchor = self.anchor(point, Precision::Year)?;
                Some((anchor.year() + years, Some(anchor.source)))
            }
            Term::Unsaid => None,
        }
    }

    /// The year in which a stretch lies that recurs every year, where the words do not say it.
    fn year_of(self, point: &Point, find: impl Fn(i32) -> Option<(Date, Date)>) -> Option<(i32, Option<AnchorSource>)> {
        if point.year != Term::Unsaid {
            return self.year(point);
        }
        if let Some(which) = point.which {
            let anchor = self.anchor(point, Precision::Month)?;
            return Some((year_which(which, anchor, find)?, Some(anchor.source)));
        }
        if let Some(story) = self.anchors.story(self.at) {
            let year = match story.precision {
                Precision::Year => story.year(),
                _ => year_near(story, Tense::Unknown, 1.0, point.weekday, find)?,
            };
            return Some((year, Some(story.source)));
        }
        if let Some(speech) = self.anchors.speech(self.at, Precision::Day) {
            let year = year_near(speech, self.tense(point), 2.0, point.weekday, find)?;
            return Some((year, Some(speech.source)));
        }
        let giver = self.anchors.year_giver(self.at)?;
        // A day of the week tells which of the years near that one it was.
        let year = match point.weekday {
            Some(_) => year_near(giver, self.tense(point), 2.0, point.weekday, find)?,
            None => giver.year(),
        };
        Some((year, Some(giver.source)))
    }

    /// A month by its name, with its day.
    fn named(self, point: &Point) -> Stretch {
        let (month, day) = (point.month.number().unwrap_or(1), point.day.number());
        let find = |year: i32| match day {
            Some(day) => calendar::day(year, month, day).map(|date| (date, date)),
            None => calendar::month(year, month),
        };
        let precision = if day.is_some() { Precision::Day } else { Precision::Month };
        match self.year_of(point, find) {
            Some((year, anchor)) if calendar::is_year(year) => Stretch {
                value: value::open(Some(year), Some(month), day),
                days: find(year),
                precision,
                anchor,
                hidden: None,
            },
            _ => Stretch { value: value::open(None, Some(month), day), precision, ..Stretch::default() },
        }
    }

    /// A day of the month alone: `the 20th`.
    fn nth(self, point: &Point, day: i32) -> Stretch {
        let open = || Stretch::undated(value::open(None, None, Some(day)));
        let Some(anchor) = self.anchor(point, Precision::Month) else { return open() };
        match nth_near(anchor.date, day, self.tense(point), point.weekday) {
            Some(date) => Stretch::of_day(date).by(anchor),
            None => open(),
        }
    }

    /// So many days from the anchor, or the day of the month beside it that is nearest to that.
    fn day(self, point: &Point, days: i32) -> Stretch {
        let Some(anchor) = self.anchor(point, Precision::Day) else { return Stretch::default() };
        let date = calendar::add_days(anchor.date, days).and_then(|date| match point.beside {
            Some(beside) => nth_near(date, beside, Tense::Unknown, None),
            None => Some(date),
        });
        date.map_or_else(Stretch::default, |date| Stretch::of_day(date).by(anchor))
    }

    fn week(self, point: &Point, weeks: i32) -> Stretch {
        let none = Stretch { precision: Precision::Week, ..Stretch::default() };
        let Some(anchor) = self.anchor(point, Precision::Week) else { return none };
        let monday = calendar::monday(anchor.date).and_then(|monday| calendar::add_days(monday, 7 * weeks));
        let Some(monday) = monday else { return none };
        if let Some(day) = point.weekday.and_then(|weekday| calendar::add_days(monday, weekday - 1)) {
            return Stretch::of_day(day).by(anchor);
        }
        let days = calendar::add_days(monday, 6).map(|sunday| (monday, sunday));
        Stretch::new(calendar::week_name(monday), days, Precision::Week).by(anchor)
    }

    /// A week by its number in the year.
    fn numbered_week(self, point: &Point, week: i32) -> Stretch {
        let none = Stretch { precision: Precision::Week, ..Stretch::default() };
        let find = |year: i32| calendar::week(year, week);
        let Some((year, anchor)) = self.year_of(point, find) else { return none };
        let Some((monday, sunday)) = find(year) else { return none };
        let stretch = Stretch::new(calendar::week_name(monday), Some((monday, sunday)), Precision::Week);
        Stretch { anchor, ..stretch }
    }

    /// Saturday and Sunday: the last one where its clause looks back, else the coming one.
    fn weekend(self, point: &Point, weekends: i32) -> Stretch {
        let none = Stretch { precision: Precision::Week, ..Stretch::default() };
        let Some(anchor) = self.anchor(point, Precision::Day) else { return none };
        let weekday = calendar::weekday(anchor.date);
        let looks_back = match self.anchors.tense(self.at) {
            Tense::Past => weekday < 6,
            Tense::Future => false,
            // `the weekend`, early in the week, is the last one; `this weekend` is not.
            Tense::Unknown => point.which.is_none() && weekday < 4,
        };
        let weeks = match weekends {
            0 => -i32::from(looks_back),
            -1 => -1,
            n => n,
        };
        let saturday = calendar::add_days(anchor.date, 6 - weekday + 7 * weeks);
        let Some((saturday, sunday)) = saturday.and_then(|saturday| Some((saturday, calendar::add_days(saturday, 1)?)))
        else {
            return none;
        };
        Stretch::new(format!("{saturday}/{sunday}"), Some((saturday, sunday)), Precision::Week).by(anchor)
    }

    fn month(self, point: &Point, months: i32) -> Stretch {
        let none = Stretch { precision: Precision::Month, ..Stretch::default() };
        let Some(anchor) = self.anchor(point, Precision::Month) else { return none };
        let (year, month) = calendar::add_months(anchor.year(), anchor.month(), months);
        if !calendar::is_year(year) {
            return none;
        }
        match point.day.number() {
            Some(day) => calendar::day(year, month, day).map_or(none, |date| Stretch::of_day(date).by(anchor)),
            None => Stretch::of_month(year, month).by(anchor),
        }
    }

    /// A day of the week: by its clause's tense, or by which one is said.
    fn weekday(self, point: &Point, weekday: i32) -> Stretch {
        let Some(anchor) = self.anchor(point, Precision::Day) else { return Stretch::default() };
        let ahead = (weekday - calendar::weekday(anchor.date)).rem_euclid(7);
        let days = match (point.which, point.frame) {
            (Some(0), Frame::Speech) => weekday - calendar::weekday(anchor.date),
            (Some(which), Frame::Speech) if which > 0 => weekday - calendar::weekday(anchor.date) + 7 * which,
            (Some(which), _) if which > 0 => {
                if ahead == 0 {
                    7
                } else {
                    ahead
                }
            }
            (Some(which), _) if which < 0 => {
                if ahead == 0 {
                    -7
                } else {
                    ahead - 7
                }
            }
            _ => match self.tense(point) {
                Tense::Future => {
                    if ahead == 0 {
                        7
                    } else {
                        ahead
                    }
                }
                Tense::Past | Tense::Unknown => {
                    if ahead == 0 {
                        0
                    } else {
                        ahead - 7
                    }
                }
            },
        };
        calendar::add_days(anchor.date, days).map_or_else(Stretch::default, |date| Stretch::of_day(date).by(anchor))
    }

    fn decade(self, point: &Point) -> Stretch {
        match point.decade {
            Term::Is(decade) => Stretch::of_decade(decade),
            Term::Short(tens) => {
                let anchor = self.anchors.speech(self.at, Precision::Year).or_else(|| self.anchors.year_giver(self.at));
                let year = full_year(tens * 10, latest_year(anchor));
                Stretch { anchor: anchor.map(|anchor| anchor.source), ..Stretch::of_decade(year / 10) }
            }
            Term::Off(decades) => match self.anchor(point, Precision::Year) {
                Some(anchor) => Stretch::of_decade(anchor.year() / 10 + decades).by(anchor),
                None => Stretch { precision: Precision::Decade, ..Stretch::default() },
            },
            Term::Unsaid => Stretch::default(),
        }
    }

    fn century(self, point: &Point) -> Stretch {
        match (point.century, self.anchor(point, Precision::Year)) {
            (Term::Is(century), _) => Stretch::of_century(century),
            (Term::Off(centuries), Some(anchor)) => {
                Stretch::of_century((anchor.year() + 99) / 100 + centuries).by(anchor)
            }
            _ => Stretch { precision: Precision::Century, ..Stretch::default() },
        }
    }

    fn quarter(self, point: &Point) -> Stretch {
        let of = |year: i32, quarter: i32| Stretch::of_months(year, 32 + quarter, 3 * quarter - 2, 3 * quarter);
        if let Term::Off(quarters) = point.quarter {
            let Some(anchor) = self.anchor(point, Precision::Quarter) else { return Stretch::default() };
            let (year, month) = calendar::add_months(anchor.year(), anchor.month(), 3 * quarters);
            return of(year, (month + 2) / 3).by(anchor);
        }
        let quarter = point.quarter.number().unwrap_or(1);
        match self.year_of(point, |year| of(year, quarter).days) {
            Some((year, anchor)) => Stretch { anchor, ..of(year, quarter) },
            None => {
                Stretch { precision: Precision::Quarter, ..Stretch::undated(Some(format!("XXXX-{}", 32 + quarter))) }
            }
        }
    }

    /// A half of a year, a month, a decade or a century.
    fn half(self, point: &Point, half: i32) -> Stretch {
        // A day that stands beside the half is not what is halved.
        let whole = Point { half: None, day: Term::Unsaid, weekday: None, ..point.clone() };
        if let Term::Is(_) = point.month {
            let month = self.named(&whole);
            let Some((first, last)) = month.days else { return month };
            let middle = |day: i32| calendar::day(first.year().into(), first.month().into(), day);
            let days =
                if half == 1 { middle(15).map(|end| (first, end)) } else { middle(16).map(|start| (start, last)) };
            let value = days.map(|(first, last)| format!("{first}/{last}"));
            return Stretch { value, days, ..month };
        }
        if point.decade != Term::Unsaid || point.century != Term::Unsaid {
            let period = if point.decade == Term::Unsaid { self.century(&whole) } else { self.decade(&whole) };
            let days = period.days.and_then(|(first, last)| {
                let (from, to) = (i32::from(first.year()), i32::from(last.year()));
                let middle = from + (to - from) / 2;
                if half == 1 { calendar::years(from, middle) } else { calendar::years(middle + 1, to) }
            });
            return Stretch { days, ..period };
        }
        match self.year(&whole) {
            Some((year, anchor)) => Stretch { anchor, ..Stretch::of_months(year, 39 + half, 6 * half - 5, 6 * half) },
            None => Stretch { precision: Precision::Quarter, ..Stretch::default() },
        }
    }

    /// A season: its year, and no days, for where it begins is a convention.
    fn season(self, point: &Point, season: i32) -> Stretch {
        // The seasons of the northern half, to tell the last one from the next; winter begins in December.
        let from = 3 * (season - 21) + 3;
        let find = |year: i32| {
            let (next_year, to) = calendar::add_months(year, from, 2);
            Some((calendar::day(year, from, 1)?, calendar::month(next_year, to)?.1))
        };
        match self.year_of(point, find) {
            Some((year, anchor)) if calendar::is_year(year) => {
                let hidden = find(year);
                Stretch {
                    value: Some(format!("{year:04}-{season}")),
                    precision: Precision::Quarter,
                    anchor,
                    hidden,
                    days: None,
                }
            }
            _ => Stretch { precision: Precision::Quarter, ..Stretch::undated(Some(format!("XXXX-{season}"))) },
        }
    }

    fn holiday(self, point: &Point, rule: &str) -> Stretch {
        let Some(feast) = Feast::new(rule, self.anchors.country()) else { return Stretch::default() };
        let find = |year: i32| feast.days(year);
        let Some((year, anchor)) = self.year_of(point, find) else { return Stretch::undated(feast.open_value()) };
        let Some((first, last)) = find(year) else { return Stretch::default() };
        let sign = if feast.is_approximate() { "~" } else { "" };
        let (value, precision) = if first == last {
            (format!("{first}{sign}"), Precision::Day)
        } else {
            (format!("{first}{sign}/{last}{sign}"), Precision::Month)
        };
        Stretch { anchor, ..Stretch::new(value, Some((first, last)), precision) }
    }
}
