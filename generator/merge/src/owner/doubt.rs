//! The errors about chapters whose service or version stays in doubt.

use std::collections::BTreeSet;

use super::index::{Index, KeyId};
use super::places::Evidence;
use super::subject::Subject;
use extract::Content;
use spec::finding::{Finding, Nature, Rule, Severity};

pub(crate) const CHAPTER_OF_NO_VERSION: Rule = Rule {
    name: "chapter-of-no-version",
    nature: Nature::Gap,
    explanation: "A chapter names no API version, and no action page of its service does. The \
                  chapter is omitted.",
};

pub(crate) const CHAPTER_OF_UNCLEAR_VERSION: Rule = Rule {
    name: "chapter-of-unclear-version",
    nature: Nature::Gap,
    explanation: "A service has several API versions, and nothing tells, or the evidence \
                  contradicts, which one a chapter or structure belongs to. It is omitted.",
};

pub(crate) const CHAPTER_OF_OTHER_SERVICE: Rule = Rule {
    name: "chapter-of-other-service",
    nature: Nature::Contradiction,
    explanation: "The manifest records a chapter under one service, but the chapter names the \
                  actions of another. The chapter is omitted.",
};

/// Returns the error for a chapter of a service without action pages.
pub(super) fn without_version(subject: &Subject<'_>) -> Finding {
    let source = &subject.chapter.source;
    Finding::warning(
        &source.file,
        source.line,
        &CHAPTER_OF_NO_VERSION,
        subject.service(),
        "neither the chapter nor an action page states the API version; the chapter is omitted",
    )
    .severity(Severity::Error)
    .help(format!(
        "add an action page of the service to the sources, which states the version, or set \
         `version` in the entry of `{}` in specs/sources.yaml",
        subject.entry.file
    ))
}

/// Returns the error for a chapter in the folder of a version without action pages.
pub(super) fn of_unknown_version(subject: &Subject<'_>, version: &str) -> Finding {
    let message = format!(
        "the chapter ({}) is in the folder of {version}, of which no action page is known; it is \
         omitted",
        subject.kind()
    );
    error(subject, &CHAPTER_OF_NO_VERSION, subject.service(), message).help(format!(
        "add the action pages of {version} to the sources, or set `version` in the entry of `{}` \
         in specs/sources.yaml",
        subject.entry.file
    ))
}

/// Returns the error for a chapter that names the actions of other services.
pub(super) fn of_other_service(
    index: &Index<'_>,
    subject: &Subject<'_>,
    others: &BTreeSet<KeyId>,
) -> Finding {
    let keys = others.iter().filter_map(|id| index.keys.get(*id)).take(3);
    let others: Vec<String> = keys
        .map(|key| format!("`{}` {}", key.service, key.version))
        .collect();
    let message = format!(
        "the chapter ({}) is recorded under `{}`, but the actions that it names are those of {}; \
         it is omitted",
        subject.kind(),
        subject.service(),
        others.join(" or ")
    );
    error(
        subject,
        &CHAPTER_OF_OTHER_SERVICE,
        subject.service(),
        message,
    )
    .help(format!(
        "set `service` in the entry of `{}` in specs/sources.yaml; if `{}` is right, confirm it \
         with `version`",
        subject.entry.file,
        subject.service()
    ))
}

/// Returns the error for a chapter without evidence that tells its version.
pub(super) fn undecided(
    index: &Index<'_>,
    subject: &Subject<'_>,
    open: &BTreeSet<KeyId>,
    evidence: &[Evidence],
) -> Finding {
    let listed: Vec<String> = evidence
        .iter()
        .map(|evidence| {
            let versions = if evidence.keys.is_empty() {
                "nothing".to_owned()
            } else {
                versions(index, &evidence.keys, "and")
            };
            format!("{}: {versions}", evidence.kind)
        })
        .collect();
    let message = format!(
        "the chapter ({}) may belong to {}, and nothing decides it ({}); it is omitted",
        subject.kind(),
        versions(index, open, "or"),
        listed.join("; ")
    );
    unclear(index, subject, open, message)
}

/// Returns the error for a chapter whose evidence contradicts itself.
pub(super) fn contradiction(
    index: &Index<'_>,
    subject: &Subject<'_>,
    one: &Evidence,
    other: &Evidence,
) -> Finding {
    let message = format!(
        "the chapter ({}) belongs to {} by {}, but to {} by {}; it is omitted",
        subject.kind(),
        versions(index, &one.keys, "or"),
        one.kind,
        versions(index, &other.keys, "or"),
        other.kind
    );
    let open = one.keys.union(&other.keys).copied().collect();
    unclear(index, subject, &open, message)
}

/// Returns the error for an item of a chapter that describes several versions.
pub(super) fn undecided_item(
    index: &Index<'_>,
    subject: &Subject<'_>,
    item: usize,
    open: &BTreeSet<KeyId>,
) -> Finding {
    let mut named = (subject.service().to_owned(), subject.chapter.source.line);
    match &subject.chapter.content {
        Content::Structures(structures) => {
            if let Some(structure) = structures.get(item) {
                let line = structure.sources.first().map_or(named.1, |own| own.line);
                named = (structure.name.clone(), line);
            }
        }
        Content::Catalogue(groups) => {
            let mut rows = groups.iter().flat_map(|group| &group.actions);
            if let Some(row) = rows.nth(item) {
                named = (row.name.clone(), row.line);
            }
        }
        _ => {}
    }
    let message = format!(
        "the chapter ({}) describes {}, and nothing tells which of them has this; it is omitted",
        subject.kind(),
        versions(index, open, "and")
    );
    let mut finding = unclear(index, subject, open, message);
    (finding.subject, finding.line) = named;
    finding
}

fn unclear(
    index: &Index<'_>,
    subject: &Subject<'_>,
    open: &BTreeSet<KeyId>,
    message: String,
) -> Finding {
    let finding = error(
        subject,
        &CHAPTER_OF_UNCLEAR_VERSION,
        subject.service(),
        message,
    );
    finding.help(format!(
        "set `version: '{}'` in the entry of `{}` in specs/sources.yaml, or add the action pages \
         that the chapter names",
        versions(index, open, "or").replace(" or ", "' or '"),
        subject.entry.file
    ))
}

fn error(subject: &Subject<'_>, rule: &'static Rule, about: &str, message: String) -> Finding {
    let source = &subject.chapter.source;
    Finding::warning(&source.file, source.line, rule, about, message).severity(Severity::Error)
}

/// Lists versions: `2020-06-08 or 2020-12-29`.
fn versions(index: &Index<'_>, ids: &BTreeSet<KeyId>, joint: &str) -> String {
    let versions: Vec<&str> = ids.iter().map(|id| index.version(*id)).collect();
    versions.join(&format!(" {joint} "))
}
