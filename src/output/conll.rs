//! CoNLL: a token a line with its tag behind a tab, BIO as in CoNLL-2003; a blank line ends a sentence, `-DOCSTART-` opens a
//! bulletin.
//!
//! The tags are `PER`, `ORG` and `LOC`, beside them `DATE` and `QUANTITY`. A place inside an organisation's name has no tag of
//! its own, for a token has only one.

use std::ops::Range;

use super::Format;
use super::rows::{Row, rows};
use crate::record::{Kind, Record};

/// A token a line. Records must carry their text and its tokens ([`crate::ExtractorBuilder::tokens`]), and count bytes.
#[derive(Clone, Copy, Debug)]
pub struct Conll;

impl Format for Conll {
    fn render(&self, record: &Record, to: &mut Vec<u8>) {
        let text = record.text.as_deref().unwrap_or_default();
        let mentions = outermost(rows(record));
        to.extend_from_slice(b"-DOCSTART-\tO\n");
        let mut ahead = &mentions[..];
        for token in &record.tokens {
            if token.begins_sentence && !is_inside(ahead, token.start) {
                to.push(b'\n');
            }
            // A token that a mention's edge cuts is two.
            let edges = ahead.iter().take(2).flat_map(|row| [row.start as usize, row.end as usize]);
            let mut edges: Vec<usize> = edges.filter(|edge| (token.start + 1..token.end).contains(edge)).collect();
            edges.push(token.end);
            let mut start = token.start;
            for end in edges {
                write(text, start..end, &mut ahead, to);
                start = end;
            }
        }
        to.push(b'\n');
    }
}

/// Mentions that do not overlap: of two that do the one that begins first, else the longer one.
fn outermost(mut rows: Vec<Row<'_>>) -> Vec<Row<'_>> {
    rows.sort_by_key(|row| (row.start, std::cmp::Reverse(row.end)));
    let mut end = 0;
    rows.retain(|row| {
        let is_free = row.start >= end;
        end = end.max(row.end);
        is_free
    });
    rows
}

/// Whether a mention goes on at `at`.
fn is_inside(ahead: &[Row<'_>], at: usize) -> bool {
    ahead.iter().take(2).any(|row| (row.start as usize) < at && at < row.end as usize)
}

/// Writes the token at `place`, passing over the mentions that end before it.
fn write(text: &str, place: Range<usize>, ahead: &mut &[Row<'_>], to: &mut Vec<u8>) {
    while let [first, rest @ ..] = ahead
        && first.end as usize <= place.start
    {
        *ahead = rest;
    }
    // A word that a line's end divides is one token.
    to.extend(text[place.clone()].bytes().filter(|byte| !byte.is_ascii_whitespace()));
    to.push(b'\t');
    let tag = match ahead.first().filter(|row| (row.start as usize) < place.end) {
        Some(row) if row.start as usize >= place.start => format!("B-{}", tag(row.kind)),
        Some(row) => format!("I-{}", tag(row.kind)),
        None => "O".to_owned(),
    };
    to.extend_from_slice(tag.as_bytes());
    to.push(b'\n');
}

fn tag(kind: Kind) -> &'static str {
    match kind {
        Kind::Date => "DATE",
        Kind::Person => "PER",
        Kind::Organisation => "ORG",
        Kind::Place => "LOC",
        Kind::Quantity => "QUANTITY",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::OffsetUnit;
    use crate::{Bulletin, Extractor};

    #[test]
    fn tokens_have_tags_and_sentences_end_with_a_blank_line() {
        let extractor =
            Extractor::builder().tokens(true).offsets(OffsetUnit::Byte).build().expect("the built-in grammars");
        let bulletin = Bulletin::new("a", "It rained in Zürich's parks. On 3 May 2019 it ended.");
        let mut record = extractor.extract(&bulletin);
        record.text = Some(bulletin.text);
        let mut lines = Vec::new();
        Conll.render(&record, &mut lines);
        let lines = String::from_utf8(lines).expect("UTF-8");
        let lines: Vec<&str> = lines.lines().skip(1).collect();
        assert_eq!(
            lines,
            [
                "",
                "It\tO",
                "rained\tO",
                "in\tO",
                "Zürich\tB-LOC",
                "'s\tO",
                "parks\tO",
                ".\tO",
                "",
                "On\tO",
                "3\tB-DATE",
                "May\tI-DATE",
                "2019\tI-DATE",
                "it\tO",
                "ended\tO",
                ".\tO",
                "",
            ]
        );
    }
}
