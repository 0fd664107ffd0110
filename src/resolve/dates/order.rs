//! Day and month in figures: one order for the whole bulletin.

use crate::normalise::date::{Point, Timex};

use super::DateContext;

/// Which of two figures is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOrder {
    /// 1/3 is 1 March.
    DayFirst,
    /// 1/3 is January 3.
    MonthFirst,
}

/// What decided which of two figures is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderSource {
    /// The user.
    Option,
    /// The figures themselves, or the sign between them.
    Figures,
    /// The bulletin's dates that can be read one way only.
    Bulletin,
    /// What is usual in the country that the bulletin speaks of.
    Country,
    /// What is usual in most of the world.
    World,
}

/// The order decided for a bulletin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Order {
    order: DayOrder,
    source: OrderSource,
}

/// Decides by what the user demands, else by the bulletin's dates that can be read one way only, else by what is usual
/// where it comes from, else day first, as in most of the world.
pub(super) fn decide(timexes: &[(Timex, DateContext)], demanded: Option<DayOrder>, usual: Option<DayOrder>) -> Order {
    if let Some(order) = demanded {
        return Order { order, source: OrderSource::Option };
    }
    let mut votes = (0, 0);
    for (first, second, is_known) in timexes.iter().flat_map(|(timex, _)| figures(timex)) {
        match (first > 12, second > 12) {
            _ if is_known => {}
            (true, false) => votes.0 += 1,
            (false, true) => votes.1 += 1,
            _ => {}
        }
    }
    let (order, source) = match (votes.0.cmp(&votes.1), usual) {
        (std::cmp::Ordering::Greater, _) => (DayOrder::DayFirst, OrderSource::Bulletin),
        (std::cmp::Ordering::Less, _) => (DayOrder::MonthFirst, OrderSource::Bulletin),
        (std::cmp::Ordering::Equal, Some(usual)) => (usual, OrderSource::Country),
        (std::cmp::Ordering::Equal, None) => (DayOrder::DayFirst, OrderSource::World),
    };
    Order { order, source }
}

impl Order {
    /// Day and month of two figures.
    pub(super) fn read(self, (first, second, is_known): (i32, i32, bool)) -> (i32, i32) {
        let day_first = (is_known || self.order == DayOrder::DayFirst) && second <= 12 || first > 12;
        if day_first { (first, second) } else { (second, first) }
    }

    /// How the figures of an expression were read, and what decided that; `None` where it has none.
    pub(super) fn of(self, timex: &Timex) -> Option<(DayOrder, OrderSource)> {
        let figures = *figures(timex).first()?;
        let (first, second, is_known) = figures;
        let (day, _) = self.read(figures);
        let order = if day == first { DayOrder::DayFirst } else { DayOrder::MonthFirst };
        let speaks_for_itself = is_known || first > 12 || second > 12;
        Some((order, if speaks_for_itself { OrderSource::Figures } else { self.source }))
    }

    /// Whether an expression has figures that this order is only guessed for.
    pub(super) fn leaves_open(self, timex: &Timex) -> bool {
        let is_guess = matches!(self.source, OrderSource::Country | OrderSource::World);
        let is_open = |(first, second, is_known): (i32, i32, bool)| {
            !is_known && is_guess && first <= 12 && second <= 12 && first != second
        };
        figures(timex).into_iter().any(is_open)
    }
}

/// Whether figures stand among these expressions whose order must be decided.
pub(super) fn is_open(timexes: &[(Timex, DateContext)]) -> bool {
    let is_open = |&(first, second, is_known): &(i32, i32, bool)| !is_known && first <= 12 && second <= 12;
    timexes.iter().any(|(timex, _)| figures(timex).iter().any(is_open))
}

fn figures(timex: &Timex) -> Vec<(i32, i32, bool)> {
    let of = |points: &[&Point]| points.iter().filter_map(|point| point.figures).collect();
    match timex {
        Timex::Point(point) => of(&[point]),
        Timex::Range(from, to) => of(&[from, to]),
        _ => Vec::new(),
    }
}
