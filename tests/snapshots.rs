//! The records of the sample bulletins, as they stood when a person had read them against their texts.
//!
//! `snapshots/accepted.toml` says which kinds of which sample have been found right; a file of `snapshots/` holds them as the
//! program writes them, laid out for reading: an item a line, an entity's mentions below it. Whatever differs from it is a
//! change of behaviour, wanted or not.

use std::collections::BTreeMap;
use std::fs;

use bulletin_extract::input::Input;
use bulletin_extract::record::{Kind, Record};
use bulletin_extract::{Extractor, output};
use serde_json::Value;

#[test]
fn samples_give_what_was_read_and_accepted() {
    let accepted = fs::read_to_string("snapshots/accepted.toml").unwrap();
    let accepted: BTreeMap<String, Vec<Kind>> = toml::from_str(&accepted).unwrap();
    assert!(!accepted.is_empty());
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (sample, kinds) in &accepted {
            let extractor = Extractor::builder().kinds(kinds).build().unwrap();
            let input = Input::new(|text| extractor.read_day(text));
            let paths = [format!("corpus/{sample}.txt").into()];
            let records = input.read(&paths).map(|bulletin| extractor.extract(&bulletin.unwrap()));
            insta::assert_snapshot!(sample.as_str(), records.map(|record| lay_out(&record)).collect::<String>());
        }
    });
}

/// Every sample is read without a fault, and gives records that can be written in every form.
#[test]
fn every_sample_gives_records() {
    let extractor = Extractor::builder().build().unwrap();
    let input = Input::new(|text| extractor.read_day(text));
    let paths = ["corpus".into()];
    let mut count = 0;
    for bulletin in input.read(&paths) {
        let record = extractor.extract(&bulletin.unwrap());
        let mut rendered = Vec::new();
        output::Format::render(&output::Jsonl, &record, &mut rendered);
        assert_eq!(serde_json::from_slice::<Record>(&rendered).unwrap(), record);
        count += 1;
    }
    assert!(count > 50, "{count} records");
}

/// The record as JSON whose lists have an item a line, and an entity's mentions a line each below it.
fn lay_out(record: &Record) -> String {
    let Value::Object(record) = serde_json::to_value(record).unwrap() else { unreachable!("records are objects") };
    let mut laid_out = String::from("{\n");
    let mut keys = record.iter().peekable();
    while let Some((key, value)) = keys.next() {
        laid_out += &format!("  {key:?}: ");
        match value {
            Value::Array(items) if !items.is_empty() => {
                let items: Vec<String> = items.iter().map(lay_out_item).collect();
                laid_out += &format!("[\n    {}\n  ]", items.join(",\n    "));
            }
            value => laid_out += &value.to_string(),
        }
        laid_out += if keys.peek().is_some() { ",\n" } else { "\n" };
    }
    laid_out + "}\n"
}

fn lay_out_item(item: &Value) -> String {
    let Some(mentions) = item.get("mentions").and_then(Value::as_array) else { return item.to_string() };
    let mentions: Vec<String> = mentions.iter().map(Value::to_string).collect();
    let below = format!("[\n      {}]", mentions.join(",\n      "));
    item.to_string().replacen(&format!("[{}]", mentions.join(",")), &below, 1)
}
