//! The main command: bulletins in, records out.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::num::NonZero;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::thread;

use bulletin_extract::input::Input;
use bulletin_extract::output::Format;
use bulletin_extract::{Bulletin, Extractor};

use super::arguments::Extract;
use super::ordered::{self, Consume};
use super::progress::Progress;
use super::{Failure, NAME, Outcome};

pub(super) fn run(arguments: &Extract) -> miette::Result<Outcome> {
    let output = &arguments.output;
    let extractor = (arguments.engine.builder()).explain(output.explain).offsets(output.offsets).build()?;
    let input = Input::new(|text| extractor.read_day(text))
        .form(arguments.input.from)
        .encoding(arguments.input.encoding)
        .split(arguments.input.split.clone())
        .published(arguments.input.date);
    if arguments.paths.is_empty() && io::stdin().is_terminal() {
        eprintln!("{NAME}: reading standard input; give a PATH to read files, --help for more");
    }
    let format = output.to.format();
    let progress = Progress::new(arguments);
    let mut sink = Sink::open(output.output.as_deref(), format, &progress)?;
    let mut unread = false;
    let bulletins = input.read(&arguments.paths).filter_map(|bulletin| match bulletin {
        Ok(bulletin) => {
            progress.count(&bulletin);
            Some(bulletin)
        }
        Err(error) => {
            unread = true;
            progress.complain(&error.to_string());
            None
        }
    });
    let threads =
        (arguments.running.threads).or_else(|| thread::available_parallelism().ok()).unwrap_or(NonZero::<usize>::MIN);
    let work = |bulletin| render(&extractor, bulletin, output.with_text, format);
    ordered::run(bulletins, threads, work, &mut sink)?;
    sink.close()?;
    progress.finish();
    Ok(if unread || sink.failed { Outcome::Flawed } else { Outcome::Done })
}

/// A record as the output wants it, or why there is none.
type Rendered = Result<Vec<u8>, String>;

fn render(extractor: &Extractor, bulletin: Bulletin, with_text: bool, format: &dyn Format) -> Rendered {
    let id = bulletin.id.clone();
    survived(&id, || {
        let mut record = extractor.extract(&bulletin);
        record.text = with_text.then_some(bulletin.text);
        let mut rendered = Vec::new();
        format.render(&record, &mut rendered);
        rendered
    })
}

/// What `work` gives, or that it failed on the bulletin `id`.
///
/// One bulletin that brings the extractor down must not take the archive with it. Nothing that `work`
/// shares with other bulletins can be left half done: extracting does not change the extractor.
fn survived(id: &str, work: impl FnOnce() -> Vec<u8>) -> Rendered {
    panic::catch_unwind(AssertUnwindSafe(work))
        .map_err(|_| format!("{id}: the extractor failed, please report the message above"))
}

/// Where records are written.
struct Sink<'r> {
    to: BufWriter<Box<dyn Write + Send>>,
    format: &'r dyn Format,
    progress: &'r Progress,
    written: bool,
    failed: bool,
}

impl<'r> Sink<'r> {
    fn open(path: Option<&Path>, format: &'r dyn Format, progress: &'r Progress) -> Result<Self, Failure> {
        let to: Box<dyn Write + Send> = match path {
            Some(path) => Box::new(File::create(path).map_err(|error| Failure::file(path, error))?),
            None => Box::new(io::stdout()),
        };
        Ok(Sink { to: BufWriter::new(to), format, progress, written: false, failed: false })
    }

    fn write(&mut self, record: &[u8]) -> io::Result<()> {
        let before = if self.written { self.format.between() } else { self.format.opening() };
        self.written = true;
        self.to.write_all(before.as_bytes())?;
        self.to.write_all(record)
    }

    fn close(&mut self) -> Result<(), Failure> {
        let opening = if self.written { "" } else { self.format.opening() };
        self.to
            .write_all(opening.as_bytes())
            .and_then(|()| self.to.write_all(self.format.closing().as_bytes()))
            .and_then(|()| self.to.flush())
            .map_err(Failure::Output)
    }
}

impl Consume<Rendered> for Sink<'_> {
    type Error = Failure;

    fn result(&mut self, result: Rendered) -> Result<(), Failure> {
        match result {
            Ok(record) => self.write(&record).map_err(Failure::Output),
            Err(reason) => {
                self.failed = true;
                self.progress.complain(&reason);
                Ok(())
            }
        }
    }

    fn idle(&mut self) -> Result<(), Failure> {
        self.to.flush().map_err(Failure::Output)
    }
}

#[cfg(test)]
mod tests {
    use bulletin_extract::output::Jsonl;

    use super::*;

    #[test]
    fn a_panic_is_named_and_the_others_are_done() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        for threads in [1, 4] {
            let progress = Progress::hidden();
            let mut sink = Sink::open(Some(&path), &Jsonl, &progress).unwrap();
            let work = |id: usize| {
                survived("a", || {
                    assert_ne!(id, 50, "this panic is a part of the test");
                    format!("{id}\n").into_bytes()
                })
            };
            ordered::run(0..100, NonZero::new(threads).unwrap(), work, &mut sink).unwrap();
            sink.close().unwrap();
            assert!(sink.failed);
            let expected: String = (0..100).filter(|id| *id != 50).map(|id| format!("{id}\n")).collect();
            assert_eq!(std::fs::read_to_string(&path).unwrap(), expected);
        }
    }
}
