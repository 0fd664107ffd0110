//! Dates through the whole program: what is written in any form is read again, ranges run forward, nothing is invented.

use std::sync::LazyLock;

use bulletin_extract::{Bulletin, Extractor, Order, Record};
use jiff::civil::{Date, date};
use proptest::prelude::*;

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| Extractor::builder().build().expect("the built-in grammars"));

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const ROMAN: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];

fn extract(text: &str, published: Option<Date>) -> Record {
    let bulletin = Bulletin::new("a", text);
    EXTRACTOR.extract(&match published {
        Some(day) => bulletin.published_on(day),
        None => bulletin,
    })
}

/// The days that the only date of a sentence covers.
fn days(sentence: &str, published: Option<Date>) -> Option<(Date, Date)> {
    let record = extract(sentence, published);
    let [found] = record.dates.as_slice() else { return None };
    found.from.zip(found.to)
}

fn month(day: Date) -> &'static str {
    MONTHS[day.month() as usize - 1]
}

fn ordinal(day: i8) -> String {
    let suffix = match (day / 10, day % 10) {
        (1, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{day}{suffix}")
}

/// How many forms [`write`] knows.
const FORMS: usize = 16;

/// A day in one of many forms.
fn write(day: Date, form: usize) -> String {
    let (y, m, d) = (day.year(), month(day), day.day());
    let short = if day.month() == 5 { m.to_owned() } else { format!("{}.", &m[..3]) };
    let weekday = WEEKDAYS[day.weekday().to_monday_zero_offset() as usize];
    match form {
        0 => format!("{d} {m} {y}"),
        1 => format!("{m} {d}, {y}"),
        2 => format!("{m} {}, {y}", ordinal(d)),
        3 => format!("the {} of {m}, {y}", ordinal(d)),
        4 => format!("{weekday}, {d} {m} {y}"),
        5 => format!("{weekday}, {m} {d}, {y}"),
        6 => format!("{short} {d}, {y}"),
        7 => format!("{d}-{}-{y}", &m[..3]),
        8 => day.to_string(),
        9 => format!("{y:04}/{:02}/{d:02}", day.month()),
        10 => format!("{d:02}.{:02}.{y}", day.month()),
        11 => format!("{d}.{}.{y}", day.month()),
        12 => format!("{d}.{}.{y}", ROMAN[day.month() as usize - 1]),
        13 => format!("{} {y}", m.to_uppercase()).replacen(' ', &format!(" {d}, "), 1),
        14 => format!("this {} day of {m}, {y}", ordinal(d)),
        _ => format!("{d} {m}, {y}"),
    }
}

fn any_day() -> impl Strategy<Value = Date> {
    (1000i16..=2199, 1i8..=12, 1i8..=31).prop_filter_map("no such day", |(y, m, d)| Date::new(y, m, d).ok())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn what_is_written_is_read_again(day in any_day(), form in 0..FORMS, published in proptest::option::of(any_day())) {
        let sentence = format!("The parties met on {} in the old town.", write(day, form));
        prop_assert_eq!(days(&sentence, published), Some((day, day)), "{}", sentence);
    }

    #[test]
    fn figures_are_read_in_the_order_demanded(day in any_day(), month_first in any::<bool>()) {
        let (y, m, d) = (day.year(), day.month(), day.day());
        let order = if month_first { Order::MonthFirst } else { Order::DayFirst };
        let extractor = Extractor::builder().order(order).build().expect("the built-in grammars");
        let figures = if month_first { format!("{m}/{d}/{y}") } else { format!("{d}/{m}/{y}") };
        let record = extractor.extract(&Bulletin::new("a", format!("The parties met on {figures} in the old town.")));
        let [found] = record.dates.as_slice() else { panic!("{:?}", record.dates) };
        prop_assert_eq!((found.from, found.to, found.ambiguous), (Some(day), Some(day), false));
    }

    #[test]
    fn ranges_run_forward(a in any_day(), b in any_day(), form in 0usize..5) {
        let (from, to) = (a.min(b), a.max(b));
        let text = match form {
            0 => format!("from {} to {}", write(from, 0), write(to, 0)),
            1 => format!("between {} and {}", write(from, 1), write(to, 1)),
            2 => format!("from {} until {}", write(from, 8), write(to, 8)),
            3 => format!("from {} to {}", from.year(), to.year()),
            _ => format!("from {} {} to {} {}", month(from), from.year(), month(to), to.year()),
        };
        let record = extract(&format!("The parties met {text} in the old town."), None);
        for found in &record.dates {
            prop_assert!(found.from <= found.to, "{:?}", found);
        }
        let first = record.dates.first().and_then(|found| found.from);
        let last = record.dates.last().and_then(|found| found.to);
        prop_assert!(first.is_some_and(|first| first <= from) && last.is_some_and(|last| last >= to), "{} {:?}", text, record.dates);
    }

    #[test]
    fn no_date_leaves_the_calendar(published in (1i16..=9999, 1i8..=12, 1i8..=28), count in 1u32..=99_999, word in 0usize..8) {
        let text = match word {
            0 => format!("{count} years ago"),
            1 => format!("{count} months later"),
            2 => format!("{count} days ago"),
            3 => "the previous century".to_owned(),
            4 => "last decade".to_owned(),
            5 => "next year".to_owned(),
            6 => "tomorrow".to_owned(),
            _ => "last Friday".to_owned(),
        };
        let (y, m, d) = published;
        let record = extract(&format!("It began {text}."), Some(date(y, m, d)));
        for found in &record.dates {
            prop_assert_eq!(found.from.is_some(), found.to.is_some());
            for day in [found.from, found.to].into_iter().flatten() {
                prop_assert!((1..=9999).contains(&day.year()), "{:?}", found);
            }
        }
    }
}

/// What is counted from a day has none where the bulletin gives none: the day of the run plays no part.
#[test]
fn nothing_is_counted_from_the_day_of_the_run() {
    for text in [
        "today",
        "yesterday",
        "tomorrow evening",
        "this morning",
        "last week",
        "this year",
        "next month",
        "three days ago",
        "a year earlier",
        "the following day",
        "on Friday",
        "last Thursday",
        "on 5 May",
        "in September",
        "in the third quarter",
        "by the end of the year",
        "at Christmas",
        "at noon",
        "the weekend",
        "last summer",
        "in early May",
        "from Monday until Friday",
    ] {
        let record = extract(&format!("The parties met {text}."), None);
        assert_eq!(record.dates.len(), 1, "{text}: {:?}", record.dates);
        let found = &record.dates[0];
        assert_eq!((found.from, found.to), (None, None), "{text}: {found:?}");
    }
}

/// The same text has the same days counted from the same day of publication, and moves with it.
#[test]
fn relative_dates_move_with_the_day_of_publication() {
    let on = |day: Date, text: &str| days(&format!("The parties met {text}."), Some(day));
    for (text, one, other) in [
        ("yesterday", date(2016, 2, 29), date(1998, 12, 31)),
        ("last week", date(2016, 2, 22), date(1998, 12, 21)),
        ("last month", date(2016, 2, 1), date(1998, 12, 1)),
        ("last year", date(2015, 1, 1), date(1998, 1, 1)),
    ] {
        assert_eq!(on(date(2016, 3, 1), text).map(|(from, _)| from), Some(one), "{text}");
        assert_eq!(on(date(1999, 1, 1), text).map(|(from, _)| from), Some(other), "{text}");
    }
}

/// A date behind the place at the head of the text is the bulletin's own day.
#[test]
fn a_dateline_anchors_what_follows() {
    let record =
        extract("Berlin, 3 May 2016 - They met on Monday. A law of 12 April 2011 applies since last year.", None);
    assert_eq!(record.published, Some(date(2016, 5, 3)));
    let values: Vec<_> = record.dates.iter().map(|found| found.value.as_deref()).collect();
    assert_eq!(values, [Some("2016-05-03"), Some("2016-05-02"), Some("2011-04-12"), Some("2015")]);
    let record = extract("On 3 May 2016 - a Tuesday - they met.", None);
    assert_eq!(record.published, None);
}
