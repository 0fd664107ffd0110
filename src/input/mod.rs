//! From files, folders and standard input to bulletins.
//!
//! The modules are the steps: `files` finds what to read, `shard` takes a share of it, `prepare` has a program turn it into text,
//! `unpack` opens what is compressed, `form` tells what it holds, `decode` makes text of bytes, `html`, `mail`, `warc` and `jsonl`
//! take their forms apart, `document` is a text with what its file says of it (`metadata`), `split` divides it into bulletins and
//! `head` finds a bulletin's title and day of publication. `layout` holds the patterns that the last three go by.
//!
//! All of it is one lazy iterator: a file is opened when its first bulletin is asked for, NDJSON is
//! read line by line, and whatever cannot be read is an error among the bulletins, not the end.

mod blocks;
mod decode;
mod document;
mod files;
mod form;
mod head;
mod html;
mod jsonl;
mod layout;
mod mail;
mod metadata;
mod prepare;
mod shard;
mod split;
mod unpack;
mod warc;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};
use std::ops::Range;
use std::path::{Path, PathBuf};

use encoding_rs::Encoding;
use jiff::civil;

pub use self::files::Location;
pub use self::form::Form;
pub use self::jsonl::published_day;
pub use self::shard::{Shard, ShardError};
pub use self::split::Split;
use crate::bulletin::Bulletin;
use crate::record::{Opening, PublishedFrom, Source};
use document::Document;
use layout::Layout;
use split::Piece;
use unpack::Packing;

/// The name of standard input where a path is asked for.
const STANDARD: &str = "-";

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
    #[error("{path}: {what}, not text ({help})")]
    Binary {
        /// The file.
        path: String,
        /// What it is.
        what: &'static str,
        /// What may be done about it.
        help: &'static str,
    },
    /// Bytes of a file are no text in its encoding. They were replaced and the file was read.
    #[error("{path}: {count} malformed {} of {encoding} replaced, the first at byte {first}", if *count == 1 { "sequence" } else { "sequences" })]
    Malformed {
        /// The file.
        path: String,
        /// The encoding that it was read in.
        encoding: &'static str,
        /// How many sequences of bytes were replaced.
        count: usize,
        /// Where the first of them begins.
        first: u64,
    },
    /// A bulletin is longer than the bound. It was divided between words, and nothing of it is lost.
    #[error("{path}: a bulletin of {length} bytes or more is longer than {bound}, divided (--max-bulletin-bytes)")]
    Long {
        /// The file.
        path: String,
        /// How long the bulletin is.
        length: usize,
        /// How long one may be.
        bound: usize,
    },
    /// The user's program could not turn a file into text.
    #[error("{path}: --pre '{command}': {reason}")]
    Prepared {
        /// The file.
        path: String,
        /// The program and its arguments.
        command: String,
        /// What went wrong.
        reason: String,
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

impl InputError {
    /// Whether bulletins may be missing because of it; the others only tell what was mended.
    pub fn is_loss(&self) -> bool {
        !matches!(self, InputError::Malformed { .. } | InputError::Long { .. })
    }
}

/// The longest bulletin, unless told otherwise: far longer than any release, and small enough to be held a few times.
pub const LONGEST_BULLETIN: usize = 4 << 20;

/// No bound is taken to be lower.
const SHORTEST_BOUND: usize = 1024;

/// What can only be read whole (a page, a mail, an answer of a web archive, a line of NDJSON) is not longer, in bytes.
const LONGEST_WHOLE: u64 = 64 << 20;

/// A member of a zip archive, or an archive that comes through a pipe, is not longer, in bytes.
const LONGEST_MEMBER: u64 = 256 << 20;

/// How often a file may be packed in another; more is no archive but a trap.
const DEEPEST_PACKING: usize = 3;

/// How bulletins are read; the settings are its methods. Threads may share one.
pub struct Input<'a> {
    form: Form,
    encoding: Option<&'static Encoding>,
    split: Split,
    published: Option<civil::Date>,
    prepare: Option<String>,
    longest: usize,
    shard: Option<Shard>,
    layout: Layout<'a>,
}

