//! The rows of tables: most of a lexicon's bytes, and few of them are ever asked for.
//!
//! Built-in rows lie packed, block by block; a block is unpacked when a row of it is first asked for.

use std::borrow::Cow;
use std::sync::OnceLock;

/// Rows of tab-separated cells, by number.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    /// Where each row's text begins in the whole text; one more at the end.
    pub(super) at: Cow<'static, [u32]>,
    text: Text,
}

#[derive(Clone, Debug)]
enum Text {
    Plain(String),
    Packed { packed: Packed, blocks: Vec<OnceLock<Box<str>>> },
}

/// Packed blocks as they are stored.
#[derive(Clone, Debug, Default)]
pub(super) struct Packed {
    /// Where each block begins in `bytes`; one more at the end.
    pub(super) at: Cow<'static, [u32]>,
    pub(super) bytes: Cow<'static, [u8]>,
}

/// Rows a block: it unpacks in a fraction of a millisecond.
const BLOCK: usize = 64;
/// The best that the format can do; the build script has the time.
const LEVEL: u8 = 10;

impl Default for Rows {
    fn default() -> Self {
        Self::new(&[])
    }
}

impl Rows {
    /// Rows as they are.
    pub(super) fn new(rows: &[String]) -> Self {
        let mut at = vec![0];
        let mut text = String::new();
        for row in rows {
            text.push_str(row);
            at.push(text.len() as u32);
        }
        Self { at: Cow::Owned(at), text: Text::Plain(text) }
    }

    /// Rows that were packed.
    pub(super) fn from_packed(at: Cow<'static, [u32]>, packed: Packed) -> Self {
        let blocks = (1..packed.at.len()).map(|_| OnceLock::new()).collect();
        Self { at, text: Text::Packed { packed, blocks } }
    }

    /// The rows' text in packed blocks.
    pub(super) fn packed(&self) -> Packed {
        match &self.text {
            Text::Packed { packed, .. } => packed.clone(),
            Text::Plain(text) => {
                let (mut at, mut bytes) = (vec![0], Vec::new());
                for block in 0..self.block_count() {
                    let [from, to] = self.bounds(block);
                    bytes.extend(miniz_oxide::deflate::compress_to_vec(&text.as_bytes()[from..to], LEVEL));
                    at.push(bytes.len() as u32);
                }
                Packed { at: Cow::Owned(at), bytes: Cow::Owned(bytes) }
            }
        }
    }

    /// The cells of a row.
    pub(super) fn get(&self, row: usize) -> &str {
        let [from, to] = [row, row + 1].map(|row| self.at[row] as usize);
        match &self.text {
            Text::Plain(text) => &text[from..to],
            Text::Packed { packed, blocks } => {
                let block = row / BLOCK;
                let text = blocks[block].get_or_init(|| packed.unpack(block));
                let start = self.bounds(block)[0];
                text.get(from - start..to - start).unwrap_or_default()
            }
        }
    }

    fn block_count(&self) -> usize {
        (self.at.len() - 1).div_ceil(BLOCK)
    }

    /// Where a block's text begins and ends.
    fn bounds(&self, block: usize) -> [usize; 2] {
        let last = self.at.len() - 1;
        [block * BLOCK, (block + 1) * BLOCK].map(|row| self.at[row.min(last)] as usize)
    }
}

impl Packed {
    fn unpack(&self, block: usize) -> Box<str> {
        let bytes = &self.bytes[self.at[block] as usize..self.at[block + 1] as usize];
        let text = miniz_oxide::inflate::decompress_to_vec(bytes).unwrap_or_default();
        String::from_utf8(text).unwrap_or_default().into_boxed_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_rows_read_as_plain_ones() {
        let rows: Vec<String> = (0..1000).map(|n| format!("Ñame {n}\t{}\tsettlement", n * n)).collect();
        let plain = Rows::new(&rows);
        let packed = Rows::from_packed(plain.at.clone(), plain.packed());
        for (number, row) in rows.iter().enumerate() {
            assert_eq!(plain.get(number), row);
            assert_eq!(packed.get(number), row);
        }
        let size: usize = rows.iter().map(String::len).sum();
        assert!(packed.packed().bytes.len() < size / 2, "rows of one kind pack well");
        assert_eq!(Rows::new(&[]).packed().at.len(), 1);
    }
}
