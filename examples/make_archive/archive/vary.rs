//! New bulletins out of templates: each name is another throughout the bulletin, each number another wherever it stands.

use std::collections::HashMap;

use rand::RngExt;
use rand_xorshift::XorShiftRng;

use super::lexicons::{Lexicons, capital};
use super::templates::{Piece, Template};

/// What bulletins are made from.
pub struct Variations<'v> {
    pub lexicons: &'v Lexicons,
    pub templates: &'v [Template],
}

/// How many lines a list of names has.
const LINES: std::ops::Range<usize> = 20..120;

impl Variations<'_> {
    /// A bulletin: one of the templates, now and then with paragraphs of another behind.
    pub fn bulletin(&self, random: &mut XorShiftRng) -> String {
        let mut names = HashMap::new();
        let mut text = String::new();
        self.append(choose(self.templates, random), 0, &mut names, &mut text, random);
        if random.random_bool(0.5) {
            let other = choose(self.templates, random);
            let first = random.random_range(0..other.paragraphs.len());
            self.append(other, first, &mut names, &mut text, random);
        }
        text
    }

    fn append<'t>(
        &self,
        template: &'t Template,
        first: usize,
        names: &mut HashMap<&'t str, String>,
        text: &mut String,
        random: &mut XorShiftRng,
    ) {
        for paragraph in &template.paragraphs[first..] {
            for piece in paragraph {
                match piece {
                    Piece::Text(old) => text.push_str(old),
                    Piece::Digits(old) => digits(old, text, random),
                    Piece::Month(old) => text.push_str(&cased(choose::<String>(&self.lexicons.months, random), old)),
                    Piece::Name(old) | Piece::Town(old) | Piece::Unknown(old) => {
                        text.push_str(names.entry(old).or_insert_with(|| cased(&self.name(piece, random), old)));
                    }
                }
            }
            text.push_str("\n\n");
        }
    }

    /// Another name of the same sort.
    fn name(&self, piece: &Piece, random: &mut XorShiftRng) -> String {
        match piece {
            // One in four names is one that no lexicon has.
            _ if random.random_bool(0.25) => coined(random),
            Piece::Town(_) => choose(&self.lexicons.towns, random).clone(),
            Piece::Name(_) if random.random_bool(0.3) => choose::<String>(&self.lexicons.given_names, random).clone(),
            Piece::Name(_) => choose(&self.lexicons.surnames, random).clone(),
            _ => coined(random),
        }
    }

    /// People with their ranks, offices and towns, one a line.
    pub fn list_of_names(&self, random: &mut XorShiftRng) -> String {
        let mut text = String::new();
        for _ in 0..random.random_range(LINES) {
            if random.random_bool(0.3) {
                text += choose::<String>(&self.lexicons.titles, random);
                text.push(' ');
            }
            let given = choose(&self.lexicons.given_names, random);
            let surname = match random.random_bool(0.7) {
                true => choose(&self.lexicons.surnames, random).clone(),
                false => coined(random),
            };
            text += &format!("{given} {surname}");
            if random.random_bool(0.5) {
                text += &format!(", {}", choose::<String>(&self.lexicons.offices, random));
            }
            text += &format!(", {}\n", choose::<String>(&self.lexicons.towns, random));
        }
        text
    }
}

fn choose<'t, T>(from: &'t [T], random: &mut XorShiftRng) -> &'t T {
    &from[random.random_range(0..from.len())]
}

/// A word of two to four syllables.
fn coined(random: &mut XorShiftRng) -> String {
    const ONSETS: [&str; 20] =
        ["b", "d", "dr", "g", "h", "j", "k", "kh", "l", "m", "n", "p", "r", "s", "sh", "t", "tr", "v", "z", ""];
    const RHYMES: [&str; 16] =
        ["a", "e", "i", "o", "u", "ai", "an", "ar", "el", "en", "ir", "is", "on", "or", "um", "ov"];
    let syllables = random.random_range(2..=4);
    let word: String = (0..syllables).flat_map(|_| [*choose(&ONSETS, random), *choose(&RHYMES, random)]).collect();
    capital(&word)
}

/// `new` in capitals where `old` is.
fn cased(new: &str, old: &str) -> String {
    if old.chars().any(char::is_lowercase) { new.to_owned() } else { new.to_uppercase() }
}

/// Appends another number of as many digits: a year for a year, a day or hour for what could be one.
fn digits(old: &str, text: &mut String, random: &mut XorShiftRng) {
    let number: u64 = old.parse().unwrap_or(u64::MAX);
    match (old.len(), number) {
        (4, 1800..2100) => text.push_str(&random.random_range(1900..2026).to_string()),
        (1, 1..) => text.push_str(&random.random_range(1..10).to_string()),
        (2, 10..=31) => text.push_str(&random.random_range(10..29).to_string()),
        _ => {
            for (index, digit) in old.chars().enumerate() {
                // A leading zero stays one, and what is not zero does not become one.
                let least = u32::from(index == 0);
                let new = if index == 0 && digit == '0' { 0 } else { random.random_range(least..10) };
                text.push(char::from_digit(new, 10).expect("one digit"));
            }
        }
    }
}

/// A day from 1950 on.
pub fn day(random: &mut XorShiftRng) -> String {
    let (year, month, day) =
        (random.random_range(1950..2026), random.random_range(1..=12), random.random_range(1..=28));
    format!("{year}-{month:02}-{day:02}")
}
