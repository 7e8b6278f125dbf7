//! Detection of paging that would never end.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::codec::{Structure, View, Writer};

/// A counted page lists the same as the page before, though the server was asked for what follows: it
/// ignores `Offset` or the page's number, or goes no further than this. What comes after that page, if
/// anything, is out of reach, and a walk that went on might never end.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "page {page} of {action} repeats the previous page: the server ignores the offset or page number, so later pages cannot be fetched"
)]
#[non_exhaustive]
pub struct RepeatedPage {
    /// The action.
    pub action: String,
    /// Which page of the walk it was, counted from 1.
    pub page: u64,
}

/// Remembers what the last page listed.
#[derive(Debug, Default)]
pub(super) struct LastPage {
    /// A hash rather than the page, which belongs to the caller.
    listed: Option<u64>,
    pages: u64,
}

impl LastPage {
    /// Takes the next page; its number where it lists the same as the one before.
    pub(super) fn repeated_by(&mut self, response: &dyn Structure) -> Option<u64> {
        let listed = fingerprint(response);
        self.pages += 1;
        let is_same = listed.is_some() && listed == self.listed;
        self.listed = listed;
        is_same.then_some(self.pages)
    }
}

/// A hash over the response's lists alone: its id, and perhaps a time, differ from reply to reply.
/// `None` where nothing is listed.
fn fingerprint(response: &dyn Structure) -> Option<u64> {
    let mut writer = Writer::new();
    let members = 0..response.schema().members.len();
    for index in members {
        if let Some(list @ View::List(_)) = response.member(index).and_then(|place| place.view()) {
            writer.element(list);
        }
    }
    let text = writer.finish().ok().filter(|text| !text.is_empty())?;
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    Some(hasher.finish())
}

/// Remembers one token at a time, each twice as long as the one before (Brent's method), and so finds
/// circles of any length without remembering all tokens.
#[derive(Debug, Default)]
pub(super) struct TokenCycle {
    remembered: Option<String>,
    /// Tokens since the remembered one.
    steps: u64,
    /// Tokens after which another is remembered.
    patience: u64,
}

impl TokenCycle {
    /// Takes the next token; true if it was there before.
    pub(super) fn closes_with(&mut self, token: &str) -> bool {
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

    /// How many tokens are taken before the circle is noticed.
    fn noticed_after(lead: usize, round: usize) -> usize {
        let mut cycle = TokenCycle::default();
        let token = |index: usize| {
            if index < lead {
                index
            } else {
                lead + (index - lead) % round
            }
        };
        let mut tokens = (0..).map(|index| token(index).to_string());
        tokens.position(|token| cycle.closes_with(&token)).unwrap()
    }

    #[test]
    fn circles_of_any_length_are_noticed_soon() {
        for (lead, round) in [(0, 1), (0, 2), (3, 1), (5, 3), (17, 64), (1_000, 7)] {
            let all = lead + round;
            let taken = noticed_after(lead, round);
            assert!((all..4 * all).contains(&taken), "{lead}, {round}: {taken}");
        }
    }

    #[test]
    fn tokens_that_are_all_different_make_no_circle() {
        let mut cycle = TokenCycle::default();
        assert!((0..10_000).all(|token| !cycle.closes_with(&token.to_string())));
    }
}
