//! NDJSON: a bulletin a line, `{"id": …, "text": …, "title": …, "published": "YYYY-MM-DD"}`.
//!
//! Only `text` must be there; other keys are passed over. Lines are read one at a time, so a bulletin
//! is on its way before the next line has arrived. A line that cannot be used is an error of its own.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

use jiff::civil;
use serde::Deserialize;

use super::{Input, InputError, LONGEST_WHOLE, Origin, unpack};
use crate::bulletin::Bulletin;
use crate::record::PublishedFrom;

/// What a line says.
#[derive(Deserialize)]
struct Line {
    id: Option<Id>,
    text: String,
    title: Option<String>,
    published: Option<String>,
}

/// An archive's own number or name of a bulletin.
#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Number(serde_json::Number),
    Name(String),
}

/// The bulletins of one stream of lines.
pub(super) struct Lines<'i, 'a> {
    input: &'i Input<'a>,
    from: Box<dyn BufRead + 'i>,
    path: String,
    /// Lines and bytes read so far.
    number: usize,
    at: u64,
    line: Vec<u8>,
    /// What the last line gave and has not been asked for yet.
    waiting: VecDeque<Result<Bulletin, InputError>>,
    ended: bool,
}

impl<'i, 'a> Lines<'i, 'a> {
    pub(super) fn new(input: &'i Input<'a>, from: Box<dyn BufRead + 'i>, path: String) -> Self {
        Lines { input, from, path, number: 0, at: 0, line: Vec::new(), waiting: VecDeque::new(), ended: false }
    }

    /// Reads the next line, or as much of it as shows that it is too long; how long it is.
    fn read_line(&mut self) -> io::Result<usize> {
        let length = (&mut self.from).take(LONGEST_WHOLE + 1).read_until(b'\n', &mut self.line)?;
        let is_cut = length as u64 > LONGEST_WHOLE && !self.line.ends_with(b"\n");
        Ok(length + if is_cut { self.from.skip_until(b'\n')? } else { 0 })
    }

    /// The bulletins of the line that has just been read; usually one.
    fn bulletins(&self) -> Result<Vec<Result<Bulletin, InputError>>, InputError> {
        let json = self.line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&self.line);
        let line: Line = serde_json::from_slice(json).map_err(|error| self.bad_json(&error))?;
        let published = match line.published.as_deref() {
            None | Some("") => None,
            Some(day) => Some(
                published_day(day)
                    .ok_or_else(|| self.bad_line(format!("`published` is not a day as YYYY-MM-DD: {day:?}")))?,
            ),
        };
        let start = self.at - self.line.len() as u64;
        let end = start + self.line.trim_ascii_end().len() as u64;
        let id = match line.id {
            Some(Id::Name(name)) => name,
            Some(Id::Number(number)) => number.to_string(),
            None => format!("{}#{}", Origin::name(&self.path), self.number),
        };
        let mut bulletin = Bulletin { title: line.title, ..Bulletin::new(id, line.text) };
        bulletin.published = published;
        bulletin.published_from = published.map(|_| PublishedFrom::Input);
        Ok(self.input.divide_line(bulletin, &Origin { path: &self.path, start, end }))
    }

    fn bad_json(&self, error: &serde_json::Error) -> InputError {
        let message = error.to_string();
        let place = format!(" at line {} column {}", error.line(), error.column());
        let reason = message.strip_suffix(&place).unwrap_or(&message);
        self.bad_line(format!("{reason} (column {})", error.column()))
    }

    fn bad_line(&self, reason: String) -> InputError {
        InputError::Line { path: self.path.clone(), line: self.number, reason }
    }
}

impl Iterator for Lines<'_, '_> {
    type Item = Result<Bulletin, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(next) = self.waiting.pop_front() {
                return Some(next);
            }
            if self.ended {
                return None;
            }
            self.line.clear();
            match self.read_line() {
                Ok(0) => self.ended = true,
                Ok(length) if self.line.len() as u64 > LONGEST_WHOLE => {
                    self.number += 1;
                    self.at += length as u64;
                    let reason = unpack::too_long(LONGEST_WHOLE).to_string();
                    return Some(Err(self.bad_line(reason)));
                }
                Ok(length) => {
                    self.number += 1;
                    self.at += length as u64;
                    let line = self.line.trim_ascii();
                    if line.is_empty() || self.input.divides_lines() && !self.input.holds(line) {
                        continue;
                    }
                    match self.bulletins() {
                        Ok(bulletins) => self.waiting.extend(bulletins),
                        Err(error) => return Some(Err(error)),
                    }
                }
                Err(source) => {
                    self.ended = true;
                    return Some(Err(InputError::Read { path: self.path.clone(), source }));
                }
            }
        }
    }
}

/// The day of `YYYY-MM-DD`, with or without a time behind it: how archives say when a bulletin was published.
pub fn published_day(text: &str) -> Option<civil::Date> {
    let day = text.split_once(['T', ' ']).map_or(text, |(day, _)| day);
    day.parse().ok()
}
