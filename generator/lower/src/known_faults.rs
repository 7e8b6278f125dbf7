//! Entries for `known_faults.yaml`: documented examples that contradict the documentation, and fail
//! in the generated tests.

use crate::model::{Case, Expected, Version};
use crate::{Crate, LowerError, LowerErrors, lower};
use spec::{Action, ExampleSide, Files, KnownFault, ServiceSpec};

/// The entries missing from one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingFaults {
    /// The service's name on the wire.
    pub service: String,
    /// The API version, such as `2017-03-12`.
    pub version: String,
    /// The missing entries, sorted by action and example.
    pub faults: Vec<KnownFault>,
}

/// Returns the entries that each incomplete file lacks, by service and version.
pub fn missing_known_faults(model: &Crate) -> Vec<MissingFaults> {
    let mut all = Vec::new();
    for version in model.products.iter().flat_map(|product| &product.versions) {
        let faults = version_faults(version);
        if !faults.is_empty() {
            all.push(MissingFaults {
                service: version.service.clone(),
                version: version.version.clone(),
                faults,
            });
        }
    }
    all
}

/// The header of a file that the generator starts.
const HEADER: &str = "\
# Documented examples that contradict the documentation. The generated tests expect each of them to
# fail. Delete an entry when a test reports that its example passes. `cargo xtask codegen` started
# this file for a new product; maintain it by hand.
";

/// Returns the first `known_faults.yaml` of each new service and version, by path.
///
/// With it, a new product's tests pass, and its faulty examples are listed for review. A version is
/// new if `files` has nothing in its folder.
///
/// # Errors
///
/// Returns an error if a new spec can't be lowered.
pub fn first_known_faults(specs: &[ServiceSpec], files: &Files) -> Result<Files, LowerErrors> {
    let folder = |service: &str, version: &str| format!("{service}/{version}/");
    let is_new = |spec: &&ServiceSpec| {
        let folder = folder(&spec.service.name, &spec.service.version);
        !files.keys().any(|path| path.starts_with(&folder))
    };
    let new: Vec<ServiceSpec> = specs.iter().filter(is_new).cloned().collect();
    if new.is_empty() {
        return Ok(Files::new());
    }
    let missing = missing_known_faults(&lower(&new)?);
    let texts = missing.into_iter().filter_map(|missing| {
        let path = folder(&missing.service, &missing.version) + "known_faults.yaml";
        // Strings and integers always serialize.
        let entries = serde_yaml::to_string(&missing.faults).ok()?;
        Some((path, format!("{HEADER}{entries}")))
    });
    Ok(texts.collect())
}

fn version_faults(version: &Version) -> Vec<KnownFault> {
    let mut faults = Vec::new();
    for action in &version.actions {
        for (index, example) in action.examples.iter().enumerate() {
            let sides = [
                (ExampleSide::Request, &example.request),
                (ExampleSide::Response, &example.response),
            ];
            for (side, case) in sides {
                if let Some(reason) = case.as_ref().and_then(|case| reason(case, side)) {
                    faults.push(KnownFault {
                        action: action.wire.clone(),
                        example: index + 1,
                        side,
                        reason,
                    });
                }
            }
        }
    }
    faults
}

/// Maximum number of losses that a reason names; it only counts the others.
const NAMED: usize = 3;

/// Returns the reason why the case fails, unless it passes or is a known fault.
fn reason(case: &Case, side: ExampleSide) -> Option<String> {
    if case.known_fault.is_some() {
        return None;
    }
    if let Expected::Unreadable(why) = &case.expected {
        return Some(format!("It does not parse: {why}."));
    }
    let (first, rest) = case.losses.split_first()?;
    let mut reason = format!("In the {side}, {first}");
    for loss in rest.iter().take(NAMED - 1) {
        reason.push_str(", ");
        reason.push_str(loss);
    }
    if rest.len() >= NAMED {
        reason.push_str(&format!(", and {} more", rest.len() + 1 - NAMED));
    }
    reason.push('.');
    Some(reason)
}

/// Returns an error for each entry whose example does not exist.
pub(crate) fn stale_entries(spec: &ServiceSpec) -> impl Iterator<Item = LowerError> {
    let service = &spec.service;
    spec.known_faults
        .iter()
        .filter(|fault| {
            let action = spec.action(&fault.action);
            !action.is_some_and(|action| has_example(action, fault))
        })
        .map(|fault| LowerError::StaleKnownFault {
            service: service.name.clone(),
            version: service.version.clone(),
            action: fault.action.clone(),
            example: fault.example,
            side: fault.side,
        })
}

/// Returns whether the action has the side of the example that the entry names.
fn has_example(action: &Action, fault: &KnownFault) -> bool {
    let index = fault.example.checked_sub(1);
    let example = index.and_then(|index| action.examples.get(index));
    example.is_some_and(|example| match fault.side {
        ExampleSide::Request => example.request.is_some() || example.request_raw.is_some(),
        ExampleSide::Response => example.response.is_some() || example.response_raw.is_some(),
    })
}
