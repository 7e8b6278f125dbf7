//! Notices when tokens come round in a circle.

/// Remembers one token at a time, each twice as long as the one before (Brent's method), and so finds
/// circles of any length without remembering all tokens.
#[derive(Debug, Default)]
pub(super) struct Cycle {
    remembered: Option<String>,
    /// Tokens since the remembered one.
    steps: u64,
    /// Tokens after which another is remembered.
    patience: u64,
}

impl Cycle {
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
        let mut cycle = Cycle::default();
        let token = |index: usize| match index < lead {
            true => index,
            false => lead + (index - lead) % round,
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
        let mut cycle = Cycle::default();
        assert!((0..10_000).all(|token| !cycle.closes_with(&token.to_string())));
    }
}
