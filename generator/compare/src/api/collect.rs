//! The collector of impacts within one service and version.

use crate::change::{Fact, Impact, Rule, rules};
use spec::Thing;

/// The impacts found so far, and the version under comparison.
#[derive(Debug, Default)]
pub(crate) struct Impacts {
    found: Vec<Impact>,
    service: String,
    version: String,
    module: String,
}

/// An item of the crate, and the documented thing that it comes from.
#[derive(Debug)]
pub(crate) struct Item {
    service: String,
    version: String,
    path: String,
    on: Thing,
}

impl Impacts {
    /// Sets the version that the following items belong to, and their module.
    pub(crate) fn enter(&mut self, service: &str, version: &str, module: &str) {
        service.clone_into(&mut self.service);
        version.clone_into(&mut self.version);
        module.clone_into(&mut self.module);
    }

    /// Returns the item at a path below the version's module; the module itself for an empty path.
    pub(crate) fn item(&self, path: &str, on: Thing) -> Item {
        let module = &self.module;
        Item {
            service: self.service.clone(),
            version: self.version.clone(),
            path: if path.is_empty() {
                module.clone()
            } else {
                format!("{module}::{path}")
            },
            on,
        }
    }

    /// Adds an impact.
    pub(crate) fn push(&mut self, impact: Impact) {
        self.found.push(impact);
    }

    /// Adds an impact if the item gained or lost its deprecation note.
    pub(crate) fn push_deprecation(
        &mut self,
        item: &Item,
        old: &Option<String>,
        new: &Option<String>,
    ) {
        if let Some(rule) = deprecation_rule(old, new) {
            self.push(item.impact(rule, Fact::Deprecated));
        }
    }

    /// Returns the impacts by service, version, item and rule.
    pub(crate) fn sorted(mut self) -> Vec<Impact> {
        self.found.sort_by_cached_key(|impact| {
            let version = (impact.service.clone(), impact.version.clone());
            let item = impact.item.clone();
            (version, item, impact.rule, impact.old.clone())
        });
        self.found
    }
}

impl Item {
    /// Returns an impact on this item, which the caller may complete.
    pub(crate) fn impact(&self, rule: &'static Rule, fact: Fact) -> Impact {
        Impact {
            service: self.service.clone(),
            version: self.version.clone(),
            level: rule.level,
            rule,
            item: self.path.clone(),
            old: None,
            new: None,
            on: self.on.clone(),
            fact,
            value: None,
        }
    }
}

/// Returns the rule that applies to the old and the new deprecation note of an item.
pub(crate) fn deprecation_rule(
    old: &Option<String>,
    new: &Option<String>,
) -> Option<&'static Rule> {
    match (old, new) {
        (None, Some(_)) => Some(rules::DEPRECATION_ADDED),
        (Some(_), None) => Some(rules::DEPRECATION_LIFTED),
        _ => None,
    }
}
