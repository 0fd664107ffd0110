//! Makes an archive to measure on: `cargo run --release --example make_archive -- --megabytes 100 --seed 1 > archive.txt`
//!
//! The bulletins are those of `corpus/`, varied: other names, days and numbers, and paragraphs of one bulletin behind those
//! of another, so that no line comes twice and nothing that was learnt from one bulletin answers for the next. Names are
//! taken from the lexicons or coined. `--kind ocr` adds the scars of scanners, `--kind names` is one list of names after the
//! other, the worst that a bulletin can ask of whoever looks up names. The same options give the same bytes.
//!
//! Text is divided by form feeds: read it with `--split form-feed`. `--form jsonl` gives NDJSON with days of publication.

mod archive;

use std::error::Error;
use std::io::{self, BufWriter, Write};

use clap::{Parser, ValueEnum};
use rand::{RngExt, SeedableRng};
use rand_xorshift::XorShiftRng;
use serde_json::json;

use archive::{Archive, Kind};

/// Makes an archive of bulletins, varied from those of corpus/.
#[derive(Parser)]
struct Arguments {
    /// How much is written, in millions of bytes
    #[arg(long, default_value_t = 100.0, conflicts_with = "bulletins")]
    megabytes: f64,
    /// How many bulletins are written
    #[arg(long)]
    bulletins: Option<usize>,
    /// Another seed gives other bulletins
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[arg(long, value_enum, default_value = "clean")]
    kind: Kind,
    #[arg(long, value_enum, default_value = "text")]
    form: Form,
}

#[derive(Clone, Copy, ValueEnum)]
enum Form {
    /// One text, a form feed between two bulletins
    Text,
    /// A bulletin a line
    Jsonl,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    match write(&arguments, &Archive::read()?, BufWriter::new(io::stdout().lock())) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => Ok(result?),
    }
}

fn write(arguments: &Arguments, archive: &Archive, mut to: impl Write) -> io::Result<()> {
    let mut random = XorShiftRng::seed_from_u64(arguments.seed);
    let bytes = (arguments.megabytes * 1e6) as usize;
    let mut written = 0;
    for number in 1.. {
        if arguments.bulletins.map_or(written >= bytes, |bulletins| number > bulletins) {
            break;
        }
        let text = archive.bulletin(arguments.kind, &mut random);
        let bulletin = match arguments.form {
            Form::Text if number == 1 => text,
            Form::Text => format!("\u{c}{text}"),
            Form::Jsonl => {
                let published = random.random_bool(0.7).then(|| archive::day(&mut random));
                json!({"id": format!("{number:08}"), "text": text, "published": published}).to_string() + "\n"
            }
        };
        written += bulletin.len();
        to.write_all(bulletin.as_bytes())?;
    }
    to.flush()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::sync::LazyLock;

    use super::*;

    static ARCHIVE: LazyLock<Archive> = LazyLock::new(|| Archive::read().expect("the repository's own files"));

    /// What the program writes when it is called with these arguments.
    fn made(arguments: &str) -> String {
        let mut written = Vec::new();
        let arguments = Arguments::parse_from(["make_archive"].into_iter().chain(arguments.split(' ')));
        write(&arguments, &ARCHIVE, &mut written).expect("memory takes it");
        String::from_utf8(written).expect("UTF-8")
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes_and_another_others() {
        for kind in ["clean", "ocr", "names"] {
            let first = made(&format!("--megabytes 0.1 --seed 1 --kind {kind}"));
            assert_eq!(first, made(&format!("--megabytes 0.1 --seed 1 --kind {kind}")));
            assert_ne!(first, made(&format!("--megabytes 0.1 --seed 2 --kind {kind}")));
            assert!((100_000..200_000).contains(&first.len()), "{kind}: {} bytes", first.len());
        }
    }

    #[test]
    fn bulletins_differ() {
        let archive = made("--bulletins 1000 --form jsonl");
        let texts: HashSet<&str> =
            archive.lines().map(|line| line.split_once("\"text\":").expect("a text").1).collect();
        assert_eq!(texts.len(), 1000);
        // Long lines hold names or numbers, and these are never the same.
        let archive = made("--bulletins 1000");
        let long = archive.lines().filter(|line| line.len() > 200);
        let different: HashSet<&str> = long.clone().collect();
        assert!(different.len() * 10 > long.count() * 9);
    }
}
