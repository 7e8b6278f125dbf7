//! The generations in a manual, and the version of each.
//!
//! A generation begins with its introduction. Its chapters belong to the version of its actions,
//! and so do pages that state none although their replies have the frame of dated versions.

use std::collections::BTreeMap;

use spec::{Envelope, UNVERSIONED};

use crate::facts::{Content, Facts};

/// Sets the service and version of all pages and chapters that state none.
pub(super) fn date(facts: &mut Facts) {
    let mut starts: Vec<usize> = facts
        .chapters
        .iter()
        .filter(|chapter| matches!(chapter.content, Content::Introduction { .. }))
        .map(|chapter| chapter.source.line)
        .collect();
    starts.sort_unstable();
    let number = |line: usize| starts.iter().filter(|start| **start <= line).count();
    let mut versions: BTreeMap<usize, BTreeMap<String, usize>> = BTreeMap::new();
    for page in &facts.actions {
        let line = page.action.sources.first().map_or(0, |source| source.line);
        if !page.action.version.is_empty() {
            let counts = versions.entry(number(line)).or_default();
            *counts.entry(page.action.version.clone()).or_default() += 1;
        }
    }
    let dated = |line: usize| {
        let counts = versions.get(&number(line))?;
        let most = counts.iter().max_by_key(|(_, count)| **count)?;
        Some(most.0.clone())
    };
    let mut services: BTreeMap<usize, String> = BTreeMap::new();
    for page in &mut facts.actions {
        let action = &mut page.action;
        let line = action.sources.first().map_or(0, |source| source.line);
        if action.version.is_empty() {
            let is_framed = page
                .retired
                .as_ref()
                .is_some_and(|retired| retired.envelope == Envelope::Response);
            let version = dated(line).filter(|_| is_framed);
            action.version = version.unwrap_or_else(|| UNVERSIONED.to_owned());
        }
        services
            .entry(number(line))
            .or_insert_with(|| action.service.clone());
    }
    let versions_of_actions: BTreeMap<usize, String> = facts
        .actions
        .iter()
        .map(|page| {
            let line = page.action.sources.first().map_or(0, |source| source.line);
            (line, page.action.version.clone())
        })
        .collect();
    for chapter in &mut facts.chapters {
        let line = chapter.source.line;
        let own = versions_of_actions.get(&line).cloned();
        let of_generation = || {
            let has_actions = services.contains_key(&number(line));
            let version = dated(line).unwrap_or_else(|| UNVERSIONED.to_owned());
            has_actions.then_some(version)
        };
        chapter.version = chapter.version.take().or(own).or_else(of_generation);
        if chapter.service.is_none() {
            chapter.service = services.get(&number(line)).cloned();
        }
    }
}
