//! An open place for bytes: standard output, a device, or a file.
//!
//! A file is written under another name beside its place and renamed when it is whole, so that what stands under its name is
//! never half a result.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::{Failure, interrupt};

/// An open place for bytes.
pub(super) enum Target {
    /// Standard output, or a device.
    Stream(BufWriter<Box<dyn Write + Send>>),
    /// A file under its name for the time being, and the one that it is to have.
    File(BufWriter<NamedTempFile>, PathBuf),
}

impl Target {
    /// The file at `path`, or standard output.
    pub(super) fn open(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else { return Ok(Target::Stream(BufWriter::new(Box::new(io::stdout())))) };
        let failed = |error| Failure::file(path, error);
        // A device or a pipe cannot be replaced by another file.
        if path.metadata().is_ok_and(|it| !it.is_file() && !it.is_dir()) {
            let file = File::options().write(true).open(path).map_err(failed)?;
            return Ok(Target::Stream(BufWriter::new(Box::new(file))));
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = builder.prefix(".bulletin-extract-").tempfile_in(folder).map_err(|error| failed(plain(error)))?;
        interrupt::unfinished(file.path().to_owned());
        Ok(Target::File(BufWriter::new(file), path.to_owned()))
    }

    /// Flushes what is held back, and gives a file its name.
    pub(super) fn close(self) -> io::Result<()> {
        match self {
            Target::Stream(mut to) => to.flush(),
            Target::File(to, path) => {
                let file = to.into_inner().map_err(io::IntoInnerError::into_error).map_err(plain)?;
                file.persist(path).map_err(|error| error.error)?;
                Ok(())
            }
        }
    }

    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Target::Stream(to) => to,
            Target::File(to, _) => to,
        }
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer().write(bytes).map_err(plain)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer().flush().map_err(plain)
    }
}

/// What the system said, without the name of the file for the time being.
fn plain(error: io::Error) -> io::Error {
    error.raw_os_error().map_or(error, io::Error::from_raw_os_error)
}
