//! What the program can be told, as `--help` shows it.

use std::fs;
use std::path::PathBuf;

use crate::extract::{Order, Scans};
use crate::input::{Form, LONGEST_BULLETIN, Shard, Split};
use crate::record::{Kind, OffsetUnit};
use crate::{Extractor, ExtractorBuilder};
use clap::builder::{ArgPredicate, PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum, ValueHint};
use encoding_rs::Encoding;
use jiff::civil;
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

use super::generate::Product;

/// Finds the dates, people, organisations, places and quantities of press releases, each with its place
/// in the text and its value.
///
/// Reads text or NDJSON, writes one JSON record a bulletin. Everything needed is in this one program;
/// the same input gives the same output on any number of threads.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, args_conflicts_with_subcommands = true)]
#[command(after_help = "\
Examples:
  bulletin-extract releases/ > records.jsonl      a folder, a record a line
  cat release.txt | bulletin-extract --to json    one release, to look at
  bulletin-extract --to mentions archive.jsonl    a line a mention, for a table

Exit status: 0 all was read, 1 some was not (named on standard error) or the output could not be written,
2 wrong usage or a faulty grammar, 130 interrupted.")]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[command(flatten)]
    pub(super) extract: Extract,
    /// Take defaults from this file [default: bulletin-extract.toml in the working folder, if there is one]
    ///
    /// A key is the long name of an option: to = "csv", grammars = ["rules"], threads = 4. The command line has the last word.
    #[arg(long, value_name = "FILE", global = true, value_hint = ValueHint::FilePath)]
    config: Option<PathBuf>,
}

impl Arguments {
    /// The same arguments, unless options contradict each other's values, which clap's rules do not say.
    pub(super) fn checked(self) -> Result<Self, clap::Error> {
        if let Some(reason) = self.extract.contradiction() {
            return Err(Arguments::command().error(ErrorKind::ArgumentConflict, reason));
        }
        Ok(self)
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Measures the program against marked texts: precision, recall, F1 and right values by kind
    Eval(Eval),
    /// Shows why a text is read as it is: its mentions, the rules that fired, what lost and why
    Explain(Explain),
    /// Compiles grammars and runs the examples in them; without DIR, the built-in ones
    Check(Check),
}

/// The main command: bulletins in, records out.
#[derive(Debug, Args)]
pub(super) struct Extract {
    /// Files and folders, folders with all that is in them; nothing or '-' reads standard input
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) input: InputOptions,
    #[command(flatten)]
    pub(super) engine: EngineOptions,
    #[command(flatten)]
    pub(super) output: OutputOptions,
    #[command(flatten)]
    pub(super) running: RunOptions,
    /// Print the JSON Schema of the records and do nothing else
    #[arg(long, exclusive = true)]
    pub(super) schema: bool,
    /// Print the manual page or the completions of a shell and do nothing else
    #[arg(long, value_name = "WHAT", value_enum, exclusive = true)]
    pub(super) generate: Option<Product>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Input")]
pub(super) struct InputOptions {
    /// What comes in [default: what the content shows]
    ///
    /// Text may open with front matter between lines '---'; its 'title' and 'date' are read, the rest is kept. A line of NDJSON
    /// holds {"id": …, "text": …, "published": "YYYY-MM-DD"}. Files packed with gzip, zstd, xz or bzip2 are unpacked, and
    /// every file of a zip archive is read.
    #[arg(long, value_name = "FORM", default_value = "auto", value_parser = named(FORMS))]
    pub(super) from: Form,
    /// The encoding of text, such as windows-1252 or utf-16le [default: detected, file by file]
    #[arg(long, value_name = "LABEL", value_parser = encoding)]
    pub(super) encoding: Option<&'static Encoding>,
    /// The day of publication, which 'yesterday' is counted from [default: what the bulletin says]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(super) date: Option<civil::Date>,
    /// How a file falls into bulletins: auto, none, blank-lines, form-feed or a regular expression
    ///
    /// 'auto' divides at lines such as ENDS or ###, at form feeds before a headline, and where a title
    /// has a line below it that is only a date. A regular expression opens a bulletin wherever it
    /// matches; '^' and '$' are the ends of a line.
    #[arg(long, value_name = "HOW", default_value = "auto")]
    pub(super) split: Split,
    /// Read what this command prints for each file, such as 'pdftotext {} -' for PDF
    ///
    /// '{}' is the file's path, which otherwise is the last argument.
    #[arg(long, value_name = "COMMAND")]
    pub(super) pre: Option<String>,
    /// Divide bulletins that are longer; each that is divided is named
    #[arg(long, value_name = "BYTES", default_value_t = LONGEST_BULLETIN)]
    pub(super) max_bulletin_bytes: usize,
}

/// What the extractor is built with; the same for all commands that extract.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub(super) struct EngineOptions {
    /// Only these kinds, divided by commas: date, person, organisation, place, quantity
    #[arg(long, value_name = "KIND,…", value_delimiter = ',', hide_possible_values = true)]
    #[arg(value_parser = named(Kind::ALL.map(|kind| (kind.name(), kind))))]
    pub(super) kinds: Vec<Kind>,
    /// Read 03/04/2019 as 3 April [default: as the bulletin's other dates]
    #[arg(long, conflicts_with = "month_first")]
    #[arg(default_value_if("month_first", ArgPredicate::IsPresent, Some("false")))]
    day_first: bool,
    /// Read 03/04/2019 as March 4
    #[arg(long, default_value_if("day_first", ArgPredicate::IsPresent, Some("false")))]
    month_first: bool,
    /// Read over what scanners leave in words and figures: auto (in texts that show it), on, off
    ///
    /// 'Septernber l5, 2O19', 'th e M in is te r': an unknown word is read as the known one that a scanner could have taken
    /// for it, letters among figures as figures. What a mention's 'text' is stays as it stands.
    #[arg(long, value_name = "WHEN", default_value = "auto", hide_possible_values = true, value_parser = named(SCANS))]
    ocr: Scans,
    /// A folder with grammars of your own, read after the built-in ones; may be given again
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    grammars: Vec<PathBuf>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct OutputOptions {
    /// What goes out
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "jsonl")]
    pub(super) to: OutputFormat,
    /// Where it goes; to a folder, a file of records for each file, of CSV for each kind [default: standard output]
    #[arg(long, short, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub(super) output: Option<PathBuf>,
    /// What 'start' and 'end' count: code points, bytes of UTF-8, or UTF-16 units
    #[arg(long, value_name = "UNIT", default_value = "char", value_parser = named(UNITS))]
    pub(super) offsets: OffsetUnit,
    /// Add to each item the rule that found it, the evidence and the confidence
    #[arg(long)]
    pub(super) explain: bool,
    /// Add the bulletin's text to its record
    #[arg(long)]
    pub(super) with_text: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Running")]
