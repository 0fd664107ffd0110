//! Which sentence a token stands in.

use bulletin_rules::text::{Flags, Token};

/// The sentences of a text.
#[derive(Clone, Debug)]
pub(super) struct Sentences {
    /// The first token of each, ascending.
    starts: Vec<usize>,
}

impl Sentences {
    /// The sentences of these tokens; a line end that ends a thought ends one too.
    pub(super) fn new(tokens: &[Token]) -> Self {
        let begins = |token: &Token| token.flags.has(Flags::SENTENCE) || token.flags.has(Flags::BREAK);
        Self { starts: (0..tokens.len()).filter(|&at| begins(&tokens[at])).collect() }
    }

    /// The number of the sentence of a token.
    pub(super) fn of(&self, token: usize) -> usize {
        self.starts.partition_point(|&start| start <= token)
    }
}
