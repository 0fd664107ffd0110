//! Anchors: the days from which a bulletin counts, and the dates that it has told.

use jiff::civil::Date;

use super::order::Order;
use super::stretch::Stretch;
use super::{DateContext, Resolver, Setting, Tense};
use crate::normalise::date::{Point, Term, Timex};

/// How finely a date is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    /// A day.
    #[default]
    Day,
    /// A week or a weekend.
    Week,
    /// A month.
    Month,
    /// A quarter, a half or a season of a year.
    Quarter,
    /// A year.
    Year,
    /// A decade.
    Decade,
    /// A century.
    Century,
}

/// Where an anchor comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnchorSource {
    /// The day of publication.
    Published,
    /// The date that the bulletin gives itself.
    Dateline,
    /// Another date of the bulletin, by its number in the order of the text.
    Mention(usize),
}

/// A date from which others are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// Its first day.
    pub date: Date,
    /// How finely it is known.
    pub precision: Precision,
    /// Where it comes from.
    pub source: AnchorSource,
}

impl Anchor {
    pub(super) fn year(self) -> i32 {
        self.date.year().into()
    }

    pub(super) fn month(self) -> i32 {
        self.date.month().into()
    }
}

/// All that a bulletin can be anchored to.
pub(super) struct Anchors<'a> {
    timexes: &'a [(Timex, DateContext)],
    published: Option<Date>,
    country: Option<&'a str>,
    /// The dates that say their year themselves.
    explicit: Vec<Option<Anchor>>,
    /// Every date told so far.
    told: Vec<Option<Anchor>>,
}

impl<'a> Anchors<'a> {
    pub(super) fn new(timexes: &'a [(Timex, DateContext)], setting: Setting<'a>, order: Order) -> Self {
        let Setting { published, country, .. } = setting;
        let mut anchors = Self { timexes, published, country, explicit: Vec::new(), told: vec![None; timexes.len()] };
        anchors.explicit = timexes
            .iter()
            .enumerate()
            .map(|(at, (timex, context))| {
                let point = match timex {
                    Timex::Point(point) => point,
                    Timex::Range(_, to) => to,
                    _ => return None,
                };
                (is_explicit(point) || context.is_dateline && is_short_day(point)).then_some(())?;
                let resolver = Resolver { anchors: &anchors, at, order };
                resolver.point(point).anchor_at(at)
            })
            .collect();
        anchors
    }

    /// Takes note of a date as it is told.
    pub(super) fn tell(&mut self, at: usize, stretch: &Stretch) {
        self.told[at] = stretch.anchor_at(at);
    }

    pub(super) fn context(&self, at: usize) -> DateContext {
        self.timexes[at].1
    }

