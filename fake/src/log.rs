//! The calls that a fake received.

mod kept;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use fake_model::{Action, Member, Product};
use serde::Serialize;
use serde_json::{Map, Value};
use tokio::sync::broadcast;

use crate::clock::Moment;
use crate::parameters::{has_secrets, hide_secrets};

pub(crate) use kept::{KeptJson, kept};

/// A call that a fake received, with its answer. Values that the documentation has as secrets are
/// hidden. A text or body of more than 64 KiB is cut, with a note of its length.
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
    /// Parameters as typed JSON; empty if they could not be read, and text if they were cut.
    pub parameters: Value,
    /// Body of the reply as JSON; text if it isn't JSON or was cut.
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
    pub(crate) time: Moment,
    pub(crate) service: String,
    pub(crate) version: String,
    pub(crate) action: String,
    pub(crate) region: Option<String>,
    pub(crate) parameters: KeptJson,
    pub(crate) product: Option<Arc<Product>>,
    pub(crate) answer: KeptJson,
    pub(crate) status: u16,
    pub(crate) code: Option<String>,
    pub(crate) signature: SignatureCheck,
}

impl Record {
    /// Returns the bytes that the record takes, about.
    fn size(&self) -> usize {
        let check = &self.signature;
        let texts = [&self.service, &self.version, &self.action, &check.method];
        let others = [
            &self.region,
            &self.code,
            &check.problem,
            &check.canonical_request,
            &check.string_to_sign,
        ];
        let texts = texts.into_iter().chain(others.into_iter().flatten());
        let texts: usize = texts.map(String::len).sum();
        let bodies = self.parameters.len() + self.answer.len();
        size_of::<Self>() + texts + check.secret_id.len() + bodies
    }

    /// Converts the record, without secrets.
    pub(crate) fn call(&self) -> RecordedCall {
        let documented = documented(self.product.as_deref(), &self.action);
        let parameters = self.parameters.value(|parameters| {
            if let (Some((product, action)), Some(parameters)) =
                (documented, parameters.as_object_mut())
            {
                hide_secrets(product, &action.input, parameters);
            }
        });
        let answer = self
            .answer
            .value(|answer| hide_in_answer(documented, answer));
        RecordedCall {
            number: self.number,
            time: self.time,
            service: self.service.clone(),
            version: self.version.clone(),
            action: self.action.clone(),
            region: self.region.clone(),
            parameters,
            answer,
            status: self.status,
            code: self.code.clone(),
            signature: self.signature.clone(),
        }
    }
}

type Documented<'p> = Option<(&'p Product, &'p Action)>;

fn documented<'p>(product: Option<&'p Product>, action: &str) -> Documented<'p> {
    let product = product?;
    Some((product, product.action(action)?))
}

fn hide_in_answer(documented: Documented<'_>, answer: &mut Value) {
    let content = match answer.get("Response") {
        Some(_) => answer.get_mut("Response").and_then(Value::as_object_mut),
        None => answer.as_object_mut(),
    };
    if let (Some((product, action)), Some(content)) = (documented, content) {
        hide_secrets(product, &action.output, content);
    }
}

/// Returns parameters as they are kept.
pub(crate) fn kept_parameters(
    mut parameters: Map<String, Value>,
    product: Option<&Product>,
    action: &str,
) -> KeptJson {
    let text = serde_json::to_vec(&parameters).unwrap_or_default();
    KeptJson::new(text.into(), |_| {
        let (product, action) = documented(product, action)?;
        hide_secrets(product, &action.input, &mut parameters);
        serde_json::to_string(&parameters).ok()
    })
}

/// Returns the body of a reply as it is kept.
pub(crate) fn kept_answer(body: &Bytes, product: Option<&Product>, action: &str) -> KeptJson {
    KeptJson::new(body.clone(), |body| {
        let (product, action) = documented(product, action)?;
        let output: &[Member] = &action.output;
        if !has_secrets(product, output) {
            return None;
        }
        let mut answer: Value = serde_json::from_slice(body).ok()?;
        hide_in_answer(Some((product, action)), &mut answer);
        Some(answer.to_string())
    })
}

/// The latest calls, and those who wait for the next ones.
pub(crate) struct Log {
    calls: Mutex<Calls>,
    /// Sends the number of each call.
    events: broadcast::Sender<u64>,
}

#[derive(Default)]
struct Calls {
    count: u64,
    /// The latest calls, whose numbers have no gaps.
    latest: VecDeque<Arc<Record>>,
    /// Bytes of the calls in `latest`.
    size: usize,
}

/// The calls after a number.
pub(crate) struct Since {
    /// Number of calls so far.
    pub(crate) count: u64,
    /// Number of calls after the number that the log doesn't keep any more.
    pub(crate) gone: u64,
    /// The kept ones, oldest first.
    pub(crate) calls: Vec<Arc<Record>>,
}

