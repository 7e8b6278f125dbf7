//! The calls that a fake received.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use fake_model::Product;
use serde::Serialize;
use serde_json::{Map, Value};
use tokio::sync::broadcast;

use crate::clock::Moment;
use crate::parameters::hide_secrets;

/// A call that a fake received, with its answer. Values that the documentation has as secrets are
/// hidden.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RecordedCall {
    /// Number of the call, counted from 1.
    pub number: u64,
    /// Time on the fake's clock.
    pub time: Moment,
    /// Service; empty if the request doesn't tell.
    pub service: String,
    /// API version.
    pub version: String,
    /// Action.
    pub action: String,
    /// Region, if the request has one.
    pub region: Option<String>,
    /// Parameters as typed JSON; empty if they could not be read.
    pub parameters: Value,
    /// Body of the reply as JSON; text if it isn't JSON.
    pub answer: Value,
    /// HTTP status of the reply; 0 if the connection was reset instead.
    pub status: u16,
    /// Error code of the reply.
    pub code: Option<String>,
    /// Check of the signature.
    pub signature: SignatureCheck,
}

/// The check of a call's signature.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SignatureCheck {
    /// Method: `TC3-HMAC-SHA256`, `HmacSHA1`, `HmacSHA256` or `SKIP`; empty if unknown.
    pub method: String,
    /// True if the caller is known and the signature right.
    pub valid: bool,
    /// SecretId that signed the request.
    pub secret_id: String,
    /// Reason of a failure.
    pub problem: Option<String>,
    /// Canonical request of TC3 that the fake computed, if the signature doesn't match.
    pub canonical_request: Option<String>,
    /// String to sign that the fake computed, if the signature doesn't match.
    pub string_to_sign: Option<String>,
}

/// A call as it is kept: cheap to make, and converted for those who look.
pub(crate) struct Record {
    pub(crate) number: u64,
    /// Bytes of request and reply.
    pub(crate) size: usize,
    pub(crate) time: Moment,
    pub(crate) service: String,
    pub(crate) version: String,
    pub(crate) action: String,
    pub(crate) region: Option<String>,
    pub(crate) parameters: Map<String, Value>,
    pub(crate) product: Option<Arc<Product>>,
    pub(crate) answer: Bytes,
    pub(crate) status: u16,
    pub(crate) code: Option<String>,
    pub(crate) signature: SignatureCheck,
}

impl Record {
    /// Converts the record, without secrets.
    pub(crate) fn call(&self) -> RecordedCall {
        let mut parameters = self.parameters.clone();
        let mut answer = serde_json::from_slice(&self.answer)
            .unwrap_or_else(|_| Value::from(String::from_utf8_lossy(&self.answer)));
        let product = self.product.as_deref();
        let action = product.and_then(|product| product.action(&self.action));
        if let (Some(product), Some(action)) = (product, action) {
            hide_secrets(product, &action.input, &mut parameters);
            let content = match answer.get("Response") {
                Some(_) => answer.get_mut("Response").and_then(Value::as_object_mut),
                None => answer.as_object_mut(),
            };
            if let Some(content) = content {
                hide_secrets(product, &action.output, content);
            }
        }
        RecordedCall {
            number: self.number,
            time: self.time,
            service: self.service.clone(),
            version: self.version.clone(),
            action: self.action.clone(),
            region: self.region.clone(),
            parameters: Value::Object(parameters),
            answer,
            status: self.status,
            code: self.code.clone(),
            signature: self.signature.clone(),
        }
    }
}

/// The latest calls, and those who wait for the next ones.
pub(crate) struct Log {
    calls: Mutex<Calls>,
    events: broadcast::Sender<Arc<Record>>,
}

#[derive(Default)]
struct Calls {
    count: u64,
    latest: VecDeque<Arc<Record>>,
    /// Bytes of the requests and replies in `latest`.
    size: usize,
}

impl Default for Log {
    fn default() -> Self {
        let (events, _) = broadcast::channel(256);
        Self {
            calls: Mutex::default(),
            events,
        }
    }
}

impl Log {
    /// The number of calls that are kept.
    const CAPACITY: usize = 1000;
    /// The bytes of requests and replies that are kept. The latest call is always kept.
    const LARGEST: usize = 16 << 20;

    /// Adds a call and gives it the next number.
    pub(crate) fn push(&self, mut record: Record) {
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        calls.count += 1;
        record.number = calls.count;
        let record = Arc::new(record);
        calls.size += record.size;
        while calls.latest.len() >= Self::CAPACITY || calls.size > Self::LARGEST {
            let Some(oldest) = calls.latest.pop_front() else {
                break;
            };
            calls.size -= oldest.size;
        }
        calls.latest.push_back(Arc::clone(&record));
        drop(calls);
        if self.events.receiver_count() > 0 {
            // Fails if nobody listens any more, which changes nothing.
            let _ = self.events.send(record);
        }
    }

    /// Returns the kept calls with a larger number, oldest first.
    pub(crate) fn after(&self, number: u64) -> Vec<Arc<Record>> {
        let calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        let newer = calls.latest.iter().filter(|call| call.number > number);
        newer.cloned().collect()
    }

    /// Returns the number of calls so far.
    pub(crate) fn count(&self) -> u64 {
        self.calls
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .count
    }

    /// Forgets all calls. The next one is again the first.
    pub(crate) fn clear(&self) {
        *self.calls.lock().unwrap_or_else(PoisonError::into_inner) = Calls::default();
    }

    /// Returns the coming calls.
    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Arc<Record>> {
        self.events.subscribe()
    }
}
