//! A bulletin speaks with one voice: what one clear mention teaches is evidence for the unclear ones.
//!
//! The lattice is decided once without this evidence; the names found so are what the bulletin has said, and the
//! decision that counts is made with it. A mention never speaks for itself, only for others.

use std::ops::Range;

use bulletin_rules::grammar::Reading;
use bulletin_rules::weights::pair_hash;
use rustc_hash::FxHashMap;

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
    names: Said,
    /// By folded last word, and by folded first word, of names of several words.
    last: Said,
    first: Said,
}

/// By the hash of folded words.
type Said = FxHashMap<u64, Vec<(Label, usize)>>;

impl Voice {
    /// What the chosen candidates say.
    pub fn new(reading: &Reading<'_, '_>, chosen: impl Iterator<Item = impl std::borrow::Borrow<Candidate>>) -> Self {
        let mut voice = Self::default();
        for candidate in chosen {
            let candidate: &Candidate = candidate.borrow();
            if candidate.label.name_kind().is_none() {
                continue;
            }
            let Range { start, end } = candidate.tokens;
            let said = (candidate.label, start);
            note(&mut voice.names, name_hash(reading, start..end), said);
            if end > start + 1 {
                note(&mut voice.last, reading.hash(end - 1), said);
                note(&mut voice.first, reading.hash(start), said);
            }
        }
        voice
    }

    /// What it says of these tokens, if anything.
    pub(super) fn on(&self, reading: &Reading<'_, '_>, tokens: &Range<usize>) -> Option<Heard<'_>> {
        // The names of one word are the first and the last words of others.
        let word = (tokens.len() == 1).then(|| reading.hash(tokens.start));
        let name = self.names.get(&name_hash(reading, tokens.clone()));
        let last = word.and_then(|word| self.last.get(&word));
        let first = word.and_then(|word| self.first.get(&word));
        let said = [name, last, first];
        said.iter()
            .any(Option::is_some)
            .then(|| Heard { said: said.map(|said| said.map_or(&[][..], Vec::as_slice)), tokens: tokens.clone() })
    }
}

/// What was said of some tokens: as a name, as the last word of one, and as the first.
#[derive(Clone, Debug)]
pub(super) struct Heard<'v> {
    said: [&'v [(Label, usize)]; 3],
    tokens: Range<usize>,
}

impl Heard<'_> {
    /// Which of [`VOICES`] speak about a name of this label, by index.
    pub(super) fn of(&self, label: Label) -> impl Iterator<Item = usize> {
        // Others are those that stand elsewhere in the text.
        let others = |said: &[(Label, usize)]| -> (bool, bool) {
            let elsewhere = said.iter().filter(|(_, start)| !self.tokens.contains(start));
            elsewhere.fold((false, false), |(same, other), (as_what, _)| {
                (same | (*as_what == label), other | (*as_what != label))
            })
        };
        let [(same, other), (last_same, last_other), (first_same, first_other)] = self.said.map(others);
        let is_person = label == Label::Mention(crate::record::Kind::Person);
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

/// The hash of a name, folded, however its words are set apart.
fn name_hash(reading: &Reading<'_, '_>, tokens: Range<usize>) -> u64 {
    tokens.fold(0, |hash, token| pair_hash(hash, reading.hash(token)))
}

/// Notes that a name was chosen. A few times tell that it stands elsewhere too; more would be gone through in vain.
fn note(names: &mut Said, name: u64, said: (Label, usize)) {
    const ENOUGH: usize = 4;
    let noted = names.entry(name).or_default();
    if noted.iter().filter(|(label, _)| *label == said.0).count() < ENOUGH {
        noted.push(said);
    }
}