impl Default for Log {
    fn default() -> Self {
        let (events, _) = broadcast::channel(1024);
        Self {
            calls: Mutex::default(),
            events,
        }
    }
}

impl Calls {
    /// Returns the number of calls that aren't kept any more, which are the oldest ones.
    fn gone(&self) -> u64 {
        self.count - self.latest.len() as u64
    }
}

impl Log {
    /// The number of calls that are kept.
    const CAPACITY: usize = 1000;
    /// The bytes of calls that are kept, which is more than one call has.
    const LARGEST: usize = 2 << 20;

    fn calls(&self) -> MutexGuard<'_, Calls> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a call and gives it the next number.
    pub(crate) fn push(&self, mut record: Record) {
        let mut calls = self.calls();
        calls.count += 1;
        let number = calls.count;
        record.number = number;
        calls.size += record.size();
        calls.latest.push_back(Arc::new(record));
        while calls.latest.len() > Self::CAPACITY || calls.size > Self::LARGEST {
            let Some(oldest) = calls.latest.pop_front() else {
                break;
            };
            calls.size -= oldest.size();
        }
        drop(calls);
        // Fails if nobody listens, which changes nothing.
        let _ = self.events.send(number);
    }

    /// Returns the calls with a larger number.
    pub(crate) fn after(&self, number: u64) -> Since {
        let calls = self.calls();
        let newer = calls.latest.iter().filter(|call| call.number > number);
        Since {
            count: calls.count,
            gone: calls.gone().saturating_sub(number),
            calls: newer.cloned().collect(),
        }
    }

    /// Returns the call with a number, if it is still kept.
    pub(crate) fn call(&self, number: u64) -> Option<Arc<Record>> {
        let calls = self.calls();
        let index = number.checked_sub(calls.gone() + 1)?;
        calls.latest.get(usize::try_from(index).ok()?).cloned()
    }

    /// Returns the number of calls so far.
    pub(crate) fn count(&self) -> u64 {
        self.calls().count
    }

    /// Forgets all calls. The next one is again the first.
    pub(crate) fn clear(&self) {
        *self.calls() = Calls::default();
    }

    /// Returns the numbers of the coming calls.
    pub(crate) fn subscribe(&self) -> broadcast::Receiver<u64> {
        self.events.subscribe()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn record(answer: &Value) -> Record {
        Record {
            number: 0,
            time: Moment::UNIX_EPOCH,
            service: "cvm".to_owned(),
            version: String::new(),
            action: "Describe".to_owned(),
            region: None,
            parameters: kept_parameters(Map::new(), None, ""),
            product: None,
            answer: kept_answer(&answer.to_string().into(), None, ""),
            status: 200,
            code: None,
            signature: SignatureCheck::default(),
        }
    }

    fn numbers(since: &Since) -> Vec<u64> {
        since.calls.iter().map(|call| call.number).collect()
    }

    #[test]
    fn small_calls_are_kept_up_to_a_number() {
        let log = Log::default();
        for _ in 0..Log::CAPACITY + 5 {
            log.push(record(&json!({})));
        }
        let since = log.after(0);
        assert_eq!((since.count, since.gone), (1005, 5));
        assert_eq!(numbers(&since), (6..=1005).collect::<Vec<u64>>());
        let since = log.after(3);
        assert_eq!((since.gone, since.calls.len()), (2, 1000));
        let since = log.after(1003);
        assert_eq!((since.gone, numbers(&since)), (0, vec![1004, 1005]));
        assert_eq!(log.after(u64::MAX).calls.len(), 0);
        assert!(log.call(5).is_none() && log.call(0).is_none() && log.call(1006).is_none());
        assert_eq!(log.call(6).unwrap().number, 6);
        log.clear();
        let since = log.after(0);
        assert_eq!((since.count, since.gone, since.calls.len()), (0, 0, 0));
    }

    #[test]
    fn large_calls_push_out_older_ones() {
        let log = Log::default();
        for _ in 0..100 {
            log.push(record(&json!("x".repeat(60_000))));
            assert!(log.calls().size <= Log::LARGEST);
        }
        let since = log.after(0);
        assert_eq!(since.count, 100);
        assert_eq!(since.gone + since.calls.len() as u64, 100);
        assert!((30..35).contains(&since.calls.len()), "{}", since.gone);
        let sizes = since.calls.iter().map(|call| call.size());
        assert_eq!(sizes.sum::<usize>(), log.calls().size);
        // One that is larger than the bound itself is cut.
        log.push(record(&json!("x".repeat(3 << 20))));
        let last = log.after(100).calls.pop().unwrap().call();
        assert!(
            last.answer.as_str().unwrap().ends_with("of 3145730 bytes]"),
            "{}",
            last.number
        );
    }
}
