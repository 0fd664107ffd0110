//! Names compared: the words of a name, folded, and which name is a short form of which.

use bulletin_rules::text::fold;

/// The words of a name, folded, stops and hyphens aside.
pub(super) fn words(name: &str) -> Vec<String> {
    fold(name)
        .split(|c: char| c.is_whitespace() || c == '-')
        .map(|word| word.trim_matches(['.', ',']).to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

/// Whether the word is one letter, or letters with stops: an initial.
fn is_initial(word: &str) -> bool {
    word.chars().count() == 1 || word.contains('.')
}

/// Whether a person called `short` may be the one called `full`: the surname alone, a given name alone, initials or
/// fewer given names before the same surname.
pub(super) fn is_short_for(short: &[String], full: &[String]) -> bool {
    let (Some(short_last), Some(full_last)) = (short.last(), full.last()) else { return false };
    if short.len() > full.len() {
        return false;
    }
    if short.len() == 1 {
        return full.contains(short_last);
    }
    if short_last != full_last && full.windows(short.len()).all(|window| window != short) {
        return false;
    }
    // Each given name stands in the full name, as itself or by its initial, in order.
    let mut rest = full.iter();
    short.iter().all(|word| rest.any(|other| other == word || (is_initial(word) && other.starts_with(&word[..1]))))
}

/// The initials of the words of a name that are written with capitals.
pub(super) fn initials(name: &str) -> String {
    name.split(|c: char| c.is_whitespace() || c == '-' || c == '/')
        .filter_map(|word| word.chars().find(|c| c.is_alphabetic()).filter(|c| c.is_uppercase()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{initials, is_short_for, words};

    #[test]
    fn short_forms_are_known() {
        let is = |short: &str, full: &str| is_short_for(&words(short), &words(full));
        assert!(is("Kovalenko", "Olena Petrivna Kovalenko"));
        assert!(is("O. Kovalenko", "Olena Kovalenko"));
        assert!(is("Olena", "Olena Kovalenko"));
        assert!(!is("Ivan Kovalenko", "Olena Kovalenko"));
        assert!(!is("Olena Kovalenko", "Kovalenko"));
    }

    #[test]
    fn initials_skip_small_words() {
        assert_eq!(initials("Organization for Security and Cooperation in Europe"), "OSCE");
    }
}
