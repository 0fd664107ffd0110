//! A document: one text with what its file says of it, before it falls into bulletins.

use std::io::Cursor;
use std::ops::Range;

use encoding_rs::{Encoding, UTF_8};

use super::decode::Decoded;
use super::html::{self, Page};
use super::layout::Layout;
use super::mail;
use super::metadata::Metadata;
use super::split::Piece;
use super::unpack::{self, Packing};
use super::warc::Answer;
use super::{Form, Input, InputError, LONGEST_WHOLE, Origin, Split};
use crate::bulletin::Bulletin;
use crate::record::{PublishedFrom, Source};

/// How PDF files begin.
const PDF: &[u8] = b"%PDF-";

/// One text of a file.
pub(super) struct Document {
    /// What errors and sources call its file.
    path: String,
    /// What its bulletins are called, if not after the file.
    name: Option<String>,
    text: Decoded,
    /// The bytes of the file that it takes, where its text is not what stands there.
    taken: Option<Range<u64>>,
    /// The byte of the text where the bulletins begin, behind front matter.
    start: usize,
    /// What the file says; a document that says something is one bulletin unless a way to divide it is given.
    metadata: Option<Metadata>,
}

impl Document {
    /// Whether a file that begins with these bytes is a text without front matter.
    pub(super) fn is_plain(bytes: &[u8], encoding: Option<&'static Encoding>) -> bool {
        let is_wide = Encoding::for_bom(bytes).map(|(encoding, _)| encoding).or(encoding).is_some_and(|it| it != UTF_8);
        let is_binary = bytes.starts_with(PDF) || !is_wide && bytes.contains(&0);
        !is_binary && !bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).starts_with(b"---")
    }

    /// The document that a text file is.
    pub(super) fn text(path: &str, bytes: Vec<u8>, input: &Input) -> Result<Self, InputError> {
        if bytes.starts_with(PDF) {
            let help = "--pre 'pdftotext {} -' reads it";
            return Err(InputError::Binary { path: path.to_owned(), what: "a PDF file", help });
        }
        let text = Decoded::new(bytes, input.encoding);
        if text.text.contains('\0') {
            let help = "if it is text, name its encoding";
            return Err(InputError::Binary { path: path.to_owned(), what: "a binary file", help });
        }
        let (metadata, start) = Metadata::front_matter(&text.text, &input.layout).unzip();
        Ok(Document { path: path.to_owned(), name: None, text, taken: None, start: start.unwrap_or(0), metadata })
    }

    /// The document that a web page is.
    pub(super) fn page(path: &str, bytes: Vec<u8>, input: &Input) -> Self {
        let taken = 0..bytes.len() as u64;
        let encoding = input.encoding.or_else(|| html::named_encoding(&bytes));
        let html = Decoded::new(bytes, encoding);
        let Page { text, metadata } = Page::read(&html.text, &input.layout);
        Document::of(path, text, metadata, taken)
    }

    /// The document that a mail is which takes these bytes of the file.
    pub(super) fn mail(path: &str, bytes: &[u8], taken: Range<u64>, input: &Input) -> Result<Self, InputError> {
        let (text, metadata) = mail::read(bytes, &input.layout).ok_or_else(|| InputError::Binary {
            path: path.to_owned(),
            what: "no mail",
            help: "a mail begins with lines such as Subject: and Date:",
        })?;
        Ok(Document::of(path, text, metadata, taken))
    }

    /// The document that an answer of a web archive is, called by its address.
    pub(super) fn answer(path: &str, answer: Answer, input: &Input) -> Result<Self, InputError> {
        let taken = answer.start..answer.end;
        let bytes = match Packing::of(&answer.body) {
            Some(packing) => packing
                .unpacked(Box::new(Cursor::new(answer.body)))
                .and_then(|from| unpack::all_of(from, LONGEST_WHOLE))
                .map_err(|source| InputError::Read { path: format!("{path}!{}", answer.address), source })?,
            None => answer.body,
        };
        let document = match Form::of(&bytes, "") {
            Form::Html => Document::page(path, bytes, input),
            _ => Document::text(path, bytes, input)?,
        };
        let name = (!answer.address.is_empty()).then_some(answer.address);
        Ok(Document { name, taken: Some(taken), ..document })
    }

    fn of(path: &str, text: String, metadata: Metadata, taken: Range<u64>) -> Self {
        let text = Decoded::verbatim(text);
        Document { path: path.to_owned(), name: None, text, taken: Some(taken), start: 0, metadata: Some(metadata) }
    }

    /// The same document under a name of its own.
    pub(super) fn named(self, name: String) -> Self {
        Document { name: Some(name), ..self }
    }

    /// What the file's damage was, if there was any.
    pub(super) fn malformed(&self) -> Option<InputError> {
        let (count, first) = self.text.malformed()?;
        Some(InputError::Malformed { path: self.path.clone(), encoding: self.text.encoding().name(), count, first })
    }

    /// The bulletins, as bytes of the text.
    pub(super) fn pieces(&self, split: &Split, layout: &Layout) -> Vec<Piece> {
        let body = &self.text.text[self.start..];
        let is_whole = self.metadata.is_some() && matches!(split, Split::Auto);
        let split = if is_whole { &Split::None } else { split };
        let mut pieces = split.pieces(body, layout);
        for piece in &mut pieces {
            piece.range = self.start + piece.range.start..self.start + piece.range.end;
        }
        pieces
    }

    /// Its text.
    pub(super) fn text_of(&self) -> &str {
        &self.text.text
    }

    /// Its file.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// The bulletin on these bytes of the text; `number` where there are several.
    pub(super) fn bulletin(&self, piece: Piece, number: Option<usize>) -> Bulletin {
        let name = self.name.as_deref().unwrap_or_else(|| Origin::name(&self.path));
        let id = number.map_or(name.to_owned(), |number| format!("{name}#{number}"));
        let Piece { range: piece, opened_by } = piece;
        let mut bulletin = Bulletin { opened_by, ..Bulletin::new(id, &self.text.text[piece.clone()]) };
        let bytes = self.taken.clone().unwrap_or_else(|| self.text.byte(piece.start)..self.text.byte(piece.end));
        bulletin.source = Some(Source { path: self.path.clone(), start: bytes.start, end: bytes.end });
        if let Some(metadata) = &self.metadata {
            bulletin.title = metadata.title.clone().filter(|_| number.is_none());
            bulletin.published = metadata.published;
            bulletin.published_from = metadata.published.map(|_| PublishedFrom::Metadata);
            bulletin.metadata = metadata.rest.clone();
        }
        bulletin
    }
}