pub(super) struct RunOptions {
    /// How many threads work [default: one a core]
    #[arg(long, value_name = "N")]
    pub(super) threads: Option<std::num::NonZero<usize>>,
    /// Take only a share of the input, such as 2/8: the second of eight, which together hold every part once
    ///
    /// A file falls to a share by its path as it is given or found, a line of NDJSON by its content; with a folder of records or
    /// '--pre', files of NDJSON go by their path too. The sorted outputs of all shares are the sorted output of one run.
    #[arg(long, value_name = "I/N")]
    pub(super) shard: Option<Shard>,
    /// A progress bar, if standard error is a terminal
    #[arg(long, value_name = "WHEN", value_enum, default_value = "auto")]
    pub(super) progress: When,
    /// Say at the end how much was read and found, and how fast; with a progress bar it is said anyway
    #[arg(long)]
    pub(super) summary: bool,
    /// Pass over files whose records in the output folder are complete and of the same content, version and options
    #[arg(long, requires = "output")]
    pub(super) resume: bool,
}

#[derive(Debug, Args)]
pub(super) struct Eval {
    /// Marked texts, NDJSON: {"id", "text", "published", "mentions": […]} a line
    #[arg(value_name = "GOLD", value_hint = ValueHint::FilePath, required_unless_present = "against")]
    pub(super) gold: Option<PathBuf>,
    /// Records to be judged instead of those that the program makes now
    #[arg(value_name = "PREDICTED", value_hint = ValueHint::FilePath, conflicts_with = "against")]
    pub(super) predicted: Option<PathBuf>,
    /// Also print the first N errors of each sort and kind; all without N
    #[arg(long, value_name = "N", default_value_t = 0, num_args = 0..=1, default_missing_value = ALL_ERRORS)]
    pub(super) errors: usize,
    /// Also print what the marks of each kind were taken for
    #[arg(long)]
    pub(super) confusion: bool,
    /// What the table has a row for; a name counts for the rule that found its first mention in the text
    #[arg(long, value_name = "WHAT", value_enum, default_value = "kind")]
    pub(super) by: By,
    /// Compare two outputs instead: the mentions that NEW gained, lost and values differently; judged if GOLD is given
    #[arg(long, num_args = 2, value_names = ["OLD", "NEW"], value_hint = ValueHint::FilePath)]
    #[arg(conflicts_with_all = ["errors", "confusion", "by", "json", "floor"])]
    pub(super) against: Vec<PathBuf>,
    /// Print the table of kinds as JSON
    #[arg(long, conflicts_with_all = ["confusion", "by"])]
    pub(super) json: bool,
    /// Exit with 1 if a figure lies under the one in FILE: {"<name of GOLD>": {"<kind>": {"f1": 0.9}}}
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) floor: Option<PathBuf>,
    #[command(flatten)]
    pub(super) engine: EngineOptions,
}

