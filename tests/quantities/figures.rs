//! Properties of numbers however they are written.

use proptest::prelude::*;

use super::quantities;

/// A whole number with this between its thousands.
fn grouped(number: u32, separator: &str) -> String {
    let digits = number.to_string();
    let mut groups: Vec<&str> = Vec::new();
    let mut end = digits.len();
    while end > 0 {
        let start = end.saturating_sub(3);
        groups.push(&digits[start..end]);
        end = start;
    }
    groups.reverse();
    groups.join(separator)
}

/// A whole number below a billion in words.
fn spelled(number: u32) -> String {
    const SMALL: [&str; 20] = [
        "",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let below_thousand = |number: u32| {
        let rest = match number % 100 {
            rest @ 0..20 => SMALL[rest as usize].to_owned(),
            rest if rest % 10 == 0 => TENS[rest as usize / 10].to_owned(),
            rest => format!("{}-{}", TENS[rest as usize / 10], SMALL[rest as usize % 10]),
        };
        match (number / 100, rest.is_empty()) {
            (0, _) => rest,
            (hundreds, true) => format!("{} hundred", SMALL[hundreds as usize]),
            (hundreds, false) => format!("{} hundred and {rest}", SMALL[hundreds as usize]),
        }
    };
    let groups = [(number / 1_000_000, " million"), (number / 1000 % 1000, " thousand"), (number % 1000, "")];
    let said = groups.iter().filter(|(group, _)| *group > 0);
    said.map(|&(group, scale)| below_thousand(group) + scale).collect::<Vec<_>>().join(" ")
}

/// The one amount of a text, and its words.
fn only(text: &str) -> (Option<f64>, String) {
    let found = quantities(text);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    (found[0].value, found[0].text.clone())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_number_is_the_same_however_its_thousands_are_parted(number in 10_000u32..999_999_999) {
        for separator in [",", "\u{a0}", "\u{2009}", "\u{202f}"] {
            let written = grouped(number, separator);
            let (value, text) = only(&format!("The agency helped {written} people."));
            prop_assert_eq!((value, text), (Some(f64::from(number)), written));
        }
    }

    #[test]
    fn a_number_in_words_is_the_number(number in 2u32..999_999_999) {
        let written = spelled(number);
        let (value, text) = only(&format!("The agency helped {written} people."));
        prop_assert_eq!((value, text), (Some(f64::from(number)), written));
    }

    #[test]
    fn a_magnitude_multiplies(tenths in 11u32..9999, scale in 0usize..3) {
        let (word, letters, factor) = [("thousand", "k", 1e3), ("million", "m", 1e6), ("billion", "bn", 1e9)][scale];
        let figure = f64::from(tenths) / 10.0;
        for written in [format!("${figure} {word}"), format!("${figure}{letters}")] {
            let (value, text) = only(&format!("The grant of {written} was paid."));
            prop_assert!((value.unwrap() - figure * factor).abs() < 1e-3, "{} gave {:?}", written, value);
            prop_assert_eq!(text, written);
        }
    }

    #[test]
    fn the_ends_of_a_range_are_its_numbers(low in 2u32..900, width in 1u32..900) {
        let high = low + width;
        for written in [format!("{low} to {high} kg"), format!("{low}–{high} kg"), format!("{low}-{high} kg")] {
            let found = quantities(&format!("They seized {written} of opium."));
            prop_assert_eq!(found.len(), 1, "{}", &written);
            prop_assert_eq!((found[0].low, found[0].high), (Some(f64::from(low)), Some(f64::from(high))));
            prop_assert_eq!(&found[0].text, &written);
        }
    }
}
