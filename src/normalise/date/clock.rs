//! Moments of a day, and figures as they stand in the text.

use super::point::Scope;

/// A moment of a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// 0 to 24.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 60, if said.
    pub second: Option<u8>,
    /// The offset from UTC by ISO 8601, if said.
    pub zone: Option<String>,
    /// Whether the words say which half of the day is meant.
    pub is_sure: bool,
}

/// The clock of a scope: `Some(None)` where there is none, `None` where it shows no time.
#[expect(clippy::option_option, reason = "no clock and an impossible clock are different answers")]
pub(super) fn clock(scope: &Scope) -> Option<Option<Clock>> {
    let (hour, minute) = if let Some(part) = scope.part("dotted-clock") {
        two_numbers(part.text, '.')?
    } else if let Some(part) = scope.part("letter-clock") {
        // 22h30
        let (hour, minute) = part.text.split_once(char::is_alphabetic)?;
        (hour.parse().ok()?, minute.parse().ok()?)
    } else if let Some(named) = scope.value("named-clock") {
        two_numbers(named, ':')?
    } else if let Some(part) = scope.part("clock-digits") {
        let four = part.number? as i32;
        (four / 100, four % 100)
    } else if let Some(part) = scope.part("day-and-hour") {
        (part.text.get(3..)?.parse().ok()?, scope.number("minute")?)
    } else if let Some(hour) = scope.number("spoken-hour") {
        // twenty past, five to
        let off = scope.number("spoken-minutes").zip(scope.number("past-or-to")).map(|(minutes, way)| minutes * way);
        let minutes = (hour * 60 + off.or(scope.number("hour-fraction")).unwrap_or(0)).rem_euclid(24 * 60);
        (minutes / 60, minutes % 60)
    } else if let Some(hour) = scope.number("hour") {
        (hour, scope.number("minute").unwrap_or(0))
    } else {
        return Some(None);
    };
    let meridiem = scope.value("meridiem").or_else(|| match scope.value("day-part") {
        // `three o'clock in the afternoon`
        Some("AF" | "EV" | "NI") if scope.part("spoken-hour").is_some() => Some("pm"),
        _ => None,
    });
    let hour = match meridiem {
        Some(_) if !(0..=12).contains(&hour) && scope.part("minute").is_none() => return None,
        Some("am") if hour == 12 => 0,
        Some("pm") if hour < 12 => hour + 12,
        _ => hour,
    };
    let second = scope.number("clock-second");
    let exists = (0..=23).contains(&hour) && (0..=59).contains(&minute) || (hour, minute) == (24, 0);
    exists.then_some(())?;
    Some(Some(Clock {
        hour: hour as u8,
        minute: minute as u8,
        second: second.map(|n| n as u8),
        zone: scope.value("zone").and_then(written_zone),
        is_sure: meridiem.is_some()
            || hour > 12
            || scope.part("named-clock").is_some()
            || scope.part("letter-clock").is_some()
            || scope.part("clock-digits").is_some(),
    }))
}

pub(super) fn two_numbers(text: &str, separator: char) -> Option<(i32, i32)> {
    let (first, second) = text.split_once(separator)?;
    Some((first.parse().ok()?, second.parse().ok()?))
}

/// A zone's offset, if its name gives one.
pub(super) fn written_zone(zone: &str) -> Option<String> {
    (zone != "local").then(|| zone.to_owned())
}

/// The number that figures were before a scanner read some of them as letters; `None` if none is a digit.
pub(super) fn unscarred(text: &str) -> Option<i32> {
    let mut has_digit = false;
    let digits = text
        .chars()
        .map(|c| {
            has_digit |= c.is_ascii_digit();
            match c {
                'l' | 'I' | 'i' | '|' => Some('1'),
                'O' | 'o' | 'Q' | 'D' => Some('0'),
                'Z' | 'z' => Some('2'),
                'S' | 's' => Some('5'),
                'b' => Some('6'),
                'B' => Some('8'),
                'g' | 'q' => Some('9'),
                c if c.is_ascii_digit() => Some(c),
                _ => None,
            }
        })
        .collect::<Option<String>>()?;
    has_digit.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scanned_figures_are_read_as_digits() {
        assert_eq!(unscarred("l5"), Some(15));
        assert_eq!(unscarred("2O23"), Some(2023));
        assert_eq!(unscarred("I993"), Some(1993));
        assert_eq!(unscarred("lO"), None);
        assert_eq!(unscarred("A4"), None);
    }
}
