//! The command `bulletin-extract`.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(bulletin_extract::cli::main(std::env::args_os()))
}
