//! A cleaned reading of a text, with the way back.
//!
//! Soft hyphens, zero-width characters, hyphenated line ends and the blanks of spaced-out words (`M O S C O W`) would
//! stand between the letters of a word. The view leaves them out and remembers where, so that every offset can be given
//! in the original. A text without such scars is its own view: nothing is copied.

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
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut spaced = SpacedOut::default();
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let from = at;
            at += 1;
            let cut = match bytes[from] {
                b' ' if is_between_letters(bytes, from) => spaced.cut(bytes, from),
                b'-' => hyphenated_line_end(text, from, from + 1),
                // The first bytes of the soft hyphen and of the invisible signs.
                0xc2 | 0xe2 | 0xef => invisible(text, from),
                _ => None,
            };
            if let Some(cut) = cut {
                at = cut.end;
                return Some(cut);
            }
        }
        None
    })
}

/// A sign without width, with what goes with it.
fn invisible(text: &str, at: usize) -> Option<Range<usize>> {
    let c = text[at..].chars().next()?;
    let after = at + c.len_utf8();
    match c {
        '\u{2010}' => hyphenated_line_end(text, at, after),
        '\u{ad}' => Some(at..soft_hyphen_end(text, after)),
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => Some(at..after),
        _ => None,
    }
}

/// `infor-⏎mation`: a hyphen after a lower-case letter, a line end, a lower-case letter.
fn hyphenated_line_end(text: &str, at: usize, after: usize) -> Option<Range<usize>> {
    let lower_before = text[..at].chars().next_back().is_some_and(char::is_lowercase);
    let end = next_line(text, after)?;
    let lower_after = text[end..].chars().next().is_some_and(char::is_lowercase);
    (lower_before && lower_after).then_some(at..end)
}

/// Where the next line's text begins, if a line ends right after `after`; a blank line may stand between the two.
fn next_line(text: &str, after: usize) -> Option<usize> {
    let rest = &text[after..];
    let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
    let line_ends = rest[..blank].matches('\n').count();
    (1..=2).contains(&line_ends).then_some(after + blank)
}

/// A soft hyphen takes the line end after it along.
fn soft_hyphen_end(text: &str, after: usize) -> usize {
    next_line(text, after).unwrap_or(after)
}

/// Whether one letter stands on each side of the blank at `at`.
fn is_between_letters(bytes: &[u8], at: usize) -> bool {
    let is_letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
    let is_alone = |at: usize| !bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    at > 0 && is_letter(at - 1) && (at == 1 || is_alone(at - 2)) && is_letter(at + 1) && is_alone(at + 2)
}

/// The letters, each between single blanks, that are being read.
#[derive(Debug, Default)]
struct SpacedOut {
    /// The last letter.
    last: usize,
    /// The first letter of the word.
    word: usize,
    is_long: bool,
}

impl SpacedOut {
    /// How many letters in a row make a spaced-out word.
    const LETTERS: usize = 4;
    /// How many letters of a name stand before a capital inside it: `MacKellar`.
    const BEFORE_CAPITAL: usize = 3;

    /// The blank at `at`, which stands between two letters, if both are of one spaced-out word.
    ///
    /// A wide gap parts words, and so does a capital behind small letters (`a n d M i n s k`) but for `M a c K`.
    fn cut(&mut self, bytes: &[u8], at: usize) -> Option<Range<usize>> {
        if at > self.last {
            self.word = at - 1;
            self.last = at + 1;
            while bytes.get(self.last + 1) == Some(&b' ') && is_between_letters(bytes, self.last + 1) {
                self.last += 2;
            }
            self.is_long = (self.last - self.word) / 2 + 1 >= Self::LETTERS;
        }
        let is_capital = |at: usize| bytes[at].is_ascii_uppercase();
        if !is_capital(at - 1) && is_capital(at + 1) {
            let letters = (at - 1 - self.word) / 2 + 1;
            if !is_capital(self.word) || letters > Self::BEFORE_CAPITAL {
                self.word = at + 1;
                return None;
            }
        }
        self.is_long.then_some(at..at + 1)
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
    fn spaced_out_words_are_joined_and_found_again() {
        let original = "Mr E l l i s , M O S C O W  a n d M i n s k, J R R Tolkien, I a m";
        let view = View::new(original);
        assert_eq!(view.text(), "Mr Ellis , MOSCOW  and Minsk, J R R Tolkien, I a m");
        assert_eq!(&original[view.to_original(3..8)], "E l l i s");
        assert_eq!(View::new("M.J.R. M a c K e l l a r").text(), "M.J.R. MacKellar");
    }

    #[test]
    fn a_clean_text_is_its_own_view() {
        let view = View::new("nothing to mend");
        assert_eq!(view.text(), view.original());
        assert_eq!(view.to_original(3..5), 3..5);
    }
}
