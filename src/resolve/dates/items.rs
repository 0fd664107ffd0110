//! From the chosen dates of a bulletin to the items of its record.

use bulletin_rules::grammar::{Knowledge, Reading};
use bulletin_rules::text::View;
use jiff::civil;

use super::context::{Cues, usual_order};
use super::{AnchorSource, DateContext, DayOrder, OrderSource, ResolvedDate, Setting, order, resolve, timex3};
use crate::choose::Value;
use crate::extract::Order;
use crate::normalise::date::{DateKind as Read, Timex};
use crate::record::{Anchor, AnchorKind, Date, DateKind, Evidence, PublishedFrom, Timex3};
use crate::resolve::Found;

/// When a bulletin was published, and who says so.
pub(crate) type Published = (Option<civil::Date>, Option<PublishedFrom>);

/// Resolves the dates of bulletins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dates {
    demanded: Option<DayOrder>,
    cues: Cues,
}

impl Dates {
    /// Reads figures in this order.
    pub(crate) fn new(knowledge: &Knowledge, order: Order) -> Self {
        let demanded = match order {
            Order::Infer => None,
            Order::DayFirst => Some(DayOrder::DayFirst),
            Order::MonthFirst => Some(DayOrder::MonthFirst),
        };
        Self { demanded, cues: Cues::new(knowledge) }
    }

    /// The expressions of time among chosen candidates, each with what stands around it and what it means.
    pub(crate) fn resolve(
        self,
        reading: &Reading<'_, '_>,
        found: &[&Found<'_>],
        published: Option<civil::Date>,
        country: Option<&str>,
    ) -> Vec<(Timex, DateContext, ResolvedDate)> {
        let contexts = self.cues.contexts(reading, found.iter().map(|found| &found.candidate.tokens));
        let timexes: Vec<(Timex, DateContext)> = found
            .iter()
            .zip(contexts)
            .filter_map(|(found, context)| match &found.candidate.value {
                Value::Date(timex) => Some(((**timex).clone(), context)),
                _ => None,
            })
            .collect();
        let usual_order = order::is_open(&timexes).then(|| usual_order(reading)).flatten();
        let resolved = resolve(&timexes, Setting { published, demanded_order: self.demanded, usual_order, country });
        timexes.into_iter().zip(resolved).map(|((timex, context), resolved)| (timex, context, resolved)).collect()
    }

    /// The expressions of time as TIMEX3 marks them.
    pub(crate) fn timexes(
        self,
        reading: &Reading<'_, '_>,
        view: &View<'_>,
        found: &[&Found<'_>],
        published: Option<civil::Date>,
        country: Option<&str>,
    ) -> Vec<Timex3> {
        let resolved = self.resolve(reading, found, published, country);
        let resolved: Vec<_> = resolved.into_iter().map(|(timex, _, resolved)| (timex, resolved)).collect();
        timex3::mark(reading, view, found, &resolved)
    }

    /// The record's items, and the day of publication, which the bulletin's dateline gives where the input does not.
    pub(crate) fn items(
        self,
        reading: &Reading<'_, '_>,
        original: &str,
        found: &[&Found<'_>],
        published: Published,
        country: Option<&str>,
    ) -> (Vec<Date>, Published) {
        let all = self.resolve(reading, found, published.0, country);
        let dateline = || all.iter().find(|(_, context, _)| context.is_dateline).map(|(_, _, date)| date);
        let published = match published {
            (None, _) => match dateline().filter(|date| date.from == date.to).and_then(|date| date.from) {
                Some(day) => (Some(day), Some(PublishedFrom::Dateline)),
                None => (None, None),
            },
            known => known,
        };
        let text_of = |at: usize| original[found[at].bytes.clone()].to_owned();
        let items = found.iter().zip(&all).map(|(found, (.., resolved))| item(found, original, resolved, text_of));
        (items.collect(), published)
    }
}

fn item(found: &Found<'_>, original: &str, resolved: &ResolvedDate, text_of: impl Fn(usize) -> String) -> Date {
    let mut explanation = found.explanation.clone();
    if let (Some(explanation), Some((order, source))) = (&mut explanation, resolved.order) {
        explanation.evidence.push(Evidence { name: order_name(order, source), weight: 0.0 });
    }
    let anchor = resolved.anchor.filter(|_| explanation.is_some()).map(|source| match source {
        AnchorSource::Published => Anchor { from: AnchorKind::Published, text: None },
        AnchorSource::Dateline => Anchor { from: AnchorKind::Dateline, text: None },
        AnchorSource::Mention(at) => Anchor { from: AnchorKind::Mention, text: Some(text_of(at)) },
    });
    Date {
        text: original[found.bytes.clone()].to_owned(),
        start: found.bytes.start,
        end: found.bytes.end,
        date_kind: date_kind(resolved.kind),
        value: resolved.value.clone(),
        from: resolved.from,
        to: resolved.to,
        ambiguous: resolved.ambiguous,
        anchor,
        explanation,
    }
}

/// How figures were read, and by what: `day-first:country`.
fn order_name(order: DayOrder, source: OrderSource) -> String {
    let order = match order {
        DayOrder::DayFirst => "day-first",
        DayOrder::MonthFirst => "month-first",
    };
    let source = match source {
        OrderSource::Option => "option",
        OrderSource::Figures => "figures",
        OrderSource::Bulletin => "bulletin",
        OrderSource::Country => "country",
        OrderSource::World => "world",
    };
    format!("{order}:{source}")
}

fn date_kind(kind: Read) -> DateKind {
    match kind {
        Read::Date => DateKind::Date,
        Read::Time => DateKind::Time,
        Read::Range => DateKind::Range,
        Read::Duration => DateKind::Duration,
        Read::Recurrence => DateKind::Recurrence,
    }
}
