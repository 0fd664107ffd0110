//! A rule's body spelled out into positions: fragments put in, repetitions copied, phrases of lexicons laid out.

use std::collections::HashMap;

use super::ast::{Name, Node};
use super::atoms::Atoms;
use super::automaton::{
    Automaton, Label, Layout, MOST_POSITIONS, NO_LABEL, Position, Set, Unit, empty, is_empty, union, with,
};
use crate::lexicon::Atom;

/// Why a body cannot be spelled out.
#[derive(Debug)]
pub(super) enum SpellError {
    Unknown(Name),
    Recursive(Name),
    TooLong,
    Empty,
    NestedMention(super::ast::Span),
    NoToken(super::ast::Span),
}

/// What the names in a body mean.
pub(super) struct Scope<'g> {
    pub(super) atoms: &'g Atoms,
    pub(super) fragments: &'g HashMap<String, Node>,
    /// Whether a name is a lexicon's (or a chosen mention's), which has phrases.
    pub(super) has_phrases: &'g dyn Fn(&str) -> bool,
}

/// A stretch of the automaton while it is built.
#[derive(Clone, Copy)]
struct Stretch {
    nullable: bool,
    first: Set,
    last: Set,
}

const NOTHING: Stretch = Stretch { nullable: true, first: empty(), last: empty() };

/// Spells out a body.
pub(super) fn spell(body: &Node, scope: &Scope<'_>) -> Result<(Layout, Automaton), SpellError> {
    let mut speller = Speller {
        scope,
        layout: Layout::default(),
        follow: Vec::new(),
        open: Vec::new(),
        label: NO_LABEL,
        in_mention: false,
        glued: false,
    };
    let stretch = speller.node(body)?;
    if stretch.nullable {
        return Err(SpellError::Empty);
    }
    let mut layout = speller.layout;
    let set_of = |test: fn(&Position) -> bool| {
        layout.positions.iter().enumerate().filter(|(_, p)| test(p)).fold(empty(), |set, (at, _)| with(set, at))
    };
    let (glued, mention) = (set_of(|p| p.glued), set_of(|p| p.in_mention));
    // One around the whole rule is what a match is without any.
    layout.has_mention = !is_empty(mention) && mention != set_of(|_| true);
    let (first, last) = (stretch.first, stretch.last);
    // What it needs is told by how common its words are in all rules.
    let automaton = Automaton { first, last, glued, mention, needed: empty(), follow: speller.follow };
    Ok((layout, automaton))
}

struct Speller<'g> {
    scope: &'g Scope<'g>,
    layout: Layout,
    follow: Vec<Set>,
    /// The fragments that are being put in.
    open: Vec<String>,
    label: u32,
    in_mention: bool,
    glued: bool,
}

