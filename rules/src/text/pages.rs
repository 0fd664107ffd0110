//! Page numbers and running heads that stand between the two halves of a sentence.
//!
//! They are told by their place and their look alone: set off by blank lines or a form feed, behind a line that does not end
//! a sentence and before one that goes on with it; and either nothing but a number, or a line that comes again in the text
//! with no more than its figures changed. Everywhere else such lines stay what they are.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::collections::HashMap;

use super::lines::ends_thought;
use super::scars::Edit;

/// A running head is not longer, in bytes.
const LONGEST_HEAD: usize = 90;

/// How many lines may stand between two pages.
const MOST_LINES: usize = 4;

/// A page's number has no more digits.
const MOST_DIGITS: usize = 4;

/// A shorter line that ends in a small letter may be a heading.
const SHORTEST_PROSE: usize = 40;

/// A line that is not blank.
#[derive(Clone, Copy)]
struct Line<'t> {
    /// Without the white space at its ends.
    text: &'t str,
    /// Its first byte in the text.
    start: usize,
    /// Whether nothing, a blank line or a form feed stands before it.
    is_set_off: bool,
    is_on_new_page: bool,
}

/// The edits that join the halves of sentences, in order.
pub(super) fn edits(text: &str) -> Vec<Edit> {
    let lines = lines(text);
    let repeated = LazyCell::new(|| repeated(&lines));
    let is_mark = |line: &Line<'_>| {
        let is_head = || line.text.len() <= LONGEST_HEAD && repeated.get(&without_figures(line.text)) > Some(&1);
        is_number(line.text) || is_head()
    };
    let mut edits = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let halves = (1..=MOST_LINES + 1).find(|&length| {
            let Some(after) = lines.get(at + length) else { return false };
            let between = &lines[at + 1..at + length];
            after.is_set_off && goes_on(&lines[at], between, after) && between.iter().all(is_mark)
        });
        if let Some(length) = halves {
            edits.push(joined(&lines[at], &lines[at + length]));
        }
        at += halves.unwrap_or(1);
    }
    edits
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let (mut start, mut is_set_off, mut is_on_new_page) = (0, true, false);
    for raw in text.split_inclusive(['\n', '\x0C']) {
        let line = raw.trim();
        if line.is_empty() {
            is_set_off = true;
        } else {
            let indent = raw.len() - raw.trim_start().len();
            lines.push(Line { text: line, start: start + indent, is_set_off, is_on_new_page });
            (is_set_off, is_on_new_page) = (false, false);
        }
        is_on_new_page |= raw.ends_with('\x0C');
        is_set_off |= is_on_new_page;
        start += raw.len();
    }
    lines
}

/// Whether a sentence goes on from one line to the other, over at least one line or a page's end.
fn goes_on(before: &Line<'_>, between: &[Line<'_>], after: &Line<'_>) -> bool {
    let turns_page = after.is_on_new_page || between.iter().any(|line| line.is_on_new_page || is_number(line.text));
    let is_apart = between.first().map_or(turns_page, |first| first.is_set_off);
    if !is_apart || ends_thought(before.text) || is_number(before.text) {
        return false;
    }
    let breaks_off =
        before.text.len() >= SHORTEST_PROSE && before.text.ends_with(|c: char| c.is_lowercase() || c == ',');
    after.text.starts_with(char::is_lowercase)
        || turns_page && breaks_off && after.text.starts_with(|c: char| c.is_alphanumeric())
}

/// `- 2 -`, `(3)`, `2/`, `4 / 7`.
fn is_number(line: &str) -> bool {
    let mut digits = 0;
    let all = line.chars().all(|c| {
        digits += usize::from(c.is_ascii_digit());
        c.is_ascii_digit() || matches!(c, '-' | '–' | '—' | '(' | ')' | '[' | ']' | '/' | '.' | ' ')
    });
    all && (1..=MOST_DIGITS).contains(&digits)
}

/// How often each short line that is set off comes, figures apart.
fn repeated(lines: &[Line<'_>]) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for line in lines.iter().filter(|line| line.is_set_off && line.text.len() <= LONGEST_HEAD) {
        *counts.entry(without_figures(line.text)).or_insert(0) += 1;
    }
    counts
}

fn without_figures(line: &str) -> String {
    line.chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// Leaves out what stands between two halves, the hyphen before it included.
fn joined(before: &Line<'_>, after: &Line<'_>) -> Edit {
    let end = before.start + before.text.len();
    let is_word = |word: &str| word.ends_with(char::is_lowercase);
    match before.text.strip_suffix('-') {
        Some(word) if is_word(word) && after.text.starts_with(char::is_lowercase) => Edit::cut(end - 1..after.start),
        _ => Edit { range: end..after.start, text: Cow::Borrowed("\n") },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::scars::edited;

    fn mended(text: &str) -> String {
        edited(text, edits(text))
    }

    #[test]
    fn a_sentence_is_one_over_the_turn_of_a_page() {
        for (scanned, meant) in [
            ("The Minister left for\n\n- 2 -\n\nthe capital.", "The Minister left for\nthe capital."),
            ("he spoke of the infor-\n\n(3)\n\nmation.", "he spoke of the information."),
            ("he met\x0Cthe others.", "he met\nthe others."),
            (
                "HARBOUR BOARD 1\n\nThe ship will leave\n\nHARBOUR BOARD 2\n\nfor the north.",
                "HARBOUR BOARD 1\n\nThe ship will leave\nfor the north.",
            ),
            (
                "The talks were opened by the Deputy Minister of\n\n2\n\nForeign Trade.",
                "The talks were opened by the Deputy Minister of\nForeign Trade.",
            ),
        ] {
            assert_eq!(mended(scanned), meant);
        }
    }

    #[test]
    fn whole_sentences_headings_and_typescripts_stay() {
        for text in [
            "The Minister left.\n\n- 2 -\n\nthe capital",
            "Exports\n\n12\n\nImports\n\n14",
            "The group of\n\n15 adult males\n\narrived at the\n\nreef.",
            "He left for\n\nHARBOUR BOARD\n\nthe capital.",
            "1\n\n2\n\nthree",
        ] {
            assert_eq!(mended(text), text);
        }
    }
}
