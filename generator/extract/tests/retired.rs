//! The retired generations of the CVM manual, compared with a list made without the generator.
//!
//! `manuals/cvm-v2.facts` comes from a separate script over the lines of the manual. It has the
//! names as the tables print them: a `+` marks rows of further tables and the last parts of dotted
//! names. `Array` stands for any list or structure, because the tables don't tell the two apart.

use std::collections::BTreeMap;
use std::path::Path;

use document::Format;
use extract::{ActionPage, Content, Facts, extract};
use serde_json::Value;
use sha2::{Digest, Sha256};
use spec::{Asynchronous, Envelope, Member, Required, Structure, TypeName};

const MANUAL: &str = "cvm-manual.zh.txt";

fn facts() -> Facts {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = here.join("../../specs/sources").join(MANUAL);
    let text = std::fs::read(path).expect("the manual");
    let document = document::read(MANUAL, &text, Some(Format::PdfText)).expect("text");
    extract(&document)
}

/// The facts of one action or structure in the list.
#[derive(Debug, Default)]
struct Listed {
    head: String,
    lines: Vec<String>,
}

fn listed() -> Vec<Listed> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(here.join("tests/manuals/cvm-v2.facts")).expect("the list");
    let mut all: Vec<Listed> = Vec::new();
    for line in text.lines() {
        match line.strip_prefix("  ") {
            Some(fact) => all.last_mut().unwrap().lines.push(fact.to_owned()),
            None => all.push(Listed {
                head: line.to_owned(),
                lines: Vec::new(),
            }),
        }
    }
    all
}

/// Returns whether the type is the one in the list, where `Array` and `Object` are any structure.
fn is_type(found: &TypeName, listed: &str) -> bool {
    let is_structured = found.structure().is_some() || found.to_string() == "Object";
    match listed {
        "Array" => is_structured || matches!(found, TypeName::Array(_)),
        "Object" => is_structured && !matches!(found, TypeName::Array(_)),
        _ => found.to_string() == listed,
    }
}

/// The members of an action's side, with those of the structures that its page describes.
struct Side<'a> {
    direct: &'a [Member],
    /// The members in structures, each with the member that has the structure.
    nested: Vec<&'a Member>,
}

impl<'a> Side<'a> {
    fn new(direct: &'a [Member], own: &BTreeMap<&str, &'a Structure>) -> Self {
        let mut nested = Vec::new();
        let mut waiting: Vec<&'a Member> = direct.iter().collect();
        while let Some(member) = waiting.pop() {
            let structure = member.type_name.structure().and_then(|name| own.get(name));
            let members = structure.map_or(&[][..], |structure| &structure.members);
            nested.extend(members);
            waiting.extend(members);
        }
        Self { direct, nested }
    }
}

/// Checks one line of the list, and returns what is wrong.
fn check(page: &ActionPage, own: &BTreeMap<&str, &Structure>, fact: &str) -> Result<(), String> {
    let action = &page.action;
    let words: Vec<&str> = fact.split("  ").collect();
    let (kind, name) = words[0].split_once(' ').unwrap();
    let side = match kind {
        "in" => Side::new(&action.input, own),
        "out" => Side::new(&action.output, own),
        "filter" => {
            let mut filters = action.input.iter().flat_map(|member| &member.filters);
            let found = filters.any(|filter| filter.name == name);
            return found.then_some(()).ok_or("no such filter".to_owned());
        }
        "error" => {
            let found = action.errors.iter().any(|code| code == name);
            return found.then_some(()).ok_or("no such code".to_owned());
        }
        _ => return Ok(()),
    };
    let typed = |member: &Member| {
        words
            .get(1)
            .is_none_or(|listed| is_type(&member.type_name, listed))
    };
    if let Some(name) = name.strip_prefix('+') {
        // The key and the value of a map are data.
        let is_map = matches!(name, "key" | "value");
        let all = side.direct.iter().chain(side.nested);
        let same: Vec<&Member> = all.filter(|member| member.name == name).collect();
        return match same.as_slice() {
            [] if is_map => Ok(()),
            [] => Err("no such member".to_owned()),
            same if same.iter().any(|member| typed(member)) => Ok(()),
            _ => Err("another type".to_owned()),
        };
    }
    let member = side.direct.iter().find(|member| member.name == name);
    let member = member.ok_or("no such member")?;
    if !typed(member) {
        return Err(format!("has the type {}", member.type_name));
    }
    let required = match member.required {
        Some(Required::Known(true)) => Some("required"),
        Some(Required::Known(false)) => Some("optional"),
        Some(Required::Lost(_)) => Some("lost"),
        None => None,
    };
    (required == words.get(2).copied())
        .then_some(())
        .ok_or(format!("is {required:?}"))
}

