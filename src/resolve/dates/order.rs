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

/// The order decided for a bulletin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Order {
    order: DayOrder,
    is_sure: bool,
}

/// Decides by what the user demands, else by the bulletin's dates that can be read one way only, else by what is usual
/// where it comes from, else day first, as in most of the world.
pub(super) fn decide(timexes: &[(Timex, DateContext)], usual: Option<DayOrder>, is_fixed: bool) -> Order {
    if let (Some(order), true) = (usual, is_fixed) {
        return Order { order, is_sure: true };
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
    let order = match votes.0.cmp(&votes.1) {
        std::cmp::Ordering::Greater => DayOrder::DayFirst,
        std::cmp::Ordering::Less => DayOrder::MonthFirst,
        std::cmp::Ordering::Equal => usual.unwrap_or(DayOrder::DayFirst),
    };
    Order { order, is_sure: votes.0 != votes.1 }
}

impl Order {
    /// Day and month of two figures.
    pub(super) fn read(self, (first, second, is_known): (i32, i32, bool)) -> (i32, i32) {
        let day_first = (is_known || self.order == DayOrder::DayFirst) && second <= 12 || first > 12;
        if day_first { (first, second) } else { (second, first) }
    }

    /// Whether an expression has figures that this order is only guessed for.
    pub(super) fn leaves_open(self, timex: &Timex) -> bool {
        let is_open = |(first, second, is_known): (i32, i32, bool)| {
            !is_known && !self.is_sure && first <= 12 && second <= 12 && first != second
        };
        figures(timex).into_iter().any(is_open)
    }
}

fn figures(timex: &Timex) -> Vec<(i32, i32, bool)> {
    let of = |points: &[&Point]| points.iter().filter_map(|point| point.figures).collect();
    match timex {
        Timex::Point(point) => of(&[point]),
        Timex::Range(from, to) => of(&[from, to]),
        _ => Vec::new(),
    }
}
