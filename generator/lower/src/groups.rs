//! The groups of actions, as the documentation's overview has them.

use std::collections::BTreeMap;

use crate::docs::first_line;
use crate::model::Group;
use crate::names::{RustName, Scope, snake};
use spec::{Catalogue, CatalogueEntry, ServiceSpec};

/// Groups the actions by the overview, in its order. Actions that it lacks are a group without a
/// title, at the end. An action that is in several groups counts in the first.
pub(crate) fn group_actions(spec: &ServiceSpec, actions: &[&spec::Action]) -> Vec<Group> {
    let names = actions.iter().map(|action| action.name.as_str());
    let mut left: BTreeMap<&str, usize> = names.zip(0..).collect();
    // A module may not have the name of the one around it.
    let mut modules = Scope::reserving(&["methods"]);
    let mut groups = Vec::new();
    for (number, found) in (1..).zip(&spec.service.catalogue) {
        let entries = found.actions.iter();
        let members: Vec<usize> = entries
            .filter_map(|entry| left.remove(entry.name.as_str()))
            .collect();
        if !members.is_empty() {
            groups.push(Group {
                module: modules.take(&module_name(found, number)),
                title: first_line(&found.group),
                actions: members,
            });
        }
    }
    let mut others: Vec<usize> = left.into_values().collect();
    others.sort_unstable();
    if !others.is_empty() {
        groups.push(Group {
            module: modules.take(&snake("others")),
            title: None,
            actions: others,
        });
    }
    groups
}

/// Returns the name of a group's module: its title in English, or its number. Titles in other
/// scripts would be hundreds of escapes.
fn module_name(group: &Catalogue, number: usize) -> RustName {
    match &group.group.en {
        Some(title) if title.is_ascii() => snake(title),
        _ => snake(&format!("group_{number}")),
    }
}

/// Returns the purposes of actions in a few words, as lines of Markdown by name.
///
/// Pages outside of the overview have a title or at least a description.
pub(crate) fn purposes<'s>(
    spec: &'s ServiceSpec,
    actions: &[&'s spec::Action],
) -> BTreeMap<&'s str, String> {
    let mut purposes = titles(spec, actions);
    for action in actions {
        if !purposes.contains_key(action.name.as_str())
            && let Some(description) = first_line(&action.doc)
        {
            purposes.insert(&action.name, description);
        }
    }
    purposes
}

/// Returns the titles of actions, as lines of Markdown by name: those of the overview, or else
/// those of their pages. A title that is the action's name says nothing, and is omitted.
pub(crate) fn titles<'s>(
    spec: &'s ServiceSpec,
    actions: &[&'s spec::Action],
) -> BTreeMap<&'s str, String> {
    let groups = spec.service.catalogue.iter();
    let mut overview: BTreeMap<&str, &CatalogueEntry> = BTreeMap::new();
    for entry in groups.flat_map(|group| &group.actions) {
        overview.entry(&entry.name).or_insert(entry);
    }
    let title = |action: &&'s spec::Action| {
        let name = action.name.as_str();
        let says_more = |text: &String| text != name;
        let listed = overview.get(name);
        let title = listed
            .and_then(|entry| first_line(&entry.title))
            .filter(says_more)
            .or_else(|| first_line(&action.title).filter(says_more))?;
        Some((name, title))
    };
    actions.iter().filter_map(title).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(catalogue: &str, actions: &[&str]) -> ServiceSpec {
        let yaml =
            format!("name: mini\nversion: '2017-03-12'\nprotocol: tc3\ncatalogue: {catalogue}");
        let action = |name: &&str| spec::Action {
            name: (*name).to_owned(),
            doc: spec::Localized::new(spec::Language::En, "A text.\nAnd more."),
            ..spec::Action::default()
        };
        ServiceSpec {
            service: serde_yaml::from_str(&yaml).unwrap(),
            actions: actions.iter().map(action).collect(),
            ..ServiceSpec::default()
        }
    }

    const CATALOGUE: &str = "
- group: {zh: 实例相关接口}
  actions:
  - {name: StopB, title: {zh: 关机}, line: 1}
  - {name: GoneC, title: {zh: 无}, line: 2}
  - {name: StartA, title: {en: StartA}, line: 3}
- group: {en: Image APIs}
  actions:
  - {name: StopB, title: {zh: 又}, line: 4}
  - {name: ListD, title: {en: Lists <i>}, line: 5}
- {group: {en: Empty}, actions: [{name: GoneC, title: {zh: 无}, line: 6}]}
- {group: {en: Methods}, actions: [{name: ListE, title: {zh: 无}, line: 7}]}
";

    #[test]
    fn groups_keep_order_of_overview() {
        let spec = spec(CATALOGUE, &["ListD", "ListE", "OtherF", "StartA", "StopB"]);
        let actions: Vec<&spec::Action> = spec.actions.iter().collect();
        let groups = group_actions(&spec, &actions);
        let shown: Vec<_> = groups
            .iter()
            .map(|g| (g.module.as_str(), g.title.as_deref(), g.actions.clone()))
            .collect();
        assert_eq!(
            shown,
            [
                ("group_1", Some("实例相关接口"), vec![4, 3]),
                ("image_apis", Some("Image APIs"), vec![0]),
                ("methods_2", Some("Methods"), vec![1]),
                ("others", None, vec![2]),
            ]
        );
        let purposes = purposes(&spec, &actions);
        assert_eq!(purposes["StopB"], "关机");
        assert_eq!(purposes["ListD"], "Lists \\<i>");
        assert_eq!(purposes["StartA"], "A text.");
    }

    #[test]
    fn all_actions_are_one_group_without_overview() {
        let spec = spec("[]", &["A", "B"]);
        let actions: Vec<&spec::Action> = spec.actions.iter().collect();
        let groups = group_actions(&spec, &actions);
        assert_eq!(groups.len(), 1);
        assert_eq!(
            (groups[0].title.as_ref(), &groups[0].actions),
            (None, &vec![0, 1])
        );
    }
}
