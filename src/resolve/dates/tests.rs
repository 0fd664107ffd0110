//! Hand-made expressions, and properties over random ones.

use jiff::civil::date;

use super::*;

fn day(year: i32, month: i32, day: i32) -> Point {
    Point { year: Term::Is(year), month: Term::Is(month), day: Term::Is(day), ..Point::default() }
}

fn past() -> DateContext {
    DateContext { tense: Tense::Past, ..DateContext::default() }
}

fn future() -> DateContext {
    DateContext { tense: Tense::Future, ..DateContext::default() }
}

fn alone(point: Point, context: DateContext, published: Option<Date>) -> ResolvedDate {
    resolve(&[(Timex::Point(point), context)], on(published)).remove(0)
}

fn on(published: Option<Date>) -> Setting<'static> {
    Setting { published, ..Setting::default() }
}

fn spoken(point: Point, context: DateContext, published: Date) -> (Option<Date>, Option<Date>) {
    let resolved = alone(point, context, Some(published));
    (resolved.from, resolved.to)
}

#[test]
fn nothing_is_invented_without_an_anchor() {
    let last_july = Point { month: Term::Is(7), which: Some(-1), ..Point::default() };
    let resolved = alone(last_july, past(), None);
    assert_eq!((resolved.value.as_deref(), resolved.from), (Some("XXXX-07"), None));
    let today = alone(Point { day: Term::Off(0), ..Point::default() }, past(), None);
    assert_eq!((today.value, today.from), (None, None));
}

#[test]
fn a_weekday_goes_with_its_tense() {
    let friday = Point { weekday: Some(5), ..Point::default() };
    let wednesday = date(2016, 10, 26);
    assert_eq!(spoken(friday.clone(), past(), wednesday).0, Some(date(2016, 10, 21)));
    assert_eq!(spoken(friday.clone(), future(), wednesday).0, Some(date(2016, 10, 28)));
    assert_eq!(spoken(friday.clone(), past(), date(2016, 10, 28)).0, Some(date(2016, 10, 28)));
    assert_eq!(spoken(friday, future(), date(2016, 10, 28)).0, Some(date(2016, 11, 4)));
}

#[test]
fn a_month_goes_with_its_tense() {
    let october = Point { month: Term::Is(10), ..Point::default() };
    assert_eq!(spoken(october.clone(), past(), date(1993, 6, 15)).0, Some(date(1992, 10, 1)));
    assert_eq!(spoken(october, future(), date(1993, 6, 15)).0, Some(date(1993, 10, 1)));
}

#[test]
fn a_year_ahead_is_that_of_its_sentence() {
    let [next, before] = [2015, 2010].map(|year| Timex::Point(Point { year: Term::Is(year), ..Point::default() }));
    let october = Timex::Point(Point { month: Term::Is(10), ..Point::default() });
    let elsewhere = DateContext { sentence: 1, ..DateContext::default() };
    let setting = on(Some(date(2014, 5, 14)));
    let october_behind = |year: &Timex, context: DateContext| {
        resolve(&[(year.clone(), DateContext::default()), (october.clone(), context)], setting)[1].from
    };
    assert_eq!(october_behind(&next, DateContext::default()), Some(date(2015, 10, 1)));
    assert_eq!(october_behind(&next, elsewhere), Some(date(2013, 10, 1)));
    assert_eq!(october_behind(&before, DateContext::default()), Some(date(2013, 10, 1)));
}

#[test]
fn without_a_day_of_publication_the_day_of_the_week_tells_the_year() {
    let wednesday = Point { month: Term::Is(5), day: Term::Is(15), weekday: Some(3), ..Point::default() };
    let year = Timex::Point(Point { year: Term::Is(2022), ..Point::default() });
    let resolved = resolve(&[(Timex::Point(wednesday), past()), (year, past())], on(None));
    assert_eq!(resolved[0].from, Some(date(2019, 5, 15)));
}

