//! Amounts through the whole program: what the lattice chooses, not what one rule can match.

mod figures;
mod sentences;
mod tables;

use bulletin_extract::record::{Bound, Quantity};
use bulletin_extract::{Bulletin, Extractor};

/// The extractor that all tests share.
fn extractor() -> &'static Extractor {
    static EXTRACTOR: std::sync::OnceLock<Extractor> = std::sync::OnceLock::new();
    EXTRACTOR.get_or_init(|| Extractor::builder().build().expect("the built-in grammars compile"))
}

/// The amounts of a text.
fn quantities(text: &str) -> Vec<Quantity> {
    extractor().extract(&Bulletin::new("test", text)).quantities
}

/// The sign of a bound as grammars write it.
fn sign(bound: Bound) -> &'static str {
    match bound {
        Bound::Exactly => "",
        Bound::Above => ">",
        Bound::AtLeast => ">=",
        Bound::Below => "<",
        Bound::AtMost => "<=",
        Bound::About => "~",
    }
}
