//! NDJSON: a record a line.

use super::Format;
use crate::record::Record;

/// One record a line.
#[derive(Clone, Copy, Debug)]
pub struct Jsonl;

impl Format for Jsonl {
    fn render(&self, record: &Record, to: &mut Vec<u8>) {
        serde_json::to_writer(&mut *to, record).expect("a record is JSON and memory takes it");
        to.push(b'\n');
    }
}
