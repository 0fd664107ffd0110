//! How a file falls into bulletins.
//!
//! Left to itself ([`Split::Auto`]) it looks for what divides archives of press releases: a line such
//! as `ENDS` with more text behind it, a form feed before a new headline, and a title with a line below
//! it that is only a date. Where in doubt it does not divide: two bulletins in one record lose little,
//! half a bulletin loses its date and its names.

use std::ops::Range;
use std::str::FromStr;

use regex::{Regex, RegexBuilder};

use super::layout::Layout;
use crate::record::Opening;

/// A headline has no more characters than this.
const LONGEST_TITLE: usize = 220;

/// A line with fewer characters is no proof of prose, even if it ends like a sentence.
const SHORTEST_PROSE: usize = 40;

/// What stands between the columns of a letterhead or a table.
const COLUMNS: &str = "   ";

/// How a file falls into bulletins.
#[derive(Clone, Debug, Default)]
pub enum Split {
    /// At end marks, at form feeds before a headline, and where a title and a date line open a bulletin.
    #[default]
    Auto,
    /// Not at all: a file is a bulletin.
    None,
    /// At blank lines, one or more.
    BlankLines,
    /// At every form feed.
    FormFeed,
    /// Wherever this matches a bulletin opens; `^` and `$` mean the ends of lines.
    Opening(Regex),
}

impl FromStr for Split {
    type Err = regex::Error;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Ok(match name {
            "auto" => Split::Auto,
            "none" => Split::None,
            "blank-lines" => Split::BlankLines,
            "form-feed" => Split::FormFeed,
            pattern => Split::Opening(RegexBuilder::new(pattern).multi_line(true).crlf(true).build()?),
        })
    }
}

impl Split {
    /// The bulletins of `text`, without blank lines at their ends; none if the text is blank.
    ///
    /// A text that is one bulletin stays whole, so that its offsets are the file's.
    pub(super) fn pieces(&self, text: &str, layout: &Layout) -> Vec<Piece> {
        let all = |starts: Vec<usize>, by: Opening| starts.into_iter().map(|at| (at, by)).collect();
        let openings: Vec<(usize, Opening)> = match self {
            Split::None => Vec::new(),
            Split::Auto => openings(text, layout),
            Split::BlankLines => all(after_blank_lines(text), Opening::BlankLine),
            Split::FormFeed => all(text.match_indices('\x0C').map(|(at, _)| at).collect(), Opening::FormFeed),
            Split::Opening(pattern) => all(pattern.find_iter(text).map(|it| it.start()).collect(), Opening::Pattern),
        };
        let starts = std::iter::once((0, None)).chain(openings.iter().map(|&(at, by)| (at, Some(by))));
        let ends = openings.iter().map(|&(at, _)| at).chain([text.len()]);
        let piece = |((start, opened_by), end)| Some(Piece { range: trimmed(text, start..end)?, opened_by });
        let mut pieces: Vec<Piece> = starts.zip(ends).filter_map(piece).collect();
        if let [only] = &mut pieces[..] {
            *only = Piece { range: 0..text.len(), opened_by: None };
        }
        pieces
    }
}

/// A bulletin's part of a text.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    /// What showed that it begins here; `None` at the text's start.
    pub(super) opened_by: Option<Opening>,
}

/// `piece` without the blank lines and spaces at its ends; `None` if nothing is left.
///
/// Spaces before the first word stay: they may be what a table or a centred title stands on.
fn trimmed(text: &str, piece: Range<usize>) -> Option<Range<usize>> {
    let inside = &text[piece.clone()];
    let first = inside.find(|c: char| !c.is_whitespace())?;
    let line = inside[..first].rfind(['\n', '\x0C']).map_or(0, |at| at + 1);
    Some(piece.start + line..piece.start + inside.trim_end().len())
}

/// Whether a line is drawn: one sign again and again, spaces between or not.
fn is_rule(line: &str) -> bool {
    const SHORTEST: usize = 5;
    let mut signs = line.chars().filter(|&c| c != ' ');
    let Some(first) = signs.next().filter(|c| matches!(c, '-' | '–' | '—' | '*' | '=' | '_' | '~' | '─')) else {
        return false;
    };
    line.len() >= SHORTEST && signs.all(|c| c == first)
}

fn after_blank_lines(text: &str) -> Vec<usize> {
    let mut blank = false;
    let mut openings = Vec::new();
    for line in lines(text) {
        if blank && !line.is_blank() {
            openings.push(line.start);
        }
        blank = line.is_blank();
    }
    openings
}

