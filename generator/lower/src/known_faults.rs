//! Entries for `known_faults.yaml`: documented examples that contradict the documentation, and fail
//! in the generated tests.

use crate::error::{ErrorKind, LowerError};
use crate::examples::shows;
use crate::model::{Case, Crate, Example, Expected, Version};
use spec::{ExampleSide, Files, KnownFault, ServiceSpec, SpecFault, parse_known_faults};

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

/// Accepts the faulty examples of each new service and version, and returns their first
/// `known_faults.yaml`, by path.
///
/// With it, a new product's tests pass, and its faulty examples are listed for review. A version is
/// new if `files` has neither its spec nor its known faults.
pub fn start_known_faults(model: &mut Crate, files: &Files) -> Files {
    let mut started = Files::new();
    let products = model.products.iter_mut();
    for version in products.flat_map(|product| &mut product.versions) {
        let folder = format!("{}/{}", version.service, version.version);
        let path = format!("{folder}/known_faults.yaml");
        if files.contains_key(&path) || files.contains_key(&format!("{folder}/service.yaml")) {
            continue;
        }
        let faults = version_faults(version);
        if faults.is_empty() {
            continue;
        }
        started.insert(path, format!("{HEADER}{}", entries(&faults)));
        for fault in faults {
            if let Some(case) = case_mut(version, &fault) {
                case.known_fault = Some(fault.reason);
            }
        }
    }
    started
}

fn case_mut<'v>(version: &'v mut Version, fault: &KnownFault) -> Option<&'v mut Case> {
    let mut actions = version.actions.iter_mut();
    let action = actions.find(|action| action.wire == fault.action)?;
    let example = action.examples.get_mut(fault.example.checked_sub(1)?)?;
    match fault.side {
        ExampleSide::Request => example.request.as_mut(),
        ExampleSide::Response => example.response.as_mut(),
    }
}

/// Returns the text of a `known_faults.yaml` with the missing entries at its end. `existing` is its
/// text before; `None` if the file doesn't exist.
///
/// # Errors
///
/// Returns a fault if the existing text isn't a list of entries.
pub fn append_known_faults(
    missing: &MissingFaults,
    existing: Option<&str>,
) -> Result<String, SpecFault> {
    let new = entries(&missing.faults);
    let Some(existing) = existing else {
        return Ok(format!("{HEADER}{new}"));
    };
    let file = format!(
        "specs/{}/{}/known_faults.yaml",
        missing.service, missing.version
    );
    let mut all = parse_known_faults(&file, existing)?;
    all.extend(missing.faults.iter().cloned());
    let appended = format!("{}\n{new}", existing.trim_end());
    let appended = appended.trim_start();
    if parse_known_faults(&file, appended).is_ok_and(|parsed| parsed == all) {
        return Ok(appended.to_owned());
    }
    // The entries are in flow style, or indented: only comments between them get lost.
    let is_comment = |line: &&str| line.starts_with('#') || line.is_empty();
    let comments = existing.lines().take_while(is_comment);
    let comments: String = comments.map(|line| format!("{line}\n")).collect();
    Ok(format!("{comments}{}", entries(&all)))
}

/// Returns entries as YAML. Strings and integers always serialize.
fn entries(faults: &[KnownFault]) -> String {
    spec::yaml::print(faults).unwrap_or_default()
}

fn version_faults(version: &Version) -> Vec<KnownFault> {
    let mut faults = Vec::new();
    for action in &version.actions {
        for (index, example) in action.examples.iter().enumerate() {
            for (side, case) in sides(example) {
                if let Some(reason) = case.and_then(|case| reason(case, side)) {
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

fn sides(example: &Example) -> [(ExampleSide, Option<&Case>); 2] {
    [
        (ExampleSide::Request, example.request.as_ref()),
        (ExampleSide::Response, example.response.as_ref()),
    ]
}

/// Maximum number of losses that a reason names; it only counts the others.
const NAMED: usize = 3;

/// Returns the reason why the case fails, unless it passes or is a known fault.
fn reason(case: &Case, side: ExampleSide) -> Option<String> {
    if case.known_fault.is_some() {
        return None;
    }
    if let Expected::Unreadable(why) = &case.expected {
        return Some(match why.strip_prefix("the page ") {
            Some(rest) => format!("The page {rest}."),
            None => format!("It does not parse: {why}."),
        });
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
    let exists = |fault: &KnownFault| {
        let index = fault.example.checked_sub(1)?;
        let example = spec.action(&fault.action)?.examples.get(index)?;
        Some(shows(example, fault.side))
    };
    let stale = move |fault: &&KnownFault| exists(fault) != Some(true);
    let error = |fault: &KnownFault| LowerError {
        service: service.name.clone(),
        version: service.version.clone(),
        kind: ErrorKind::StaleKnownFault {
            action: fault.action.clone(),
            example: fault.example,
            side: fault.side,
            known_actions: spec
                .actions
                .iter()
                .map(|action| action.name.clone())
                .collect(),
        },
    };
    spec.known_faults.iter().filter(stale).map(error)
}
