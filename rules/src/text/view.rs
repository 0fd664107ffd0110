//! A cleaned reading of a text, with the way back.
//!
//! Soft hyphens, zero-width characters and hyphenated line ends would stand between the letters of a word. The view
//! leaves them out and remembers where, so that every offset can be given in the original. A text without such scars is
//! its own view: nothing is copied.

use std::borrow::Cow;
use std::ops::Range;

/// A text as the tokenizer reads it.
#[derive(Debug)]
pub struct View<'t> {
    original: &'t str,
    text: Cow<'t, str>,
    /// `(offset in the view, offset in the original)` where a copied stretch begins, ascending.
    stretches: Vec<(usize, usize)>,
}

impl<'t> View<'t> {
    /// The view of `original`.
    pub fn new(original: &'t str) -> Self {
        let mut cuts = cuts(original).peekable();
        if cuts.peek().is_none() {
            return Self { original, text: Cow::Borrowed(original), stretches: vec![(0, 0)] };
        }
        let mut text = String::with_capacity(original.len());
        let mut stretches = Vec::new();
        let mut from = 0;
        for cut in cuts {
            if cut.start > from {
                stretches.push((text.len(), from));
                text.push_str(&original[from..cut.start]);
            }
            from = cut.end;
        }
        stretches.push((text.len(), from));
        text.push_str(&original[from..]);
        Self { original, text: Cow::Owned(text), stretches }
    }

    /// The cleaned text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text as it was given.
    pub fn original(&self) -> &'t str {
        self.original
    }

    /// Bytes of the original for a non-empty range of bytes of the view.
    pub fn to_original(&self, range: Range<usize>) -> Range<usize> {
        if let Cow::Borrowed(_) = self.text {
            return range;
        }
        // The end is that of the last byte inside, so that what was cut after it stays outside.
        let end = if range.end > range.start { self.locate(range.end - 1) + 1 } else { self.locate(range.end) };
        self.locate(range.start)..end
    }

    fn locate(&self, offset: usize) -> usize {
        let stretch = self.stretches.partition_point(|&(view, _)| view <= offset) - 1;
        let (view, original) = self.stretches[stretch];
        original + (offset - view)
    }
}

/// What the view leaves out of `text`, in order.
fn cuts(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let suspects = text
        .char_indices()
        .filter(|&(_, c)| matches!(c, '-' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{2010}'));
    let mut last = 0;
    suspects.filter_map(move |(at, c)| {
        if at < last {
            return None;
        }
        let after = at + c.len_utf8();
        let cut = match c {
            '-' | '\u{2010}' => hyphenated_line_end(text, at, after)?,
            '\u{ad}' => at..soft_hyphen_end(text, after),
            _ => at..after,
        };
        last = cut.end;
        Some(cut)
    })
}

/// `infor-⏎mation`: a hyphen after a lower-case letter, a line end, a lower-case letter.
fn hyphenated_line_end(text: &str, at: usize, after: usize) -> Option<Range<usize>> {
    let lower_before = text[..at].chars().next_back().is_some_and(char::is_lowercase);
    let rest = &text[after..];
    let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
    let one_line_end = rest[..blank].matches('\n').count() == 1;
    let lower_after = rest[blank..].chars().next().is_some_and(char::is_lowercase);
    (lower_before && one_line_end && lower_after).then_some(at..after + blank)
}

/// A soft hyphen takes the line end after it along.
fn soft_hyphen_end(text: &str, after: usize) -> usize {
    let rest = &text[after..];
    let rest = rest.strip_prefix('\r').unwrap_or(rest);
    match rest.strip_prefix('\n') {
        Some(rest) => text.len() - rest.len(),
        None => after,
    }
}

#[cfg(test)]
mod tests {
    use super::View;

    #[test]
    fn a_hyphenated_line_end_is_joined_and_found_again() {
        let original = "the infor-\r\nmation of\u{ad}fice, ISIL-held";
        let view = View::new(original);
        assert_eq!(view.text(), "the information office, ISIL-held");
        assert_eq!(&original[view.to_original(4..15)], "infor-\r\nmation");
        assert_eq!(&original[view.to_original(16..22)], "of\u{ad}fice");
    }

    #[test]
    fn a_clean_text_is_its_own_view() {
        let view = View::new("nothing to mend");
        assert_eq!(view.text(), view.original());
        assert_eq!(view.to_original(3..5), 3..5);
    }
}
