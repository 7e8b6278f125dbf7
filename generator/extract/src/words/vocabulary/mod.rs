//! The documentation's fixed phrases in all its languages, and their meaning.
//!
//! Each phrase is one entry of a table, so the next wording or language is one more line. Phrases
//! are compared after folding: see [`Folded`](super::folding::Folded).

mod chapters;
mod columns;
mod history;
mod requests;
mod sections;
mod tables;
mod values;

use std::sync::LazyLock;

use super::lexicon::{Lexicon, alternatives};
pub(crate) use chapters::{
    ErrorList, error_list_heading, greeting, is_catalogue_note, is_notice, supporting_topic,
    used_by,
};
pub(crate) use columns::{COLUMNS, Column};
pub(crate) use history::{
    Effect, MemberListWord, NameKind, effect, member_list_word, name_kind, ordinal,
    product_heading, release_date, release_word,
};
pub(crate) use requests::{
    LEGACY_DOMAINS, action_reference, begins_preface, domain_labels, is_legacy_sign,
    only_regions_label, per_second, per_second_unit, plain_domain_labels, rate_label, region_rule,
    stated_version, states_region_rule, yes_or_no,
};
pub(crate) use sections::{
    ExamplePart, Section, begins_example_part, begins_explorer_boilerplate, example_label,
    example_number, section_heading, section_sentence, without_number,
};
pub(crate) use tables::{TableWord, describes_common, is_data_types_title, table_words};
pub(crate) use values::{SAMPLE_LABELS, may_be_null};

/// Meanings, each with its phrases. `(a|b)` in a phrase stands for either alternative.
type Phrases<M> = &'static [(M, &'static [&'static str])];

/// A lexicon that is built when the first page is read.
type Words<M> = LazyLock<Lexicon<M>>;

/// The domain of all API 3.0 hosts.
pub(crate) const CURRENT_HOSTS: &str = "tencentcloudapi.com";

/// Returns the phrases of headings, labels and sentences, which aren't facts.
pub(crate) fn fixed_phrases() -> Vec<String> {
    [
        texts(sections::HEADINGS),
        texts(sections::SENTENCES),
        texts(sections::EXPLORER),
        texts(sections::EXAMPLE_PARTS),
        texts(columns::COLUMN_PHRASES),
        texts(chapters::USERS),
        texts(chapters::ERROR_LISTS),
        texts(requests::DOMAINS),
        texts(requests::PLAIN_DOMAINS),
        texts(requests::RATES),
        texts(requests::UNITS),
        texts(requests::PER_SECOND),
        texts(requests::PREFACES),
        texts(requests::REFERENCES),
        texts(requests::REGIONS),
        texts(requests::ONLY_REGIONS),
    ]
    .concat()
}

/// Returns the words that labels of the release history combine.
pub(crate) fn history_phrases() -> Vec<String> {
    [
        texts(history::EFFECTS),
        texts(history::NAME_KINDS),
        texts(history::MEMBER_LISTS),
        texts(history::DATES),
        texts(history::RELEASES),
        texts(history::ORDINALS),
    ]
    .concat()
}

/// Returns the answers in the required column.
pub(crate) fn answers() -> Vec<String> {
    texts(requests::ANSWERS)
}

fn texts<M>(phrases: Phrases<M>) -> Vec<String> {
    let phrases = phrases.iter().flat_map(|(_, phrases)| *phrases);
    phrases.flat_map(|phrase| alternatives(phrase)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the phrase with the printing habits of the site's editions and formats.
    fn shapes(phrase: &str) -> [String; 8] {
        [
            phrase.to_owned(),
            phrase.to_lowercase(),
            phrase.to_ascii_uppercase(),
            format!("**{phrase}**"),
            format!("{phrase}："),
            format!("`{phrase}` :"),
            phrase.replace(' ', "  "),
            phrase.chars().map(full_width).collect(),
        ]
    }

    fn full_width(c: char) -> char {
        match c {
            '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap(),
            _ => c,
        }
    }

    /// Asserts that each phrase has its meaning in all shapes.
    fn assert_phrases<M: Copy + PartialEq + std::fmt::Debug>(
        phrases: Phrases<M>,
        meaning_of: impl Fn(&str) -> Option<M>,
    ) {
        for (meaning, phrases) in phrases {
            for phrase in phrases.iter().flat_map(|phrase| alternatives(phrase)) {
                for shape in shapes(&phrase) {
                    assert_eq!(meaning_of(&shape), Some(*meaning), "{shape}");
                }
            }
        }
    }

    #[test]
    fn every_phrase_matches_in_every_shape() {
        assert_phrases(sections::HEADINGS, |text| section_heading(text, true));
        assert_phrases(sections::EXAMPLE_PARTS, sections::example_part);
        assert_phrases(columns::COLUMN_PHRASES, |text| COLUMNS.exact(text));
        assert_phrases(chapters::ERROR_LISTS, error_list_heading);
        assert_phrases(chapters::TOPICS, supporting_topic);
        assert_phrases(requests::ANSWERS, yes_or_no);
        assert_phrases(chapters::USERS, |text| used_by(text).map(|_| ()));
        assert_phrases(requests::DOMAINS, |text| {
            domain_labels(text).next().map(|_| ())
        });
        assert_phrases(requests::RATES, |text| rate_label(text).map(|_| ()));
        assert_phrases(tables::COMMON_ROWS, |text| {
            describes_common(text).then_some(())
        });
        assert_phrases(tables::DATA_TYPES, |text| {
            is_data_types_title(text).then_some(())
        });
        assert_phrases(tables::TABLE_WORDS, |text| {
            table_words(text).first().copied()
        });
        assert_phrases(requests::UNITS, |text| per_second_unit(text).map(|_| ()));
    }
}
