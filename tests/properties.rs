//! What holds for any text at all.

use std::process::{Command, Stdio};
use std::sync::LazyLock;

use assert_cmd::cargo::cargo_bin;
use bulletin_extract::record::{OffsetUnit, Record};
use bulletin_extract::{Bulletin, Extractor};
use proptest::prelude::*;
use serde_json::{Value, json};

fn extractor(unit: OffsetUnit) -> Extractor {
    Extractor::builder().offsets(unit).build().unwrap()
}

static BY_CHAR: LazyLock<Extractor> = LazyLock::new(|| extractor(OffsetUnit::Char));
static BY_BYTE: LazyLock<Extractor> = LazyLock::new(|| extractor(OffsetUnit::Byte));
static BY_UTF16: LazyLock<Extractor> = LazyLock::new(|| extractor(OffsetUnit::Utf16));

/// What bulletins are made of, so that rules begin to match, broken by what typists and scanners leave behind.
const PIECES: [&str; 64] = [
    "20 September 2023",
    "from 11 to 15 May",
    "01.03.2019",
    "03/04/2019",
    "Mon, 3 Oct.",
    "yesterday",
    "14:30",
    "the 1990s",
    "more than",
    "8.9 tons",
    "of opium",
    "$5 million",
    "€7,250",
    "20 percent",
    "580 people",
    "3°",
    "½",
    "1,000,000",
    "10-15 kg",
    "5 000",
    "Minister",
    "Mr",
    "Gen.",
    "J. R.",
    "O’Neill",
    "Ivanova-Petrov",
    "the Ministry of",
    "State Committee",
    "(CSTO)",
    "U.S.",
    "Bank",
    "of the",
    "Minsk",
    "Republic of Belarus",
    "St. Petersburg",
    "and",
    ",",
    ".",
    ". ",
    "; ",
    "\"",
    "“",
    "”",
    "’s",
    "(",
    ")",
    "[",
    "—",
    "-",
    "\n",
    "\r\n",
    "\n\n",
    "\x0C",
    "-\n",
    "-\r\n",
    "\u{AD}",
    "\u{AD}\n",
    "\u{FEFF}",
    "\u{200B}",
    "\u{301}",
    "\u{A0}",
    "ﬁ",
    "ſ",
    "\0",
];

/// Pieces of bulletins with spaces or nothing between them, and arbitrary characters.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        12 => (0..PIECES.len()).prop_map(|at| PIECES[at].to_owned()),
        6 => Just(" ".to_owned()),
        2 => any::<char>().prop_map(String::from),
        1 => "\\PC{0,8}",
        1 => "[A-Z][a-z\u{301}\u{AD}]{1,8}",
        1 => "[0-9OlI.,/-]{1,9}",
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// Start, end and text of everything in a record that has a place.
fn spans(value: &Value, found: &mut Vec<(usize, usize, String)>) {
    match value {
        Value::Array(list) => list.iter().for_each(|item| spans(item, found)),
        Value::Object(object) => {
            let offset = |key: &str| object.get(key)?.as_u64().map(|offset| offset as usize);
            if let (Some(start), Some(end), Some(Value::String(text))) =
                (offset("start"), offset("end"), object.get("text"))
            {
                found.push((start, end, text.clone()));
            }
            object.values().for_each(|item| spans(item, found));
        }
        _ => {}
    }
}

fn spans_of(record: &Record) -> Vec<(usize, usize, String)> {
    let mut found = Vec::new();
    spans(&serde_json::to_value(record).unwrap(), &mut found);
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn offsets_cut_the_mention_out_of_any_text_in_every_unit(text in any_text()) {
        let bulletin = Bulletin::new("a", text.clone());
        let chars: Vec<char> = text.chars().collect();
        let utf16: Vec<u16> = text.encode_utf16().collect();
        for (start, end, mention) in spans_of(&BY_CHAR.extract(&bulletin)) {
            prop_assert!(start < end);
            prop_assert_eq!(chars[start..end].iter().collect::<String>(), mention);
        }
        for (start, end, mention) in spans_of(&BY_BYTE.extract(&bulletin)) {
            prop_assert_eq!(&text[start..end], mention);
        }
        for (start, end, mention) in spans_of(&BY_UTF16.extract(&bulletin)) {
            prop_assert_eq!(String::from_utf16(&utf16[start..end]).unwrap(), mention);
        }
    }

    #[test]
    fn mentions_of_dates_and_amounts_neither_overlap_nor_begin_or_end_with_white_space(text in any_text()) {
        let record = BY_CHAR.extract(&Bulletin::new("a", text));
        let dates = record.dates.iter().map(|it| (it.start, it.end, &it.text));
        let mut all: Vec<_> = dates.chain(record.quantities.iter().map(|it| (it.start, it.end, &it.text))).collect();
        all.sort();
        prop_assert!(all.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{all:?}");
        for (_, _, mention) in all {
            prop_assert_eq!(mention.trim(), mention);
        }
    }

    #[test]
    fn what_was_read_before_changes_nothing(text in any_text(), other in any_text()) {
        let bulletin = Bulletin::new("a", text);
        let first = serde_json::to_string(&BY_CHAR.extract(&bulletin)).unwrap();
        BY_CHAR.extract(&Bulletin::new("b", other));
        prop_assert_eq!(serde_json::to_string(&BY_CHAR.extract(&bulletin)).unwrap(), first.clone());
        prop_assert_eq!(serde_json::to_string(&extractor(OffsetUnit::Char).extract(&bulletin)).unwrap(), first);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn threads_change_not_a_byte(texts in proptest::collection::vec(any_text(), 1..40)) {
        let lines: String = texts.iter().map(|text| json!({"text": text}).to_string() + "\n").collect();
        let alone = run(&["--threads", "1"], &lines);
        prop_assert_eq!(alone.iter().filter(|byte| **byte == b'\n').count(), texts.len());
        prop_assert_eq!(run(&["--threads", "5"], &lines), alone);
    }

    #[test]
    fn any_bytes_are_read_and_none_brings_it_down(bytes in proptest::collection::vec(any::<u8>(), 0..300), text in any_text()) {
        let mut input = text.into_bytes();
        input.extend(bytes);
        let mut child = start(&["--from", "text"]);
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), &input).unwrap();
        let output = child.wait_with_output().unwrap();
        // A file without text is refused, which is 1; a panic would be 1 too, but says so.
        prop_assert!(matches!(output.status.code(), Some(0 | 1)), "{:?}", output.status);
        let complaint = String::from_utf8(output.stderr).unwrap();
        prop_assert!(!complaint.contains("panicked"), "{complaint}");
    }
}

fn start(arguments: &[&str]) -> std::process::Child {
    let mut command = Command::new(cargo_bin!("bulletin-extract"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// What the program prints for `input`.
fn run(arguments: &[&str], input: &str) -> Vec<u8> {
    let mut child = start(arguments);
    let mut to = child.stdin.take().unwrap();
    let output = std::thread::scope(|scope| {
        scope.spawn(move || std::io::Write::write_all(&mut to, input.as_bytes()).unwrap());
        child.wait_with_output().unwrap()
    });
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}
