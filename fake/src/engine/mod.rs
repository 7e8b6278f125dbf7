//! The answers of actions: resources and their states, documented examples, or made values.

use serde_json::Value;

use crate::cloud::{Answer, Call};

pub(crate) use fake_engine::RestoreError;

/// The resources of all products, and the answers about them.
#[derive(Debug, Default)]
pub(crate) struct Engine(fake_engine::Engine);

impl Engine {
    /// Answers a call whose request is valid.
    pub(crate) fn answer(&mut self, call: &Call<'_>) -> Answer {
        let answer = self.0.answer(&fake_engine::Call {
            product: call.product,
            action: call.action,
            parameters: call.parameters,
            region: call.region,
            account: call.account.uin,
            now: call.now,
            request_id: call.request_id,
        });
        match answer {
            fake_engine::Answer::Success(content) => Answer::Success(content),
            fake_engine::Answer::Failure { code, message } => Answer::Failure { code, message },
        }
    }

    /// Removes all resources.
    pub(crate) fn reset(&mut self) {
        self.0.reset();
    }

    /// Returns the whole state, for [`restore`](Self::restore).
    pub(crate) fn snapshot(&self) -> Value {
        self.0.snapshot()
    }

    /// Replaces the state by a former one.
    pub(crate) fn restore(&mut self, state: &Value) -> Result<(), RestoreError> {
        self.0.restore(state)
    }

    /// Returns all resources by product and kind, for people.
    pub(crate) fn resources(&self) -> Value {
        self.0.resources()
    }
}
