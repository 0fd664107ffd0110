//! Records of the rows of Arrow's data, as columns: `Extractor.extract_arrow`.
//!
//! Data comes and goes by the Arrow PyCapsule interface, so that pyarrow, Polars, DuckDB, pandas and Spark hand it over without a
//! copy and none of them needs to be installed. A row that cannot be read becomes a row whose column `error` says why.

mod export;
mod rows;
mod schema;

use std::num::NonZero;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, Field, FieldRef, Fields, Schema, SchemaRef};
use arrow_select::concat::concat_batches;
use pyo3::exceptions::{PyKeyError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3_arrow::PyRecordBatch;
use pyo3_arrow::PyRecordBatchReader;

pub(crate) use self::export::{Batch, BatchReader, BatchSchema};
use self::rows::{Places, Rows};
use crate::engine::Engine;

/// How many rows a thread takes at a time: few enough to keep all threads busy to the end.
const ROWS: usize = 64;

/// Which columns hold what. A column that is not named is the one of its usual name, if there is one.
pub(crate) struct Columns<'c> {
    pub(crate) text: &'c str,
    pub(crate) published: Option<&'c str>,
    pub(crate) id: Option<&'c str>,
    pub(crate) title: Option<&'c str>,
    /// Columns that go into the result as they are.
    pub(crate) keep: &'c [String],
}

impl Columns<'_> {
    /// Where the columns stand in `schema`.
    fn places(&self, schema: &Schema) -> PyResult<Places> {
        let place = |name: &str| {
            schema.index_of(name).map_err(|_| PyKeyError::new_err(format!("no column {name:?} in {:?}", names(schema))))
        };
        let named = |name: Option<&str>, usual: &str| match name {
            Some(name) => place(name).map(Some),
            None => Ok(schema.index_of(usual).ok()),
        };
        Ok(Places {
            text: place(self.text)?,
            published: named(self.published, "published")?,
            id: named(self.id, "id")?,
            title: named(self.title, "title")?,
            keep: self.keep.iter().map(|name| place(name)).collect::<PyResult<_>>()?,
        })
    }
}

/// The records of `data`, a batch for a batch and a stream for a stream.
pub(crate) fn extract<'py>(
    engine: &Arc<Engine>,
    data: &Bound<'py, PyAny>,
    columns: &Columns<'_>,
    explain: bool,
    threads: NonZero<usize>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = data.py();
    if data.hasattr("__arrow_c_array__")? {
        let batch = data.extract::<PyRecordBatch>()?.into_inner();
        let way = Way::new(engine, &batch.schema(), columns, explain, threads)?;
        let records = py.detach(|| way.records(&batch)).map_err(|error| PyValueError::new_err(error.to_string()))?;
        return Ok(Bound::new(py, Batch(records))?.into_any());
    }
    if data.hasattr("__arrow_c_stream__")? {
        let reader = data.extract::<PyRecordBatchReader>()?.into_reader()?;
        let way = Way::new(engine, &reader.schema(), columns, explain, threads)?;
        return Ok(Bound::new(py, BatchReader::new(Box::new(Stream { reader, way })))?.into_any());
    }
    let reason = format!(
        "{} is no Arrow data: it has neither __arrow_c_array__ nor __arrow_c_stream__",
        data.get_type().name()?
    );
    Err(PyTypeError::new_err(reason))
}

/// How batches of one schema become batches of records.
struct Way {
    engine: Arc<Engine>,
    places: Places,
    /// The fields of the records and of `error`.
    fields: Vec<FieldRef>,
    /// Those of the result: the kept columns before them.
    schema: SchemaRef,
    threads: NonZero<usize>,
}

impl Way {
    fn new(
        engine: &Arc<Engine>,
        schema: &Schema,
        columns: &Columns<'_>,
        explain: bool,
        threads: NonZero<usize>,
    ) -> PyResult<Self> {
        let places = columns.places(schema)?;
        rows::check_types(schema, &places).map_err(PyTypeError::new_err)?;
        let fields = schema::fields(explain);
        if let Some(taken) = columns.keep.iter().find(|&kept| fields.iter().any(|field| field.name() == kept)) {
            return Err(PyValueError::new_err(format!(
                "a record has a column {taken:?} of its own; rename the kept one"
            )));
        }
        let kept = places.keep.iter().map(|&place| Arc::new(Field::clone(schema.field(place))));
        let all: Fields = kept.chain(fields.iter().cloned()).collect();
        let schema = Arc::new(Schema::new(all));
        Ok(Way { engine: Arc::clone(engine), places, fields, schema, threads })
    }

    /// The records of the rows of `batch`, in their order.
    fn records(&self, batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
        let rows = Rows::new(batch, &self.places)?;
        let parts: Vec<Range<usize>> =
            (0..batch.num_rows()).step_by(ROWS).map(|start| start..batch.num_rows().min(start + ROWS)).collect();
        let parts = in_parallel(&parts, self.threads, |part| self.part(&rows, part.clone()));
        let parts = parts.into_iter().collect::<Result<Vec<_>, _>>()?;
        let records = concat_batches(&Arc::new(Schema::new(self.fields.clone())), &parts)?;
        let kept = self.places.keep.iter().map(|&place| Arc::clone(batch.column(place)));
        RecordBatch::try_new(Arc::clone(&self.schema), kept.chain(records.columns().iter().cloned()).collect())
    }

    fn part(&self, rows: &Rows, part: Range<usize>) -> Result<RecordBatch, ArrowError> {
        let records: Vec<_> = part.map(|row| rows.record(row, &self.engine)).collect();
        rows::batch(&self.fields, &records)
    }
}

/// What `work` makes of each item, in their order.
fn in_parallel<T: Sync, R: Send>(items: &[T], threads: NonZero<usize>, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let take = || {
        let mine = std::iter::from_fn(|| {
            let index = next.fetch_add(1, Ordering::Relaxed);
            items.get(index).map(|item| (index, work(item)))
        });
        mine.collect::<Vec<_>>()
    };
    let threads = threads.get().min(items.len());
    if threads < 2 {
        return items.iter().map(work).collect();
    }
    let mut done: Vec<(usize, R)> = thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(take)).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("work does not panic")).collect()
    });
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// A stream of batches of records; each is made when it is asked for.
struct Stream {
    reader: Box<dyn RecordBatchReader + Send>,
    way: Way,
}

impl Iterator for Stream {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.reader.next()?.and_then(|batch| self.way.records(&batch)))
    }
}

impl RecordBatchReader for Stream {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.way.schema)
    }
}

fn names(schema: &Schema) -> Vec<&str> {
    schema.fields().iter().map(|field| field.name().as_str()).collect()
}
