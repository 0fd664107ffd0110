//! Flat NDJSON: a mention a line, for tables and databases.
//!
//! Every line names its bulletin and has an `id` of its own, `<bulletin>:<start>-<end>:<type>`, which a
//! second run over the same text gives again. Then come the attributes of the mention's item, the
//! mention's own role where it has one. The mentions of one person, organisation or place share the
//! `entity`, the id of the first among them; it is null for dates and quantities.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::Format;
use crate::record::{Kind, Record};

/// One mention a line, in text order.
#[derive(Clone, Copy, Debug)]
pub struct Mentions;

impl Format for Mentions {
    fn render(&self, record: &Record, to: &mut Vec<u8>) {
        let mut lines = Vec::new();
        flatten(&record.id, Kind::Date, &record.dates, &mut lines);
        flatten(&record.id, Kind::Person, &record.people, &mut lines);
        flatten(&record.id, Kind::Organisation, &record.organisations, &mut lines);
        flatten(&record.id, Kind::Place, &record.places, &mut lines);
        flatten(&record.id, Kind::Quantity, &record.quantities, &mut lines);
        lines.sort_by_key(|line| (line["start"].as_u64(), line["end"].as_u64()));
        for line in lines {
            serde_json::to_writer(&mut *to, &line).expect("a line is JSON and memory takes it");
            to.push(b'\n');
        }
    }
}

/// Appends a line for each mention of `items`.
fn flatten<T: Serialize>(bulletin: &str, kind: Kind, items: &[T], lines: &mut Vec<Map<String, Value>>) {
    for item in items {
        let Ok(Value::Object(mut attributes)) = serde_json::to_value(item) else { unreachable!("items are objects") };
        let (mentions, is_entity) = match attributes.shift_remove("mentions") {
            Some(Value::Array(mentions)) => (mentions, true),
            _ => (vec![split_off_place(&mut attributes)], false),
        };
        let id = |mention: &Value| json!(format!("{bulletin}:{}-{}:{kind}", mention["start"], mention["end"]));
        let entity = mentions.first().filter(|_| is_entity).map_or(Value::Null, id);
        for mention in mentions {
            let mut line = Map::new();
            line.insert("bulletin".into(), json!(bulletin));
            line.insert("id".into(), id(&mention));
            line.insert("type".into(), json!(kind));
            for key in ["start", "end", "text"] {
                line.insert(key.into(), mention[key].clone());
            }
            line.extend(attributes.clone());
            let Value::Object(own) = mention else { unreachable!("mentions are objects") };
            line.extend(own);
            line.insert("entity".into(), entity.clone());
            lines.push(line);
        }
    }
}

/// Takes the keys of a mention out of an item that is one itself.
fn split_off_place(item: &mut Map<String, Value>) -> Value {
    ["text", "start", "end"].into_iter().filter_map(|key| Some((key.to_owned(), item.shift_remove(key)?))).collect()
}
