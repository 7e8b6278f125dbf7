//! The resources of a fake cloud, and the answers of actions about them.
//!
//! No code is specific to an action. The behaviour of a product says what each action does, and its
//! documented examples and types give all values that no request has set.

#![cfg_attr(
    not(test),
    warn(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::unwrap_used
    )
)]

mod change;
mod content;
mod create;
mod describe;
mod example;
mod failure;
mod ids;
mod links;
mod paths;
mod reply;
mod select;
mod shape;
mod store;
mod target;
mod view;

use std::borrow::Cow;
use std::collections::BTreeMap;

use behave::Effect;
use fake_model::{Action, Product};
use jiff::Timestamp;
use serde::Deserialize as _;
use serde_json::{Map, Value, json};
use spec::{Envelope, RegionRule};

pub use crate::content::Content;
use crate::store::Store;

/// A call whose parameters have the documented names and types.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// Product of the action.
    pub product: &'a Product,
    /// The action.
    pub action: &'a Action,
    /// Parameters, without the common ones.
    pub parameters: &'a Map<String, Value>,
    /// Region of the call.
    pub region: Option<&'a str>,
    /// Account that owns the resources.
    pub account: &'a str,
    /// Time on the clock of the fake.
    pub now: Timestamp,
    /// Id of the call.
    pub request_id: &'a str,
}

/// The answer of an action.
#[derive(Debug, Clone)]
pub enum Answer {
    /// Content of the reply.
    Success(Content),
    /// Documented error.
    Failure {
        /// Error code.
        code: Cow<'static, str>,
        /// Message in English.
        message: String,
    },
}

/// The resources of all products, by account and region.
#[derive(Debug, Default)]
pub struct Engine {
    stores: BTreeMap<String, Store>,
}

/// The error for a state that isn't one of a snapshot.
#[derive(Debug, thiserror::Error)]
#[error("can't restore the resources: {0}; expected the state that a fake has saved")]
pub struct RestoreError(String);

impl Engine {
    /// Answers a call.
    pub fn answer(&mut self, call: &Call<'_>) -> Answer {
        match self.outcome(call) {
            // Clients take any member of this name for the failure of the call.
            Answer::Success(content) if call.product.envelope == Envelope::Response => {
                Answer::Success(content.without("Error"))
            }
            answer => answer,
        }
    }

    fn outcome(&mut self, call: &Call<'_>) -> Answer {
        let role = call.product.behaviour.role(&call.action.name);
        let Some(role) = role.filter(|role| role.effect != Effect::Example) else {
            return Answer::Success(reply::documented(call).into());
        };
        let store = self.stores.entry(store_name(call)).or_default();
        store.begin(call);
        let answer = match role.effect {
            Effect::Describe => return Answer::from(describe::describe(store, call, role)),
            Effect::Create => create::create(store, call, role),
            Effect::Quota => Ok(describe::quota(store, call, role)),
            Effect::Modify | Effect::Extend | Effect::Reduce => change::change(store, call, role),
            Effect::Delete => change::delete(store, call, role),
            Effect::Attach | Effect::Detach => links::link(store, call, role),
            Effect::Inspect | Effect::Example => change::inspect(store, call, role),
        };
        Answer::from(answer.map(Content::from))
    }

    /// Removes all resources.
    pub fn reset(&mut self) {
        self.stores.clear();
    }

    /// Returns the whole state, for [`restore`](Self::restore).
    pub fn snapshot(&self) -> Value {
        // Texts, numbers, lists and maps with text keys always have a JSON form.
        serde_json::to_value(&self.stores).unwrap_or_default()
    }

    /// Replaces the state by that of a snapshot.
    ///
    /// # Errors
    ///
    /// Returns an error, and keeps the present state, if the value isn't such a state.
    pub fn restore(&mut self, state: &Value) -> Result<(), RestoreError> {
        let stores = BTreeMap::deserialize(state);
        self.stores = stores.map_err(|error| RestoreError(error.to_string()))?;
        Ok(())
    }

    /// Makes the changes of resources that are due, as each call does for its own product.
    pub fn advance(&mut self, now: Timestamp) {
        for store in self.stores.values_mut() {
            store.advance(now);
        }
    }

    /// Returns all resources for people: a list of products by account and region, each with its
    /// kinds of resources.
    pub fn resources(&self) -> Value {
        let stores = self.stores.iter().filter(|(_, store)| !store.is_empty());
        let shown = stores.map(|(name, store)| {
            let parts: Vec<&str> = name.split('/').collect();
            let part = |index: usize| parts.get(index).copied().unwrap_or_default();
            json!({
                "service": part(0),
                "version": part(1),
                "account": part(2),
                "region": part(3),
                "resources": store.shown(),
            })
        });
        Value::Array(shown.collect())
    }
}

/// Returns the name of the store that a call uses. A product whose actions mostly ignore the region
/// has one for all regions.
fn store_name(call: &Call<'_>) -> String {
    let Product {
        service, version, ..
    } = call.product;
    let actions = &call.product.actions;
    let required = |action: &&Action| action.region == Some(RegionRule::Required);
    let is_regional = actions.iter().filter(required).count() * 2 > actions.len();
    let region = call.region.filter(|_| is_regional).unwrap_or("all");
    format!("{service}/{version}/{}/{region}", call.account)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_error_is_no_part_of_a_success() {
        let action = "{name: GetResult, service: doc, version: 2024-01-01, input: [], \
                      output: [{name: Status, type: String}, {name: Error, type: Fault}]}";
        let fault = "{name: Fault, members: [{name: Code, type: String}]}";
        let product = fake_model::reduce(&spec::ServiceSpec {
            actions: vec![serde_yaml::from_str(action).unwrap()],
            structures: vec![serde_yaml::from_str(fault).unwrap()],
            ..spec::ServiceSpec::default()
        });
        let answer = Engine::default().answer(&Call {
            product: &product,
            action: product.action("GetResult").unwrap(),
            parameters: &Map::new(),
            region: None,
            account: "1",
            now: Timestamp::UNIX_EPOCH,
            request_id: "1",
        });
        let Answer::Success(content) = answer else {
            panic!("{answer:?}");
        };
        assert_eq!(
            serde_json::to_value(content).unwrap(),
            json!({"Status": "fake"})
        );
    }
}
