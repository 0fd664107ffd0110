//! Files that a program of the user's turns into text first, as ripgrep's `--pre` has it.

use std::ffi::OsString;
use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};

use super::InputError;

/// What stands for the file's path in the command.
const PATH: &str = "{}";

/// What `command` prints for the file at `path`.
///
/// The command's words are divided at spaces; `{}` is the path, which otherwise is the last argument. The file is the command's
/// standard input as well.
pub(super) fn text_of(path: &Path, command: &str) -> Result<Vec<u8>, InputError> {
    let name = path.display().to_string();
    let failed = |reason: String| InputError::Prepared { path: name.clone(), command: command.to_owned(), reason };
    let file = File::open(path).map_err(|source| InputError::Read { path: name.clone(), source })?;
    let mut words = command.split_whitespace();
    let program = words.next().ok_or_else(|| failed("it is empty".to_owned()))?;
    let mut arguments: Vec<OsString> = words.map(OsString::from).collect();
    match arguments.iter_mut().find(|it| *it == PATH) {
        Some(placeholder) => *placeholder = path.into(),
        None => arguments.push(path.into()),
    }
    let run = Command::new(program).args(arguments).stdin(file).stdout(Stdio::piped()).stderr(Stdio::piped()).output();
    let output = run.map_err(|error| failed(format!("{program} cannot be run: {error}")))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default();
    Err(failed(format!("{}; {said}", output.status)))
}
