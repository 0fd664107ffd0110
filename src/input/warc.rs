//! Web archives (WARC, ISO 28500): the pages and texts that servers answered with.

use std::io::{self, BufRead, Read};

use super::{LONGEST_WHOLE, unpack};

/// The answer that one record holds.
pub(super) struct Answer {
    /// The address that was asked.
    pub(super) address: String,
    /// Where the record begins in the unpacked file, and the byte after it.
    pub(super) start: u64,
    pub(super) end: u64,
    /// The page or text itself.
    pub(super) body: Vec<u8>,
}

/// The answers in a web archive that hold text.
pub(super) struct Answers<R> {
    from: R,
    at: u64,
    ended: bool,
}

impl<R: BufRead> Answers<R> {
    pub(super) fn new(from: R) -> Self {
        Answers { from, at: 0, ended: false }
    }

    /// The next record, `None` at the end; the inner `None` if it holds no text.
    fn record(&mut self) -> io::Result<Option<Option<Answer>>> {
        let (start, version) = loop {
            let start = self.at;
            match self.line()? {
                None => return Ok(None),
                Some(line) if line.trim_ascii().is_empty() => {}
                Some(line) => break (start, line),
            }
        };
        if !version.starts_with(b"WARC/") {
            return Err(broken("a record of a web archive should begin here"));
        }
        let headers = self.headers()?;
        let length = headers.get("content-length").and_then(|length| length.parse::<u64>().ok());
        let length = length.ok_or_else(|| broken("a record does not tell its length"))?;
        if length > LONGEST_WHOLE {
            self.at += io::copy(&mut (&mut self.from).take(length), &mut io::sink())?;
            return Err(unpack::too_long(LONGEST_WHOLE));
        }
        let mut block = Vec::new();
        (&mut self.from).take(length).read_to_end(&mut block)?;
        self.at += block.len() as u64;
        if (block.len() as u64) < length {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the last record is cut short"));
        }
        let body = match headers.get("warc-type") {
            Some("response") => answered(&block)?,
            Some("resource") if is_text(headers.get("content-type")) => Some(block),
            _ => None,
        };
        let address = headers.get("warc-target-uri").unwrap_or_default().trim_matches(['<', '>']).to_owned();
        Ok(Some(body.map(|body| Answer { address, start, end: self.at, body })))
    }

    fn line(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        (&mut self.from).take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        self.at += line.len() as u64;
        Ok((!line.is_empty()).then_some(line))
    }

    fn headers(&mut self) -> io::Result<Headers> {
        let mut bytes = Vec::new();
        while let Some(line) = self.line()? {
            if line.trim_ascii().is_empty() {
                break;
            }
            bytes.extend(line);
        }
        Ok(Headers::of(&bytes))
    }
}

/// A longer line is none of a header.
const LONGEST_LINE: u64 = 64 * 1024;

impl<R: BufRead> Iterator for Answers<R> {
    type Item = io::Result<Answer>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            match self.record() {
                Ok(Some(Some(answer))) => return Some(Ok(answer)),
                Ok(Some(None)) => {}
                Ok(None) => self.ended = true,
                Err(error) => {
                    self.ended = error.kind() != io::ErrorKind::FileTooLarge;
                    return Some(Err(error));
                }
            }
        }
        None
    }
}

/// Lines of the form `Name: value`, names in lower case.
struct Headers(Vec<(String, String)>);

impl Headers {
    fn of(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let fields = text.lines().filter_map(|line| line.split_once(':'));
        Headers(fields.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned())).collect())
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The body of an answer of HTTP, if it was given and is text.
fn answered(block: &[u8]) -> io::Result<Option<Vec<u8>>> {
    let Some(end) = block.windows(4).position(|bytes| bytes == b"\r\n\r\n") else { return Ok(None) };
    let (head, body) = (&block[..end], &block[end + 4..]);
    let headers = Headers::of(head);
    let status = head.split(|&byte| byte == b' ').nth(1);
    if status != Some(b"200") || !is_text(headers.get("content-type")) {
        return Ok(None);
    }
    let is_chunked = headers.get("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked"));
    // Many archives keep the header but not the chunks.
    Ok(Some(is_chunked.then(|| without_chunks(body)).flatten().unwrap_or_else(|| body.to_owned())))
}

/// The chunks of a body, joined; `None` if it does not fall into chunks.
fn without_chunks(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::new();
    loop {
        let end = body.windows(2).position(|bytes| bytes == b"\r\n")?;
        let size = str::from_utf8(&body[..end]).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        body = &body[end + 2..];
        if size == 0 {
            return Some(joined);
        }
        joined.extend_from_slice(body.get(..size)?);
        body = body.get(size + 2..)?;
    }
}

fn is_text(content_type: Option<&str>) -> bool {
    content_type.is_some_and(|it| it.starts_with("text/html") || it.starts_with("text/plain") || it.contains("xhtml"))
}

fn broken(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
