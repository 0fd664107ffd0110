//! A folder with a file of records for each file of the input, and what of it a run before this one has finished.
//!
//! The folder keeps a list, `.finished.jsonl`: a line for each file of records, with the hash of what was read and of how. With
//! `--resume` a file is passed over if its line says that this very content has been read in this very way.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use crate::input::{InputError, Location};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Failure;
use super::arguments::Extract;

/// The name of the list in the folder.
const LIST: &str = ".finished.jsonl";

/// The folder and what stands in its list.
pub(super) struct Finished {
    folder: PathBuf,
    ending: &'static str,
    /// What the records depend on besides the content: the program's version and the options.
    way: String,
    /// The list, by file of records; empty if everything is to be done again.
    known: HashMap<PathBuf, Note>,
    /// The files that this run has begun, so that no two write the same.
    begun: std::cell::RefCell<HashSet<PathBuf>>,
    /// How many files have been passed over.
    pub(super) skipped: Cell<usize>,
}

/// A line of the list.
#[derive(Serialize, Deserialize)]
struct Note {
    /// The file of records, from the folder on.
    records: PathBuf,
    /// SHA-256 of the file that was read.
    content: String,
    /// SHA-256 of the version and the options.
    way: String,
}

impl Finished {
    /// The folder that the records go to, made if it is not there.
    pub(super) fn open(arguments: &Extract) -> Result<Self, Failure> {
        let folder = arguments.output.output.clone().expect("the output is a folder");
        fs::create_dir_all(&folder).map_err(|error| Failure::file(&folder, error))?;
        let list = folder.join(LIST);
        let known = match fs::read_to_string(&list) {
            // A line that was cut short when the run ended is as good as none.
            Ok(text) if arguments.running.resume => text
                .lines()
                .filter_map(|line| serde_json::from_str(line).ok())
                .map(|note: Note| (note.records.clone(), note))
                .collect(),
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(Failure::file(&list, error)),
            _ => HashMap::new(),
        };
        let options = format!("{:?} {} {:?}", arguments.input, arguments.engine.way(), arguments.output);
        let way = hex(Sha256::new().chain_update(options));
        let ending = arguments.output.to.ending();
        Ok(Finished { folder, ending, way, known, begun: Default::default(), skipped: Cell::new(0) })
    }

    /// The file that the records of `location` go to and the line to be noted when it is complete; `None` if that has been
    /// done.
    pub(super) fn begin(&self, location: &Location) -> Result<Option<(PathBuf, String)>, InputError> {
        let (name, content) = match location {
            Location::Standard => (PathBuf::from("stdin"), None),
            Location::File(path) => {
                let read = |source| InputError::Read { path: path.display().to_string(), source };
                (inside(path), Some(hash(path).map_err(read)?))
            }
        };
        let mut records = name.into_os_string();
        records.push(format!(".{}", self.ending));
        let records = self.one_of_its_own(PathBuf::from(records));
        let path = self.folder.join(&records);
        let content = content.unwrap_or_default();
        let is_finished = self.known.get(&records).is_some_and(|note| {
            !content.is_empty() && note.content == content && note.way == self.way && path.is_file()
        });
        if is_finished {
            self.skipped.set(self.skipped.get() + 1);
            return Ok(None);
        }
        let note = Note { records, content, way: self.way.clone() };
        Ok(Some((path, serde_json::to_string(&note).expect("a note is JSON") + "\n")))
    }

    /// Where the list is.
    pub(super) fn list(&self) -> PathBuf {
        self.folder.join(LIST)
    }

    /// The same name, with a number where another file of this run has it.
    fn one_of_its_own(&self, name: PathBuf) -> PathBuf {
        let mut begun = self.begun.borrow_mut();
        let numbered = (2..).map(|number| name.with_extension(format!("{number}.{}", self.ending)));
        let own = std::iter::once(name.clone()).chain(numbered).find(|name| !begun.contains(name));
        let own = own.expect("there is a number that no file has");
        begun.insert(own.clone());
        own
    }
}

/// Adds a line to the list.
pub(super) fn note(list: &Path, line: &str) -> io::Result<()> {
    io::Write::write_all(&mut File::options().create(true).append(true).open(list)?, line.as_bytes())
}

/// The place of `path` in another folder.
fn inside(path: &Path) -> PathBuf {
    path.components().filter(|it| matches!(it, Component::Normal(_))).collect()
}

fn hash(path: &Path) -> io::Result<String> {
    let mut hasher = Sha256::new();
    let mut from = File::open(path)?;
    let mut buffer = vec![0; 1 << 16];
    loop {
        match from.read(&mut buffer)? {
            0 => return Ok(hex(hasher)),
            read => hasher.update(&buffer[..read]),
        }
    }
}

fn hex(hasher: Sha256) -> String {
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
