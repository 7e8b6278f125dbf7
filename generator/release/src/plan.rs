//! The plan: the crates to publish, each with its reasons and its version.

use std::collections::BTreeMap;

use compare::Level;
use semver::Version;
use serde::Serialize;
use spec::SpecFault;

use crate::digest::are_compatible;
use crate::{Package, Published, Reason, Released, Role};

/// The crates to publish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// The crates to publish, in the order in which they depend on each other.
    pub steps: Vec<Step>,
    /// The names of the crates that are published as they are.
    pub unchanged: Vec<String>,
}

/// A crate to publish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The crate's name.
    pub name: String,
    /// The crate's place in the order.
    pub role: Role,
    /// The published version; `None` for a new crate.
    pub from: Option<String>,
    /// The version that the repository states.
    pub stated: String,
    /// The version to publish: at least the stated one.
    pub to: String,
    /// The file with the version.
    pub version_file: String,
    /// The reasons, at least one.
    pub reasons: Vec<Reason>,
}

impl Step {
    /// Returns whether the repository states a lower version than the one to publish.
    pub fn must_be_raised(&self) -> bool {
        self.stated != self.to
    }

    /// Returns whether users must take a step that Cargo doesn't take for them.
    fn is_breaking(&self) -> bool {
        let from = self.from.as_ref();
        from.is_some_and(|from| !are_compatible(from, &self.to))
    }
}

/// Plans the release of these crates.
///
/// # Errors
///
/// Returns a fault for each crate whose stated version can't be published, or whose next version
/// only people can choose.
pub fn plan(packages: &[Package], released: &Released) -> Result<Plan, Vec<SpecFault>> {
    let mut sorted: Vec<&Package> = packages.iter().collect();
    sorted.sort_by(|one, other| (one.role, &one.name).cmp(&(other.role, &other.name)));
    let mut plan = Plan {
        steps: Vec::new(),
        unchanged: Vec::new(),
    };
    let mut faults = Vec::new();
    let removed = removed(packages, released);
    let mut runtime: Option<(String, String)> = None;
    for package in sorted {
        let published = released.get(&package.name);
        let others = Others {
            runtime: runtime.as_ref(),
            earlier: &plan,
            removed: &removed,
        };
        let step = step(package, published, &others);
        if package.role == Role::Runtime {
            let version = step.as_ref().ok().and_then(|step| step.as_ref());
            let version = version.map_or(&package.version, |step| &step.to);
            runtime = Some((package.name.clone(), version.clone()));
        }
        match step {
            Ok(Some(step)) => plan.steps.push(step),
            Ok(None) => plan.unchanged.push(package.name.clone()),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() {
        Ok(plan)
    } else {
        Err(faults)
    }
}

/// Returns the names of published crates that no longer exist.
fn removed(packages: &[Package], released: &Released) -> Vec<String> {
    let names = released.keys();
    let is_gone = |name: &&String| packages.iter().all(|package| package.name != **name);
    names.filter(is_gone).cloned().collect()
}

/// The crates that a crate depends on, or no longer depends on.
struct Others<'a> {
    /// The name and the planned version of the runtime.
    runtime: Option<&'a (String, String)>,
    /// The plan so far.
    earlier: &'a Plan,
    /// The names of published crates that no longer exist.
    removed: &'a [String],
}

/// Returns the step of a crate, or `None` if it is published as it is.
fn step(
    package: &Package,
    published: Option<&Published>,
    others: &Others<'_>,
) -> Result<Option<Step>, SpecFault> {
    let stated = version(package, &package.version)?;
    let mut step = Step {
        name: package.name.clone(),
        role: package.role,
        from: published.map(|published| published.version.clone()),
        stated: package.version.clone(),
        to: package.version.clone(),
        version_file: package.version_file.clone(),
        reasons: vec![Reason::New],
    };
    let Some(published) = published else {
        return Ok(Some(step));
    };
    let from = version(package, &published.version)?;
    if stated < from {
        return Err(fault(
            package,
            &format!("states {stated}, but {from} is published"),
            &format!("state a version above {from}"),
        ));
    }
    step.reasons = reasons(package, published, &from, others);
    if step.reasons.is_empty() {
        return Ok(None);
    }
    let level = step.reasons.iter().map(Reason::level).max();
    step.to = raised(package, &from, &stated, level.unwrap_or_default())?;
    Ok(Some(step))
}

fn reasons(
    package: &Package,
    published: &Published,
    from: &Version,
    others: &Others<'_>,
) -> Vec<Reason> {
    let mut reasons = Vec::new();
    reasons.extend(Reason::from_notes(&package.notes, from));
    if let (Some((name, to)), Some(from)) = (others.runtime, &published.runtime)
        && !are_compatible(from, to)
    {
        reasons.push(Reason::Incompatible {
            name: name.clone(),
            from: from.clone(),
            to: to.clone(),
        });
    }
    if package.role == Role::Facade {
        reasons.extend(others.earlier.steps.iter().filter_map(of_product));
        let removed = others.removed.iter().cloned();
        reasons.extend(removed.map(|name| Reason::RemovedProduct { name }));
    }
    if reasons.is_empty() && package.digest != published.digest {
        reasons.push(Reason::Content);
    }
    if reasons.is_empty() && package.version != published.version {
        reasons.push(Reason::Raised);
    }
    reasons
}

/// Returns the reason that the step of a product gives the facade. Compatible versions give none,
/// because the published facade accepts them.
fn of_product(step: &Step) -> Option<Reason> {
    let name = step.name.clone();
    match (&step.from, step.role) {
        (None, Role::Product) => Some(Reason::NewProduct { name }),
        (Some(from), Role::Product) if step.is_breaking() => Some(Reason::Incompatible {
            name,
            from: from.clone(),
            to: step.to.clone(),
        }),
        _ => None,
    }
}

/// Returns the version to publish: the stated one, if it is far enough above the published one.
fn raised(
    package: &Package,
    from: &Version,
    stated: &Version,
    level: Level,
) -> Result<String, SpecFault> {
    // Even a change without a verdict needs another version, because a published one can't be
    // replaced.
    let level = level.max(Level::Patch);
    let least = level.next_version(&from.to_string());
    match least.and_then(|least| Version::parse(&least).ok()) {
        Some(least) => Ok(least.max(stated.clone()).to_string()),
        None if stated > from => Ok(stated.to_string()),
        None => Err(fault(
            package,
            &format!("states {stated}, which is published, and the crate changed"),
            "state the next version; only people can choose the one after a pre-release",
        )),
    }
}

fn version(package: &Package, text: &str) -> Result<Version, SpecFault> {
    Version::parse(text).map_err(|error| {
        fault(
            package,
            &format!("states `{text}`, which isn't a version: {error}"),
            "state three numbers, such as 0.2.0",
        )
    })
}

fn fault(package: &Package, problem: &str, help: &str) -> SpecFault {
    let message = format!("{} {problem}", package.name);
    SpecFault::in_file(&package.version_file, message, help)
}

impl Plan {
    /// Returns the versions that must be raised, by the file that states them. Hand-written crates
    /// share one, so the highest counts.
    pub fn raises(&self) -> BTreeMap<&str, &Step> {
        let mut raises: Vec<&Step> = self.steps.iter().collect();
        raises.retain(|step| step.must_be_raised());
        raises.sort_by_key(|step| Version::parse(&step.to).ok());
        raises
            .into_iter()
            .map(|step| (step.version_file.as_str(), step))
            .collect()
    }
}
