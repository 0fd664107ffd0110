//! A text that is too long to be held in memory, block by block.
//!
//! A block is read, divided like any file, and all its bulletins but the last are given; the last may go on and opens the next
//! block. So a file of any length takes the memory of two blocks.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};
use std::ops::Range;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::decode::Decoded;
use super::{Input, InputError, Origin, as_read};
use crate::bulletin::Bulletin;
use crate::record::{Opening, Source};

/// The bulletins of a long text.
pub(super) struct Blocks<'i, 'a> {
    input: &'i Input<'a>,
    from: Box<dyn BufRead + 'i>,
    path: String,
    /// Found at the first block that has other characters than those of ASCII.
    encoding: Option<&'static Encoding>,
    /// What has been read and not been given, and where it begins in the file.
    bytes: Vec<u8>,
    at: u64,
    number: usize,
    /// What opened the bulletin that the next block begins with.
    opened_by: Option<Opening>,
    waiting: VecDeque<Result<Bulletin, InputError>>,
    ended: bool,
    /// How many sequences of bytes were malformed, and where the first begins.
    malformed: Option<(usize, u64)>,
}

impl<'i, 'a> Blocks<'i, 'a> {
    /// The bulletins of a text that begins with `bytes` and goes on with what `from` gives.
    pub(super) fn new(input: &'i Input<'a>, path: &str, bytes: Vec<u8>, from: Box<dyn BufRead + 'i>) -> Self {
        Blocks {
            input,
            from,
            path: path.to_owned(),
            encoding: input.encoding,
            bytes,
            at: 0,
            number: 0,
            opened_by: None,
            waiting: VecDeque::new(),
            ended: false,
            malformed: None,
        }
    }

    /// Reads the next block and puts its bulletins into `waiting`.
    fn step(&mut self) -> io::Result<()> {
        fill(&mut self.bytes, &mut self.from, self.input.block())?;
        self.ended = self.bytes.len() < self.input.block();
        let end = if self.ended { self.bytes.len() } else { last_line_end(&self.bytes, self.encoding) };
        let block = Decoded::new(self.bytes[..end].to_vec(), self.encoding);
        if !block.text.is_ascii() {
            self.encoding.get_or_insert(block.encoding());
        }
        if let Some((count, first)) = block.malformed() {
            let first = self.malformed.map_or(self.at + first, |(_, first)| first);
            self.malformed = Some((self.malformed.map_or(0, |(count, _)| count) + count, first));
        }
        let mut pieces = self.input.split.pieces(&block.text, &self.input.layout);
        let mut rest = end;
        // A block that opens with the last bulletin of the one before knows no more what had opened it.
        let mut next_opened_by = None;
        if let Some(first) = pieces.first_mut() {
            first.opened_by = self.opened_by;
        }
        if !self.ended && pieces.len() > 1 {
            let last = pieces.pop().expect("there are several");
            rest = block.byte(last.range.start) as usize;
            next_opened_by = last.opened_by;
        }
        for (index, piece) in pieces.into_iter().enumerate() {
            // A bulletin that began in the block before has been named already.
            let is_named = index == 0 && self.opened_by == Some(Opening::Bound);
            for part in self.input.parts(&block.text, piece.clone()) {
                let bulletin = self.bulletin(&block, part.range, part.opened_by);
                self.waiting.push_back(Ok(bulletin));
            }
            let too_long = self.input.too_long(&self.path, &block.text, piece.range).filter(|_| !is_named);
            self.waiting.extend(too_long.map(Err));
        }
        self.opened_by = next_opened_by.or(Some(Opening::Bound));
        self.bytes.drain(..rest);
        self.at += rest as u64;
        if self.ended
            && let Some((count, first)) = self.malformed
        {
            let encoding = self.encoding.map_or("UTF-8", Encoding::name);
            self.waiting.push_back(Err(InputError::Malformed { path: self.path.clone(), encoding, count, first }));
        }
        Ok(())
    }

    fn bulletin(&mut self, block: &Decoded, piece: Range<usize>, opened_by: Option<Opening>) -> Bulletin {
        self.number += 1;
        let id = format!("{}#{}", Origin::name(&self.path), self.number);
        let mut bulletin = Bulletin { opened_by, ..Bulletin::new(id, &block.text[piece.clone()]) };
        bulletin.source = Some(Source {
            path: self.path.clone(),
            start: self.at + block.byte(piece.start),
            end: self.at + block.byte(piece.end),
        });
        self.input.complete(bulletin)
    }
}

impl Iterator for Blocks<'_, '_> {
    type Item = Result<Bulletin, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.waiting.is_empty() && !self.ended {
            if let Err(source) = self.step() {
                self.ended = true;
                return Some(Err(as_read(&self.path, source)));
            }
        }
        self.waiting.pop_front()
    }
}

/// Reads on until there are `length` bytes, or no more.
pub(super) fn fill(bytes: &mut Vec<u8>, from: &mut impl BufRead, length: usize) -> io::Result<()> {
    let missing = length.saturating_sub(bytes.len());
    from.take(missing as u64).read_to_end(bytes)?;
    Ok(())
}

/// Where the last line of `bytes` ends, else its last word, else a character.
fn last_line_end(bytes: &[u8], encoding: Option<&'static Encoding>) -> usize {
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let encoding = encoding.or(marked).filter(|&encoding| encoding != UTF_8);
    let width = if encoding == Some(UTF_16LE) || encoding == Some(UTF_16BE) { 2 } else { 1 };
    let units = bytes.chunks_exact(width);
    let is = |unit: &[u8], sign: u8| match unit {
        [only] => *only == sign,
        [first, second] if encoding == Some(UTF_16LE) => *first == sign && *second == 0,
        [first, second] => *first == 0 && *second == sign,
        _ => false,
    };
    let behind = |sign: u8| units.clone().rposition(|unit| is(unit, sign)).map(|at| (at + 1) * width);
    behind(b'\n').or_else(|| behind(b' ')).unwrap_or_else(|| match encoding {
        // Before the last character, which may go on in the next block.
        None => bytes.iter().rposition(|&byte| byte & 0xC0 != 0x80).filter(|&at| at > 0).unwrap_or(bytes.len()),
        Some(_) => bytes.len() - bytes.len() % width,
    })
}
