//! Detection of newer pages that lost facts: the site's layout changed rather than the API.

use std::fmt;

use extract::Facts;

/// The evidence that a newer page should not replace the stored one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// The newer page is truncated, and the stored one is not.
    Truncated,
    /// Fewer than half of the facts are left.
    Facts {
        /// The number of facts in the stored page.
        before: usize,
        /// The number of facts in the newer page.
        after: usize,
    },
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated => f.write_str("the newer page ends before its last section"),
            Self::Facts { before, after } => {
                write!(
                    f,
                    "the newer page has {after} facts, the stored one {before}"
                )
            }
        }
    }
}

/// The least number of facts that a stored page needs for a comparison by number.
const LEAST: usize = 6;

/// Returns the loss if somebody should review the newer page before it replaces the stored one.
pub fn lost_facts(stored: &Facts, newer: &Facts) -> Option<Loss> {
    if is_truncated(newer) && !is_truncated(stored) {
        return Some(Loss::Truncated);
    }
    let (before, after) = (stored.count(), newer.count());
    if before >= LEAST && after * 2 < before {
        return Some(Loss::Facts { before, after });
    }
    None
}

fn is_truncated(facts: &Facts) -> bool {
    facts
        .actions
        .iter()
        .flat_map(|page| &page.action.sources)
        .any(|source| source.truncated)
}

#[cfg(test)]
mod tests {
    use extract::ActionPage;
    use spec::{Action, Source};

    use super::*;

    /// Returns an action page with the given number of facts: the action itself and its error
    /// codes.
    fn page(count: usize, truncated: bool) -> Facts {
        let mut action = Action {
            errors: vec!["Busy".to_owned(); count - 1],
            ..Action::default()
        };
        action.sources.push(Source {
            file: "cvm/1.html".to_owned(),
            line: 1,
            updated: None,
            url: None,
            truncated,
        });
        let page = ActionPage {
            action,
            ..ActionPage::default()
        };
        Facts {
            actions: vec![page],
            ..Facts::default()
        }
    }

    #[test]
    fn page_with_fewer_facts_is_loss() {
        let lost = |before, after| lost_facts(&page(before, false), &page(after, false));
        assert_eq!(lost(100, 50), None);
        assert_eq!(lost(5, 1), None);
        assert_eq!(lost(6, 90), None);
        let loss = lost(100, 49).unwrap();
        assert_eq!(
            loss.to_string(),
            "the newer page has 49 facts, the stored one 100"
        );
        let loss = lost_facts(&page(6, false), &Facts::default());
        assert_eq!(
            loss,
            Some(Loss::Facts {
                before: 6,
                after: 0
            })
        );
    }

    #[test]
    fn newly_truncated_page_is_loss() {
        let (whole, truncated) = (page(10, false), page(10, true));
        assert_eq!(lost_facts(&whole, &truncated), Some(Loss::Truncated));
        assert_eq!(lost_facts(&truncated, &truncated), None);
        assert_eq!(lost_facts(&truncated, &whole), None);
    }
}
