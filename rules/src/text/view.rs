//! A cleaned reading of a text, with the way back.
//!
//! Soft hyphens, hyphenated line ends, letters set apart and what else `scars` mends would stand between the letters of a
//! word. The view leaves it out, or reads what was meant, and remembers where, so that every offset can be given in the
//! original. A text without scars is its own view: nothing is copied.

use std::borrow::Cow;
use std::ops::Range;

use super::scars;

/// A text as the tokenizer reads it.
#[derive(Debug)]
pub struct View<'t> {
    original: &'t str,
    text: Cow<'t, str>,
    /// What the view is put together from, in order.
    stretches: Vec<Stretch>,
}

/// A stretch of the view.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    /// Its first byte in the view, and in the original.
    view: usize,
    original: usize,
    /// Where it ends in the original, if it stands there in other letters; `None` if it is copied.
    replaced_to: Option<usize>,
}

impl<'t> View<'t> {
    /// The view of `original`.
    pub fn new(original: &'t str) -> Self {
        let edits = scars::edits(original);
        if edits.is_empty() {
            return Self { original, text: Cow::Borrowed(original), stretches: Vec::new() };
        }
        let mut text = String::with_capacity(original.len());
        let mut stretches = Vec::with_capacity(edits.len() + 1);
        let mut from = 0;
        for edit in edits {
            if edit.range.start > from {
                stretches.push(Stretch { view: text.len(), original: from, replaced_to: None });
                text.push_str(&original[from..edit.range.start]);
            }
            if !edit.text.is_empty() {
                let replaced_to = Some(edit.range.end);
                stretches.push(Stretch { view: text.len(), original: edit.range.start, replaced_to });
                text.push_str(&edit.text);
            }
            from = edit.range.end;
        }
        stretches.push(Stretch { view: text.len(), original: from, replaced_to: None });
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

    /// Bytes of the original for a range of bytes of the view.
    pub fn to_original(&self, range: Range<usize>) -> Range<usize> {
        if let Cow::Borrowed(_) = self.text {
            return range;
        }
        let start = self.stretch(range.start);
        let start = match start.replaced_to {
            Some(_) => start.original,
            None => start.original + (range.start - start.view),
        };
        if range.is_empty() {
            return start..start;
        }
        // The end is that of the last byte inside, so that what was cut after it stays outside.
        let last = self.stretch(range.end - 1);
        start..last.replaced_to.unwrap_or_else(|| last.original + (range.end - last.view))
    }

    fn stretch(&self, offset: usize) -> Stretch {
        self.stretches[self.stretches.partition_point(|stretch| stretch.view <= offset) - 1]
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
    fn what_is_read_otherwise_is_found_again() {
        let original = "Russiaâ€™s of\u{fb01}ce, the M a c K e l l a r";
        let view = View::new(original);
        assert_eq!(view.text(), "Russia’s office, the MacKellar");
        let found = |word: &str| {
            let at = view.text().find(word).expect("it is there");
            &original[view.to_original(at..at + word.len())]
        };
        assert_eq!(found("Russia"), "Russia");
        assert_eq!(found("’s"), "â€™s");
        assert_eq!(found("office"), "of\u{fb01}ce");
        assert_eq!(found("MacKellar"), "M a c K e l l a r");
        assert_eq!(view.to_original(0..view.text().len()), 0..original.len());
    }

    #[test]
    fn a_clean_text_is_its_own_view() {
        let view = View::new("nothing to mend");
        assert_eq!(view.text(), view.original());
        assert_eq!(view.to_original(3..5), 3..5);
    }
}
