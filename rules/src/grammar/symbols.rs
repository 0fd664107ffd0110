//! Tokens as symbols: one number for all tokens that no rule can tell apart.
//!
//! Nearly every token is a known word in one of its ways of writing, and its symbol is one table look-up away; numbers,
//! unknown words and parts of phrases are told apart by what they are tested for. A symbol is made when it is first
//! met, and then kept: the table grows with the variety of the texts, not with their length.

use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::atoms::Atoms;
use super::sparse::Sparse;
use super::table::Table;
use crate::lexicon::{Annotations, Atom, Case, Folded, Lexicon, NO_WORD, mix};
use crate::text::{Shape, Token};

/// The number of a symbol.
pub type Symbol = u32;

/// What tells tokens outside phrases apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Key {
    sets: [u32; 2],
    shape: u8,
    numbers: u128,
    shapes: u128,
    suffixes: u128,
}

/// The symbols met so far, with their atoms.
#[derive(Clone, Debug, Default)]
pub struct Symbols {
    /// By what they are tested for.
    tested: FxHashMap<Key, Symbol>,
    /// Symbol + 1 by atom set and shape, for known words.
    known: Sparse,
    /// A symbol and an atom that a phrase or a mention adds, to the symbol that has both.
    marked: Table,
    /// Their atoms, by number.
    atoms: IndexSet<Box<[Atom]>, FxBuildHasher>,
    hashes: Vec<u64>,
}

/// The built-in lexicon, then the user's, with what they say of a text.
pub(super) struct Layers<'k> {
    pub(super) lexicons: &'k [Lexicon],
    pub(super) annotations: &'k [Annotations],
}

/// A text's tokens.
#[derive(Clone, Copy)]
pub(super) struct Tokens<'t> {
    pub(super) text: &'t str,
    pub(super) tokens: &'t [Token],
    pub(super) folded: &'t Folded,
}

impl Symbols {
    /// The atoms of a symbol, ascending.
    pub fn atoms(&self, symbol: Symbol) -> &[Atom] {
        &self.atoms[symbol as usize]
    }

    /// A hash of a symbol's atoms.
    pub(super) fn hash(&self, symbol: Symbol) -> u64 {
        self.hashes[symbol as usize]
    }

    /// Whether a symbol has an atom.
    pub fn has(&self, symbol: Symbol, atom: Atom) -> bool {
        self.atoms(symbol).binary_search(&atom).is_ok()
    }

    /// The number of symbols met so far.
    pub fn count(&self) -> usize {
        self.atoms.len()
    }

    /// The symbol of every token.
    pub(super) fn of(&mut self, atoms: &Atoms, layers: &Layers<'_>, tokens: Tokens<'_>, out: &mut Vec<Symbol>) {
        out.clear();
        out.extend((0..tokens.tokens.len()).map(|at| self.one(atoms, layers, tokens, at)));
        for annotations in layers.annotations {
            self.mark(atoms, &annotations.marks, out);
        }
    }

    /// Adds to the symbols of a text what `(token, atom)` pairs say.
    pub(super) fn mark(&mut self, atoms: &Atoms, marks: &[(u32, Atom)], line: &mut [Symbol]) {
        for &(token, atom) in marks {
            let symbol = &mut line[token as usize];
            let key = u64::from(*symbol) << 32 | u64::from(atom);
            *symbol = self.marked.get(key).unwrap_or_else(|| {
                let base = self.atoms(*symbol).iter().copied().filter(|&atom| !atoms.is_class(atom));
                let marked = self.make(atoms, base.chain([atom]).collect());
                self.marked.insert(key, marked);
                marked
            });
        }
    }

    fn one(&mut self, atoms: &Atoms, layers: &Layers<'_>, tokens: Tokens<'_>, at: usize) -> Symbol {
        let token = tokens.tokens[at];
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
        let has_digits = token.shape.is_number() || token.shape == Shape::Alnum;
        let is_plain = known && layers.lexicons.len() == 1 && !has_digits;
        let slot = sets[0] as usize * Shape::COUNT + token.shape as usize;
        if is_plain && let Some(symbol) = self.known.get(slot).checked_sub(1) {
            return symbol;
        }
        // The built-in lexicon's words have its suffixes among their atoms.
        let has_suffixes = token.shape.is_word() && !is_plain;
        let text = token.text(tokens.text);
        let key = Key {
            sets,
            shape: token.shape as u8,
            numbers: if token.shape.is_number() { atoms.number_bits(token, text) } else { 0 },
            shapes: if has_digits { atoms.shape_bits(text) } else { 0 },
            suffixes: if has_suffixes { atoms.suffix_bits(tokens.folded.text(at)) } else { 0 },
        };
        let symbol = match self.tested.get(&key) {
            Some(&symbol) => symbol,
            None => {
                let mut all = atoms.of_shape(token.shape).to_vec();
                for (lexicon, &set) in layers.lexicons.iter().zip(&sets) {
                    all.extend(lexicon.atoms(set));
                }
                atoms.add_from_bits(key.numbers, key.shapes, key.suffixes, &mut all);
                let symbol = self.make(atoms, all);
                self.tested.insert(key, symbol);
                symbol
            }
        };
        if is_plain {
            self.known.set(slot, symbol + 1);
        }
        symbol
    }

    /// The symbol with these atoms and the classes that hold of them.
    fn make(&mut self, atoms: &Atoms, mut all: Vec<Atom>) -> Symbol {
        all.sort_unstable();
        all.dedup();
        atoms.add_classes(&mut all);
        let (symbol, is_new) = self.atoms.insert_full(all.into_boxed_slice());
        if is_new {
            self.hashes.push(self.atoms[symbol].iter().fold(0, |hash, &atom| mix(hash, u64::from(atom) + 1)));
        }
        symbol as Symbol
    }
}
