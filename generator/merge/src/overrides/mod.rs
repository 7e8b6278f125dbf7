//! Hand-written corrections in `overrides.yaml`, applied by name, each with its reason.
//!
//! A patch names one thing, says `why`, and adds the thing, skips it, or sets its facts. A patch
//! that matches nothing or changes nothing is an error: the documentation has changed since.

mod apply;
mod patch;
mod set;
mod unknown;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use patch::Patch;
use spec::ServiceSpec;
use spec::fault::{SpecFault, SpecFaults};
use spec::yaml::{self, Writer};

/// Applies the patches of a file to a spec: in the file's order, except that examples are skipped
/// last.
///
/// # Errors
///
/// Returns a fault if the file isn't a list of patches, or else for each patch that matches or
/// changes nothing.
pub fn apply_overrides(spec: &mut ServiceSpec, file: &str, text: &str) -> Result<(), SpecFaults> {
    if is_blank(text) {
        return Ok(());
    }
    let patches: Vec<Patch> = yaml::parse(file, text, Writer::People)?;
    let known = unknown::types(spec, &patches);
    let lines = item_lines(text);
    let mut refused = Vec::new();
    let mut skipped = BTreeSet::new();
    for (index, patch) in in_order(&patches) {
        let result = match skipped_example(patch) {
            Some(example) if !skipped.insert(example) => Err(Refusal::new(
                "another patch skips this example too",
                "delete one of the patches",
            )),
            _ => apply::apply(spec, patch, lines.get(index).copied()),
        };
        refused.extend(result.err().map(|refusal| (index, patch, refusal)));
    }
    // A later patch may add the structure that an earlier one names.
    for (index, patch) in patches.iter().enumerate() {
        let result = unknown::check_type(spec, &known, patch);
        refused.extend(result.err().map(|refusal| (index, patch, refusal)));
    }
    let faults = refused.into_iter().map(|(index, patch, refusal)| {
        let message = format!("{}: {}", patch.named(), refusal.message);
        let fault = SpecFault::in_file(file, message, refusal.help);
        let until = lines.get(index + 1).copied();
        match lines.get(index) {
            Some(&line) => at_key(fault, text, line, until, refusal.key),
            None => fault,
        }
    });
    SpecFaults::check(faults.collect())
}

/// Moves a fault to the key of the patch that begins in `line` and ends before `until`, or else to
/// the patch.
fn at_key(
    fault: SpecFault,
    text: &str,
    line: usize,
    until: Option<usize>,
    key: Option<&str>,
) -> SpecFault {
    let Some(key) = key else {
        return fault.at(text, line, 1);
    };
    let end = until.unwrap_or(usize::MAX);
    let lines = || text.lines().enumerate().skip(line - 1).take(end - line);
    let starts = |line: &str| {
        let rest = line.trim_start_matches([' ', '-']);
        rest.strip_prefix(key)?.strip_prefix(':')?;
        Some(line.len() - rest.len())
    };
    // In flow style, the key follows a brace or a comma.
    let inside = |line: &str| {
        let found = line.match_indices(key).find(|(index, _)| {
            let (before, rest) = line.split_at(*index);
            before.ends_with(['{', ' ', ',']) && rest.starts_with(&format!("{key}:"))
        });
        found.map(|(index, _)| index)
    };
    let place = lines()
        .find_map(|(index, line)| Some((index, starts(line)?)))
        .or_else(|| lines().find_map(|(index, line)| Some((index, inside(line)?))));
    match place {
        Some((index, column)) => fault.at(text, index + 1, column + 1),
        None => fault.at(text, line, 1),
    }
}

/// Returns the patches with their index in the file, in the order of application. Patches that skip
/// examples come last, from the last example to the first, which keeps the page's numbers valid.
fn in_order(patches: &[Patch]) -> Vec<(usize, &Patch)> {
    let mut order: Vec<(usize, &Patch)> = patches.iter().enumerate().collect();
    order.sort_by_key(|(_, patch)| {
        let skipped = skipped_example(patch).map(|(_, number)| number);
        (skipped.is_some(), Reverse(skipped))
    });
    order
}

/// Returns the action and the number of the example that the patch skips.
fn skipped_example(patch: &Patch) -> Option<(&str, usize)> {
    if !patch.skip {
        return None;
    }
    Some((patch.action.as_deref()?, patch.example?))
}

/// Returns whether a file has only comments and blank lines.
fn is_blank(text: &str) -> bool {
    text.lines()
        .all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
}

/// Returns the 1-based line of each item of a list with leading hyphens. YAML indents the content
/// of an item deeper than its hyphen, so the first hyphen's indentation identifies the others.
fn item_lines(text: &str) -> Vec<usize> {
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let is_item = |line: &str| line.trim_start().starts_with("- ") || line.trim() == "-";
    let Some(first) = text.lines().find(|line| is_item(line)).map(indent) else {
        return Vec::new();
    };
    text.lines()
        .enumerate()
        .filter(|(_, line)| is_item(line) && indent(line) == first)
        .map(|(index, _)| index + 1)
        .collect()
}

/// The reason why a patch can't be applied, and how to fix it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Refusal {
    message: String,
    help: String,
    /// The key of the patch that is at fault, if it is a single one.
    key: Option<&'static str>,
}

impl Refusal {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
            key: None,
        }
    }

    fn at(mut self, key: &'static str) -> Self {
        self.key = Some(key);
        self
    }

    fn no_match() -> Self {
        Self::new(
            "the spec has no such thing",
            "the documentation has changed, or a name is misspelled: correct or delete the patch",
        )
    }
}
