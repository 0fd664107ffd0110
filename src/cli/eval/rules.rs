//! Right and wrong by rule: which rules found what is wrong, the worst first.

use std::collections::BTreeMap;
use std::fmt;

use super::score::{contains, distinct, key, same_kind, span, text};
use super::{Gold, Mention};

/// What each rule found. A person, body or place stands under the rule of its first mention.
#[derive(Debug, Default)]
pub(super) struct ByRule {
    rules: BTreeMap<String, Counts>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    right: usize,
    wrong: usize,
}

impl ByRule {
    /// Judges the predictions for one text.
    pub(super) fn add(&mut self, gold: &Gold, predicted: &[Mention]) {
        for found in distinct(predicted.to_vec(), &gold.kinds) {
            let is_right = gold.mentions.iter().any(|mark| key(mark) == key(&found));
            // A place inside a body's name is neither; a name that was taken for another kind is wrong.
            let is_inside = |mark: &Mention| contains(mark, &found) && span(mark) != span(&found);
            let is_nested = gold.mentions.iter().any(|mark| !same_kind(mark, &found) && is_inside(mark));
            if is_nested && !is_right {
                continue;
            }
            let rule = match text(&found, "rule") {
                "" => "(no rule is given)",
                rule => rule,
            };
            let counts = self.rules.entry(rule.to_owned()).or_default();
            counts.right += usize::from(is_right);
            counts.wrong += usize::from(!is_right);
        }
    }
}

impl fmt::Display for ByRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rules: Vec<_> = self.rules.iter().collect();
        rules.sort_by_key(|(_, counts)| (std::cmp::Reverse(counts.wrong), std::cmp::Reverse(counts.right)));
        write!(f, "{:>6}{:>7}{:>7}  rule", "right", "wrong", "P")?;
        for (rule, Counts { right, wrong }) in rules {
            let precision = *right as f64 / (right + wrong) as f64;
            write!(f, "\n{right:6}{wrong:7}{precision:7.3}  {rule}")?;
        }
        Ok(())
    }
}
