//! The view without scars and its tokens: in order, not empty, and found again in the text.
#![no_main]

use bulletin_rules::text::{Conventions, View, tokenize};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let conventions = Conventions {
        ordinal_suffixes: ["st", "nd", "rd", "th"].map(String::from).to_vec(),
        clitics: ["'s", "'"].map(String::from).to_vec(),
        ..Conventions::default()
    };
    let view = View::new(text);
    let mut tokens = Vec::new();
    tokenize(view.text(), &conventions, &mut tokens);
    let (mut at, mut original_at) = (0, 0);
    for token in tokens {
        let range = token.range();
        assert!(range.start >= at && range.end > range.start);
        // Figures may be grouped by spaces.
        assert!(token.shape.is_number() || !token.text(view.text()).contains(char::is_whitespace));
        let original = view.to_original(range.clone());
        assert!(original.start >= original_at && !text[original.clone()].is_empty());
        (at, original_at) = (range.end, original.start);
    }
});
