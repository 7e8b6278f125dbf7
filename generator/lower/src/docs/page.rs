//! The pages of products and versions: their names and texts, and overviews of their items.

use std::collections::BTreeMap;

use super::block::{Docs, paragraphs};
use super::inline::{code, inline};
use super::{provenance, retired_docs, retired_version_docs};
use crate::model::{Action, Constant, Group, Structure};
use spec::{Protocol, Service};

/// Returns the product's name in all languages as one line of Markdown, if the documentation has
/// it: `Cloud Virtual Machine (云服务器)`.
pub(crate) fn product_title(service: &Service) -> Option<String> {
    let mut names = service
        .title
        .texts()
        .map(|(language, name)| inline(name, language))
        .filter(|name| !name.is_empty());
    let first = names.next()?;
    let others: Vec<String> = names.filter(|name| *name != first).collect();
    Some(match others[..] {
        [] => first,
        _ => format!("{first} ({})", others.join(", ")),
    })
}

/// Returns the docs of a product's crate before its first call.
pub(crate) fn product_docs(service: &Service) -> Vec<String> {
    if service.protocol == Protocol::V2 {
        return retired_docs(service);
    }
    let name = code(&service.name);
    Docs::default()
        .line(match product_title(service) {
            Some(title) => format!("{title}: the service {name} of Tencent Cloud."),
            None => format!("The service {name} of Tencent Cloud."),
        })
        .block(paragraphs(&service.doc))
        .list(provenance(&service.sources))
        .into_lines()
}

/// Returns the docs of a version's module before its overview.
pub(crate) fn version_docs(service: &Service) -> Vec<String> {
    if service.protocol == Protocol::V2 {
        return retired_version_docs(service);
    }
    let (name, version) = (code(&service.name), code(&service.version));
    let title = match product_title(service) {
        Some(title) => format!("{title}: version {version} of the API of {name}."),
        None => format!("Version {version} of the API of {name}."),
    };
    Docs::default()
        .line(title)
        .list(provenance(&service.sources))
        .into_lines()
}

/// Returns the overview of a version's actions, in the groups of the documentation. The links are
/// relative to a module with the items of the version.
pub(crate) fn action_overview(
    groups: &[Group],
    actions: &[Action],
    purposes: &BTreeMap<&str, String>,
) -> Vec<String> {
    let mut docs = Docs::default()
        .line("# Actions")
        .line("[`Client`] has a method for each action:");
    for group in groups {
        docs = match &group.title {
            Some(title) => docs.line(format!("## {title}")),
            None if groups.len() > 1 => docs.line("## Other actions"),
            None => docs,
        };
        let members = group.actions.iter().filter_map(|at| actions.get(*at));
        docs = docs.list(members.map(|action| {
            let method = &action.method;
            let mut item = format!("[`{method}`](Client::{method})");
            if let Some(purpose) = purposes.get(action.wire.as_str()) {
                item.push_str(": ");
                item.push_str(purpose);
            }
            if action.deprecated.is_some() {
                item.push_str(" (deprecated)");
            }
            item
        }));
    }
    docs.into_lines()
}

/// Returns the overview of a version's items except its actions.
pub(crate) fn item_overview(
    structures: &[Structure],
    actions: &[Action],
    regions: &[Constant],
    error_codes: &[Constant],
) -> Vec<String> {
    let mut items = Vec::new();
    if let Some(action) = actions.first() {
        let (request, response) = (link(&action.request), link(&action.response));
        items.push(format!(
            "the structures of an action, such as {request} and {response}"
        ));
    }
    if let Some(first) = structures.first() {
        let count = counted(structures.len(), "data structure");
        items.push(format!("{count}, such as {}", link(first)));
    }
    let all = actions
        .iter()
        .flat_map(|action| [&action.request, &action.response]);
    let constant = all.chain(structures).find_map(|structure| {
        let constant = structure.constants.first()?;
        Some((&structure.name, &constant.name))
    });
    if let Some((structure, constant)) = constant {
        items.push(format!(
            "documented values of members: constants of their structure, such as \
             [`{structure}::{constant}`]"
        ));
    }
    if !regions.is_empty() {
        let count = counted(regions.len(), "documented region");
        items.push(format!("{count}: constants in [`region`]"));
    }
    if !error_codes.is_empty() {
        let count = counted(error_codes.len(), "documented error code");
        items.push(format!("{count}: constants in [`error_code`]"));
    }
    let docs = Docs::default();
    if items.is_empty() {
        return docs.into_lines();
    }
    docs.line("# Other items").list(items).into_lines()
}

fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

fn link(structure: &Structure) -> String {
    format!("[`{}`]", structure.name)
}
