//! The marked bulletins of `corpus/marked`: text with its names in braces, many to a file.
//!
//! A bulletin opens with a line `=== sender | id`; `{P …}` is a person, `{O …}` an organisation, `{L …}` a place.

use std::error::Error;
use std::path::Path;

use bulletin_extract::choose::NAME_KINDS;
use bulletin_extract::record::Kind;

use super::corpus::{Mark, Marked};

/// The line that opens a bulletin.
const OPENING: &str = "=== ";

/// The bulletins of a folder's `.txt` files, in order of the files' names.
pub fn read_folder(folder: &Path) -> Result<Vec<Marked>, Box<dyn Error>> {
    let entries: Result<Vec<_>, _> = std::fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path())).collect();
    let mut paths = entries?;
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    let mut bulletins = Vec::new();
    for path in paths {
        let file = std::fs::read_to_string(&path)?;
        let openings = file.match_indices(OPENING).map(|(at, _)| at);
        let mut openings: Vec<usize> = openings.filter(|&at| at == 0 || file[..at].ends_with('\n')).collect();
        openings.push(file.len());
        for bounds in openings.windows(2) {
            let bulletin = bulletin(&file[bounds[0]..bounds[1]]);
            bulletins.push(bulletin.map_err(|fault| format!("{}: {fault}", path.display()))?);
        }
    }
    Ok(bulletins)
}

fn bulletin(source: &str) -> Result<Marked, String> {
    let (heading, body) = source.split_once('\n').ok_or("a bulletin has no text")?;
    let (_, id) = heading.split_once(" | ").ok_or_else(|| format!("`{heading}`: `=== sender | id` is wanted"))?;
    let mut text = String::with_capacity(body.len());
    let mut gold = Vec::new();
    let mut rest = body.trim_end();
    while let Some((before, behind)) = rest.split_once('{') {
        let fault = || format!("{id}: `{{{}`", behind.chars().take(30).collect::<String>());
        let (mark, after) = behind.split_once('}').ok_or_else(fault)?;
        let (letter, name) = mark.split_once(' ').ok_or_else(fault)?;
        let kind = match letter {
            "P" => Kind::Person,
            "O" => Kind::Organisation,
            "L" => Kind::Place,
            _ => return Err(fault()),
        };
        text.push_str(before);
        let name = name.trim();
        gold.push(Mark { kind, bytes: text.len()..text.len() + name.len(), value: None });
        text.push_str(name);
        rest = after;
    }
    text.push_str(rest);
    Ok(Marked { id: id.trim().to_owned(), source: None, text, gold, kinds: NAME_KINDS.to_vec() })
}
