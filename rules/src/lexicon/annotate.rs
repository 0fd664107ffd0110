//! The tokens of a text, looked up.

use super::compile::PHRASE_SEED;
use super::{Atom, Case, Lexicon, Posting, hash, mix};
use crate::text::{Flags, Shape, Token, fold_onto};

/// A token that no lexicon knows.
pub const NO_WORD: u32 = u32::MAX;

/// The most tokens that a phrase may span.
const LONGEST: usize = 16;

/// A phrase of a lexicon in the text.
#[derive(Clone, Copy, Debug)]
pub struct Phrase {
    /// Its first token.
    pub start: u32,
    /// The token after its last.
    pub end: u32,
    list: u32,
}

/// What a lexicon says of the tokens of a text; kept between texts so that its memory is.
#[derive(Clone, Debug, Default)]
pub struct Annotations {
    /// The number of each token's word, or [`NO_WORD`].
    pub words: Vec<u32>,
    /// The phrases, by start, then by end.
    pub phrases: Vec<Phrase>,
    /// For each token where the phrases that it starts begin; one more at the end.
    phrases_at: Vec<u32>,
    /// `(token, atom)` of the tokens of phrases, sorted.
    pub marks: Vec<(u32, Atom)>,
}

impl Annotations {
    /// The phrases that start at a token.
    fn phrases_from(&self, start: usize) -> &[Phrase] {
        match self.phrases_at.get(start..start + 2) {
            Some(&[from, to]) => &self.phrases[from as usize..to as usize],
            _ => &[],
        }
    }
}

/// The tokens of a text, folded as the lexicons compare them; kept between texts so that its memory is.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    text: String,
    /// Where each token ends in `text`.
    ends: Vec<u32>,
    hashes: Vec<u64>,
}

impl Folded {
    /// Folds every token of `text`.
    pub fn fold(&mut self, text: &str, tokens: &[Token]) {
        self.text.clear();
        self.ends.clear();
        self.hashes.clear();
        for (at, token) in tokens.iter().enumerate() {
            let start = self.text.len();
            if is_dash(text, tokens, at) {
                self.text.push('—');
            } else {
                fold_onto(token.text(text), &mut self.text);
            }
            self.ends.push(self.text.len() as u32);
            self.hashes.push(hash(&self.text.as_bytes()[start..]));
        }
    }

    /// A token, folded.
    pub fn text(&self, token: usize) -> &str {
        let start = token.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start as usize..self.ends[token] as usize]
    }

    /// The hash of a token, folded.
    pub fn hash(&self, token: usize) -> u64 {
        self.hashes[token]
    }
}

/// Whether a hyphen stands between words with a space on either side, as a dash does.
fn is_dash(text: &str, tokens: &[Token], at: usize) -> bool {
    let (token, is_word) = (tokens[at], |at: usize| tokens.get(at).is_some_and(|token| token.shape.is_word()));
    let is_apart = token.flags.has(Flags::SPACE) && tokens.get(at + 1).is_some_and(|next| next.flags.has(Flags::SPACE));
    token.shape == Shape::Punctuation
        && is_apart
        && matches!(token.text(text), "-" | "–")
        && at.checked_sub(1).is_some_and(is_word)
        && is_word(at + 1)
}

impl Lexicon {
    /// Looks up every token.
    pub fn annotate(&self, folded: &Folded, tokens: &[Token], out: &mut Annotations) {
        out.words.clear();
        out.phrases.clear();
        out.phrases_at.clear();
        out.marks.clear();
        let word = |token| self.word_of_hash(folded.hash(token), folded.text(token)).unwrap_or(NO_WORD);
        out.words.extend((0..tokens.len()).map(word));
        for start in 0..tokens.len() {
            out.phrases_at.push(out.phrases.len() as u32);
            let word = out.words[start];
            if word != NO_WORD && self.word_opens[word as usize] != 0 {
                self.phrases_at(tokens, start, out);
            }
        }
        out.phrases_at.push(out.phrases.len() as u32);
        out.marks.sort_unstable();
        out.marks.dedup();
    }

