//! Columns as Python gets them: objects that know nothing but the Arrow PyCapsule interface.

use std::sync::{Arc, Mutex};

use arrow_array::{ArrayRef, RecordBatch, RecordBatchReader, StructArray};
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Schema, SchemaRef};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};
use pyo3_arrow::error::PyArrowResult;
use pyo3_arrow::ffi::{ArrayIterator, to_array_pycapsules, to_schema_pycapsule, to_stream_pycapsule};

use super::schema::fields;

/// A batch of records.
#[pyclass(frozen, module = "bulletin_extract")]
pub(crate) struct Batch(pub(super) RecordBatch);

#[pymethods]
impl Batch {
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyTuple>> {
        let array = StructArray::from(self.0.clone());
        to_array_pycapsules(py, row(&self.0.schema()), &array, requested_schema)
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, self.0.schema().as_ref())
    }

    fn __len__(&self) -> usize {
        self.0.num_rows()
    }
}

/// A stream of batches of records, which can be read once.
#[pyclass(frozen, module = "bulletin_extract")]
pub(crate) struct BatchReader {
    schema: SchemaRef,
    reader: Mutex<Option<Box<dyn RecordBatchReader + Send>>>,
}

impl BatchReader {
    pub(super) fn new(reader: Box<dyn RecordBatchReader + Send>) -> Self {
        BatchReader { schema: reader.schema(), reader: Mutex::new(Some(reader)) }
    }
}

#[pymethods]
impl BatchReader {
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyCapsule>> {
        let reader = self.reader.lock().expect("nobody panics who holds it").take();
        let reader = reader.ok_or_else(|| PyValueError::new_err("the stream has been read; it can be read once"))?;
        let arrays = reader.map(|batch| batch.map(|batch| Arc::new(StructArray::from(batch)) as ArrayRef));
        let arrays: Box<dyn Iterator<Item = Result<ArrayRef, ArrowError>> + Send> = Box::new(arrays);
        to_stream_pycapsule(py, Box::new(ArrayIterator::new(arrays, row(&self.schema))), requested_schema)
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, self.schema.as_ref())
    }
}

/// The schema of batches.
#[pyclass(frozen, module = "bulletin_extract")]
pub(crate) struct BatchSchema(SchemaRef);

impl BatchSchema {
    /// That of records, with the columns of explanations or without.
    pub(crate) fn of_records(explain: bool) -> Self {
        BatchSchema(Arc::new(Schema::new(fields(explain))))
    }
}

#[pymethods]
impl BatchSchema {
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, self.0.as_ref())
    }
}

/// A row as one value, which is how batches go over the interface.
fn row(schema: &Schema) -> FieldRef {
    let fields = DataType::Struct(schema.fields().clone());
    Arc::new(Field::new("", fields, false).with_metadata(schema.metadata().clone()))
}
