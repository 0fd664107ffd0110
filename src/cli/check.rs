//! `check`: compiles grammars and runs their examples.

use bulletin_extract::Extractor;

use super::arguments::Check;
use super::{Outcome, print_line, report};

pub(super) fn run(arguments: &Check) -> miette::Result<Outcome> {
    match Extractor::builder().grammars(&arguments.folders).check() {
        Ok(checked) => {
            print_line(&format!(
                "{} rules and {} examples are right",
                checked.rules, checked.examples
            ))?;
            Ok(Outcome::Done)
        }
        Err(error) => {
            report(&error.into());
            Ok(Outcome::Flawed)
        }
    }
}
