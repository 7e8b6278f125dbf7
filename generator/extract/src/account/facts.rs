//! The words that the facts of a page hold.

use serde_json::Value;
use spec::{
    Action, Catalogue, Change, ErrorCode, Example, Localized, Member, Region, Release, Structure,
};

use super::words::Words;
use crate::facts::{ActionPage, Content, Facts};

/// Returns the words of all facts, and of the findings that name a part of the page.
pub(super) fn words_of_facts(facts: &Facts) -> Words {
    let mut words = Words::default();
    for page in &facts.actions {
        add_action_page(&mut words, page);
    }
    for chapter in &facts.chapters {
        add_content(&mut words, &chapter.content);
    }
    for finding in &facts.findings {
        words.add(&finding.message);
        let quoted = finding.message.split('`').skip(1).step_by(2);
        quoted.for_each(|name| words.add_name(name));
    }
    words.finish();
    words
}

fn add_action_page(words: &mut Words, page: &ActionPage) {
    add_action(words, &page.action);
    add_errors(words, &page.errors);
}

fn add_action(words: &mut Words, action: &Action) {
    words.add_name(&action.name);
    words.add_name(&action.version);
    words.add_name(&action.service);
    words.add_name(action.domain.as_deref().unwrap_or_default());
    if let Some(limit) = action.rate_limit {
        words.add_name(&limit.to_string());
    }
    action.regions.iter().for_each(|id| words.add_name(id));
    add_localized(words, &action.title);
    add_localized(words, &action.doc);
    add_members(words, action.input.iter().chain(&action.output));
    action
        .examples
        .iter()
        .for_each(|example| add_example(words, example));
}

fn add_members<'a>(words: &mut Words, members: impl Iterator<Item = &'a Member>) {
    for member in members {
        words.add_name(&member.name);
        words.add_name(&member.type_name.to_string());
        add_localized(words, &member.doc);
        words.add_name(member.example.as_deref().unwrap_or_default());
        words.add_name(member.default.as_deref().unwrap_or_default());
    }
}

fn add_example(words: &mut Words, example: &Example) {
    add_localized(words, &example.title);
    add_localized(words, &example.doc);
    let printed = [
        &example.request_action,
        &example.request_raw,
        &example.response_raw,
    ];
    for text in printed.into_iter().flatten() {
        words.add(text);
    }
    for value in [&example.request, &example.response].into_iter().flatten() {
        add_json(words, value);
    }
}

fn add_json(words: &mut Words, value: &Value) {
    match value {
        Value::String(text) => words.add(text),
        Value::Array(items) => items.iter().for_each(|item| add_json(words, item)),
        Value::Object(members) => {
            for (name, value) in members {
                words.add(name);
                add_json(words, value);
            }
        }
        Value::Number(number) => words.add(&number.to_string()),
        Value::Null | Value::Bool(_) => {}
    }
}

fn add_content(words: &mut Words, content: &Content) {
    match content {
        Content::Structures(structures) => {
            structures
                .iter()
                .for_each(|structure| add_structure(words, structure));
        }
        Content::Errors(codes) => add_errors(words, codes),
        Content::Catalogue(groups) => groups.iter().for_each(|group| add_group(words, group)),
        Content::History(releases) => releases
            .iter()
            .for_each(|release| add_release(words, release)),
        Content::Regions(regions) => regions.iter().for_each(|region| add_region(words, region)),
        Content::Introduction { title, doc } => {
            add_localized(words, title);
            add_localized(words, doc);
        }
    }
}

fn add_structure(words: &mut Words, structure: &Structure) {
    words.add_name(&structure.name);
    add_localized(words, &structure.doc);
    structure
        .used_by
        .iter()
        .for_each(|user| words.add_name(user));
    add_members(words, structure.members.iter());
}

fn add_errors(words: &mut Words, codes: &[ErrorCode]) {
    for error in codes {
        words.add_name(&error.code);
        add_localized(words, &error.doc);
    }
}

fn add_group(words: &mut Words, group: &Catalogue) {
    add_localized(words, &group.group);
    for entry in &group.actions {
        words.add_name(&entry.name);
        add_localized(words, &entry.title);
        if let Some(limit) = entry.rate_limit {
            words.add_name(&limit.to_string());
        }
    }
}

fn add_release(words: &mut Words, release: &Release) {
    if let Some(number) = release.number {
        words.add_name(&number.to_string());
    }
    words.add_name(release.date.as_deref().unwrap_or_default());
    release
        .changes
        .iter()
        .for_each(|change| add_change(words, change));
}

fn add_change(words: &mut Words, change: &Change) {
    words.add_name(&change.name);
    for members in [&change.input, &change.output, &change.members] {
        let lists = [
            &members.added,
            &members.changed,
            &members.deprecated,
            &members.deleted,
        ];
        lists
            .into_iter()
            .flatten()
            .for_each(|name| words.add_name(name));
    }
}

fn add_region(words: &mut Words, region: &Region) {
    words.add_name(&region.id);
    add_localized(words, &region.name);
}

fn add_localized(words: &mut Words, text: &Localized) {
    for (_, text) in text.texts() {
        words.add(text);
    }
}
