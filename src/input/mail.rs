//! Mails and mailboxes: the subject is the headline, the date the day of publication, the text part the bulletin.

use std::io::{BufRead, Read};
use std::ops::Range;

use jiff::civil;
use mail_parser::{MessageParser, PartType};

use super::html::Page;
use super::layout::Layout;
use super::metadata::Metadata;
use super::{LONGEST_WHOLE, unpack};

/// The text of a mail and what its headers say; `None` if it is no mail.
pub(super) fn read(bytes: &[u8], layout: &Layout) -> Option<(String, Metadata)> {
    let message = MessageParser::default().parse(bytes)?;
    let part = message.text_body.first().and_then(|&part| message.part(part));
    let mut text = match part.map(|part| &part.body) {
        Some(PartType::Html(html)) => Page::read(html, layout).text,
        Some(PartType::Text(text)) => text.to_string(),
        _ => String::new(),
    };
    let title = message.subject().map(|subject| subject.trim().to_owned()).filter(|subject| !subject.is_empty());
    if let Some(title) = title.as_deref().filter(|title| !text.contains(*title)) {
        text = format!("{title}\n\n{text}");
    }
    let published = message.date().and_then(|date| {
        civil::Date::new(date.year.try_into().ok()?, date.month.try_into().ok()?, date.day.try_into().ok()?).ok()
    });
    Some((text, Metadata { title, published, ..Metadata::default() }))
}

/// The mails of a mailbox (mboxrd), each with the bytes that it takes in it.
pub(super) struct Mailbox<R> {
    from: R,
    at: u64,
    line: Vec<u8>,
    ended: bool,
}

impl<R: BufRead> Mailbox<R> {
    pub(super) fn new(from: R) -> Self {
        Mailbox { from, at: 0, line: Vec::new(), ended: false }
    }
}

impl<R: BufRead> Iterator for Mailbox<R> {
    type Item = std::io::Result<(Range<u64>, Vec<u8>)>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut mail = Vec::new();
        let mut is_long = false;
        // The line that opens this mail has ended the one before, so that it has been read already.
        let start = self.at;
        while !self.ended {
            self.at += self.line.len() as u64;
            self.line.clear();
            match (&mut self.from).take(LONGEST_WHOLE).read_until(b'\n', &mut self.line) {
                Err(error) => {
                    self.ended = true;
                    return Some(Err(error));
                }
                Ok(0) => self.ended = true,
                Ok(_) if self.line.starts_with(b"From ") => {
                    if is_long {
                        return Some(Err(unpack::too_long(LONGEST_WHOLE)));
                    }
                    if !mail.is_empty() {
                        return Some(Ok((start..self.at, mail)));
                    }
                }
                Ok(_) => {
                    // A line that would look like the next mail's first has been quoted.
                    let quotes = self.line.iter().take_while(|&&byte| byte == b'>').count();
                    let quoted = quotes > 0 && self.line[quotes..].starts_with(b"From ");
                    if (mail.len() + self.line.len()) as u64 <= LONGEST_WHOLE {
                        mail.extend_from_slice(&self.line[usize::from(quoted)..]);
                    } else {
                        is_long = true;
                    }
                }
            }
        }
        if is_long {
            return Some(Err(unpack::too_long(LONGEST_WHOLE)));
        }
        (!mail.is_empty()).then_some(Ok((start..self.at, mail)))
    }
}
