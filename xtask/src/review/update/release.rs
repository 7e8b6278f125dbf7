//! The next versions of the crates that an update changes, and the notes about them.

use std::collections::BTreeMap;

use anyhow::Result;
use compare::{CrateStep, Level, note};
use spec::{CHANGELOG, CRATE, CrateFile, Files, with_crate_version};
use update::Plan;
use xtask::crates::{Facade, Versions, notes};

use crate::diff::versions_in;
use crate::notes::dated;

/// The versions and release notes after an update.
pub(crate) struct Release {
    /// The `crate.yaml` files and release notes that change, by path below `specs/`.
    pub(crate) files: Files,
    /// The facade after the update.
    pub(crate) facade: Facade,
}

/// Returns the steps of the crates that a plan changes for their users.
pub(crate) fn steps(plan: &Plan, versions: &Versions) -> Vec<CrateStep> {
    let mut steps = plan.diff.steps(versions);
    steps.retain(|step| step.verdict != Level::None);
    steps
}

/// Raises the versions of the crates that a plan changes for their users, and notes the changes.
/// New crates begin with their first version.
pub(crate) fn release(plan: &Plan, files: &Files, facade: &Facade, today: &str) -> Result<Release> {
    let versions = versions_in(files)?;
    let mut release = Release {
        files: Files::new(),
        facade: facade.clone(),
    };
    let mut steps = steps(plan, &versions);
    for step in &steps {
        release.raise(step, files);
        let text = note::release_note(&plan.diff, &step.service);
        let version = step.to.as_ref().or(step.from.as_ref());
        let version = version.map_or("", String::as_str);
        let known = notes(files, &step.service);
        let path = format!("{}/{CHANGELOG}/{version}.md", step.service);
        let text = dated(known.get(version), today, &text);
        release.files.insert(path, text);
    }
    // The facade has no feature for retired APIs.
    steps.retain(|step| plan.diff.is_in_facade(&step.service));
    release.raise_facade(&steps, plan.diff.facade_verdict(), today);
    Ok(release)
}

impl Release {
    fn raise(&mut self, step: &CrateStep, files: &Files) {
        let path = format!("{}/{CRATE}", step.service);
        if let (Some(text), Some(to)) = (files.get(&path), &step.to) {
            self.files.insert(path, with_crate_version(text, to));
        }
    }

    /// Raises the facade as much as the largest step of a product, because it re-exports them.
    fn raise_facade(&mut self, steps: &[CrateStep], verdict: Level, today: &str) {
        if steps.is_empty() {
            return;
        }
        let from = self.facade.version.clone();
        let to = match &from {
            Some(from) => verdict.next_version(from).unwrap_or_else(|| from.clone()),
            None => lower::FIRST_VERSION.to_owned(),
        };
        let lines: String = steps
            .iter()
            .map(|step| format!("* `{}`: {step} ({})\n", step.service, step.verdict))
            .collect();
        let text = dated(self.facade.notes.get(&to), today, &lines);
        let file = CrateFile {
            version: to.clone(),
        };
        self.files.insert(CRATE.to_owned(), file.render());
        let path = format!("{CHANGELOG}/{to}.md");
        self.files.insert(path, text.clone());
        self.facade.notes.insert(to.clone(), text);
        self.facade.version = Some(to);
    }
}

/// Returns the files of the specs after an update.
pub(crate) fn files_after(files: &Files, changed: &[&BTreeMap<String, String>]) -> Files {
    let mut files = files.clone();
    for more in changed {
        files.extend((*more).clone());
    }
    files
}
