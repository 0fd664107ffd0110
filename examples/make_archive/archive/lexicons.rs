//! The words that names are told by and made of, out of the tables of `grammars/en/`.

use std::collections::HashSet;
use std::error::Error;
use std::fs;
use std::path::Path;

/// Words and names in the tables' order.
pub struct Lexicons {
    pub given_names: Vec<String>,
    pub surnames: Vec<String>,
    pub towns: Vec<String>,
    /// Titles and ranks that stand before a name.
    pub titles: Vec<String>,
    pub offices: Vec<String>,
    pub months: Vec<String>,
    town_words: HashSet<String>,
    name_words: HashSet<String>,
    /// Words that are no name or that name what must keep its name, in lower case.
    kept: HashSet<String>,
}

/// What a word with a capital is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// Not a name, or one that stays: of a country, of a day of the week.
    Kept,
    Town,
    /// Of a person.
    Name,
    Unknown,
}

impl Lexicons {
    pub fn read(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let rows = |file: &str| rows(&folder.join(file));
        let first_forms = |rows: Vec<Vec<String>>| -> Vec<String> { rows.iter().map(|row| first_form(row)).collect() };
        let mut kept = HashSet::new();
        let plain = ["vocabulary", "countries", "nationalities", "demonyms", "weekdays", "months", "common-capitals"];
        for file in plain {
            for row in rows(&format!("{file}.tsv"))? {
                kept.extend(row[0].split('|').flat_map(str::split_whitespace).map(str::to_lowercase));
            }
        }
        let given_names = first_forms(rows("given-names.tsv")?);
        let surnames = first_forms(rows("surnames.tsv")?);
        let towns = first_forms(rows("cities.tsv")?);
        let of_kind = |rows: Vec<Vec<String>>, column: usize, kinds: &[&str]| {
            first_forms(rows.into_iter().filter(|row| kinds.contains(&row[column].as_str())).collect())
        };
        Ok(Lexicons {
            titles: of_kind(rows("titles.tsv")?, 1, &["rank", "honorific"]),
            offices: of_kind(rows("offices.tsv")?, 1, &["office"]),
            months: of_kind(rows("months.tsv")?, 2, &["sure", "name"]).iter().map(|month| capital(month)).collect(),
            town_words: towns.iter().filter(|town| !town.contains(' ')).map(|town| town.to_lowercase()).collect(),
            name_words: given_names.iter().chain(&surnames).map(|name| name.to_lowercase()).collect(),
            given_names,
            surnames,
            towns,
            kept,
        })
    }

    /// What `word` is, without regard to case.
    pub fn look_up(&self, word: &str) -> Word {
        let word = word.to_lowercase();
        if self.kept.contains(&word) {
            Word::Kept
        } else if self.town_words.contains(&word) {
            Word::Town
        } else if self.name_words.contains(&word) {
            Word::Name
        } else {
            Word::Unknown
        }
    }

    /// Whether `word` is a month's name.
    pub fn is_month(&self, word: &str) -> bool {
        self.months.iter().any(|month| month.eq_ignore_ascii_case(word))
    }
}

/// The rows of a table behind its head.
fn rows(path: &Path) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
    let table = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let lines = table.lines().filter(|line| !line.starts_with('#')).skip(1);
    Ok(lines.map(|line| line.split('\t').map(str::to_owned).collect()).collect())
}

fn first_form(row: &[String]) -> String {
    row[0].split('|').next().unwrap_or_default().to_owned()
}

/// The word with a capital.
pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