impl Speller<'_> {
    fn node(&mut self, node: &Node) -> Result<Stretch, SpellError> {
        match node {
            Node::Literal(text, span) => self.literal(text, span),
            Node::Atom(name) => self.named(name),
            Node::Sequence(nodes) => {
                let mut whole = NOTHING;
                let glued = std::mem::take(&mut self.glued);
                for (at, node) in nodes.iter().enumerate() {
                    self.glued = glued && at == 0;
                    let next = self.node(node)?;
                    whole = self.join(whole, next);
                }
                Ok(whole)
            }
            Node::Alternatives(nodes) => {
                let mut whole = Stretch { nullable: false, ..NOTHING };
                let glued = std::mem::take(&mut self.glued);
                for node in nodes {
                    self.glued = glued;
                    let next = self.node(node)?;
                    whole.nullable |= next.nullable;
                    whole.first = union(whole.first, next.first);
                    whole.last = union(whole.last, next.last);
                }
                Ok(whole)
            }
            Node::Repeat(node, least, most) => {
                let mut whole = NOTHING;
                let glued = std::mem::take(&mut self.glued);
                for at in 0..*most {
                    self.glued = glued;
                    let mut next = self.node(node)?;
                    next.nullable |= at >= *least;
                    whole = self.join(whole, next);
                }
                self.glued = false;
                Ok(whole)
            }
            Node::Label(name, node) => {
                let name = self.name(&name.text);
                let outer = self.label;
                self.layout.labels.push(Label { name, parent: outer });
                self.label = (self.layout.labels.len() - 1) as u32;
                let stretch = self.node(node);
                self.label = outer;
                stretch
            }
            Node::Mention(node, span) => {
                if std::mem::replace(&mut self.in_mention, true) {
                    return Err(SpellError::NestedMention(span.clone()));
                }
                let stretch = self.node(node);
                self.in_mention = false;
                stretch
            }
            Node::Glued(node) => {
                self.glued = true;
                let stretch = self.node(node);
                self.glued = false;
                stretch
            }
        }
    }

    fn literal(&mut self, text: &str, span: &super::ast::Span) -> Result<Stretch, SpellError> {
        let words = self.scope.atoms.literal_words(text);
        if words.is_empty() {
            return Err(SpellError::NoToken(span.clone()));
        }
        let mut whole = NOTHING;
        for (word, case) in words {
            let atom =
                self.scope.atoms.find_literal(&word, case).expect("literals are made before rules are spelled out");
            let unit = self.unit(NO_LABEL, atom);
            let next = self.position(atom, unit)?;
            whole = self.join(whole, next);
        }
        Ok(whole)
    }

    fn named(&mut self, name: &Name) -> Result<Stretch, SpellError> {
        if let Some(fragment) = self.scope.fragments.get(&name.text) {
            if self.open.contains(&name.text) {
                return Err(SpellError::Recursive(name.clone()));
            }
            self.open.push(name.text.clone());
            let stretch = self.node(fragment);
            self.open.pop();
            return stretch;
        }
        let atom = self.scope.atoms.get(&name.text).ok_or_else(|| SpellError::Unknown(name.clone()))?;
        let number = self.name(&name.text);
        let unit = self.unit(number, atom);
        let glued = self.glued;
        let single = self.position(atom, unit)?;
        if !(self.scope.has_phrases)(&name.text) {
            return Ok(single);
        }
        self.glued = glued;
        self.phrase(single, atom, unit)
    }

    /// A single word, or a first token, inner ones and a last one.
    fn phrase(&mut self, single: Stretch, atom: Atom, unit: u32) -> Result<Stretch, SpellError> {
        let first = self.position(atom + 1, unit)?;
        let inner = self.position(atom + 2, unit)?;
        let last = self.position(atom + 3, unit)?;
        self.connect(first.last, union(inner.first, last.first));
        self.connect(inner.last, union(inner.first, last.first));
        Ok(Stretch { nullable: false, first: union(single.first, first.first), last: union(single.last, last.last) })
    }

    fn unit(&mut self, name: u32, atom: Atom) -> u32 {
        self.layout.units.push(Unit { name, atom });
        (self.layout.units.len() - 1) as u32
    }

    fn name(&mut self, name: &str) -> u32 {
        let names = &mut self.layout.names;
        let at = names.iter().position(|n| n == name).unwrap_or_else(|| {
            names.push(name.to_owned());
            names.len() - 1
        });
        at as u32
    }

    fn position(&mut self, atom: Atom, unit: u32) -> Result<Stretch, SpellError> {
        let at = self.layout.positions.len();
        if at == MOST_POSITIONS {
            return Err(SpellError::TooLong);
        }
        let glued = std::mem::take(&mut self.glued);
        self.layout.positions.push(Position { atom, unit, label: self.label, in_mention: self.in_mention, glued });
        self.follow.push(empty());
        let set = with(empty(), at);
        Ok(Stretch { nullable: false, first: set, last: set })
    }

    fn connect(&mut self, from: Set, to: Set) {
        for position in super::automaton::members(from) {
            self.follow[position] = union(self.follow[position], to);
        }
    }

    fn join(&mut self, a: Stretch, b: Stretch) -> Stretch {
        self.connect(a.last, b.first);
        Stretch {
            nullable: a.nullable && b.nullable,
            first: if a.nullable { union(a.first, b.first) } else { a.first },
            last: if b.nullable { union(a.last, b.last) } else { b.last },
        }
    }
}