/// What `--errors` without a number stands for.
const ALL_ERRORS: &str = "1000000000";

/// What figures are told apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum By {
    /// The kind of the mention
    Kind,
    /// The rule that found it
    Rule,
}

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The text; without it, or with '-', standard input is read
    #[arg(value_name = "TEXT")]
    pub(super) text: Option<String>,
    /// The day of publication, which 'yesterday' is counted from
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(super) date: Option<civil::Date>,
    /// Show every candidate, rule and piece of evidence, not only the weightiest
    #[arg(long)]
    pub(super) all: bool,
    #[command(flatten)]
    pub(super) engine: EngineOptions,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    /// Folders with grammars of your own
    #[arg(id = "grammars", value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) folders: Vec<PathBuf>,
}

impl EngineOptions {
    /// The kinds that are asked for, in the record's order.
    pub(super) fn kinds(&self) -> Vec<Kind> {
        Kind::ALL.into_iter().filter(|kind| self.kinds.is_empty() || self.kinds.contains(kind)).collect()
    }

    /// All that what is found in a bulletin depends on besides the bulletin: version, options, the user's own grammars.
    pub(super) fn way(&self) -> String {
        let files = self.grammars.iter().flat_map(|folder| WalkDir::new(folder).sort_by_file_name());
        let contents = files.filter_map(|file| fs::read(file.ok()?.path()).ok());
        let grammars = contents.fold(Sha256::new(), |hash, content| hash.chain_update(Sha256::digest(content)));
        format!("{} {self:?} {:x?}", env!("CARGO_PKG_VERSION"), grammars.finalize())
    }

    /// An extractor as it is asked for, but for what concerns the output.
    pub(super) fn builder(&self) -> ExtractorBuilder {
        let order = match (self.day_first, self.month_first) {
            (true, _) => Order::DayFirst,
            (_, true) => Order::MonthFirst,
            _ => Order::Infer,
        };
        let builder = Extractor::builder().grammars(&self.grammars).order(order).scans(self.ocr);
        if self.kinds.is_empty() { builder } else { builder.kinds(&self.kinds) }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum OutputFormat {
    /// A record a line
    Jsonl,
    /// An indented array of records
    Json,
    /// A mention a line, each with the same columns
    Mentions,
    /// A table of the mentions of each kind
    Csv,
    /// The same columns in one file of Parquet
    Parquet,
    /// A database of bulletins, mentions and entities, which a later run brings up to date
    Sqlite,
    /// The text and its mentions for brat, two files a bulletin
    Brat,
    /// A token a line with its BIO tag
    Conll,
    /// The text with its dates in TIMEX3 tags
    Timeml,
    /// FollowTheMoney entities, one a line
    Ftm,
    /// A page to look at: texts with their mentions, a timeline, a map, filters
    Html,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    /// On a terminal
    Auto,
    /// Not even there
    Never,
}

const FORMS: [(&str, Form); 7] = [
    ("auto", Form::Auto),
    ("text", Form::Text),
    ("jsonl", Form::Jsonl),
    ("html", Form::Html),
    ("eml", Form::Eml),
    ("mbox", Form::Mbox),
    ("warc", Form::Warc),
];

const SCANS: [(&str, Scans); 3] = [("auto", Scans::Auto), ("on", Scans::On), ("off", Scans::Off)];

const UNITS: [(&str, OffsetUnit); 3] =
    [("char", OffsetUnit::Char), ("byte", OffsetUnit::Byte), ("utf16", OffsetUnit::Utf16)];

/// A parser of names for the library's own types, which know nothing of clap.
fn named<T, const N: usize>(names: [(&'static str, T); N]) -> impl TypedValueParser<Value = T>
where
    T: Copy + Send + Sync + 'static,
{
    PossibleValuesParser::new(names.map(|(name, _)| name)).map(move |given| {
        let (_, value) = names.iter().find(|(name, _)| *name == given).expect("clap checked it");
        *value
    })
}

fn encoding(label: &str) -> Result<&'static Encoding, String> {
    let found = Encoding::for_label(label.as_bytes());
    found.ok_or_else(|| "not an encoding of the WHATWG's list, such as utf-8 or windows-1252".into())
}

fn day(text: &str) -> Result<civil::Date, String> {
    text.parse().map_err(|_| "not a day as YYYY-MM-DD".into())
}