#[test]
fn every_action_of_the_retired_generations_matches_the_independent_list() {
    let facts = facts();
    let pages: Vec<&ActionPage> = facts
        .actions
        .iter()
        .filter(|page| page.retired.is_some())
        .collect();
    let listed: Vec<Listed> = listed()
        .into_iter()
        .filter(|listed| listed.head.starts_with("action"))
        .collect();
    assert_eq!((pages.len(), listed.len()), (110, 110));
    let compared = pages.iter().zip(&listed);
    let faults: Vec<String> = compared
        .flat_map(|(page, listed)| {
            let own = structures_of(&facts, page);
            let found = faults(page, &own, listed).into_iter();
            found
                .map(|fault| format!("{}: {fault}", listed.head))
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Returns the structures that the page of an action describes, by name.
fn structures_of<'a>(facts: &'a Facts, page: &ActionPage) -> BTreeMap<&'a str, &'a Structure> {
    let line = page.action.sources[0].line;
    let own = facts
        .chapters
        .iter()
        .filter(|chapter| chapter.retired && chapter.source.line == line);
    own.filter_map(|chapter| match &chapter.content {
        Content::Structures(structures) => Some(structures),
        _ => None,
    })
    .flatten()
    .map(|structure| (structure.name.as_str(), structure))
    .collect()
}

/// Returns what differs between an action and the list.
fn faults(page: &ActionPage, own: &BTreeMap<&str, &Structure>, listed: &Listed) -> Vec<String> {
    let action = &page.action;
    let host = action.domain.as_deref().unwrap_or_default();
    let head = format!("action {}  {}  {host}", action.name, action.version);
    assert_eq!(head, listed.head);
    let mut faults = Vec::new();
    for fact in &listed.lines {
        faults.extend(
            check(page, own, fact)
                .err()
                .map(|fault| format!("{fact}: {fault}")),
        );
    }
    let count = |kind: &str| {
        listed
            .lines
            .iter()
            .filter(|fact| fact.starts_with(kind))
            .count()
    };
    let counts = (count("error "), count("example "));
    assert_eq!(
        (action.errors.len(), action.examples.len()),
        counts,
        "{head}"
    );
    let is_listed = |kind: &str, name: &str| {
        let (own, path) = (format!("{kind} {name}  "), format!("{kind} +"));
        let mut lines = listed.lines.iter();
        lines.any(|fact| fact.starts_with(&own) || fact.starts_with(&path))
    };
    let inputs = action.input.iter().map(|member| ("in", member));
    let outputs = action.output.iter().map(|member| ("out", member));
    for (kind, member) in inputs.chain(outputs) {
        if !is_listed(kind, &member.name) {
            faults.push(format!("{kind} {} isn't in the list", member.name));
        }
    }
    let replies = action
        .examples
        .iter()
        .map(|example| match &example.response {
            Some(reply) => hash(reply),
            None if example.response_raw.is_some() => "raw".to_owned(),
            None => "none".to_owned(),
        });
    let expected = listed
        .lines
        .iter()
        .filter_map(|fact| fact.strip_prefix("example "));
    let different = replies
        .zip(expected)
        .filter(|(found, expected)| found != expected);
    faults.extend(different.map(|(found, expected)| format!("a reply is {found}, not {expected}")));
    faults
}

#[test]
fn every_structure_of_api_2017_matches_the_independent_list() {
    let facts = facts();
    let chapter = facts
        .chapters
        .iter()
        .find_map(|chapter| match &chapter.content {
            Content::Structures(structures) if chapter.retired && structures.len() > 10 => {
                Some(structures)
            }
            _ => None,
        });
    let mut found = Vec::new();
    for structure in chapter.expect("the chapter") {
        found.push(format!("structure {}", structure.name));
        found.extend(structure.members.iter().map(|member| {
            let is_required = member.required == Some(Required::Known(true));
            let required = if is_required { "required" } else { "optional" };
            format!("member {}  {}  {required}", member.name, member.type_name)
        }));
    }
    let mut expected = Vec::new();
    for listed in listed()
        .into_iter()
        .filter(|one| one.head.starts_with("structure"))
    {
        expected.push(listed.head);
        expected.extend(listed.lines);
    }
    assert_eq!(found, expected);
    let members = found
        .iter()
        .filter(|line| line.starts_with("member"))
        .count();
    assert_eq!((found.len() - members, members), (26, 102));
}

#[test]
fn chapters_of_each_generation_have_regions_codes_overview_and_introduction() {
    let facts = facts();
    for (version, regions, codes, actions) in [
        ("2017-03-12", ["ap-beijing", "ap-guangzhou-open"], 16, 49),
        ("unversioned", ["bj", "gzopen"], 16, 57),
    ] {
        let mut found = (Vec::new(), 0, 0, 0);
        for chapter in &facts.chapters {
            if !chapter.retired || chapter.version.as_deref() != Some(version) {
                continue;
            }
            match &chapter.content {
                Content::Regions(regions) => found.0.extend(regions.iter().map(|one| &one.id)),
                Content::Errors(codes) => found.1 += codes.iter().filter(|one| one.common).count(),
                Content::Catalogue(groups) => {
                    found.2 += groups
                        .iter()
                        .map(|group| group.actions.len())
                        .sum::<usize>();
                }
                Content::Introduction { .. } => found.3 += 1,
                _ => {}
            }
        }
        let (ids, common, overview, introductions) = found;
        let ends = [ids.first().unwrap().as_str(), ids.last().unwrap().as_str()];
        assert_eq!(ends, regions);
        assert_eq!(
            (common, overview, introductions),
            (codes, actions, 1),
            "{version}"
        );
    }
}

#[test]
fn replies_tell_envelope_and_tasks() {
    let facts = facts();
    let of = |name: &str, version: &str| {
        let mut pages = facts.actions.iter().filter(|page| page.retired.is_some());
        let page = pages.find(|page| page.action.name == name && page.action.version == version);
        let page = page.expect("the page");
        let retired = page.retired.as_ref().unwrap();
        assert_eq!(retired.path, "/v2/index.php");
        (retired.envelope, page.action.asynchronous)
    };
    assert_eq!(of("RunInstances", "2017-03-12"), (Envelope::Response, None));
    assert_eq!(of("RunInstances", "unversioned"), (Envelope::Code, None));
    for name in [
        "StartInstances",
        "StopInstances",
        "RestartInstances",
        "ResetInstancePassword",
        "DeleteImages",
    ] {
        let form = Some(Asynchronous::ByResource);
        assert_eq!(of(name, "unversioned"), (Envelope::Code, form), "{name}");
    }
    for name in ["ResetInstances", "CreateImage"] {
        let form = Some(Asynchronous::Single);
        assert_eq!(of(name, "unversioned"), (Envelope::Code, form), "{name}");
    }
}

#[test]
fn contradictions_of_the_documentation_are_findings() {
    let facts = facts();
    let subjects = |rule: &str| -> Vec<&str> {
        let found = facts
            .findings
            .iter()
            .filter(|finding| finding.rule.name == rule);
        let mut subjects: Vec<&str> = found.map(|finding| finding.subject.as_str()).collect();
        subjects.dedup();
        subjects
    };
    assert_eq!(
        subjects("example-host"),
        [
            "AssociateAddress",
            "DisassociateAddress",
            "DeleteSecurityGroupPolicy"
        ]
    );
    assert_eq!(
        subjects("example-without-action"),
        [
            "DescribeEip",
            "DescribeEipQuota",
            "CreateEip",
            "DeleteEip",
            "ModifyEipAttributes",
            "EipBindInstance",
            "EipUnBindInstance",
            "TransformMode",
            "TransformWanIpToEip",
        ]
    );
    let other_actions: Vec<(&str, &str)> = facts
        .actions
        .iter()
        .filter(|page| page.retired.is_some())
        .flat_map(|page| {
            let examples = page.action.examples.iter();
            let others = examples.filter_map(|example| example.request_action.as_deref());
            others.map(|other| (page.action.name.as_str(), other))
        })
        .collect();
    assert_eq!(
        other_actions,
        [
            ("InquiryInstancePrice", "InquiryProductPrice"),
            (
                "ModifySecurityGroupsOfNetworkInterface",
                "ModifySecurityGroupsOfInstance"
            ),
            ("UnBindInstanceKey", "unBindInstanceKey"),
        ]
    );
}

#[test]
fn all_rows_and_texts_of_the_pages_are_facts() {
    let facts = facts();
    for rule in ["lost-rows", "unclear-table", "unread-text"] {
        let found = facts
            .findings
            .iter()
            .filter(|finding| finding.rule.name == rule);
        let of_actions = found.filter(|finding| !finding.subject.is_empty());
        let messages: Vec<&str> = of_actions.map(|finding| finding.message.as_str()).collect();
        assert_eq!(messages, [""; 0], "{rule}");
    }
}

#[test]
fn no_member_of_a_retired_page_has_a_dot() {
    let facts = facts();
    let mut names: Vec<&str> = Vec::new();
    for page in facts.actions.iter().filter(|page| page.retired.is_some()) {
        let members = page.action.input.iter().chain(&page.action.output);
        names.extend(members.map(|member| member.name.as_str()));
    }
    for chapter in facts.chapters.iter().filter(|chapter| chapter.retired) {
        if let Content::Structures(structures) = &chapter.content {
            let members = structures.iter().flat_map(|structure| &structure.members);
            names.extend(members.map(|member| member.name.as_str()));
        }
    }
    assert!(names.len() > 800, "{}", names.len());
    let dotted: Vec<&&str> = names.iter().filter(|name| name.contains('.')).collect();
    assert_eq!(dotted, [&""; 0]);
}

/// Returns the first 16 digits of the SHA-256 of the JSON with sorted keys and no white space.
fn hash(value: &Value) -> String {
    let text = sorted(value).to_string();
    let digest = Sha256::digest(text.as_bytes());
    digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
        Value::Object(members) => {
            let members: BTreeMap<&String, Value> = members
                .iter()
                .map(|(key, value)| (key, sorted(value)))
                .collect();
            let members = members.into_iter().map(|(key, value)| (key.clone(), value));
            Value::Object(members.collect())
        }
        scalar => scalar.clone(),
    }
}
