//! The patches of many findings together: what can be pasted into each `overrides.yaml` as a whole.

use std::collections::{BTreeMap, BTreeSet};

use serde_yaml::{Mapping, Value as Yaml};

use merge::apply_overrides;
use spec::finding::{Finding, Patch};
use spec::{Files, ServiceSpec};

/// The patches that mend the findings, by file: each once, and only those that fit the corrections that
/// are there. `documented` are the specs without corrections, `files` those below `specs/`.
pub fn patches<'f>(
    findings: impl IntoIterator<Item = &'f Finding>,
    documented: &[ServiceSpec],
    files: &Files,
) -> BTreeMap<String, String> {
    let mut of_file: BTreeMap<&str, Vec<&Patch>> = BTreeMap::new();
    let all = findings
        .into_iter()
        .filter_map(|finding| finding.patch.as_ref());
    for patch in all {
        of_file.entry(&patch.file).or_default().push(patch);
    }
    let mut texts = BTreeMap::new();
    for spec in documented {
        let service = &spec.service;
        let path = format!("{}/{}/overrides.yaml", service.name, service.version);
        let file = format!("specs/{path}");
        let patches = of_file.remove(file.as_str()).unwrap_or_default();
        let there = files.get(&path).map_or("", String::as_str);
        let text = needed(spec, &file, there, &patches);
        if !text.is_empty() {
            texts.insert(file, text);
        }
    }
    texts
}

/// The patches that go with those that are there.
fn needed(spec: &ServiceSpec, file: &str, there: &str, patches: &[&Patch]) -> String {
    // A file that can't be read is reported where it is applied.
    let there: Vec<Mapping> = serde_yaml::from_str(there).unwrap_or_default();
    let mut seen: BTreeSet<String> = there.iter().cloned().map(subject).collect();
    let there = match there.as_slice() {
        [] => String::new(),
        there => serde_yaml::to_string(there).unwrap_or_default(),
    };
    let mut text = String::new();
    for patch in patches {
        let all = format!("{there}{text}{}", patch.text);
        let is_new = seen.insert(subject(item(patch)));
        if is_new && apply_overrides(&mut spec.clone(), file, &all).is_ok() {
            text.push_str(&patch.text);
        }
    }
    text
}

fn item(patch: &Patch) -> Mapping {
    let items: Vec<Mapping> = serde_yaml::from_str(&patch.text).unwrap_or_default();
    items.into_iter().next().unwrap_or_default()
}

/// What a patch is about and which facts it states: of two that differ in the facts only, the second
/// would undo the first.
fn subject(mut item: Mapping) -> String {
    item.remove("why");
    if let Some(Yaml::Mapping(set)) = item.get("set") {
        let mut keys: Vec<Yaml> = set.keys().cloned().collect();
        keys.sort_by_key(|key| key.as_str().map(str::to_owned));
        item.insert("set".into(), keys.into());
    }
    let mut parts: Vec<(Yaml, Yaml)> = item.into_iter().collect();
    parts.sort_by_key(|(key, _)| key.as_str().map(str::to_owned));
    let item: Mapping = parts.into_iter().collect();
    serde_yaml::to_string(&item).unwrap_or_default()
}