/// One line of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    /// The line without the white space at its ends.
    pub(super) text: &'t str,
    /// Its first byte, white space included.
    pub(super) start: usize,
    /// The byte behind it, where its line end stands.
    pub(super) end: usize,
    /// Whether it stands behind a form feed.
    new_page: bool,
    /// Whether it stands behind a blank line.
    after_blank: bool,
}

/// The lines of `text`; a form feed ends one as well.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut start = 0;
    let (mut new_page, mut after_blank) = (false, false);
    text.split_inclusive(['\n', '\x0C']).map(move |raw| {
        let inside = raw.trim_end_matches(['\n', '\r', '\x0C']);
        let line = Line { text: inside.trim(), start, end: start + inside.len(), new_page, after_blank };
        start += raw.len();
        new_page = raw.ends_with('\x0C');
        after_blank = line.is_blank();
        line
    })
}

impl<'t> Line<'t> {
    pub(super) fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// What stands in its columns, from left to right; of a line without columns all of it.
    pub(super) fn columns(&self) -> impl Iterator<Item = &str> {
        self.text
            .split(COLUMNS)
            .flat_map(|column| column.split('\t'))
            .map(str::trim)
            .filter(|column| !column.is_empty())
    }

    /// Whether it is a sentence or the end of one, not a headline, an entry of a list or a spaced-out letterhead.
    pub(super) fn is_prose(&self) -> bool {
        self.ends_sentence() && self.text.chars().nth(SHORTEST_PROSE).is_some() && self.is_of_words()
    }

    /// What of it is the headline: all, or what stands before the name of the page's site (`Quay opens | Newsroom`).
    pub(super) fn headline(&self) -> &'t str {
        const FEWEST_WORDS: usize = 3;
        let first = self.text.split(" | ").next().map_or(self.text, str::trim_end);
        if first.split_whitespace().nth(FEWEST_WORDS - 1).is_some() { first } else { self.text }
    }

    /// Whether it could be a headline, by its look alone; with a date line below it may even be a
    /// sentence.
    pub(super) fn may_be_dated_title(&self) -> bool {
        let headline = self.headline();
        let opens = headline.trim_start_matches(['"', '\'', '“', '‘', '«']);
        opens.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
            && headline.chars().nth(LONGEST_TITLE).is_none()
            && self.is_of_words()
            && !headline.contains(COLUMNS)
    }

    /// Whether it has two words or more, and not mostly numbers and single letters, as page marks, tables and
    /// spaced-out letterheads have.
    pub(super) fn is_of_words(&self) -> bool {
        let (mut all, mut of_letters) = (0, 0);
        for word in self.text.split_whitespace() {
            all += 1;
            of_letters += usize::from(word.chars().filter(|c| c.is_alphabetic()).nth(1).is_some());
        }
        all >= 2 && 2 * of_letters >= all
    }

    /// Whether it could be a headline where nothing else speaks for it.
    pub(super) fn may_be_title(&self) -> bool {
        self.may_be_dated_title() && !self.is_prose()
    }

    fn ends_sentence(&self) -> bool {
        let inside = self.text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']']);
        inside.ends_with(['.', '!', '?', ':', ';']) && !inside.ends_with("...")
    }

    /// Whether it goes on with the sentence of the line before.
    pub(super) fn goes_on(&self) -> bool {
        !self.after_blank && self.text.starts_with(char::is_lowercase)
    }
}

/// What has been seen on the way down the text.
#[derive(Default)]
struct Descent<'t> {
    openings: Vec<(usize, Opening)>,
    /// The last line that is not blank and not a page mark, and where the mastheads before it start.
    last: Option<Line<'t>>,
    last_start: usize,
    last_is_date: bool,
    last_is_end: bool,
    last_is_masthead: bool,
    /// Whether prose stands in the current bulletin, and whether it stood there before `last`.
    prose: bool,
    prose_before_last: bool,
    last_is_rule: bool,
    last_is_header: bool,
    /// What stood over the first bulletin's title, figures left out and as it stands.
    opener: Option<(String, &'t str)>,
    /// Where a bulletin opens if prose follows; without prose it is only a table or a contact block.
    pending: Option<(usize, Opening)>,
    /// Whether date lines stand before the titles.
    date_first: bool,
}

/// Where bulletins open, the first at the text's start left out.
fn openings(text: &str, layout: &Layout) -> Vec<(usize, Opening)> {
    let mut descent = Descent::default();
    let mut page_turned = false;
    let mut shown = lines(text).filter(|line| !line.is_blank() || line.new_page).peekable();
    while let Some(line) = shown.next() {
        page_turned |= line.new_page;
        if line.is_blank() || layout.is_page_mark(line.text) && !layout.is_end_mark(line.text) {
            continue;
        }
        descent.step(line, page_turned, shown.peek(), layout);
        page_turned = false;
    }
    descent.openings
}

