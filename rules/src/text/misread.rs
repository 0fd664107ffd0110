//! What a scanner took for something else, as edits: letters for other letters, for figures, and words fallen apart.
//!
//! Unlike the scars of [`super::View::new`], these look like text. So a word is read otherwise only where no lexicon knows
//! it and one knows what it would be, and a figure only where nothing but figures and their doubles stands together. Which
//! letters are mistaken for which is the grammar's to say (`misread "rn" = "m"`).

use std::borrow::Cow;
use std::ops::Range;

use super::scars::Edit;
use super::{Conventions, Flags, Shape, Token};

/// What is known of words.
pub trait Words {
    /// Whether a lexicon has the token's word, in whatever case.
    fn is_known(&self, token: usize) -> bool;

    /// Whether a lexicon has `word` as it is written.
    fn knows(&self, word: &str) -> bool;

    /// Whether one has it that does not hold so many words that one or other is like any word.
    fn is_telling(&self, word: &str) -> bool;
}

/// A shorter word could be too many others.
const SHORTEST: usize = 3;

/// A longer one is none, and would take long to try.
const LONGEST: usize = 24;

/// Into how many pieces a word may have fallen.
const MOST_PIECES: usize = 8;

/// A capital letter and so many small ones are a word, known or not: `W estbridge`.
const SURE_REST: usize = 4;

/// A text as it was read.
pub struct Scan<'a> {
    /// The view's text.
    pub text: &'a str,
    /// Its tokens.
    pub tokens: &'a [Token],
    /// What is mistaken for what.
    pub conventions: &'a Conventions,
    /// What is known of the tokens and of what they may be.
    pub words: &'a dyn Words,
}

impl Scan<'_> {
    /// The edits, in order and without overlap.
    pub fn edits(&self) -> Vec<Edit> {
        let mut edits = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            if let Some((end, cuts)) = self.fallen_apart(at) {
                edits.extend(cuts);
                at = end;
                continue;
            }
            let end = self.run_end(at);
            edits.extend(self.misread(at..end));
            at = end;
        }
        edits
    }

    /// The end of the tokens of letters and figures that are written as one word with that at `at`.
    fn run_end(&self, at: usize) -> usize {
        let is_part = |token: &Token| !matches!(token.shape, Shape::Punctuation | Shape::Link | Shape::Initial);
        let mut end = at + 1;
        while is_part(&self.tokens[at])
            && self.tokens.get(end).is_some_and(|next| is_part(next) && next.start == self.tokens[end - 1].end)
        {
            end += 1;
        }
        end
    }

    /// How one word is read otherwise.
    fn misread(&self, run: Range<usize>) -> Option<Edit> {
        let range = self.tokens[run.start].start as usize..self.tokens[run.end - 1].end as usize;
        let word = &self.text[range.clone()];
        if word.len() > LONGEST || !word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        let letters = word.len() - digits;
        if letters == 0 || run.len() == 1 && self.words.is_known(run.start) {
            return None;
        }
        let follows_group = self.text[..range.start].ends_with(',')
            && self.text[..range.start - 1].ends_with(|c: char| c.is_ascii_digit());
        let meant = if digits > 0 || follows_group && letters == GROUP {
            self.figure(word, digits, follows_group).or_else(|| self.word(word))
        } else {
            self.word(word)
        };
        meant.map(|meant| Edit { range, text: Cow::Owned(meant) })
    }

    /// The figure that was meant, its ordinal suffix included.
    fn figure(&self, word: &str, digits: usize, follows_group: bool) -> Option<String> {
        let suffixes = self.conventions.ordinal_suffixes.iter();
        let suffix = suffixes.filter(|it| word.len() > it.len() && word.ends_with(it.as_str())).map(String::len).max();
        let (body, suffix) = word.split_at(word.len() - suffix.unwrap_or(0));
        let doubles = body.len() - digits;
        // A capital before figures may be a number's name (`I95`), a small letter behind few of them a unit (`10l`).
        let is_named = body.starts_with(|c: char| c.is_ascii_uppercase()) && !follows_group;
        let is_unit = doubles == 1 && digits < YEAR && body.ends_with(|c: char| c.is_ascii_lowercase());
        if doubles == 0 || doubles > digits && !follows_group || is_named || is_unit && suffix.is_empty() {
            return None;
        }
        let digit = |c: char| if c.is_ascii_digit() { Some(c) } else { self.digit_for(c) };
        let figure: String = body.chars().map(digit).collect::<Option<_>>()?;
        Some(figure + suffix)
    }

    fn digit_for(&self, letter: char) -> Option<char> {
        let meant = self.conventions.misreadings.iter().filter(|(read, _)| read.chars().eq([letter]));
        meant.filter_map(|(_, meant)| meant.chars().next()).find(char::is_ascii_digit)
    }

    /// The known word that was meant.
    fn word(&self, word: &str) -> Option<String> {
        if word.len() < SHORTEST {
            return None;
        }
        let is_upper = !word.bytes().any(|byte| byte.is_ascii_lowercase());
        let mut meant = String::new();
        for (read, right) in &self.conventions.misreadings {
            if right.bytes().any(|byte| byte.is_ascii_digit()) {
                continue;
            }
            for (at, _) in word.match_indices(read.as_str()) {
                // A figure cannot show that a capital was meant.
                let is_capital = is_upper || at == 0 && read.starts_with(|c: char| c.is_ascii_digit());
                let right = if is_capital { right.to_uppercase() } else { right.clone() };
                meant.clear();
                meant.extend([&word[..at], &right, &word[at + read.len()..]]);
                if self.words.is_telling(&meant) {
                    return Some(meant);
                }
            }
        }
        None
    }

    /// The word whose pieces begin at `at` (`th e`, `M in is te r`): the token behind it, and the spaces to be left out.
    fn fallen_apart(&self, at: usize) -> Option<(usize, Vec<Edit>)> {
        let end = self.pieces_end(at);
        let word = |end: usize| -> String { self.tokens[at..end].iter().map(|token| token.text(self.text)).collect() };
        let is_word = |end: &usize| {
            let pieces = at..*end;
            let is_strange = pieces.clone().any(|piece| !self.words.is_known(piece));
            let word = word(*end);
            is_strange && word.len() >= SHORTEST && word.len() <= LONGEST && self.words.knows(&word)
        };
        let end = (at + 2..=end).rev().find(is_word).or_else(|| self.capital_and_rest(at).then_some(at + 2))?;
        let gap = |pair: &[Token]| Edit::cut(pair[0].end as usize..pair[1].start as usize);
        Some((end, self.tokens[at..end].windows(2).map(gap).collect()))
    }

    /// The end of the tokens from `at` on that could be pieces of one word.
    fn pieces_end(&self, at: usize) -> usize {
        let first = self.tokens[at].shape;
        let goes_on = |token: &Token| match first {
            Shape::Upper => matches!(token.shape, Shape::Upper | Shape::Letter),
            Shape::Letter => matches!(token.shape, Shape::Upper | Shape::Letter | Shape::Lower),
            Shape::Title | Shape::Lower => token.shape == Shape::Lower,
            _ => false,
        };
        let mut end = at + 1;
        while end < at + MOST_PIECES
            && self.tokens.get(end).is_some_and(|token| {
                let is_one_case =
                    end < at + 2 || (token.shape == Shape::Lower) == (self.tokens[end - 1].shape == Shape::Lower);
                goes_on(token) && is_one_case && self.is_one_space(end)
            })
        {
            end += 1;
        }
        end
    }

    fn capital_and_rest(&self, at: usize) -> bool {
        self.tokens[at].shape == Shape::Letter
            && self.tokens.get(at + 1).is_some_and(|rest| {
                let long = rest.range().len() >= SURE_REST;
                rest.shape == Shape::Lower && long && self.is_one_space(at + 1) && !self.words.is_known(at + 1)
            })
    }

    /// Whether nothing but one space stands before the token.
    fn is_one_space(&self, token: usize) -> bool {
        let (before, token) = (&self.tokens[token - 1], &self.tokens[token]);
        token.start == before.end + 1 && token.flags.has(Flags::SPACE) && !token.flags.has(Flags::BREAK)
    }
}

