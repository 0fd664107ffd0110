//! Bytes to text, with the way back from a place in the text to the byte in the file.
//!
//! Valid UTF-8 is taken over as it is. Else a byte order mark decides, else the caller, else: a file
//! whose non-ASCII bytes are mostly well-formed UTF-8 is UTF-8 with some damage, and any other file
//! is what `chardetng`, Firefox's detector, makes of it.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A file's text and what is needed to find its bytes again.
pub(super) struct Decoded {
    /// The text, without byte order mark.
    pub(super) text: String,
    encoding: &'static Encoding,
    /// Places where the bytes are known: `(in the text, in the file)`, ascending. The first is the
    /// text's start; the others stand behind malformed bytes, where counting would go wrong.
    anchors: Vec<(usize, usize)>,
    /// Where the first malformed bytes begin in the file.
    first_malformed: Option<usize>,
}

impl Decoded {
    /// Decodes `bytes`, with `encoding` where the caller knows it.
    pub(super) fn new(bytes: Vec<u8>, encoding: Option<&'static Encoding>) -> Self {
        let mark = Encoding::for_bom(&bytes);
        let start = mark.map_or(0, |(_, length)| length);
        let encoding = mark.map(|(encoding, _)| encoding).or(encoding);
        if encoding.is_none_or(|encoding| encoding == UTF_8) && str::from_utf8(&bytes).is_ok() {
            let mut text = String::from_utf8(bytes).expect("it has just been checked");
            text.drain(..start);
            return Decoded { text, encoding: UTF_8, anchors: vec![(0, start)], first_malformed: None };
        }
        let encoding = encoding.unwrap_or_else(|| detect(&bytes));
        let (text, anchors, first_malformed) = decode(&bytes, start, encoding);
        Decoded { text, encoding, anchors, first_malformed }
    }

    /// A text whose bytes are known to be UTF-8, from the file's first on.
    pub(super) fn verbatim(text: String) -> Self {
        Decoded { text, encoding: UTF_8, anchors: vec![(0, 0)], first_malformed: None }
    }

    /// How many sequences of bytes were malformed, and where the first begins.
    pub(super) fn malformed(&self) -> Option<(usize, u64)> {
        Some((self.anchors.len() - 1, self.first_malformed? as u64))
    }

    /// The encoding that the file is in.
    pub(super) fn encoding(&self) -> &'static Encoding {
        self.encoding
    }

    /// The byte of the file at which `text[at..]` starts.
    pub(super) fn byte(&self, at: usize) -> u64 {
        let behind = self.anchors.partition_point(|&(text, _)| text <= at);
        let (text, byte) = self.anchors[behind - 1];
        (byte + encoded_length(&self.text[text..at], self.encoding)) as u64
    }
}

/// The encoding of `bytes`, which are not valid UTF-8.
fn detect(bytes: &[u8]) -> &'static Encoding {
    let (mut sound, mut damaged) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        damaged += chunk.invalid().len();
    }
    if sound > damaged {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// The text of `bytes[start..]`, a replacement character for whatever is malformed, its anchors, and where the first
/// malformed bytes are.
fn decode(bytes: &[u8], start: usize, encoding: &'static Encoding) -> (String, Vec<(usize, usize)>, Option<usize>) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::new();
    let mut anchors = vec![(0, start)];
    let mut at = start;
    let mut first_malformed = None;
    loop {
        let rest = &bytes[at..];
        text.reserve(decoder.max_utf8_buffer_length_without_replacement(rest.len()).unwrap_or(0));
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        at += read;
        match result {
            DecoderResult::InputEmpty => return (text, anchors, first_malformed),
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(length, behind) => {
                first_malformed.get_or_insert(at - usize::from(behind) - usize::from(length));
                text.push(char::REPLACEMENT_CHARACTER);
                anchors.push((text.len(), at - usize::from(behind)));
            }
        }
    }
}

/// How many bytes well-formed `text` takes in `encoding`.
fn encoded_length(text: &str, encoding: &'static Encoding) -> usize {
    if encoding == UTF_8 {
        text.len()
    } else if encoding == UTF_16LE || encoding == UTF_16BE {
        2 * text.chars().map(char::len_utf16).sum::<usize>()
    } else if encoding.is_single_byte() {
        text.chars().count()
    } else {
        encoding.encode(text).0.len()
    }
}
