//! Atoms: the things that one token can be.
//!
//! Built-in ones come from the token's shape; words of lexicons and literals are found by the lexicon; number ranges,
//! shapes and suffixes are tested on the token's text; classes are boolean expressions over the others.

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};

use super::ast::{ClassExpression, NumberRange};
use crate::lexicon::{Atom, Case};
use crate::text::{Conventions, Shape, Token, fold, parse_number, tokenize};

/// The built-in atoms, and the shapes that have them.
const BUILT_IN: &[(&str, &[Shape])] = {
    use Shape::{Alnum, Decimal, Initial, Integer, Letter, Link, Lower, Mixed, Ordinal, Punctuation, Title, Upper};
    &[
        ("word", &[Lower, Title, Upper, Mixed, Letter]),
        ("lower", &[Lower]),
        ("Title", &[Title]),
        ("UPPER", &[Upper]),
        ("Mixed", &[Mixed]),
        ("letter", &[Letter]),
        ("initial", &[Initial]),
        ("integer", &[Integer]),
        ("decimal", &[Decimal]),
        ("number", &[Integer, Decimal]),
        ("ordinal", &[Ordinal]),
        ("alnum", &[Alnum]),
        ("link", &[Link]),
        ("punctuation", &[Punctuation]),
        ("any", &[Lower, Title, Upper, Mixed, Letter, Initial, Integer, Decimal, Ordinal, Alnum, Link, Punctuation]),
    ]
};

/// How many atoms a lexicon takes: its single words, and the first, inner and last tokens of its phrases.
pub(crate) const LEXICON_ATOMS: u32 = 4;

/// All atoms of a grammar by name, with what is needed to tell whether a token has them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Atoms {
    conventions: Conventions,
    names: IndexMap<String, Atom, FxBuildHasher>,
    count: u32,
    by_shape: Vec<Vec<Atom>>,
    numbers: Vec<(Atom, NumberRange, bool)>,
    shapes: Vec<(Atom, Vec<Pattern>)>,
    suffixes: Vec<(Atom, Vec<String>)>,
    classes: Vec<(Atom, Class)>,
    /// By atom, as far as there are any: whether it is a class.
    is_class: Vec<bool>,
    /// By atom, as far as there are any: the classes, by index, to be tested on tokens that have it; the others are tested
    /// on every token.
    triggers: Vec<Vec<u32>>,
    untriggered: Vec<u32>,
}

/// A class with its names resolved.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum Class {
    Atom(Atom),
    All(Vec<Class>),
    Any(Vec<Class>),
    Not(Box<Class>),
}

impl Class {
    /// Whether the class holds of a token with the atoms for which `has` is set.
    fn holds(&self, has: &[bool]) -> bool {
        match self {
            Self::Atom(atom) => has[*atom as usize],
            Self::All(list) => list.iter().all(|class| class.holds(has)),
            Self::Any(list) => list.iter().any(|class| class.holds(has)),
            Self::Not(class) => !class.holds(has),
        }
    }

    /// Atoms of which a token has at least one if the class holds of it; `None` if it may hold of one without any.
    fn triggers(&self) -> Option<Vec<Atom>> {
        match self {
            Self::Atom(atom) => Some(vec![*atom]),
            Self::All(list) => list.iter().filter_map(Self::triggers).min_by_key(Vec::len),
            Self::Any(list) => Some(list.iter().map(Self::triggers).collect::<Option<Vec<_>>>()?.concat()),
            Self::Not(_) => None,
        }
    }
}

impl Atoms {
    /// The built-in atoms.
    pub(super) fn new(conventions: Conventions) -> Self {
        let mut atoms = Self {
            conventions,
            names: IndexMap::default(),
            count: 0,
            by_shape: vec![Vec::new(); Shape::COUNT],
            numbers: Vec::new(),
            shapes: Vec::new(),
            suffixes: Vec::new(),
            classes: Vec::new(),
            is_class: Vec::new(),
            triggers: Vec::new(),
            untriggered: Vec::new(),
        };
        for (name, shapes) in BUILT_IN {
            let atom = atoms.define(name, 1);
            for &shape in *shapes {
                atoms.by_shape[shape as usize].push(atom);
            }
        }
        atoms
    }

    /// How the language's tokens are cut.
    pub fn conventions(&self) -> &Conventions {
        &self.conventions
    }

    /// The words of a literal, folded, with the case asked of each.
    pub(super) fn literal_words(&self, text: &str) -> Vec<(String, Case)> {
        if self.conventions.clitics.contains(&fold(text)) {
            return vec![(fold(text), Case::Any)];
        }
        let mut tokens = Vec::new();
        tokenize(text, &self.conventions, &mut tokens);
        tokens.iter().map(|token| (fold(token.text(text)), Case::of(token.shape))).collect()
    }