impl<'t> Descent<'t> {
    fn step(&mut self, line: Line<'t>, new_page: bool, next: Option<&Line>, layout: &Layout) {
        let is_end = layout.is_end_mark(line.text);
        let is_date = !is_end && layout.date_line(line.text).is_some();
        let is_masthead = !is_end && !is_date && layout.is_masthead(line.text);
        let is_rule = is_rule(line.text);
        let is_header = layout.is_message_header(line.text);
        let start = if self.last_is_masthead { self.last_start } else { line.start };
        let is_opener = is_masthead && self.is_opener(&line, layout);
        if self.last.is_none() {
            self.date_first = is_date;
        } else if self.last_is_end && !is_end {
            self.pending = (!layout.is_trailer(line.text)).then_some((line.start, Opening::EndMark));
        } else if new_page && self.page_opens(&line, is_masthead, next) {
            self.open(line.start, Opening::NewPage);
        } else if is_date && !next.is_some_and(Line::goes_on) {
            self.pending = self.dated_opening(start).map(|at| (at, Opening::DateLine)).or(self.pending);
        } else if is_opener && self.prose && self.pending.is_none() {
            self.pending = Some((start, Opening::Masthead));
        } else if is_header && self.prose && self.opens_message(&line, next, layout) {
            self.pending = Some((line.start, Opening::MessageHeader));
        } else if self.last_is_rule && !is_rule && self.prose {
            let is_headline = is_masthead || line.may_be_title() && !next.is_some_and(Line::goes_on);
            let opens = is_headline && !layout.is_trailer(line.text);
            self.pending = self.pending.or(opens.then_some((line.start, Opening::Rule)));
        } else if line.is_prose()
            && let Some((at, by)) = self.pending.take()
        {
            self.open(at, by);
        }
        self.prose_before_last = self.prose;
        self.prose |= line.is_prose();
        self.last_start = start;
        self.last = Some(line);
        (self.last_is_date, self.last_is_end, self.last_is_masthead) = (is_date, is_end, is_masthead);
        (self.last_is_rule, self.last_is_header) = (is_rule, is_header);
    }

    /// Whether `line` stands over titles as one did over the first: the same line, but for another number if it has one.
    fn is_opener(&mut self, line: &Line<'t>, layout: &Layout) -> bool {
        // A sentence that goes on has met a running head.
        let is_open = |last: Line<'_>| !last.ends_sentence() && last.text.chars().nth(SHORTEST_PROSE).is_some();
        if self.last.is_some_and(is_open) || !layout.is_opener(line.text) {
            return false;
        }
        let form: String = line.text.chars().filter(|c| !c.is_ascii_digit()).collect();
        match &mut self.opener {
            Some((first, last)) if *first == form => {
                // The same number again is a running head.
                let is_new = *last != line.text || form == line.text;
                *last = line.text;
                is_new
            }
            Some(_) => false,
            None => {
                if !self.prose {
                    self.opener = Some((form, line.text));
                }
                false
            }
        }
    }

    /// Whether the header of a message begins with `line`: behind a blank line, another line of it below.
    fn opens_message(&self, line: &Line<'_>, next: Option<&Line<'_>>, layout: &Layout) -> bool {
        let goes_on = next.is_some_and(|next| !next.after_blank && layout.is_message_header(next.text));
        line.after_blank && goes_on && !self.last_is_header
    }

    fn open(&mut self, at: usize, by: Opening) {
        self.openings.push((at, by));
        self.pending = None;
        self.prose = false;
    }

    /// Where the bulletin opens that a date line makes known, its mastheads starting at `start`.
    fn dated_opening(&self, start: usize) -> Option<usize> {
        if self.date_first {
            return self.prose.then_some(start);
        }
        let title = self.last.filter(|line| line.may_be_dated_title() && !self.last_is_date)?;
        debug_assert!(self.last_start <= title.start);
        self.prose_before_last.then_some(self.last_start)
    }

    /// Whether a new page that starts with `line` is a new bulletin rather than the old one's next page.
    fn page_opens(&self, line: &Line, is_masthead: bool, next: Option<&Line>) -> bool {
        let closed = self.last.is_some_and(|last| last.ends_sentence());
        let headline = is_masthead || line.may_be_title() && !next.is_some_and(Line::goes_on);
        closed && headline
    }
}
