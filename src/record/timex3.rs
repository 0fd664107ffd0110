//! Expressions of time as TimeML marks them, beside the record's own items.

/// An expression of time as TIMEX3 marks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timex3 {
    /// The byte of its first character.
    pub start: usize,
    /// The byte after its last one; equal to `start` where no text holds it (the length between two ends).
    pub end: usize,
    /// What sort of time it is.
    pub kind: Timex3Kind,
    /// The value by TimeML's conventions.
    pub value: String,
    /// `mod`: `START`, `APPROX`.
    pub modifier: Option<String>,
    /// `quant`: `EVERY`.
    pub quantifier: Option<String>,
    /// `freq`: `2X`.
    pub frequency: Option<String>,
    /// The numbers of the marks between which it lies, from 1.
    pub ends: Option<(usize, usize)>,
    /// Whether its value was counted from another's.
    pub is_function: bool,
    /// The number of the mark from which it was counted, from 1; 0 is the day of publication.
    pub anchor: Option<usize>,
}

impl Timex3 {
    /// A mark of this kind and value; its place and attributes are still to be given.
    pub fn new(kind: Timex3Kind, value: String) -> Self {
        Self {
            start: 0,
            end: 0,
            kind,
            value,
            modifier: None,
            quantifier: None,
            frequency: None,
            ends: None,
            is_function: false,
            anchor: None,
        }
    }
}

/// TIMEX3's types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timex3Kind {
    /// A day or longer.
    Date,
    /// A part or a moment of a day.
    Time,
    /// A length of time.
    Duration,
    /// Something that recurs.
    Set,
}
