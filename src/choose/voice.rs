//! A bulletin speaks with one voice: what one clear mention teaches is evidence for the unclear ones.
//!
//! The lattice is decided once without this evidence; the names found so are what the bulletin has said, and the
//! decision that counts is made with it. A mention never speaks for itself, only for others.

use std::collections::HashMap;

use bulletin_rules::grammar::Reading;
use bulletin_rules::text::fold;

use super::candidate::{Candidate, Label};

/// What the rest of a bulletin can say of a candidate.
pub(super) const VOICES: [&str; 7] = [
    "same-name-same-kind",
    "same-name-other-kind",
    "surname-of-person",
    "given-name-of-person",
    "end-of-name",
    "start-of-name",
    "part-of-name-of-other-kind",
];

/// The names that a bulletin has said.
#[derive(Clone, Debug, Default)]
pub struct Voice {
    /// By folded name: how often it was chosen as each kind, and the candidates' first tokens.
    names: HashMap<String, Vec<(Label, usize)>>,
    /// By folded last word, and by folded first word, of names of several words.
    last: HashMap<String, Vec<(Label, usize)>>,
    first: HashMap<String, Vec<(Label, usize)>>,
}

impl Voice {
    /// What the chosen candidates say.
    pub fn new(reading: &Reading<'_, '_>, chosen: impl Iterator<Item = impl std::borrow::Borrow<Candidate>>) -> Self {
        let mut voice = Self::default();
        for candidate in chosen {
            let candidate: &Candidate = candidate.borrow();
            if candidate.label.name_kind().is_none() {
                continue;
            }
            let tokens = candidate.tokens.clone();
            let said = (candidate.label, tokens.start);
            note(&mut voice.names, reading.slice(tokens.clone()), said);
            if tokens.len() > 1 {
                note(&mut voice.last, reading.slice(tokens.end - 1..tokens.end), said);
                note(&mut voice.first, reading.slice(tokens.start..tokens.start + 1), said);
            }
        }
        voice
    }

    /// Which of [`VOICES`] speak about a candidate, by index.
    pub(super) fn on(&self, reading: &Reading<'_, '_>, candidate: &Candidate) -> impl Iterator<Item = usize> {
        let tokens = candidate.tokens.clone();
        let name = fold(reading.slice(tokens.clone()));
        // Others are those that stand elsewhere in the text.
        let others = |said: Option<&Vec<(Label, usize)>>| -> (bool, bool) {
            let elsewhere = said.into_iter().flatten().filter(|(_, start)| !tokens.contains(start));
            elsewhere.fold((false, false), |(same, other), (label, _)| {
                (same | (*label == candidate.label), other | (*label != candidate.label))
            })
        };
        let (same, other) = others(self.names.get(&name));
        let (last_same, last_other) = others(self.last.get(&name));
        let (first_same, first_other) = others(self.first.get(&name));
        let is_person = candidate.label == Label::Mention(crate::record::Kind::Person);
        let holds = [
            same,
            other && !same,
            last_same && is_person,
            first_same && is_person && !last_same,
            last_same && !is_person,
            first_same && !is_person,
            (last_other || first_other) && !same && !last_same && !first_same,
        ];
        holds.into_iter().enumerate().filter(|(_, holds)| *holds).map(|(at, _)| at)
    }
}

/// Notes that a name was chosen. A few times tell that it stands elsewhere too; more would be gone through in vain.
fn note(names: &mut HashMap<String, Vec<(Label, usize)>>, name: &str, said: (Label, usize)) {
    const ENOUGH: usize = 4;
    let noted = names.entry(fold(name)).or_default();
    if noted.iter().filter(|(label, _)| *label == said.0).count() < ENOUGH {
        noted.push(said);
    }
}
