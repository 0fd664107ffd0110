//! The main command: bulletins in, records out.

use std::cell::{Cell, RefCell};
use std::io::{self, IsTerminal};
use std::mem::ManuallyDrop;
use std::num::NonZero;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::thread;

use crate::input::{Input, InputError, Location};
use crate::output::{Content, Format, Known};
use crate::{Bulletin, Extractor, Record};

use super::arguments::{Extract, OutputFormat};
use super::finished::Finished;
use super::formats::OpenStore;
use super::ordered::{self, Weigh};
use super::progress::Progress;
use super::sink::Sink;
use super::summary::{self, Counts};
use super::{NAME, Outcome, interrupt};

pub(super) fn run(arguments: &Extract) -> miette::Result<Outcome> {
    let output = &arguments.output;
    let is_timeml = output.to == OutputFormat::Timeml;
    let with_text = output.with_text || output.to.needs_text();
    let offsets = output.to.offsets().unwrap_or(output.offsets);
    let extractor = (arguments.engine.builder())
        .explain(output.explain || output.to == OutputFormat::Html)
        .offsets(offsets)
        .timeml(is_timeml)
        .tokens(output.to == OutputFormat::Conll)
        .build()?;
    // The program ends with it: taking it apart would only cost time.
    let extractor = ManuallyDrop::new(extractor);
    let input = (Input::new(|text| extractor.read_day(text)))
        .form(arguments.input.from)
        .encoding(arguments.input.encoding)
        .split(arguments.input.split.clone())
        .published(arguments.input.date)
        .prepared_by(arguments.input.pre.clone())
        .longest(arguments.input.max_bulletin_bytes)
        // Where each file gets a file of records, shares hold whole files.
        .shard(arguments.running.shard.filter(|_| !output.is_a_file_each()));
    if arguments.paths.is_empty() && io::stdin().is_terminal() {
        eprintln!("{NAME}: reading standard input; give a PATH to read files, --help for more");
    }
    interrupt::listen();
    let formats = arguments.formats();
    let progress = Progress::new(arguments);
    let (store, known) = arguments.store()?.map(|OpenStore { store, known }| (store, known)).unzip();
    // The way is a part of the content that a store keeps.
    let way = store.is_some().then(|| format!("{} {offsets:?} {}", arguments.engine.way(), output.explain));
    let known = RefCell::new(known.flatten());
    let reader = Reader { input: &input, progress: &progress, unread: Cell::new(0), way, known, skipped: Cell::new(0) };
    let threads =
        (arguments.running.threads).or_else(|| thread::available_parallelism().ok()).unwrap_or(NonZero::<usize>::MIN);
    let work = |step| done(&extractor, step, with_text, &formats);
    let mut sink;
    let mut finished = None;
    if let Some(store) = store {
        sink = Sink::of_store(store, &progress);
        ordered::run(reader.bulletins(arguments), threads, work, &mut sink)?;
    } else if output.is_a_file_each() {
        let finished = finished.insert(Finished::open(arguments)?);
        sink = Sink::of_files(finished.list(), &*formats[0], &progress);
        ordered::run(reader.files(arguments, finished), threads, work, &mut sink)?;
    } else {
        sink = Sink::of_streams(&arguments.paths()?, &formats, &progress)?;
        ordered::run(reader.bulletins(arguments), threads, work, &mut sink)?;
    }
    if interrupt::asked() {
        // The listener ends the program when everything begun is written. A thread may wake from parking by itself.
        sink.flush()?;
        loop {
            thread::park();
        }
    }
    sink.close()?;
    sink.summary.unread = reader.unread.get();
    sink.summary.skipped = reader.skipped.get() + finished.map_or(0, |finished| finished.skipped.get());
    progress.finish();
    if progress.is_visible() || arguments.running.summary {
        eprintln!("{NAME}: {}", sink.summary);
    }
    Ok(if sink.summary.is_flawed() { Outcome::Flawed } else { Outcome::Done })
}

/// What is handed over from reading to extracting.
pub(super) enum Step {
    /// A bulletin, and its content for a store.
    Bulletin(Box<Bulletin>, Option<Content>),
    /// From here on records go to this file.
    Open(PathBuf),
    /// The file is complete. What is to be noted about it, unless something in it could not be read.
    Close(Option<String>),
}

/// What is handed over from extracting to writing.
pub(super) enum Done {
    Record { made: Made, counts: Counts, bytes: usize },
    Failed(String),
    Opened(PathBuf),
    Closed(Option<String>),
}

/// A record as its sink takes it.
pub(super) enum Made {
    /// As text, once for each format.
    Rendered(Vec<Vec<u8>>),
    /// As it is, for a store, with its bulletin's content.
    Record(Box<Record>, Content),
}

impl Made {
    fn new(record: Record, content: Option<Content>, formats: &[Box<dyn Format>]) -> Self {
        if let Some(content) = content {
            return Made::Record(Box::new(record), content);
        }
        let mut rendered = vec![Vec::new(); formats.len()];
        for (format, to) in formats.iter().zip(&mut rendered) {
            format.render(&record, to);
        }
        Made::Rendered(rendered)
    }
}

impl Weigh for Step {
    fn weight(&self) -> usize {
        match self {
            Step::Bulletin(bulletin, _) => bulletin.text.len(),
            Step::Open(_) | Step::Close(_) => 0,
        }
    }
}

