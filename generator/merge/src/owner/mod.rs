//! The service and version that each chapter belongs to.
//!
//! A chapter states neither. The evidence counts in this order: the manifest, if a person set the
//! version there; the actions that the chapter names; links from and to action pages; the actions
//! of the same file; those of the same folder; those under the same category of the site; the same
//! file in another language; and the facts of the action pages that the chapter would lack.
//! A chapter that stays in doubt is omitted with an error.

mod doubt;
mod fit;
mod index;
mod places;
mod remaining;
mod split;
mod subject;

use std::collections::{BTreeSet, HashMap};

use crate::group::{Key, SourceFacts};
use extract::Content;
use fit::Fit;
use index::{Index, KeyId};
use places::{ADDRESS, Evidence, LINKS, evidence};
use spec::finding::Finding;
use spec::{Language, is_service_name, is_version};
use split::{Split, split};
use subject::{Subject, Tally};

pub(crate) use doubt::{
    CHAPTER_OF_NO_VERSION, CHAPTER_OF_OTHER_SERVICE, CHAPTER_OF_UNCLEAR_VERSION,
};

/// The part of a chapter that belongs to one service and version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) key: Key,
    /// The positions of the structures or overview rows; `None` for the whole chapter.
    pub(crate) items: Option<BTreeSet<usize>>,
}

/// The position of a chapter: its source, and the chapter within it.
type Place = (usize, usize);

/// The owners of all chapters. A chapter in doubt has none.
#[derive(Debug, Default)]
pub(crate) struct Owners(HashMap<Place, Vec<Share>>);

impl Owners {
    /// Removes and returns the shares of a chapter.
    pub(crate) fn take(&mut self, source: usize, chapter: usize) -> Vec<Share> {
        self.0.remove(&(source, chapter)).unwrap_or_default()
    }
}

/// Decides whose each chapter is, and reports the chapters in doubt.
pub(crate) fn owners(sources: &[SourceFacts], findings: &mut Vec<Finding>) -> Owners {
    let mut judge = Judge {
        index: Index::new(sources),
        ..Judge::default()
    };
    for (source, SourceFacts { entry, facts }) in sources.iter().enumerate() {
        for (number, chapter) in facts.chapters.iter().enumerate() {
            judge.admit((source, number), Subject::new(entry, chapter), findings);
        }
    }
    judge.note_described();
    judge.by_names_and_places(findings);
    judge.by_twin();
    judge.by_fit();
    judge.by_twin();
    for case in judge.cases.iter().filter(|case| case.is_open) {
        let evidence = case.all_evidence();
        findings.push(doubt::undecided(
            &judge.index,
            &case.subject,
            &case.open,
            &evidence,
        ));
    }
    judge.owners
}

/// A chapter of a service with several versions.
#[derive(Debug)]
struct Case<'a> {
    place: Place,
    subject: Subject<'a>,
    /// The versions of the service.
    candidates: BTreeSet<KeyId>,
    /// The candidates that the evidence leaves.
    open: BTreeSet<KeyId>,
    tally: Tally,
    evidence: Vec<Evidence>,
    is_open: bool,
}

impl Case<'_> {
    fn by_names(&self) -> Evidence {
        Evidence {
            kind: "the actions that it names",
            keys: self.tally.full(),
        }
    }

    fn all_evidence(&self) -> Vec<Evidence> {
        let mut all = vec![self.by_names()];
        all.extend(self.evidence.iter().cloned());
        all
    }
}

