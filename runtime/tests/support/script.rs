//! A transport that follows a script, one step per attempt.

use std::collections::VecDeque;
use std::future::{pending, ready};
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tencentcloud_api_runtime::{
    BoxFuture, Config, ConfigBuilder, Credential, HttpRequest, HttpResponse, Transport,
    TransportError, TransportErrorKind,
};

use super::clock::{Always, SkippingClock};
use super::exchange::{SECRET_ID, SECRET_KEY};

pub const OK: &str = r#"{"Response":{"RequestId":"r-ok"}}"#;

/// The result of one attempt.
#[derive(Clone)]
pub enum Step {
    Reply(HttpResponse),
    Fail(TransportErrorKind),
    /// No reply, ever.
    Silence,
}

impl Step {
    pub fn ok() -> Self {
        Self::status(200, OK)
    }

    pub fn status(status: u16, body: &str) -> Self {
        Self::Reply(HttpResponse::new(status, body.to_owned()))
    }

    /// Returns a reply with an error of the API.
    pub fn code(code: &str) -> Self {
        let body = format!(
            r#"{{"Response":{{"Error":{{"Code":"{code}","Message":"m"}},"RequestId":"r"}}}}"#
        );
        Self::status(200, &body)
    }

    pub fn with_header(self, name: &'static str, value: &str) -> Self {
        let Self::Reply(mut response) = self else {
            panic!("only replies have headers")
        };
        response.headers.insert(name, value.parse().unwrap());
        Self::Reply(response)
    }
}

/// A transport that plays the steps in order, and panics when it runs out of them.
#[derive(Clone)]
pub struct Script {
    steps: Arc<Mutex<VecDeque<Step>>>,
    pub seen: Arc<Mutex<Vec<HttpRequest>>>,
    pub clock: SkippingClock,
}

impl Script {
    pub fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        Self {
            steps: Arc::new(Mutex::new(steps.into_iter().collect())),
            seen: Arc::default(),
            clock: SkippingClock::new(),
        }
    }

    /// Returns a configuration that plays this script without waiting, with the longest possible
    /// backoff.
    pub fn config(&self) -> ConfigBuilder {
        Config::builder()
            .credential(Credential::new(SECRET_ID, SECRET_KEY).unwrap())
            .region("ap-guangzhou")
            .transport(self.clone())
            .clock(self.clock.clone())
            .random(Always(u64::MAX))
    }

    pub fn sent(&self) -> usize {
        self.seen.lock().unwrap().len()
    }

    pub fn remaining(&self) -> usize {
        self.steps.lock().unwrap().len()
    }

    /// Returns the bodies of all requests as JSON.
    pub fn bodies(&self) -> Vec<Value> {
        let seen = self.seen.lock().unwrap();
        let parse = |request: &HttpRequest| serde_json::from_slice(&request.body).unwrap();
        seen.iter().map(parse).collect()
    }

    /// Returns a header of all requests, each of which must have it.
    pub fn headers(&self, name: &str) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        let value = |request: &HttpRequest| request.headers[name].to_str().unwrap().to_owned();
        seen.iter().map(value).collect()
    }
}

impl Transport for Script {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        self.seen.lock().unwrap().push(request);
        let step = self.steps.lock().unwrap().pop_front();
        match step.expect("more attempts than the script has steps") {
            Step::Reply(response) => Box::pin(ready(Ok(response))),
            Step::Fail(kind) => Box::pin(ready(Err(TransportError::new(kind, "as scripted")))),
            Step::Silence => Box::pin(pending()),
        }
    }
}