/// Reads bulletins and tells what could not be read.
struct Reader<'r, 'a> {
    input: &'r Input<'a>,
    progress: &'r Progress,
    unread: Cell<usize>,
    /// What besides a bulletin decides what is found in it; only where a store keeps it.
    way: Option<String>,
    /// What the store knows already.
    known: RefCell<Option<Known>>,
    /// How many bulletins have been passed over because it does.
    skipped: Cell<usize>,
}

impl<'r> Reader<'r, '_> {
    /// All bulletins, one behind the other.
    fn bulletins(&'r self, arguments: &'r Extract) -> impl Iterator<Item = Step> + 'r {
        let bulletins = self.input.read(&arguments.paths);
        until_interrupted(bulletins).filter_map(|bulletin| self.begun(bulletin))
    }

    /// The bulletins of each file between its opening and its end; files that are finished are passed over.
    fn files(&'r self, arguments: &'r Extract, finished: &'r Finished) -> impl Iterator<Item = Step> + 'r {
        let shard = arguments.running.shard;
        let falls_here = move |location: &Location| shard.is_none_or(|shard| shard.holds(location.name().as_bytes()));
        let locations = self.input.locations(&arguments.paths).filter(move |it| it.as_ref().map_or(true, falls_here));
        until_interrupted(locations).flat_map(move |location| {
            let begun = location.and_then(|location| Ok((finished.begin(&location)?, location)));
            let steps: Box<dyn Iterator<Item = Step>> = match begun {
                Ok((None, _)) => Box::new(std::iter::empty()),
                Ok((Some((path, note)), location)) => {
                    let before = self.unread.get();
                    let bulletins = until_interrupted(self.input.read_location(&location));
                    let end = std::iter::once_with(move || Step::Close((self.unread.get() == before).then_some(note)));
                    let end = end.filter(|_| !interrupt::asked());
                    let bulletins = bulletins.filter_map(|bulletin| self.begun(bulletin));
                    Box::new(std::iter::once(Step::Open(path)).chain(bulletins).chain(end))
                }
                Err(error) => {
                    self.complain(&error);
                    Box::new(std::iter::empty())
                }
            };
            steps
        })
    }

    fn begun(&self, bulletin: Result<Bulletin, InputError>) -> Option<Step> {
        match bulletin {
            Ok(bulletin) => {
                self.progress.count(&bulletin);
                let content = self.way.as_ref().map(|way| Content::of(&bulletin, way));
                if content.is_some_and(|content| self.is_known(&bulletin.id, &content)) {
                    self.skipped.set(self.skipped.get() + 1);
                    return None;
                }
                interrupt::begin();
                Some(Step::Bulletin(Box::new(bulletin), content))
            }
            Err(error) => {
                self.complain(&error);
                None
            }
        }
    }

    fn is_known(&self, id: &str, content: &Content) -> bool {
        // A database that cannot be asked is one that cannot be written either, which is going to be told.
        self.known.borrow_mut().as_mut().is_some_and(|known| known.holds(id, content).unwrap_or(false))
    }

    fn complain(&self, error: &InputError) {
        self.unread.set(self.unread.get() + usize::from(error.is_loss()));
        self.progress.complain(&error.to_string());
    }
}

/// The items up to an interrupt.
fn until_interrupted<T>(mut items: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
    std::iter::from_fn(move || if interrupt::asked() { None } else { items.next() })
}

fn done(extractor: &Extractor, step: Step, with_text: bool, formats: &[Box<dyn Format>]) -> Done {
    let (bulletin, content) = match step {
        Step::Bulletin(bulletin, content) => (bulletin, content),
        Step::Open(path) => return Done::Opened(path),
        Step::Close(note) => return Done::Closed(note),
    };
    let id = bulletin.id.clone();
    survived(&id, || {
        let mut record = extractor.extract(&bulletin);
        let (counts, bytes) = (summary::counts(&record), bulletin.text.len());
        record.text = with_text.then_some(bulletin.text);
        Done::Record { made: Made::new(record, content, formats), counts, bytes }
    })
}

/// What `work` gives, or that it failed on the bulletin `id`.
///
/// One bulletin that brings the extractor down must not take the archive with it. Nothing that `work`
/// shares with other bulletins can be left half done: extracting does not change the extractor.
fn survived(id: &str, work: impl FnOnce() -> Done) -> Done {
    panic::catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Done::Failed(format!("{id}: the extractor failed, please report the message above")))
}

#[cfg(test)]
mod tests {
    use crate::output::Jsonl;

    use super::*;

    impl Weigh for usize {
        fn weight(&self) -> usize {
            1
        }
    }

    #[test]
    fn a_panic_is_named_and_the_others_are_done() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        for threads in [1, 4] {
            let progress = Progress::hidden();
            let formats: [Box<dyn Format>; 1] = [Box::new(Jsonl)];
            let mut sink = Sink::of_streams(&[Some(path.clone())], &formats, &progress).unwrap();
            let work = |id: usize| {
                survived("a", || {
                    assert_ne!(id, 50, "this panic is a part of the test");
                    let made = Made::Rendered(vec![format!("{id}\n").into_bytes()]);
                    Done::Record { made, counts: Counts::default(), bytes: 1 }
                })
            };
            ordered::run(0..100, NonZero::new(threads).unwrap(), work, &mut sink).unwrap();
            sink.close().unwrap();
            assert!(sink.summary.is_flawed());
            let expected: String = (0..100).filter(|id| *id != 50).map(|id| format!("{id}\n")).collect();
            assert_eq!(std::fs::read_to_string(&path).unwrap(), expected);
        }
    }
}
