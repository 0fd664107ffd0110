//! brat: for each bulletin its text and, beside it, its mentions as brat's standoff format has them.
//!
//! `T` lines are the mentions, a `*` line ties together the mentions of one entity, and a note holds the value. A mention
//! that runs over a line's end is written as two fragments, as brat wants it. Offsets count code points.

use std::collections::HashSet;
use std::fmt::Write;
use std::io;
use std::path::{Path, PathBuf};
use std::{fs, iter};

use super::rows::{Cell, Row, columns, rows};
use super::{Content, Store};
use crate::record::{Kind, PlainNumber, Record};

/// The folder of a collection of brat's. Records must carry their text and count code points.
#[derive(Debug)]
pub struct Brat {
    folder: PathBuf,
    /// The names that this run has given, in lower case.
    names: HashSet<String>,
}

/// What brat must be told of the annotations.
const CONFIGURATION: &str = "\
[entities]
Date
Person
Organisation
Place
Quantity

[relations]
<OVERLAP> Arg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>
Alias Arg1:Person, Arg2:Person, <REL-TYPE>:symmetric-transitive
Alias Arg1:Organisation, Arg2:Organisation, <REL-TYPE>:symmetric-transitive
Alias Arg1:Place, Arg2:Place, <REL-TYPE>:symmetric-transitive

[events]

[attributes]
";

impl Brat {
    /// The collection in `folder`, which is made if it is not there.
    pub fn create(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        write_whole(&folder.join("annotation.conf"), CONFIGURATION)?;
        Ok(Brat { folder: folder.to_owned(), names: HashSet::new() })
    }

    /// The name of a bulletin's files without their endings: its id, its parts folders, in characters that need no escaping.
    fn name(&mut self, id: &str) -> String {
        let id = id.strip_suffix(".txt").unwrap_or(id);
        let parts = id.split(['/', '\\']).filter(|part| !part.trim_matches('.').is_empty());
        let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        let plain = |part: &str| -> String {
            part.trim_start_matches('.').chars().map(|c| if is_plain(c) { c } else { '_' }).collect()
        };
        let parts: Vec<String> = parts.map(plain).collect();
        let name = if parts.is_empty() { "bulletin".to_owned() } else { parts.join("/") };
        let numbered = (2..).map(|number| format!("{name}-{number}"));
        let is_free = |name: &String| !self.names.contains(&name.to_lowercase());
        let own = iter::once(name.clone()).chain(numbered).find(is_free).expect("there is a number that no file has");
        self.names.insert(own.to_lowercase());
        own
    }
}

