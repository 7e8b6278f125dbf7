//! What vanishes is kept, what came back is not, and what may go goes.

use std::collections::BTreeMap;

use super::pages::Side;
use super::plan::{PlanError, Wishes};
use merge::retired::{NotRetired, Retired, RetiredThing, forget, vanished};
use spec::{Files, ServiceSpec, Source, is_version};

/// What is kept after the update.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// The files `retired.yaml` by path below `specs/`.
    pub(super) files: Files,
    pub(super) vanished: Vec<(String, RetiredThing)>,
    pub(super) forgotten: Vec<(String, RetiredThing)>,
}

impl Kept {
    /// Whether the path is one of the files that are written anew.
    pub(super) fn owns(&self, path: &str) -> bool {
        path.ends_with(&format!("/{}", spec::RETIRED))
    }
}

pub(super) fn keep(
    old: &[ServiceSpec],
    new: &[ServiceSpec],
    now: &Side,
    files: &Files,
    wishes: &Wishes,
) -> Result<Kept, PlanError> {
    let mut kept = Kept::default();
    let mut by_folder: BTreeMap<String, (String, Retired)> = BTreeMap::new();
    for spec in old {
        let (service, version) = (&spec.service.name, &spec.service.version);
        let is_same = |other: &&ServiceSpec| {
            other.service.name == *service && other.service.version == *version
        };
        let Some(after) = new.iter().find(is_same) else {
            return Err(PlanError::WholeService {
                service: service.clone(),
                version: version.clone(),
            });
        };
        let folder = format!("{service}/{version}");
        let before = read(files, &folder)?;
        let day = |sources: &[Source]| last_seen(sources, now, &wishes.today);
        let retired = vanished(spec, after, &before, &day);
        let is_new = |thing: &&RetiredThing| !before.0.contains(thing);
        let fresh = retired.0.iter().filter(is_new).cloned();
        kept.vanished
            .extend(fresh.map(|thing| (service.clone(), thing)));
        by_folder.insert(folder, (service.clone(), retired));
    }
    for path in &wishes.forget {
        forget_one(path, &mut by_folder, &mut kept)?;
    }
    for (folder, (_, retired)) in by_folder {
        if !retired.0.is_empty() {
            let path = format!("{folder}/{}", spec::RETIRED);
            let text = retired.render(&path)?;
            kept.files.insert(path, text);
        }
    }
    Ok(kept)
}

fn read(files: &Files, folder: &str) -> Result<Retired, PlanError> {
    let path = format!("{folder}/{}", spec::RETIRED);
    match files.get(&path) {
        None => Ok(Retired::default()),
        Some(text) => Ok(Retired::parse(&format!("specs/{path}"), text)?),
    }
}

/// The day on which the page was fetched, or else its own date, or else today.
fn last_seen(sources: &[Source], side: &Side, today: &str) -> String {
    let days = sources.iter().filter_map(|source| {
        let entry = side
            .entries
            .iter()
            .find(|entry| entry.file == source.file)?;
        let dates = [&entry.fetched, &source.updated, &entry.updated];
        dates.into_iter().flatten().find_map(|date| day(date))
    });
    days.max().unwrap_or(today).to_owned()
}

/// `2025-07-01` of `2025-07-01 01:15:50` or `2025-07-01T01:15:50Z`.
fn day(date: &str) -> Option<&str> {
    date.get(..10).filter(|day| is_version(day))
}

/// Lets the thing go in whichever version of the service has it.
fn forget_one(
    path: &str,
    by_folder: &mut BTreeMap<String, (String, Retired)>,
    kept: &mut Kept,
) -> Result<(), PlanError> {
    let no_service = || PlanError::NoService(path.to_owned());
    let (service, mut below) = path.split_once('/').ok_or_else(no_service)?;
    let mut version = None;
    if let Some((first, rest)) = below.split_once('/')
        && is_version(first)
    {
        (version, below) = (Some(first), rest);
    }
    let folders = by_folder.iter_mut().filter(|(folder, (name, _))| {
        name == service && version.is_none_or(|version| folder.ends_with(version))
    });
    let mut refusal: Option<NotRetired> = None;
    let mut found = false;
    for (_, (name, retired)) in folders {
        match forget(retired, below) {
            Ok(things) => {
                found = true;
                kept.forgotten
                    .extend(things.into_iter().map(|thing| (name.clone(), thing)));
            }
            Err(error) => refusal = Some(error),
        }
    }
    match refusal {
        _ if found => Ok(()),
        Some(error) => Err(error.into()),
        None => Err(no_service()),
    }
}
