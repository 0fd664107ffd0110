//! What print, scanners and scrapers leave in a text, as edits that make it readable again.
//!
//! Each edit takes a stretch of the text out, or puts what was meant in its place. They are looked for in one pass over the
//! bytes that can begin one; a clean text has none and costs little more than being read once. Nothing here knows a word:
//! only shapes that no clean text has are mended.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::ops::Range;

/// A stretch of the text and what is read in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Empty where the stretch is left out.
    pub text: Cow<'static, str>,
}

impl Edit {
    pub(super) fn cut(range: Range<usize>) -> Self {
        Edit { range, text: Cow::Borrowed("") }
    }
}

/// The edits of `text`, in order and without overlap.
pub(super) fn edits(text: &str) -> Vec<Edit> {
    let mut edits = signs(text);
    let signs = edits.len();
    edits.extend(spaced_out(text).into_iter().map(Edit::cut));
    edits.extend(spaced_initials(text).into_iter().map(Edit::cut));
    edits.extend(super::pages::edits(text));
    if edits.len() > signs {
        // What stands between two pages goes as a whole.
        edits.sort_by_key(|edit| (edit.range.start, std::cmp::Reverse(edit.range.end)));
        edits.dedup_by(|next, kept| next.range.start < kept.range.end);
    }
    edits
}

/// Edits that a single character announces.
fn signs(text: &str) -> Vec<Edit> {
    let bytes = text.as_bytes();
    let quotes_are_lost = LazyCell::new(|| quotes_are_lost(text));
    let mut edits = Vec::new();
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|&byte| byte == b'-' || byte >= 0x80) {
        at += next;
        let c = text[at..].chars().next().expect("a character begins here");
        let after = at + c.len_utf8();
        let edit = match c {
            '-' | '\u{2010}' => hyphenated_line_end(text, at, after).map(Edit::cut),
            '\u{ad}' => Some(Edit::cut(at..soft_hyphen_end(text, after))),
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => Some(Edit::cut(at..after)),
            '\u{fb00}'..='\u{fb06}' | 'ſ' => Some(Edit { range: at..after, text: Cow::Borrowed(letters_of(c)) }),
            'Â' | 'Ã' | 'Ä' | 'Å' | 'â' => misread(&text[at..])
                .or_else(|| lost_quote(text, at).filter(|_| *quotes_are_lost).map(|meant| ('â'.len_utf8(), meant)))
                .map(|(length, meant)| Edit { range: at..at + length, text: Cow::Owned(meant.to_string()) }),
            _ => None,
        };
        at = after;
        if let Some(edit) = edit {
            at = edit.range.end.max(after);
            edits.push(edit);
        }
    }
    edits
}

/// `infor-⏎mation`: a hyphen after a lower-case letter, a line end or a blank line, a lower-case letter.
fn hyphenated_line_end(text: &str, at: usize, after: usize) -> Option<Range<usize>> {
    let lower_before = text[..at].chars().next_back().is_some_and(char::is_lowercase);
    let end = next_line(text, after)?;
    let lower_after = text[end..].starts_with(char::is_lowercase);
    (lower_before && lower_after).then_some(at..end)
}

/// A soft hyphen takes the line end after it along, and a blank line behind that.
fn soft_hyphen_end(text: &str, after: usize) -> usize {
    next_line(text, after).unwrap_or(after)
}

/// Where the next line's text begins, if a line ends right after `after`; a blank line may stand between the two.
fn next_line(text: &str, after: usize) -> Option<usize> {
    let rest = &text[after..];
    let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
    let line_ends = rest[..blank].matches('\n').count();
    (1..=2).contains(&line_ends).then_some(after + blank)
}

/// The letters of a ligature, and the letter that a long s is.
fn letters_of(c: char) -> &'static str {
    match c {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        '\u{fb04}' => "ffl",
        '\u{fb05}' | '\u{fb06}' => "st",
        _ => "s",
    }
}

