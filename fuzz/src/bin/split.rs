//! How texts fall into bulletins: whichever way, nothing but white space is lost between two.
#![no_main]

use bulletin_extract::input::{Form, Input};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if text.contains('\0') || text.starts_with("---") || text.starts_with("%PDF-") || text.starts_with('\u{feff}') {
        return;
    }
    for how in ["auto", "blank-lines", "form-feed", "none", "^[A-Z]+$"] {
        let input = Input::new(|text| text.parse().ok()).form(Form::Text).split(how.parse().expect("a way to divide"));
        let input = input.encoding(Some(encoding_rs::UTF_8));
        let mut at = 0;
        for bulletin in input.read_from("file", text.as_bytes()) {
            let bulletin = bulletin.expect("it is text");
            let source = bulletin.source.expect("it was read");
            let (start, end) = (source.start as usize, source.end as usize);
            assert!(text[at..start].trim().is_empty(), "lost: {:?}", &text[at..start]);
            assert_eq!(bulletin.text, text[start..end]);
            at = end;
        }
        assert!(text[at..].trim().is_empty(), "lost: {:?}", &text[at..]);
    }
});
