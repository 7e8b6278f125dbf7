//! Actions: the pages that describe one action become one action.

use std::collections::{BTreeMap, BTreeSet};

use crate::edition::{Edition, Pair, merge_by_name};
use crate::{deprecated, members};
use extract::ActionPage;
use spec::finding::Finding;
use spec::{Action, Example, Inferred};

/// Merges pages into one action per name, sorted by name.
pub(crate) fn merge(pages: Vec<(Edition, ActionPage)>, findings: &mut Vec<Finding>) -> Vec<Action> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (_, page) in &pages {
        *counts.entry(page.action.name.clone()).or_default() += 1;
    }
    let mut actions = Vec::new();
    for (edition, page) in pages {
        let mut action = page.action;
        members::drop_repeated("input", &action.name, &mut action.input, &edition, findings);
        members::drop_repeated(
            "output",
            &action.name,
            &mut action.output,
            &edition,
            findings,
        );
        if counts.get(&action.name).is_some_and(|pages| *pages > 1) {
            for example in &mut action.examples {
                example.file = Some(edition.source.file.clone());
            }
        }
        actions.push((edition, action));
    }
    let merged = merge_by_name(actions, |action| &action.name, findings, merge_two);
    merged.into_values().collect()
}

fn merge_two(newer: &mut Action, older: Action, pair: &mut Pair<'_>) {
    newer.title.fill(older.title);
    newer.doc.fill(older.doc);
    deprecated::merge("it", &mut newer.deprecated, older.deprecated, pair);
    merge_domain(newer, older.inferred, older.domain, pair);
    pair.fact("rate limit", &mut newer.rate_limit, older.rate_limit);
    pair.fact("region", &mut newer.region, older.region);
    if newer.regions.is_empty() {
        newer.regions = older.regions;
    } else if !older.regions.is_empty() && newer.regions != older.regions {
        pair.report_difference(
            "regions",
            &newer.regions.join(", "),
            &older.regions.join(", "),
        );
    }
    members::merge("input", &mut newer.input, older.input, pair);
    members::merge("output", &mut newer.output, older.output, pair);
    merge_errors(&mut newer.errors, older.errors, pair);
    let kept = newer.examples.is_empty() || pair.keep_older();
    merge_examples(&mut newer.examples, older.examples, kept);
    newer.sources.extend(older.sources);
}

/// Merges the hosts. A stated host replaces one that only an example shows.
fn merge_domain(
    newer: &mut Action,
    inferred: Option<Inferred>,
    older: Option<String>,
    pair: &mut Pair<'_>,
) {
    match (newer.inferred, inferred) {
        (Some(_), None) if older.is_some() => {
            newer.domain = older;
            newer.inferred = None;
        }
        (None, Some(_)) if newer.domain.is_some() => {}
        _ => {
            if newer.domain.is_none() {
                newer.inferred = inferred;
            }
            pair.fact("domain", &mut newer.domain, older);
        }
    }
}

/// Merges error codes. Keeps the codes of all editions, because a code that never occurs does no
/// harm. A page without codes may be truncated, so it contradicts nothing.
fn merge_errors(newer: &mut Vec<String>, older: Vec<String>, pair: &mut Pair<'_>) {
    let (new, old) = (as_set(newer), as_set(&older));
    let only_newer: Vec<&str> = new.difference(&old).copied().collect();
    let only_older: Vec<&str> = old.difference(&new).copied().collect();
    let kept = new.is_empty() || pair.keep_older();
    if !new.is_empty() && !old.is_empty() {
        pair.report_only_in_one("error", &only_newer, &only_older, kept);
    }
    if kept {
        let more: Vec<String> = only_older.into_iter().map(str::to_owned).collect();
        newer.extend(more);
    }
}

fn as_set(codes: &[String]) -> BTreeSet<&str> {
    codes.iter().map(String::as_str).collect()
}

/// Merges examples. Equal requests and responses are one example with titles in two languages.
fn merge_examples(newer: &mut Vec<Example>, older: Vec<Example>, kept: bool) {
    for example in older {
        match newer.iter_mut().find(|known| is_same(known, &example)) {
            Some(known) => {
                known.title.fill(example.title);
                known.doc.fill(example.doc);
            }
            None if kept => newer.push(example),
            None => {}
        }
    }
}

fn is_same(one: &Example, other: &Example) -> bool {
    one.request == other.request
        && one.response == other.response
        && one.request_raw == other.request_raw
        && one.response_raw == other.response_raw
}

/// Returns the host that most actions use. Alphabetical order breaks ties.
pub(crate) fn most_common_host(actions: &[Action]) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for domain in actions.iter().filter_map(|action| action.domain.as_deref()) {
        *counts.entry(domain).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    let first = counts.into_iter().find(|(_, count)| *count == most)?;
    Some(first.0.to_owned())
}
