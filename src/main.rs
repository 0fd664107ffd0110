//! The command `bulletin-extract`.

use std::process::ExitCode;

/// Records are made of many small strings and lists, on every thread.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(bulletin_extract::cli::main(std::env::args_os()))
}
