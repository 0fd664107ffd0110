//! The progress bar on standard error: bytes of files if their sizes are known, else bulletins.

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::time::Duration;

use crate::Bulletin;
use indicatif::{ProgressBar, ProgressStyle};

use super::NAME;
use super::arguments::{Extract, When};

/// The bar, invisible where none is wanted.
pub(super) struct Progress {
    bar: ProgressBar,
    counts_bytes: bool,
}

impl Progress {
    /// A bar if it can be seen and disturbs nothing: not if the records run over the same terminal.
    pub(super) fn new(arguments: &Extract) -> Self {
        let to_terminal = arguments.output.output.is_none() && io::stdout().is_terminal();
        let visible = arguments.running.progress == When::Auto && io::stderr().is_terminal() && !to_terminal;
        if !visible {
            return Progress::hidden();
        }
        let size = total_size(&arguments.paths);
        let (bar, template) = match size {
            Some(size) => (ProgressBar::new(size), "{bar:40} {percent}% {bytes_per_sec}, {eta} left"),
            None => (ProgressBar::no_length(), "{spinner} {pos} bulletins, {per_sec}"),
        };
        bar.set_style(ProgressStyle::with_template(template).expect("the templates are right"));
        bar.enable_steady_tick(Duration::from_millis(200));
        Progress { bar, counts_bytes: size.is_some() }
    }

    /// A bar that is not shown; messages are.
    pub(super) fn hidden() -> Self {
        Progress { bar: ProgressBar::hidden(), counts_bytes: false }
    }

    /// Whether there is a bar to be seen.
    pub(super) fn is_visible(&self) -> bool {
        !self.bar.is_hidden()
    }

    /// Counts a bulletin that has been read.
    pub(super) fn count(&self, bulletin: &Bulletin) {
        let step = match &bulletin.source {
            Some(source) if self.counts_bytes => source.end - source.start,
            _ => 1,
        };
        self.bar.inc(step);
    }

    /// Writes a message to standard error, around the bar.
    pub(super) fn complain(&self, message: &str) {
        self.bar.suspend(|| eprintln!("{NAME}: {message}"));
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// The bytes of all `paths`, if they are files.
fn total_size(paths: &[PathBuf]) -> Option<u64> {
    let sizes = paths.iter().map(|path| path.metadata().ok().filter(|it| it.is_file()).map(|it| it.len()));
    sizes.sum::<Option<u64>>().filter(|_| !paths.is_empty())
}
