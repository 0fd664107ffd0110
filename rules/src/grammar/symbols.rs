//! Tokens as symbols: one number for all tokens that no rule can tell apart.
//!
//! Nearly every token is a known word in one of its ways of writing, and its symbol is one table look-up away; numbers,
//! unknown words and parts of phrases are told apart by what they are tested for. A symbol is made when it is first
//! met, and then kept: the table grows with the variety of the texts, not with their length.

use std::collections::HashMap;

use super::atoms::Atoms;
use crate::lexicon::{Annotations, Atom, Case, Lexicon, NO_WORD};
use crate::text::{Shape, Token, fold_into};

/// The number of a symbol.
pub type Symbol = u32;

/// What tells symbols apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Key {
    sets: [u32; 2],
    shape: u8,
    numbers: u128,
    shapes: u128,
    suffixes: u128,
    marks: Vec<Atom>,
}

/// The symbols met so far, with their atoms.
#[derive(Clone, Debug, Default)]
pub struct Symbols {
    numbers: HashMap<Key, Symbol>,
    /// Symbol + 1 by atom set and shape, for known words outside phrases.
    known: Vec<Symbol>,
    atoms: Vec<Box<[Atom]>>,
    key: Key,
    folded: String,
}

/// What the lexicons say of a text: the built-in one first, then the user's.
pub(super) struct Layers<'k> {
    pub(super) lexicons: &'k [Lexicon],
    pub(super) annotations: &'k [Annotations],
}

impl Symbols {
    /// The atoms of a symbol, ascending.
    pub fn atoms(&self, symbol: Symbol) -> &[Atom] {
        &self.atoms[symbol as usize]
    }

    /// Whether a symbol has an atom.
    pub fn has(&self, symbol: Symbol, atom: Atom) -> bool {
        self.atoms(symbol).binary_search(&atom).is_ok()
    }

    /// The number of symbols met so far.
    pub fn count(&self) -> usize {
        self.atoms.len()
    }

    /// The symbol of every token; `marks` are further `(token, atom)` pairs, sorted.
    pub(super) fn of(
        &mut self,
        atoms: &Atoms,
        layers: &Layers<'_>,
        text: &str,
        tokens: &[Token],
        marks: &[(u32, Atom)],
        out: &mut Vec<Symbol>,
    ) {
        out.clear();
        let mut cursors = [0; 3];
        let sources: [&[(u32, Atom)]; 3] =
            [&layers.annotations[0].marks, layers.annotations.get(1).map_or(&[], |a| &a.marks), marks];
        for (at, &token) in tokens.iter().enumerate() {
            self.key.marks.clear();
            for (cursor, source) in cursors.iter_mut().zip(sources) {
                while let Some(&(_, atom)) = source.get(*cursor).filter(|(token, _)| *token as usize == at) {
                    self.key.marks.push(atom);
                    *cursor += 1;
                }
            }
            out.push(self.one(atoms, layers, text, token, at));
        }
    }

    fn one(&mut self, atoms: &Atoms, layers: &Layers<'_>, text: &str, token: Token, at: usize) -> Symbol {
        let case = Case::of(token.shape);
        let mut sets = [0; 2];
        let mut known = false;
        for (layer, (lexicon, annotations)) in layers.lexicons.iter().zip(layers.annotations).enumerate() {
            let word = annotations.words[at];
            if word != NO_WORD {
                sets[layer] = lexicon.set(word, case);
                known |= layer == 0;
            }
        }
        let is_plain = known && layers.lexicons.len() == 1 && token.shape.is_word() && self.key.marks.is_empty();
        let slot = sets[0] as usize * Shape::COUNT + token.shape as usize;
        if is_plain {
            if self.known.is_empty() {
                self.known = vec![0; layers.lexicons[0].set_count() * Shape::COUNT];
            }
            if let Some(symbol) = self.known[slot].checked_sub(1) {
                return symbol;
            }
        }
        self.key.sets = sets;
        self.key.shape = token.shape as u8;
        self.key.numbers = if token.shape.is_number() { atoms.number_bits(token, text) } else { 0 };
        let has_digits = token.shape.is_number() || token.shape == Shape::Alnum;
        self.key.shapes = if has_digits { atoms.shape_bits(token.text(text)) } else { 0 };
        // The built-in lexicon's words have its suffixes among their atoms.
        self.key.suffixes = 0;
        if token.shape.is_word() && !is_plain {
            fold_into(token.text(text), &mut self.folded);
            self.key.suffixes = atoms.suffix_bits(&self.folded);
        }
        let symbol = match self.numbers.get(&self.key) {
            Some(&symbol) => symbol,
            None => self.make(atoms, layers, token.shape),
        };
        if is_plain {
            self.known[slot] = symbol + 1;
        }
        symbol
    }

    fn make(&mut self, atoms: &Atoms, layers: &Layers<'_>, shape: Shape) -> Symbol {
        let mut all = atoms.of_shape(shape).to_vec();
        for (lexicon, &set) in layers.lexicons.iter().zip(&self.key.sets) {
            all.extend(lexicon.atoms(set));
        }
        all.extend(&self.key.marks);
        atoms.add_from_bits(self.key.numbers, self.key.shapes, self.key.suffixes, &mut all);
        atoms.add_classes(&mut all);
        all.sort_unstable();
        all.dedup();
        let symbol = self.atoms.len() as Symbol;
        self.atoms.push(all.into_boxed_slice());
        self.numbers.insert(self.key.clone(), symbol);
        symbol
    }
}
