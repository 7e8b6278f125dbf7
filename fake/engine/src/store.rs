//! The resources of one product in one account and region.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use behave::{Resource as Kind, Start};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use crate::content::Descriptions;
use crate::{Call, example, paths};

/// Resources, and what will happen to them.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Store {
    /// Resources by kind, in the order of their creation.
    kinds: BTreeMap<String, Vec<Resource>>,
    /// Coming changes by time in milliseconds and number.
    events: BTreeMap<String, Event>,
    /// Ids of deleted resources, which no documented example brings back.
    gone: BTreeSet<String>,
    /// Answers by action and client token.
    tokens: BTreeMap<String, Map<String, Value>>,
    /// Number of ids so far.
    made: u64,
    /// True if the resources of documented examples exist.
    started: bool,
}

/// A resource.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Resource {
    pub(crate) id: String,
    /// Id of the resource that contains it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) parent: Option<String>,
    /// Members of the structure that describes it, and parts that other actions describe.
    content: Map<String, Value>,
    #[serde(skip)]
    descriptions: Descriptions,
}

impl Resource {
    pub(crate) fn new(id: String, parent: Option<String>, content: Map<String, Value>) -> Self {
        Self {
            id,
            parent,
            content,
            descriptions: Descriptions::default(),
        }
    }

    pub(crate) fn content(&self) -> &Map<String, Value> {
        &self.content
    }

    /// Returns the content for a change.
    pub(crate) fn content_mut(&mut self) -> &mut Map<String, Value> {
        self.descriptions.clear();
        &mut self.content
    }

    /// Returns the description with a structure as JSON, which is made once per change.
    pub(crate) fn description(
        &self,
        structure: usize,
        make: impl FnOnce() -> Map<String, Value>,
    ) -> Option<Arc<RawValue>> {
        self.descriptions.get(structure, make)
    }
}

/// A coming change of a resource.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Event {
    pub(crate) kind: String,
    pub(crate) id: String,
    /// New values by path.
    pub(crate) sets: BTreeMap<String, Value>,
    /// True if the resource vanishes.
    #[serde(default)]
    pub(crate) vanishes: bool,
}

impl Store {
    /// Prepares for a call: creates the resources of documented examples before the first one, and
    /// makes all changes that are due.
    pub(crate) fn begin(&mut self, call: &Call<'_>) {
        if !self.started {
            self.started = true;
            for kind in &call.product.behaviour.resources {
                if kind.start == Start::Example {
                    let found = example::resources(call.product, kind);
                    self.kinds.insert(kind.name.clone(), found);
                }
            }
        }
        self.advance(call.now);
    }

    /// Makes all changes that are due.
    pub(crate) fn advance(&mut self, now: Timestamp) {
        let now = due(now.as_millisecond(), u64::MAX);
        while let Some((time, _)) = self.events.first_key_value() {
            if *time > now {
                break;
            }
            if let Some((_, event)) = self.events.pop_first() {
                self.happen(event);
            }
        }
    }

    fn happen(&mut self, event: Event) {
        if event.vanishes {
            self.remove(&event.kind, &event.id);
        } else if let Some(resource) = self.find_mut(&event.kind, &event.id) {
            for (path, value) in event.sets {
                paths::set(resource.content_mut(), &path, value);
            }
        }
    }

    /// Plans a change in some seconds. A former plan for the same members is dropped.
    pub(crate) fn plan(&mut self, call: &Call<'_>, seconds: u32, event: Event) {
        self.events.retain(|_, other| {
            other.kind != event.kind
                || other.id != event.id
                || !other.sets.keys().any(|path| event.sets.contains_key(path))
        });
        self.made += 1;
        let time = call
            .now
            .as_millisecond()
            .saturating_add(i64::from(seconds) * 1000);
        self.events.insert(due(time, self.made), event);
    }

    pub(crate) fn of_kind(&self, kind: &str) -> &[Resource] {
        self.kinds.get(kind).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn of_kind_mut(&mut self, kind: &str) -> &mut [Resource] {
        self.kinds.get_mut(kind).map_or(&mut [], Vec::as_mut_slice)
    }

    pub(crate) fn find(&self, kind: &str, id: &str) -> Option<&Resource> {
        self.of_kind(kind).iter().find(|resource| resource.id == id)
    }

    pub(crate) fn find_mut(&mut self, kind: &str, id: &str) -> Option<&mut Resource> {
        self.of_kind_mut(kind)
            .iter_mut()
            .find(|resource| resource.id == id)
    }

    pub(crate) fn add(&mut self, kind: &str, resource: Resource) {
        self.kinds
            .entry(kind.to_owned())
            .or_default()
            .push(resource);
    }

    /// Removes a resource for good.
    pub(crate) fn remove(&mut self, kind: &str, id: &str) {
        if let Some(resources) = self.kinds.get_mut(kind) {
            resources.retain(|resource| resource.id != id);
        }
        self.events
            .retain(|_, event| event.kind != kind || event.id != id);
        self.gone.insert(format!("{kind}/{id}"));
    }

    pub(crate) fn is_gone(&self, kind: &str, id: &str) -> bool {
        self.gone.contains(&format!("{kind}/{id}"))
    }

    /// Returns a new id. Numbers within a parent count from 1.
    pub(crate) fn new_id(&mut self, kind: &Kind, parent: Option<&str>) -> String {
        let form = kind.form.as_deref().unwrap_or("********");
        if form == "#" {
            let siblings = self
                .of_kind(&kind.name)
                .iter()
                .filter(|one| one.parent.as_deref() == parent);
            let numbers = siblings.filter_map(|one| one.id.parse::<u64>().ok());
            return numbers.max().unwrap_or(0).saturating_add(1).to_string();
        }
        loop {
            self.made += 1;
            let id = crate::ids::make(form, self.made ^ crate::ids::seed(&kind.name));
            // A short form of digits may run out.
            if self.find(&kind.name, &id).is_none() || self.made > 1_000_000 {
                return id;
            }
        }
    }

    pub(crate) fn remembered(&self, action: &str, token: &str) -> Option<Map<String, Value>> {
        self.tokens.get(&format!("{action}/{token}")).cloned()
    }

    pub(crate) fn remember(&mut self, action: &str, token: &str, answer: &Map<String, Value>) {
        self.tokens
            .insert(format!("{action}/{token}"), answer.clone());
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.kinds.values().all(Vec::is_empty)
    }

    /// Returns the resources by kind, for people.
    pub(crate) fn shown(&self) -> Value {
        let kinds = self
            .kinds
            .iter()
            .filter(|(_, resources)| !resources.is_empty());
        let shown = kinds.map(|(kind, resources)| {
            let resources = resources.iter().map(|resource| {
                json!({
                    "id": resource.id, "parent": resource.parent, "content": resource.content(),
                })
            });
            (kind.clone(), Value::Array(resources.collect()))
        });
        Value::Object(shown.collect())
    }
}

/// Returns a key that sorts by time, then by number.
fn due(milliseconds: i64, number: u64) -> String {
    // Shifted, so that times before 1970 sort too.
    let shifted = i128::from(milliseconds) - i128::from(i64::MIN);
    format!("{shifted:020}/{number:020}")
}
