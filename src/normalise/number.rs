//! Written numbers as `f64`: figures, number words, magnitudes and fractions put together.
//!
//! The grammar says which token plays which part (`numeral`, `scale`, `group` …); this module only
//! does the sums. A sequence that no one would say (`five three`, `twenty nineteen`) has no value,
//! so that two numbers side by side never melt into one.

use std::ops::RangeInclusive;

/// A number's written form, piece by piece.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Piece {
    /// A figure: `4.5`.
    Figure(f64),
    /// Three digits that continue a figure after a space: `1 234`.
    Group(f64),
    /// So many noughts that continue a figure: the letters of `5O`.
    Noughts(f64),
    /// A number word below one hundred.
    Numeral(f64),
    /// A word that multiplies what stands before it: `hundred`, `dozen`, `million`, `crore`.
    Scale(f64),
    /// A part of one: the half of `half a million`, the thirds of `two thirds`.
    Fraction(f64),
    /// A part of one that is added: `two and a half`, `2½`, `2 1/2`.
    Extra(f64),
    /// The exponent of ten that multiplies all before it: `5×10^6`, `1.2e6`.
    Power(f64),
}

/// The value of a written number, `None` where its pieces do not make one.
pub fn compose(pieces: &[Piece]) -> Option<f64> {
    let mut sum = Sum::default();
    for &piece in pieces {
        sum.take(piece)?;
    }
    let value = sum.total + sum.current.unwrap_or(0.0);
    (!pieces.is_empty() && value.is_finite()).then(|| tidy(value))
}

/// Whether figures group their digits with points and have a decimal comma: more of them can only be read so
/// (`1.234.567`, `1.234,5`) than the other way round (`1,234,567`, `1,234.5`, `3.25`).
pub fn has_grouping_points<'t>(figures: impl Iterator<Item = &'t str>) -> bool {
    let votes = figures.map(|figure| {
        let points = figure.matches('.').count();
        let commas = figure.matches(',').count();
        match (points, commas) {
            (2.., 0) => 1,
            (0, 2..) => -1,
            (1.., 1..) if figure.rfind('.') < figure.rfind(',') => 1,
            (1.., 1..) => -1,
            (1, 0) if figure.rfind('.').is_some_and(|at| figure.len() - at != ".000".len()) => -1,
            _ => 0,
        }
    });
    votes.sum::<i32>() > 0
}

/// Takes away what binary arithmetic adds: fifteen significant digits are what an `f64` holds.
pub fn tidy(value: f64) -> f64 {
    format!("{value:.14e}").parse().unwrap_or(value)
}

const UNITS: RangeInclusive<f64> = 1.0..=9.0;
const TENS: RangeInclusive<f64> = 20.0..=90.0;

/// A number under way: what the large scales have closed, and what they have yet to multiply.
#[derive(Default)]
struct Sum {
    total: f64,
    current: Option<f64>,
    /// The last scale of a thousand or more; a later one must be smaller or follow at once.
    scale: Option<f64>,
    fractional: bool,
}

impl Sum {
    fn take(&mut self, piece: Piece) -> Option<()> {
        match piece {
            Piece::Figure(value) => self.open(value),
            Piece::Group(value) => {
                self.current = Some(self.current? * 1000.0 + value);
                Some(())
            }
            Piece::Noughts(count) => {
                self.current = Some(self.current? * 10f64.powf(count));
                Some(())
            }
            Piece::Numeral(value) => self.numeral(value),
            Piece::Scale(value) if value < 1000.0 => self.small_scale(value),
            Piece::Scale(value) => self.large_scale(value),
            Piece::Fraction(value) => {
                self.current = Some(self.current.unwrap_or(1.0) * value);
                self.fractional = true;
                (self.total == 0.0).then_some(())
            }
            Piece::Extra(value) => {
                self.current = Some(self.current.unwrap_or(0.0) + value);
                self.fractional = true;
                Some(())
            }
            Piece::Power(exponent) => {
                let mantissa = self.total + self.current.take().unwrap_or(1.0);
                self.total = format!("{mantissa}e{exponent}").parse().ok()?;
                Some(())
            }
        }
    }

    /// A figure can only begin a number, or what follows a larger scale: `4 million 500 thousand`.
    fn open(&mut self, value: f64) -> Option<()> {
        let room = self.scale.is_none_or(|scale| value < scale);
        (self.current.is_none() && room).then(|| self.current = Some(value))
    }

    fn numeral(&mut self, value: f64) -> Option<()> {
        let Some(current) = self.current else {
            return self.open(value);
        };
        let rest = current % 100.0;
        let fits = !self.fractional
            && ((rest == 0.0 && current > 0.0 && value < 100.0)
                || (TENS.contains(&rest) && rest % 10.0 == 0.0 && UNITS.contains(&value)));
        fits.then(|| self.current = Some(current + value))
    }

    fn small_scale(&mut self, value: f64) -> Option<()> {
        let current = self.current.unwrap_or(1.0);
        let room = current < 100.0 && self.scale.is_none_or(|scale| value < scale);
        room.then(|| self.current = Some(current * value))
    }

