//! The pages that describe one action become one action.

use std::collections::{BTreeMap, BTreeSet};

use super::deprecated;
use super::edition::{Edition, Sides, fold, newest_first};
use super::members;
use extract::ActionPage;
use spec::finding::Finding;
use spec::{Action, Example, RegionRule};

/// One action a name, sorted by name.
pub(super) fn merge(pages: Vec<(Edition, ActionPage)>, findings: &mut Vec<Finding>) -> Vec<Action> {
    let mut by_name: BTreeMap<String, Vec<(Edition, Action)>> = BTreeMap::new();
    for (edition, page) in pages {
        let mut action = page.action;
        let name = action.name.clone();
        members::drop_repeated("input", &name, &mut action.input, &edition, findings);
        members::drop_repeated("output", &name, &mut action.output, &edition, findings);
        by_name.entry(name).or_default().push((edition, action));
    }
    by_name
        .into_values()
        .filter_map(|mut actions| {
            newest_first(&mut actions);
            merge_one(actions, findings)
        })
        .collect()
}

fn merge_one(mut actions: Vec<(Edition, Action)>, findings: &mut Vec<Finding>) -> Option<Action> {
    if actions.len() > 1 {
        for (edition, action) in &mut actions {
            for example in &mut action.examples {
                example.file = Some(edition.source.file.clone());
            }
        }
    }
    let merged = fold(actions, |(newer, merged), (older, action)| {
        let mut sides = Sides {
            newer,
            older,
            subject: merged.name.clone(),
            findings,
        };
        merge_two(merged, action, &mut sides);
    });
    Some(merged?.1)
}

fn merge_two(newer: &mut Action, older: Action, sides: &mut Sides<'_>) {
    newer.title.fill(older.title);
    newer.doc.fill(older.doc);
    deprecated::merge("it", &mut newer.deprecated, older.deprecated, sides);
    sides.fact("domain", &mut newer.domain, older.domain);
    sides.fact("rate limit", &mut newer.rate_limit, older.rate_limit);
    let mut region = newer.region.map(Word);
    sides.fact("region", &mut region, older.region.map(Word));
    newer.region = region.map(|word| word.0);
    if newer.regions.is_empty() {
        newer.regions = older.regions;
    } else if !older.regions.is_empty() && newer.regions != older.regions {
        sides.differ(
            "regions",
            &newer.regions.join(", "),
            &older.regions.join(", "),
        );
    }
    members::merge("input", &mut newer.input, older.input, sides);
    members::merge("output", &mut newer.output, older.output, sides);
    merge_errors(&mut newer.errors, older.errors, sides);
    let kept = newer.examples.is_empty() || sides.keep_older();
    merge_examples(&mut newer.examples, older.examples, kept);
    newer.sources.extend(older.sources);
}

/// A region rule that prints as its YAML word.
#[derive(PartialEq)]
struct Word(RegionRule);

impl std::fmt::Display for Word {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.0 {
            RegionRule::Required => "required",
            RegionRule::Optional => "optional",
            RegionRule::Unused => "unused",
        })
    }
}

/// Codes are kept whichever edition lists them: a code that never comes does no harm. A page without any
/// may be cut, so it contradicts nothing.
fn merge_errors(newer: &mut Vec<String>, older: Vec<String>, sides: &mut Sides<'_>) {
    let (new, old) = (as_set(newer), as_set(&older));
    let only_newer: Vec<&str> = new.difference(&old).copied().collect();
    let only_older: Vec<&str> = old.difference(&new).copied().collect();
    let kept = new.is_empty() || sides.keep_older();
    if !new.is_empty() && !old.is_empty() {
        sides.only_in_one("error", &only_newer, &only_older, kept);
    }
    if !kept {
        return;
    }
    let more: Vec<String> = only_older.into_iter().map(str::to_owned).collect();
    newer.extend(more);
}

fn as_set(codes: &[String]) -> BTreeSet<&str> {
    codes.iter().map(String::as_str).collect()
}

/// Examples with the same request and response are one example with titles in two languages.
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

/// The host of most actions; the first in the alphabet where several are equally common.
pub(super) fn usual_domain(actions: &[Action]) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for domain in actions.iter().filter_map(|action| action.domain.as_deref()) {
        *counts.entry(domain).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    let first = counts.into_iter().find(|(_, count)| *count == most)?;
    Some(first.0.to_owned())
}
