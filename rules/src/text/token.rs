//! What a token is.

use std::ops::Range;

/// How a token is written. Decided once by the tokenizer; the built-in atoms of the rule language are read off it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Shape {
    /// `word`, also letters of scripts without case.
    Lower,
    /// `Word`.
    Title,
    /// `WORD`, two letters or more.
    Upper,
    /// `McKellar`, `iPhone`.
    Mixed,
    /// `A`: one capital letter without a stop.
    Letter,
    /// `J.`, `U.S.`, `K.G.`: capitals, each with its stop.
    Initial,
    /// `1998`: digits only.
    Integer,
    /// `1,234`, `4.5`, `½`: a number with groups or a fraction.
    Decimal,
    /// `20th`.
    Ordinal,
    /// `G7`, `2O19`: letters and digits together.
    Alnum,
    /// An address of the net or of the post: `www.example.org`, `press@example.org`.
    Link,
    /// Everything else, one character a token.
    Punctuation,
}

impl Shape {
    /// The number of shapes.
    pub const COUNT: usize = 12;

    /// Whether the token is made of letters only (and perhaps apostrophes and stops).
    pub fn is_word(self) -> bool {
        self <= Self::Initial
    }

    /// Whether the token begins with a capital letter or holds one.
    pub fn has_capital(self) -> bool {
        matches!(self, Self::Title | Self::Upper | Self::Mixed | Self::Letter | Self::Initial)
    }

    /// Whether the token has a numeric value.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Decimal | Self::Ordinal)
    }
}

/// What stands before a token, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags(u8);

impl Flags {
    /// White space stands before the token.
    pub const SPACE: Self = Self(1);
    /// A line ends before the token (and a mention may go on over it).
    pub const LINE: Self = Self(2);
    /// A paragraph, heading, list item or page ends before the token: no match crosses it.
    pub const BREAK: Self = Self(4);
    /// The token begins a sentence.
    pub const SENTENCE: Self = Self(8);
    /// Two blanks or more stand before the token on its line, where a column or a lost comma may be.
    pub const WIDE: Self = Self(16);

    /// Whether all bits of `other` are set.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Sets the bits of `other`.
    pub fn set(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// A word, number or sign of the view's text.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// First byte in the view.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// How it is written.
    pub shape: Shape,
    /// What stands before it.
    pub flags: Flags,
}

impl Token {
    /// The token's bytes in the view.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The token's text, given the view's.
    pub fn text<'t>(&self, text: &'t str) -> &'t str {
        &text[self.range()]
    }
}
