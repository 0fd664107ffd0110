//! The rule language: parse, check, compile, match.
//!
//! A rule is a regular expression over tokens. It becomes a small position automaton (Glushkov) that runs
//! bit-parallel, so that every match of every rule is found in linear time, and no rule can explode; what the automata do
//! together on the words of texts is remembered.

mod assembly;
pub mod ast;
mod atoms;
mod automaton;
mod error;
mod knowledge;
mod lazy;
mod marks;
mod matcher;
mod parse;
mod parts;
mod reading;
mod rules;
mod spell;
mod symbols;
mod table;

pub use ast::Action;
pub use atoms::Atoms;
pub use error::GrammarError;
pub use knowledge::{Knowledge, Sources};
pub use matcher::Match;
pub use parse::parse;
pub use parts::{Part, Parts};
pub use reading::{Memory, Reading, Scans};
pub use rules::RuleInfo;
pub use symbols::Symbol;
