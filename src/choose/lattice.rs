//! The lattice: the best set of candidates that do not overlap, and how sure each is.

use super::Candidate;

/// The indices of the best set, in text order. `candidates` stand in order of start; `tokens` is their number.
pub fn best(candidates: &[Candidate], tokens: usize) -> Vec<usize> {
    // score[t]: the best that the tokens before t can give; by[t]: the candidate that ends there in that set.
    let mut score = vec![0.0f64; tokens + 1];
    let mut by: Vec<Option<usize>> = vec![None; tokens + 1];
    let by_end = by_end(candidates, tokens);
    for end in 1..=tokens {
        score[end] = score[end - 1];
        for &at in by_end.of(end) {
            let candidate = &candidates[at];
            let total = score[candidate.tokens.start] + f64::from(candidate.score);
            if total > score[end] {
                score[end] = total;
                by[end] = Some(at);
            }
        }
    }
    let mut chosen = Vec::new();
    let mut end = tokens;
    while end > 0 {
        match by[end] {
            Some(at) => {
                chosen.push(at);
                end = candidates[at].tokens.start;
            }
            None => end -= 1,
        }
    }
    chosen.reverse();
    chosen
}

/// The indices of candidates by a token, ascending.
struct ByToken {
    /// By token: where its candidates begin.
    starts: Vec<usize>,
    all: Vec<usize>,
}

impl ByToken {
    fn new(candidates: &[Candidate], tokens: usize, token: impl Fn(&Candidate) -> usize) -> Self {
        let mut starts = vec![0; tokens + 2];
        candidates.iter().for_each(|candidate| starts[token(candidate) + 1] += 1);
        (1..starts.len()).for_each(|at| starts[at] += starts[at - 1]);
        let (mut next, mut all) = (starts.clone(), vec![0; candidates.len()]);
        for (at, candidate) in candidates.iter().enumerate() {
            let place = &mut next[token(candidate)];
            all[*place] = at;
            *place += 1;
        }
        Self { starts, all }
    }

    fn of(&self, token: usize) -> &[usize] {
        &self.all[self.starts[token]..self.starts[token + 1]]
    }
}

fn by_end(candidates: &[Candidate], tokens: usize) -> ByToken {
    ByToken::new(candidates, tokens, |candidate| candidate.tokens.end)
}

/// The logarithm of the sum over all sets of the exponential of their scores.
pub fn log_partition(candidates: &[Candidate], tokens: usize) -> f64 {
    forward(candidates, &by_end(candidates, tokens), tokens)[tokens]
}

fn forward(candidates: &[Candidate], by_end: &ByToken, tokens: usize) -> Vec<f64> {
    let mut alpha = vec![0.0f64; tokens + 1];
    for end in 1..=tokens {
        let ways =
            by_end.of(end).iter().map(|&at| alpha[candidates[at].tokens.start] + f64::from(candidates[at].score));
        alpha[end] = log_sum(std::iter::once(alpha[end - 1]).chain(ways));
    }
    alpha
}

/// For each candidate the probability that it belongs to the set, if sets are as likely as their scores say.
pub fn marginals(candidates: &[Candidate], tokens: usize) -> Vec<f64> {
    let by_end = by_end(candidates, tokens);
    let alpha = forward(candidates, &by_end, tokens);
    let by_start = ByToken::new(candidates, tokens, |candidate| candidate.tokens.start);
    let mut beta = vec![0.0f64; tokens + 1];
    for start in (0..tokens).rev() {
        let ways =
            by_start.of(start).iter().map(|&at| beta[candidates[at].tokens.end] + f64::from(candidates[at].score));
        beta[start] = log_sum(std::iter::once(beta[start + 1]).chain(ways));
    }
    let probability =
        |c: &Candidate| (alpha[c.tokens.start] + f64::from(c.score) + beta[c.tokens.end] - alpha[tokens]).exp();
    candidates.iter().map(probability).collect()
}

fn log_sum(terms: impl Iterator<Item = f64> + Clone) -> f64 {
    let most = terms.clone().fold(f64::NEG_INFINITY, f64::max);
    most + terms.map(|term| (term - most).exp()).sum::<f64>().ln()
}
