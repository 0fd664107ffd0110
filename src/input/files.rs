//! Paths to files: what is named on the command line, with folders opened up.
//!
//! Folders are gone through recursively, each in the order of its names, so that a run gives the same
//! output everywhere. Links are followed; one that leads back into a folder above it is passed over,
//! since what it leads to is being read already. Hidden files of a folder are left alone, named ones
//! are read.

use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::{InputError, STANDARD};

/// A place that bulletins are read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// Standard input.
    Standard,
    /// A file.
    File(PathBuf),
}

impl Location {
    /// What errors and sources call it.
    pub fn name(&self) -> String {
        match self {
            Location::Standard => STANDARD.to_owned(),
            Location::File(path) => path.display().to_string(),
        }
    }
}

/// The files behind `paths`, in order; nothing at all or `-` is standard input.
pub(super) fn locations(paths: &[PathBuf]) -> impl Iterator<Item = Result<Location, InputError>> {
    let standard = paths.is_empty().then_some(Ok(Location::Standard));
    standard.into_iter().chain(paths.iter().flat_map(|path| located(path)))
}

fn located(path: &Path) -> Box<dyn Iterator<Item = Result<Location, InputError>>> {
    if path.as_os_str() == STANDARD {
        return Box::new(std::iter::once(Ok(Location::Standard)));
    }
    if !path.is_dir() {
        return Box::new(std::iter::once(Ok(Location::File(path.to_owned()))));
    }
    let folder = WalkDir::new(path).follow_links(true).sort_by_file_name();
    let entries = folder.into_iter().filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry));
    Box::new(entries.filter_map(|entry| match entry {
        Ok(entry) if entry.file_type().is_file() => Some(Ok(Location::File(entry.into_path()))),
        Ok(_) => None,
        Err(error) if error.loop_ancestor().is_some() => None,
        Err(error) => Some(Err(InputError::Read {
            path: error.path().map_or_else(String::new, |path| path.display().to_string()),
            source: error.into(),
        })),
    }))
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}
