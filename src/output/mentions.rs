//! Flat NDJSON: a mention a line, each with all columns of the table ([`super::rows`]), as databases want it.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::Format;
use super::rows::{Cell, Column, Row, columns, rows};
use crate::record::{Kind, PlainNumber, Record};

/// One mention a line, in text order.
#[derive(Clone, Debug)]
pub struct Mentions {
    columns: Vec<&'static Column>,
}

impl Mentions {
    /// Lines with the columns of these kinds.
    pub fn new(kinds: &[Kind], explain: bool) -> Self {
        Mentions { columns: columns(kinds, explain) }
    }
}

impl Format for Mentions {
    fn render(&self, record: &Record, to: &mut Vec<u8>) {
        for row in rows(record) {
            let line = Line { row: &row, columns: &self.columns };
            serde_json::to_writer(&mut *to, &line).expect("a line is JSON and memory takes it");
            to.push(b'\n');
        }
    }
}

/// A row as an object.
struct Line<'l> {
    row: &'l Row<'l>,
    columns: &'l [&'static Column],
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut object = to.serialize_map(Some(self.columns.len()))?;
        for column in self.columns {
            match column.cell {
                Cell::Text(read) | Cell::Code(read) => object.serialize_entry(column.name, &read(self.row))?,
                Cell::Count(read) => object.serialize_entry(column.name, &read(self.row))?,
                Cell::Number(read) => object.serialize_entry(column.name, &read(self.row).map(PlainNumber))?,
                Cell::Day(read) => object.serialize_entry(column.name, &read(self.row))?,
                Cell::Flag(read) => object.serialize_entry(column.name, &read(self.row))?,
            }
        }
        object.end()
    }
}
