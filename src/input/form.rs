//! What a stream holds, told by its first bytes; its name helps only where they leave a doubt.

use std::path::Path;

/// What comes in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Whatever the content, else the file's name says.
    #[default]
    Auto,
    /// Plain text, with or without front matter, one or several bulletins a file.
    Text,
    /// NDJSON, one bulletin a line.
    Jsonl,
    /// A web page.
    Html,
    /// A mail as it went over the net.
    Eml,
    /// A mailbox: mails one behind the other.
    Mbox,
    /// A web archive.
    Warc,
}

impl Form {
    /// The form of a stream that begins with `head` and is called `path`.
    pub(super) fn of(head: &[u8], path: &str) -> Self {
        let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
        if opens_object(head) || is_named(path, &["jsonl", "ndjson"]) {
            Form::Jsonl
        } else if head.starts_with(b"WARC/1.") || head.starts_with(b"WARC/0.") {
            Form::Warc
        } else if is_page(head) || head.starts_with(b"<") && is_named(path, &["html", "htm", "xhtml"]) {
            Form::Html
        } else if let Some(end) = mailbox_opening(head)
            && is_mail(&head[end..])
        {
            Form::Mbox
        } else if is_mail(head) || is_named(path, &["eml"]) {
            Form::Eml
        } else {
            Form::Text
        }
    }
}

/// Whether `head` opens as pages do, after comments and declarations.
fn is_page(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&head[..head.len().min(HEAD)]).to_ascii_lowercase();
    head.starts_with('<') && (head.contains("<!doctype html") || head.contains("<html"))
}

/// How many bytes of a page may stand before it shows itself.
const HEAD: usize = 1024;

/// The end of the line that opens a mailbox, if `head` begins with one.
fn mailbox_opening(head: &[u8]) -> Option<usize> {
    head.starts_with(b"From ").then(|| head.iter().position(|&byte| byte == b'\n').map(|end| end + 1)).flatten()
}

/// Whether `head` is the header of a mail: fields alone up to a blank line, and among them one that people do not write.
///
/// A release that is typed with `From:` and `Date:` lines stays a text.
fn is_mail(head: &[u8]) -> bool {
    const BY_PROGRAMS: [&[u8]; 4] = [b"message-id:", b"mime-version:", b"received:", b"return-path:"];
    let mut by_program = false;
    for line in head.split_inclusive(|&byte| byte == b'\n') {
        let is_cut = !line.ends_with(b"\n");
        let line = line.trim_ascii_end();
        if line.is_empty() || is_cut {
            return by_program;
        }
        let goes_on = line.starts_with(b" ") || line.starts_with(b"\t");
        let name = line.iter().position(|&byte| byte == b':').map_or(&[][..], |end| &line[..end + 1]);
        let is_field = name.len() > 1 && name[..name.len() - 1].iter().all(|b| b.is_ascii_graphic());
        if !goes_on && !is_field {
            return false;
        }
        by_program |= BY_PROGRAMS.iter().any(|it| name.eq_ignore_ascii_case(it));
    }
    by_program
}

/// Whether `head` is an object that opens with a key.
fn opens_object(head: &[u8]) -> bool {
    let inside = head.strip_prefix(b"{").and_then(|inside| inside.iter().find(|byte| !matches!(byte, b' ' | b'\t')));
    inside == Some(&b'"')
}

/// Whether the name ends like this, the ending of a compressed file left out.
fn is_named(path: &str, endings: &[&str]) -> bool {
    let path = Path::new(path);
    let ending = |path: &Path| path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let unpacked = ["gz", "zst", "xz", "bz2"].iter().any(|it| ending(path).as_deref() == Some(it));
    let ending = if unpacked { path.file_stem().and_then(|stem| ending(Path::new(stem))) } else { ending(path) };
    ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}
