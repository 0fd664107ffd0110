//! The command line: arguments, the parallel run, progress, exit codes.
//!
//! Data goes to standard output, everything else to standard error. A run ends with 0 if all input was
//! read, 1 if some was not or the output could not be written, 2 if it was called wrongly, 130 if it was
//! interrupted; a closed pipe ends it quietly with 0.
//!
//! It is a part of the library, behind the feature `cli`, so that what embeds the library (the Python package) brings the
//! command with it and not a second copy of the grammars in a program beside it.

mod arguments;
mod check;
mod config;
mod eval;
mod explain;
mod extract;
mod finished;
mod formats;
mod generate;
mod interrupt;
mod ordered;
mod progress;
mod sink;
mod summary;
mod target;

use std::ffi::OsString;
use std::io::{self, Write};

use crate::record;
use clap::{CommandFactory, FromArgMatches};

use arguments::{Arguments, Command};

/// How a command ended, if it did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// All was done.
    Done,
    /// Something could not be done or is not as it should be; it has been named.
    Flawed,
}

/// Runs the command that `arguments`, the program's name first, ask for, and gives its exit status.
///
/// An interrupt ends the process when what has been begun is written.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments = match parse(&arguments.into_iter().collect::<Vec<_>>()) {
        Ok(arguments) => arguments,
        Err(fault) => {
            // Help and version come this way too. Where they cannot be written there is nobody to tell.
            let _ = fault.print();
            return fault.exit_code() as u8;
        }
    };
    match run(&arguments) {
        Ok(Outcome::Done) => 0,
        Ok(Outcome::Flawed) => 1,
        Err(error) if is_closed_pipe(&error) => 0,
        Err(error) => {
            report(&error);
            let is_output = matches!(error.downcast_ref(), Some(Failure::Output(_)));
            if is_output { 1 } else { 2 }
        }
    }
}

fn parse(arguments: &[OsString]) -> Result<Arguments, clap::Error> {
    let command = config::with_defaults(Arguments::command(), arguments)?;
    let matches = command.try_get_matches_from(arguments)?;
    Arguments::from_arg_matches(&matches)?.checked()
}

fn run(arguments: &Arguments) -> miette::Result<Outcome> {
    if let Some(product) = arguments.extract.generate {
        return generate::run(product);
    }
    match &arguments.command {
        Some(Command::Eval(eval)) => eval::run(eval),
        Some(Command::Explain(explain)) => explain::run(explain),
        Some(Command::Check(check)) => check::run(check),
        None if arguments.extract.schema => print_schema(),
        None => extract::run(&arguments.extract),
    }
}

fn print_schema() -> miette::Result<Outcome> {
    let schema = serde_json::to_string_pretty(&record::schema()).expect("a schema is JSON");
    print_line(&schema)?;
    Ok(Outcome::Done)
}

/// Writes `line` to standard output; unlike `println!` it survives a closed pipe.
fn print_line(line: &str) -> miette::Result<()> {
    writeln!(io::stdout(), "{line}").map_err(Failure::Output)?;
    Ok(())
}

/// What ends a run before its time.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
enum Failure {
    /// The output takes no more.
    #[error("the output cannot be written: {0}")]
    Output(#[source] io::Error),
    /// A file that the command needs cannot be used.
    #[error("{path}: {reason}")]
    File { path: String, reason: String },
}

impl Failure {
    fn file(path: &std::path::Path, reason: impl ToString) -> Self {
        Failure::File { path: path.display().to_string(), reason: reason.to_string() }
    }
}

fn is_closed_pipe(error: &miette::Report) -> bool {
    matches!(
        error.downcast_ref(),
        Some(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe
    )
}

/// Tells what ended the run: a fault in a grammar with its place, anything else in a line.
fn report(error: &miette::Report) {
    if error.downcast_ref::<Failure>().is_some() {
        eprintln!("{NAME}: {error}");
    } else {
        eprintln!("{error:?}");
    }
}

/// What messages begin with.
const NAME: &str = env!("CARGO_PKG_NAME");
