//! Why a text is read as it is: every candidate, those that lost among them, with what spoke for and against each.
//!
//! Extracting throws away what it does not choose. [`Extractor::weigh`] goes the same way and keeps all of it, for whoever
//! writes rules and asks why one of them did not win.

use std::ops::Range;

use bulletin_rules::grammar::Memory;
use bulletin_rules::text::View;

use crate::choose::{Candidate, Label, WordMemory, marginals, propose};
use crate::extract::Extractor;
use crate::record::{Evidence, Kind};

/// A candidate with its weight and its fate.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// Its bytes in the text.
    pub bytes: Range<usize>,
    /// What it would be; `None` for what rules of the kind `none` take so that nothing else does.
    pub kind: Option<Kind>,
    /// The rules that proposed it, `dates.grammar:day-month-year`, the weightiest first.
    pub rules: Vec<String>,
    /// What spoke for and against it, the weightiest first; weights add up to the score.
    pub evidence: Vec<Evidence>,
    /// The sum; above 0 it is better than nothing.
    pub score: f64,
    /// The probability that it belongs to the best set, 0 to 1.
    pub confidence: f64,
    /// Whether it was chosen, and why not.
    pub fate: Fate,
}

/// What became of a candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is a mention.
    Chosen,
    /// These chosen candidates, indices of the same list, hold some of its words and together weigh more.
    LostTo(Vec<usize>),
    /// Its words are in no mention: what spoke against it weighed more than what spoke for it.
    TooWeak,
}

impl Extractor {
    /// Every candidate for a mention in `text`, in order of start and end.
    pub fn weigh(&self, text: &str) -> Vec<Weighed> {
        let mut memory = Memory::default();
        let view = View::new(text);
        let reading = self.knowledge().read(view.text(), &mut memory);
        let mut candidates = propose(&reading, self.knowledge().rules(), self.labels());
        candidates.retain(|candidate| candidate.label != Label::Timex);
        let chosen = self.chooser().choose(&reading, &mut candidates, &mut WordMemory::default());
        let confidence = marginals(&candidates, reading.tokens().len());
        let all: Vec<usize> = (0..candidates.len()).collect();
        let reasons = self.chooser().reasons(&reading, &candidates, &chosen, &all);
        let bytes = |tokens: &Range<usize>| {
            let tokens = &reading.tokens()[tokens.clone()];
            view.to_original(tokens[0].start as usize..tokens[tokens.len() - 1].end as usize)
        };
        let weighed = all.into_iter().zip(reasons).map(|(at, mut reasons)| {
            let candidate = &candidates[at];
            reasons.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then_with(|| a.0.cmp(&b.0)));
            Weighed {
                bytes: bytes(&candidate.tokens),
                kind: match candidate.label {
                    Label::Mention(kind) => Some(kind),
                    _ => None,
                },
                rules: candidate.rules.iter().map(|&rule| self.chooser().rule_name(rule)).collect(),
                evidence: reasons.into_iter().map(|(name, weight)| Evidence { name, weight: weight.into() }).collect(),
                score: candidate.score.into(),
                confidence: confidence[at],
                fate: fate(at, &candidates, &chosen),
            }
        });
        weighed.collect()
    }
}

fn fate(at: usize, candidates: &[Candidate], chosen: &[usize]) -> Fate {
    if chosen.binary_search(&at).is_ok() {
        return Fate::Chosen;
    }
    let own = &candidates[at].tokens;
    let meets = |other: &usize| {
        let other = &candidates[*other].tokens;
        other.start < own.end && own.start < other.end
    };
    let winners: Vec<usize> = chosen.iter().copied().filter(meets).collect();
    if winners.is_empty() { Fate::TooWeak } else { Fate::LostTo(winners) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weighed(text: &str) -> Vec<Weighed> {
        Extractor::builder().build().expect("the built-in grammars").weigh(text)
    }

    #[test]
    fn winners_are_the_mentions_of_the_record_and_losers_name_them() {
        let text = "The minister left Osh on 11 to 15 September 2023 with 12 experts.";
        let all = weighed(text);
        let won = |it: &&Weighed| it.fate == Fate::Chosen;
        let chosen: Vec<&str> = all.iter().filter(won).map(|it| &text[it.bytes.clone()]).collect();
        assert_eq!(chosen, ["Osh", "11 to 15 September 2023", "12"]);
        let part = all.iter().find(|it| &text[it.bytes.clone()] == "15 September 2023").expect("a day is proposed too");
        let Fate::LostTo(winners) = &part.fate else { panic!("{part:?}") };
        assert_eq!(&text[all[winners[0]].bytes.clone()], "11 to 15 September 2023");
        assert!(part.score < all[winners[0]].score);
    }

    #[test]
    fn evidence_adds_up_to_the_score() {
        for candidate in weighed("Vice President Anna Kowalska spoke in Gdansk; Kowalska then left Poland on Monday.") {
            let sum: f64 = candidate.evidence.iter().map(|it| it.weight).sum();
            assert!((sum - candidate.score).abs() < 0.01, "{sum} is not the score of {candidate:?}");
        }
    }

    #[test]
    fn what_no_mention_holds_was_too_weak() {
        let all = weighed("They May Come Back Tomorrow Night If Nothing Happens.");
        for candidate in all.iter().filter(|it| it.fate == Fate::TooWeak) {
            assert!(candidate.score <= 0.0, "{candidate:?}");
        }
        assert!(all.iter().any(|it| it.fate == Fate::TooWeak));
    }
}
