//! Tables of the grammar folder: tab-separated, comments on top, a header line, forms in the first column.

use super::rows::Rows;
use crate::grammar::GrammarError;

/// A table as read.
#[derive(Clone, Debug)]
pub struct Table {
    /// The file's name.
    pub name: String,
    /// The names of its columns; the first is `form`.
    pub columns: Vec<String>,
    /// Its rows, cell by cell.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Reads the table `name` with this text.
    pub fn parse(name: &str, text: &str) -> Result<Self, GrammarError> {
        let mut columns: Vec<String> = Vec::new();
        let mut rows = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let span = at..at + line.trim_end().len();
            at += line.len();
            let line = line.trim_end_matches(['\n', '\r']);
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let cells = line.split('\t').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
            if columns.is_empty() {
                if cells[0] != "form" {
                    let help = "the first line that is no comment names the columns, `form` first, parted by tabs";
                    return Err(GrammarError::new(name, text, span, "the table has no header", help));
                }
                columns = cells;
            } else if cells.len() > columns.len() {
                let message = format!("{} cells, but the header names {}", cells.len(), columns.len());
                return Err(GrammarError::new(name, text, span, message, "a cell for each column, parted by tabs"));
            } else {
                rows.push(cells);
            }
        }
        Ok(Self { name: name.to_owned(), columns, rows })
    }

    /// A row as it is stored. Where a table gives no value and a row has one form, the form is the value: it is left
    /// out, for it stands in the text, and rows that say the same of many words become one.
    pub fn stored(&self, row: &[String]) -> String {
        let says_itself = self.column("value").is_none() && row.first().is_some_and(|form| !form.contains('|'));
        if says_itself { format!("\t{}", row[1..].join("\t")) } else { row.join("\t") }
    }

    /// The index of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }
}

/// One row of a compiled table; it is looked up when a cell is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Row<'l> {
    columns: &'l [String],
    rows: &'l Rows,
    row: u32,
}

impl<'l> Row<'l> {
    pub(super) fn new(columns: &'l [String], rows: &'l Rows, row: u32) -> Self {
        Self { columns, rows, row }
    }

    /// The cell of this column; `None` if there is no such column or the cell is empty.
    pub fn cell(&self, column: &str) -> Option<&'l str> {
        let at = self.columns.iter().position(|name| name == column)?;
        self.rows.get(self.row as usize).split('\t').nth(at).filter(|cell| !cell.is_empty())
    }
}
