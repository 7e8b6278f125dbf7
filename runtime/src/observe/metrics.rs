//! Metrics of calls and attempts, through the global meter provider of OpenTelemetry.
//!
//! The crate `opentelemetry` has the fewest dependencies of all façades for metrics. Without a
//! provider, its instruments do nothing.

use std::sync::OnceLock;

use opentelemetry::metrics::{Counter, Histogram};
use opentelemetry::{KeyValue, global};

use super::{Outcome, SYSTEM, Subject, error_type};

/// The upper bounds of the histograms' buckets that the conventions advise, in seconds.
const SECONDS: [f64; 14] = [
    0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0,
];

struct Instruments {
    calls: Counter<u64>,
    attempts: Counter<u64>,
    throttled: Counter<u64>,
    call_duration: Histogram<f64>,
    attempt_duration: Histogram<f64>,
}

impl Instruments {
    /// Returns the instruments of the provider that was installed when the first call ended.
    fn get() -> &'static Self {
        static INSTRUMENTS: OnceLock<Instruments> = OnceLock::new();
        INSTRUMENTS.get_or_init(Self::new)
    }

    fn new() -> Self {
        let meter = global::meter("tencentcloud_api");
        let counter = |name: &'static str, unit: &'static str, description: &'static str| {
            let counter = meter.u64_counter(name).with_unit(unit);
            counter.with_description(description).build()
        };
        let histogram = |name: &'static str, description: &'static str| {
            let histogram = meter.f64_histogram(name).with_unit("s");
            let histogram = histogram.with_boundaries(SECONDS.to_vec());
            histogram.with_description(description).build()
        };
        Self {
            calls: counter("tencentcloud.client.calls", "{call}", "Calls that ended."),
            attempts: counter(
                "tencentcloud.client.attempts",
                "{attempt}",
                "Attempts that ended, including retries.",
            ),
            throttled: counter(
                "tencentcloud.client.throttled",
                "{attempt}",
                "Attempts that the API refused because of too many requests.",
            ),
            call_duration: histogram(
                "rpc.client.call.duration",
                "The duration of calls, with all attempts and waits.",
            ),
            attempt_duration: histogram(
                "http.client.request.duration",
                "The duration of attempts, from signing to decoding.",
            ),
        }
    }
}

/// Updates the metrics after a call or an attempt.
pub(super) fn record(outcome: &Outcome<'_>, subject: Subject<'_>) {
    let instruments = Instruments::get();
    let attributes = attributes(outcome, subject);
    let seconds = outcome.duration.as_secs_f64();
    if outcome.attempts.is_some() {
        instruments.calls.add(1, &attributes);
        instruments.call_duration.record(seconds, &attributes);
        return;
    }
    instruments.attempts.add(1, &attributes);
    instruments.attempt_duration.record(seconds, &attributes);
    if outcome.result.is_err_and(|error| error.is_throttling()) {
        instruments.throttled.add(1, &attributes);
    }
}

/// Returns the attributes, all of which have few values.
fn attributes(outcome: &Outcome<'_>, subject: Subject<'_>) -> Vec<KeyValue> {
    let mut attributes = vec![
        KeyValue::new("rpc.system", SYSTEM),
        KeyValue::new("rpc.service", subject.service.to_owned()),
        KeyValue::new("rpc.method", subject.action.to_owned()),
        KeyValue::new("http.request.method", subject.method.to_owned()),
    ];
    if let Some(region) = subject.region {
        attributes.push(KeyValue::new("cloud.region", region.to_owned()));
    }
    if let Some(status) = outcome.status() {
        attributes.push(KeyValue::new(
            "http.response.status_code",
            i64::from(status),
        ));
    }
    if let Err(error) = outcome.result {
        attributes.push(KeyValue::new("error.type", error_type(error).into_owned()));
    }
    attributes
}
