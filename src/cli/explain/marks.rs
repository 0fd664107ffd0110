//! A text in lines as wide as a terminal, with strokes under its mentions.

use std::fmt::Write;
use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use crate::record::Kind;

use super::colour;

/// The widest line.
const WIDTH: usize = 96;

/// Writes the text; under each line that names something a line of strokes, each begun with its mention's number.
pub(super) fn write(text: &str, mentions: &[(Range<usize>, Kind)], out: &mut String) {
    for line in lines(text) {
        // Nothing is under the blank at which a line was divided.
        let line = line.start..line.start + text[line].trim_end().len();
        let mut under = String::new();
        let mut column = 0;
        let mut at = line.start;
        for (number, (bytes, kind)) in (1..).zip(mentions) {
            let (start, end) = (bytes.start.max(line.start), bytes.end.min(line.end));
            if start >= end {
                continue;
            }
            let style = colour(*kind);
            let words = plain(&text[start..end]);
            let _ = write!(out, "{}{style}{words}{style:#}", plain(&text[at..start]));
            let from = width(&text[line.start..start]);
            let long = words.width();
            let label: String = if bytes.start == start { number.to_string() } else { String::new() };
            let label = if label.len() <= long { label } else { String::new() };
            let strokes = "▔".repeat(long - label.len());
            let _ = write!(under, "{}{style}{label}{strokes}{style:#}", " ".repeat(from - column));
            column = from + long;
            at = end;
        }
        let _ = writeln!(out, "{}", plain(&text[at..line.end]));
        if column > 0 {
            let _ = writeln!(out, "{under}");
        }
    }
}

/// Text that does nothing to a terminal: a control character is shown as a sign of its own, white space as a blank.
pub(super) fn plain(text: &str) -> String {
    let sign = |c: char| match c {
        c if c.is_whitespace() => ' ',
        c if c.is_control() => '\u{fffd}',
        c => c,
    };
    text.chars().map(sign).collect()
}

fn width(text: &str) -> usize {
    plain(text).width()
}

/// The bytes of each line: those of the text, divided at blanks where they are too wide.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let end = start + line.len();
        let mut from = start;
        while width(&text[from..end]) > WIDTH {
            let fits = text[from..end].char_indices().map(|(at, c)| from + at + c.len_utf8());
            let longest = fits.take_while(|at| width(&text[from..*at]) <= WIDTH).last().unwrap_or(end);
            let blank = text[from..longest].rfind(' ').map(|at| from + at + 1);
            let next = blank.filter(|at| *at > from).unwrap_or(longest);
            lines.push(from..next);
            from = next;
        }
        lines.push(from..end);
        start = end + 1;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, mentions: &[(Range<usize>, Kind)]) -> String {
        let mut out = String::new();
        write(text, mentions, &mut out);
        anstream::adapter::strip_str(&out).to_string()
    }

    #[test]
    fn strokes_stand_under_their_mentions() {
        let text = "Left Osh on 3 May.";
        let mentions = [(5..8, Kind::Place), (12..17, Kind::Date)];
        assert_eq!(written(text, &mentions), "Left Osh on 3 May.\n     1▔▔    2▔▔▔▔\n");
    }

    #[test]
    fn wide_letters_take_two_columns_and_control_characters_do_nothing() {
        let text = "東京 \u{1b}[2J Osh";
        let start = text.find("Osh").unwrap();
        let written = written(text, &[(start..start + 3, Kind::Place)]);
        assert_eq!(written, "東京 \u{fffd}[2J Osh\n          1▔▔\n");
    }

    #[test]
    fn long_lines_are_divided_at_blanks_and_mentions_with_them() {
        let text = format!("{} Port Louis", "word ".repeat(18).trim_end());
        let start = text.find("Port").unwrap();
        let written = written(&text, &[(start..text.len(), Kind::Place)]);
        let lines: Vec<&str> = written.lines().collect();
        assert_eq!(lines.len(), 4);
        assert!(lines[0].ends_with("Port") && lines[1].ends_with(" 1▔▔▔"));
        assert_eq!(lines[2..], ["Louis", "▔▔▔▔▔"]);
    }
}
