//! From files, folders and standard input to bulletins.
//!
//! The modules are the steps: `files` finds what to read, `decode` makes text of bytes, `jsonl`
//! takes NDJSON apart, `split` divides a file into bulletins and `head` finds a bulletin's title
//! and day of publication. `layout` holds the patterns that the last two go by.
//!
//! All of it is one lazy iterator: a file is opened when its first bulletin is asked for, NDJSON is
//! read line by line, and whatever cannot be read is an error among the bulletins, not the end.

mod decode;
mod files;
mod head;
mod jsonl;
mod layout;
mod split;

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use encoding_rs::Encoding;
use jiff::civil;

pub use self::split::Split;
use crate::bulletin::Bulletin;
use crate::record::{PublishedFrom, Source};
use decode::Decoded;
use files::Location;
use layout::Layout;

/// The name of standard input where a path is asked for.
const STANDARD: &str = "-";

/// What comes in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// NDJSON where the content or the file's name says so, else text.
    #[default]
    Auto,
    /// Plain text, one or several bulletins a file.
    Text,
    /// NDJSON, one bulletin a line.
    Jsonl,
}

/// Something that could not be read. What comes after it still can.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// A file, a folder or a stream failed.
    #[error("{path}: {source}")]
    Read {
        /// What was to be read.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// A file holds no text.
    #[error("{path}: binary file, not text (if it is text, name its encoding)")]
    Binary {
        /// The file.
        path: String,
    },
    /// A line of NDJSON holds no bulletin.
    #[error("{path}:{line}: {reason}")]
    Line {
        /// The file.
        path: String,
        /// The line's number, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
}

/// How bulletins are read; the settings are its methods.
pub struct Input<'a> {
    form: Form,
    encoding: Option<&'static Encoding>,
    split: Split,
    published: Option<civil::Date>,
    layout: Layout<'a>,
}

impl<'a> Input<'a> {
    /// The usual way: everything detected.
    ///
    /// `read_day` reads a whole text as one calendar day, `None` if it is none; usually
    /// [`Extractor::read_day`](crate::Extractor::read_day), so that date lines are read by the same
    /// rules as all dates.
    pub fn new(read_day: impl Fn(&str) -> Option<civil::Date> + 'a) -> Self {
        Input {
            form: Form::default(),
            encoding: None,
            split: Split::default(),
            published: None,
            layout: Layout::new(read_day),
        }
    }

    /// Takes the input to be of this form.
    pub fn form(mut self, form: Form) -> Self {
        self.form = form;
        self
    }

    /// Takes text without byte order mark to be in this encoding. NDJSON is UTF-8 always.
    pub fn encoding(mut self, encoding: Option<&'static Encoding>) -> Self {
        self.encoding = encoding;
        self
    }

    /// Divides files in this way.
    pub fn split(mut self, split: Split) -> Self {
        self.split = split;
        self
    }

    /// Takes all bulletins to be published on this day, whatever they say.
    pub fn published(mut self, day: Option<civil::Date>) -> Self {
        self.published = day;
        self
    }

    /// The bulletins of files, folders and, for `-` or no path at all, standard input, in order.
    pub fn read<'i>(&'i self, paths: &'i [PathBuf]) -> impl Iterator<Item = Result<Bulletin, InputError>> + 'i {
        files::locations(paths).flat_map(move |location| match location {
            Ok(Location::Standard) => self.read_from(STANDARD, io::stdin().lock()),
            Ok(Location::File(path)) => self.read_file(&path),
            Err(error) => failed(error),
        })
    }

    /// The bulletins of one stream, which errors and sources call `path`.
    pub fn read_from<'i>(&'i self, path: &str, mut from: impl BufRead + 'i) -> Bulletins<'i> {
        let path = path.to_owned();
        let lines = match self.form {
            Form::Jsonl => true,
            Form::Text => false,
            Form::Auto => match from.fill_buf() {
                Ok(bytes) => jsonl::looks_like(bytes) || is_jsonl_name(&path),
                Err(source) => return failed(InputError::Read { path, source }),
            },
        };
        if lines {
            return Box::new(jsonl::Lines::new(self, Box::new(from), path));
        }
        let mut bytes = Vec::new();
        match from.read_to_end(&mut bytes) {
            Ok(_) => self.divide_file(&path, bytes),
            Err(source) => failed(InputError::Read { path, source }),
        }
    }

