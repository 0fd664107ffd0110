//! The command `bulletin-extract`.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
