//! Retirement: vanished things stay in the specs, deprecated, until an update forgets them.

use crate::model::{PlanError, Snapshot, UpdateOptions};
use merge::retired::{NotRetired, Retired, RetiredThing, forget, vanished};
use spec::fault::did_you_mean;
use spec::{Files, RETIRED, ServiceSpec, Source, is_date, is_version};

/// The retired things after the update.
#[derive(Debug, Default)]
pub(crate) struct Retirement {
    /// The texts of the `retired.yaml` files, by path below `specs/`.
    pub(crate) files: Files,
    /// The things that vanish with this update, each with its service.
    pub(crate) vanished: Vec<(String, RetiredThing)>,
    /// The things that this update drops, each with its service.
    pub(crate) forgotten: Vec<(String, RetiredThing)>,
}

/// The retired things of one service and version.
struct VersionRetirement {
    service: String,
    version: String,
    retired: Retired,
}

/// Returns whether the path names a `retired.yaml` file, which every update rewrites.
pub(crate) fn is_retired_file(path: &str) -> bool {
    path.ends_with(&format!("/{RETIRED}"))
}

impl Retirement {
    /// Retires things that the new specs lack, restores those that they have again, and drops those
    /// that the options name.
    pub(crate) fn plan(
        old: &[ServiceSpec],
        new: &[ServiceSpec],
        current: &Snapshot,
        files: &Files,
        options: &UpdateOptions,
    ) -> Result<Self, PlanError> {
        let mut retirement = Self::default();
        let mut versions = Vec::new();
        for before in old {
            let after = find_same(before, new)?;
            let (service, version) = (&before.service.name, &before.service.version);
            let known = read(files, &retired_path(service, version))?;
            let day = |sources: &[Source]| last_seen(sources, current, &options.today);
            let retired = vanished(before, after, &known, &day);
            for thing in retired.0.iter().filter(|thing| !known.0.contains(thing)) {
                retirement.vanished.push((service.clone(), thing.clone()));
            }
            versions.push(VersionRetirement {
                service: service.clone(),
                version: version.clone(),
                retired,
            });
        }
        for path in &options.forget {
            retirement.forget(path, &mut versions)?;
        }
        for version in versions {
            if !version.retired.0.is_empty() {
                let path = retired_path(&version.service, &version.version);
                let text = version.retired.render(&path)?;
                retirement.files.insert(path, text);
            }
        }
        Ok(retirement)
    }

    /// Drops the thing at a path like `cvm/DescribeX` or `cvm/2017-03-12/DescribeX` from all
    /// matching versions.
    fn forget(&mut self, path: &str, versions: &mut [VersionRetirement]) -> Result<(), PlanError> {
        let (service, below) = path.split_once('/').unwrap_or((path, ""));
        let known = versions.iter().map(|version| version.service.as_str());
        let no_service = PlanError::NoService {
            path: path.to_owned(),
            suggestion: did_you_mean(service, known),
        };
        let mut below = below;
        let mut only_version = None;
        if let Some((first, rest)) = below.split_once('/')
            && is_version(first)
        {
            (only_version, below) = (Some(first), rest);
        }
        let mut refusal: Option<NotRetired> = None;
        let mut is_found = false;
        for version in versions {
            let is_other = only_version.is_some_and(|only| version.version != only);
            if version.service != service || is_other {
                continue;
            }
            match forget(&mut version.retired, below) {
                Ok(things) => {
                    is_found = true;
                    for thing in things {
                        self.forgotten.push((service.to_owned(), thing));
                    }
                }
                Err(error) => refusal = Some(error),
            }
        }
        match refusal {
            _ if is_found => Ok(()),
            Some(error) => Err(error.into()),
            None => Err(no_service),
        }
    }
}

/// Returns the new spec of the same service and version.
fn find_same<'a>(
    before: &ServiceSpec,
    new: &'a [ServiceSpec],
) -> Result<&'a ServiceSpec, PlanError> {
    let (service, version) = (&before.service.name, &before.service.version);
    new.iter()
        .find(|spec| spec.service.name == *service && spec.service.version == *version)
        .ok_or_else(|| PlanError::WholeService {
            service: service.clone(),
            version: version.clone(),
        })
}

fn retired_path(service: &str, version: &str) -> String {
    format!("{service}/{version}/{RETIRED}")
}

fn read(files: &Files, path: &str) -> Result<Retired, PlanError> {
    match files.get(path) {
        None => Ok(Retired::default()),
        Some(text) => Ok(Retired::parse(&format!("specs/{path}"), text)?),
    }
}

/// Returns the newest date of the pages, else today. A page's date is that of its request, else the
/// printed one.
fn last_seen(sources: &[Source], snapshot: &Snapshot, today: &str) -> String {
    let days = sources.iter().filter_map(|source| {
        let entry = snapshot
            .entries
            .iter()
            .find(|entry| entry.file == source.file)?;
        let dates = [&entry.fetched, &source.updated, &entry.updated];
        dates.into_iter().flatten().find_map(|date| day(date))
    });
    days.max().unwrap_or(today).to_owned()
}

/// Returns `2025-07-01` of `2025-07-01 01:15:50` or `2025-07-01T01:15:50Z`.
fn day(date: &str) -> Option<&str> {
    date.get(..10).filter(|day| is_date(day))
}
