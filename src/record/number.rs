//! Numbers as records write them.

use std::fmt;

use serde::{Serialize, Serializer};

/// A number as it is written: integers without a fraction, 580 rather than 580.0, which readers may take for a measurement.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlainNumber(pub(crate) f64);

impl PlainNumber {
    /// The number, if it is an integer that has a double of its own.
    fn integer(self) -> Option<i64> {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        (self.0.fract() == 0.0 && self.0.abs() <= EXACT).then_some(self.0 as i64)
    }
}

impl Serialize for PlainNumber {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.integer() {
            Some(integer) => to.serialize_i64(integer),
            None => to.serialize_f64(self.0),
        }
    }
}

impl fmt::Display for PlainNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.integer() {
            Some(integer) => integer.fmt(f),
            None => self.0.fmt(f),
        }
    }
}

/// Writes a number that may be unknown.
pub(super) fn plain_number<S: Serializer>(number: &Option<f64>, to: S) -> Result<S::Ok, S::Error> {
    number.map(PlainNumber).serialize(to)
}
