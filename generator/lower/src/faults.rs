//! What in a spec can't be carried over as documented.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::LowerError;
use crate::examples::concerns;
use spec::finding::Finding;
use spec::{Action, Member, PagingHint, ServiceSpec, Source, TypeName};

/// Findings about a spec, in the order of its content.
pub(crate) fn findings(spec: &ServiceSpec) -> Vec<Finding> {
    let known: BTreeSet<&str> = spec.structures.iter().map(|s| s.name.as_str()).collect();
    let mut report = Report {
        known,
        findings: Vec::new(),
    };
    let actions = spec
        .actions
        .iter()
        .map(|action| (&action.name, &action.sources));
    report.repeated("repeated-action", actions);
    let structures = spec
        .structures
        .iter()
        .map(|structure| (&structure.name, &structure.sources));
    report.repeated("repeated-structure", structures);
    for action in &spec.actions {
        report.members(&action.name, &action.input, &action.sources);
        report.members(&action.name, &action.output, &action.sources);
    }
    for structure in &spec.structures {
        report.members(&structure.name, &structure.members, &structure.sources);
    }
    report.findings
}

struct Report<'a> {
    known: BTreeSet<&'a str>,
    findings: Vec<Finding>,
}

impl Report<'_> {
    fn repeated<'s>(
        &mut self,
        rule: &'static str,
        named: impl Iterator<Item = (&'s String, &'s Vec<Source>)>,
    ) {
        let mut seen = BTreeSet::new();
        for (name, sources) in named {
            if !seen.insert(name) {
                self.add(
                    sources,
                    rule,
                    name,
                    format!("`{name}` is described twice: the first counts"),
                );
            }
        }
    }

    fn members(&mut self, owner: &str, members: &[Member], sources: &[Source]) {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for member in members {
            let name = &member.name;
            let times = seen.entry(name).or_default();
            *times += 1;
            if *times == 2 {
                let message = format!("member `{name}` is described twice: the first counts");
                self.add(sources, "repeated-member", owner, message);
            }
            if let Some(unknown) = member.type_name.structure()
                && !self.known.contains(unknown)
            {
                let message = format!(
                    "member `{name}` is of type `{}`, which no page describes: it becomes any JSON",
                    member.type_name
                );
                self.add(sources, "unknown-structure", owner, message);
            }
        }
    }

    fn add(&mut self, sources: &[Source], rule: &'static str, subject: &str, message: String) {
        let (file, line) = match sources.first() {
            Some(source) => (source.file.as_str(), source.line),
            None => ("", 0),
        };
        self.findings
            .push(Finding::warning(file, line, rule, subject, message));
    }
}

/// Hand-written entries that are about nothing, or can't be followed.
pub(crate) fn errors(spec: &ServiceSpec) -> impl Iterator<Item = LowerError> {
    stale_known_faults(spec).chain(paging_hints(spec))
}

fn stale_known_faults(spec: &ServiceSpec) -> impl Iterator<Item = LowerError> {
    let service = &spec.service;
    let stale = spec.known_faults.iter().filter(|fault| {
        let action = spec.action(&fault.action);
        !action.is_some_and(|action| concerns(action, fault))
    });
    stale.map(|fault| LowerError::StaleKnownFault {
        service: service.name.clone(),
        version: service.version.clone(),
        action: fault.action.clone(),
        example: fault.example,
        side: fault.side,
    })
}

/// The list that a hint names must be one; other members may be numbers or texts.
fn paging_hints(spec: &ServiceSpec) -> impl Iterator<Item = LowerError> {
    let service = &spec.service;
    let wrong = spec.hints.paging.iter().filter_map(|(name, hint)| {
        let action = spec.action(name)?;
        let member = unfit(action, hint)?.to_owned();
        Some((name, member))
    });
    wrong.map(|(action, member)| LowerError::PagingHint {
        service: service.name.clone(),
        version: service.version.clone(),
        action: action.clone(),
        member,
    })
}

/// The first member that can't play the part that a hint gives it.
fn unfit<'a>(action: &Action, hint: &'a PagingHint) -> Option<&'a str> {
    let items = match hint {
        PagingHint::None {} => return None,
        PagingHint::Offset { items, .. }
        | PagingHint::Page { items, .. }
        | PagingHint::Token { items, .. } => items.as_str(),
    };
    let fits = |members: &[Member], name: &str| {
        let mut members = members.iter();
        let member = members.find(|member| member.name == name);
        member.is_some_and(|member| match &member.type_name {
            TypeName::Array(_) => name == items,
            TypeName::Scalar(_) => name != items,
            TypeName::Structure(_) => false,
        })
    };
    let mut inputs = hint.inputs().into_iter();
    let mut outputs = hint.outputs().into_iter();
    let input = inputs.find(|name| !fits(&action.input, name));
    input.or_else(|| outputs.find(|name| !fits(&action.output, name)))
}
