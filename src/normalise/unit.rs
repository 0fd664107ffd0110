//! Units of measure and their way to SI.
//!
//! A unit is known by its row of the table (`grammars/en/units.tsv`): symbol, dimension, factor and
//! offset. Two of them make a rate. Nothing here knows a unit by name.

/// A unit of measure with its conversion: `si = value × factor + offset`.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// The symbol that the record shows: `kg`, `km/h`, `mi2`.
    pub symbol: String,
    /// `mass`, `length` …; `None` for a rate that the table does not list.
    pub dimension: Option<String>,
    /// What one unit is in SI; `None` where SI has no word for it.
    pub factor: Option<f64>,
    /// What zero of this unit is in SI: 273.15 for degrees Celsius.
    pub offset: f64,
}

impl Unit {
    /// `value` of this unit in SI.
    pub fn to_si(&self, value: f64) -> Option<f64> {
        Some(value * self.factor? + self.offset)
    }

    /// The amount of this unit that makes `si`.
    pub fn from_si(&self, si: f64) -> Option<f64> {
        let factor = self.factor.filter(|&factor| factor != 0.0)?;
        Some((si - self.offset) / factor)
    }

    /// This unit by another: kilometres per hour of kilometres and hours.
    pub fn per(&self, other: &Self) -> Self {
        let factor = match (self.factor, other.factor) {
            (Some(above), Some(below)) if below != 0.0 => Some(above / below),
            _ => None,
        };
        Self { symbol: format!("{}/{}", self.symbol, other.symbol), dimension: None, factor, offset: 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(symbol: &str, dimension: &str, factor: f64, offset: f64) -> Unit {
        Unit { symbol: symbol.into(), dimension: Some(dimension.into()), factor: Some(factor), offset }
    }

    #[test]
    fn offsets_count() {
        let fahrenheit = unit("°F", "temperature", 5.0 / 9.0, 273.15 - 32.0 * 5.0 / 9.0);
        assert!((fahrenheit.to_si(212.0).unwrap() - 373.15).abs() < 1e-9);
        assert!((fahrenheit.from_si(273.15).unwrap() - 32.0).abs() < 1e-9);
    }

    #[test]
    fn a_rate_divides() {
        let rate = unit("km", "length", 1000.0, 0.0).per(&unit("h", "time", 3600.0, 0.0));
        assert_eq!(rate.symbol, "km/h");
        assert!((rate.to_si(36.0).unwrap() - 10.0).abs() < 1e-9);
    }
}
