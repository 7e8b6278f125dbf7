//! A transport and a clock that tests are masters of.

use std::future::{pending, ready};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use serde_json::Value;
use tencentcloud_api_runtime::retry::NeverRetry;
use tencentcloud_api_runtime::{
    BoxFuture, Clock, Config, ConfigBuilder, Credential, HttpRequest, HttpResponse, Transport,
    TransportError,
};

pub const SECRET_ID: &str = "AKIDtest";
pub const SECRET_KEY: &str = "hush-key";
/// 2019-02-25 16:44:25 UTC.
pub const NOW: u64 = 1_551_113_065;

type Answer = dyn Fn(&HttpRequest) -> Option<HttpResponse> + Send + Sync;

/// Answers from a function, which may also leave a request without an answer for ever.
#[derive(Clone)]
pub struct Exchange {
    answer: Arc<Answer>,
    pub seen: Arc<Mutex<Vec<HttpRequest>>>,
}

impl Exchange {
    pub fn new(
        answer: impl Fn(&HttpRequest) -> Option<HttpResponse> + Send + Sync + 'static,
    ) -> Self {
        Self {
            answer: Arc::new(answer),
            seen: Arc::default(),
        }
    }

    pub fn answering(status: u16, body: &'static str) -> Self {
        Self::new(move |_| Some(HttpResponse::new(status, body)))
    }

    /// The body of the request that came as the `index`th.
    pub fn body(&self, index: usize) -> Value {
        serde_json::from_slice(&self.seen.lock().unwrap()[index].body).unwrap()
    }

    /// A header of the request that came last.
    pub fn header(&self, name: &str) -> Option<String> {
        let seen = self.seen.lock().unwrap();
        let value = seen.last().unwrap().headers.get(name)?;
        Some(value.to_str().unwrap().to_owned())
    }

    pub fn count(&self) -> usize {
        self.seen.lock().unwrap().len()
    }

    /// A configuration that sends to here.
    pub fn config(&self) -> ConfigBuilder {
        base().transport(self.clone())
    }
}

impl Transport for Exchange {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let answer = (self.answer)(&request);
        self.seen.lock().unwrap().push(request);
        match answer {
            Some(answer) => Box::pin(ready(Ok(answer))),
            None => Box::pin(pending()),
        }
    }
}

/// Stands still; sleeping takes no time at all or for ever.
#[derive(Debug, Clone, Copy)]
pub struct StoppedClock {
    pub sleeps_end: bool,
}

impl Clock for StoppedClock {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(NOW)
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        if self.sleeps_end {
            return Box::pin(ready(()));
        }
        Box::pin(pending())
    }
}

/// A configuration with a credential, a region and a clock that stands still; nothing is repeated, for
/// the wait before would not end.
pub fn base() -> ConfigBuilder {
    Config::builder()
        .credential(Credential::new(SECRET_ID, SECRET_KEY).unwrap())
        .region("ap-guangzhou")
        .clock(StoppedClock { sleeps_end: false })
        .retry(NeverRetry)
}