impl Store for Brat {
    fn add(&mut self, record: &Record, _: &Content) -> io::Result<()> {
        let name = self.name(&record.id);
        let path = self.folder.join(&name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        write_whole(&self.folder.join(format!("{name}.txt")), record.text.as_deref().unwrap_or_default())?;
        write_whole(&self.folder.join(format!("{name}.ann")), &annotations(record))
    }

    fn settle(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn close(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes a file so that it is never half there.
fn write_whole(path: &Path, content: &str) -> io::Result<()> {
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push("~");
    fs::write(&unfinished, content)?;
    fs::rename(&unfinished, path)
}

/// The mentions of `record` in brat's standoff format.
fn annotations(record: &Record) -> String {
    let mut lines = String::new();
    let mut entities: Vec<(String, Vec<usize>)> = Vec::new();
    for (row, number) in rows(record).iter().zip(1..) {
        let fragments = fragments(row);
        let places: Vec<String> = fragments.iter().map(|(start, end, _)| format!("{start} {end}")).collect();
        let texts: Vec<&str> = fragments.iter().map(|(_, _, text)| *text).collect();
        let kind = type_name(row.kind);
        writeln!(lines, "T{number}\t{kind} {}\t{}", places.join(";"), texts.join(" ")).expect("memory takes it");
        let note = note(row);
        if !note.is_empty() {
            writeln!(lines, "#{number}\tAnnotatorNotes T{number}\t{note}").expect("memory takes it");
        }
        if let Some(entity) = row.entity.as_deref() {
            match entities.iter_mut().find(|(known, _)| known == entity) {
                Some((_, mentions)) => mentions.push(number),
                None => entities.push((entity.to_owned(), vec![number])),
            }
        }
    }
    for (_, mentions) in entities.iter().filter(|(_, mentions)| mentions.len() > 1) {
        let mentions: Vec<String> = mentions.iter().map(|number| format!("T{number}")).collect();
        writeln!(lines, "*\tAlias {}", mentions.join(" ")).expect("memory takes it");
    }
    lines
}

fn type_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Date => "Date",
        Kind::Person => "Person",
        Kind::Organisation => "Organisation",
        Kind::Place => "Place",
        Kind::Quantity => "Quantity",
    }
}

/// What of a mention stands on one line, with its offsets.
fn fragments<'r>(row: &Row<'r>) -> Vec<(usize, usize, &'r str)> {
    let mut fragments = Vec::new();
    let mut at = row.start as usize;
    for line in row.text.split_inclusive(['\n', '\r']) {
        let text = line.trim();
        let blanks = line.len() - line.trim_start().len();
        let start = at + line[..blanks].chars().count();
        if !text.is_empty() {
            fragments.push((start, start + text.chars().count(), text));
        }
        at += line.chars().count();
    }
    fragments
}

/// The value of a mention: each filled cell of its kind that the mention's own line does not show.
fn note(row: &Row<'_>) -> String {
    let is_shown =
        |name| matches!(name, "bulletin" | "published" | "id" | "type" | "text" | "start" | "end" | "ambiguous");
    let cells = columns(&[row.kind], false).into_iter().filter(|column| !is_shown(column.name)).filter_map(|column| {
        let value = match column.cell {
            Cell::Text(read) | Cell::Code(read) => read(row).map(str::to_owned),
            Cell::Count(read) => read(row).map(|count| count.to_string()),
            Cell::Number(read) => read(row).map(|number| PlainNumber(number).to_string()),
            Cell::Day(read) => read(row).map(|day| day.to_string()),
            Cell::Flag(read) => read(row).map(|flag| flag.to_string()),
        };
        Some(format!("{}={}", column.name, value?))
    });
    let note = cells.collect::<Vec<_>>().join("; ");
    note.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Bulletin, Extractor};

    fn extracted(text: &str) -> Record {
        let extractor = Extractor::builder().build().expect("the built-in grammars");
        extractor.extract(&Bulletin::new("a", text))
    }

    #[test]
    fn a_mention_over_a_line_end_has_two_fragments() {
        let mut record = extracted("It rained on 3 May 2019.");
        let date = &mut record.dates[0];
        (date.text, date.end) = ("3 May \r\n  2019".into(), date.end + 4);
        assert_eq!(
            annotations(&record),
            "T1\tDate 13 18;23 27\t3 May 2019\n\
             #1\tAnnotatorNotes T1\tdate_kind=date; date=2019-05-03; from=2019-05-03; to=2019-05-03\n"
        );
    }

    #[test]
    fn the_mentions_of_an_entity_are_tied_together() {
        let lines = annotations(&extracted("Helena Marsh, Minister of Finance, spoke in Lyon. Mrs Marsh left Lyon."));
        let tied: Vec<&str> = lines.lines().filter(|line| line.starts_with("*\tAlias T")).collect();
        assert_eq!(tied.len(), 2, "{lines}");
    }

    #[test]
    fn files_are_named_so_that_none_leaves_the_folder_or_hides_another() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut brat = Brat::create(folder.path()).expect("it is writable");
        let ids = ["../a#1.txt", "a#1", "/etc/A_1", "..", ".hidden/b c"];
        let names: Vec<String> = ids.map(|id| brat.name(id)).to_vec();
        assert_eq!(names, ["a_1", "a_1-2", "etc/A_1", "bulletin", "hidden/b_c"]);
    }
}