impl<'a> Input<'a> {
    /// The usual way: everything detected.
    ///
    /// `read_day` reads a whole text as one calendar day, `None` if it is none; usually
    /// [`Extractor::read_day`](crate::Extractor::read_day), so that date lines are read by the same
    /// rules as all dates.
    pub fn new(read_day: impl Fn(&str) -> Option<civil::Date> + Send + Sync + 'a) -> Self {
        Input {
            form: Form::default(),
            encoding: None,
            split: Split::default(),
            published: None,
            prepare: None,
            longest: LONGEST_BULLETIN,
            shard: None,
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

    /// Reads, instead of each file, what this command prints for it. `{}` in the command is the file's path, which otherwise
    /// is the last argument.
    pub fn prepared_by(mut self, command: Option<String>) -> Self {
        self.prepare = command;
        self
    }

    /// Divides bulletins that are longer than so many bytes of UTF-8, which bounds the memory that one takes.
    pub fn longest(mut self, bytes: usize) -> Self {
        self.longest = bytes.max(SHORTEST_BOUND);
        self
    }

    /// Reads only the files, the members of zip archives and the lines of NDJSON that fall to this share.
    ///
    /// What cannot be opened is an error of every share, since each may have had lines in it.
    pub fn shard(mut self, shard: Option<Shard>) -> Self {
        self.shard = shard;
        self
    }

    /// The bulletins of files, folders and, for `-` or no path at all, standard input, in order.
    pub fn read<'i>(&'i self, paths: &'i [PathBuf]) -> impl Iterator<Item = Result<Bulletin, InputError>> + 'i {
        self.locations(paths)
            .flat_map(|location| location.map_or_else(failed, |location| self.read_location(&location)))
    }

    /// The files in `paths`, folders opened up, in order.
    pub fn locations(&self, paths: &[PathBuf]) -> impl Iterator<Item = Result<Location, InputError>> {
        files::locations(paths)
    }

    /// The bulletins of one file or of standard input.
    pub fn read_location(&self, location: &Location) -> Bulletins<'_> {
        match location {
            Location::Standard => self.read_from(STANDARD, io::stdin().lock()),
            Location::File(path) => self.read_file(path),
        }
    }

    /// The bulletins of one stream, which errors and sources call `path`.
    pub fn read_from<'i>(&'i self, path: &str, from: impl BufRead + 'i) -> Bulletins<'i> {
        self.read_packed(path, Box::new(from), DEEPEST_PACKING)
    }

    /// The bulletins of a stream that may be packed, and packed again up to `depth` times.
    fn read_packed<'i>(&'i self, path: &str, mut from: Box<dyn BufRead + 'i>, depth: usize) -> Bulletins<'i> {
        let read_error = |source| failed(InputError::Read { path: path.to_owned(), source });
        let head = match from.fill_buf() {
            Ok(head) => head,
            Err(source) => return read_error(source),
        };
        match Packing::of(head) {
            Some(packing) if depth > 0 => match packing.unpacked(from) {
                Ok(unpacked) => self.read_packed(path, unpacked, depth - 1),
                Err(source) => read_error(source),
            },
            _ if unpack::is_zip(head) => match unpack::all_of(from, LONGEST_MEMBER) {
                Ok(bytes) => self.read_zip(path, Cursor::new(bytes), depth),
                Err(source) => read_error(source),
            },
            _ => self.read_unpacked(path, from),
        }
    }

    /// The bulletins of a stream that is not packed.
    fn read_unpacked<'i>(&'i self, path: &str, mut from: Box<dyn BufRead + 'i>) -> Bulletins<'i> {
        let form = match (self.form, from.fill_buf()) {
            (Form::Auto, Ok(head)) => Form::of(head, path),
            (form, Ok(_)) => form,
            (_, Err(source)) => return failed(InputError::Read { path: path.to_owned(), source }),
        };
        let falls_by_lines = form == Form::Jsonl && self.divides_lines();
        if !falls_by_lines && !self.holds(path.as_bytes()) {
            return Box::new(std::iter::empty());
        }
        match form {
            Form::Jsonl => return Box::new(jsonl::Lines::new(self, from, path.to_owned())),
            Form::Mbox => return self.read_mailbox(path, from),
            Form::Warc => return self.read_web_archive(path, from),
            Form::Auto | Form::Text | Form::Html | Form::Eml => {}
        }
        let mut bytes = Vec::new();
        if let Err(source) = blocks::fill(&mut bytes, &mut from, self.block()) {
            return failed(as_read(path, source));
        }
        let is_long = bytes.len() == self.block();
        if is_long && !matches!(form, Form::Html | Form::Eml) && Document::is_plain(&bytes, self.encoding) {
            return Box::new(blocks::Blocks::new(self, path, bytes, from));
        }
        let read = unpack::append_all(from, &mut bytes, LONGEST_WHOLE).map(|()| bytes);
        let document = match (form, read) {
            (_, Err(source)) => Err(as_read(path, source)),
            (Form::Html, Ok(bytes)) => Ok(Document::page(path, bytes, self)),
            (Form::Eml, Ok(bytes)) => Document::mail(path, &bytes, 0..bytes.len() as u64, self),
            (_, Ok(bytes)) => Document::text(path, bytes, self),
        };
        self.divide(document)
    }

    /// The bulletins of a mailbox, mail by mail.
    fn read_mailbox<'i>(&'i self, path: &str, from: Box<dyn BufRead + 'i>) -> Bulletins<'i> {
        let path = path.to_owned();
        Box::new(mail::Mailbox::new(from).enumerate().flat_map(move |(index, mail)| {
            let mail = mail.map_err(|source| InputError::Read { path: path.clone(), source });
            let document = mail.and_then(|(taken, bytes)| Document::mail(&path, &bytes, taken, self));
            self.divide(document.map(|it| it.named(format!("{}#{}", Origin::name(&path), index + 1))))
        }))
    }

    /// The bulletins of a web archive, page by page, called by their addresses.
    fn read_web_archive<'i>(&'i self, path: &str, from: Box<dyn BufRead + 'i>) -> Bulletins<'i> {
        let path = path.to_owned();
        Box::new(warc::Answers::new(from).flat_map(move |answer| match answer {
            Ok(answer) => self.divide(Document::answer(&path, answer, self)),
            Err(source) => failed(InputError::Read { path: path.clone(), source }),
        }))
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
        if let Some(command) = &self.prepare {
            // Only one share has the program run, and reads all that it prints.
            if !self.holds(name.as_bytes()) {
                return Box::new(std::iter::empty());
            }
            return match prepare::text_of(path, command) {
                Ok(text) => self.read_from(&name, Cursor::new(text)),
                Err(error) => failed(error),
            };
        }
        let opened = File::open(path).map(BufReader::new).and_then(|mut file| {
            let is_zip = unpack::is_zip(file.fill_buf()?);
            Ok((file, is_zip))
        });
        match opened {
            Ok((file, true)) => self.read_zip(&name, file, DEEPEST_PACKING),
            Ok((file, false)) => self.read_from(&name, file),
            Err(source) => failed(InputError::Read { path: name, source }),
        }
    }

    /// The bulletins of a zip archive, member by member.
    fn read_zip<'i>(&'i self, path: &str, from: impl Read + Seek + 'i, depth: usize) -> Bulletins<'i> {
        match unpack::members(path, from) {
            Ok(members) => Box::new(members.flat_map(move |member| match member {
                Ok((path, bytes)) => self.read_packed(&path, Box::new(Cursor::new(bytes)), depth.saturating_sub(1)),
                Err(error) => failed(error),
            })),
            Err(error) => failed(error),
        }
    }

    /// The bulletins of a document.
    fn divide(&self, document: Result<Document, InputError>) -> Bulletins<'_> {
        let document = match document {
            Ok(document) => document,
            Err(error) => return failed(error),
        };
        let pieces = document.pieces(&self.split, &self.layout);
        let text = document.text_of();
        let too_long = pieces.iter().filter_map(|piece| self.too_long(document.path(), text, piece.range.clone()));
        let notices: Vec<_> = document.malformed().into_iter().chain(too_long).map(Err).collect();
        let pieces: Vec<_> = pieces.into_iter().flat_map(|piece| self.parts(text, piece)).collect();
        let several = pieces.len() > 1;
        let bulletins = pieces
            .into_iter()
            .enumerate()
            .map(move |(index, piece)| Ok(self.complete(document.bulletin(piece, several.then_some(index + 1)))));
        Box::new(notices.into_iter().chain(bulletins))
    }

