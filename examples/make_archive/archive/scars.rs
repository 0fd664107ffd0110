//! What a scanner makes of a page: set lines with hyphens, letters taken for others, spaces too many and too few, page numbers.

use rand::RngExt;
use rand_xorshift::XorShiftRng;

/// What is taken for what.
const MISTAKEN: [(&str, &str); 12] = [
    ("rn", "m"),
    ("m", "rn"),
    ("l", "1"),
    ("i", "l"),
    ("e", "c"),
    ("h", "b"),
    ("fi", "ﬁ"),
    ("O", "0"),
    ("0", "O"),
    ("1", "l"),
    (",", "."),
    ("5", "S"),
];

/// How wide lines are set, and how many a page has.
const WIDTH: usize = 66;
const PAGE: usize = 48;

/// `text` as it comes from the scanner.
pub fn scan(text: &str, random: &mut XorShiftRng) -> String {
    let mut page = Page { text: String::with_capacity(text.len() * 11 / 10), column: 0, lines: 0, pages: 1 };
    for (index, paragraph) in text.split('\n').enumerate() {
        if index > 0 {
            page.end_line();
        }
        for word in paragraph.split(' ') {
            let word = if random.random_bool(0.03) { misread(word, random) } else { word.to_owned() };
            page.set(&word, random);
        }
    }
    page.text
}

/// A text while it is set.
struct Page {
    text: String,
    column: usize,
    lines: usize,
    pages: usize,
}

impl Page {
    fn set(&mut self, word: &str, random: &mut XorShiftRng) {
        let length = word.chars().count();
        if self.column > 0 && self.column + 1 + length > WIDTH {
            let middle = word.char_indices().nth(length / 2).map_or(0, |(at, _)| at);
            if length > 7 && random.random_bool(0.4) && word.chars().all(char::is_alphabetic) {
                self.text += &format!(" {}-", &word[..middle]);
                self.end_line();
                return self.append(&word[middle..]);
            }
            self.end_line();
        } else if self.column > 0 && !random.random_bool(0.004) {
            self.append(if random.random_bool(0.02) { "  " } else { " " });
        }
        self.append(word);
    }

    fn append(&mut self, piece: &str) {
        self.text += piece;
        self.column += piece.chars().count();
    }

    fn end_line(&mut self) {
        self.text.push('\n');
        self.column = 0;
        self.lines += 1;
        if self.lines.is_multiple_of(PAGE) {
            self.pages += 1;
            self.text += &format!("\n{:>33}{} -\n\n", "- ", self.pages);
        }
    }
}

/// `word` with a letter taken for another, or with its letters set apart.
fn misread(word: &str, random: &mut XorShiftRng) -> String {
    if random.random_bool(0.1) {
        let letters: Vec<String> = word.chars().map(String::from).collect();
        return letters.join(" ");
    }
    let (right, wrong) = MISTAKEN[random.random_range(0..MISTAKEN.len())];
    word.replacen(right, wrong, 1)
}
