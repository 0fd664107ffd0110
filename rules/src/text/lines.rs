//! Which line ends are only the width of the paper, and which end a thought.
//!
//! In a hard-wrapped text a line ends where the next word would not have fitted; a heading or a list item ends earlier.
//! The widest lines of the text show its measure.

/// How a text's lines are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Setting {
    /// The measure of a hard-wrapped text, in bytes; `None` where lines are as long as their paragraphs.
    measure: Option<usize>,
    /// Whether blank lines stand between the lines of one sentence, as in double-spaced typescripts.
    is_spaced: bool,
}

impl Setting {
    /// The setting of `text`.
    pub(super) fn of(text: &str) -> Self {
        Self { measure: measure(text), is_spaced: is_spaced(text) }
    }

    /// Whether the line end between `before` (the text so far) and `after` (the rest) is soft; `is_blank` tells that
    /// blank lines stand there.
    pub(super) fn is_soft(self, before: &str, after: &str, is_blank: bool) -> bool {
        let line = before[before.rfind('\n').map_or(0, |at| at + 1)..].trim();
        let after = after.trim_start();
        // Behind a comma the lines of a centred heading go on as well.
        let goes_on = after.starts_with(char::is_lowercase) || line.ends_with(',');
        if is_blank && (!self.is_spaced || ends_thought(line)) {
            return false;
        }
        if goes_on {
            return true;
        }
        let word = after.find(char::is_whitespace).unwrap_or(after.len());
        // A typist breaks a little before the measure; a sixth of it is allowed.
        self.measure.is_some_and(|measure| line.len() + 1 + word + measure / 6 > measure)
    }
}

fn measure(text: &str) -> Option<usize> {
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

/// Whether a fifth of the lines goes on in small letters behind a blank line, and at least three do.
fn is_spaced(text: &str) -> bool {
    let (mut lines, mut going_on, mut blank) = (0, 0, false);
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            blank = true;
            continue;
        }
        lines += 1;
        going_on += usize::from(blank && line.starts_with(char::is_lowercase));
        blank = false;
    }
    going_on >= 3 && going_on * 5 >= lines
}

pub(super) fn ends_thought(line: &str) -> bool {
    line.trim_end_matches(['"', '”', '’', ')']).ends_with(['.', '!', '?', ':', ';'])
}

#[cfg(test)]
mod tests {
    use super::Setting;

    #[test]
    fn a_wrapped_line_goes_on_and_a_heading_does_not() {
        let text = "The Minister arrived on Monday at the head of a large\ndelegation which included Members of the House and\nsome forty officials from the provinces.\nIraq\nNear Mosul one strike destroyed a tunnel entrance.\n";
        let setting = Setting::of(text);
        assert!(setting.measure.is_some());
        let soft = |at: &str| {
            let at = text.find(at).expect("the line is there");
            setting.is_soft(&text[..at - 1], &text[at..], false)
        };
        assert!(soft("delegation"));
        assert!(soft("some forty"));
        assert!(!soft("Near Mosul"));
    }

    #[test]
    fn a_heading_goes_on_behind_a_comma() {
        let text = "      STATEMENT BY THE MINISTER FOR PORTS,\n          THE HON. I. GARROW\n";
        let at = text.find('\n').expect("it has two lines");
        assert!(Setting::of(text).is_soft(&text[..at], &text[at + 1..], false));
    }

    #[test]
    fn blank_lines_of_a_typescript_do_not_part_its_sentences() {
        let text = "The Minister said that the camp at North Head\n\nquarantine station had been closed for the\n\nwinter and that its people would be moved to\n\nhostels near the city.\n\nHe thanked them.\n";
        let setting = Setting::of(text);
        let soft = |at: &str| {
            let at = text.find(at).expect("the line is there");
            setting.is_soft(&text[..at - 2], &text[at..], true)
        };
        assert!(soft("quarantine"));
        assert!(soft("hostels"));
        assert!(!soft("He thanked"));
    }
}
