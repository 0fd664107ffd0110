//! The native half of the Python package `bulletin_extract`: the class `Extractor` and the command.
//!
//! What Python code meets is described in `bulletin_extract/_native.pyi`. The modules: `engine` is the extractor as threads share
//! it, `bulletins` reads bulletins out of Python's values, `extractor` is the class, `many` its stream over any iterable and
//! `columns` its way over Arrow's data.

mod bulletins;
mod columns;
mod engine;
mod extractor;
mod many;

use pyo3::prelude::*;

/// As in the command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The module `bulletin_extract._native`.
#[pymodule]
mod _native {
    #[pymodule_export]
    use crate::columns::{Batch, BatchReader, BatchSchema};
    #[pymodule_export]
    use crate::extractor::Extractor;
    #[pymodule_export]
    use crate::many::Records;
    #[cfg(feature = "cli")]
    #[pymodule_export]
    use crate::run_command;
    #[pymodule_export]
    use crate::schema;
    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "Python's name for it")]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}

/// Runs the command with these arguments, the program's name first, and gives its exit status.
#[cfg(feature = "cli")]
#[pyfunction]
fn run_command(py: Python<'_>, arguments: Vec<std::ffi::OsString>) -> u8 {
    py.detach(|| bulletin_extract::cli::main(arguments))
}

/// The JSON Schema of the records, as JSON.
#[pyfunction]
fn schema() -> String {
    serde_json::to_string(&bulletin_extract::record::schema()).expect("a schema is JSON")
}
