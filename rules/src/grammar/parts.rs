//! What a match consists of, for the normalisers.

use std::ops::Range;

use super::automaton::{Layout, NO_LABEL};
use super::symbols::Layers;
use crate::lexicon::{Annotations, Lexicon, Row};
use crate::text::{Shape, Token, parse_number};

/// The parts of a match in the order of the text, outer labels before what is inside.
#[derive(Clone, Debug)]
pub struct Parts<'t> {
    /// The text that was matched.
    pub text: &'t str,
    parts: Vec<Part<'t>>,
}

/// A named part of a match.
#[derive(Clone, Debug)]
pub struct Part<'t> {
    /// The name of its atom or label.
    pub name: &'t str,
    /// The innermost label around it; empty at the top.
    pub scope: &'t str,
    /// Its slice of the view's text.
    pub text: &'t str,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The value of its lexicon's row: the column `value`, else its own folded form.
    pub value: Option<&'t str>,
    /// The value of a numeric or ordinal token.
    pub number: Option<f64>,
    row: Option<Row<'t>>,
}

impl<'t> Part<'t> {
    /// A cell of its lexicon's row, by column.
    pub fn attribute(&self, column: &str) -> Option<&'t str> {
        self.row?.cell(column)
    }
}

impl<'t> Parts<'t> {
    /// The first part of this name in this scope.
    pub fn get(&self, scope: &str, name: &str) -> Option<&Part<'t>> {
        self.parts.iter().find(|part| part.scope == scope && part.name == name)
    }

    /// All parts.
    pub fn all(&self) -> &[Part<'t>] {
        &self.parts
    }
}

/// Where a match stands.
pub(super) struct Place<'t> {
    pub(super) text: &'t str,
    pub(super) tokens: &'t [Token],
    pub(super) layers: &'t Layers<'t>,
    /// The matched tokens.
    pub(super) range: Range<usize>,
}

impl<'t> Place<'t> {
    fn slice(&self, tokens: &Range<usize>) -> &'t str {
        &self.text[self.tokens[tokens.start].start as usize..self.tokens[tokens.end - 1].end as usize]
    }

    /// The parts along a path of positions, one a token.
    pub(super) fn parts(&self, layout: &'t Layout, path: &[u16]) -> Parts<'t> {
        let mut parts: Vec<Part<'t>> = Vec::new();
        // The labels that are open, outermost first, with the index of their part.
        let mut open: Vec<(u32, usize)> = Vec::new();
        let mut unit: Option<(u32, usize)> = None;
        for (offset, &position) in path.iter().enumerate() {
            let token = self.range.start + offset;
            let position = layout.positions[position as usize];
            let chain = chain(layout, position.label);
            let kept = open.iter().zip(&chain).take_while(|((label, _), now)| label == *now).count();
            open.truncate(kept);
            for &label in &chain[kept..] {
                let scope = open.last().map_or("", |&(outer, _)| name_of(layout, outer));
                open.push((label, parts.len()));
                parts.push(Part::new(name_of(layout, label), scope, token));
            }
            let scope = position.label;
            match unit {
                Some((number, at)) if number == position.unit => parts[at].tokens.end = token + 1,
                _ if layout.units[position.unit as usize].name == NO_LABEL => unit = None,
                _ => {
                    let name = &layout.names[layout.units[position.unit as usize].name as usize];
                    let scope = if scope == NO_LABEL { "" } else { name_of(layout, scope) };
                    unit = Some((position.unit, parts.len()));
                    parts.push(Part::new(name, scope, token));
                }
            }
            for &(_, at) in &open {
                parts[at].tokens.end = token + 1;
            }
        }
        for part in &mut parts {
            part.text = self.slice(&part.tokens);
        }
        self.fill(layout, path, &mut parts);
        Parts { text: self.slice(&self.range), parts }
    }

    /// Gives the parts of atoms their values, and a label over a single atom its atom's.
    fn fill(&self, layout: &'t Layout, path: &[u16], parts: &mut [Part<'t>]) {
        for part in parts.iter_mut() {
            let tokens = part.tokens.clone();
            let unit = layout.positions[path[tokens.start - self.range.start] as usize].unit;
            let unit = layout.units[unit as usize];
            let is_atom = unit.name != NO_LABEL && layout.names[unit.name as usize] == part.name;
            if !is_atom {
                continue;
            }
            if let Some((row, folded)) = self.row(unit.atom, &tokens) {
                part.row = Some(row);
                part.value = Some(row.cell("value").unwrap_or(folded));
            }
            let token = self.tokens[tokens.start];
            if tokens.len() == 1 && (token.shape.is_number() || token.shape == Shape::Alnum) {
                part.number = parse_number(token.text(self.text));
            }
        }
        for at in 0..parts.len() {
            let label = &parts[at];
            let inner = parts.get(at + 1).filter(|p| p.scope == label.name && p.tokens == label.tokens);
            let Some(inner) = inner.cloned().filter(|_| label.value.is_none() && label.number.is_none()) else {
                continue;
            };
            parts[at].value = inner.value;
            parts[at].number = inner.number;
            parts[at].row = inner.row;
        }
    }

    /// The row of the lexicon with this atom in which these tokens stand, and their first form. Of several rows the
    /// one that has the tokens as they are written: `mW` is not `MW`.
    fn row(&self, atom: u32, tokens: &Range<usize>) -> Option<(Row<'t>, &'t str)> {
        let layers = self.layers.lexicons.iter().zip(self.layers.annotations);
        let written = self.slice(tokens);
        layers.rev().find_map(|(lexicon, annotations): (&'t Lexicon, &'t Annotations)| {
            let postings = lexicon.postings(self.tokens, annotations, tokens.start, tokens.end);
            let rows = postings
                .filter(|posting| lexicon.names.lexicons[posting.lexicon as usize].atom == atom)
                .map(|posting| (lexicon.row(posting), lexicon.row(posting).cell("form").unwrap_or(written)));
            let mut rows = rows.peekable();
            let first = rows.peek().copied()?;
            let (row, forms) = rows.find(|(_, forms)| forms.split('|').any(|form| form == written)).unwrap_or(first);
            Some((row, forms.split('|').next().unwrap_or_default()))
        })
    }
}

impl<'t> Part<'t> {
    fn new(name: &'t str, scope: &'t str, token: usize) -> Self {
        Self { name, scope, text: "", tokens: token..token + 1, value: None, number: None, row: None }
    }
}

fn name_of(layout: &Layout, label: u32) -> &str {
    &layout.names[layout.labels[label as usize].name as usize]
}

/// The labels around a position, outermost first.
fn chain(layout: &Layout, innermost: u32) -> Vec<u32> {
    let mut chain = Vec::new();
    let mut label = innermost;
    while label != NO_LABEL {
        chain.push(label);
        label = layout.labels[label as usize].parent;
    }
    chain.reverse();
    chain
}
