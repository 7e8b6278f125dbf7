//! Documentation of an action's method and of its two structures.

use super::structure::error_code_meaning;
use super::{Docs, Place, code, paragraphs, provenance};
use crate::RustName;
use crate::error_codes::ErrorCodes;
use spec::{Action, RegionRule};

/// The docs of a client's method up to its example.
pub(crate) fn action_docs(action: &Action) -> Vec<String> {
    let mut docs = Docs::default().block(paragraphs(&action.doc));
    if docs.is_empty() {
        docs = docs.block(paragraphs(&action.title));
    }
    if docs.is_empty() {
        docs = docs.line(format!("Calls {}.", code(&action.name)));
    }
    docs.list(facts(action)).into_lines()
}

/// The section of a method's docs about error codes; nothing where the page has none. It comes last:
/// some actions have more than a hundred.
pub(crate) fn error_docs(action: &Action, codes: &ErrorCodes, place: &Place) -> Vec<String> {
    let mut errors = error_lines(action, codes, place).peekable();
    if errors.peek().is_none() {
        return Vec::new();
    }
    let docs = Docs::default().line("# Errors");
    let docs = docs.line("The documentation names these codes:");
    docs.list(errors).into_lines()
}

/// The docs of a request.
pub(crate) fn request_docs(method: &RustName, place: &Place) -> Vec<String> {
    let path = place.item(format_args!("Client::{method}"));
    vec![format!("The request of [`Client::{method}`]({path}).")]
}

/// The docs of a response.
pub(crate) fn response_docs(method: &RustName, place: &Place) -> Vec<String> {
    let path = place.item(format_args!("Client::{method}"));
    vec![format!("The response of [`Client::{method}`]({path}).")]
}

fn facts(action: &Action) -> Vec<String> {
    let mut facts = vec![format!("Action: {}", code(&action.name))];
    if let Some(rate) = action.rate_limit {
        facts.push(format!("Rate limit: {rate} requests per second"));
    }
    facts.extend(region(action));
    facts.extend(provenance(&action.sources));
    facts
}

fn region(action: &Action) -> Option<String> {
    let rule = match action.region? {
        RegionRule::Required => "Region: required",
        RegionRule::Optional => "Region: optional",
        RegionRule::Unused => "Region: not used",
    };
    if action.regions.is_empty() {
        return Some(rule.to_owned());
    }
    let regions: Vec<String> = action.regions.iter().map(|region| code(region)).collect();
    Some(format!("{rule}; supported are {}", regions.join(", ")))
}

fn error_lines<'a>(
    action: &'a Action,
    codes: &'a ErrorCodes,
    place: &'a Place,
) -> impl Iterator<Item = String> + 'a {
    action.errors.iter().filter_map(move |error| {
        let (error, constant) = codes.get(error)?;
        let path = place.item(format_args!("error_code::{constant}"));
        let link = format!("[{}]({path})", code(&error.code));
        Some(match error_code_meaning(error) {
            Some(meaning) => format!("{link}: {meaning}"),
            None => link,
        })
    })
}
