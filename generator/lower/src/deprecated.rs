//! Why a thing should no longer be used: every source of reasons, and the one note made of them.

use super::docs::inline;
use spec::{Deprecated, Language};

/// What is known against a thing; each source is a field, in the order in which the note names them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Reasons<'s> {
    /// What the documentation or an override says.
    pub(super) stated: Option<&'s Deprecated>,
}

impl<'s> Reasons<'s> {
    /// What the documentation or an override says, if anything.
    pub(super) fn stated(stated: &'s Option<Deprecated>) -> Self {
        Self {
            stated: stated.as_ref(),
        }
    }

    /// The note that the compiler shows; none where nothing is known against the thing.
    pub(super) fn note(&self) -> Option<String> {
        let reasons: Vec<String> = [self.stated.map(stated)].into_iter().flatten().collect();
        (!reasons.is_empty()).then(|| reasons.join("; "))
    }
}

/// The documentation's own words, or the release's date where it has none.
fn stated(deprecated: &Deprecated) -> String {
    let note = &deprecated.note;
    let language = match note.en {
        Some(_) => Language::En,
        None => Language::Zh,
    };
    // Markdown, since rustdoc reads the notes as such.
    let words = note.preferred().map(|words| inline(words, language));
    let since = || {
        let date = inline(deprecated.since.as_deref()?, Language::En);
        Some(format!("deprecated by the release of {date}"))
    };
    words
        .filter(|words| !words.is_empty())
        .or_else(since)
        .unwrap_or_else(|| "it should no longer be used".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use spec::Localized;

    #[test]
    fn a_note_is_the_documentations_words_or_the_releases_date() {
        let note = |deprecated: Deprecated| Reasons::stated(&Some(deprecated)).note();
        let said = Deprecated {
            note: Localized::new(Language::Zh, "该参数已废弃，请使用 <b>Ids</b>\n。"),
            since: Some("2025-06-06".to_owned()),
            ..Deprecated::default()
        };
        assert_eq!(
            note(said).as_deref(),
            Some("该参数已废弃，请使用 \\<b>Ids\\</b> 。")
        );
        let dated = Deprecated {
            since: Some("2025-06-06 01:22:07".to_owned()),
            ..Deprecated::default()
        };
        assert_eq!(
            note(dated).as_deref(),
            Some("deprecated by the release of 2025-06-06 01:22:07")
        );
        let bare = note(Deprecated::default());
        assert_eq!(bare.as_deref(), Some("it should no longer be used"));
        assert_eq!(Reasons::stated(&None).note(), None);
    }
}
