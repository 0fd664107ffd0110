//! One JSON array of all records, indented for people.

use super::Format;
use crate::record::Record;

/// One indented array.
#[derive(Clone, Copy, Debug)]
pub struct Json;

impl Format for Json {
    fn opening(&self) -> &str {
        "["
    }

    fn between(&self) -> &str {
        ","
    }

    fn closing(&self) -> &str {
        "\n]\n"
    }

    fn render(&self, record: &Record, to: &mut Vec<u8>) {
        let record = serde_json::to_string_pretty(record).expect("a record is JSON");
        for line in record.lines() {
            to.extend_from_slice(b"\n  ");
            to.extend_from_slice(line.as_bytes());
        }
    }
}
