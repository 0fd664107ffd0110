//! Whether time grows as the text does, on texts made to break that: `cargo bench --bench hostile`
//!
//! Each text is read in two lengths, the second twice the first, in turn; ends with 1 if one takes more than 2.2 times as
//! long three times over: what grows faster than the text does so each time, a machine that was busy does not. The first is as
//! long as it takes for its time to be measured. Time is that which the thread was given on Linux, so that other programs count
//! less; elsewhere it is the clock's.

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

/// The shorter text has so many bytes, or twice that, or four times, until it takes so many seconds.
const SHORTEST: usize = 150_000;
const LONGEST: usize = SHORTEST << 6;
const ENOUGH: f64 = 0.2;

const RUNS: usize = 5;
const MOST: f64 = 2.2;
const TRIES: usize = 3;

fn main() -> ExitCode {
    let extractor = Extractor::builder().build().expect("the built-in grammars");
    let mut is_linear = true;
    for (name, unit) in UNITS {
        let text = |length: usize| Bulletin::new(name, unit.repeat(length / unit.len()));
        let time = |bulletin: &Bulletin| spent(|| drop(extractor.extract(bulletin)));
        let mut length = SHORTEST;
        while length < LONGEST && time(&text(length)) < ENOUGH {
            length *= 2;
        }
        let texts = [text(length), text(2 * length)];
        is_linear &= (0..TRIES).any(|_| {
            let mut best = [f64::INFINITY; 2];
            for _ in 0..RUNS {
                for (best, text) in best.iter_mut().zip(&texts) {
                    *best = best.min(time(text));
                }
            }
            let [once, twice] = best;
            let ratio = twice / once;
            println!("{name:16} {length:9} bytes {once:8.3} s {twice:8.3} s {ratio:6.2}");
            ratio <= MOST
        });
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
