//! Calls that read or write, and the comparison of their outcomes with what the server processed.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tencentcloud_api_runtime::retry::{AttemptLimit, Backoff, RetryPolicyExt, SafeErrors};
use tencentcloud_api_runtime::{
    CallOptions, Config, ConfigBuilder, Credential, Error, ErrorKind, GenericClient, HttpOptions,
    HttpStatusError, TransportErrorKind,
};
use tokio::task::JoinSet;

/// The time limit of a call. None may take longer.
pub(crate) const LIMIT: Duration = Duration::from_secs(30);

/// The header that tells the server the name of the call.
pub(crate) const CALL: &str = "X-Call";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A call that may be repeated.
    Read,
    /// A call that the server must not process twice.
    Write,
}

/// A client of an API, which repeats the name of a call as the request id.
#[derive(Clone)]
pub(crate) struct Caller(GenericClient);

impl Caller {
    /// Creates a client with the default number of attempts.
    pub(crate) fn new(endpoint: &str, http: HttpOptions) -> Self {
        Self::with(config(endpoint, http))
    }

    /// Creates a client that retries a read until its time limit expires.
    pub(crate) fn patient(endpoint: &str, http: HttpOptions) -> Self {
        let config = config(endpoint, http)
            .retry(patience())
            .retry_budget(u32::MAX);
        Self::with(config)
    }

    pub(crate) fn with(config: ConfigBuilder) -> Self {
        Self(GenericClient::new(
            &config.build().unwrap(),
            "cvm",
            "2017-03-12",
        ))
    }

    /// Makes a call.
    pub(crate) async fn call(&self, kind: Kind, name: &str) -> Result<Value, Error> {
        let action = match kind {
            Kind::Read => "DescribeInstances",
            Kind::Write => "StopInstances",
        };
        let parameters = json!({"InstanceIds": [name]});
        let options = CallOptions::new().header(CALL, name);
        let reply = self.0.call_with(action, parameters, &options).await?;
        assert_eq!(reply["RequestId"], name, "the reply to another call");
        Ok(reply)
    }
}

/// Returns the configuration of a client that waits for at most 20 ms before a retry.
pub(crate) fn config(endpoint: &str, http: HttpOptions) -> ConfigBuilder {
    let backoff = Backoff::new(Duration::from_millis(5), Duration::from_millis(20));
    Config::builder()
        .credential(Credential::new("AKIDtest", "hush-key").unwrap())
        .region("ap-guangzhou")
        .endpoint(endpoint)
        .http(http)
        .timeout(LIMIT)
        .backoff(backoff)
}

/// Returns a policy that retries a read until the call's time limit.
pub(crate) fn patience() -> AttemptLimit<SafeErrors> {
    SafeErrors.with_attempt_limit(10_000)
}

/// A call that has ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) error: Option<Error>,
}

/// Makes this many calls of each worker, half of them reads. Returns all of them. A worker stops
/// after a failed read, because each may take until its time limit.
pub(crate) async fn make(caller: &Caller, workers: usize, each: usize) -> Vec<Ended> {
    work(caller, workers, move |number| number < each).await
}

/// Makes calls of each worker while `goes_on` returns true for the number of the worker's next
/// call, counted from 0.
pub(crate) async fn work(
    caller: &Caller,
    workers: usize,
    goes_on: impl Fn(usize) -> bool + Copy + Send + 'static,
) -> Vec<Ended> {
    let mut tasks = JoinSet::new();
    for worker in 0..workers {
        let caller = caller.clone();
        tasks.spawn(async move {
            let mut ended: Vec<Ended> = Vec::new();
            let failed = |last: &Ended| last.kind == Kind::Read && last.error.is_some();
            while goes_on(ended.len()) && !ended.last().is_some_and(failed) {
                let number = ended.len();
                let kind = [Kind::Write, Kind::Read][number % 2];
                ended.push(one(&caller, kind, format!("call-{worker}-{number}")).await);
            }
            ended
        });
    }
    tasks.join_all().await.into_iter().flatten().collect()
}

/// Makes one call, which must end within its time limit.
pub(crate) async fn one(caller: &Caller, kind: Kind, name: String) -> Ended {
    let started = Instant::now();
    let error = caller.call(kind, &name).await.err();
    let took = started.elapsed();
    assert!(
        took < LIMIT + Duration::from_secs(5),
        "{name} took {took:?}"
    );
    Ended { name, kind, error }
}

/// Fails if a read failed, or a write was processed twice or differs from its outcome. Returns the
/// number of failed writes.
pub(crate) fn compare(calls: &[Ended], processed: &BTreeMap<String, usize>) -> usize {
    let mut failed = 0;
    for call in calls {
        let times = processed.get(&call.name).copied().unwrap_or_default();
        match (&call.error, call.kind) {
            (None, Kind::Read) => assert!(times >= 1, "not processed: {call:?}"),
            (None, Kind::Write) => assert_eq!(times, 1, "{call:?}"),
            (Some(_), Kind::Read) => panic!("a read failed: {call:?}"),
            (Some(_), Kind::Write) => {
                assert!(times <= 1, "processed {times} times: {call:?}");
                failed += 1;
            }
        }
    }
    failed
}

/// Fails if any call failed or was processed twice.
pub(crate) fn all_succeeded(calls: &[Ended], processed: &BTreeMap<String, usize>) {
    let errors: Vec<&Ended> = calls.iter().filter(|call| call.error.is_some()).collect();
    let (count, total) = (errors.len(), calls.len());
    assert!(
        errors.is_empty(),
        "{count} of {total} calls failed: {:?}",
        &errors[..count.min(3)]
    );
    for call in calls {
        assert_eq!(processed.get(&call.name), Some(&1), "{call:?}");
    }
}

/// Returns the HTTP status and excerpt of an error.
pub(crate) fn status(error: &Error) -> &HttpStatusError {
    match error.kind() {
        ErrorKind::HttpStatus(error) => error,
        _ => panic!("{error:?}"),
    }
}

/// Returns the kind of a transport error.
pub(crate) fn transport(error: &Error) -> TransportErrorKind {
    match error.kind() {
        ErrorKind::Transport(error) => error.kind(),
        _ => panic!("{error:?}"),
    }
}

/// Returns a number from the environment, which prolongs or repeats a test.
pub(crate) fn number(variable: &str, default: u64) -> u64 {
    let text = std::env::var(variable).unwrap_or_else(|_| default.to_string());
    text.parse()
        .unwrap_or_else(|error| panic!("{variable}={text}: {error}"))
}
