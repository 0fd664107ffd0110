//! Numbers by dense keys of which few are ever asked for.

/// Keys a page.
const PAGE: usize = 512;

/// A number for each key, 0 at first: a page is made when one of its numbers is set.
#[derive(Clone, Debug, Default)]
pub(super) struct Sparse {
    pages: Vec<Option<Box<[u32; PAGE]>>>,
}

impl Sparse {
    /// The number of a key.
    #[inline]
    pub(super) fn get(&self, key: usize) -> u32 {
        self.pages.get(key / PAGE).and_then(Option::as_ref).map_or(0, |page| page[key % PAGE])
    }

    pub(super) fn set(&mut self, key: usize, number: u32) {
        let page = key / PAGE;
        if page >= self.pages.len() {
            self.pages.resize(page + 1, None);
        }
        self.pages[page].get_or_insert_with(|| Box::new([0; PAGE]))[key % PAGE] = number;
    }
}

#[cfg(test)]
mod tests {
    use super::{PAGE, Sparse};

    #[test]
    fn what_was_set_is_there_and_all_else_nought() {
        let mut numbers = Sparse::default();
        for key in [0, 7, PAGE - 1, PAGE, 40 * PAGE + 3] {
            assert_eq!(numbers.get(key), 0);
            numbers.set(key, key as u32 + 1);
            assert_eq!(numbers.get(key), key as u32 + 1);
        }
        assert_eq!([1, 8, PAGE + 1, 20 * PAGE, 100 * PAGE].map(|key| numbers.get(key)), [0; 5]);
    }
}
