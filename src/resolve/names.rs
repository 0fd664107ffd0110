//! Names compared: how a name should read, its words, folded, and which name is a short form of which.

use bulletin_rules::grammar::Reading;
use bulletin_rules::text::fold;

/// Lexicons of the grammar that this stage asks.
pub(super) const FUNCTION_WORD: &str = "function-word";
const NAMES: [&str; 3] = ["country", "country-letters", "organisation"];

/// A name as it should read: scanned letters that stand apart joined, hyphens and stops without stray spaces.
pub(super) fn as_it_reads(name: &str) -> String {
    /// From so many lone letters on they are one word, not initials.
    const SPELLED_OUT: usize = 3;
    let is_lone = |word: &str| word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    let stops = name.replace(" .", ".");
    let parts: Vec<&str> = stops.split_whitespace().collect();
    let mut words: Vec<String> = Vec::new();
    for run in parts.chunk_by(|a, b| is_lone(a) && is_lone(b)) {
        if run.len() >= SPELLED_OUT {
            words.push(run.concat());
        } else {
            words.extend(run.iter().map(|word| (*word).to_owned()));
        }
    }
    // A hyphen that is glued on one side only has lost its other neighbour to a line's end.
    let mut joined = String::new();
    for (at, word) in words.iter().enumerate() {
        let is_glued = |word: &str, sign: bool| sign && word.len() > 1;
        let after = at > 0 && is_glued(&words[at - 1], words[at - 1].ends_with('-'));
        if at > 0 && !after && !is_glued(word, word.starts_with('-')) {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    joined
}

/// A name in capitals in the capitals of a name: `MICK YOUNG` is Mick Young, `R.J. HUNT IV` is R.J. Hunt IV.
pub(super) fn unshouted(name: &str) -> String {
    if !is_shouted(name) {
        return name.to_owned();
    }
    let is_numeral = |word: &str| word.len() < 5 && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    let word = |word: &str| {
        if is_numeral(word) {
            return word.to_owned();
        }
        let mut starts = true;
        let lowered = |(at, c): (usize, char)| {
            let out = if starts { c.to_string() } else { c.to_lowercase().collect() };
            // Behind an apostrophe a name begins, one letter is a possessive's: O'Neill, Cox's.
            let is_last = word[at + c.len_utf8()..].chars().count() < 2;
            starts = !(c.is_alphanumeric() || matches!(c, '\'' | '’') && is_last);
            out
        };
        word.char_indices().map(lowered).collect::<String>()
    };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// The same of a body or a place, its function words small: `MINISTRY OF HEALTH` is Ministry of Health.
pub(super) fn unshouted_title(reading: &Reading<'_, '_>, name: &str) -> String {
    if !is_shouted(name) {
        return name.to_owned();
    }
    let title = unshouted(name);
    let words = title.split(' ').zip(name.split(' ')).enumerate().map(|(at, (word, shouted))| {
        let (mut is_function_word, mut is_name) = (false, false);
        reading.look_up(shouted, |lexicon, _| {
            is_function_word |= lexicon == FUNCTION_WORD;
            // The letters of some bodies and countries spell such words: US, WHO.
            is_name |= NAMES.contains(&lexicon);
        });
        match (is_function_word && at > 0, is_name) {
            (true, false) => word.to_lowercase(),
            (true, true) => shouted.to_owned(),
            (false, _) => word.to_owned(),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Whether a name has no small letter and is more than initials.
pub(super) fn is_shouted(name: &str) -> bool {
    !name.chars().any(char::is_lowercase) && name.split([' ', '-', '.']).any(|word| word.chars().count() > 2)
}

/// The words of a name, folded, without the signs around and inside them.
pub(super) fn words(name: &str) -> Vec<String> {
    let is_sign = |c: char| !c.is_alphanumeric();
    fold(name)
        .replace('\'', "")
        .split(|c: char| c.is_whitespace() || c == '-')
        .flat_map(|word| if word.trim_end_matches('.').contains('.') { word.split('.').collect() } else { vec![word] })
        .map(|word| word.trim_matches(is_sign).to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

/// Whether the word is one letter: an initial.
pub(super) fn is_initial(word: &str) -> bool {
    word.chars().count() == 1
}

/// What is left of a word's sound when vowels, doubled letters and the habits of transliteration are taken away: words
/// that may be spellings of one name have it in common.
pub(super) fn skeleton(word: &str) -> String {
    let mut bones = String::new();
    for (at, c) in word.chars().enumerate() {
        let bone = match c {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' if at == 0 => 'a',
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' => continue,
            'c' | 'q' => 'k',
            'w' => 'v',
            'z' => 's',
            c => c,
        };
        if !bones.ends_with(bone) {
            bones.push(bone);
        }
    }
    bones
}

/// Whether two words may be spellings of one name: the same bones, and hardly a letter apart.
pub(super) fn is_spelling_of(a: &str, b: &str) -> bool {
    /// Shorter words differ by a letter and are other names: Khan, Kahn.
    const LONG: usize = 6;
    a == b || (a.len() >= LONG && b.len() >= LONG && a.len().abs_diff(b.len()) <= 1 && is_letter_apart(a, b))
}

/// Whether two words of about one length differ in no more than one letter and have the same bones.
fn is_letter_apart(a: &str, b: &str) -> bool {
    let same = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    let tail = a.bytes().rev().zip(b.bytes().rev()).take_while(|(x, y)| x == y).count();
    let longer = a.len().max(b.len());
    same + tail + 1 >= longer && skeleton(a) == skeleton(b)
}

/// Whether a person called `short` may be the one called `full`: the surname alone, a given name alone, initials or
/// fewer given names before the same surname, the names in the other order.
pub(super) fn is_short_for(short: &[String], full: &[String]) -> bool {
    let (Some(short_last), Some(full_last)) = (short.last(), full.last()) else { return false };
    if short.len() > full.len() {
        return false;
    }
    if short.len() == 1 {
        return full.iter().any(|word| is_spelling_of(word, short_last));
    }
    // A stretch of the full name, wherever it stands.
    if full.windows(short.len()).any(|window| window.iter().zip(short).all(|(a, b)| is_spelling_of(a, b))) {
        return true;
    }
    let mut turned: [Vec<&String>; 2] = [short.iter().collect(), full.iter().collect()];
    turned.iter_mut().for_each(|words| words.sort_unstable());
    if turned[0] == turned[1] {
        return true;
    }
    // The same surname behind fewer or shorter given names, which begin alike and leave none out between.
    is_spelling_of(short_last, full_last) && {
        let given = short[..short.len() - 1].iter().zip(&full[..full.len() - 1]);
        let agrees = |(a, b): (&String, &String)| {
            is_spelling_of(a, b)
                || (is_initial(a) && b.starts_with(a.as_str()))
                || (is_initial(b) && a.starts_with(b.as_str()))
        };
        given.into_iter().all(agrees)
    }
}

/// The initials of the words of a name that are written with capitals.
pub(super) fn initials(name: &str) -> String {
    name.split(|c: char| c.is_whitespace() || c == '-' || c == '/')
        .filter_map(|word| word.chars().find(|c| c.is_alphabetic()).filter(|c| c.is_uppercase()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{as_it_reads, initials, is_short_for, unshouted, words};

    #[test]
    fn capitals_of_headlines_are_those_of_names() {
        for (shouted, name) in
            [("COX'S BAZAR", "Cox's Bazar"), ("PAT O'NEILL", "Pat O'Neill"), ("KAI-LOTTE", "Kai-Lotte")]
        {
            assert_eq!(unshouted(shouted), name);
        }
    }

    #[test]
    fn short_forms_are_known() {
        let is = |short: &str, full: &str| is_short_for(&words(short), &words(full));
        for (short, full) in [
            ("Kovalenko", "Olena Petrivna Kovalenko"),
            ("O. Kovalenko", "Olena Kovalenko"),
            ("Olena", "Olena Kovalenko"),
            ("Petrivna Kovalenko", "Olena Petrivna Kovalenko"),
            ("al-Hadi", "Karim Al Hadi"),
            ("KOVALENKO Olena", "Olena Kovalenko"),
            ("Olena Kovalenko", "Olena P. Kovalenko"),
            ("Disanayaka", "Nimal Dissanayaka"),
            ("Karim Hadi", "Karim \"Ace\" Hadi"),
        ] {
            assert!(is(short, full), "{short} is short for {full}");
        }
        for (short, full) in [
            ("Ivan Kovalenko", "Olena Kovalenko"),
            ("Olena Kovalenko", "Kovalenko"),
            ("Mark W. Dale", "Mark H. W. Dale"),
            ("P. Kovalenko", "Olena Petrivna Kovalenko"),
            ("Kahn", "Amir Khan"),
        ] {
            assert!(!is(short, full), "{short} is not short for {full}");
        }
    }

    #[test]
    fn names_read_as_they_should() {
        for (text, name) in [
            ("M . J . R .  D E L A N E Y", "M. J. R. DELANEY"),
            ("Lindsay H o o d", "Lindsay Hood"),
            ("Ibrahim al- Hadi", "Ibrahim al-Hadi"),
            ("J F Kennedy", "J F Kennedy"),
            ("Task Force - North Wind", "Task Force - North Wind"),
        ] {
            assert_eq!(as_it_reads(text), name);
        }
        for (text, name) in [
            ("MARY QUILL", "Mary Quill"),
            ("R.J. O'NEILL III", "R.J. O'Neill III"),
            ("AL-HADI", "Al-Hadi"),
            ("J.F.", "J.F."),
            ("Mary Quill", "Mary Quill"),
        ] {
            assert_eq!(unshouted(text), name);
        }
    }

    #[test]
    fn initials_skip_small_words() {
        assert_eq!(initials("Organization for Security and Cooperation in Europe"), "OSCE");
    }
}
