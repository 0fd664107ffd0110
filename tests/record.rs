//! The record's form: keys, numbers, offsets, and the formats that write it.

use bulletin_extract::output::{Csv, Format, Mentions};
use bulletin_extract::record::{
    Bound, Date, DateKind, Evidence, Explanation, Kind, Mention, OffsetUnit, Organisation, Person, Place, PlaceKind,
    Quantity, Record, SCHEMA,
};
use serde_json::{Value, json};

const TEXT: &str = "Zoë 🎈 met Ivić of Genève University for 2 €.";

fn mention(text: &str) -> Mention {
    let start = TEXT.find(text).unwrap();
    Mention { text: text.into(), start, end: start + text.len(), ..Mention::default() }
}

/// A record of [`TEXT`] with an item of each kind, offsets in bytes.
fn record() -> Record {
    let university = mention("Genève University");
    let within = Some([university.start, university.end]);
    let amount = mention("2 €");
    Record {
        schema: SCHEMA.into(),
        id: "a".into(),
        source: None,
        title: None,
        published: None,
        published_from: None,
        offsets: OffsetUnit::Byte,
        opened_by: None,
        metadata: serde_json::Map::new(),
        text: None,
        dates: vec![Date {
            text: "met".into(),
            start: mention("met").start,
            end: mention("met").end,
            date_kind: DateKind::Date,
            value: None,
            from: None,
            to: None,
            ambiguous: false,
            anchor: None,
            explanation: Some(Explanation {
                rule: "dates.grammar:met".into(),
                evidence: vec![Evidence { name: "rule".into(), weight: 2.0 }],
                confidence: 0.5,
            }),
        }],
        people: vec![Person {
            name: "Ivić".into(),
            role: Some("rector".into()),
            organisation: None,
            country: None,
            key: None,
            mentions: vec![mention("Ivić"), Mention { role: Some("dean".into()), ..mention("Zoë") }],
            explanation: None,
        }],
        organisations: vec![Organisation {
            name: "Genève University".into(),
            acronym: None,
            organisation_kind: None,
            country: None,
            key: None,
            mentions: vec![university],
            explanation: None,
        }],
        places: vec![Place {
            name: "Genève".into(),
            place_kind: PlaceKind::Settlement,
            country: Some("CH".into()),
            region: None,
            latitude: None,
            longitude: None,
            geonames: None,
            canonical: None,
            key: None,
            mentions: vec![Mention { within, ..mention("Genève") }],
            explanation: None,
        }],
        timexes: Vec::new(),
        tokens: Vec::new(),
        quantities: vec![Quantity {
            text: amount.text,
            start: amount.start,
            end: amount.end,
            value: Some(2.0),
            low: None,
            high: Some(2.5),
            unit: Some("EUR".into()),
            dimension: Some("money".into()),
            si: None,
            bound: Bound::AtMost,
            of: None,
            near: None,
            explanation: None,
        }],
    }
}

/// All spans of a record with the text that stands there.
fn spans(value: &Value, found: &mut Vec<(usize, usize, String)>) {
    match value {
        Value::Array(list) => list.iter().for_each(|item| spans(item, found)),
        Value::Object(object) => {
            let offset = |key: &str| object.get(key)?.as_u64().map(|offset| offset as usize);
            if let (Some(start), Some(end)) = (offset("start"), offset("end")) {
                found.push((start, end, object["text"].as_str().unwrap().into()));
            }
            object.values().for_each(|item| spans(item, found));
        }
        _ => {}
    }
}

#[test]
fn offsets_cut_the_text_in_every_unit() {
    let utf16: Vec<u16> = TEXT.encode_utf16().collect();
    for unit in [OffsetUnit::Byte, OffsetUnit::Char, OffsetUnit::Utf16] {
        let mut record = record();
        record.recount(TEXT, unit);
        let cut = |start: usize, end: usize| match unit {
            OffsetUnit::Byte => TEXT[start..end].to_owned(),
            OffsetUnit::Char => TEXT.chars().skip(start).take(end - start).collect(),
            OffsetUnit::Utf16 => String::from_utf16(&utf16[start..end]).unwrap(),
        };
        let mut found = Vec::new();
        spans(&serde_json::to_value(&record).unwrap(), &mut found);
        assert_eq!(found.len(), 6);
        for (start, end, text) in found {
            assert_eq!(cut(start, end), text, "{unit:?}");
        }
        let [start, end] = record.places[0].mentions[0].within.unwrap();
        assert_eq!(cut(start, end), "Genève University", "{unit:?}");
    }
}