    /// A bulletin as if it had been read here: with the title and the day of publication that its own
    /// first lines tell, where nobody else has told them.
    pub fn complete(&self, mut bulletin: Bulletin) -> Bulletin {
        if let Some(day) = self.published {
            bulletin.published = Some(day);
            bulletin.published_from = Some(PublishedFrom::Option);
        }
        if bulletin.published.is_some() && bulletin.title.is_some() {
            return bulletin;
        }
        let head = head::read(&bulletin.text, &self.layout);
        if bulletin.published.is_none() {
            bulletin.published = head.published;
            bulletin.published_from = head.published.map(|_| PublishedFrom::Dateline);
        }
        bulletin.title = bulletin.title.or(head.title);
        bulletin
    }

    fn read_file(&self, path: &Path) -> Bulletins<'_> {
        let name = path.display().to_string();
        match File::open(path) {
            Ok(file) => self.read_from(&name, BufReader::new(file)),
            Err(source) => failed(InputError::Read { path: name, source }),
        }
    }

    /// The bulletins of a text file.
    fn divide_file(&self, path: &str, bytes: Vec<u8>) -> Bulletins<'_> {
        let decoded = Decoded::new(bytes, self.encoding);
        if decoded.text.contains('\0') {
            return failed(InputError::Binary { path: path.to_owned() });
        }
        let path = path.to_owned();
        let pieces = self.split.pieces(&decoded.text, &self.layout);
        let several = pieces.len() > 1;
        Box::new(pieces.into_iter().enumerate().map(move |(index, piece)| {
            let name = Origin::name(&path);
            let id = if several { format!("{name}#{}", index + 1) } else { name.to_owned() };
            let mut bulletin = Bulletin::new(id, &decoded.text[piece.clone()]);
            bulletin.source =
                Some(Source { path: path.clone(), start: decoded.byte(piece.start), end: decoded.byte(piece.end) });
            Ok(self.complete(bulletin))
        }))
    }

    /// The bulletins of one line of NDJSON: the one that it holds, unless a way to divide it is given.
    fn divide_line(&self, bulletin: Bulletin, origin: &Origin) -> Vec<Bulletin> {
        let pieces = match self.split {
            Split::Auto | Split::None => Vec::new(),
            _ => self.split.pieces(&bulletin.text, &self.layout),
        };
        let source = Some(origin.source());
        if pieces.len() < 2 {
            return vec![self.complete(Bulletin { source, ..bulletin })];
        }
        let piece = |(index, piece)| {
            self.complete(Bulletin {
                id: format!("{}#{}", bulletin.id, index + 1),
                text: bulletin.text[std::ops::Range::<usize>::clone(&piece)].to_owned(),
                source: source.clone(),
                ..bulletin.clone()
            })
        };
        pieces.into_iter().enumerate().map(piece).collect()
    }
}

/// The bulletins of one file or stream, and what went wrong between them.
pub type Bulletins<'i> = Box<dyn Iterator<Item = Result<Bulletin, InputError>> + 'i>;

/// Where a line of NDJSON stands.
struct Origin<'p> {
    path: &'p str,
    start: u64,
    end: u64,
}

impl<'p> Origin<'p> {
    fn source(&self) -> Source {
        Source { path: self.path.to_owned(), start: self.start, end: self.end }
    }

    /// What bulletins are named after that have no name of their own.
    fn name(path: &'p str) -> &'p str {
        if path == STANDARD { "stdin" } else { path }
    }
}

fn failed<'i>(error: InputError) -> Bulletins<'i> {
    Box::new(std::iter::once(Err(error)))
}

fn is_jsonl_name(path: &str) -> bool {
    let extension = Path::new(path).extension();
    extension.is_some_and(|it| it.eq_ignore_ascii_case("jsonl") || it.eq_ignore_ascii_case("ndjson"))
}
