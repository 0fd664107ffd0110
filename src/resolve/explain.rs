//! Why each chosen candidate was chosen.

use bulletin_rules::grammar::Reading;

use crate::choose::{Candidate, Chooser, marginals};
use crate::record::{Evidence, Explanation};

/// How many reasons an explanation names.
const REASONS: usize = 10;

/// The explanations of the chosen candidates, in their order.
pub(super) fn all(
    reading: &Reading<'_, '_>,
    chooser: &Chooser,
    candidates: &[Candidate],
    chosen: &[usize],
) -> Vec<Explanation> {
    let confidence = marginals(candidates, reading.tokens().len());
    let reasons = chooser.reasons(reading, candidates, chosen, chosen);
    chosen
        .iter()
        .zip(reasons)
        .map(|(&at, mut reasons)| {
            reasons.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then_with(|| a.0.cmp(&b.0)));
            reasons.truncate(REASONS);
            let round = |x: f64| (x * 100.0).round() / 100.0;
            Explanation {
                rule: chooser.rule_name(candidates[at].found.rule),
                evidence: reasons
                    .into_iter()
                    .map(|(name, weight)| Evidence { name, weight: round(f64::from(weight)) })
                    .collect(),
                confidence: round(confidence[at]),
            }
        })
        .collect()
}
