//! Numerals: where one ends in the text, and its value.

/// A numeral as scanned: its length in bytes and whether it has groups or a fraction.
pub(super) struct Numeral {
    pub(super) len: usize,
    pub(super) plain: bool,
}

/// White space that may part the thousands of one numeral.
fn is_group_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{2008}')
}

/// The longest numeral at the start of `text`, which begins with a digit.
///
/// Groups and separators must fit one of the world's habits (`1,234,567.8`, `1.234.567,8`, `3,45,000`, `1 234 567`
/// with no-break spaces, `4.5`); what does not (`01.03.2019`, `1,2`) is cut before the first separator.
pub(super) fn scan(text: &str) -> Numeral {
    let digits = |s: &str| s.bytes().take_while(u8::is_ascii_digit).count();
    let first = digits(text);
    let mut groups = vec![first];
    let mut separators: Vec<char> = Vec::new();
    let mut ends = vec![first];
    let mut at = first;
    while let Some(c) = text[at..].chars().next() {
        if !(c == ',' || c == '.' || c == '\'' || c == '’' || is_group_space(c)) {
            break;
        }
        let next = at + c.len_utf8();
        let run = digits(&text[next..]);
        if run == 0 || ((is_group_space(c) || c == '\'' || c == '’') && run != 3) {
            break;
        }
        separators.push(if is_group_space(c) {
            ' '
        } else if c == '’' {
            '\''
        } else {
            c
        });
        groups.push(run);
        at = next + run;
        ends.push(at);
    }
    // The longest prefix of what was read that is one well-formed numeral.
    (1..=groups.len())
        .rev()
        .find(|&n| well_formed(&groups[..n], &separators[..n - 1], n == groups.len()))
        .map_or(Numeral { len: first, plain: true }, |n| Numeral { len: ends[n - 1], plain: n == 1 })
}

/// Whether groups of these lengths with these separators are one numeral; only the whole run may end in a fraction.
fn well_formed(groups: &[usize], separators: &[char], whole: bool) -> bool {
    let thousands = |groups: &[usize]| {
        let (last, rest) = groups.split_last().expect("a numeral has a group");
        rest.is_empty() || (*last == 3 && rest[0] <= 3 && rest[1..].iter().all(|&n| n == 3))
    };
    let indian = |groups: &[usize]| {
        let (last, rest) = groups.split_last().expect("a numeral has a group");
        rest.len() > 1 && *last == 3 && rest[0] <= 2 && rest[1..].iter().all(|&n| n == 2)
    };
    match separators {
        [] => groups[0] > 0 && (whole || groups.len() == 1),
        ['.'] => whole,
        [',', ..] | [' ', ..] | ['\'', ..] | ['.', '.', ..] if separators.iter().all(|&s| s == separators[0]) => {
            thousands(groups) || (separators[0] == ',' && indian(groups))
        }
        [rest @ .., last] => {
            let (_, integer) = groups.split_last().expect("a numeral has a group");
            whole
                && matches!(last, '.' | ',')
                && rest.iter().all(|s| s == &rest[0] && s != last)
                && (thousands(integer) || (rest[0] == ',' && indian(integer)))
        }
    }
}

/// The value of a numeral token (`1,234.5`, `20th`, `½`, `.5`): digits read as in the text.
pub fn parse_number(text: &str) -> Option<f64> {
    if let Some(c) = text.chars().next().filter(|c| !c.is_ascii()) {
        return fraction(c);
    }
    let end = text.char_indices().find(|(_, c)| c.is_alphabetic()).map_or(text.len(), |(at, _)| at);
    let text = &text[..end];
    let separators: Vec<char> = text.chars().filter(|c| !c.is_ascii_digit()).collect();
    let fraction_mark = match separators.as_slice() {
        [] => None,
        ['.'] => Some('.'),
        [first, .., last] if first != last && matches!(last, '.' | ',') => Some(*last),
        _ => None,
    };
    let plain: String = text
        .chars()
        .filter_map(|c| match c {
            c if c.is_ascii_digit() => Some(c),
            c if Some(c) == fraction_mark => Some('.'),
            _ => None,
        })
        .collect();
    plain.parse().ok()
}

/// The value of a vulgar fraction sign.
pub(super) fn fraction(sign: char) -> Option<f64> {
    Some(match sign {
        '½' => 0.5,
        '⅓' => 1.0 / 3.0,
        '⅔' => 2.0 / 3.0,
        '¼' => 0.25,
        '¾' => 0.75,
        '⅕' => 0.2,
        '⅖' => 0.4,
        '⅗' => 0.6,
        '⅘' => 0.8,
        '⅙' => 1.0 / 6.0,
        '⅚' => 5.0 / 6.0,
        '⅛' => 0.125,
        '⅜' => 0.375,
        '⅝' => 0.625,
        '⅞' => 0.875,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{parse_number, scan};

    #[test]
    fn numerals_end_where_their_habit_ends() {
        for (text, len) in [
            ("1,234,567 x", 9),
            ("4.5 kg", 3),
            ("3,45,000", 8),
            ("1.234.567,89", 12),
            ("01.03.2019", 2),
            ("1,2 and 3", 1),
            ("1998, 1999", 4),
            ("1\u{a0}234\u{a0}567", 11),
            ("1,234.5", 7),
            ("10.", 2),
            ("2,000,1", 5),
        ] {
            assert_eq!(scan(text).len, len, "{text}");
        }
    }

    #[test]
    fn numerals_have_values() {
        for (text, value) in
            [("1,234,567", 1_234_567.0), ("1.234.567,89", 1_234_567.89), ("20th", 20.0), ("½", 0.5), (".5", 0.5)]
        {
            assert_eq!(parse_number(text), Some(value), "{text}");
        }
    }
}
