//! Rows of one length, kept in blocks: a table that grows moves nothing and leaves no holes of its former sizes.

/// How many rows stand in a block, as a power of two.
const BLOCK: u32 = 7;

/// The rows, each of the same length.
#[derive(Clone, Debug)]
pub(super) struct Blocks<T> {
    blocks: Vec<Vec<T>>,
    count: usize,
}

impl<T> Default for Blocks<T> {
    fn default() -> Self {
        Self { blocks: Vec::new(), count: 0 }
    }
}

impl<T: Copy> Blocks<T> {
    /// Adds a row of `length` values, and gives it to be filled.
    pub(super) fn add(&mut self, length: usize, value: T) -> &mut [T] {
        let (block, from) = place(self.count, length);
        if block == self.blocks.len() {
            self.blocks.push(Vec::with_capacity(length << BLOCK));
        }
        self.count += 1;
        let block = &mut self.blocks[block];
        block.resize(from + length, value);
        &mut block[from..]
    }

    /// A row.
    #[inline]
    pub(super) fn row(&self, row: usize, length: usize) -> &[T] {
        let (block, from) = place(row, length);
        &self.blocks[block][from..from + length]
    }

    /// A value of a row.
    #[inline]
    pub(super) fn value_mut(&mut self, row: usize, length: usize, at: usize) -> &mut T {
        let (block, from) = place(row, length);
        &mut self.blocks[block][from + at]
    }
}

/// The block that a row is in, and where in it.
#[inline]
fn place(row: usize, length: usize) -> (usize, usize) {
    (row >> BLOCK, (row & ((1 << BLOCK) - 1)) * length)
}

#[cfg(test)]
mod tests {
    use super::Blocks;

    #[test]
    fn rows_keep_what_they_were_given_however_many_come_behind() {
        let mut rows = Blocks::default();
        for row in 0..1000u32 {
            rows.add(3, 0)[2] = row;
            *rows.value_mut(row as usize, 3, 0) = row + 1;
        }
        assert!((0..1000u32).all(|row| rows.row(row as usize, 3) == [row + 1, 0, row]));
    }
}
