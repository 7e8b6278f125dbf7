//! The vocabulary of comparisons: changes of the documentation, and their impacts on the crate.

mod impact;
pub(crate) mod rules;

pub use impact::{Impact, Level};
pub use rules::{RULES, Rule};

use std::collections::BTreeMap;
use std::fmt;

use lower::FIRST_VERSION;
use serde::Serialize;
use serde_json::Value;
use spec::{Language, Thing};

/// The differences between two states of the specs.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Diff {
    /// The largest version step of any product.
    pub verdict: Level,
    /// Services and versions with changes, sorted.
    pub services: Vec<ServiceDiff>,
}

impl Diff {
    /// Returns the version step of the facade: the largest step of a product that it re-exports.
    pub fn facade_verdict(&self) -> Level {
        let services = self.services.iter().filter(|service| !service.retired);
        let verdicts = services.map(|service| service.verdict);
        verdicts.max().unwrap_or_default()
    }

    /// Returns whether the facade re-exports the changed service.
    pub fn is_in_facade(&self, service: &str) -> bool {
        let mut services = self.services.iter();
        services.any(|changed| changed.service == service && !changed.retired)
    }

    /// Returns the version steps of the products' crates, sorted by service. `versions` are their
    /// versions in the old state, which lacks new crates.
    pub fn steps(&self, versions: &BTreeMap<String, String>) -> Vec<CrateStep> {
        let mut verdicts: BTreeMap<&str, Level> = BTreeMap::new();
        for service in &self.services {
            let verdict = verdicts.entry(&service.service).or_default();
            *verdict = service.verdict.max(*verdict);
        }
        let step = |(service, verdict): (&str, Level)| {
            let from = versions.get(service).cloned();
            CrateStep {
                service: service.to_owned(),
                verdict,
                to: match &from {
                    Some(from) => verdict.next_version(from),
                    None => Some(FIRST_VERSION.to_owned()),
                },
                from,
            }
        };
        verdicts.into_iter().map(step).collect()
    }
}

/// The step of a product's crate to its next version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CrateStep {
    /// The service: `cvm`.
    pub service: String,
    /// The largest step of any API version.
    pub verdict: Level,
    /// The version in the old state; `None` for a new crate.
    pub from: Option<String>,
    /// The version after the step; `None` if only people can decide it, as after a pre-release.
    pub to: Option<String>,
}

impl fmt::Display for CrateStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.from, &self.to) {
            (Some(from), Some(to)) if from == to => write!(f, "{from}"),
            (Some(from), Some(to)) => write!(f, "{from} → {to}"),
            (None, Some(to)) => write!(f, "new, {to}"),
            (from, None) => write!(f, "{} → ?", from.as_deref().unwrap_or("?")),
        }
    }
}

/// The differences within one service and version.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ServiceDiff {
    /// The service: `cvm`.
    pub service: String,
    /// The API version: `2017-03-12`.
    pub version: String,
    /// True if the API is retired, so that the facade lacks the product.
    #[serde(skip_serializing_if = "is_false")]
    pub retired: bool,
    /// The version step for users of this service.
    pub verdict: Level,
    /// Documentation changes: the service's own, then by action, structure and error code.
    pub changes: Vec<Change>,
    /// Impacts on items whose own documentation did not change. For instance, a structure gets
    /// setters because a new action sends it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub consequences: Vec<Impact>,
}

fn is_false(flag: &bool) -> bool {
    !*flag
}

/// One change of the documentation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// Addition, removal or replacement.
    pub kind: Kind,
    /// The largest version step among its impacts.
    pub level: Level,
    /// The thing that changed.
    pub on: Thing,
    /// The aspect of the thing that changed.
    pub fact: Fact,
    /// The value, error code, region or example title, if the thing has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The language, for texts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The old value in the specs' own form; absent for additions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Value>,
    /// The new value in the specs' own form; absent for removals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Value>,
    /// The other name, if a removed and an added thing differ only by name. This is a guess, so the
    /// diff lists both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub perhaps_renamed: Option<String>,
    /// The place of the new documentation, or of the old one for removals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// The effects on the crate.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub impacts: Vec<Impact>,
}

/// The direction of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Only the old state has it.
    Removed,
    /// Both states have it, with different values.
    Changed,
    /// Only the new state has it.
    Added,
}

/// The aspect of a thing that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fact {
    /// Its existence.
    Itself,
    /// The type.
    Type,
    /// The mark as required or optional.
    Required,
    /// The statement that the value may be null.
    Nullable,
    /// The default value.
    Default,
    /// One of the documented values.
    Value,
    /// One of the limits: a range, a length, a number of items or a condition.
    Limit,
    /// One of the documented filters.
    Filter,
    /// The mark as deprecated.
    Deprecated,
    /// The mark as a secret.
    Sensitive,
    /// One of an action's error codes.
    ErrorCode,
    /// The mark as an error code that every service may return.
    Common,
    /// The host that receives requests.
    Domain,
    /// Requests per second.
    RateLimit,
    /// The action's region rule: required, optional or unused.
    Region,
    /// The action and the states to wait for.
    Wait,
    /// The form of the reply of an asynchronous action.
    Asynchronous,
    /// The action of a newer API to use instead.
    ReplacedBy,
    /// The wire protocol, its path or the envelope of its replies.
    Protocol,
    /// The numeric form of an error code.
    Number,
    /// One of the listed regions.
    ListedRegion,
    /// The mark as inferred, rather than read from a table.
    Inferred,
    /// The title.
    Title,
    /// The title of the action's group.
    Group,
    /// The description of the thing, or of one of its values.
    Text,
    /// The sample value.
    Sample,
    /// One of the examples.
    Example,
    /// One of the releases in the documentation's own history.
    Release,
}

/// A place in the documentation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file below `specs/sources/`.
    pub file: String,
    /// The 1-based line on which the page, chapter or structure begins.
    pub line: usize,
    /// The page's address, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}
