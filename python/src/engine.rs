//! The extractor as threads share it: built once, free of Python.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;

use bulletin_extract::input::Input;
use bulletin_extract::{Bulletin, Extractor, ExtractorBuilder, GrammarError, Record};

/// Extracts, and reads the heads of bulletins as the command does.
pub(crate) struct Engine {
    extractor: Arc<Extractor>,
    input: Input<'static>,
}

impl Engine {
    /// Compiles the grammars.
    pub(crate) fn new(settings: ExtractorBuilder) -> Result<Self, GrammarError> {
        let extractor = Arc::new(settings.build()?);
        let reader = Arc::clone(&extractor);
        Ok(Engine { extractor, input: Input::new(move |text| reader.read_day(text)) })
    }

    /// Everything found in `bulletin`, or why the extractor failed on it.
    ///
    /// One bulletin that brings the extractor down must not take the archive with it.
    pub(crate) fn record(&self, bulletin: Bulletin) -> Result<Record, String> {
        let record = || self.extractor.extract(&self.input.complete(bulletin));
        panic::catch_unwind(AssertUnwindSafe(record))
            .map_err(|panic| format!("the extractor failed: {}", said(&*panic)))
    }

    /// The same as JSON, as the command writes it.
    pub(crate) fn json(&self, bulletin: Bulletin) -> Result<String, String> {
        self.record(bulletin).map(|record| serde_json::to_string(&record).expect("a record is JSON"))
    }
}

/// What a panic said.
fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no reason given")
}