/// How many figures stand between two commas.
const GROUP: usize = 3;

/// So many figures and a letter's double behind them are a year rather than an amount with its unit.
const YEAR: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::scars::edited;
    use crate::text::tokenize;

    /// Words that are known as they stand here or with capitals.
    struct Known<'a>(&'a str, Vec<Token>);

    impl Words for Known<'_> {
        fn is_known(&self, token: usize) -> bool {
            self.knows(self.1[token].text(self.0))
        }

        fn knows(&self, word: &str) -> bool {
            const WORDS: &str = " the in is a minister september government bemat commerce affairs moscow surveillance said from man october ";
            WORDS.contains(&format!(" {} ", word.to_lowercase()))
        }

        fn is_telling(&self, word: &str) -> bool {
            self.knows(word) && word != "Bemat"
        }
    }

    fn mended(text: &str) -> String {
        let pairs = [("rn", "m"), ("m", "rn"), ("b", "h"), ("1", "l"), ("0", "o"), ("l", "1"), ("I", "1"), ("O", "0")];
        let conventions = Conventions {
            ordinal_suffixes: ["st", "nd", "rd", "th"].map(String::from).to_vec(),
            misreadings: pairs.map(|(read, meant)| (read.to_owned(), meant.to_owned())).to_vec(),
            ..Conventions::default()
        };
        let mut tokens = Vec::new();
        tokenize(text, &conventions, &mut tokens);
        let words = Known(text, tokens.clone());
        let scan = Scan { text, tokens: &tokens, conventions: &conventions, words: &words };
        edited(text, scan.edits())
    }

    #[test]
    fn unknown_words_are_read_as_known_ones() {
        for (scanned, meant) in [
            ("tbe Govemment in Septernber", "the Government in September"),
            ("Cornmerce, SURVEIL1ANCE", "Commerce, SURVEILLANCE"),
            ("0ctober in M0SCOW", "October in MOSCOW"),
            ("th e M in is te r said", "the Minister said"),
            ("FR O M TH E", "FROM THE"),
            ("W estbridge A ffairs", "Westbridge Affairs"),
        ] {
            assert_eq!(mended(scanned), meant);
        }
    }

    #[test]
    fn letters_among_figures_are_figures() {
        for (scanned, meant) in [
            ("l5 May 2O19, 199l", "15 May 2019, 1991"),
            ("the 2lst and l9th", "the 21st and 19th"),
            ("5,OOO men, l,2O0", "5,000 men, l,200"),
        ] {
            assert_eq!(mended(scanned), meant);
        }
    }

    #[test]
    fn what_may_be_meant_stays() {
        for text in
            ["I95 G20 T72 10l 1990s 15kg 20th", "Bernat said a modern", "is a in a man", "said  th  e", "Plan B is in"]
        {
            assert_eq!(mended(text), text);
        }
    }
}