    fn large_scale(&mut self, value: f64) -> Option<()> {
        match (self.current.take(), self.scale) {
            (None, Some(_)) => self.total *= value,
            (Some(_), Some(last)) if value >= last => return None,
            (current, _) => self.total += current.unwrap_or(1.0) * value,
        }
        self.scale = Some(value);
        self.fractional = false;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::Piece::{Extra, Figure, Fraction, Group, Numeral, Power, Scale};
    use super::*;

    #[test]
    fn number_words() {
        let million = Scale(1e6);
        let sums: &[(&[Piece], f64)] = &[
            (&[Numeral(2.0), Scale(100.0), Numeral(40.0), Numeral(5.0), Scale(1000.0)], 245_000.0),
            (&[Numeral(15.0), Scale(100.0)], 1500.0),
            (&[Figure(4.5), Scale(1000.0)], 4500.0),
            (&[Figure(1.1), Scale(1e9)], 1.1e9),
            (&[Figure(4.35), Scale(100.0)], 435.0),
            (&[Fraction(0.5), million], 500_000.0),
            (&[Numeral(2.0), Extra(0.5), million], 2_500_000.0),
            (&[Numeral(2.0), Fraction(1.0 / 3.0)], 2.0 / 3.0),
            (&[Numeral(3.0), Scale(12.0)], 36.0),
            (&[Scale(12.0)], 12.0),
            (&[Figure(2.0), Scale(1e5), Scale(1e7)], 2e12),
            (&[Figure(4.0), million, Figure(500.0), Scale(1000.0)], 4_500_000.0),
            (&[Figure(1.0), Group(234.0), Group(567.0)], 1_234_567.0),
            (&[Figure(5.0), Power(6.0)], 5e6),
            (&[Figure(1.2), Power(-3.0)], 0.0012),
            (&[Figure(2.0), Extra(0.5)], 2.5),
            (&[Numeral(0.0)], 0.0),
        ];
        for (pieces, value) in sums {
            let got = compose(pieces).expect("a number");
            assert!((got - value).abs() <= value.abs() * 1e-12, "{pieces:?} gave {got}");
        }
    }

    #[test]
    fn a_text_shows_how_it_groups_its_digits() {
        for (figures, grouping_points) in [
            (&["1.234.567", "2.500"][..], true),
            (&["1.234,50", "2.500"], true),
            (&["2.500"], false),
            (&["1,234.50", "2.500"], false),
            (&["3.25", "1.234.567"], false),
            (&["1,234,567", "1.234"], false),
        ] {
            assert_eq!(has_grouping_points(figures.iter().copied()), grouping_points, "{figures:?}");
        }
    }

    #[test]
    fn what_no_one_says_has_no_value() {
        for pieces in [
            &[Numeral(5.0), Numeral(3.0)][..],
            &[Numeral(20.0), Numeral(19.0)],
            &[Figure(3.0), Figure(4.0)],
            &[Numeral(5.0), Scale(1000.0), Numeral(2.0), Scale(1e6)],
            &[],
        ] {
            assert_eq!(compose(pieces), None, "{pieces:?}");
        }
    }

    /// The pieces of a whole number in words, as an English speaker counts.
    fn spelled(number: u64) -> Vec<Piece> {
        let below_hundred = |number: u64| match number {
            0 => vec![],
            1..=20 => vec![Numeral(number as f64)],
            _ if number.is_multiple_of(10) => vec![Numeral(number as f64)],
            _ => vec![Numeral((number / 10 * 10) as f64), Numeral((number % 10) as f64)],
        };
        let below_thousand = |number: u64| match number / 100 {
            0 => below_hundred(number),
            hundreds => [vec![Numeral(hundreds as f64), Scale(100.0)], below_hundred(number % 100)].concat(),
        };
        let scales = [1_000_000_000, 1_000_000, 1000, 1];
        let group = |scale: u64| {
            let group = number / scale % 1000;
            let scale = (group > 0 && scale > 1).then_some(Scale(scale as f64));
            [below_thousand(group), scale.into_iter().collect()].concat()
        };
        scales.into_iter().flat_map(group).collect()
    }

    #[test]
    fn every_number_in_words_reads_back() {
        let spread = (1..40_000).map(|step: u64| step * step * 617 % 999_999_999_999);
        for number in (1..=9_999).chain(spread).filter(|&number| number > 0) {
            assert_eq!(compose(&spelled(number)), Some(number as f64), "{number}");
        }
    }

    #[test]
    fn every_figure_with_a_magnitude_is_exact() {
        for tenths in 1..10_000_u32 {
            for (scale, zeros) in [(1e3, "000"), (1e6, "000000"), (1e9, "000000000")] {
                let figure = f64::from(tenths) / 10.0;
                let exact: f64 = format!("{tenths}{}", &zeros[1..]).parse().unwrap();
                assert_eq!(compose(&[Figure(figure), Scale(scale)]), Some(exact));
            }
        }
    }

    #[test]
    fn spaced_thousands_are_the_digits_without_spaces() {
        for number in (1000..1_000_000_u32).step_by(37) {
            let pieces = [Figure(f64::from(number / 1000)), Group(f64::from(number % 1000))];
            assert_eq!(compose(&pieces), Some(f64::from(number)));
        }
    }
}
