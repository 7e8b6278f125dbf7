//! One thing that a user of the crate meets.

use serde::Serialize;

use super::Level;
use super::rules;
use crate::diff::{Change, Fact, Subject};

/// What happens to one item of the crate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Impact {
    /// The service.
    #[serde(skip)]
    pub service: String,
    /// The API version.
    #[serde(skip)]
    pub version: String,
    /// How much of a step it is.
    pub level: Level,
    /// The rule that says so: `member-type-changed`.
    pub rule: &'static str,
    /// The item, as users write it: `cvm::v20170312::RunInstancesRequest::zone`. Empty where no item is meant.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub item: String,
    /// What users could write.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// What they can write now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
    /// The thing of the documentation that became the item.
    pub on: Subject,
    /// The fact of the thing that the impact is about.
    #[serde(skip)]
    pub fact: Option<Fact>,
    /// Which of a member's values or of an action's codes it is about.
    #[serde(skip)]
    pub value: Option<String>,
}

/// Collects impacts within one service and version.
#[derive(Debug, Default)]
pub(super) struct Impacts {
    found: Vec<Impact>,
    /// The last one, which the caller may still complete.
    open: Option<Impact>,
    service: String,
    version: String,
    module: String,
}

impl Impacts {
    /// What follows is about this version, whose items lie in that module.
    pub(super) fn within(&mut self, service: &str, version: &str, module: &str) {
        service.clone_into(&mut self.service);
        version.clone_into(&mut self.version);
        module.clone_into(&mut self.module);
    }

    /// Adds what a rule says about an item, named below the module; the caller may add details.
    pub(super) fn push(
        &mut self,
        rule: &'static str,
        item: &str,
        on: Subject,
        fact: Fact,
    ) -> &mut Impact {
        let item = match item {
            "" => self.module.clone(),
            below => format!("{}::{below}", self.module),
        };
        self.found.extend(self.open.take());
        self.open.insert(Impact {
            service: self.service.clone(),
            version: self.version.clone(),
            level: rules::level(rule),
            rule,
            item,
            old: None,
            new: None,
            on,
            fact: Some(fact),
            value: None,
        })
    }

    /// What follows is about that item.
    pub(super) fn at(&mut self, item: String, on: Subject) -> OfItem<'_> {
        OfItem {
            impacts: self,
            item,
            on,
        }
    }

    /// Adds that the compiler warns of uses of an item now, or no longer.
    pub(super) fn deprecation(
        &mut self,
        (old, new): (&Option<String>, &Option<String>),
        item: &str,
        on: &Subject,
    ) -> Option<&mut Impact> {
        let rule = match (old, new) {
            (None, Some(_)) => "deprecation-added",
            (Some(_), None) => "deprecation-lifted",
            _ => return None,
        };
        Some(self.push(rule, item, on.clone(), Fact::Deprecated))
    }

    pub(super) fn sorted(mut self) -> Vec<Impact> {
        self.found.extend(self.open.take());
        let key = |impact: &Impact| {
            let place = (impact.service.clone(), impact.version.clone());
            (place, impact.item.clone(), impact.rule, impact.old.clone())
        };
        self.found.sort_by_cached_key(key);
        self.found
    }
}

/// Collects impacts on one item.
pub(super) struct OfItem<'i> {
    impacts: &'i mut Impacts,
    item: String,
    on: Subject,
}

impl OfItem<'_> {
    /// Adds what a rule says about the item; the caller may add details.
    pub(super) fn push(&mut self, rule: &'static str, fact: Fact) -> &mut Impact {
        self.impacts.push(rule, &self.item, self.on.clone(), fact)
    }
}

impl Impact {
    /// The same with what users could write and can write now.
    pub(super) fn sides(&mut self, old: impl ToString, new: impl ToString) {
        self.old = Some(old.to_string());
        self.new = Some(new.to_string());
    }
}

/// What a change does to the crate that the lowered models show no difference for: it is told in the
/// crate's documentation, or nowhere.
pub(crate) fn of_fact(service: &str, version: &str, change: &Change) -> Impact {
    Impact {
        service: service.to_owned(),
        version: version.to_owned(),
        level: rules::level("documentation"),
        rule: "documentation",
        item: String::new(),
        old: None,
        new: None,
        on: change.on.clone(),
        fact: Some(change.fact),
        value: None,
    }
}
