//! `eval`: how well the program does on marked texts.

mod against;
mod confusion;
mod rules;
mod score;
mod table;

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use crate::Bulletin;
use crate::input::Input;
use crate::record::{Kind, PublishedFrom};
use jiff::civil;
use rayon::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::arguments::{self, By};
use super::{Failure, Outcome, print_line};
use against::Differences;
use confusion::Confusion;
use rules::ByRule;
use score::{Error, Score};
use table::{Floor, Table};

/// A mention as gold files and flat predictions hold it: `type`, `start`, `end` and attributes.
type Mention = Map<String, Value>;

/// A marked text.
#[derive(Deserialize)]
struct Gold {
    #[serde(alias = "doc")]
    id: String,
    text: String,
    published: Option<civil::Date>,
    /// The kinds that are marked; the others are not judged.
    #[serde(default = "all_kinds")]
    kinds: Vec<Kind>,
    mentions: Vec<Mention>,
}

impl Gold {
    /// The text without its marks.
    fn bulletin(&self) -> Bulletin {
        Bulletin {
            published: self.published,
            published_from: self.published.map(|_| PublishedFrom::Input),
            ..Bulletin::new(&self.id, &self.text)
        }
    }
}

/// A text's predictions: a record, or a list of mentions.
#[derive(Deserialize)]
struct Predicted {
    #[serde(alias = "doc")]
    id: String,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

pub(super) fn run(arguments: &arguments::Eval) -> miette::Result<Outcome> {
    let gold: Vec<Gold> = arguments.gold.as_deref().map_or_else(|| Ok(Vec::new()), read_gold)?;
    if let [old, new] = &arguments.against[..] {
        let differences = Differences::new(read_lines(old)?, read_lines(new)?, &gold);
        differences.report().iter().try_for_each(|line| print_line(line))?;
        return Ok(Outcome::Done);
    }
    let predicted = match &arguments.predicted {
        Some(path) => align(&gold, read_lines(path)?),
        None => extract(&gold, arguments)?,
    };
    if arguments.by == By::Rule {
        let mut rules = ByRule::default();
        gold.iter().zip(&predicted).for_each(|(gold, predicted)| rules.add(gold, predicted));
        print_line(&rules.to_string())?;
    }
    let mut confusion = Confusion::default();
    gold.iter().zip(&predicted).for_each(|(gold, predicted)| confusion.add(gold, predicted));
    let mut score = Score::default();
    for (gold, predicted) in gold.iter().zip(predicted) {
        score.add(gold, predicted);
    }
    let table = Table::new(&score.tally);
    if arguments.by == By::Kind {
        print_line(&if arguments.json { table.json() } else { table.to_string() })?;
    }
    if arguments.confusion {
        print_line(&format!("\n{confusion}"))?;
    }
    print_errors(&gold, &score.errors, arguments.errors)?;
    match (&arguments.floor, &arguments.gold) {
        (Some(floor), Some(gold)) => compare(&table, floor, gold),
        _ => Ok(Outcome::Done),
    }
}

fn read_gold(path: &Path) -> Result<Vec<Gold>, Failure> {
    let gold: Vec<Gold> = read_lines(path)?;
    if let Some(text) = gold.iter().find(|gold| !gold.mentions.iter().all(score::has_kind)) {
        return Err(Failure::file(path, format!("a mention of {} has no known `type`", text.id)));
    }
    Ok(gold)
}

/// The program's own predictions for each text, which counts as one bulletin.
fn extract(gold: &[Gold], arguments: &arguments::Eval) -> miette::Result<Vec<Vec<Mention>>> {
    let extractor = arguments.engine.builder().explain(arguments.by == By::Rule).build()?;
    let input = Input::new(|text| extractor.read_day(text));
    let bulletins: Vec<Bulletin> = gold.iter().map(|gold| input.complete(gold.bulletin())).collect();
    let predict = |bulletin| {
        let record = serde_json::to_value(extractor.extract(bulletin)).expect("a record is JSON");
        let Value::Object(record) = record else { unreachable!("a record is an object") };
        score::flatten(record)
    };
    Ok(bulletins.par_iter().map(predict).collect())
}

/// The predictions in the order of the gold texts, none for a text that has none.
fn align(gold: &[Gold], predicted: Vec<Predicted>) -> Vec<Vec<Mention>> {
    let mut by_id: HashMap<String, Map<String, Value>> = predicted.into_iter().map(|it| (it.id, it.rest)).collect();
    let mut of = |gold: &Gold| by_id.remove(&gold.id).map(score::flatten).unwrap_or_default();
    gold.iter().map(&mut of).collect()
}

fn print_errors(gold: &[Gold], errors: &[Error], limit: usize) -> miette::Result<()> {
    let mut shown = HashMap::new();
    for error in errors {
        let count = shown.entry((error.sort, error.kind())).or_insert(0);
        *count += 1;
        if *count <= limit {
            let text = gold.iter().find(|gold| gold.id == error.id).map_or("", |gold| &gold.text);
            print_line(&error.describe(text))?;
        }
    }
    Ok(())
}

fn compare(table: &Table, floor: &Path, gold: &Path) -> miette::Result<Outcome> {
    let text = read(floor)?;
    let floor: Floor = serde_json::from_str(&text).map_err(|error| Failure::file(floor, error))?;
    let name = gold.file_name().unwrap_or_default().to_string_lossy();
    let shortfalls = table.shortfalls(&floor, &name);
    for shortfall in &shortfalls {
        eprintln!("{}: {shortfall}", super::NAME);
    }
    Ok(if shortfalls.is_empty() { Outcome::Done } else { Outcome::Flawed })
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::file(path, error))
}

fn read_lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, Failure> {
    let text = read(path)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            serde_json::from_str(line).map_err(|error| Failure::file(path, format!("line {}: {error}", number + 1)))
        })
        .collect()
}

fn all_kinds() -> Vec<Kind> {
    Kind::ALL.to_vec()
}