    /// The number of atoms.
    pub fn count(&self) -> usize {
        self.count as usize
    }

    /// Whether an atom is one that running text is full of, whatever its words are.
    pub(super) fn is_common(&self, atom: Atom) -> bool {
        [Shape::Lower, Shape::Title, Shape::Punctuation].iter().any(|&shape| self.of_shape(shape).contains(&atom))
    }

    /// The atom of this name.
    pub fn get(&self, name: &str) -> Option<Atom> {
        self.names.get(name).copied()
    }

    /// Every name with its atom, in the order in which they were made.
    pub fn names(&self) -> impl Iterator<Item = (&str, Atom)> {
        self.names.iter().map(|(name, &atom)| (name.as_str(), atom))
    }

    /// The atom of this name, made if need be, with `width` numbers of its own.
    pub(super) fn define(&mut self, name: &str, width: u32) -> Atom {
        if let Some(atom) = self.get(name) {
            return atom;
        }
        let atom = self.count;
        self.names.insert(name.to_owned(), atom);
        self.count += width;
        atom
    }

    /// The atom of a folded word that must be written so.
    pub(super) fn literal(&mut self, word: &str, case: Case) -> Atom {
        self.define(&literal_name(word, case), 1)
    }

    /// The atom of a literal, if it was made.
    pub(super) fn find_literal(&self, word: &str, case: Case) -> Option<Atom> {
        self.get(&literal_name(word, case))
    }

    pub(super) fn define_number(&mut self, name: &str, range: NumberRange, is_ordinal: bool) {
        let atom = self.define(name, 1);
        self.numbers.push((atom, range, is_ordinal));
    }

    pub(super) fn define_shape(&mut self, name: &str, patterns: &[String]) {
        let atom = self.define(name, 1);
        self.shapes.push((atom, patterns.iter().map(|p| Pattern::new(p)).collect()));
    }

    pub(super) fn define_suffix(&mut self, name: &str, suffixes: &[String]) {
        let atom = self.define(name, 1);
        self.suffixes.push((atom, suffixes.to_vec()));
    }

    pub(super) fn define_class(&mut self, name: &str, class: Class) {
        let atom = self.define(name, 1);
        let index = self.classes.len() as u32;
        self.triggers.resize(self.count(), Vec::new());
        match class.triggers() {
            Some(triggers) => triggers.iter().for_each(|&atom| self.triggers[atom as usize].push(index)),
            None => self.untriggered.push(index),
        }
        self.classes.push((atom, class));
        self.is_class.resize(self.count(), false);
        self.is_class[atom as usize] = true;
    }

    /// Resolves the names of a class; the name that is unknown otherwise.
    pub(super) fn class(&self, class: &ClassExpression) -> Result<Class, super::ast::Name> {
        let list = |list: &[ClassExpression]| list.iter().map(|c| self.class(c)).collect::<Result<Vec<_>, _>>();
        Ok(match class {
            ClassExpression::Atom(name) => Class::Atom(self.get(&name.text).ok_or_else(|| name.clone())?),
            ClassExpression::Literal(text, span) => {
                let unknown = || super::ast::Name { text: text.clone(), span: span.clone() };
                let (word, case) = self.literal_words(text).pop().ok_or_else(unknown)?;
                Class::Atom(self.find_literal(&word, case).ok_or_else(unknown)?)
            }
            ClassExpression::All(all) => Class::All(list(all)?),
            ClassExpression::Any(any) => Class::Any(list(any)?),
            ClassExpression::Not(not) => Class::Not(Box::new(self.class(not)?)),
        })
    }

    /// The atoms that a token's shape gives it.
    pub(super) fn of_shape(&self, shape: Shape) -> &[Atom] {
        &self.by_shape[shape as usize]
    }

    /// Which of the number atoms a token of this text has, a bit each.
    pub(super) fn number_bits(&self, token: Token, text: &str) -> u128 {
        let Some(value) = parse_number(text) else {
            return 0;
        };
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let plain = token.shape != Shape::Decimal;
        let holds = |(_, range, is_ordinal): &(Atom, NumberRange, bool)| {
            plain
                && *is_ordinal == (token.shape == Shape::Ordinal)
                && (range.values.0 as f64..=range.values.1 as f64).contains(&value)
                && range.digits.is_none_or(|(least, most)| (least..=most).contains(&digits))
        };
        bits(self.numbers.iter().map(holds))
    }

    /// Which of the shape atoms a token has, a bit each.
    pub(super) fn shape_bits(&self, text: &str) -> u128 {
        bits(self.shapes.iter().map(|(_, patterns)| patterns.iter().any(|p| p.matches(text))))
    }

