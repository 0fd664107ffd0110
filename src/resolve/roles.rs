//! Roles and acronyms: what rules over chosen mentions say of them.

use std::collections::HashMap;
use std::ops::Range;

use bulletin_rules::grammar::Reading;
use bulletin_rules::lexicon::Atom;

/// What the words beside mentions say, by the mention's first token.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    /// The role of a person.
    pub(super) roles: HashMap<usize, String>,
    /// First token of the other name of an organisation: its long form or its acronym.
    pub(super) other_names: HashMap<usize, usize>,
}

/// The part of a match that is the role; the one that is another name.
const ROLE: &str = "role";
const OTHER_NAME: &str = "acronym";

/// Reads the rules over these mentions (their tokens and the atom of their kind).
pub(super) fn find(
    reading: &mut Reading<'_, '_>,
    marked: &[(Range<usize>, Atom)],
    is_role: &[bool],
    weights: &[f32],
) -> Facts {
    let matches = reading.over_mentions(marked);
    let mut facts = Facts::default();
    let mut best: HashMap<usize, (f32, usize)> = HashMap::new();
    for (found, mentions) in matches {
        for mention in mentions {
            if !marked.iter().any(|(tokens, _)| *tokens == mention) {
                continue;
            }
            let read = |part: &'static str| {
                reading.with_mention_parts(&found, &mention, |_, parts| {
                    parts.get("", part).map(|part| (part.text.to_owned(), part.tokens.clone()))
                })
            };
            if is_role[found.rule as usize] {
                let Some((text, tokens)) = read(ROLE).flatten() else { continue };
                // The weightiest rule, then the longest role.
                let rank = (weights[found.rule as usize], tokens.len());
                let known = best.get(&mention.start);
                if known.is_none_or(|known| rank > *known) {
                    best.insert(mention.start, rank);
                    facts.roles.insert(mention.start, text.split_whitespace().collect::<Vec<_>>().join(" "));
                }
            } else if let Some((_, tokens)) = read(OTHER_NAME).flatten() {
                facts.other_names.insert(mention.start, tokens.start);
                facts.other_names.insert(tokens.start, mention.start);
            }
        }
    }
    facts
}
