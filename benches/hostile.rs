//! Whether time grows as the text does, on texts made to break that: `cargo bench --bench hostile`
//!
//! Each text is read in two lengths, the second twice the first; ends with 1 if one takes more than 2.2 times as long. Time
//! is that which the thread was given on Linux, so that other programs do not count; elsewhere it is the clock's.

use std::fs;
use std::process::ExitCode;
use std::time::Instant;

use bulletin_extract::{Bulletin, Extractor};

/// What is written again and again.
const UNITS: [(&str, &str); 18] = [
    ("of the", "of the "),
    ("ministries", "Ministry of "),
    ("capitals", "Abc Def "),
    ("shouted", "ABC DEF "),
    ("digits", "7"),
    ("figures", "12 "),
    ("brackets", "("),
    ("commas", ","),
    ("scores", "1-1-"),
    ("combining marks", "e\u{301}\u{302}"),
    ("months", "May "),
    ("people", "John Smith. "),
    ("unknown words", "qorn zbeh "),
    ("letters apart", "a b c d "),
    ("initials", "A."),
    ("half marks", "â"),
    ("hyphens", "ab-\n"),
    ("pages", "the\n\n- 2 -\n\nend of\n"),
];

/// The length of the shorter text in bytes; shorter ones are read too fast to be measured.
const LENGTH: usize = 150_000;

const MOST: f64 = 2.2;

fn main() -> ExitCode {
    let extractor = Extractor::builder().build().expect("the built-in grammars");
    let mut is_linear = true;
    for (name, unit) in UNITS {
        let time = |length: usize| {
            let bulletin = Bulletin::new(name, unit.repeat(length / unit.len()));
            (0..3).map(|_| spent(|| drop(extractor.extract(&bulletin)))).fold(f64::INFINITY, f64::min)
        };
        let (once, twice) = (time(LENGTH), time(2 * LENGTH));
        let ratio = twice / once;
        println!("{name:16} {once:8.3} s {twice:8.3} s {ratio:6.2}");
        is_linear &= ratio <= MOST;
    }
    if is_linear { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// How many seconds `work` takes.
fn spent(work: impl FnOnce()) -> f64 {
    let (clock, given) = (Instant::now(), given());
    work();
    match (given, self::given()) {
        (Some(before), Some(after)) => (after - before) as f64 / 1e9,
        _ => clock.elapsed().as_secs_f64(),
    }
}

/// The nanoseconds that the system has given to this thread.
fn given() -> Option<u64> {
    fs::read_to_string("/proc/thread-self/schedstat").ok()?.split(' ').next()?.parse().ok()
}
