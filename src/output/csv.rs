//! CSV: the table of the mentions of one kind ([`super::rows`]), as RFC 4180 has it but for line ends, which are LF; UTF-8,
//! one line of heads.
//!
//! Spreadsheets take a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return for a formula, and run it. Text of
//! bulletins that begins so gets an apostrophe before it. Numbers and days are let be, and so are codes out of fixed lists
//! (`bound` is a lone `=`), which nobody outside can choose.

use std::borrow::Cow;

use super::Format;
use super::rows::{Cell, Column, Row, columns, rows_of};
use crate::record::{Kind, PlainNumber, Record};

/// The mentions of one kind, a line each, in text order.
#[derive(Clone, Debug)]
pub struct Csv {
    kind: Kind,
    columns: Vec<&'static Column>,
    heads: String,
}

impl Csv {
    /// The table of this kind.
    pub fn new(kind: Kind, explain: bool) -> Self {
        let columns = columns(&[kind], explain);
        let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
        Csv { kind, heads: names.join(",") + "\n", columns }
    }
}

impl Format for Csv {
    fn opening(&self) -> &str {
        &self.heads
    }

    fn render(&self, record: &Record, to: &mut Vec<u8>) {
        let mut table = csv::Writer::from_writer(to);
        for row in rows_of(record, self.kind) {
            let cells = self.columns.iter().map(|column| cell(column, &row));
            table.write_record(cells.map(|cell| cell.into_owned())).expect("memory takes it");
        }
        table.flush().expect("memory takes it");
    }
}

fn cell<'r>(column: &Column, row: &'r Row<'_>) -> Cow<'r, str> {
    let written = match column.cell {
        Cell::Text(read) => return read(row).map_or_else(Default::default, defused),
        Cell::Code(read) => return Cow::Borrowed(read(row).unwrap_or_default()),
        Cell::Count(read) => read(row).map(|count| count.to_string()),
        Cell::Number(read) => read(row).map(|number| PlainNumber(number).to_string()),
        Cell::Day(read) => read(row).map(|day| day.to_string()),
        Cell::Flag(read) => read(row).map(|flag| flag.to_string()),
    };
    Cow::Owned(written.unwrap_or_default())
}

/// Text that no spreadsheet takes for a formula.
fn defused(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}