/// A character of UTF-8 whose bytes were taken for characters of Windows-1252 (`â€™` for `’`): how many bytes of `text` it
/// takes, and what was meant.
fn misread(text: &str) -> Option<(usize, char)> {
    let mut bytes = [0; 4];
    let mut length = 0;
    for (count, c) in text.chars().take(4).enumerate() {
        bytes[count] = byte_of(c)?;
        length += c.len_utf8();
        if count > 0 && !(0x80..0xC0).contains(&bytes[count]) {
            return None;
        }
        if let Ok(meant) = str::from_utf8(&bytes[..=count]) {
            return meant.chars().next().filter(|_| count > 0).map(|meant| (length, meant));
        }
    }
    None
}

/// The byte that Windows-1252, or else Latin-1, has for a character.
fn byte_of(c: char) -> Option<u8> {
    /// The characters of the bytes 0x80 to 0x9F; a space where there is none.
    const HIGH: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";
    match u32::from(c) {
        code @ 0..=0xFF => Some(code as u8),
        _ => HIGH.chars().position(|high| high == c).map(|at| 0x80 + at as u8),
    }
}

/// The quotation mark or apostrophe of which a scraper has left nothing but the first of its bytes, `â`.
fn lost_quote(text: &str, at: usize) -> Option<char> {
    let follows_letter = text[..at].ends_with(char::is_alphabetic);
    let mut after = text[at..].chars().skip(1);
    match after.next() {
        Some(c) if c.is_uppercase() && !follows_letter => Some('“'),
        // `Todayâs`, `donât`: a letter or two up to the word's end.
        Some(c) if c.is_lowercase() && follows_letter => {
            let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphabetic());
            let second = after.next();
            (ends(second) || ends(after.next())).then_some('’')
        }
        Some(c) if c.is_alphabetic() => None,
        _ => Some('”'),
    }
}

/// Whether every `â` of a text stands where a quotation mark or an apostrophe could, and more than once or before a capital,
/// as no letter does. A language that writes it has other letters of the kind as well.
fn quotes_are_lost(text: &str) -> bool {
    if text.chars().any(|c| !c.is_ascii() && c.is_alphabetic() && !matches!(c, 'â' | 'Ã' | 'Â')) {
        return false;
    }
    let mut count = 0;
    for (at, _) in text.match_indices('â').filter(|&(at, _)| misread(&text[at..]).is_none()) {
        match lost_quote(text, at) {
            None => return false,
            Some('“') => count += 2,
            Some(_) => count += 1,
        }
    }
    count > 1
}

/// How many single letters in a row are a word whose letters were set apart; fewer may be initials or a list.
const SURE_RUN: usize = 4;

/// Of two words whose letters were set apart, beside each other, so many will do.
const SHORTEST_WORDS: usize = 3;

/// What stands between two such words is no wider: blanks, a stop or a comma.
const WIDEST_GAP: usize = 4;

/// Single letters with one space between each two of them.
struct Run {
    /// From the first letter to the end of the last.
    range: Range<usize>,
    letters: usize,
    sure: bool,
}

/// The spaces inside words whose letters stand apart: `M a c K e l l a r`, `Thai l a n d`.
///
/// One space parts letters, more part words. Short runs count beside a sure one: `M I N I S T E R  O F  T R A D E`.
fn spaced_out(text: &str) -> Vec<Range<usize>> {
    let mut runs = runs(text);
    let are_neighbours = |before: &Run, after: &Run| {
        let gap = &text[before.range.end..after.range.start];
        // `A B C, D E F` is a list.
        gap.len() <= WIDEST_GAP && gap.starts_with(' ') && gap.bytes().all(|byte| matches!(byte, b' ' | b'.' | b','))
    };
    for at in 1..runs.len() {
        if are_neighbours(&runs[at - 1], &runs[at]) {
            // `T H E  H O N .`
            let are_words = runs[at - 1].letters.min(runs[at].letters) >= SHORTEST_WORDS;
            runs[at - 1].sure |= are_words;
            runs[at].sure |= runs[at - 1].sure;
        }
    }
    for at in (1..runs.len()).rev() {
        runs[at - 1].sure |= runs[at].sure && are_neighbours(&runs[at - 1], &runs[at]);
    }
    let mut cuts: Vec<Range<usize>> = Vec::new();
    for run in runs.iter().filter(|run| run.sure) {
        cuts.extend(word_before(text, run));
        cuts.extend(inside_words(text, run));
    }
    cuts
}

