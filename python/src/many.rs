//! The records of any iterable of bulletins, in its order: `Extractor.extract_many`.
//!
//! The iterable is asked for bulletins by the thread that asks for records, since much of what can be iterated over in Python
//! must stay on its thread. Bulletins go to worker threads, which know nothing of Python, and each has a channel of its own
//! for its record; so nothing is sorted, and how far the reading runs ahead is bounded by number and by weight. With one thread
//! nothing is read ahead: each record comes before the next bulletin is asked for.

use std::collections::VecDeque;
use std::num::NonZero;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use bulletin_extract::Bulletin;
use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyIterator};

use crate::bulletins;
use crate::engine::Engine;
use crate::extractor::loaded;

/// How many bulletins a thread may have in flight.
const IN_FLIGHT: usize = 32;

/// How many it has in flight before a record that is ready is given away without reading on.
const ENOUGH: usize = 16;

/// How many bytes of text may be in flight together; a single bulletin may have more.
const HEAVIEST: usize = 8 << 20;

/// What becomes of a bulletin that has no record.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnError {
    /// Its error is raised in its place.
    Raise,
    /// It gives `{"id": …, "error": …}`.
    Record,
}

/// The iterator over records.
#[pyclass(module = "bulletin_extract")]
pub(crate) struct Records {
    bulletins: Py<PyIterator>,
    /// How many bulletins have been read.
    number: usize,
    has_ended: bool,
    on_error: OnError,
    workers: Workers,
    ahead: VecDeque<Ahead>,
    /// The bytes of the texts in flight.
    weight: usize,
}

/// What has been read and not been given away.
enum Ahead {
    /// A bulletin whose record is or will be in the channel.
    Begun { id: String, weight: usize, json: Receiver<Result<String, String>> },
    /// Something that is no bulletin, by its number.
    Fault { id: String, error: PyErr },
    /// The iterable failed.
    Broken(PyErr),
}

impl Ahead {
    fn is_ready(&self) -> bool {
        match self {
            Ahead::Begun { json, .. } => !json.is_empty(),
            Ahead::Fault { .. } | Ahead::Broken(_) => true,
        }
    }
}

impl Records {
    pub(crate) fn new(
        engine: &Arc<Engine>,
        bulletins: Py<PyIterator>,
        threads: NonZero<usize>,
        on_error: OnError,
    ) -> Self {
        let workers = Workers::new(engine, threads.get());
        Records { bulletins, number: 0, has_ended: false, on_error, workers, ahead: VecDeque::new(), weight: 0 }
    }

    /// Reads on while there is room, unless a record is ready and there is enough to do.
    fn read_ahead(&mut self, py: Python<'_>) {
        let (most, enough) = match self.workers.threads {
            1 => (1, 1),
            threads => (threads * IN_FLIGHT, threads * ENOUGH),
        };
        while !self.has_ended && self.ahead.len() < most && (self.ahead.is_empty() || self.weight < HEAVIEST) {
            if self.ahead.len() >= enough && self.ahead.front().is_some_and(Ahead::is_ready) {
                break;
            }
            if let Some(next) = self.read(py) {
                self.ahead.push_back(next);
            }
        }
    }

    /// The next thing that the iterable has; none at its end.
    fn read(&mut self, py: Python<'_>) -> Option<Ahead> {
        let value = match self.bulletins.bind(py).clone().next() {
            Some(Ok(value)) => value,
            Some(Err(error)) => {
                self.has_ended = true;
                return Some(Ahead::Broken(error));
            }
            None => {
                self.has_ended = true;
                return None;
            }
        };
        self.number += 1;
        Some(match bulletins::bulletin(&value, self.number) {
            Ok(bulletin) => {
                let (id, weight) = (bulletin.id.clone(), bulletin.text.len());
                self.weight += weight;
                Ahead::Begun { id, weight, json: self.workers.begin(bulletin) }
            }
            Err(error) => Ahead::Fault { id: bulletins::id_of(&value, self.number), error },
        })
    }

    /// What stands in the place of a record for a bulletin that has none.
    fn failed<'py>(&self, py: Python<'py>, id: &str, error: PyErr) -> PyResult<Bound<'py, PyAny>> {
        if self.on_error == OnError::Raise {
            return Err(error);
        }
        let record = PyDict::new(py);
        record.set_item("id", id)?;
        record.set_item("error", error.value(py).str()?)?;
        Ok(record.into_any())
    }
}

#[pymethods]
impl Records {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.read_ahead(py);
        match self.ahead.pop_front() {
            None => Ok(None),
            Some(Ahead::Begun { id, weight, json }) => {
                self.weight -= weight;
                match py.detach(|| json.recv()).expect("every bulletin is answered") {
                    Ok(json) => loaded(py, &json).map(Some),
                    Err(reason) => self.failed(py, &id, PyValueError::new_err(reason)).map(Some),
                }
            }
            Some(Ahead::Fault { id, error }) => self.failed(py, &id, error).map(Some),
            Some(Ahead::Broken(error)) => Err(error),
        }
    }
}

/// Threads that extract; they end with this.
struct Workers {
    jobs: Sender<Job>,
    threads: usize,
    is_over: Arc<AtomicBool>,
}

struct Job {
    bulletin: Bulletin,
    reply: Sender<Result<String, String>>,
}

impl Workers {
    fn new(engine: &Arc<Engine>, threads: usize) -> Self {
        let (send, jobs) = unbounded::<Job>();
        let is_over = Arc::new(AtomicBool::new(false));
        for _ in 0..threads {
            let (engine, jobs, is_over) = (Arc::clone(engine), jobs.clone(), Arc::clone(&is_over));
            thread::spawn(move || {
                for job in jobs {
                    // Nobody waits for the rest when the iterator has gone.
                    if is_over.load(Ordering::Relaxed) {
                        break;
                    }
                    let _ = job.reply.send(engine.json(job.bulletin));
                }
            });
        }
        Workers { jobs: send, threads, is_over }
    }

    /// Has a bulletin extracted; its record comes through the channel.
    fn begin(&self, bulletin: Bulletin) -> Receiver<Result<String, String>> {
        let (reply, json) = bounded(1);
        self.jobs.send(Job { bulletin, reply }).expect("the workers wait for bulletins");
        json
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
    }
}