#[test]
fn a_year_of_another_sentence_is_not_that_of_what_is_to_come() {
    let since = Timex::Point(Point { year: Term::Is(2016), ..Point::default() });
    let may = |context| (Timex::Point(Point { month: Term::Is(5), ..Point::default() }), context);
    let year_of = |context| resolve(&[(since.clone(), past()), may(context)], on(None))[1].from;
    assert_eq!(year_of(DateContext { sentence: 1, ..past() }), Some(date(2016, 5, 1)));
    assert_eq!(year_of(DateContext { sentence: 1, ..future() }), None);
}

#[test]
fn a_year_comes_from_the_dates_around() {
    let later = Timex::Point(day(2016, 11, 29));
    let earlier = Timex::Point(Point { year: Term::Unsaid, ..day(0, 9, 17) });
    let resolved = resolve(&[(earlier, past()), (later, future())], Setting::default());
    assert_eq!(resolved[0].from, Some(date(2016, 9, 17)));
    assert_eq!(resolved[0].anchor, Some(AnchorSource::Mention(1)));
}

#[test]
fn a_story_keeps_its_year() {
    let told = Timex::Point(day(1986, 5, 5));
    let next = Timex::Point(Point { year: Term::Unsaid, ..day(0, 6, 7) });
    let resolved = resolve(&[(told, past()), (next, past())], on(Some(date(2016, 10, 29))));
    assert_eq!(resolved[1].from, Some(date(1986, 6, 7)));
}

#[test]
fn figures_follow_the_bulletins_own_order() {
    let figures = |first, second| {
        Timex::Point(Point { figures: Some((first, second, false)), year: Term::Is(2019), ..Point::default() })
    };
    let both = |a, b| resolve(&[(a, past()), (b, past())], Setting::default());
    let month_first = both(figures(1, 3), figures(1, 25));
    assert_eq!((month_first[0].from, month_first[0].ambiguous), (Some(date(2019, 1, 3)), false));
    let open = both(figures(1, 3), figures(2, 3));
    assert_eq!((open[0].from, open[0].ambiguous), (Some(date(2019, 3, 1)), true));
    let demanded = resolve(
        &[(figures(1, 3), past())],
        Setting { demanded_order: Some(DayOrder::MonthFirst), ..Setting::default() },
    );
    assert_eq!((demanded[0].from, demanded[0].ambiguous), (Some(date(2019, 1, 3)), false));
}

#[test]
fn short_years_belong_to_the_bulletins_century() {
    let may = |short| Point { month: Term::Is(5), year: Term::Short(short), ..Point::default() };
    assert_eq!(spoken(may(98), past(), date(2005, 1, 1)).0, Some(date(1998, 5, 1)));
    assert_eq!(spoken(may(77), past(), date(1977, 12, 8)).0, Some(date(1977, 5, 1)));
    assert_eq!(spoken(may(5), past(), date(1919, 12, 8)).0, Some(date(1905, 5, 1)));
}

#[test]
fn the_weekend_is_the_one_that_the_tense_asks_for() {
    let weekend = Point { weekend: Term::Off(0), ..Point::default() };
    let tuesday = date(1998, 6, 30);
    assert_eq!(spoken(weekend.clone(), past(), tuesday), (Some(date(1998, 6, 27)), Some(date(1998, 6, 28))));
    assert_eq!(spoken(weekend, future(), tuesday), (Some(date(1998, 7, 4)), Some(date(1998, 7, 5))));
}

#[test]
fn a_day_in_brackets_overrules_the_word() {
    let last_evening = Point { day: Term::Off(-1), beside: Some(11), ..Point::default() };
    assert_eq!(spoken(last_evening, past(), date(2025, 6, 11)).0, Some(date(2025, 6, 11)));
}

