//! Texts in the languages of the documentation.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// A language of the documentation. Languages sort by preference.
///
/// A further language is one more variant, and one line in each table below.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English, the main language of the international site.
    En,
    /// Chinese, the language of the mainland site.
    Zh,
    /// Japanese, a language of the international site.
    Ja,
    /// Korean, a language of the international site.
    Ko,
    /// Russian, a language of the international site.
    Ru,
}

impl Language {
    /// All languages, the preferred one first.
    pub const ALL: [Self; 5] = [Self::En, Self::Zh, Self::Ja, Self::Ko, Self::Ru];

    /// Returns the key in specs and file names: `en`.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh",
            Self::Ja => "ja",
            Self::Ko => "ko",
            Self::Ru => "ru",
        }
    }

    /// Returns the language with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|language| language.code() == code)
    }

    /// Returns the name in English.
    pub fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Zh => "Chinese",
            Self::Ja => "Japanese",
            Self::Ko => "Korean",
            Self::Ru => "Russian",
        }
    }

    /// Returns the tag in HTML. It names the script if the language has several.
    pub fn html_tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-Hans",
            other => other.code(),
        }
    }
}

/// A text in each language that has one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Localized {
    /// English text.
    pub en: Option<String>,
    /// Chinese text.
    pub zh: Option<String>,
    /// Texts in further languages.
    // Every member and value has a `Localized`, and few have these texts: the box saves memory.
    #[allow(clippy::box_collection)]
    others: Option<Box<BTreeMap<Language, String>>>,
}

impl Localized {
    /// Creates a text in one language; an empty text counts as absent.
    pub fn new(language: Language, text: impl Into<String>) -> Self {
        let mut localized = Self::default();
        let text = text.into();
        if !text.is_empty() {
            localized.set(language, text);
        }
        localized
    }

    /// Returns the text in this language.
    pub fn get(&self, language: Language) -> Option<&str> {
        match language {
            Language::En => self.en.as_deref(),
            Language::Zh => self.zh.as_deref(),
            other => self.others.as_ref()?.get(&other).map(String::as_str),
        }
    }

    /// Sets the text in this language.
    pub fn set(&mut self, language: Language, text: String) {
        match language {
            Language::En => self.en = Some(text),
            Language::Zh => self.zh = Some(text),
            other => {
                self.others.get_or_insert_default().insert(other, text);
            }
        }
    }

    /// Returns the texts with their languages, the preferred one first.
    pub fn texts(&self) -> impl Iterator<Item = (Language, &str)> {
        let has_others = self.others.is_some();
        Language::ALL
            .into_iter()
            .filter(move |language| *language <= Language::Zh || has_others)
            .filter_map(|language| Some((language, self.get(language)?)))
    }

    /// Returns whether all languages lack a text.
    pub fn is_empty(&self) -> bool {
        self.texts().next().is_none()
    }

    /// Adds the texts of languages that still lack one.
    pub fn fill(&mut self, other: Self) {
        self.en = self.en.take().or(other.en);
        self.zh = self.zh.take().or(other.zh);
        for (language, text) in other.others.into_iter().flat_map(|others| *others) {
            if self.get(language).is_none() {
                self.set(language, text);
            }
        }
    }

    /// Returns the text to show with its language: English, else Chinese, else another language.
    pub fn preferred_text(&self) -> Option<(Language, &str)> {
        self.texts().next()
    }

    /// Returns the text to show: English, else Chinese, else another language.
    pub fn preferred(&self) -> Option<&str> {
        self.preferred_text().map(|(_, text)| text)
    }
}

impl Serialize for Localized {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (language, text) in self.texts() {
            map.serialize_entry(&language, text)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Localized {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(LocalizedVisitor)
    }
}

/// A reader of texts by language. It rejects unknown languages and repeated ones.
struct LocalizedVisitor;

impl<'de> Visitor<'de> for LocalizedVisitor {
    type Value = Localized;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let codes = Language::ALL.map(Language::code).join(", ");
        write!(f, "texts by language, such as `en: …` (languages: {codes})")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Localized, A::Error> {
        let mut localized = Localized::default();
        while let Some(language) = map.next_key::<Language>()? {
            if localized.get(language).is_some() {
                return Err(Error::duplicate_field(language.code()));
            }
            if let Some(text) = map.next_value()? {
                localized.set(language, text);
            }
        }
        Ok(localized)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Localized {
        let mut all = Localized::default();
        for language in Language::ALL {
            all.set(language, language.name().to_owned());
        }
        all
    }

    #[test]
    fn texts_of_all_languages_round_trip() {
        let yaml = serde_yaml::to_string(&all()).unwrap();
        assert_eq!(
            yaml,
            "en: English\nzh: Chinese\nja: Japanese\nko: Korean\nru: Russian\n"
        );
        assert_eq!(serde_yaml::from_str::<Localized>(&yaml).unwrap(), all());
        for language in Language::ALL {
            assert_eq!(Language::from_code(language.code()), Some(language));
        }
    }

    #[test]
    fn unknown_and_repeated_languages_are_rejected() {
        for (yaml, message) in [
            ("xx: a", "unknown variant `xx`"),
            ("ja: a\nja: b", "duplicate"),
            ("just text", "texts by language"),
        ] {
            let error = serde_yaml::from_str::<Localized>(yaml)
                .unwrap_err()
                .to_string();
            assert!(error.contains(message), "{error}");
        }
    }

    #[test]
    fn english_then_chinese_is_preferred() {
        let mut text = Localized::new(Language::Ru, "р");
        assert_eq!(text.preferred(), Some("р"));
        text.fill(Localized::new(Language::Ja, "か"));
        assert_eq!(text.preferred_text(), Some((Language::Ja, "か")));
        text.fill(Localized::new(Language::Zh, "中"));
        text.fill(Localized::new(Language::Zh, "文"));
        assert_eq!(text.preferred(), Some("中"));
        text.fill(Localized::new(Language::En, "a"));
        assert_eq!(text.preferred(), Some("a"));
        assert!(Localized::new(Language::Ko, "").is_empty());
    }
}