    /// Whether lines of NDJSON fall to shares one by one.
    fn divides_lines(&self) -> bool {
        self.shard.is_some() && self.prepare.is_none()
    }

    /// Whether the part of the input that is known by `name` is to be read.
    fn holds(&self, name: &[u8]) -> bool {
        self.shard.is_none_or(|shard| shard.holds(name))
    }

    /// How many bytes of a long text are looked at together.
    fn block(&self) -> usize {
        2 * self.longest
    }

    /// That a bulletin on these bytes of `text` is too long, if it is.
    fn too_long(&self, path: &str, text: &str, piece: Range<usize>) -> Option<InputError> {
        let length = text[piece].len();
        let long = || InputError::Long { path: path.to_owned(), length, bound: self.longest };
        (length > self.longest).then(long)
    }

    /// A bulletin in parts that are not too long, divided between lines, words or characters; usually the bulletin itself.
    fn parts(&self, text: &str, piece: Piece) -> Vec<Piece> {
        let mut parts = Vec::new();
        let Piece { range: Range { mut start, end: piece_end }, mut opened_by } = piece;
        while piece_end - start > self.longest {
            let most = text.floor_char_boundary(start + self.longest);
            let inside = &text[start..most];
            let end = inside.rfind('\n').or_else(|| inside.rfind(' ')).map_or(most, |at| start + at + 1);
            parts.push(Piece { range: start..end, opened_by });
            (start, opened_by) = (end, Some(Opening::Bound));
        }
        parts.push(Piece { range: start..piece_end, opened_by });
        parts
    }