    /// Which of the suffix atoms a folded word has, a bit each.
    pub(super) fn suffix_bits(&self, folded: &str) -> u128 {
        let ends = |suffix: &String| folded.len() > suffix.len() + 2 && folded.ends_with(suffix.as_str());
        bits(self.suffixes.iter().map(|(_, suffixes)| suffixes.iter().any(ends)))
    }

    /// The atoms named by bits of [`Atoms::number_bits`] and its like.
    pub(super) fn add_from_bits(&self, numbers: u128, shapes: u128, suffixes: u128, atoms: &mut Vec<Atom>) {
        let set = |bits: u128, at: usize| bits >> at & 1 == 1;
        atoms.extend(self.numbers.iter().enumerate().filter(|(at, _)| set(numbers, *at)).map(|(_, n)| n.0));
        atoms.extend(self.shapes.iter().enumerate().filter(|(at, _)| set(shapes, *at)).map(|(_, n)| n.0));
        atoms.extend(self.suffixes.iter().enumerate().filter(|(at, _)| set(suffixes, *at)).map(|(_, n)| n.0));
    }

    /// Adds the classes that hold of a token with these atoms, ascending; a class may ask for those before it.
    pub(super) fn add_classes(&self, atoms: &mut Vec<Atom>) {
        let mut has = vec![false; self.count()];
        let mut is_asked = vec![false; self.classes.len()];
        let ask = |atom: Atom, is_asked: &mut [bool]| {
            let classes = self.triggers.get(atom as usize).into_iter().flatten();
            classes.for_each(|&class| is_asked[class as usize] = true);
        };
        self.untriggered.iter().for_each(|&class| is_asked[class as usize] = true);
        for &atom in atoms.iter() {
            has[atom as usize] = true;
            ask(atom, &mut is_asked);
        }
        for (index, (atom, class)) in self.classes.iter().enumerate() {
            if is_asked[index] && !has[*atom as usize] && class.holds(&has) {
                has[*atom as usize] = true;
                atoms.push(*atom);
                ask(*atom, &mut is_asked);
            }
        }
        atoms.sort_unstable();
    }

    /// Whether an atom is a class of other atoms.
    pub(super) fn is_class(&self, atom: Atom) -> bool {
        self.is_class.get(atom as usize).is_some_and(|&is| is)
    }

    /// How many number, shape and suffix atoms there may be.
    pub(super) const MOST_TESTED: usize = 128;

    /// Whether there are more tested atoms of one sort than bits for them.
    pub(super) fn has_too_many(&self) -> bool {
        [self.numbers.len(), self.shapes.len(), self.suffixes.len()].iter().any(|&n| n > Self::MOST_TESTED)
    }
}

fn literal_name(word: &str, case: Case) -> String {
    format!("\"{}{word}", case as u8)
}

fn bits(tests: impl Iterator<Item = bool>) -> u128 {
    tests.enumerate().fold(0, |bits, (at, holds)| bits | u128::from(holds) << at)
}

/// A token's written form: `9` a digit, `A` a capital, `a` a small letter, else the character itself, each with an
/// optional `{least,most}`.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Pattern(Vec<(char, usize, usize)>);

impl Pattern {
    fn new(pattern: &str) -> Self {
        let mut items = Vec::new();
        let mut rest = pattern.chars();
        while let Some(c) = rest.next() {
            if c != '{' {
                items.push((c, 1, 1));
                continue;
            }
            let bounds: String = rest.by_ref().take_while(|&c| c != '}').collect();
            let (least, most) = bounds.split_once(',').unwrap_or((&bounds, &bounds));
            if let Some(last) = items.last_mut() {
                last.1 = least.trim().parse().unwrap_or(1);
                last.2 = most.trim().parse().unwrap_or(1);
            }
        }
        Self(items)
    }

    fn matches(&self, text: &str) -> bool {
        fn go(items: &[(char, usize, usize)], text: &str) -> bool {
            let Some((&(class, least, most), items)) = items.split_first() else {
                return text.is_empty();
            };
            let fits = |c: char| match class {
                '9' => c.is_ascii_digit(),
                'A' => c.is_uppercase(),
                'a' => c.is_lowercase(),
                literal => c == literal,
            };
            let run = text.chars().take(most).take_while(|&c| fits(c)).count();
            (least..=run).rev().any(|n| {
                let end = text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
                go(items, &text[end..])
            })
        }
        go(&self.0, text)
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn patterns_describe_one_token() {
        let clock = Pattern::new("9{1,2}.99");
        assert!(clock.matches("9.30") && clock.matches("12.05"));
        assert!(!clock.matches("9.3") && !clock.matches("123.05"));
        assert!(Pattern::new("A99").matches("A10"));
    }
}
