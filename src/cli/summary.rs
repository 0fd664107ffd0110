//! The last line of a run on standard error: how much was read, found and lost, and how fast.

use std::fmt;
use std::time::Instant;

use crate::Record;
use crate::record::Kind;

/// How many mentions of each kind a record has.
pub(super) type Counts = [usize; Kind::ALL.len()];

/// Counts the mentions of `record`.
pub(super) fn counts(record: &Record) -> Counts {
    [
        record.dates.len(),
        record.people.iter().map(|it| it.mentions.len()).sum(),
        record.organisations.iter().map(|it| it.mentions.len()).sum(),
        record.places.iter().map(|it| it.mentions.len()).sum(),
        record.quantities.len(),
    ]
}

/// What has been done so far.
pub(super) struct Summary {
    begun: Instant,
    bulletins: usize,
    bytes: usize,
    mentions: Counts,
    /// Bulletins that the extractor failed on.
    pub(super) failures: usize,
    /// Files and lines that could not be read.
    pub(super) unread: usize,
    /// Files and bulletins that a run before this one has finished.
    pub(super) skipped: usize,
}

impl Default for Summary {
    fn default() -> Self {
        Summary {
            begun: Instant::now(),
            bulletins: 0,
            bytes: 0,
            mentions: Counts::default(),
            failures: 0,
            unread: 0,
            skipped: 0,
        }
    }
}

impl Summary {
    /// Counts a record and the bytes of its bulletin.
    pub(super) fn count(&mut self, counts: &Counts, bytes: usize) {
        self.bulletins += 1;
        self.bytes += bytes;
        self.mentions.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
    }

    /// Whether something was lost.
    pub(super) fn is_flawed(&self) -> bool {
        self.failures + self.unread > 0
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bulletins", self.bulletins)?;
        for (kind, count) in Kind::ALL.iter().zip(self.mentions) {
            write!(f, ", {kind} {count}")?;
        }
        if self.skipped > 0 {
            write!(f, "; {} done before", self.skipped)?;
        }
        if self.is_flawed() {
            write!(f, "; not read: {}", self.unread + self.failures)?;
        }
        let seconds = self.begun.elapsed().as_secs_f64();
        let megabytes = self.bytes as f64 / 1e6;
        write!(f, "; {megabytes:.1} MB in {seconds:.1} s, {:.1} MB/s", megabytes / seconds.max(1e-9))
    }
}