    /// The bulletins of one line of NDJSON: the one that it holds, unless a way to divide it is given. One that is too long
    /// is named behind its parts.
    fn divide_line(&self, bulletin: Bulletin, origin: &Origin) -> Vec<Result<Bulletin, InputError>> {
        let text = &bulletin.text;
        let pieces = match self.split {
            Split::Auto | Split::None => vec![Piece { range: 0..text.len(), opened_by: None }],
            _ => self.split.pieces(text, &self.layout),
        };
        let named = pieces.iter().filter_map(|piece| self.too_long(origin.path, text, piece.range.clone()));
        let named: Vec<_> = named.map(Err).collect();
        let pieces: Vec<_> = pieces.into_iter().flat_map(|piece| self.parts(text, piece)).collect();
        let source = Some(origin.source());
        if pieces.len() < 2 {
            return vec![Ok(self.complete(Bulletin { source, ..bulletin }))];
        }
        let piece = |(index, Piece { range, opened_by })| {
            self.complete(Bulletin {
                id: format!("{}#{}", bulletin.id, index + 1),
                text: bulletin.text[range].to_owned(),
                opened_by,
                source: source.clone(),
                ..bulletin.clone()
            })
        };
        pieces.into_iter().enumerate().map(piece).map(Ok).chain(named).collect()
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

fn as_read(path: &str, source: io::Error) -> InputError {
    InputError::Read { path: path.to_owned(), source }
}

fn failed<'i>(error: InputError) -> Bulletins<'i> {
    Box::new(std::iter::once(Err(error)))
}
