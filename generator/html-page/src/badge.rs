//! Small words in colour; a sign in front of them says the same to those who see no colours.

use maud::{Markup, html};

use spec::finding::Severity;

/// What a colour stands for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing in particular.
    #[default]
    Neutral,
    /// Something is lost or wrong.
    Error,
    /// Something is doubtful.
    Warning,
    /// Worth knowing.
    Note,
    /// As it should be.
    Good,
}

impl Tone {
    /// The class in the style sheet.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
            Self::Good => "good",
        }
    }

    fn sign(self) -> Option<&'static str> {
        match self {
            Self::Neutral => None,
            Self::Error => Some("✕"),
            Self::Warning => Some("▲"),
            Self::Note => Some("●"),
            Self::Good => Some("✓"),
        }
    }
}

impl From<Severity> for Tone {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Note => Self::Note,
        }
    }
}

/// A few words in the tone's colour.
pub fn badge(tone: Tone, words: &str) -> Markup {
    html! {
        span class={ "badge " (tone.class()) } {
            @if let Some(sign) = tone.sign() {
                span aria-hidden="true" { (sign) }
            }
            (words)
        }
    }
}

/// How bad a finding is.
pub fn severity_badge(severity: Severity) -> Markup {
    badge(severity.into(), &severity.to_string())
}
