//! A transport that answers from a function.

use std::future::{pending, ready};
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tencentcloud_api_runtime::retry::NeverRetry;
use tencentcloud_api_runtime::{
    BoxFuture, Config, ConfigBuilder, Credential, HttpRequest, HttpResponse, Transport,
    TransportError,
};

use super::clock::StoppedClock;
use super::server::Seen;

pub const SECRET_ID: &str = "AKIDtest";
pub const SECRET_KEY: &str = "hush-key";

type Answer = dyn Fn(&HttpRequest) -> Option<HttpResponse> + Send + Sync;

/// A transport that answers from a function. After `None`, the request waits forever.
#[derive(Clone)]
pub struct Exchange {
    answer: Arc<Answer>,
    /// The requests so far.
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

    /// Returns the JSON body of the request with this index, counted from 0.
    pub fn body(&self, index: usize) -> Value {
        serde_json::from_slice(&self.seen.lock().unwrap()[index].body).unwrap()
    }

    /// Returns a header of the last request; `None` if it lacks the header.
    pub fn header(&self, name: &str) -> Option<String> {
        let seen = self.seen.lock().unwrap();
        let value = seen.last().unwrap().headers.get(name)?;
        Some(value.to_str().unwrap().to_owned())
    }

    /// Returns the last request as a server sees it.
    pub fn last_seen(&self) -> Seen {
        let seen = self.seen.lock().unwrap();
        let request = seen.last().unwrap();
        let (_, rest) = request.url.split_once("://").unwrap();
        let (host, target) = rest.split_at(rest.find('/').unwrap());
        let text = |value: &http::HeaderValue| value.to_str().unwrap().to_owned();
        let headers = request.headers.iter();
        let headers = headers.map(|(name, value)| (name.to_string(), text(value)));
        Seen {
            start_line: format!("{} {target} HTTP/1.1", request.method),
            headers: headers
                .chain([("host".to_owned(), host.to_owned())])
                .collect(),
            body: request.body.to_vec(),
            connection: 1,
        }
    }

    pub fn count(&self) -> usize {
        self.seen.lock().unwrap().len()
    }

    /// Returns a configuration that sends to this transport.
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

/// Returns a configuration with a credential, a region and a stopped clock. It may use plain HTTP
/// with any host. It does not retry, because the backoff would never end.
pub fn base() -> ConfigBuilder {
    Config::builder()
        .credential(Credential::new(SECRET_ID, SECRET_KEY).unwrap())
        .region("ap-guangzhou")
        .allow_plain_http(true)
        .clock(StoppedClock { sleeps_end: false })
        .retry(NeverRetry)
}
