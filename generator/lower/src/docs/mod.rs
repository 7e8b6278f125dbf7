//! Documentation comments: the documentation's text and facts, as Markdown that rustdoc accepts
//! without warnings.

mod block;
mod example;
mod filter;
mod inline;
mod item;
mod json;
mod page;
mod region;
mod retired;
mod text;
mod values;
mod wait;

use std::fmt;

pub(crate) use block::first_line;
pub use block::paragraphs;
use block::{Docs, language, paragraphs_with_values, states_default};
pub(crate) use example::{reply_docs, request_text, shown_docs};
pub(crate) use filter::{filter_docs, filters_docs, filters_fact};
pub(crate) use inline::inline;
use inline::{bare_address, code};
pub(crate) use page::{action_overview, item_overview, product_docs, product_title, version_docs};
pub(crate) use region::{region_docs, regions_docs};
pub(crate) use retired::{
    Difference, action_deprecation, retired_docs, retired_facts, retired_version_docs,
};
pub(crate) use wait::{wait_docs, wait_fact};

use crate::RustName;
use crate::error_codes::ErrorCodes;
use crate::model::Constant;
use spec::{
    Action, Deprecated, ErrorCode, Inferred, Language, Member, RegionRule, Scalar, Source,
    Structure, TypeName, Value,
};

/// The path of a version's module, for links to its items.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    path: String,
}

impl Place {
    pub(crate) fn new(version: &RustName) -> Self {
        Self {
            path: format!("crate::{version}"),
        }
    }

    /// Returns the path of an item of the version.
    fn item(&self, item: impl fmt::Display) -> String {
        format!("{}::{item}", self.path)
    }
}

/// Returns the docs of a client's method up to its example.
///
/// They open with the title, which is short. Descriptions often repeat the name before they come to
/// the point.
pub(crate) fn action_docs(
    action: &Action,
    title: Option<&String>,
    since: Option<String>,
) -> Vec<String> {
    let text = paragraphs(&action.doc);
    let title = title.filter(|title| text.first() != Some(title));
    let mut docs = Docs::default().block(title.cloned()).block(text);
    if docs.is_empty() {
        docs = docs.line(format!("Calls {}.", code(&action.name)));
    }
    let mut facts = vec![format!("Action: {}", code(&action.name))];
    facts.extend(since.map(since_fact));
    if let Some(rate) = action.rate_limit {
        facts.push(format!("Rate limit: {rate} requests per second"));
    }
    facts.extend(region(action));
    facts.extend(provenance(&action.sources));
    docs.list(facts).into_lines()
}

fn since_fact(release: String) -> String {
    format!("Since: {release}")
}

fn region(action: &Action) -> Option<String> {
    let rule = match action.region? {
        RegionRule::Required => "Region: required",
        RegionRule::Optional => "Region: optional",
        RegionRule::Unused => "Region: ignored",
    };
    if action.regions.is_empty() {
        return Some(rule.to_owned());
    }
    let regions: Vec<String> = action.regions.iter().map(|region| code(region)).collect();
    Some(format!("{rule}; supported: {}", regions.join(", ")))
}

/// Returns the error codes' section of a method's docs; empty if the page lists no codes.
///
/// It goes last, because some actions have more than a hundred codes.
pub(crate) fn error_docs(action: &Action, codes: &ErrorCodes, place: &Place) -> Vec<String> {
    let mut lines = Vec::new();
    for error in &action.errors {
        let Some((error, constant)) = codes.get(error) else {
            continue;
        };
        let path = place.item(format_args!("error_code::{constant}"));
        let link = format!("[{}]({path})", code(&error.code));
        lines.push(match first_line(&error.doc) {
            Some(meaning) => format!("{link}: {meaning}"),
            None => link,
        });
    }
    if lines.is_empty() {
        return lines;
    }
    Docs::default()
        .line("# Errors")
        .line("The documentation lists these error codes:")
        .list(lines)
        .into_lines()
}

/// Returns the docs of a request.
pub(crate) fn request_docs(method: &RustName, place: &Place) -> Vec<String> {
    let path = place.item(format_args!("Client::{method}"));
    vec![format!("The request of [`Client::{method}`]({path}).")]
}

/// Returns the docs of a response.
pub(crate) fn response_docs(method: &RustName, place: &Place) -> Vec<String> {
    let path = place.item(format_args!("Client::{method}"));
    vec![format!("The response of [`Client::{method}`]({path}).")]
}

/// Returns the docs of a data structure.
pub(crate) fn structure_docs<'u>(
    structure: &Structure,
    since: Option<String>,
    users: impl Iterator<Item = &'u RustName>,
    place: &Place,
) -> Vec<String> {
    let mut docs = Docs::default().block(paragraphs(&structure.doc));
    if docs.is_empty() {
        docs = docs.line(format!("The data structure {}.", code(&structure.name)));
    }
    let mut facts = Vec::new();
    if let Some(inferred) = structure.inferred {
        facts.push(inferred_from(inferred).to_owned());
    }
    facts.extend(since.map(since_fact));
    let users: Vec<String> = users
        .map(|user| format!("[`{user}`]({})", place.item(user)))
        .collect();
    if !users.is_empty() {
        facts.push(format!("Used by: {}", users.join(", ")));
    }
    facts.extend(provenance(&structure.sources));
    docs.list(facts).into_lines()
}

