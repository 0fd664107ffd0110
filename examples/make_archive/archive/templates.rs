//! The bulletins of `corpus/`, cut into what stays and what varies.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use super::lexicons::{Lexicons, Word};

/// A bulletin's paragraphs, the headline's among them.
pub struct Template {
    pub paragraphs: Vec<Vec<Piece>>,
}

/// A piece of a text.
pub enum Piece {
    /// Stays as it is.
    Text(String),
    /// A word of a person's or a body's name.
    Name(String),
    /// The name of a town, or of another place.
    Town(String),
    /// A word that no lexicon knows.
    Unknown(String),
    /// A run of digits.
    Digits(String),
    /// The name of a month beside a number.
    Month(String),
}

/// All bulletins of the folder and of its folder `marked`, in the order of the files' names.
pub fn read(folder: &Path, lexicons: &Lexicons) -> Result<Vec<Template>, Box<dyn Error>> {
    let mut templates = Vec::new();
    for path in texts(folder)? {
        templates.push(template(&read_text(&path)?, lexicons));
    }
    for path in texts(&folder.join("marked"))? {
        let file = read_text(&path)?;
        for bulletin in format!("\n{file}").split("\n=== ").skip(1) {
            let (_, text) = bulletin.split_once('\n').ok_or_else(|| format!("{}: no text", path.display()))?;
            templates.push(template(text, lexicons));
        }
    }
    Ok(templates)
}

fn texts(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let entries: Result<Vec<PathBuf>, _> = fs::read_dir(folder)?.map(|entry| entry.map(|it| it.path())).collect();
    let mut paths = entries?;
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    Ok(paths)
}

fn read_text(path: &Path) -> Result<String, Box<dyn Error>> {
    let text = String::from_utf8_lossy(&fs::read(path)?).replace("\r\n", "\n");
    Ok(text.trim_start_matches('\u{feff}').replace('\u{c}', "\n"))
}

fn template(text: &str, lexicons: &Lexicons) -> Template {
    let paragraphs = text.trim().split("\n\n").map(|paragraph| pieces(paragraph, lexicons));
    Template { paragraphs: paragraphs.collect() }
}

/// The pieces of a text in which `{P …}` marks a person, `{O …}` a body and `{L …}` a place, if anything is marked.
fn pieces(text: &str, lexicons: &Lexicons) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, (mark, behind))) =
        rest.split_once('{').and_then(|(before, it)| Some((before, it.split_once('}')?)))
    {
        words(before, None, lexicons, &mut pieces);
        match mark.split_once(' ') {
            Some(("L", name)) if !kept(name, lexicons) => pieces.push(Piece::Town(name.to_owned())),
            Some(("P", name)) => words(name, Some(Word::Name), lexicons, &mut pieces),
            Some((_, name)) => words(name, None, lexicons, &mut pieces),
            None => words(mark, None, lexicons, &mut pieces),
        }
        rest = behind;
    }
    words(rest, None, lexicons, &mut pieces);
    pieces
}

fn kept(name: &str, lexicons: &Lexicons) -> bool {
    name.split_whitespace().all(|word| lexicons.look_up(word) == Word::Kept)
}

/// Cuts `text` into words and what is between them. Words with a capital are looked up, unless `all` says what they are.
fn words(text: &str, all: Option<Word>, lexicons: &Lexicons, pieces: &mut Vec<Piece>) {
    let class = |c: char| {
        if c.is_ascii_digit() {
            0
        } else if c.is_alphabetic() {
            1
        } else {
            2
        }
    };
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| class(c) != class(first)).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        rest = behind;
        let is_name = first.is_uppercase() && word.chars().nth(2).is_some();
        pieces.push(match class(first) {
            0 => Piece::Digits(word.to_owned()),
            1 if lexicons.is_month(word) && is_beside_digits(pieces, rest) => Piece::Month(word.to_owned()),
            1 if is_name => match all.unwrap_or_else(|| lexicons.look_up(word)) {
                Word::Kept => Piece::Text(word.to_owned()),
                Word::Town => Piece::Town(word.to_owned()),
                Word::Name => Piece::Name(word.to_owned()),
                Word::Unknown => Piece::Unknown(word.to_owned()),
            },
            _ => Piece::Text(word.to_owned()),
        });
    }
}

fn is_beside_digits(before: &[Piece], behind: &str) -> bool {
    let follows = behind.trim_start().starts_with(|c: char| c.is_ascii_digit());
    follows || matches!(before, [.., Piece::Digits(_), Piece::Text(between)] if between.trim().is_empty())
}
