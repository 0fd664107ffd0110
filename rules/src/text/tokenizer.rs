//! Text to tokens, in one pass.
//!
//! Words part at white space, punctuation, hyphens and dashes. An apostrophe between letters stays (`O'Neill`), a
//! language's clitics (`'s`) part. Letters that each have a stop are one token with their stops (`U.S.`, `p.m.`); any
//! other stop is a token of its own, and whether it ends a sentence is for the lexicon to say. A number takes its
//! groups and its fraction; letters behind digits part (`15kg`) unless they make an ordinal (`20th`).

use super::number::{Numeral, fraction, scan};
use super::{Flags, Shape, Token, lines};

/// What differs between languages in how tokens are cut; given by the grammar.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Conventions {
    /// Letters that turn the digits before them into an ordinal, folded: `st`, `nd`.
    pub ordinal_suffixes: Vec<String>,
    /// What parts from the end of a word, folded: `'s`, `'`.
    pub clitics: Vec<String>,
    /// What scanners take for something else: what is read and what may be meant, the likeliest first.
    pub misreadings: Vec<(String, String)>,
}

/// The tokens of `text`, appended to `tokens`, which is cleared first.
pub fn tokenize(text: &str, conventions: &Conventions, tokens: &mut Vec<Token>) {
    tokens.clear();
    tokens.reserve(text.len() / 5);
    Tokenizer { text, conventions, setting: None, tokens }.run();
}

struct Tokenizer<'a> {
    text: &'a str,
    conventions: &'a Conventions,
    /// Found when the first line end asks for it.
    setting: Option<lines::Setting>,
    tokens: &'a mut Vec<Token>,
}

impl Tokenizer<'_> {
    fn run(&mut self) {
        let mut at = 0;
        let mut flags = Flags::default();
        flags.set(Flags::BREAK);
        flags.set(Flags::SENTENCE);
        while at < self.text.len() {
            let (end, blank) = self.skip_blank(at);
            flags.set(blank);
            at = end;
            let Some(c) = self.text[at..].chars().next() else {
                break;
            };
            let (end, shape) = self.token(at, c, flags);
            self.push(at, end, shape, flags);
            at = end;
            flags = Flags::default();
        }
    }

    fn push(&mut self, start: usize, end: usize, shape: Shape, flags: Flags) {
        if shape.is_word()
            && let Some(cut) = self.clitic(start, end)
        {
            let word = Token { start: start as u32, end: cut as u32, shape: word_shape(&self.text[start..cut]), flags };
            let clitic = Token { start: cut as u32, end: end as u32, shape: Shape::Lower, flags: Flags::default() };
            self.tokens.extend([word, clitic]);
            return;
        }
        self.tokens.push(Token { start: start as u32, end: end as u32, shape, flags });
    }

    /// Skips white space from `at`; where it ends and what it says of the next token.
    fn skip_blank(&mut self, at: usize) -> (usize, Flags) {
        let mut flags = Flags::default();
        let mut line_ends = 0;
        let mut pages = false;
        let mut blanks = 0;
        let mut first_line_end = None;
        let mut end = at;
        for c in self.text[at..].chars() {
            match c {
                '\n' => {
                    first_line_end.get_or_insert(end);
                    line_ends += 1;
                }
                '\u{c}' | '\u{2029}' => pages = true,
                '\t' => blanks += 2,
                c if c.is_whitespace() => blanks += 1,
                _ => break,
            }
            end += c.len_utf8();
        }
        if end > at {
            flags.set(Flags::SPACE);
        }
        if pages {
            flags.set(Flags::BREAK);
        } else if let Some(line_end) = first_line_end {
            let text = self.text;
            let setting = *self.setting.get_or_insert_with(|| lines::Setting::of(text));
            let soft = setting.is_soft(&text[..line_end], &text[line_end + 1..], line_ends > 1);
            flags.set(if soft { Flags::LINE } else { Flags::BREAK });
        } else if blanks > 1 {
            flags.set(Flags::WIDE);
        }
        if flags.has(Flags::BREAK) {
            flags.set(Flags::SENTENCE);
        }
        (end, flags)
    }

    /// The token at `at`, whose first character is `c`: its end and shape.
    fn token(&self, at: usize, c: char, before: Flags) -> (usize, Shape) {
        let rest = &self.text[at..];
        if c.is_ascii_digit() {
            return self.numeral(at);
        }
        if c == '.' && rest[1..].starts_with(|c: char| c.is_ascii_digit()) && (before.has(Flags::SPACE) || at == 0) {
            return (at + 1 + scan(&rest[1..]).len, Shape::Decimal);
        }
        if c.is_alphabetic() {
            if let Some(len) = link(rest) {
                return (at + len, Shape::Link);
            }
            // One letter behind a digit or a degree sign is a unit at the end of its sentence: `72F.`, `180 °C.`
            let measures = self.text[..at].ends_with(|c: char| c.is_ascii_digit() || c == '°');
            if let Some((len, shape)) = initials(rest).filter(|&(len, _)| !measures || len > "C.".len()) {
                return (at + len, shape);
            }
            let end = at + prefix_len(&self.text[..at], rest).unwrap_or_else(|| word_len(rest));
            return (end, word_shape(&self.text[at..end]));
        }
        let shape = if fraction(c).is_some() { Shape::Decimal } else { Shape::Punctuation };
        // A stray combining mark belongs to the sign that it follows.
        let marks = rest[c.len_utf8()..].chars().take_while(|&c| is_mark(c)).map(char::len_utf8).sum::<usize>();
        (at + c.len_utf8() + marks, shape)
    }

    fn numeral(&self, at: usize) -> (usize, Shape) {
        let rest = &self.text[at..];
        // Behind a numeral that was cut at a separator (`01.03.2019`) its other parts are plain digits.
        let is_rest = matches!(self.text.as_bytes()[..at], [.., b'0'..=b'9', b'.' | b',']);
        let plain_len = rest.bytes().take_while(u8::is_ascii_digit).count();
        let numeral = if is_rest { Numeral { len: plain_len, plain: true } } else { scan(rest) };
        let end = at + numeral.len;
        let shape = if numeral.plain { Shape::Integer } else { Shape::Decimal };
        let tail = &rest[numeral.len..];
        let letters = tail.find(|c: char| !c.is_alphabetic() && !is_mark(c)).unwrap_or(tail.len());
        if letters == 0 {
            return (end, shape);
        }
        let is_ordinal = self.conventions.ordinal_suffixes.iter().any(|s| s.eq_ignore_ascii_case(&tail[..letters]));
        if is_ordinal {
            return (end + letters, Shape::Ordinal);
        }
        // Digits on both sides of letters: one thing with a name, or a scanner's slip.
        if numeral.plain && letters <= 2 && tail[letters..].starts_with(|c: char| c.is_ascii_digit()) {
            return (at + word_len(rest), Shape::Alnum);
        }
        (end, shape)
    }

    /// Where a clitic begins at the end of the word, if it ends in one.
    fn clitic(&self, start: usize, end: usize) -> Option<usize> {
        let word = &self.text[start..end];
        let at = word.rfind(['\'', '’'])?;
        let mark = word[at..].chars().next()?.len_utf8();
        let tail = &word[at + mark..];
        let matches = |clitic: &String| clitic.strip_prefix('\'').is_some_and(|rest| rest.eq_ignore_ascii_case(tail));
        (at > 0 && self.conventions.clitics.iter().any(matches)).then_some(start + at)
    }
}

