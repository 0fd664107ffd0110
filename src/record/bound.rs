//! How an amount lies to the number in the text.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How the true amount lies to the number that stands in the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Bound {
    /// Just that.
    #[default]
    #[serde(rename = "=")]
    Exactly,
    /// More than.
    #[serde(rename = ">")]
    Above,
    /// At least.
    #[serde(rename = ">=")]
    AtLeast,
    /// Less than.
    #[serde(rename = "<")]
    Below,
    /// Up to.
    #[serde(rename = "<=")]
    AtMost,
    /// About, nearly.
    #[serde(rename = "~")]
    About,
}

impl Bound {
    /// All bounds.
    pub const ALL: [Bound; 6] =
        [Bound::Exactly, Bound::Above, Bound::AtLeast, Bound::Below, Bound::AtMost, Bound::About];

    /// The sign that stands for it in records and lexicons.
    pub const fn sign(self) -> &'static str {
        match self {
            Bound::Exactly => "=",
            Bound::Above => ">",
            Bound::AtLeast => ">=",
            Bound::Below => "<",
            Bound::AtMost => "<=",
            Bound::About => "~",
        }
    }

    /// The bound that `sign` stands for.
    pub fn from_sign(sign: &str) -> Option<Bound> {
        Bound::ALL.into_iter().find(|bound| bound.sign() == sign)
    }
}
