//! The chapters that names and places leave open: twins in another language, the facts of action
//! pages, and copies of one chapter.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::fit::wording;
use super::index::KeyId;
use super::{Case, Judge};

impl<'a> Judge<'a> {
    /// Gives an open chapter to the version that has the same file in another language.
    pub(super) fn by_twin(&mut self) {
        let mut twins: HashMap<(&str, &'static str), BTreeSet<KeyId>> = HashMap::new();
        let mut cases = std::mem::take(&mut self.cases);
        for case in cases.iter().filter(|case| !case.is_open) {
            if case.open.len() == 1 {
                let name = without_language(&case.subject.entry.file);
                let twin = twins.entry((name, case.subject.kind())).or_default();
                twin.extend(&case.open);
            }
        }
        for case in cases.iter_mut().filter(|case| case.is_open) {
            let name = without_language(&case.subject.entry.file);
            let Some(owners) = twins.get(&(name, case.subject.kind())) else {
                continue;
            };
            if owners.len() == 1 && owners.is_subset(&case.open) {
                self.give(case, owners);
            }
        }
        self.cases = cases;
    }

    /// Gives an open chapter to the only version whose pages state no fact that it lacks. Gives
    /// copies of one chapter to a version each.
    pub(super) fn by_fit(&mut self) {
        let mut copies: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut cases = std::mem::take(&mut self.cases);
        for (at, case) in cases.iter_mut().enumerate() {
            if !case.is_open {
                continue;
            }
            let lacks = case.open.iter().map(|id| {
                let lacks = self.fit.lacks(&self.index, &case.subject, *id);
                (*id, lacks)
            });
            let lacks: Vec<(KeyId, Option<usize>)> = lacks.collect();
            let whole = |(_, lacks): &&(KeyId, Option<usize>)| *lacks == Some(0);
            let fitting: Vec<KeyId> = lacks.iter().filter(whole).map(|(id, _)| *id).collect();
            let is_told = lacks.iter().all(|(_, lacks)| lacks.is_some());
            let mut counts = lacks.iter().map(|(_, lacks)| lacks);
            let first = counts.next();
            if let (true, [id]) = (is_told, fitting.as_slice()) {
                self.give(case, &[*id].into());
            } else if counts.all(|count| Some(count) == first) {
                let wording = format!("{:?} {}", case.open, wording(&case.subject));
                copies.entry(wording).or_default().push(at);
            }
        }
        for places in copies.into_values() {
            self.give_copies(&mut cases, &places);
        }
        self.cases = cases;
    }

    /// Gives equal chapters to a version each, if every open version gets one.
    fn give_copies(&mut self, cases: &mut [Case<'a>], places: &[usize]) {
        let mut files = BTreeSet::new();
        let mut open = BTreeSet::new();
        for case in places.iter().filter_map(|at| cases.get(*at)) {
            files.insert(case.subject.entry.file.as_str());
            open.clone_from(&case.open);
        }
        if files.len() < open.len() {
            return;
        }
        for (at, id) in places.iter().zip(open.iter().cycle()) {
            if let Some(case) = cases.get_mut(*at) {
                self.give(case, &[*id].into());
            }
        }
    }
}

/// Returns a path without the marks of language and format: `cvm/types.zh.md` is `cvm/types`.
fn without_language(file: &str) -> &str {
    let name = file.rsplit_once('.').map_or(file, |(name, _)| name);
    match name.rsplit_once('.') {
        Some((bare, "en" | "zh")) => bare,
        _ => name,
    }
}