/// The chapters to judge, and what is known so far.
#[derive(Debug, Default)]
struct Judge<'a> {
    index: Index<'a>,
    cases: Vec<Case<'a>>,
    fit: Fit<'a>,
    /// The kinds of chapters that a version surely has, by language.
    described: BTreeSet<(KeyId, &'static str, Option<Language>)>,
    /// The structures that such chapters describe.
    structures: BTreeSet<(KeyId, Option<Language>, &'a str)>,
    owners: Owners,
}

impl<'a> Judge<'a> {
    /// Assigns a chapter that allows only one answer, and keeps the others for later.
    fn admit(&mut self, place: Place, subject: Subject<'a>, findings: &mut Vec<Finding>) {
        if subject.chapter.retired
            && let Some(version) = &subject.chapter.version
        {
            self.assign(place, &subject, subject.service(), version, findings);
            return;
        }
        if let Some(version) = &subject.entry.version {
            self.assign(place, &subject, &subject.entry.service, version, findings);
            return;
        }
        let versions = self.index.versions(subject.service());
        let candidates: BTreeSet<KeyId> = versions.into_iter().collect();
        let names = subject.chapter.content.named_actions();
        let tally = Tally::new(&self.index, names.iter().copied(), &candidates);
        if subject.chapter.version.is_none() && !candidates.is_empty() {
            let others = self.of_other_service(&tally, &names);
            if !others.is_empty() {
                findings.push(doubt::of_other_service(&self.index, &subject, &others));
                return;
            }
        }
        let folder = self
            .index
            .folder_version(subject.service(), &subject.entry.file);
        let is_known = |version: &String| {
            let mut known = candidates.iter().map(|id| self.index.version(*id));
            known.any(|known| known == version)
        };
        if subject.chapter.version.is_none()
            && let Some(version) = folder.filter(|version| !is_known(version))
        {
            findings.push(doubt::of_unknown_version(&subject, &version));
            return;
        }
        let own = subject.chapter.version.as_deref();
        let only = candidates.first().map(|id| self.index.version(*id));
        match (candidates.len(), own, only) {
            (0, None, _) | (_, None, None) => findings.push(doubt::without_version(&subject)),
            (0 | 1, Some(version), _) | (1, None, Some(version)) => {
                let version = version.to_owned();
                self.assign(place, &subject, subject.service(), &version, findings);
            }
            _ => {
                self.fit.note(&subject);
                self.cases.push(Case {
                    place,
                    evidence: evidence(&self.index, &subject, &candidates),
                    open: candidates.clone(),
                    candidates,
                    tally,
                    subject,
                    is_open: true,
                });
            }
        }
    }

    /// Gives a chapter to a service and version, which may lack action pages.
    fn assign(
        &mut self,
        place: Place,
        subject: &Subject<'a>,
        service: &str,
        version: &str,
        findings: &mut Vec<Finding>,
    ) {
        if !is_service_name(service) || !is_version(version) {
            findings.push(doubt::without_version(subject));
            return;
        }
        let key = Key {
            service: service.to_owned(),
            version: version.to_owned(),
        };
        if let Ok(id) = self.index.keys.binary_search(&key) {
            self.describe(id, subject);
        }
        let share = Share { key, items: None };
        self.owners.0.insert(place, vec![share]);
    }

    /// Returns the services and versions that have all named actions, if the chapter's own service
    /// has fewer than half of them.
    fn of_other_service(&self, tally: &Tally, names: &[&str]) -> BTreeSet<KeyId> {
        let best = tally.hits.values().copied().max().unwrap_or(0);
        if names.is_empty() || best * 2 >= tally.named {
            return BTreeSet::new();
        }
        let mut all: Option<BTreeSet<KeyId>> = None;
        for name in names {
            let Some(having) = self.index.with_action(name) else {
                return BTreeSet::new();
            };
            let common: BTreeSet<KeyId> = match all {
                None => having.clone(),
                Some(all) => all.intersection(having).copied().collect(),
            };
            if common.is_empty() {
                return common;
            }
            all = Some(common);
        }
        all.unwrap_or_default()
    }

    /// Notes that a version has such a chapter.
    fn describe(&mut self, id: KeyId, subject: &Subject<'a>) {
        let language = subject.language;
        self.described.insert((id, subject.kind(), language));
        if let Content::Structures(structures) = &subject.chapter.content {
            let names = structures.iter().map(|structure| structure.name.as_str());
            self.structures
                .extend(names.map(|name| (id, language, name)));
        }
    }

    /// Notes the chapters whose named actions leave one version.
    fn note_described(&mut self) {
        let cases = std::mem::take(&mut self.cases);
        for case in &cases {
            if let Some(id) = case.tally.sole() {
                self.describe(id, &case.subject);
            }
        }
        self.cases = cases;
    }

    fn by_names_and_places(&mut self, findings: &mut Vec<Finding>) {
        let mut cases = std::mem::take(&mut self.cases);
        for case in &mut cases {
            if let Some(contradicting) = self.decide(case, findings) {
                let (one, other) = &*contradicting;
                findings.push(doubt::contradiction(&self.index, &case.subject, one, other));
                case.is_open = false;
            }
        }
        self.cases = cases;
    }

    /// Narrows the candidates of a chapter, and assigns it if one is left. Returns contradicting
    /// evidence, if there is any.
    fn decide(
        &mut self,
        case: &mut Case<'a>,
        findings: &mut Vec<Finding>,
    ) -> Option<Box<(Evidence, Evidence)>> {
        let names = case.by_names();
        if let Some(id) = case.tally.sole() {
            let rival = self.rival(case, id);
            if let Some(rival) = rival.or_else(|| self.fitting_rival(case, id)) {
                return Some(Box::new((names, rival)));
            }
            self.give(case, &[id].into());
            return None;
        }
        if let Some(split) = self.split(case) {
            if let Some(rival) = self.sole_rival(case) {
                let keys = case.tally.hits.keys().copied().collect();
                return Some(Box::new((Evidence { keys, ..names }, rival)));
            }
            self.give_split(case, split, findings);
            return None;
        }
        let mut last = names;
        for more in &case.evidence {
            if !last.keys.is_empty() {
                case.open.clone_from(&last.keys);
            }
            if case.open.len() == 1 || more.keys.is_empty() {
                continue;
            }
            let keys: BTreeSet<KeyId> = case.open.intersection(&more.keys).copied().collect();
            if keys.is_empty() {
                return Some(Box::new((last, more.clone())));
            }
            last = Evidence {
                kind: more.kind,
                keys,
            };
        }
        if !last.keys.is_empty() {
            case.open = last.keys;
        }
        if case.open.len() == 1 || self.is_shared(case) {
            let open = case.open.clone();
            self.give(case, &open);
        }
        None
    }

    /// Returns evidence for one version alone, unless that version has such a chapter already.
    fn sole_rival(&self, case: &Case<'a>) -> Option<Evidence> {
        let mut strong = case.evidence.iter().filter(|more| more.kind != ADDRESS);
        let first = strong.find(|more| !more.keys.is_empty())?;
        let (kind, language) = (case.subject.kind(), case.subject.language);
        let is_alone = first.keys.len() == 1;
        let is_described = |id: &KeyId| self.described.contains(&(*id, kind, language));
        (is_alone && !first.keys.iter().any(is_described)).then(|| first.clone())
    }

    /// Returns evidence that the chapter describes another version than the one whose actions it
    /// names: a version whose pages are incomplete lacks actions that the other one has too.
    fn rival(&self, case: &Case<'a>, id: KeyId) -> Option<Evidence> {
        let strong = case.evidence.iter().filter(|more| more.kind != ADDRESS);
        let first = strong.into_iter().find(|more| !more.keys.is_empty())?;
        if first.keys.contains(&id) {
            return None;
        }
        let has_own = |rival: &KeyId| {
            let chapter = (*rival, case.subject.kind(), case.subject.language);
            self.described.contains(&chapter)
        };
        (!first.keys.iter().all(has_own)).then(|| first.clone())
    }

    /// Returns evidence that the chapter describes a version without such a chapter.
    ///
    /// Its pages state nothing that the chapter lacks, unlike the pages of the version whose
    /// actions it names.
    fn fitting_rival(&mut self, case: &Case<'a>, id: KeyId) -> Option<Evidence> {
        if self.fit.lacks(&self.index, &case.subject, id)? == 0 {
            return None;
        }
        let (kind, language) = (case.subject.kind(), case.subject.language);
        let rivals: BTreeSet<KeyId> = case.tally.hits.keys().copied().collect();
        let keys: BTreeSet<KeyId> = rivals
            .into_iter()
            .filter(|rival| !self.described.contains(&(*rival, kind, language)))
            .filter(|rival| self.fit.lacks(&self.index, &case.subject, *rival) == Some(0))
            .collect();
        let kind = "the facts of the action pages";
        (!keys.is_empty()).then_some(Evidence { kind, keys })
    }

    /// Returns whether the pages of all open versions link to one list of error codes or regions.
    fn is_shared(&self, case: &Case<'a>) -> bool {
        let content = &case.subject.chapter.content;
        matches!(content, Content::Errors(_) | Content::Regions(_))
            && case
                .evidence
                .iter()
                .any(|more| more.kind == LINKS && more.keys == case.open)
    }

    /// Splits a chapter that describes several versions.
    fn split(&self, case: &Case<'a>) -> Option<Split> {
        if !case.tally.is_mixed() {
            return None;
        }
        let language = case.subject.language;
        let elsewhere = |id: KeyId, name: &str| self.structures.contains(&(id, language, name));
        split(&self.index, &case.subject, &case.candidates, elsewhere)
    }

    /// Gives each version its items of a chapter, and reports the doubtful items.
    fn give_split(&mut self, case: &mut Case<'a>, split: Split, findings: &mut Vec<Finding>) {
        let open: BTreeSet<KeyId> = split.items.keys().copied().collect();
        for item in split.doubtful {
            let finding = doubt::undecided_item(&self.index, &case.subject, item, &open);
            findings.push(finding);
        }
        let shares = split.items.into_iter().filter_map(|(id, items)| {
            Some(Share {
                key: self.index.keys.get(id)?.clone(),
                items: Some(items),
            })
        });
        self.owners.0.insert(case.place, shares.collect());
        case.open = open;
        case.is_open = false;
    }

    /// Gives a chapter to all of the versions.
    fn give(&mut self, case: &mut Case<'a>, owners: &BTreeSet<KeyId>) {
        let keys = owners.iter().filter_map(|id| self.index.keys.get(*id));
        let shares = keys.map(|key| Share {
            key: key.clone(),
            items: None,
        });
        self.owners.0.insert(case.place, shares.collect());
        case.open.clone_from(owners);
        case.is_open = false;
    }
}
