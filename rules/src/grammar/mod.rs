//! The rule language: parse, check, compile, match.
//!
//! A rule is a regular expression over tokens. It becomes a small position automaton (Glushkov) that runs
//! bit-parallel, so that every match of every rule is found in linear time, and no rule can explode; the steps that they have
//! taken on the words of texts are remembered.

mod assembly;
pub mod ast;
mod atoms;
mod automaton;
mod blocks;
mod body;
mod dfa;
mod error;
mod knowledge;
mod marks;
mod needed;
mod parse;
mod parts;
mod profile;
mod reading;
mod rules;
mod sparse;
mod spell;
mod symbols;
mod table;

pub use ast::Action;
pub use atoms::Atoms;
pub use error::GrammarError;
pub use knowledge::{Knowledge, Sources};
pub use parse::parse;
pub use parts::{Part, Parts};
pub use reading::{Memory, Reading, Scans};
pub use rules::{Match, RuleInfo};
pub use symbols::Symbol;
