//! One lattice, one decision.
//!
//! Rules, lexicons and runs of capitals only propose: every match becomes a [`Candidate`] of a kind, with evidence for
//! and against it. Weights add up, and the best set of candidates that do not overlap is found once, by dynamic
//! programming. No kind is found before another, so that whether `Washington` is a person, a place or a government is
//! decided by what speaks for each.

mod candidate;
mod evidence;
mod lattice;
mod voice;
mod words;

pub use candidate::{Candidate, Label, Value, propose};
pub use evidence::{EvidenceTable, Named};
pub use lattice::{best, log_partition, marginals};
pub use voice::Voice;
pub use words::{Sums, WordEvidence, token_features};

/// The kinds of names, in the order in which the tables of weights give them.
pub const NAME_KINDS: [crate::record::Kind; 3] =
    [crate::record::Kind::Person, crate::record::Kind::Organisation, crate::record::Kind::Place];
