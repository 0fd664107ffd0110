//! Which line ends are only the width of the paper, and which end a thought.
//!
//! In a hard-wrapped text a line ends where the next word would not have fitted; a heading or a list item ends earlier.
//! The widest lines of the text show its measure.

/// The measure of a hard-wrapped text, in bytes; `None` where lines are as long as their paragraphs.
pub(super) fn measure(text: &str) -> Option<usize> {
    const NARROW: usize = 30;
    const WIDE: usize = 130;
    let mut lengths: Vec<usize> = text.lines().map(|line| line.trim_end().len()).filter(|&n| n >= NARROW).collect();
    if lengths.len() < 3 {
        return None;
    }
    lengths.sort_unstable();
    // The second longest line: one line that overflows does not move the measure.
    let measure = lengths[lengths.len() - 2];
    (measure <= WIDE).then_some(measure)
}

/// Whether a single line end between `before` (the line so far) and `after` (the rest of the text) is soft.
pub(super) fn is_soft(before: &str, after: &str, measure: Option<usize>) -> bool {
    let line = before[before.rfind('\n').map_or(0, |at| at + 1)..].trim();
    let after = after.trim_start_matches([' ', '\t']);
    if after.chars().next().is_some_and(char::is_lowercase) {
        return true;
    }
    let word = after.find(char::is_whitespace).unwrap_or(after.len());
    // A typist breaks a little before the measure; a sixth of it is allowed.
    measure.is_some_and(|measure| line.len() + 1 + word + measure / 6 > measure)
}

#[cfg(test)]
mod tests {
    use super::{is_soft, measure};

    #[test]
    fn a_wrapped_line_goes_on_and_a_heading_does_not() {
        let text = "The Minister arrived on Monday at the head of a large\ndelegation which included Members of the House and\nsome forty officials from the provinces.\nIraq\nNear Mosul one strike destroyed a tunnel entrance.\n";
        let width = measure(text);
        assert!(width.is_some());
        let soft = |at: &str| {
            let at = text.find(at).expect("the line is there");
            is_soft(&text[..at - 1], &text[at..], width)
        };
        assert!(soft("delegation"));
        assert!(soft("some forty"));
        assert!(!soft("Near Mosul"));
    }
}