    /// The country that the bulletin speaks of.
    pub(super) fn country(&self) -> Option<&'a str> {
        self.country
    }

    pub(super) fn tense(&self, at: usize) -> Tense {
        self.context(at).tense
    }

    /// The day on which the bulletin speaks, known at least as finely as `need`.
    pub(super) fn speech(&self, at: usize, need: Precision) -> Option<Anchor> {
        if let Some(date) = self.published {
            return Some(Anchor { date, precision: Precision::Day, source: AnchorSource::Published });
        }
        self.dateline().or_else(|| self.nearest_before(at, need))
    }

    fn dateline(&self) -> Option<Anchor> {
        let datelines = self.explicit.iter().zip(self.timexes).filter(|(_, (_, context))| context.is_dateline);
        let anchor = datelines.filter_map(|(anchor, _)| *anchor).find(|anchor| anchor.precision == Precision::Day)?;
        Some(Anchor { source: AnchorSource::Dateline, ..anchor })
    }

    /// The nearest explicit date before: a day, or something coarser of the same paragraph.
    fn nearest_before(&self, at: usize, need: Precision) -> Option<Anchor> {
        let paragraph = |other: usize| self.context(other).paragraph;
        let tells = |&(other, anchor): &(usize, Anchor)| {
            anchor.precision <= need && (anchor.precision == Precision::Day || paragraph(other) == paragraph(at))
        };
        let before = self.explicit.iter().enumerate().take(at).rev();
        before.filter_map(|(other, anchor)| Some((other, (*anchor)?))).find(tells).map(|(_, anchor)| anchor)
    }

    /// The first explicit date behind this one in its sentence.
    fn same_sentence(&self, at: usize) -> Option<Anchor> {
        let behind = (at + 1..self.explicit.len())
            .take_while(|&other| self.context(other).sentence == self.context(at).sentence);
        behind.filter_map(|other| self.explicit[other]).next()
    }

    /// The date told last, known at least as finely as `need`; else the day on which the bulletin speaks.
    pub(super) fn narrative(&self, at: usize, need: Precision) -> Option<Anchor> {
        let told = self.told[..at].iter().rev().flatten().find(|anchor| anchor.precision <= need);
        told.copied().or_else(|| self.speech(at, need))
    }

    /// The day told last, near enough for a clock time to belong to it.
    pub(super) fn day_told(&self, at: usize) -> Option<Anchor> {
        let near = |other: usize| self.context(other).paragraph + 1 >= self.context(at).paragraph;
        (0..at)
            .rev()
            .filter(|&other| near(other))
            .filter_map(|other| self.told[other])
            .find(|a| a.precision == Precision::Day)
    }

    /// An explicit date just before, to which a date without a year is the nearest: one of the same sentence, or one of
    /// the same paragraph that lies back some time while the story goes on in the past. A year that is yet to come is
    /// that of what its sentence goes on to say.
    pub(super) fn story(&self, at: usize) -> Option<Anchor> {
        let here = self.context(at);
        let (other, anchor) =
            (0..at.min(self.explicit.len())).rev().find_map(|other| Some((other, self.explicit[other]?)))?;
        let there = self.context(other);
        let same_sentence = there.sentence == here.sentence;
        let published = self.published.map(|published| i32::from(published.year()));
        let is_old = published.is_some_and(|year| year > anchor.year());
        let goes_on = there.paragraph == here.paragraph && is_old && here.tense != Tense::Future;
        let fits = match anchor.precision {
            Precision::Year => same_sentence && published.is_some_and(|year| year < anchor.year()),
            precision => precision <= Precision::Month && (same_sentence || goes_on),
        };
        fits.then_some(anchor)
    }

    /// Whether a year told before may be that of a date without one: what is yet to come has it only in its sentence.
    fn may_give(&self, year: &Anchor, at: usize) -> bool {
        let here = self.context(at);
        let is_near = |other: usize| self.context(other).sentence == here.sentence;
        here.tense != Tense::Future || matches!(year.source, AnchorSource::Mention(other) if is_near(other))
    }

    /// The date that gives its year to one without, where the bulletin's own day is not known: the nearest one before
    /// that has a month, else the nearest after, else a year of the same paragraph. A year that some other paragraph
    /// speaks of tells nothing.
    pub(super) fn year_giver(&self, at: usize) -> Option<Anchor> {
        let has_month = |anchor: &&Anchor| anchor.precision <= Precision::Month;
        let (before, after) = self.explicit.split_at(at.min(self.explicit.len()));
        before
            .iter()
            .rev()
            .flatten()
            .find(has_month)
            .or_else(|| after.iter().flatten().find(has_month))
            .copied()
            .or_else(|| self.nearest_before(at, Precision::Year).filter(|year| self.may_give(year, at)))
            .or_else(|| self.same_sentence(at))
    }
}

/// Whether a point is a day whose year has two digits: `13.6.85`.
fn is_short_day(point: &Point) -> bool {
    matches!(point.year, Term::Short(_)) && (point.figures.is_some() || point.day.number().is_some())
}

/// Whether a point says its year itself.
fn is_explicit(point: &Point) -> bool {
    let has_year = matches!(point.year, Term::Is(_)) && !point.before_christ;
    has_year || point.landmark.is_some()
}
