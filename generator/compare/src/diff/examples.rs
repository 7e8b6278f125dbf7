//! Examples of both sides: pages often have several of one title, and reorder them.

use serde::Serialize;
use serde_json::Value;

use super::facts::Found;
use super::{Fact, Subject};
use spec::{Example, Localized};

/// What a reader of an example sees.
#[derive(PartialEq, Serialize)]
struct Shown<'a> {
    #[serde(skip_serializing_if = "Localized::is_empty")]
    title: &'a Localized,
    #[serde(skip_serializing_if = "Localized::is_empty")]
    doc: &'a Localized,
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_raw: Option<&'a String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_raw: Option<&'a String>,
}

pub(super) fn compare(on: &Subject, old: &[Example], new: &[Example], found: &mut Found) {
    let mut old: Vec<&Example> = old.iter().collect();
    let mut new: Vec<&Example> = new.iter().collect();
    matched(&mut old, &mut new, |one, other| shown(one) == shown(other));
    let mut pairs = matched(&mut old, &mut new, same_bodies);
    pairs.extend(matched(&mut old, &mut new, same_title));
    for (old, new) in pairs {
        push(on, Some(old), Some(new), found);
    }
    for gone in old {
        push(on, Some(gone), None, found);
    }
    for come in new {
        push(on, None, Some(come), found);
    }
}

fn push(on: &Subject, old: Option<&Example>, new: Option<&Example>, found: &mut Found) {
    let title = new.or(old).and_then(|example| example.title.preferred());
    let (old, new) = (old.map(shown), new.map(shown));
    found.named(
        on,
        Fact::Example,
        title.unwrap_or_default(),
        old.as_ref(),
        new.as_ref(),
    );
}

fn shown(example: &Example) -> Shown<'_> {
    Shown {
        title: &example.title,
        doc: &example.doc,
        request: example.request.as_ref(),
        request_raw: example.request_raw.as_ref(),
        response: example.response.as_ref(),
        response_raw: example.response_raw.as_ref(),
    }
}

fn same_bodies(one: &Example, other: &Example) -> bool {
    one.request == other.request
        && one.response == other.response
        && one.request_raw == other.request_raw
        && one.response_raw == other.response_raw
}

fn same_title(one: &Example, other: &Example) -> bool {
    let same = |one: &Option<String>, other: &Option<String>| one.is_some() && one == other;
    same(&one.title.en, &other.title.en) || same(&one.title.zh, &other.title.zh)
}

/// Takes the pairs that are alike out of both lists.
fn matched<'a>(
    old: &mut Vec<&'a Example>,
    new: &mut Vec<&'a Example>,
    alike: fn(&Example, &Example) -> bool,
) -> Vec<(&'a Example, &'a Example)> {
    let mut pairs = Vec::new();
    old.retain(|one| {
        let Some(at) = new.iter().position(|other| alike(one, other)) else {
            return true;
        };
        pairs.push((*one, new.remove(at)));
        false
    });
    pairs
}
