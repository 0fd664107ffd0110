//! Compressed files and archives of files.
//!
//! Streams are unpacked as they are read, so that a large one takes no more memory than a small one. All readers stand under
//! a bound: a file that swells beyond all measure was made to do so, and is an error.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::rc::Rc;

use bzip2::bufread::MultiBzDecoder;
use flate2::bufread::MultiGzDecoder;
use lzma_rust2::XzReader;
use ruzstd::decoding::StreamingDecoder;
use zip::ZipArchive;
use zip::result::ZipError;

use super::{InputError, LONGEST_MEMBER};

/// A file may unpack to this many bytes whatever its ratio.
const ALWAYS_ALLOWED: u64 = 64 << 20;

/// Beyond that, to so many times its size. Text unpacks to some 4 to 20 times, repetitive logs to 200.
const LARGEST_RATIO: u64 = 500;

/// How a stream is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    Gzip,
    Zstd,
    Xz,
    Bzip2,
}

impl Packing {
    /// The packing of a stream that begins with `head`.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0x1F, 0x8B, 8, ..] => Some(Packing::Gzip),
            [0x28, 0xB5, 0x2F, 0xFD, ..] => Some(Packing::Zstd),
            [0xFD, b'7', b'z', b'X', b'Z', 0, ..] => Some(Packing::Xz),
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, ..] => Some(Packing::Bzip2),
            _ => None,
        }
    }

    /// What the stream holds.
    pub(super) fn unpacked<'i>(self, from: Box<dyn BufRead + 'i>) -> io::Result<Box<dyn BufRead + 'i>> {
        let packed = Rc::new(Cell::new(0));
        let from = BufReader::new(Counted { from, count: Rc::clone(&packed) });
        let reader: Box<dyn Read + 'i> = match self {
            Packing::Gzip => Box::new(MultiGzDecoder::new(from)),
            Packing::Bzip2 => Box::new(MultiBzDecoder::new(from)),
            Packing::Xz => Box::new(XzReader::new(from, true)),
            Packing::Zstd => Box::new(Frames { frame: Some(frame(from)?) }),
        };
        Ok(Box::new(BufReader::new(Bounded { from: reader, packed, unpacked: 0 })))
    }
}

/// The frames of a zstd stream, one behind the other.
struct Frames<R: BufRead> {
    frame: Option<StreamingDecoder<R, ruzstd::decoding::FrameDecoder>>,
}

fn frame<R: BufRead>(from: R) -> io::Result<StreamingDecoder<R, ruzstd::decoding::FrameDecoder>> {
    StreamingDecoder::new(from).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        while let Some(current) = &mut self.frame {
            match current.read(to)? {
                0 => {}
                read => return Ok(read),
            }
            let mut from = self.frame.take().expect("it has just been read").into_inner();
            if !from.fill_buf()?.is_empty() {
                self.frame = Some(frame(from)?);
            }
        }
        Ok(0)
    }
}

/// Counts what is read.
struct Counted<R> {
    from: R,
    count: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(to)?;
        self.count.set(self.count.get() + read as u64);
        Ok(read)
    }
}

/// Fails where there is too much of it for what it was unpacked from.
struct Bounded<R> {
    from: R,
    packed: Rc<Cell<u64>>,
    unpacked: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(to)?;
        self.unpacked += read as u64;
        if self.unpacked > ALWAYS_ALLOWED.max(self.packed.get().saturating_mul(LARGEST_RATIO)) {
            let message = format!("it unpacks to more than {LARGEST_RATIO} times its size");
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        Ok(read)
    }
}

/// Whether a stream that begins with `head` is a zip archive.
pub(super) fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04")
}

/// All bytes of a stream, which may be `longest` at the most.
pub(super) fn all_of(from: impl Read, longest: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    append_all(from, &mut bytes, longest)?;
    Ok(bytes)
}

/// Appends what is left of a stream to its first bytes; all together may be `longest` at the most.
pub(super) fn append_all(from: impl Read, bytes: &mut Vec<u8>, longest: u64) -> io::Result<()> {
    let left = longest.saturating_sub(bytes.len() as u64);
    from.take(left + 1).read_to_end(bytes)?;
    if bytes.len() as u64 > longest { Err(too_long(longest)) } else { Ok(()) }
}

/// That something cannot be held in memory; what comes behind it still can.
pub(super) fn too_long(longest: u64) -> io::Error {
    let message = format!("it is longer than {longest} bytes, too long to be read whole");
    io::Error::new(io::ErrorKind::FileTooLarge, message)
}

/// A file of an archive, called `archive.zip!folder/file`, and its bytes.
type Member = Result<(String, Vec<u8>), InputError>;

/// The files of a zip archive in the order in which they stand in it.
pub(super) fn members<R: Read + Seek>(
    path: &str,
    from: R,
) -> Result<impl Iterator<Item = Member> + use<R>, InputError> {
    let unreadable = |path: String, error: ZipError| InputError::Read { path, source: error.into() };
    let mut archive = ZipArchive::new(from).map_err(|error| unreadable(path.to_owned(), error))?;
    if archive.index_for_name(OFFICE_DOCUMENT).is_some() {
        let help = "--pre with a program that prints its text reads it";
        return Err(InputError::Binary { path: path.to_owned(), what: "an office document", help });
    }
    let path = path.to_owned();
    Ok((0..archive.len()).filter_map(move |index| {
        let name = |name: &str| format!("{path}!{name}");
        let file = match archive.by_index(index) {
            Ok(file) => file,
            Err(error) => return Some(Err(unreadable(name(&index.to_string()), error))),
        };
        let inside = file.name().map_or_else(|_| index.to_string(), |name| name.into_owned());
        if file.is_dir() || is_hidden(&inside) {
            return None;
        }
        let packed = Rc::new(Cell::new(file.compressed_size()));
        let bytes = all_of(Bounded { from: file, packed, unpacked: 0 }, LONGEST_MEMBER);
        let member = name(&inside);
        Some(bytes.map(|bytes| (member.clone(), bytes)).map_err(|source| InputError::Read { path: member, source }))
    }))
}

/// A file that every document of the office formats holds.
const OFFICE_DOCUMENT: &str = "[Content_Types].xml";

/// Whether a file or a folder above it is hidden, or holds the attributes that a Mac adds.
fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.') || part == "__MACOSX")
}