    fn phrases_at(&self, tokens: &[Token], start: usize, out: &mut Annotations) {
        let first = out.phrases.len();
        self.walk(tokens, &out.words, start, |end, list| {
            out.phrases.push(Phrase { start: start as u32, end, list });
        });
        // The longest phrase of each lexicon is the one that rules see.
        for at in (first..out.phrases.len()).rev() {
            let phrase = out.phrases[at];
            for posting in self.list(phrase.list) {
                let longer = out.phrases[at + 1..].iter();
                let mut longer = longer.flat_map(|p| self.list(p.list));
                if longer.any(|p| p.lexicon == posting.lexicon) {
                    continue;
                }
                let atom = self.names.lexicons[posting.lexicon as usize].atom;
                out.marks.push((phrase.start, atom + 1));
                out.marks.extend((phrase.start + 1..phrase.end - 1).map(|token| (token, atom + 2)));
                out.marks.push((phrase.end - 1, atom + 3));
            }
        }
    }

    /// Calls `found(end, list of postings)` for each phrase that starts at `start`.
    fn walk(&self, tokens: &[Token], words: &[u32], start: usize, mut found: impl FnMut(u32, u32)) {
        let mut key = mix(PHRASE_SEED, u64::from(words[start]));
        let mut cases = Case::of(tokens[start].shape) as u32;
        let mut count = 1;
        let mut at = start + 1;
        while at < tokens.len() && at < start + LONGEST && !tokens[at].flags.has(Flags::BREAK) {
            if self.is_inner_dash(tokens, words, at) {
                at += 1;
                continue;
            }
            if words[at] == NO_WORD {
                return;
            }
            key = mix(key, u64::from(words[at]));
            let Some(phrase) = self.phrase(key) else {
                return;
            };
            if count < 16 {
                cases |= (Case::of(tokens[at].shape) as u32) << (2 * count);
            }
            count += 1;
            at += 1;
            if phrase[3] != 0 && case_fits(phrase[2], cases) {
                found(at as u32, phrase[3]);
            }
        }
    }

    fn is_inner_dash(&self, tokens: &[Token], words: &[u32], at: usize) -> bool {
        tokens[at].shape == Shape::Punctuation
            && words[at] != NO_WORD
            && self.word_bytes(words[at]) == b"-"
            && tokens.get(at + 1).is_some_and(|next| !next.flags.has(Flags::SPACE))
    }

    /// The postings of a phrase.
    pub fn phrase_postings(&self, phrase: Phrase) -> impl Iterator<Item = Posting> + '_ {
        self.list(phrase.list)
    }

    /// The postings of exactly the tokens `start..end`, single words with the case that they ask for.
    pub fn postings<'s>(
        &'s self,
        tokens: &[Token],
        annotations: &Annotations,
        start: usize,
        end: usize,
    ) -> impl Iterator<Item = Posting> + use<'s> {
        let word = annotations.words.get(start).copied().unwrap_or(NO_WORD);
        let single = (end == start + 1 && word != NO_WORD).then(|| {
            let atoms = self.atoms(self.set(word, Case::of(tokens[start].shape)));
            self.word_postings(word)
                .filter(move |p| atoms.binary_search(&self.names.lexicons[p.lexicon as usize].atom).is_ok())
        });
        let phrase = annotations.phrases_from(start).iter().find(|phrase| phrase.end as usize == end);
        let many = phrase.map(|&phrase| self.phrase_postings(phrase));
        single.into_iter().flatten().chain(many.into_iter().flatten())
    }
}

/// Whether a text that offers these cases, two bits a word, gives each word what is asked.
fn case_fits(asked: u32, offered: u32) -> bool {
    (0..16).all(|word| (asked >> (2 * word)) & 3 <= (offered >> (2 * word)) & 3)
}
