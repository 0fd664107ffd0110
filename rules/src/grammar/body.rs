//! What a rule matches by: its automaton and what the automaton's positions stand for.
//!
//! A text asks for few rules' bodies, so that one which comes out of the program is made of its bytes only then.

use std::sync::OnceLock;

use super::automaton::{Automaton, Layout, Set};
use crate::lexicon::Atom;

/// A rule's body, or the bytes that it is made of.
#[derive(Clone, Debug)]
pub(super) struct Body {
    bytes: &'static [u8],
    made: OnceLock<Made>,
}

/// A rule's body.
#[derive(Clone, Debug)]
pub(super) struct Made {
    pub(super) layout: Layout,
    pub(super) automaton: Automaton,
    /// Its atoms, ascending, with the positions that they fit.
    pub(super) by_atom: Vec<(Atom, Set)>,
}

impl Body {
    pub(super) fn new(layout: Layout, automaton: Automaton) -> Self {
        let made = Made { by_atom: layout.by_atom(), layout, automaton };
        Self { bytes: &[], made: OnceLock::from(made) }
    }

    /// The body that [`Body::to_bytes`] gave.
    pub(super) fn of_bytes(bytes: &'static [u8]) -> Self {
        Self { bytes, made: OnceLock::new() }
    }

    /// The body as bytes.
    ///
    /// # Errors
    ///
    /// If the layout cannot be written as bytes.
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, postcard::Error> {
        let mut bytes = postcard::to_allocvec(&self.get().layout)?;
        self.get().automaton.write(&mut bytes);
        Ok(bytes)
    }

    /// The body.
    #[inline]
    pub(super) fn get(&self) -> &Made {
        self.made.get_or_init(|| made(self.bytes).expect("the built-in rules are whole"))
    }
}

#[cold]
fn made(bytes: &[u8]) -> Option<Made> {
    let (layout, mut rest): (Layout, _) = postcard::take_from_bytes(bytes).ok()?;
    let automaton = Automaton::read(&mut rest, layout.positions.len())?;
    Some(Made { by_atom: layout.by_atom(), layout, automaton })
}
