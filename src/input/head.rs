//! The head of a bulletin: its title and the day of publication that its first lines tell, or its last.

use jiff::civil;

use super::layout::Layout;
use super::split::{Line, lines};

/// How many lines that are not blank the head takes at most.
const LINES: usize = 15;

/// How many lines at the end may hold the signature.
const LAST_LINES: usize = 4;

/// What the first lines say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) title: Option<String>,
    pub(super) published: Option<civil::Date>,
}

/// Reads the head of `text`.
///
/// The title is the line that stands there twice, first cut short; else the line before the first line that is only a
/// date, unless prose stands before it, as before a signature; without such a line, or where none of them can be a title,
/// it is the first line before the prose that looks like a headline, or behind that date, if what is before it is a telephone
/// number or the like and not a title's neighbour. The day is that of the first line that tells one,
/// else that of the signature.
pub(super) fn read(text: &str, layout: &Layout) -> Head {
    let head: Vec<Line> = lines(text).filter(|line| !line.is_blank()).take(LINES).collect();
    let date_line = head.iter().position(|line| layout.date_line(line.text).is_some());
    let dated_title = date_line
        .and_then(|at| head[..at].split_last())
        .filter(|(_, before)| !before.iter().any(Line::is_prose))
        .map(|(title, _)| title)
        .filter(|line| line.may_be_dated_title() && !layout.is_masthead(line.text));
    let behind_contact = date_line.filter(|&at| at > 0 && !head[at - 1].is_of_words()).map(|at| &head[at + 1..]);
    let headline = |head| headline(head, layout).filter(|line| line.end < text.len());
    let title = repeated(&head).or(dated_title).or_else(|| headline(behind_contact?)).or_else(|| headline(&head));
    Head {
        title: title.map(|line| whole(line, &head).unwrap_or(line.headline()).to_owned()),
        published: head.iter().find_map(|line| day(line, layout)).or_else(|| signed(text, layout)),
    }
}

/// The day that stands beside the signature, in the last lines.
fn signed(text: &str, layout: &Layout) -> Option<civil::Date> {
    let last = text.trim_end().rsplit('\n').map(str::trim).filter(|line| !line.is_empty());
    last.take(LAST_LINES).find_map(|line| layout.date_line(line).or_else(|| layout.signature(line)))
}

/// The first line before the prose that looks like a headline.
fn headline<'h, 't>(head: &'h [Line<'t>], layout: &Layout) -> Option<&'h Line<'t>> {
    let starts_prose = |at: usize, line: &Line| line.is_prose() || head.get(at + 1).is_some_and(Line::goes_on);
    let opening = head.iter().enumerate().take_while(|(at, line)| !starts_prose(*at, line));
    opening
        .map(|(_, line)| line)
        .find(|line| line.may_be_title() && !layout.is_masthead(line.text) && day(line, layout).is_none())
}

/// The full form of the title on `line`, if it was cut short and a line behind it has it.
fn whole<'t>(line: &Line<'t>, head: &[Line<'t>]) -> Option<&'t str> {
    let cut = line.text.strip_suffix('…').or_else(|| line.text.strip_suffix("..."))?;
    let behind = head.iter().filter(|behind| behind.start > line.start).map(|behind| behind.text);
    behind.filter(|text| text.starts_with(cut)).find(|text| *text != line.text)
}

/// The first line that was cut short and whose full form follows: a page shows its title so, and nothing else.
fn repeated<'h, 't>(head: &'h [Line<'t>]) -> Option<&'h Line<'t>> {
    head.iter().find(|line| whole(line, head).is_some())
}

/// The day of publication that `line` tells, or one of its columns is.
fn day(line: &Line, layout: &Layout) -> Option<civil::Date> {
    let of_columns = || line.columns().find_map(|column| layout.date_line(column));
    layout.date_line(line.text).or_else(|| layout.dateline(line.text)).or_else(of_columns)
}
