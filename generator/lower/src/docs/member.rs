//! Documentation of a member: its text, then what else the tables say.

use super::{Docs, code, inline, paragraphs};
use crate::model::Constant;
use spec::{Inferred, Language, Localized, Member, Scalar, TypeName, Value};

/// The docs of a member whose documented values became these constants of its structure.
pub(crate) fn member_docs(member: &Member, constants: &[Constant]) -> Vec<String> {
    let text = paragraphs(&member.doc);
    let docs = if text.is_empty() {
        Docs::default().line(format!("The member {}.", code(&member.name)))
    } else {
        Docs::default().block(text)
    };
    docs.list(facts(member))
        .list(values(member, constants))
        .into_lines()
}

fn facts(member: &Member) -> Vec<String> {
    let mut facts = Vec::new();
    if member.required.is_some_and(|required| required.is_yes()) {
        facts.push("Required".to_owned());
    }
    if member.nullable {
        facts.push("May be null: then no valid value could be obtained".to_owned());
    }
    if let Some(format) = format_of(&member.type_name) {
        facts.push(format!("Format: {format}"));
    }
    if let Some(default) = &member.default {
        facts.push(format!("Default: {}", code(default)));
    }
    if let Some(example) = &member.example {
        facts.push(format!("Example: {}", code(example)));
    }
    match member.inferred {
        Some(Inferred::Example) => facts.push("Known from an example only".to_owned()),
        Some(Inferred::Prose) => facts.push("Known from running text only".to_owned()),
        None => {}
    }
    facts
}

/// What the text of a `String` field looks like, where the documentation has a type for that.
fn format_of(type_name: &TypeName) -> Option<&'static str> {
    match type_name {
        TypeName::Array(element) => format_of(element),
        TypeName::Structure(_) => None,
        TypeName::Scalar(scalar) => match scalar {
            Scalar::Date => Some("a day"),
            Scalar::Timestamp => Some("a point in time, like `2018-12-18 08:00:00`"),
            Scalar::TimestampIso8601 => Some("a point in time, like `2018-12-18T08:00:00Z`"),
            Scalar::Binary => Some("bytes in base64"),
            _ => None,
        },
    }
}

/// The documented values as links to their constants.
fn values(member: &Member, constants: &[Constant]) -> Vec<String> {
    let line = |(constant, value): (&Constant, &Value)| {
        let link = format!("[`{0}`][Self::{0}]", constant.name);
        match first_line(&value.doc) {
            Some(meaning) => format!("{link}: {meaning}"),
            None => link,
        }
    };
    constants.iter().zip(&member.values).map(line).collect()
}

/// The docs of the constant for a documented value.
pub(crate) fn constant_docs(member: &Member, value: &Value) -> Vec<String> {
    let (value_code, member) = (code(&value.value), code(&member.name));
    let line = format!("The value {value_code} of {member}.");
    Docs::default()
        .line(line)
        .block(first_line(&value.doc))
        .into_lines()
}

/// The first line of a text, where there is any.
pub(super) fn first_line(text: &Localized) -> Option<String> {
    let language = match text.en {
        Some(_) => Language::En,
        None => Language::Zh,
    };
    let mut lines = text.preferred()?.lines().map(|line| inline(line, language));
    lines.find(|line| !line.is_empty())
}