#[test]
fn a_record_can_be_read_again() {
    let record = record();
    let written = serde_json::to_string(&record).unwrap();
    assert_eq!(serde_json::from_str::<Record>(&written).unwrap(), record);
}

#[test]
fn whole_numbers_have_no_fraction_and_unknowns_are_null() {
    let quantity = serde_json::to_string(&record().quantities[0]).unwrap();
    assert_eq!(
        quantity,
        r#"{"text":"2 €","start":46,"end":51,"value":2,"low":null,"high":2.5,"unit":"EUR","dimension":"money","si":null,"bound":"<=","of":null}"#
    );
}

#[test]
fn explanations_stand_beside_the_attributes() {
    let date = serde_json::to_value(&record().dates[0]).unwrap();
    assert_eq!(date["rule"], "dates.grammar:met");
    assert_eq!(date["evidence"], json!([{"name": "rule", "weight": 2.0}]));
    assert_eq!(date["confidence"], 0.5);
    assert_eq!(date.get("ambiguous"), None);
}

#[test]
fn mentions_are_flat_and_in_text_order() {
    let mut rendered = Vec::new();
    Mentions::new(&[Kind::Person, Kind::Organisation, Kind::Quantity], false).render(&record(), &mut rendered);
    let lines: Vec<Value> =
        str::from_utf8(&rendered).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let texts: Vec<_> = lines.iter().map(|line| line["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["Zoë", "met", "Ivić", "Genève", "Genève University", "2 €"]);
    let (second, first) = (&lines[0], &lines[2]);
    assert_eq!(first["id"], "a:14-19:person");
    assert_eq!((&first["entity"], &second["entity"]), (&first["id"], &first["id"]));
    assert_eq!((&first["role"], &second["role"]), (&json!("rector"), &json!("dean")));
    assert_eq!(lines[5]["entity"], Value::Null);
    let keys = |line: &Value| line.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(
        keys(first),
        "bulletin published id type text start end entity name role organisation acronym organisation_kind country value low \
         high unit dimension si bound of near_date near_place"
    );
    assert!(lines.iter().all(|line| keys(line) == keys(first)), "every line has the same columns");
    assert_eq!(lines[5]["value"].to_string(), "2", "an integer has no fraction");
}

#[test]
fn cells_that_spreadsheets_run_are_defused() {
    let mut record = record();
    record.people[0].name = "=HYPERLINK(\"http://a.example\",\"Ivić\")".into();
    record.people[0].role = Some("@rector,\n\"acting\"".into());
    record.quantities[0].value = Some(-2.5);
    let table = |kind| {
        let format = Csv::new(kind, false);
        let mut rendered = format.opening().as_bytes().to_vec();
        format.render(&record, &mut rendered);
        String::from_utf8(rendered).unwrap()
    };
    assert_eq!(
        table(Kind::Person),
        "bulletin,published,id,type,text,start,end,entity,name,role,organisation,country\n\
         a,,a:0-4:person,person,Zoë,0,4,a:14-19:person,\"'=HYPERLINK(\"\"http://a.example\"\",\"\"Ivić\"\")\",dean,,\n\
         a,,a:14-19:person,person,Ivić,14,19,a:14-19:person,\"'=HYPERLINK(\"\"http://a.example\"\",\"\"Ivić\"\")\",\
         \"'@rector,\n\"\"acting\"\"\",,\n"
    );
    // Numbers are no formulas, and a sign of our own is none either.
    let quantity = table(Kind::Quantity).lines().nth(1).unwrap().to_owned();
    assert!(quantity.ends_with(",quantity,2 €,46,51,-2.5,,2.5,EUR,money,,<=,,,"), "{quantity}");
}

#[test]
fn every_bound_has_a_sign_of_its_own() {
    for bound in Bound::ALL {
        assert_eq!(Bound::from_sign(bound.sign()), Some(bound));
        assert_eq!(serde_json::to_value(bound).unwrap(), bound.sign());
    }
}
