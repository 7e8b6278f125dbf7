//! What kind of fault a rule finds.

use serde::Serialize;

/// A kind of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Nature {
    /// Two places of the documentation contradict each other.
    Contradiction,
    /// Something was inferred or elected, because no place states it.
    Guess,
    /// A page is damaged, or can't be read.
    Damage,
    /// Something that should be there is not.
    Gap,
    /// Nothing is wrong.
    Remark,
}

impl Nature {
    /// The kind of fault that a rule finds; of an unknown rule, damage.
    pub fn of(rule: &str) -> Self {
        match rule {
            "action-name-differs"
            | "catalogue-pages"
            | "catalogue-rates"
            | "catalogue-titles"
            | "editions-differ"
            | "error-lists-differ"
            | "error-not-in-list"
            | "example-actions"
            | "example-fields"
            | "example-nulls"
            | "example-required"
            | "example-types"
            | "explorer-links"
            | "history"
            | "structure-links"
            | "used-by" => Self::Contradiction,
            "inferred-structure" | "inferred-types-differ" => Self::Guess,
            "chapter-of-no-version"
            | "missing-domain"
            | "missing-facts"
            | "missing-section"
            | "missing-version"
            | "unknown-types"
            | "unused-structures" => Self::Gap,
            "legacy-generation" | "only-in-one-edition" | "supporting-chapter" => Self::Remark,
            _ => Self::Damage,
        }
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Contradiction => "contradiction",
            Self::Guess => "guess",
            Self::Damage => "damage",
            Self::Gap => "gap",
            Self::Remark => "remark",
        }
    }
}
