//! The whole way of a bulletin, in each unit of offsets.
#![no_main]

use std::sync::LazyLock;

use bulletin_extract::record::OffsetUnit;
use bulletin_extract::{Bulletin, Extractor, Scans};
use libfuzzer_sys::fuzz_target;

static EXTRACTORS: LazyLock<Vec<(Extractor, OffsetUnit)>> = LazyLock::new(|| {
    let ways = [(OffsetUnit::Char, Scans::Auto), (OffsetUnit::Byte, Scans::On), (OffsetUnit::Utf16, Scans::Off)];
    let built = |(unit, scans)| {
        let builder = Extractor::builder().offsets(unit).scans(scans).explain(true);
        (builder.build().expect("the built-in grammars"), unit)
    };
    ways.map(built).into()
});

fuzz_target!(|input: (u8, &str)| {
    let (extractor, unit) = &EXTRACTORS[usize::from(input.0) % EXTRACTORS.len()];
    let bulletin = Bulletin::new("fuzz", input.1);
    bulletin_fuzz::check(&extractor.extract(&bulletin), &bulletin, *unit);
});
