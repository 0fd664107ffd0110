//! Where records go: a stream, a file for each file of the input, a stream for each kind, or a store that takes whole records.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::output::{Format, Store};

use super::extract::{Done, Made};
use super::ordered::Consume;
use super::progress::Progress;
use super::summary::Summary;
use super::target::Target;
use super::{Failure, finished, interrupt};

/// How long a store takes in records before they are made lasting, if it has not done so by itself.
const A_BATCH: Duration = Duration::from_secs(1);

/// What takes the records of a run.
pub(super) struct Sink<'r> {
    to: Outlet<'r>,
    progress: &'r Progress,
    /// How many bulletins have been handed over since the last flush.
    unflushed: usize,
    pub(super) summary: Summary,
    /// When what has been taken in was last made lasting.
    settled: Instant,
    /// How many bulletins had failed when the current file was opened.
    failures_before: usize,
}

/// What is open.
enum Outlet<'r> {
    /// A stream for each format, all of them for the whole run.
    Streams(Vec<Stream<'r>>),
    /// A stream for the current file of the input, and the list of the finished ones.
    File { format: &'r dyn Format, list: PathBuf, current: Option<Stream<'r>> },
    /// Takes the records themselves.
    Store(Box<dyn Store + 'r>),
}

/// A target with the format that is written to it.
struct Stream<'r> {
    to: Target,
    format: &'r dyn Format,
    /// How many bytes of records have been written, once there has been one.
    written: Option<u64>,
}

impl<'r> Stream<'r> {
    fn open(path: Option<&Path>, format: &'r dyn Format) -> Result<Self, Failure> {
        Ok(Stream { to: Target::open(path)?, format, written: None })
    }

    fn write(&mut self, record: &[u8]) -> io::Result<()> {
        let before = if self.written.is_some() { self.format.between() } else { self.format.opening() };
        let written = self.written.unwrap_or_default();
        let record = self.format.fit(record, written);
        self.written = Some(written + record.len() as u64);
        self.to.write_all(before.as_bytes())?;
        self.to.write_all(record)
    }

    /// Writes what stands behind the last record, and gives a file its name.
    fn close(mut self) -> io::Result<()> {
        let opening = if self.written.is_some() { "" } else { self.format.opening() };
        self.to.write_all(opening.as_bytes())?;
        self.to.write_all(self.format.closing().as_bytes())?;
        self.to.close()
    }
}

impl<'r> Sink<'r> {
    /// A sink for all records, written in each of these formats to its own path; standard output without one.
    pub(super) fn of_streams(
        paths: &[Option<PathBuf>],
        formats: &'r [Box<dyn Format>],
        progress: &'r Progress,
    ) -> Result<Self, Failure> {
        let streams = paths.iter().zip(formats).map(|(path, format)| Stream::open(path.as_deref(), &**format));
        Ok(Sink::new(Outlet::Streams(streams.collect::<Result<_, _>>()?), progress))
    }

    /// A sink whose files are opened one by one and noted in `list` when they are complete.
    pub(super) fn of_files(list: PathBuf, format: &'r dyn Format, progress: &'r Progress) -> Self {
        Sink::new(Outlet::File { format, list, current: None }, progress)
    }

    /// A sink that hands records over to `store`.
    pub(super) fn of_store(store: Box<dyn Store + 'r>, progress: &'r Progress) -> Self {
        Sink::new(Outlet::Store(store), progress)
    }

    fn new(to: Outlet<'r>, progress: &'r Progress) -> Self {
        Sink { to, progress, unflushed: 0, summary: Summary::default(), settled: Instant::now(), failures_before: 0 }
    }

    fn take(&mut self, made: &Made) -> io::Result<()> {
        match (&mut self.to, made) {
            (Outlet::Streams(streams), Made::Rendered(rendered)) => {
                streams.iter_mut().zip(rendered).try_for_each(|(stream, record)| stream.write(record))
            }
            (Outlet::File { current, .. }, Made::Rendered(rendered)) => {
                let stream = current.as_mut().expect("a file is open while its bulletins come");
                rendered.iter().try_for_each(|record| stream.write(record))
            }
            (Outlet::Store(store), Made::Record(record, content)) => {
                interrupt::unsettled(true);
                store.add(record, content)
            }
            _ => unreachable!("a record is made as the sink wants it"),
        }
    }

    /// Ends what is open.
    pub(super) fn close(&mut self) -> Result<(), Failure> {
        let closed = match &mut self.to {
            Outlet::Streams(streams) => streams.drain(..).try_for_each(Stream::close),
            Outlet::File { current, .. } => current.take().map_or(Ok(()), Stream::close),
            Outlet::Store(store) => store.close(),
        };
        closed.map_err(Failure::Output)
    }

    fn open_file(&mut self, path: &Path) -> Result<(), Failure> {
        let Outlet::File { format, current, .. } = &mut self.to else { unreachable!("there is a file for each") };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| Failure::file(folder, error))?;
        }
        *current = Some(Stream::open(Some(path), *format)?);
        self.failures_before = self.summary.failures;
        Ok(())
    }

    fn close_file(&mut self, note: Option<String>) -> Result<(), Failure> {
        self.close()?;
        let Outlet::File { list, .. } = &self.to else { unreachable!("there is a file for each") };
        // What has a hole is not finished: the next run is to try again.
        match note.filter(|_| self.summary.failures == self.failures_before) {
            Some(note) => finished::note(list, &note).map_err(|error| Failure::file(list, error)),
            None => Ok(()),
        }
    }

    /// Hands over to the system what has been written, and counts its bulletins as finished.
    pub(super) fn flush(&mut self) -> Result<(), Failure> {
        let flushed = match &mut self.to {
            Outlet::Streams(streams) => streams.iter_mut().try_for_each(|stream| stream.to.flush()),
            Outlet::File { current, .. } => current.as_mut().map_or(Ok(()), |stream| stream.to.flush()),
            Outlet::Store(store) => store.settle(),
        };
        flushed.map_err(Failure::Output)?;
        interrupt::finish(std::mem::take(&mut self.unflushed));
        interrupt::unsettled(false);
        self.settled = Instant::now();
        Ok(())
    }
}

impl Consume<Done> for Sink<'_> {
    type Error = Failure;

    fn result(&mut self, done: Done) -> Result<(), Failure> {
        match done {
            Done::Opened(path) => return self.open_file(&path),
            Done::Closed(note) => return self.close_file(note),
            Done::Record { made, counts, bytes } => {
                self.summary.count(&counts, bytes);
                self.take(&made).map_err(Failure::Output)?;
            }
            Done::Failed(reason) => {
                self.summary.failures += 1;
                self.progress.complain(&reason);
            }
        }
        match self.to {
            // Its bulletins are finished when they are taken in: who interrupts need not wait for the batch.
            Outlet::Store(_) => interrupt::finish(1),
            _ => self.unflushed += 1,
        }
        if interrupt::asked() { self.flush() } else { Ok(()) }
    }

    fn idle(&mut self) -> Result<(), Failure> {
        match self.to {
            // Settling is dear, so it is done now and then.
            Outlet::Store(_) if self.settled.elapsed() < A_BATCH => Ok(()),
            _ => self.flush(),
        }
    }

    fn starved(&mut self) -> Result<(), Failure> {
        self.flush()
    }
}
