//! Sentences as news write them, each with its amounts: `tests/quantities/sentences.txt`.
//!
//! A line is a sentence with its amounts in brackets, ` => `, and their values in the order of the text with `; `
//! between, written as grammars write them (`>8.9 t of opium`). A literal `\n` ends a line of the text.
//! The names around an amount move with the fitted weights, so a few sentences may be wrong at any time; not many.

use bulletin_extract::record::Quantity;

use super::{quantities, sign};

const SENTENCES: &str = include_str!("sentences.txt");
/// The least share of amounts that must have the right words, bound, value and unit.
const FLOOR_OF_VALUES: f64 = 0.98;
/// The least share of these that must say rightly of what they are.
const FLOOR_OF_NOUNS: f64 = 0.96;

/// A sentence and its amounts: their characters, value with bound and unit, and noun.
struct Case {
    text: String,
    amounts: Vec<Amount>,
}

type Amount = ((usize, usize), String, String);

fn cases() -> Vec<Case> {
    let lines = SENTENCES.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(case).collect()
}

fn case(line: &str) -> Case {
    let (marked, answers) = line.split_once(" =>").unwrap_or_else(|| panic!("no answer: {line}"));
    let (mut text, mut spans) = (String::new(), Vec::new());
    for c in marked.replace("\\n", "\n").chars() {
        match c {
            '[' => spans.push((text.chars().count(), 0)),
            ']' => spans.last_mut().expect("an open bracket").1 = text.chars().count(),
            c => text.push(c),
        }
    }
    let answers = answers.split(';').map(str::trim).filter(|answer| !answer.is_empty());
    let amounts: Vec<Amount> = spans.iter().zip(answers.clone()).map(|(&span, answer)| amount(span, answer)).collect();
    assert_eq!(spans.len(), answers.count(), "one answer for each bracket: {line}");
    Case { text, amounts }
}

fn amount(span: (usize, usize), answer: &str) -> Amount {
    let (value, of) = answer.split_once(" of ").unwrap_or((answer, ""));
    (span, value.to_owned(), of.to_owned())
}

fn found(quantity: &Quantity) -> Amount {
    let number = match (quantity.value, quantity.low, quantity.high) {
        (Some(value), ..) => value.to_string(),
        (None, Some(low), Some(high)) => format!("{low}..{high}"),
        _ => "?".to_owned(),
    };
    let unit = quantity.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
    let value = format!("{}{number}{unit}", sign(quantity.bound));
    ((quantity.start, quantity.end), value, quantity.of.clone().unwrap_or_default())
}

#[test]
fn amounts_of_news_sentences_are_right() {
    let (mut all, mut values, mut nouns, mut wrong) = (0, 0, 0, Vec::new());
    for case in cases() {
        let found: Vec<Amount> = quantities(&case.text).iter().map(found).collect();
        // What is found without being marked counts as one more to be got right.
        all += case.amounts.len() + found.iter().filter(|f| case.amounts.iter().all(|a| a.0 != f.0)).count();
        values += case.amounts.iter().filter(|a| found.iter().any(|f| (f.0, &f.1) == (a.0, &a.1))).count();
        nouns += case.amounts.iter().filter(|a| found.contains(a)).count();
        if found != case.amounts {
            wrong.push(format!("{}\n    wanted {:?}\n    found  {found:?}", case.text, case.amounts));
        }
    }
    let share = |part: usize, whole: usize| part as f64 / whole as f64;
    let report = wrong.join("\n");
    assert!(all > 500, "the sentences are there");
    assert!(share(values, all) >= FLOOR_OF_VALUES, "{values} of {all} values are right:\n{report}");
    assert!(share(nouns, values) >= FLOOR_OF_NOUNS, "{nouns} of {values} nouns are right:\n{report}");
}
