//! One spelling for the many ways in which a word may be written.
//!
//! Lexicons and texts are compared folded: lower case, without diacritics, with plain dashes and quotes, so that
//! `Zürich`, `ZURICH` and `Zurich` are one entry. ASCII, nearly all of every bulletin, takes the short way.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// `word` folded, as a new string.
pub fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold_onto(word, &mut folded);
    folded
}

/// Writes `word` folded behind what `folded` holds.
pub fn fold_onto(word: &str, folded: &mut String) {
    if word.is_ascii() {
        let start = folded.len();
        folded.push_str(word);
        folded[start..].make_ascii_lowercase();
        return;
    }
    for c in word.nfkd().flat_map(char::to_lowercase) {
        match c {
            '‐' | '‑' | '‒' | '–' | '−' => folded.push('-'),
            '‘' | '’' | '‛' | 'ʼ' | 'ʻ' | 'ʹ' | '`' | '´' => folded.push('\''),
            '“' | '”' | '„' | '‟' | '«' | '»' | '″' => folded.push('"'),
            'ı' => folded.push('i'),
            'ł' => folded.push('l'),
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'ß' => folded.push_str("ss"),
            'æ' | 'ǽ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ſ' => folded.push('s'),
            '⁄' => folded.push('/'),
            c if is_combining_mark(c) => {}
            c => folded.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn case_diacritics_dashes_and_quotes_fold() {
        assert_eq!(fold("ZÜRICH"), "zurich");
        assert_eq!(fold("Şanlıurfa"), "sanliurfa");
        assert_eq!(fold("Łódź"), "lodz");
        assert_eq!(fold("Da’esh"), "da'esh");
        assert_eq!(fold("–"), "-");
        assert_eq!(fold("—"), "—");
    }
}
