//! The head of a bulletin: its title and the day of publication that its first lines tell.

use jiff::civil;

use super::layout::Layout;
use super::split::{Line, lines};

/// How many lines that are not blank the head takes at most.
const LINES: usize = 15;

/// What the first lines say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) title: Option<String>,
    pub(super) published: Option<civil::Date>,
}

/// Reads the head of `text`.
///
/// The title is the line before the first line that is only a date, or the one behind it if the date
/// stands first; without such a line it is the first that looks like a headline. The day is that of the
/// first line that tells one.
pub(super) fn read(text: &str, layout: &Layout) -> Head {
    let head: Vec<Line> = lines(text)
        .filter(|line| !line.is_blank())
        .take(LINES)
        .collect();
    let day = |line: &Line| layout.date_line(line.text);
    let may_be_title =
        |line: &&Line| line.may_be_title() && day(line).is_none() && !layout.is_masthead(line.text);
    let dated = head.iter().position(|line| day(line).is_some());
    let before_date = dated
        .and_then(|at| at.checked_sub(1))
        .map(|at| &head[at])
        .filter(|line| line.may_be_title() && !layout.is_masthead(line.text));
    let title = before_date.or_else(|| {
        let opening = head.iter().take_while(|line| !line.is_prose());
        opening
            .filter(may_be_title)
            .find(|line| text.len() > line.end)
    });
    Head {
        title: title.map(|line| line.text.to_owned()),
        published: head
            .iter()
            .find_map(|line| day(line).or_else(|| layout.dateline(line.text))),
    }
}
