//! Compares every fact of the two manuals with a list compiled independently of this program.
//!
//! A line of a list is an action, a parameter, a member, an error code, or an example. An example
//! is listed by the hashes of its JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use document::Format;
use extract::{Content, Facts, extract};
use serde_json::Value;
use sha2::{Digest, Sha256};
use spec::{Action, ErrorCode, Member, RegionRule, RequestForm, Required, Structure};

#[test]
fn cvm_manual_matches_independent_list() {
    assert_facts("cvm-manual.zh.txt", "cvm.facts");
}

#[test]
fn ecm_manual_matches_independent_list() {
    assert_facts("ecm-manual.en.txt", "ecm.facts");
}

fn assert_facts(manual: &str, list: &str) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text =
        std::fs::read_to_string(here.join("../../specs/sources").join(manual)).expect("the manual");
    let expected =
        std::fs::read_to_string(here.join("tests/manuals").join(list)).expect("the list");
    let document = document::read(manual, text.as_bytes(), Some(Format::PdfText)).expect("text");
    let found = list_facts(&extract(&document));
    let mut lines = found.lines().zip(expected.lines()).enumerate();
    let difference = lines.find(|(_, (found, expected))| found != expected);
    assert_eq!(
        difference, None,
        "first difference, as (line, (found, expected))"
    );
    assert_eq!(found.lines().count(), expected.lines().count());
}

/// Returns the facts in the format of the lists.
fn list_facts(facts: &Facts) -> String {
    let mut list = String::new();
    // Another test compares the generations before 3.0.
    for page in facts.actions.iter().filter(|page| page.retired.is_none()) {
        list_action(&mut list, &page.action);
    }
    let current = || facts.chapters.iter().filter(|chapter| !chapter.retired);
    let chapters = || current().map(|chapter| &chapter.content);
    for content in chapters() {
        if let Content::Structures(structures) = content {
            for structure in structures {
                list_structure(&mut list, structure);
            }
        }
    }
    // One manual shows some common codes in an earlier chapter. The last chapter has all.
    let mut errors = chapters().filter_map(|content| match content {
        Content::Errors(codes) => Some(codes),
        _ => None,
    });
    for code in errors.next_back().into_iter().flatten() {
        list_error(&mut list, code);
    }
    list
}

fn list_action(list: &mut String, action: &Action) {
    let region = match action.region {
        Some(RegionRule::Required) => "required",
        Some(RegionRule::Optional) => "optional",
        Some(RegionRule::Unused) => "unused",
        None => "not stated",
    };
    let domain = action.domain.as_deref().unwrap_or_default();
    let limit = action.rate_limit.unwrap_or_default();
    let _ = writeln!(
        list,
        "action {}  {}  {domain}  {limit}/s  region {region}",
        action.name, action.version
    );
    for member in &action.input {
        list_member(list, "in", member);
    }
    for member in &action.output {
        list_member(list, "out", member);
    }
    for code in &action.errors {
        let _ = writeln!(list, "  error {code}");
    }
    for example in &action.examples {
        let form = if example.request_form == Some(RequestForm::Query) {
            "query"
        } else {
            "json"
        };
        let _ = writeln!(
            list,
            "  example  {form}  {}  {}",
            hash(&example.request),
            hash(&example.response)
        );
    }
}

fn list_structure(list: &mut String, structure: &Structure) {
    let line = format!(
        "structure {}  {}",
        structure.name,
        structure.used_by.join(" ")
    );
    let _ = writeln!(list, "{}", line.trim_end());
    for member in &structure.members {
        list_member(list, "member", member);
    }
}

fn list_member(list: &mut String, kind: &str, member: &Member) {
    let required = match member.required {
        Some(Required::Known(true)) => "required",
        Some(Required::Known(false)) => "optional",
        Some(Required::Lost(_)) => "unknown",
        None => "",
    };
    let nullable = if member.nullable { "nullable" } else { "" };
    let flags = format!("{required} {nullable}");
    let line = format!(
        "  {kind} {}  {}  {}",
        member.name,
        member.type_name,
        flags.trim()
    );
    let _ = writeln!(list, "{}", line.trim_end());
}

fn list_error(list: &mut String, code: &ErrorCode) {
    let _ = writeln!(
        list,
        "{} error {}",
        if code.common { "common" } else { "business" },
        code.code
    );
}

/// Returns the first 16 digits of the SHA-256 of the JSON with sorted keys and no white space.
fn hash(value: &Option<Value>) -> String {
    let canonical = value.as_ref().map(sorted).unwrap_or_default().to_string();
    Sha256::digest(canonical.as_bytes())
        .iter()
        .take(8)
        .fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
        Value::Object(members) => {
            let members: BTreeMap<_, _> = members
                .iter()
                .map(|(key, value)| (key.clone(), sorted(value)))
                .collect();
            Value::Object(members.into_iter().collect())
        }
        scalar => scalar.clone(),
    }
}
