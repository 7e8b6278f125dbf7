//! Text that the documentation has in one or two languages.

use serde::{Deserialize, Serialize};

/// The languages of the documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English, the international site.
    En,
    /// Chinese, the mainland site.
    Zh,
}

/// One text in each language that has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Localized {
    /// The English text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
    /// The Chinese text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zh: Option<String>,
}

impl Localized {
    /// Text in one language; empty text counts as none.
    pub fn new(language: Language, text: impl Into<String>) -> Self {
        let text = Some(text.into()).filter(|text| !text.is_empty());
        match language {
            Language::En => Self { en: text, zh: None },
            Language::Zh => Self { en: None, zh: text },
        }
    }

    /// Whether no language has text.
    pub fn is_empty(&self) -> bool {
        self.en.is_none() && self.zh.is_none()
    }

    /// Takes the texts of languages that have none yet.
    pub fn fill(&mut self, other: Self) {
        self.en = self.en.take().or(other.en);
        self.zh = self.zh.take().or(other.zh);
    }

    /// The text to show: English where there is English, else Chinese.
    pub fn preferred(&self) -> Option<&str> {
        self.en.as_deref().or(self.zh.as_deref())
    }
}