#[test]
fn a_half_is_not_that_of_the_day_beside_it() {
    let half = |month, decade| Point {
        half: Some(2),
        month,
        decade,
        year: Term::Is(1991),
        day: Term::Is(1),
        weekday: Some(1),
        ..Point::default()
    };
    assert_eq!(
        spoken(half(Term::Is(2), Term::Unsaid), past(), date(1998, 1, 1)),
        (Some(date(1991, 2, 16)), Some(date(1991, 2, 28)))
    );
    assert_eq!(
        spoken(half(Term::Unsaid, Term::Is(199)), past(), date(1998, 1, 1)),
        (Some(date(1995, 1, 1)), Some(date(1999, 12, 31)))
    );
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    fn any_day() -> impl Strategy<Value = Date> {
        (1i16..=9999, 1i8..=12, 1i8..=28).prop_map(|(year, month, day)| date(year, month, day))
    }

    fn any_term() -> impl Strategy<Value = Term> {
        prop_oneof![
            3 => Just(Term::Unsaid),
            2 => (-3i32..=3).prop_map(Term::Off),
            2 => (1i32..=12).prop_map(Term::Is),
        ]
    }

    fn any_year() -> impl Strategy<Value = Term> {
        prop_oneof![
            Just(Term::Unsaid),
            (1i32..=9999).prop_map(Term::Is),
            (0i32..=99).prop_map(Term::Short),
            (-12000i32..=12000).prop_map(Term::Off),
        ]
    }

    prop_compose! {
        fn any_point()(
            year in any_year(),
            terms in (any_term(), any_term(), any_term(), any_term(), any_term()),
            weekday in proptest::option::of(1i32..=7),
            which in proptest::option::of(-1i32..=1),
            season in proptest::option::of(21i32..=24),
            half in proptest::option::of(1i32..=2),
        ) -> Point {
            let (month, day, week, weekend, decade) = terms;
            Point { year, month, day, week, weekend, decade, weekday, which, season, half, ..Point::default() }
        }
    }

    fn any_context() -> impl Strategy<Value = DateContext> {
        (0usize..3).prop_map(|n| DateContext {
            tense: [Tense::Past, Tense::Future, Tense::Unknown][n],
            ..DateContext::default()
        })
    }

    proptest! {
        #[test]
        fn every_stretch_runs_forward_within_the_calendar(
            points in proptest::collection::vec((any_point(), any_context()), 1..6),
            published in proptest::option::of(any_day()),
        ) {
            let timexes: Vec<_> = points.into_iter().map(|(point, context)| (Timex::Point(point), context)).collect();
            for resolved in resolve(&timexes, on(published)) {
                prop_assert_eq!(resolved.from.is_some(), resolved.to.is_some());
                prop_assert!(resolved.from <= resolved.to);
                for date in [resolved.from, resolved.to].into_iter().flatten() {
                    prop_assert!(calendar::is_year(date.year().into()));
                }
            }
        }

        #[test]
        fn a_full_date_is_itself_whatever_stands_around(own in any_day(), published in proptest::option::of(any_day())) {
            let point = day(own.year().into(), own.month().into(), own.day().into());
            let resolved = alone(point, past(), published);
            prop_assert_eq!((resolved.from, resolved.to), (Some(own), Some(own)));
            prop_assert_eq!(resolved.value, Some(own.to_string()));
        }

        #[test]
        fn ranges_run_forward(a in any_day(), b in any_day()) {
            let (from, to) = (a.min(b), a.max(b));
            let point = |date: Date| Box::new(day(date.year().into(), date.month().into(), date.day().into()));
            let resolved = resolve(&[(Timex::Range(point(from), point(to)), past())], Setting::default()).remove(0);
            prop_assert_eq!((resolved.from, resolved.to), (Some(from), Some(to)));
        }

        #[test]
        fn the_past_lies_back_and_the_future_ahead(weekday in 1i32..=7, published in any_day()) {
            let point = Point { weekday: Some(weekday), ..Point::default() };
            let (back, _) = spoken(point.clone(), past(), published);
            let (ahead, _) = spoken(point, future(), published);
            prop_assert!(back.is_none_or(|day| day <= published));
            prop_assert!(ahead.is_none_or(|day| day > published));
        }
    }
}
