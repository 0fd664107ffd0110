//! The class `Extractor`.

use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use bulletin_extract::extract::Scans;
use bulletin_extract::record::{Kind, OffsetUnit};
use bulletin_extract::{GrammarError, Order};
use miette::{GraphicalReportHandler, GraphicalTheme};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple};

use crate::bulletins;
use crate::columns::{self, BatchSchema, Columns};
use crate::engine::Engine;
use crate::many::{OnError, Records};

/// Finds everything in bulletins. Building one takes milliseconds; threads may share it.
#[pyclass(frozen, module = "bulletin_extract")]
pub(crate) struct Extractor {
    engine: Arc<Engine>,
    settings: Settings,
}

/// What an extractor was built with.
#[derive(Clone)]
struct Settings {
    grammars: Vec<PathBuf>,
    kinds: Option<Vec<Kind>>,
    day_first: Option<bool>,
    ocr: Option<bool>,
    explain: bool,
    offsets: OffsetUnit,
}

#[pymethods]
impl Extractor {
    #[new]
    #[pyo3(signature = (*, grammars = Vec::new(), kinds = None, day_first = None, ocr = None, explain = false, offsets = "char"))]
    fn new(
        py: Python<'_>,
        grammars: Vec<PathBuf>,
        kinds: Option<Vec<String>>,
        day_first: Option<bool>,
        ocr: Option<bool>,
        explain: bool,
        offsets: &str,
    ) -> PyResult<Self> {
        let kinds = kinds.map(|kinds| kinds.iter().map(|kind| named(kind, "kind")).collect()).transpose()?;
        let offsets = named(offsets, "unit of offsets")?;
        let settings = Settings { grammars, kinds, day_first, ocr, explain, offsets };
        let engine = py.detach(|| settings.engine())?;
        Ok(Extractor { engine: Arc::new(engine), settings })
    }

    /// The record of one bulletin.
    #[pyo3(signature = (text, published = None, id = None, *, title = None))]
    fn extract<'py>(
        &self,
        text: &Bound<'py, PyAny>,
        published: Option<&Bound<'py, PyAny>>,
        id: Option<&Bound<'py, PyAny>>,
        title: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = text.py();
        let bulletin = bulletins::described(text, id, title, published, 1)?;
        let json = py.detach(|| self.engine.json(bulletin));
        loaded(py, &json.map_err(PyValueError::new_err)?)
    }

    /// The records of bulletins, in their order, as an iterator.
    #[pyo3(signature = (bulletins, *, threads = None, on_error = "raise"))]
    fn extract_many(
        &self,
        bulletins: &Bound<'_, PyAny>,
        threads: Option<NonZero<usize>>,
        on_error: &str,
    ) -> PyResult<Records> {
        let on_error = match on_error {
            "raise" => OnError::Raise,
            "record" => OnError::Record,
            other => return Err(PyValueError::new_err(format!("on_error is 'raise' or 'record', not {other:?}"))),
        };
        Ok(Records::new(&self.engine, bulletins.try_iter()?.unbind(), threads_or_all(threads), on_error))
    }

    /// The records of the rows of an Arrow record batch or stream, as the same.
    #[pyo3(signature = (data, *, text = "text", published = None, id = None, title = None, keep = Vec::new(), threads = None))]
    #[expect(clippy::too_many_arguments, reason = "they are the keywords of the Python function")]
    fn extract_arrow<'py>(
        &self,
        data: &Bound<'py, PyAny>,
        text: &str,
        published: Option<&str>,
        id: Option<&str>,
        title: Option<&str>,
        keep: Vec<String>,
        threads: Option<NonZero<usize>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let columns = Columns { text, published, id, title, keep: &keep };
        columns::extract(&self.engine, data, &columns, self.settings.explain, threads_or_all(threads))
    }

    /// The schema of what `extract_arrow` gives, kept columns left out.
    #[getter]
    fn arrow_schema(&self) -> BatchSchema {
        BatchSchema::of_records(self.settings.explain)
    }

    /// How another process rebuilds it.
    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let py = slf.py();
        let rebuild = py.import("bulletin_extract")?.getattr("_rebuild")?;
        Ok((rebuild, PyTuple::new(py, [slf.get().settings.keywords(py)?])?))
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        let keywords = slf.get().settings.keywords(slf.py())?;
        let written: PyResult<Vec<String>> =
            keywords.iter().map(|(name, value)| Ok(format!("{name}={}", value.repr()?))).collect();
        Ok(format!("Extractor({})", written?.join(", ")))
    }
}

impl Settings {
    fn engine(&self) -> PyResult<Engine> {
        let order = match self.day_first {
            None => Order::Infer,
            Some(true) => Order::DayFirst,
            Some(false) => Order::MonthFirst,
        };
        let scans = match self.ocr {
            None => Scans::Auto,
            Some(true) => Scans::On,
            Some(false) => Scans::Off,
        };
        let builder = bulletin_extract::Extractor::builder().grammars(&self.grammars).order(order).scans(scans);
        let builder = builder.explain(self.explain).offsets(self.offsets);
        let builder = match &self.kinds {
            Some(kinds) => builder.kinds(kinds),
            None => builder,
        };
        Engine::new(builder).map_err(|error| PyValueError::new_err(shown(&error)))
    }

    /// The keyword arguments that give these settings.
    fn keywords<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let keywords = PyDict::new(py);
        keywords.set_item("grammars", &self.grammars)?;
        keywords
            .set_item("kinds", self.kinds.as_ref().map(|it| it.iter().map(|kind| kind.name()).collect::<Vec<_>>()))?;
        keywords.set_item("day_first", self.day_first)?;
        keywords.set_item("ocr", self.ocr)?;
        keywords.set_item("explain", self.explain)?;
        let offsets = serde_json::to_value(self.offsets).expect("a unit is JSON");
        keywords.set_item("offsets", offsets.as_str())?;
        Ok(keywords)
    }
}

/// The fault of a grammar with its place, as the command shows it.
fn shown(error: &GrammarError) -> String {
    let mut shown = String::from("a grammar is faulty\n");
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor());
    handler.render_report(&mut shown, error).expect("a string takes all");
    shown
}

/// The value of an enumeration of the record that is called `name` there.
fn named<T: serde::de::DeserializeOwned>(name: &str, what: &str) -> PyResult<T> {
    serde_json::from_value(name.into()).map_err(|error| PyValueError::new_err(format!("no {what}: {error}")))
}

fn threads_or_all(threads: Option<NonZero<usize>>) -> NonZero<usize> {
    threads.or_else(|| thread::available_parallelism().ok()).unwrap_or(NonZero::<usize>::MIN)
}

/// The Python objects of `json`.
///
/// Python's own reader of JSON keeps one string for all keys of a name, and the JSON was written without the lock.
pub(crate) fn loaded<'py>(py: Python<'py>, json: &str) -> PyResult<Bound<'py, PyAny>> {
    static LOADS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    LOADS.import(py, "json", "loads")?.call1((json,))
}