fn is_mark(c: char) -> bool {
    !c.is_ascii() && unicode_normalization::char::is_combining_mark(c)
}

/// Length of the run of letters, digits and inner apostrophes at the start of `text`.
fn word_len(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let inner = matches!(c, '\'' | '’' | 'ʼ' | 'ʻ')
            && at > 0
            && chars.peek().is_some_and(|&(_, next)| next.is_alphabetic());
        if !(c.is_alphanumeric() || inner || is_mark(c)) {
            return at;
        }
    }
    text.len()
}

/// Length of the letters before a number that has a fraction, a group of thousands or a sign before them: those of
/// `R1.2`, `EUR5,000`, `$A23`.
fn prefix_len(before: &str, text: &str) -> Option<usize> {
    /// The most letters that a currency is written with.
    const LONGEST: usize = 4;
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let digits = text[letters..].bytes().take_while(u8::is_ascii_digit).count();
    let behind = &text.as_bytes()[letters + digits..];
    let is_number = match behind {
        [b'.', next, ..] => next.is_ascii_digit(),
        [b',', a, b, c, ..] => [a, b, c].iter().all(|digit| digit.is_ascii_digit()),
        _ => before.ends_with('$'),
    };
    ((1..=LONGEST).contains(&letters) && digits > 0 && is_number && text.starts_with(|c: char| c.is_ascii_uppercase()))
        .then_some(letters)
}

fn word_shape(word: &str) -> Shape {
    let mut letters = 0;
    let mut upper = 0;
    let mut first_upper = false;
    for c in word.chars() {
        if c.is_numeric() {
            return Shape::Alnum;
        }
        if c.is_alphabetic() {
            let is_upper = c.is_uppercase();
            first_upper |= is_upper && letters == 0;
            letters += 1;
            upper += usize::from(is_upper);
        }
    }
    match (letters, upper) {
        (_, 0) => Shape::Lower,
        (1, 1) => Shape::Letter,
        (n, m) if n == m => Shape::Upper,
        (_, 1) if first_upper => Shape::Title,
        _ => Shape::Mixed,
    }
}

