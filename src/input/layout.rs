//! What lines of an archive mean: the patterns of `grammars/en/archive.toml`.
//!
//! Which words end a release or stand over its headline is knowledge, so it stands in the table, as
//! regular expressions over one line. A pattern that names a day only proposes it: whether the text is
//! a day, and which, the rules for dates decide, so that there is one reading of dates in the program.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::civil;
use regex::{Regex, RegexBuilder};
use serde::Deserialize;

const ARCHIVE: &str = include_str!("../../grammars/en/archive.toml");

/// A line longer than this, in bytes, is prose and cannot be a mark of any kind.
const LONGEST_MARK: usize = 120;

/// A dateline opens a paragraph and ends within so many bytes.
const LONGEST_DATELINE: usize = 160;

/// The compiled patterns, together with the reader of dates.
pub(super) struct Layout<'a> {
    end_mark: Pattern,
    trailer: Pattern,
    masthead: Pattern,
    opener: Pattern,
    message_header: Pattern,
    page_mark: Pattern,
    date_line: Vec<Pattern>,
    dateline: Vec<Pattern>,
    signature: Vec<Pattern>,
    metadata: MetadataKeys,
    read_day: Box<ReadDay<'a>>,
}

/// An expression over a whole line. It is compiled when it is first needed: many runs need few of them,
/// and all of them together take longer than reading a bulletin.
struct Pattern {
    source: String,
    compiled: OnceLock<Regex>,
}

impl Pattern {
    fn new(source: &str, shapes: &BTreeMap<String, String>) -> Self {
        Pattern { source: filled(source, shapes), compiled: OnceLock::new() }
    }

    fn regex(&self) -> &Regex {
        self.compiled.get_or_init(|| {
            RegexBuilder::new(&format!("^(?:{})$", self.source))
                .case_insensitive(true)
                .ignore_whitespace(true)
                .build()
                .expect("archive.toml is tested")
        })
    }
}

/// Reads a text that is one calendar day.
type ReadDay<'a> = dyn Fn(&str) -> Option<civil::Date> + Send + Sync + 'a;

/// The table as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Archive {
    /// Parts of expressions, which `{name}` stands for.
    shapes: BTreeMap<String, String>,
    lines: Lines,
    metadata: MetadataKeys,
}

/// Keys of metadata, the best first.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MetadataKeys {
    title: Vec<String>,
    published: Vec<String>,
}

/// Expressions over whole lines.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Lines {
    end_mark: Vec<String>,
    trailer: Vec<String>,
    date_line: Vec<String>,
    dateline: Vec<String>,
    signature: Vec<String>,
    masthead: Vec<String>,
    opener: Vec<String>,
    message_header: Vec<String>,
    page_mark: Vec<String>,
}

impl<'a> Layout<'a> {
    pub(super) fn new(read_day: impl Fn(&str) -> Option<civil::Date> + Send + Sync + 'a) -> Self {
        let Archive { shapes, lines, metadata } = toml::from_str(ARCHIVE).expect("archive.toml is tested");
        let any_of = |patterns: &[String]| Pattern::new(&patterns.join("|"), &shapes);
        let each_of = |patterns: &[String]| -> Vec<Pattern> {
            patterns.iter().map(|pattern| Pattern::new(pattern, &shapes)).collect()
        };
        Layout {
            end_mark: any_of(&lines.end_mark),
            trailer: any_of(&lines.trailer),
            masthead: any_of(&lines.masthead),
            opener: any_of(&lines.opener),
            message_header: any_of(&lines.message_header),
            page_mark: any_of(&lines.page_mark),
            date_line: each_of(&lines.date_line),
            dateline: each_of(&lines.dateline),
            signature: each_of(&lines.signature),
            metadata,
            read_day: Box::new(read_day),
        }
    }

    /// Keys of metadata that hold a headline.
    pub(super) fn title_keys(&self) -> &[String] {
        &self.metadata.title
    }

    /// Keys of metadata that hold the day of publication.
    pub(super) fn published_keys(&self) -> &[String] {
        &self.metadata.published
    }

