//! What stands around an expression of time: the tense of its clause, its place in the bulletin.

use std::ops::Range;

use bulletin_rules::grammar::{Knowledge, Reading};
use bulletin_rules::lexicon::Atom;
use bulletin_rules::text::{Flags, Shape};

use super::{DateContext, DayOrder, Tense};

/// How much farther a cue is for each border of clauses that lies between.
const BORDER: usize = 6;
/// How much farther a cue behind the expression is than one before it.
const BEHIND: usize = 1;
/// How many tokens away a cue may stand.
const REACH: usize = 60;
/// How many tokens may stand before a date that heads its text.
const HEAD: usize = 8;
/// The least share of the countries named that must write the month first.
const MONTH_FIRST_SHARE: f64 = 0.5;

/// The words of the grammar by which contexts are read.
#[derive(Clone, Copy, Debug)]
pub struct Cues {
    past: Option<Atom>,
    future: Option<Atom>,
    /// Words after which a past form tells no past: `be`.
    bare: Option<Atom>,
    border: Option<Atom>,
    /// Words that no place before a dateline's date is: `On`.
    prose: Option<Atom>,
}

impl Cues {
    /// The cues that a grammar names.
    pub fn new(knowledge: &Knowledge) -> Self {
        let atom = |name: &str| knowledge.atoms().get(name);
        Self {
            past: atom("past-cue"),
            future: atom("future-tense"),
            bare: atom("bare-cue"),
            border: atom("clause-border"),
            prose: atom("prose-cue"),
        }
    }

    /// Where dates stand that are given in the order of the text, and the tense of the clause of each.
    pub fn contexts<'r>(
        self,
        reading: &Reading<'_, '_>,
        dates: impl Iterator<Item = &'r Range<usize>>,
    ) -> Vec<DateContext> {
        let all = reading.tokens();
        let (mut at, mut sentence, mut paragraph) = (0, 0, 0);
        let context = |tokens: &Range<usize>| {
            for token in &all[at..=tokens.start] {
                sentence += usize::from(token.flags.has(Flags::SENTENCE));
                paragraph += usize::from(token.flags.has(Flags::BREAK));
            }
            at = tokens.start + 1;
            let opens_line = all[tokens.start].flags.has(Flags::BREAK);
            let closes_line = all.get(tokens.end).is_none_or(|token| token.flags.has(Flags::BREAK));
            let is_dateline = opens_line && closes_line || self.opens_text(reading, tokens);
            DateContext { tense: self.tense(reading, tokens), sentence, paragraph, is_dateline }
        };
        dates.map(context).collect()
    }

    /// Whether a date stands at the head of the text with nothing but names before it: `BERLIN, 3 May 2016 -`.
    fn opens_text(self, reading: &Reading<'_, '_>, tokens: &Range<usize>) -> bool {
        let all = reading.tokens();
        let Some(next) = all.get(tokens.end).filter(|_| tokens.start <= HEAD) else { return false };
        let is_prose = |at: usize| self.prose.is_some_and(|atom| reading.has(at, atom));
        let is_name = |at: usize| all[at].shape.has_capital() || all[at].shape == Shape::Punctuation;
        next.shape == Shape::Punctuation
            && next.text(reading.text()) != ","
            && (0..tokens.start).all(|at| is_name(at) && !is_prose(at))
    }

    /// The tense of the nearest cue in the sentence, borders of clauses counting as distance.
    fn tense(self, reading: &Reading<'_, '_>, tokens: &Range<usize>) -> Tense {
        let all = reading.tokens();
        let ends_sentence = |at: &usize| all[*at].flags.has(Flags::SENTENCE) || all[*at].flags.has(Flags::BREAK);
        let (least, most) = (tokens.start.saturating_sub(REACH), all.len().min(tokens.end + REACH));
        let begins = (least..=tokens.start).rev().find(ends_sentence).unwrap_or(least);
        let ends = (tokens.end..most).find(ends_sentence).unwrap_or(most);
        let is = |at: usize, atom: Option<Atom>| atom.is_some_and(|atom| reading.has(at, atom));
        let tense_of = |at: usize| match (is(at, self.future), is(at, self.past)) {
            (true, _) => Some(Tense::Future),
            (false, true) if at == begins || !is(at - 1, self.bare) => Some(Tense::Past),
            _ => None,
        };
        let mut nearest: Option<(usize, Tense)> = None;
        let mut walk = |way: &mut dyn Iterator<Item = usize>, mut cost: usize| {
            for at in way {
                cost += 1 + if is(at, self.border) { BORDER } else { 0 };
                if nearest.is_some_and(|(least, _)| least <= cost) {
                    break;
                }
                if let Some(tense) = tense_of(at) {
                    nearest = Some((cost, tense));
                    break;
                }
            }
        };
        walk(&mut (begins..tokens.start).rev(), 0);
        walk(&mut (tokens.end..ends), BEHIND);
        nearest.map_or(Tense::Unknown, |(_, tense)| tense)
    }
}

/// The order of day and month that is usual in the countries whose names a text holds, by the names of the grammar's
/// lexicon `month-first-country`; `None` where it names none.
pub fn usual_order(reading: &Reading<'_, '_>) -> Option<DayOrder> {
    let (mut month_first, mut named) = (0.0, 0.0);
    let single = (0..reading.tokens().len()).map(|at| at..at + 1);
    for tokens in single.chain(reading.phrases()) {
        for (lexicon, _) in reading.rows(tokens) {
            match lexicon {
                "country" => named += 1.0,
                "month-first-country" | "month-first-place" => month_first += 1.0,
                _ => {}
            }
        }
    }
    if named + month_first == 0.0 {
        return None;
    }
    Some(if month_first > MONTH_FIRST_SHARE * named { DayOrder::MonthFirst } else { DayOrder::DayFirst })
}
