//! Tests that facts of several sources become one spec, and that every contradiction is reported.

mod editions;
mod replaced;
mod retired;
mod services;
mod versions;

use document::Format;
use extract::{ActionPage, Chapter, Content, Facts};
use merge::{Merged, SourceFacts};
use sources::SourceEntry;
use spec::{Action, Language, Localized, Member, Source};

fn entry(file: &str, language: Language) -> SourceEntry {
    SourceEntry {
        file: file.to_owned(),
        title: None,
        service: "cvm".to_owned(),
        version: None,
        language,
        format: Format::Text,
        url: None,
        updated: None,
        fetched: None,
        etag: None,
        last_modified: None,
        sha256: String::new(),
        original_sha256: None,
    }
}

fn source(file: &str, line: usize, updated: &str) -> Source {
    Source {
        file: file.to_owned(),
        line,
        updated: Some(updated.to_owned()),
        url: None,
        truncated: false,
    }
}

fn member(name: &str, type_name: &str, language: Language, doc: &str) -> Member {
    Member {
        doc: Localized::new(language, doc),
        ..Member::new(name, type_name.parse().unwrap())
    }
}

fn page(file: &str, language: Language, updated: &str, edit: impl Fn(&mut Action)) -> ActionPage {
    let mut action = Action {
        name: "RunInstances".to_owned(),
        service: "cvm".to_owned(),
        version: "2017-03-12".to_owned(),
        domain: Some("cvm.tencentcloudapi.com".to_owned()),
        sources: vec![source(file, 5, updated)],
        ..Action::default()
    };
    edit(&mut action);
    ActionPage {
        action,
        language: Some(language),
        ..ActionPage::default()
    }
}

fn of_pages(file: &str, language: Language, actions: Vec<ActionPage>) -> SourceFacts {
    SourceFacts {
        entry: entry(file, language),
        facts: Facts {
            actions,
            ..Facts::default()
        },
    }
}

fn of_chapters(file: &str, contents: Vec<Content>) -> SourceFacts {
    let chapters = contents
        .into_iter()
        .enumerate()
        .map(|(index, content)| Chapter {
            service: None,
            version: Some("2017-03-12".to_owned()),
            source: source(file, 100 * (index + 1), "2025-01-01"),
            language: None,
            explorer: None,
            address: None,
            retired: false,
            content,
        })
        .collect();
    SourceFacts {
        entry: entry(file, Language::Zh),
        facts: Facts {
            chapters,
            ..Facts::default()
        },
    }
}

fn printed(merged: &Merged) -> String {
    let findings: Vec<String> = merged.findings.iter().map(ToString::to_string).collect();
    findings.join("\n")
}
