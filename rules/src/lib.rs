//! Tokens, lexicons and rules: the part of `bulletin-extract` that its build script needs as well.
//!
//! * [`text`] turns a bulletin's text into tokens, without changing it;
//! * [`lexicon`] knows words and phrases, and as what;
//! * [`weights`] is the table of what words say for and against names;
//! * [`grammar`] is the rule language: parse, check, compile, match.
//!
//! Nothing here knows a kind of mention or a word of English: both come from the files in `grammars/`.

pub mod grammar;
pub mod lexicon;
pub mod text;
pub mod weights;
