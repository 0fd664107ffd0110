//! What must hold of everything that is read, whatever the input.

use bulletin_extract::input::{Form, Input};
use bulletin_extract::record::OffsetUnit;
use bulletin_extract::{Bulletin, Record};

/// Reads `bytes` as this form and checks each bulletin: its bytes lie inside the file, and a bound holds.
///
/// Days of publication are not read, which is the extraction's part: a line with a figure of four digits passes for one.
pub fn read(form: Form, path: &str, bytes: &[u8]) {
    const LONGEST: usize = 4096;
    let input = Input::new(|text| {
        let year = text.split(|c: char| !c.is_ascii_digit()).find(|figure| figure.len() == 4)?;
        format!("{year}-01-02").parse().ok()
    });
    let input = input.form(form).longest(LONGEST);
    for bulletin in input.read_from(path, bytes).flatten() {
        assert!(bulletin.text.len() <= 4 * LONGEST || form != Form::Text, "{} bytes", bulletin.text.len());
        if let Some(source) = &bulletin.source {
            assert!(source.start <= source.end);
        }
    }
}

/// Checks that every mention of a record is what stands at its place in the text.
pub fn check(record: &Record, bulletin: &Bulletin, unit: OffsetUnit) {
    let units: Vec<u16> = bulletin.text.encode_utf16().collect();
    let chars: Vec<char> = bulletin.text.chars().collect();
    let cut = |start: usize, end: usize| match unit {
        OffsetUnit::Char => chars[start..end].iter().collect(),
        OffsetUnit::Byte => bulletin.text[start..end].to_owned(),
        OffsetUnit::Utf16 => String::from_utf16(&units[start..end]).expect("mentions begin and end between characters"),
    };
    let record = serde_json::to_value(record).expect("records are JSON");
    let lists = ["dates", "people", "organisations", "places", "quantities"];
    for item in lists.iter().flat_map(|list| record[list].as_array().expect("a list")) {
        let mentions = item["mentions"].as_array().map_or(std::slice::from_ref(item), Vec::as_slice);
        for mention in mentions {
            let at = |key: &str| mention[key].as_u64().expect("an offset") as usize;
            assert_eq!(mention["text"].as_str().expect("a text"), cut(at("start"), at("end")));
        }
    }
}
