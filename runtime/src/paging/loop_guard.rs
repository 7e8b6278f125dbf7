//! Detection of paging that would never end.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::codec::{Structure, View, Writer};

/// The content of the last page.
#[derive(Debug, Default)]
pub(crate) struct LastPage {
    /// A hash instead of the page, which belongs to the caller.
    listed: Option<u64>,
}

impl LastPage {
    /// Compares the next page, and returns whether it repeats the last one.
    pub(crate) fn is_repeated_by(&mut self, response: &dyn Structure) -> bool {
        let listed = fingerprint(response);
        let repeats = listed.is_some() && listed == self.listed;
        self.listed = listed;
        repeats
    }
}

/// Returns a hash of the response's lists; `None` if they are empty. Other members, such as the
/// request ID or a time, differ in every reply.
fn fingerprint(response: &dyn Structure) -> Option<u64> {
    let mut writer = Writer::new();
    for index in 0..response.schema().members.len() {
        if let Some(list @ View::List(_)) = response.member(index).and_then(|field| field.view()) {
            writer.element(list);
        }
    }
    let text = writer.finish().ok().filter(|text| !text.is_empty())?;
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    Some(hasher.finish())
}

/// A detector of token cycles of any length with constant memory (Brent's algorithm). It remembers
/// one token at a time, each for twice as many steps as the previous token.
#[derive(Debug, Default)]
pub(crate) struct TokenCycle {
    remembered: Option<String>,
    /// The number of tokens since the remembered one.
    steps: u64,
    /// The number of tokens after which to remember another one.
    patience: u64,
}

impl TokenCycle {
    /// Adds the next token; true if it has occurred before.
    pub(crate) fn repeats_with(&mut self, token: &str) -> bool {
        if self.remembered.as_deref() == Some(token) {
            return true;
        }
        self.steps += 1;
        if self.steps > self.patience {
            self.remembered = Some(token.to_owned());
            self.steps = 0;
            self.patience = self.patience.saturating_mul(2).max(1);
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the number of tokens until the cycle is detected.
    fn detected_after(lead: usize, round: usize) -> usize {
        let mut tokens_seen = TokenCycle::default();
        let token = |index: usize| {
            if index < lead {
                index
            } else {
                lead + (index - lead) % round
            }
        };
        let mut tokens = (0..).map(|index| token(index).to_string());
        tokens
            .position(|token| tokens_seen.repeats_with(&token))
            .unwrap()
    }

    #[test]
    fn cycle_of_any_length_is_detected() {
        for (lead, round) in [(0, 1), (0, 2), (3, 1), (5, 3), (17, 64), (1_000, 7)] {
            let all = lead + round;
            let taken = detected_after(lead, round);
            assert!((all..4 * all).contains(&taken), "{lead}, {round}: {taken}");
        }
    }

    #[test]
    fn distinct_tokens_are_not_a_cycle() {
        let mut tokens_seen = TokenCycle::default();
        assert!((0..10_000).all(|token| !tokens_seen.repeats_with(&token.to_string())));
    }
}
