//! Whatever the content shows: packed streams, archives, pages and mails.
#![no_main]

use bulletin_extract::input::Form;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| bulletin_fuzz::read(Form::Auto, "file", bytes));
