//! Where records are written: standard output, a file, or a file for each file of the input.
//!
//! A file is written under another name beside its place and renamed when it is whole, so that what stands under its name is
//! never half a result.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::output::Format;
use tempfile::NamedTempFile;

use super::extract::Done;
use super::ordered::Consume;
use super::progress::Progress;
use super::summary::Summary;
use super::{Failure, finished, interrupt};

/// What takes the records of a run.
pub(super) struct Sink<'r> {
    to: Option<Target>,
    format: &'r dyn Format,
    progress: &'r Progress,
    /// How many bytes of records have been written to the current target.
    written: u64,
    /// How many bulletins have been handed over since the last flush.
    unflushed: usize,
    pub(super) summary: Summary,
    /// The list of finished files, where each file of the input has its own.
    list: Option<PathBuf>,
    /// How many bulletins had failed when the current file was opened.
    failures_before: usize,
}

/// An open place for records.
enum Target {
    /// Standard output, or a device.
    Stream(BufWriter<Box<dyn Write + Send>>),
    /// A file under its name for the time being, and the one that it is to have.
    File(BufWriter<NamedTempFile>, PathBuf),
}

impl Target {
    fn open(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else { return Ok(Target::Stream(BufWriter::new(Box::new(io::stdout())))) };
        let failed = |error| Failure::file(path, error);
        // A device or a pipe cannot be replaced by another file.
        if path.metadata().is_ok_and(|it| !it.is_file() && !it.is_dir()) {
            let file = File::options().write(true).open(path).map_err(failed)?;
            return Ok(Target::Stream(BufWriter::new(Box::new(file))));
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = builder.prefix(".bulletin-extract-").tempfile_in(folder).map_err(|error| failed(plain(error)))?;
        interrupt::unfinished(file.path().to_owned());
        Ok(Target::File(BufWriter::new(file), path.to_owned()))
    }

    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Target::Stream(to) => to,
            Target::File(to, _) => to,
        }
    }

    /// Flushes what is held back, and gives a file its name.
    fn close(self) -> io::Result<()> {
        match self {
            Target::Stream(mut to) => to.flush(),
            Target::File(to, path) => {
                let file = to.into_inner().map_err(io::IntoInnerError::into_error).map_err(plain)?;
                file.persist(path).map_err(|error| error.error)?;
                Ok(())
            }
        }
    }
}

/// What the system said, without the name of the file for the time being.
fn plain(error: io::Error) -> io::Error {
    error.raw_os_error().map_or(error, io::Error::from_raw_os_error)
}

impl<'r> Sink<'r> {
    /// A sink for all records; standard output without a path.
    pub(super) fn open(path: Option<&Path>, format: &'r dyn Format, progress: &'r Progress) -> Result<Self, Failure> {
        Ok(Sink { to: Some(Target::open(path)?), ..Sink::new(format, progress) })
    }

    /// A sink whose files are opened one by one and noted in `list` when they are complete.
    pub(super) fn of_files(list: PathBuf, format: &'r dyn Format, progress: &'r Progress) -> Self {
        Sink { list: Some(list), ..Sink::new(format, progress) }
    }

    fn new(format: &'r dyn Format, progress: &'r Progress) -> Self {
        let summary = Summary::default();
        Sink { to: None, format, progress, written: 0, unflushed: 0, summary, list: None, failures_before: 0 }
    }

    fn write(&mut self, record: &[u8]) -> io::Result<()> {
        let before = if self.written > 0 { self.format.between() } else { self.format.opening() };
        let record = self.format.fit(record, self.written);
        self.written += record.len() as u64;
        let to = self.to.as_mut().expect("a file is open while its bulletins come").writer();
        to.write_all(before.as_bytes())?;
        to.write_all(record)
    }

    /// Ends the current target: what stands behind the last record is written, and a file gets its name.
    pub(super) fn close(&mut self) -> Result<(), Failure> {
        let Some(mut target) = self.to.take() else { return Ok(()) };
        let opening = if self.written > 0 { "" } else { self.format.opening() };
        self.written = 0;
        let to = target.writer();
        to.write_all(opening.as_bytes())
            .and_then(|()| to.write_all(self.format.closing().as_bytes()))
            .map_err(plain)
            .and_then(|()| target.close())
            .map_err(Failure::Output)
    }

    fn open_file(&mut self, path: &Path) -> Result<(), Failure> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| Failure::file(folder, error))?;
        }
        self.to = Some(Target::open(Some(path))?);
        self.failures_before = self.summary.failures;
        Ok(())
    }

    /// Hands over to the system what has been written, and counts its bulletins as finished.
    pub(super) fn flush(&mut self) -> Result<(), Failure> {
        if let Some(to) = &mut self.to {
            to.writer().flush().map_err(plain).map_err(Failure::Output)?;
        }
        interrupt::finish(std::mem::take(&mut self.unflushed));
        Ok(())
    }
}

impl Consume<Done> for Sink<'_> {
    type Error = Failure;

    fn result(&mut self, done: Done) -> Result<(), Failure> {
        match done {
            Done::Opened(path) => return self.open_file(&path),
            Done::Closed(note) => {
                // What has a hole is not finished: the next run is to try again.
                let note = note.filter(|_| self.summary.failures == self.failures_before);
                self.close()?;
                return match (note, &self.list) {
                    (Some(note), Some(list)) => finished::note(list, &note).map_err(|error| Failure::file(list, error)),
                    _ => Ok(()),
                };
            }
            Done::Record { rendered, counts, bytes } => {
                self.summary.count(&counts, bytes);
                self.write(&rendered).map_err(plain).map_err(Failure::Output)?;
            }
            Done::Failed(reason) => {
                self.summary.failures += 1;
                self.progress.complain(&reason);
            }
        }
        self.unflushed += 1;
        if interrupt::asked() { self.flush() } else { Ok(()) }
    }

    fn idle(&mut self) -> Result<(), Failure> {
        self.flush()
    }
}