/// Returns the docs of a member. Its documented values became the constants.
pub(crate) fn member_docs(
    member: &Member,
    constants: &[Constant],
    since: Option<String>,
) -> Vec<String> {
    let in_text = constants.iter().map(|constant| {
        let link = format!("[`{}`][Self::{}]", constant.value, constant.name);
        (constant.value.as_str(), link)
    });
    let in_text: Vec<(&str, String)> = in_text.collect();
    let (text, lists_values) = paragraphs_with_values(&member.doc, &in_text);
    let mut docs = Docs::default().block(text);
    if docs.is_empty() {
        docs = docs.line(format!("The member {}.", code(&member.name)));
    }
    let facts = member_facts(member).into_iter();
    docs = docs.list(facts.chain(since.map(since_fact)));
    if !lists_values {
        docs = docs.list(value_list(member, constants));
    }
    docs.into_lines()
}

/// Returns the values as a list, for members whose text doesn't list them.
fn value_list(member: &Member, constants: &[Constant]) -> Vec<String> {
    let values = constants.iter().zip(&member.values);
    let values = values.map(|(constant, value)| {
        let link = format!("[`{0}`][Self::{0}]", constant.name);
        match first_line(&value.doc) {
            Some(meaning) => format!("{link}: {meaning}"),
            None => link,
        }
    });
    values.collect()
}

fn member_facts(member: &Member) -> Vec<String> {
    let mut facts = Vec::new();
    if member.required.is_some_and(|required| required.is_yes()) {
        facts.push("Required".to_owned());
    }
    if member.nullable {
        facts.push("Can be null if no valid value is available".to_owned());
    }
    if let Some(format) = format_of(&member.type_name) {
        facts.push(format!("Format: {format}"));
    }
    if let Some(default) = &member.default
        && !states_default(&member.doc, default)
    {
        facts.push(format!("Default: {}", code(default)));
    }
    let limits = member.constraints.iter();
    facts.extend(limits.map(|constraint| constraint.limit.words(code)));
    if let Some(example) = &member.example {
        facts.push(format!("Example: {}", code(example)));
    }
    if let Some(inferred) = member.inferred {
        facts.push(inferred_from(inferred).to_owned());
    }
    facts
}

fn inferred_from(inferred: Inferred) -> &'static str {
    match inferred {
        Inferred::Example => "Documented only in an example",
        Inferred::Prose => "Documented only in prose",
    }
}

/// Returns the format of a `String` field whose documented type is more specific.
fn format_of(type_name: &TypeName) -> Option<&'static str> {
    match type_name {
        TypeName::Array(element) => format_of(element),
        TypeName::Structure(_) => None,
        TypeName::Scalar(scalar) => match scalar {
            Scalar::Date => Some("a date"),
            Scalar::Timestamp => Some("a date and time, such as `2018-12-18 08:00:00`"),
            Scalar::TimestampIso8601 => Some("a date and time, such as `2018-12-18T08:00:00Z`"),
            Scalar::Binary => Some("Base64-encoded bytes"),
            _ => None,
        },
    }
}

/// Returns the docs of the constant for a documented value.
pub(crate) fn constant_docs(member: &Member, value: &Value) -> Vec<String> {
    let (value_code, member) = (code(&value.value), code(&member.name));
    Docs::default()
        .line(format!("The value {value_code} of {member}."))
        .block(first_line(&value.doc))
        .into_lines()
}

/// Returns the docs of an error code's constant.
pub(crate) fn error_code_docs(error: &ErrorCode) -> Vec<String> {
    Docs::default()
        .block(paragraphs(&error.doc))
        .line(code(&error.code))
        .into_lines()
}

/// Returns a list item for each source with an address: its page, and the date of the page.
fn provenance(sources: &[Source]) -> impl Iterator<Item = String> {
    sources.iter().filter_map(|source| {
        let (page, _) = source.url.as_deref().and_then(bare_address)?;
        let updated = source.updated.as_deref().unwrap_or_default();
        Some(match inline(updated, Language::En).as_str() {
            "" => format!("Documentation: {page}"),
            date => format!("Documentation: {page} (updated {date})"),
        })
    })
}

/// Returns the compiler's note for a deprecated item: the documentation's words, or else the date
/// of the release that deprecated it.
///
/// The note is Markdown, because rustdoc renders it.
pub(crate) fn deprecation_note(deprecated: Option<&Deprecated>) -> Option<String> {
    let Deprecated { note, since, .. } = deprecated?;
    if let Some(words) = note.preferred() {
        let words = inline(words, language(note));
        if !words.is_empty() {
            return Some(words);
        }
    }
    Some(match since {
        Some(date) => format!("deprecated since {}", inline(date, Language::En)),
        None => "should no longer be used".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use spec::Localized;

    #[test]
    fn deprecation_note_falls_back_to_date() {
        let note = |deprecated: Deprecated| deprecation_note(Some(&deprecated));
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
            Some("deprecated since 2025-06-06 01:22:07")
        );
        let bare = note(Deprecated::default());
        assert_eq!(bare.as_deref(), Some("should no longer be used"));
        assert_eq!(deprecation_note(None), None);
    }
}
