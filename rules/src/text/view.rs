//! A cleaned reading of a text, with the way back.
//!
//! Soft hyphens, hyphenated line ends, letters set apart and what else `scars` mends would stand between the letters of a
//! word. The view leaves it out, or reads what was meant, and remembers where, so that every offset can be given in the
//! original. A text without scars is its own view: nothing is copied.

use std::borrow::Cow;
use std::ops::Range;

use super::scars::{self, Edit};

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
        let unchanged = Self { original, text: Cow::Borrowed(original), stretches: Vec::new() };
        unchanged.edited(&scars::edits(original))
    }

    /// Reads more of the text otherwise. The edits are in order, do not overlap and count in the view's text.
    pub fn edit(&mut self, edits: &[Edit]) {
        let nothing = Self { original: self.original, text: Cow::Borrowed(""), stretches: Vec::new() };
        *self = std::mem::replace(self, nothing).edited(edits);
    }

    fn edited(self, edits: &[Edit]) -> Self {
        if edits.is_empty() {
            return self;
        }
        let mut edited = Self {
            original: self.original,
            text: Cow::Owned(String::with_capacity(self.text.len())),
            stretches: Vec::with_capacity(self.stretches.len() + 2 * edits.len() + 1),
        };
        let mut from = 0;
        for edit in edits {
            edited.copy(&self, from..edit.range.start);
            if !edit.text.is_empty() {
                let meant = self.to_original(edit.range.clone());
                edited.append(&edit.text, meant.start, Some(meant.end));
            }
            from = edit.range.end;
        }
        edited.copy(&self, from..self.text.len());
        edited
    }

    /// Appends a stretch of another view of the same original.
    fn copy(&mut self, view: &Self, range: Range<usize>) {
        if let Cow::Borrowed(text) = view.text {
            return self.append(&text[range.clone()], range.start, None);
        }
        let mut at = range.start;
        let first = view.stretches.partition_point(|stretch| stretch.view <= at).saturating_sub(1);
        for (index, stretch) in view.stretches.iter().enumerate().skip(first) {
            let end = view.stretches.get(index + 1).map_or(view.text.len(), |next| next.view).min(range.end);
            if at >= range.end {
                break;
            }
            let original = match stretch.replaced_to {
                Some(_) => stretch.original,
                None => stretch.original + (at - stretch.view),
            };
            self.append(&view.text[at..end], original, stretch.replaced_to);
            at = end;
        }
    }

    fn append(&mut self, text: &str, original: usize, replaced_to: Option<usize>) {
        if !text.is_empty() {
            self.stretches.push(Stretch { view: self.text.len(), original, replaced_to });
            self.text.to_mut().push_str(text);
        }
    }

    /// The cleaned text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// In how many places letters were set apart or lines ended inside words, as in scans and typescripts.
    pub fn joins(&self) -> usize {
        let pairs = self.stretches.windows(2);
        pairs.filter(|pair| pair[0].replaced_to.is_none() && pair[1].replaced_to.is_none()).count()
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
        if self.stretches.is_empty() {
            // Nothing of the original can be read.
            return 0..0;
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
    use super::{Edit, View};

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
    fn edits_of_a_view_are_found_again_in_the_original() {
        let original = "of\u{fb01}cers of tbe Cornmittee in M o s c o w";
        let view = View::new(original);
        let edit = |view: &View, read: &str, meant: &'static str| {
            let at = view.text().find(read).expect("it is there");
            Edit { range: at..at + read.len(), text: meant.into() }
        };
        let edits = [edit(&view, "tbe", "the"), edit(&view, "rn", "m"), edit(&view, " in", "")];
        let mut view = view;
        view.edit(&edits);
        assert_eq!(view.text(), "officers of the Committee Moscow");
        for (meant, stands) in
            [("officers", "of\u{fb01}cers"), ("the", "tbe"), ("Committee", "Cornmittee"), ("Moscow", "M o s c o w")]
        {
            let at = view.text().find(meant).expect("it is there");
            assert_eq!(&original[view.to_original(at..at + meant.len())], stands);
        }
    }

    #[test]
    fn a_text_may_end_with_a_spaced_stop() {
        assert_eq!(View::new("Timika W.O .").text(), "Timika W.O .");
        assert_eq!(View::new("W O .").original(), "W O .");
    }

    #[test]
    fn a_clean_text_is_its_own_view() {
        let view = View::new("nothing to mend");
        assert_eq!(view.text(), view.original());
        assert_eq!(view.to_original(3..5), 3..5);
    }
}
