//! What can be wrong with a grammar, said with the file, the place and the mend.

use std::ops::Range;
use std::sync::Arc;

use miette::{Diagnostic, NamedSource, SourceSpan};
use thiserror::Error;

/// A fault in a grammar file or a table.
#[derive(Debug, Error, Diagnostic)]
#[error("{message}")]
pub struct GrammarError {
    /// What is wrong.
    message: String,
    /// The file's name and text.
    #[source_code]
    source_code: Arc<NamedSource<String>>,
    /// Where.
    #[label("here")]
    span: SourceSpan,
    /// How to mend it.
    #[help]
    help: Option<String>,
}

impl GrammarError {
    /// A fault at `span` of the text of the file `name`.
    pub fn new(
        name: &str,
        text: &str,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        let help = help.into();
        Self {
            message: message.into(),
            source_code: Arc::new(NamedSource::new(name, text.to_owned())),
            span: span.into(),
            help: (!help.is_empty()).then_some(help),
        }
    }

    /// `file:line` of the fault, for one-line messages.
    pub fn place(&self) -> String {
        let before = &self.source_code.inner()[..self.span.offset().min(self.source_code.inner().len())];
        format!("{}:{}", self.source_code.name(), before.matches('\n').count() + 1)
    }
}
