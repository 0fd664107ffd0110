//! Who is who: small bulletins with their names marked, and the entities that they must become.
//!
//! A line of `entities/bulletins.jsonl` is a bulletin. Its text marks the names, `{person Olena Kovalenko}`, so that
//! what is judged is what becomes of right mentions; the keys `people`, `organisations`, `places` and `near` say what
//! the record must have, for each entity only the attributes that the bulletin is about. The test at the end reads the
//! same bulletins without their marks.

use std::ops::Range;

use bulletin_extract::record::{Kind, Record};
use bulletin_extract::{Bulletin, Extractor};
use serde_json::Value;

const LISTS: [&str; 3] = ["people", "organisations", "places"];

fn extractor() -> Extractor {
    Extractor::builder().build().expect("the built-in grammars compile")
}

fn bulletins() -> Vec<Value> {
    let lines = include_str!("entities/bulletins.jsonl").lines();
    lines.map(|line| serde_json::from_str(line).expect("a line is a bulletin")).collect()
}

/// The text without its marks, and the names with their bytes and kinds.
fn unmark(marked: &str) -> (String, Vec<(Range<usize>, Kind)>) {
    let mut text = String::new();
    let mut names = Vec::new();
    let mut rest = marked;
    while let Some((before, behind)) = rest.split_once('{') {
        let (name, after) = behind.split_once('}').expect("a mark ends");
        let (kind, name) = name.split_once(' ').expect("a mark has a kind");
        let kind = Kind::ALL.into_iter().find(|known| known.name() == kind).expect("the kind is known");
        text.push_str(before);
        names.push((text.len()..text.len() + name.len(), kind));
        text.push_str(name);
        rest = after;
    }
    text.push_str(rest);
    (text, names)
}

/// What differs between an entity and what it must be; empty if nothing does.
fn differences(list: &str, wanted: &Value, found: &Value) -> Vec<String> {
    let wanted = wanted.as_object().expect("an entity is an object");
    let differs = |key: &str, wanted: &Value| match key {
        "mentions" => {
            let mentions = found["mentions"].as_array().into_iter().flatten();
            let texts: Vec<&Value> = mentions.map(|mention| &mention["text"]).collect();
            texts != wanted.as_array().into_iter().flatten().collect::<Vec<_>>()
        }
        "within" => found["mentions"][0]["within"].is_null(),
        "latitude" | "longitude" => match (wanted.as_f64(), found[key].as_f64()) {
            (Some(a), Some(b)) => (a - b).abs() > 0.1,
            (a, b) => a != b,
        },
        _ => &found[key] != wanted,
    };
    let wrong = wanted.iter().filter(|(key, value)| differs(key, value));
    wrong.map(|(key, value)| format!("{list} {}: {key} is {}, not {value}", found["name"], found[key])).collect()
}

/// Everything in which a record is not what its bulletin says.
fn faults(bulletin: &Value, record: &Record) -> Vec<String> {
    let record = serde_json::to_value(record).expect("a record is JSON");
    let mut faults = Vec::new();
    for list in LISTS {
        let Some(wanted) = bulletin[list].as_array() else { continue };
        let found = record[list].as_array().expect("a list is there");
        if wanted.len() != found.len() {
            let names: Vec<String> = found.iter().map(|entity| entity["name"].to_string()).collect();
            faults.push(format!("{} {list} instead of {}: {}", found.len(), wanted.len(), names.join(", ")));
        }
        faults.extend(wanted.iter().zip(found).flat_map(|(wanted, found)| differences(list, wanted, found)));
    }
    if let Some(wanted) = bulletin["near"].as_array() {
        let quantities = record["quantities"].as_array().into_iter().flatten();
        let near: Vec<Value> = quantities.map(|q| q.get("near").cloned().unwrap_or_default()).collect();
        if near != *wanted {
            faults.push(format!("near is {near:?}"));
        }
    }
    faults
}

#[test]
fn marked_bulletins_become_the_entities_that_they_name() {
    let extractor = extractor();
    let bulletins = bulletins();
    assert!(bulletins.len() >= 120);
    let mut all = Vec::new();
    for bulletin in &bulletins {
        let (text, names) = unmark(bulletin["text"].as_str().expect("a bulletin has a text"));
        let record = extractor.extract_marked(&Bulletin::new("", text), &names);
        let about = bulletin["about"].as_str().unwrap_or_default();
        all.extend(faults(bulletin, &record).into_iter().map(|fault| format!("{about}: {fault}")));
    }
    assert!(all.is_empty(), "{} faults\n{}", all.len(), all.join("\n"));
}

#[test]
fn a_bulletin_says_the_same_with_each_of_its_lines_wrapped_in_blanks() {
    let extractor = extractor();
    for bulletin in bulletins() {
        let (text, names) = unmark(bulletin["text"].as_str().expect("a bulletin has a text"));
        let shifted = names.iter().map(|(bytes, kind)| (bytes.start + 2..bytes.end + 2, *kind)).collect::<Vec<_>>();
        let name = |record: Record| {
            let people = record.people.into_iter().map(|person| (person.name, person.role, person.key));
            people.collect::<Vec<_>>()
        };
        let plain = name(extractor.extract_marked(&Bulletin::new("", &*text), &names));
        let blank = name(extractor.extract_marked(&Bulletin::new("", format!("\n\n{text}\n\n")), &shifted));
        assert_eq!(plain, blank, "{text}");
    }
}

/// Without the marks the names have to be found first: most bulletins must come out right as a whole.
#[test]
fn most_bulletins_come_out_right_without_their_marks() {
    /// The least share of the bulletins, of a hundred.
    const FEWEST: usize = 60;
    let extractor = extractor();
    let bulletins = bulletins();
    let is_right = |bulletin: &&Value| {
        let (text, _) = unmark(bulletin["text"].as_str().expect("a bulletin has a text"));
        faults(bulletin, &extractor.extract(&Bulletin::new("", text))).is_empty()
    };
    let right = bulletins.iter().filter(is_right).count();
    assert!(right * 100 >= bulletins.len() * FEWEST, "only {right} of {} are right", bulletins.len());
}
