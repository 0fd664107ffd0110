//! `check`: compiles grammars and runs their examples.

use crate::Extractor;

use super::arguments::Check;
use super::{Outcome, print_line, report};

pub(super) fn run(arguments: &Check) -> miette::Result<Outcome> {
    let report_of = match Extractor::builder().grammars(&arguments.folders).check() {
        Ok(checked) => checked,
        Err(error) => {
            report(&error.into());
            return Ok(Outcome::Flawed);
        }
    };
    let faults = report_of.faults.len();
    for fault in report_of.faults {
        report(&fault.into());
    }
    if faults > 0 {
        print_line(&format!("{faults} of {} examples are wrong", report_of.examples))?;
        return Ok(Outcome::Flawed);
    }
    print_line(&format!("{} rules and {} examples are right", report_of.rules, report_of.examples))?;
    Ok(Outcome::Done)
}
