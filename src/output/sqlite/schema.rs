//! The tables, and the statements that are made from the columns of the flat table.

use crate::output::rows::{COLUMNS, Cell, Column, columns};
use crate::record::Kind;

/// The version of the tables, the database's `user_version`.
pub(super) const VERSION: i64 = 1;

/// The columns of the flat table that are the bulletin's or made from others, and so no columns of `mention`.
const ELSEWHERE: [&str; 4] = ["bulletin", "published", "id", "entity"];

/// Columns that every mention fills.
const ALWAYS: [&str; 4] = ["type", "text", "start", "end"];

/// What makes an empty database ready.
pub(super) fn schema() -> String {
    let mention = of_mention().map(|column| {
        let null = if ALWAYS.contains(&column.name) { " NOT NULL" } else { "" };
        format!(",\n    {} {}{null}", quoted(column), type_name(column.cell))
    });
    let mention = format!(
        "CREATE TABLE mention (\n    number INTEGER PRIMARY KEY,\n    \
         bulletin INTEGER NOT NULL REFERENCES bulletin (number) ON DELETE CASCADE{}\n);\n",
        mention.collect::<String>()
    );
    let views: String = Kind::ALL.into_iter().map(view).collect();
    format!("{}\n{mention}\n{views}PRAGMA user_version = {VERSION};\n", include_str!("schema.sql"))
}

/// The columns of `mention` that are those of the flat table, in order.
pub(super) fn of_mention() -> impl Iterator<Item = &'static Column> {
    COLUMNS.iter().filter(|column| !ELSEWHERE.contains(&column.name))
}

/// What adds a mention: its bulletin's number first, then [`of_mention`].
pub(super) fn insert_mention() -> String {
    let names: Vec<String> = of_mention().map(quoted).collect();
    let values = vec!["?"; names.len() + 1];
    format!("INSERT INTO mention (bulletin, {}) VALUES ({})", names.join(", "), values.join(", "))
}

/// A view with the mentions of a kind, with the columns that the flat table of the kind has.
fn view(kind: Kind) -> String {
    let name = match kind {
        Kind::Date => "dates",
        Kind::Person => "people",
        Kind::Organisation => "organisations",
        Kind::Place => "places",
        Kind::Quantity => "quantities",
    };
    let columns = columns(&[kind], false).into_iter().map(|column| match column.name {
        "bulletin" => "bulletin.id AS bulletin".to_owned(),
        "published" => "bulletin.published".to_owned(),
        "id" => "bulletin.id || ':' || mention.start || '-' || mention.\"end\" || ':' || mention.type AS id".to_owned(),
        "entity" => "entity.key AS entity".to_owned(),
        _ => format!("mention.{}", quoted(column)),
    });
    let columns: Vec<String> = columns.collect();
    format!(
        "CREATE VIEW {name} AS SELECT\n    {}\nFROM mention\n    JOIN bulletin ON bulletin.number = mention.bulletin\n    \
         LEFT JOIN entity_mention ON entity_mention.mention = mention.number\n    \
         LEFT JOIN entity ON entity.number = entity_mention.entity\nWHERE mention.type = '{kind}';\n\n",
        columns.join(",\n    ")
    )
}

/// The column's name: some are words of SQL.
fn quoted(column: &Column) -> String {
    format!("\"{}\"", column.name)
}

fn type_name(cell: Cell) -> &'static str {
    match cell {
        Cell::Text(_) | Cell::Code(_) | Cell::Day(_) => "TEXT",
        Cell::Count(_) | Cell::Flag(_) => "INTEGER",
        Cell::Number(_) => "REAL",
    }
}
