//! Tests that examples give an undescribed structure types that hold all their values.

mod parts;
mod types;

use infer::{Inference, infer};
use serde_json::{Value, json};
use spec::{Action, Example, Inferred, Member, RequestForm, ServiceSpec, Source, Structure};

fn members(rows: &[(&str, &str)]) -> Vec<Member> {
    let member = |(name, type_name): &(&str, &str)| Member::new(*name, type_name.parse().unwrap());
    rows.iter().map(member).collect()
}

fn structure(name: &str, rows: &[(&str, &str)]) -> Structure {
    Structure {
        name: name.to_owned(),
        members: members(rows),
        ..Structure::default()
    }
}

fn reply(inner: Value) -> Example {
    Example {
        response: Some(json!({"Response": inner})),
        ..Example::default()
    }
}

fn request(form: RequestForm, body: Value) -> Example {
    Example {
        request_form: Some(form),
        request: Some(body),
        ..Example::default()
    }
}

/// Returns an action whose output `Lakes` is `Array of Lake`, and whose input `Lake` is `Lake`.
fn action(name: &str, examples: Vec<Example>) -> Action {
    Action {
        name: name.to_owned(),
        input: members(&[("Lake", "Lake")]),
        output: members(&[("Lakes", "Array of Lake")]),
        examples,
        sources: vec![Source {
            file: format!("{name}.md"),
            line: 1,
            updated: None,
            url: None,
            truncated: false,
        }],
        ..Action::default()
    }
}

/// Returns a spec with one action, whose replies show these lakes.
fn spec_of(replies: &[Value]) -> ServiceSpec {
    let examples = replies.iter().map(|lakes| reply(json!({"Lakes": lakes})));
    ServiceSpec {
        actions: vec![action("DescribeLakes", examples.collect())],
        ..ServiceSpec::default()
    }
}

/// Returns the lines `Structure.Member: Type`, with a `?` after nullable members.
fn listed(inferred: &[Inference]) -> Vec<String> {
    let structures = inferred.iter().map(|one| &one.structure);
    let lines = structures.flat_map(|structure| {
        structure.members.iter().map(|member| {
            assert_eq!(member.inferred, Some(Inferred::Example));
            let mark = if member.nullable { "?" } else { "" };
            format!(
                "{}.{}: {}{mark}",
                structure.name, member.name, member.type_name
            )
        })
    });
    lines.collect()
}

fn inferred_from(lakes: &[Value]) -> Vec<String> {
    listed(&infer(&spec_of(lakes)))
}
