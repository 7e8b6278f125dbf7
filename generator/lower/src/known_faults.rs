//! Entries for `known_faults.yaml`: the documented examples that contradict the documentation, which
//! the generated tests would stumble over.

use super::model::{Case, Expected, Version};
use super::{Crate, LowerErrors, lower};
use spec::{ExampleSide, Files, KnownFault, ServiceSpec};

/// The entries that one file lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingFaults {
    /// The service.
    pub service: String,
    /// Its API version.
    pub version: String,
    /// The entries, by action and number.
    pub faults: Vec<KnownFault>,
}

/// What is still to be written into the files, by service and version; nothing for those that are complete.
pub fn missing_known_faults(model: &Crate) -> Vec<MissingFaults> {
    let versions = model.products.iter().flat_map(|product| &product.versions);
    let missing = versions.map(|version| MissingFaults {
        service: version.service.clone(),
        version: version.version.clone(),
        faults: of_version(version),
    });
    missing
        .filter(|missing| !missing.faults.is_empty())
        .collect()
}

/// The first line of a file that is begun by machine.
const HEADER: &str = "\
# Documented examples that contradict the documentation, one by one. The generated tests expect each
# of them to fail; delete an entry when they say that nothing is wrong any more. Begun by
# `cargo xtask codegen` when the product was new, written by people from then on.
";

/// The `known_faults.yaml` of services and versions that have no files yet, by path: a fresh product's
/// examples pass, and what they pass over can be read.
///
/// # Errors
///
/// A spec can't become a crate.
pub fn first_known_faults(specs: &[ServiceSpec], files: &Files) -> Result<Files, LowerErrors> {
    let folder = |service: &str, version: &str| format!("{service}/{version}/");
    let is_fresh = |spec: &&ServiceSpec| {
        let folder = folder(&spec.service.name, &spec.service.version);
        !files.keys().any(|path| path.starts_with(&folder))
    };
    let fresh: Vec<ServiceSpec> = specs.iter().filter(is_fresh).cloned().collect();
    if fresh.is_empty() {
        return Ok(Files::new());
    }
    let missing = missing_known_faults(&lower(&fresh)?);
    let texts = missing.into_iter().filter_map(|missing| {
        let path = folder(&missing.service, &missing.version) + "known_faults.yaml";
        // Entries are texts and numbers, which YAML has.
        let entries = serde_yaml::to_string(&missing.faults).ok()?;
        Some((path, format!("{HEADER}{entries}")))
    });
    Ok(texts.collect())
}

fn of_version(version: &Version) -> Vec<KnownFault> {
    let mut faults = Vec::new();
    for action in &version.actions {
        for (index, example) in action.examples.iter().enumerate() {
            let sides = [
                (ExampleSide::Request, &example.request),
                (ExampleSide::Response, &example.response),
            ];
            for (side, case) in sides {
                let reason = case.as_ref().and_then(|case| reason(case, side));
                faults.extend(reason.map(|reason| KnownFault {
                    action: action.wire.clone(),
                    example: index + 1,
                    side,
                    reason,
                }));
            }
        }
    }
    faults
}

/// Losses that a reason names; more would be a list, no reason.
const NAMED: usize = 3;

/// Why the case fails, if it does and nobody knows.
fn reason(case: &Case, side: ExampleSide) -> Option<String> {
    if case.known_fault.is_some() {
        return None;
    }
    if let Expected::Unreadable(why) = &case.expected {
        return Some(format!("It can't be read: {why}."));
    }
    let (first, rest) = case.losses.split_first()?;
    let verb = match side {
        ExampleSide::Request => "is sent",
        ExampleSide::Response => "comes back",
    };
    let mut reason = format!("In what {verb}, {first}");
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