/// `U.S.`, `J.`, `p.m.`: single letters, each with its stop (the last may lack it where there are two or more).
fn initials(text: &str) -> Option<(usize, Shape)> {
    let mut chars = text.char_indices().peekable();
    let mut letters = 0;
    let mut upper = 0;
    let mut end = 0;
    while let Some(&(at, letter)) = chars.peek() {
        if !letter.is_alphabetic() {
            break;
        }
        chars.next();
        match chars.peek() {
            Some(&(stop, '.')) => {
                chars.next();
                end = stop + 1;
            }
            Some(&(_, c)) if c.is_alphanumeric() || c == '\'' || c == '’' => break,
            _ if letters == 0 => break,
            _ => {
                letters += 1;
                upper += usize::from(letter.is_uppercase());
                end = at + letter.len_utf8();
                break;
            }
        }
        letters += 1;
        upper += usize::from(letter.is_uppercase());
    }
    match (letters, upper) {
        (n, m) if n > 0 && n == m => Some((end, Shape::Initial)),
        (n, _) if n > 1 => Some((end, Shape::Lower)),
        _ => None,
    }
}

/// An address of the net or the post at the start of `text`.
fn link(text: &str) -> Option<usize> {
    let end = text
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '(' | ')' | ',' | ';'))
        .unwrap_or(text.len());
    let candidate = text[..end].trim_end_matches(['.', ':', '!', '?', '\'']);
    let is_scheme = |at: usize| at > 0 && candidate[..at].bytes().all(|b| b.is_ascii_alphabetic());
    let is_net = candidate.find("://").is_some_and(is_scheme)
        || (candidate.get(..4).is_some_and(|s| s.eq_ignore_ascii_case("www.")) && candidate.len() > 5);
    let is_post = candidate.find('@').is_some_and(|at| at > 0 && candidate[at..].contains('.'));
    (is_net || is_post).then_some(candidate.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conventions() -> Conventions {
        let owned = |list: &[&str]| list.iter().map(ToString::to_string).collect();
        Conventions {
            ordinal_suffixes: owned(&["st", "nd", "rd", "th"]),
            clitics: owned(&["'s", "'"]),
            ..Conventions::default()
        }
    }

    fn texts(text: &str) -> Vec<&str> {
        let mut tokens = Vec::new();
        tokenize(text, &conventions(), &mut tokens);
        tokens.iter().map(|token| token.text(text)).collect()
    }

    fn shape(text: &str) -> Shape {
        let mut tokens = Vec::new();
        tokenize(text, &conventions(), &mut tokens);
        tokens[0].shape
    }

    #[test]
    fn words_part_where_documented() {
        assert_eq!(texts("a 35-year-old man"), ["a", "35", "-", "year", "-", "old", "man"]);
        assert_eq!(
            texts("Russia’s O'Neill, states' Da'esh"),
            ["Russia", "’s", "O'Neill", ",", "states", "'", "Da'esh"]
        );
        assert_eq!(texts("the U.S. Gen. J. R. Smith"), ["the", "U.S.", "Gen", ".", "J.", "R.", "Smith"]);
        assert_eq!(texts("at 9 a.m. in the U.S"), ["at", "9", "a.m.", "in", "the", "U.S"]);
        assert_eq!(texts("agency.The end."), ["agency", ".", "The", "end", "."]);
    }

    #[test]
    fn numbers_part_where_documented() {
        assert_eq!(texts("20th 15kg 1990s $2.3bn"), ["20th", "15", "kg", "1990", "s", "$", "2.3", "bn"]);
        assert_eq!(
            texts("R1.2 EUR5,000 $A23 T72, H1N1"),
            ["R", "1.2", "EUR", "5,000", "$", "A", "23", "T72", ",", "H1N1"]
        );
        assert_eq!(
            texts("to 72F. At 5p.m., 20 °C. A"),
            ["to", "72", "F", ".", "At", "5", "p.m.", ",", "20", "°", "C", ".", "A"]
        );
        assert_eq!(texts("2O19 G7 T-72 135R"), ["2O19", "G7", "T", "-", "72", "135", "R"]);
        assert_eq!(texts("01.03.2019, .5 2½"), ["01", ".", "03", ".", "2019", ",", ".5", "2", "½"]);
        assert_eq!(shape("20th"), Shape::Ordinal);
        assert_eq!(shape("1,234"), Shape::Decimal);
        assert_eq!(shape("1234"), Shape::Integer);
    }

    #[test]
    fn links_are_one_token() {
        assert_eq!(
            texts("see http://a.gov/x/. or b@c.org, or www.d.org."),
            ["see", "http://a.gov/x/", ".", "or", "b@c.org", ",", "or", "www.d.org", "."]
        );
    }

    #[test]
    fn a_blank_line_breaks_and_a_wrapped_line_does_not() {
        let text = "one\n\ntwo three\nfour";
        let mut tokens = Vec::new();
        tokenize(text, &conventions(), &mut tokens);
        assert!(tokens[1].flags.has(Flags::BREAK));
        assert!(tokens[3].flags.has(Flags::LINE) && !tokens[3].flags.has(Flags::BREAK));
    }
}