    /// The day that metadata tells: `2019-03-01`, with or without a time behind it, or a day in words.
    pub(super) fn day_told(&self, text: &str) -> Option<civil::Date> {
        let text = text.trim();
        let day = text.split_once(['T', ' ']).map_or(text, |(day, _)| day);
        day.parse().ok().or_else(|| (self.read_day)(text))
    }

    /// Whether `line` ends a bulletin.
    pub(super) fn is_end_mark(&self, line: &str) -> bool {
        line.len() <= LONGEST_MARK && self.end_mark.regex().is_match(line)
    }

    /// Whether `line`, the first behind an end mark, still belongs to the bulletin before.
    pub(super) fn is_trailer(&self, line: &str) -> bool {
        self.trailer.regex().is_match(line)
    }

    /// Whether `line` stands over headlines without being one.
    pub(super) fn is_masthead(&self, line: &str) -> bool {
        line.len() <= LONGEST_MARK && self.masthead.regex().is_match(line)
    }

    /// Whether `line`, a masthead, stands over every release of some archives.
    pub(super) fn is_opener(&self, line: &str) -> bool {
        line.len() <= LONGEST_MARK && self.opener.regex().is_match(line)
    }

    /// Whether `line` is one of the header of a message.
    pub(super) fn is_message_header(&self, line: &str) -> bool {
        line.len() <= LONGEST_MARK && line.contains(':') && self.message_header.regex().is_match(line)
    }

    /// Whether `line` numbers a page.
    pub(super) fn is_page_mark(&self, line: &str) -> bool {
        line.len() <= LONGEST_MARK && self.page_mark.regex().is_match(line)
    }

    /// The day that `line` consists of.
    pub(super) fn date_line(&self, line: &str) -> Option<civil::Date> {
        if line.len() > LONGEST_MARK || !may_have_year(line) {
            return None;
        }
        self.day(&self.date_line, line)
    }

    /// The day of publication that `line` opens with or tells.
    pub(super) fn dateline(&self, line: &str) -> Option<civil::Date> {
        let opening = &line[..line.floor_char_boundary(LONGEST_DATELINE)];
        if !may_have_year(opening) {
            return None;
        }
        self.day(&self.dateline, opening)
    }

    /// The day that `line`, one of the last, has beside a name.
    pub(super) fn signature(&self, line: &str) -> Option<civil::Date> {
        if line.len() > LONGEST_MARK || !may_have_year(line) {
            return None;
        }
        self.day(&self.signature, line)
    }

    fn day(&self, patterns: &[Pattern], line: &str) -> Option<civil::Date> {
        let days = patterns.iter().filter_map(|pattern| pattern.regex().captures(line)?.name("day"));
        days.into_iter().find_map(|day| (self.read_day)(day.as_str()))
    }
}

/// Whether four figures, or letters that a scanner takes for such, stand together, as in every day that the patterns name;
/// few lines have them, and the patterns of days are the costliest.
fn may_have_year(line: &str) -> bool {
    const YEAR: usize = 4;
    line.as_bytes().windows(YEAR).any(|four| {
        four.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'J' | b'j' | b'l' | b'L' | b'O' | b'o'))
            && four.iter().any(u8::is_ascii_digit)
    })
}

/// `pattern` with the shapes that it names, and the shapes that they name in turn.
fn filled(pattern: &str, shapes: &BTreeMap<String, String>) -> String {
    let fill = |pattern: String, (name, shape): (&String, &String)| pattern.replace(&format!("{{{name}}}"), shape);
    let once = shapes.iter().fold(pattern.to_owned(), fill);
    if once == pattern { once } else { filled(&once, shapes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        let layout = Layout::new(|_| None);
        let single = [
            &layout.end_mark,
            &layout.trailer,
            &layout.masthead,
            &layout.opener,
            &layout.message_header,
            &layout.page_mark,
        ];
        let lists = [&layout.date_line, &layout.dateline, &layout.signature];
        for pattern in single.into_iter().chain(lists.into_iter().flatten()) {
            pattern.regex();
        }
    }

    #[test]
    fn every_pattern_of_a_day_names_it() {
        let layout = Layout::new(|_| None);
        for pattern in [&layout.date_line, &layout.dateline, &layout.signature].into_iter().flatten() {
            assert!(pattern.source.contains("(?<day>"), "{}", pattern.source);
        }
    }
}