/// All runs of two letters or more.
fn runs(text: &str) -> Vec<Run> {
    let bytes = text.as_bytes();
    let mut runs: Vec<Run> = Vec::new();
    let mut at = 0;
    // A single letter inside a run has a space on either side: ` x `.
    while let Some(next) = bytes[at..].windows(2).position(|pair| pair[0] == b' ' && pair[1] != b' ') {
        at += next;
        let Some(first) = single_before(text, at) else {
            at += 1;
            continue;
        };
        let mut end = at;
        let mut letters = 1;
        while bytes.get(end) == Some(&b' ')
            && let Some(length) = single_at(text, end + 1)
        {
            end += 1 + length;
            letters += 1;
        }
        if letters > 1 {
            let (start, letters) = without_small_word(text, first, letters);
            runs.push(Run { range: start..end, letters, sure: letters >= SURE_RUN });
        }
        at = end.max(at + 1);
    }
    runs.retain(|run| run.letters > 1);
    runs
}

/// `a M O S C O W`: a lower-case letter before a capital is a word of its own.
fn without_small_word(text: &str, start: usize, letters: usize) -> (usize, usize) {
    let mut inside = text[start..].chars();
    let first = inside.next().expect("a letter begins the run");
    let second = inside.nth(1).unwrap_or(first);
    if first.is_lowercase() && second.is_uppercase() {
        (start + first.len_utf8() + 1, letters - 1)
    } else {
        (start, letters)
    }
}

/// Where the single letter begins that ends at `end`.
fn single_before(text: &str, end: usize) -> Option<usize> {
    let mut before = text[..end].char_indices().rev();
    let (start, letter) = before.next()?;
    let stands_alone = before.next().is_none_or(|(_, c)| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '-' | '.'));
    (letter.is_alphabetic() && stands_alone).then_some(start)
}

/// The length of the single letter at `start`.
fn single_at(text: &str, start: usize) -> Option<usize> {
    let mut after = text[start..].chars();
    let letter = after.next().filter(|c| c.is_alphabetic())?;
    after.next().is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '\'' | '’')).then_some(letter.len_utf8())
}

/// The spaces inside `M . J . R .`: capitals and stops, two of each or more, each after a space.
fn spaced_initials(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let is_initial = |at: usize| {
        bytes.get(at).is_some_and(u8::is_ascii_uppercase)
            && bytes[at + 1..].starts_with(b" .")
            && (at == 0 || !bytes[at - 1].is_ascii_alphanumeric())
    };
    let mut cuts = Vec::new();
    let mut at = 0;
    let is_spaced = |it: &[u8]| it[0].is_ascii_uppercase() && &it[1..] == b" .";
    // What goes on behind the last stop is behind the end of a text that ends with it.
    while let Some(next) = bytes.get(at..).and_then(|rest| rest.windows(3).position(is_spaced)) {
        at += next;
        let first = cuts.len();
        let start = at;
        // `H O N .` is the end of a word, not an initial.
        let ends_word = at >= 2 && bytes[at - 1] == b' ' && bytes[at - 2].is_ascii_alphanumeric();
        while !ends_word && is_initial(at) {
            cuts.extend([at + 1..at + 2, at + 3..at + 4]);
            at += "M . ".len();
        }
        // The space behind the last stop parts it from the name.
        cuts.pop();
        if cuts.len() < first + 3 {
            cuts.truncate(first);
            at = at.max(start + 1);
        }
    }
    cuts
}

/// How many letters of a name stand before a capital inside it: `MacKellar`.
const BEFORE_CAPITAL: usize = 3;

/// The spaces of a run that stand inside a word. A capital behind small letters begins a new one (`a n d M i n s k`), but for
/// names such as `M a c K e l l a r`.
fn inside_words(text: &str, run: &Run) -> Vec<Range<usize>> {
    let mut cuts = Vec::new();
    let (mut opens_with_capital, mut letters, mut was_small) = (false, 0, true);
    for (at, c) in text[run.range.clone()].char_indices().filter(|&(_, c)| c != ' ') {
        let parts = c.is_uppercase() && was_small && (!opens_with_capital || letters > BEFORE_CAPITAL);
        if letters == 0 || parts {
            (opens_with_capital, letters) = (c.is_uppercase(), 0);
        } else {
            let at = run.range.start + at;
            cuts.push(at - 1..at);
        }
        letters += 1;
        was_small = c.is_lowercase();
    }
    cuts
}

