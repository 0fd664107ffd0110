//! Which format goes where: what `--to`, `--output` and `--kinds` come to together.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::output::{
    Brat, Conll, Content, Csv, Format, Ftm, Html, Json, Jsonl, Known, Mentions, Parquet, Sqlite, Store, Timeml,
};
use crate::record::{Kind, OffsetUnit, Record};

use super::Failure;
use super::arguments::{Extract, OutputFormat, OutputOptions};
use super::target::Target;

impl Extract {
    /// What of the options does not go together.
    pub(super) fn contradiction(&self) -> Option<String> {
        let OutputOptions { to, output, with_text, .. } = &self.output;
        let name = to.name();
        if *with_text && !to.holds_text() {
            return Some(format!("--with-text adds the text to records; '--to {name}' writes none"));
        }
        if self.running.resume && !to.is_of_records() {
            return Some(format!("--resume passes over files of records; '--to {name}' writes none"));
        }
        if output.is_some() {
            return None;
        }
        match to {
            OutputFormat::Csv if self.engine.kinds().len() > 1 => Some(
                "'--to csv' writes a file for each kind: give the folder with '-o DIR', or one kind with '--kinds'"
                    .into(),
            ),
            OutputFormat::Brat => {
                Some("'--to brat' writes two files for each bulletin: give the folder with '-o DIR'".into())
            }
            OutputFormat::Parquet | OutputFormat::Sqlite => {
                Some(format!("'--to {name}' writes no text: give the file with '-o FILE'"))
            }
            _ => None,
        }
    }

    /// The formats that each record is rendered in; none if it goes to a store as it is.
    pub(super) fn formats(&self) -> Vec<Box<dyn Format>> {
        let explain = self.output.explain;
        let kinds = self.engine.kinds();
        match self.output.to {
            OutputFormat::Jsonl => vec![Box::new(Jsonl)],
            OutputFormat::Json => vec![Box::new(Json)],
            OutputFormat::Timeml => vec![Box::new(Timeml)],
            OutputFormat::Conll => vec![Box::new(Conll)],
            OutputFormat::Ftm => vec![Box::new(Ftm)],
            OutputFormat::Html => vec![Box::new(Html)],
            OutputFormat::Mentions => vec![Box::new(Mentions::new(&kinds, explain))],
            OutputFormat::Csv => kinds.into_iter().map(|kind| Box::new(Csv::new(kind, explain)) as _).collect(),
            OutputFormat::Brat | OutputFormat::Parquet | OutputFormat::Sqlite => Vec::new(),
        }
    }

    /// Where each of the formats goes; `None` is standard output.
    pub(super) fn paths(&self) -> Result<Vec<Option<PathBuf>>, Failure> {
        let output = &self.output;
        match (&output.output, &self.engine.kinds()[..]) {
            (Some(folder), kinds) if output.to == OutputFormat::Csv && (kinds.len() > 1 || is_folder(folder)) => {
                fs::create_dir_all(folder).map_err(|error| Failure::file(folder, error))?;
                Ok(kinds.iter().map(|kind| Some(folder.join(file_name(*kind)))).collect())
            }
            (path, _) => Ok(vec![path.clone()]),
        }
    }

    /// The store that takes the records, if it is one that does, and what it knows already.
    pub(super) fn store(&self) -> Result<Option<OpenStore>, Failure> {
        let Some(path) = &self.output.output else { return Ok(None) };
        let failed = |error: io::Error| Failure::file(path, error);
        let (store, known): (Box<dyn Store>, _) = match self.output.to {
            OutputFormat::Brat => (Box::new(Brat::create(path).map_err(failed)?), None),
            OutputFormat::Parquet => {
                let file = Target::open(Some(path))?;
                let file = Parquet::create(file, &self.engine.kinds(), self.output.explain).map_err(failed)?;
                (Box::new(ParquetFile(Some(file))), None)
            }
            OutputFormat::Sqlite => {
                let database = Sqlite::open(path).map_err(failed)?;
                let known = database.known().map_err(failed)?;
                (Box::new(database), known)
            }
            _ => return Ok(None),
        };
        Ok(Some(OpenStore { store, known }))
    }
}

/// A store, and what it knows already.
pub(super) struct OpenStore {
    pub(super) store: Box<dyn Store>,
    pub(super) known: Option<Known>,
}

/// A file of Parquet that gets its name when it is whole; `None` when it has it.
struct ParquetFile(Option<Parquet<Target>>);

impl Store for ParquetFile {
    fn add(&mut self, record: &Record, _: &Content) -> io::Result<()> {
        self.0.as_mut().map_or(Ok(()), |file| file.add(record))
    }

    fn settle(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn close(&mut self) -> io::Result<()> {
        self.0.take().map_or(Ok(()), |file| file.finish()?.close())
    }
}

impl OutputOptions {
    /// Whether each file of the input gets a file of its own: if the output is a folder.
    pub(super) fn is_a_file_each(&self) -> bool {
        self.to.is_of_records() && self.output.as_deref().is_some_and(is_folder)
    }
}

impl OutputFormat {
    /// Its name as `--to` has it.
    fn name(self) -> String {
        clap::ValueEnum::to_possible_value(&self).expect("no format is hidden").get_name().to_owned()
    }

    /// What its files are called behind the last point, where each file of the input has one.
    pub(super) fn ending(self) -> &'static str {
        match self {
            OutputFormat::Json => "json",
            OutputFormat::Timeml => "tml",
            OutputFormat::Conll => "conll",
            OutputFormat::Ftm => "ftm.json",
            OutputFormat::Html => "html",
            _ => "jsonl",
        }
    }

    /// Whether it is a stream of bulletins, so that a folder can have a file of it for each file of the input.
    fn is_of_records(self) -> bool {
        !matches!(self, OutputFormat::Csv | OutputFormat::Brat | OutputFormat::Parquet | OutputFormat::Sqlite)
    }

    /// Whether the text of a bulletin has a place in it.
    fn holds_text(self) -> bool {
        !matches!(self, OutputFormat::Mentions | OutputFormat::Csv | OutputFormat::Parquet)
    }

    /// Whether it cannot be written without the text.
    pub(super) fn needs_text(self) -> bool {
        use OutputFormat::{Brat, Conll, Html, Sqlite, Timeml};
        matches!(self, Timeml | Conll | Brat | Sqlite | Html)
    }

    /// What its offsets must count; `None` if the user may choose.
    pub(super) fn offsets(self) -> Option<OffsetUnit> {
        match self {
            OutputFormat::Conll => Some(OffsetUnit::Byte),
            OutputFormat::Brat => Some(OffsetUnit::Char),
            _ => None,
        }
    }
}

fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/")
}

/// The name of a kind's file: that of the record's list.
fn file_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Date => "dates.csv",
        Kind::Person => "people.csv",
        Kind::Organisation => "organisations.csv",
        Kind::Place => "places.csv",
        Kind::Quantity => "quantities.csv",
    }
}
