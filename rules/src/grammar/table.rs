//! Numbers by 64-bit keys, for what is looked up several times a token: one cache line a look-up.

use crate::lexicon::mix;

/// A table from keys, none of them all ones, to numbers: open addressing, at most half full.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    slots: Vec<(u64, u32)>,
    count: usize,
}

const FREE: u64 = u64::MAX;
const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

impl Table {
    /// The number of a key.
    #[inline]
    pub(super) fn get(&self, key: u64) -> Option<u32> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut slot = mix(SEED, key) as usize & mask;
        loop {
            let (found, number) = self.slots[slot & mask];
            if found == key {
                return Some(number);
            }
            if found == FREE {
                return None;
            }
            slot += 1;
        }
    }

    /// Gives a key that is not yet there its number.
    pub(super) fn insert(&mut self, key: u64, number: u32) {
        if (self.count + 1) * 2 > self.slots.len() {
            let size = (self.slots.len() * 2).max(1 << 8);
            let old = std::mem::replace(&mut self.slots, vec![(FREE, 0); size]);
            old.into_iter().filter(|(key, _)| *key != FREE).for_each(|(key, number)| self.put(key, number));
        }
        self.put(key, number);
        self.count += 1;
    }

    fn put(&mut self, key: u64, number: u32) {
        let mask = self.slots.len() - 1;
        let mut slot = mix(SEED, key) as usize & mask;
        while self.slots[slot].0 != FREE {
            slot = (slot + 1) & mask;
        }
        self.slots[slot] = (key, number);
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn a_table_finds_what_was_put_in_and_nothing_else() {
        let mut table = Table::default();
        assert_eq!(table.get(7), None);
        for key in 0..5000u64 {
            table.insert(key * key, key as u32);
        }
        assert!((0..5000u64).all(|key| table.get(key * key) == Some(key as u32)));
        assert_eq!(table.get(3), None);
    }
}