/// The space before a run that goes on with the word before it: `Thai l a n d`.
fn word_before(text: &str, run: &Run) -> Option<Range<usize>> {
    let before = text[..run.range.start].strip_suffix(' ')?;
    let goes_on = text[run.range.start..].starts_with(char::is_lowercase);
    (goes_on && before.ends_with(char::is_alphabetic)).then_some(before.len()..run.range.start)
}

/// A text as its edits make it.
#[cfg(test)]
pub(super) fn edited(text: &str, edits: impl IntoIterator<Item = Edit>) -> String {
    let (mut edited, mut from) = (String::new(), 0);
    for edit in edits {
        edited += &text[from..edit.range.start];
        edited += &edit.text;
        from = edit.range.end;
    }
    edited + &text[from..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(text: &str) -> String {
        edited(text, edits(text))
    }

    #[test]
    fn letters_set_apart_are_words_again() {
        for (scarred, clean) in [
            ("the Hon. M a c K e l l a r , said", "the Hon. MacKellar , said"),
            ("in M O S C O W on", "in MOSCOW on"),
            ("refugees from Thai l a n d  is due", "refugees from Thailand  is due"),
            ("T H E  M I N I S T E R  O F  T R A D E", "THE  MINISTER  OF  TRADE"),
            ("T H E  H O N .  I A N  G A R R O W ,  M . P .", "THE  HON .  IAN  GARROW ,  M.P."),
            ("a M O S C O W", "a MOSCOW"),
            ("at 1055 h o u r s . The", "at 1055 hours . The"),
            ("Z ü r i c h", "Zürich"),
            ("the Hon. M . J . R .  M A C K E L L A R", "the Hon. M.J.R.  MACKELLAR"),
            ("H O N . M . J . R .  M A C K E L L A R", "H O N . M.J.R.  MACKELLAR"),
        ] {
            assert_eq!(mended(scarred), clean);
        }
    }

    #[test]
    fn initials_lists_and_single_words_stay() {
        for text in [
            "J R R Tolkien",
            "vitamins A B C",
            "A B C, D E F",
            "I a m",
            "U S  Senator",
            "R W Y",
            "Plan B is a C",
            "x -- y",
            "a  b  c  d  e",
        ] {
            assert_eq!(mended(text), text);
        }
    }

    #[test]
    fn misread_bytes_are_the_characters_that_were_meant() {
        for (scarred, clean) in [
            ("Russiaâ€™s", "Russia’s"),
            ("â€œYesâ€\u{9d}", "“Yes”"),
            ("JosÃ© and KovaÄ\u{8d}", "José and Kovač"),
            ("5Â km â\u{80}¢", "5Â km •"),
            ("KovaÄ‡, Å¡", "Kovać, š"),
        ] {
            assert_eq!(mended(scarred), clean);
        }
        for (scarred, clean) in [
            ("âTodayâs news, he said.â It", "“Today’s news, he said.” It"),
            ("Parliamentâs view: they didnât", "Parliament’s view: they didn’t"),
        ] {
            assert_eq!(mended(scarred), clean);
        }
        for text in ["château, Ã", "Ärzte", "CAFÉ®", "São Tomé", "le mât, le dégât et la pâte", "râs"] {
            assert_eq!(mended(text), text);
        }
    }

    #[test]
    fn words_are_joined_over_line_ends_and_blank_lines() {
        assert_eq!(
            mended("safeguard Aust\u{ad}\n\n ralia and infor-\n\n mation"),
            "safeguard Australia and information"
        );
        assert_eq!(mended("ISIL-\nheld, post-Soviet"), "ISIL-\nheld, post-Soviet");
        assert_eq!(mended("of\u{fb01}ce, Congre\u{17f}s"), "office, Congress");
    }
}
