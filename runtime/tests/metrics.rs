//! Metrics of calls and attempts, as a meter provider receives them.
#![cfg(feature = "metrics")]

mod support;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use opentelemetry::metrics::{
    Counter, Histogram, HistogramBuilder, InstrumentBuilder, InstrumentProvider, Meter,
    MeterProvider, SyncInstrument,
};
use opentelemetry::{InstrumentationScope, KeyValue};
use support::sample::DescribeInstancesRequest;
use support::script::{Script, Step};
use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::{GenericClient, json};

/// The measurements by instrument: values and attributes.
type Measurements = BTreeMap<String, Vec<(f64, BTreeMap<String, String>)>>;

/// A provider that keeps all measurements.
#[derive(Clone, Default)]
struct Keeping(Arc<Mutex<Measurements>>);

impl Keeping {
    fn instrument(&self, name: &str) -> Arc<Kept> {
        Arc::new(Kept {
            name: name.to_owned(),
            all: self.clone(),
        })
    }
}

impl MeterProvider for Keeping {
    fn meter_with_scope(&self, scope: InstrumentationScope) -> Meter {
        assert_eq!(scope.name(), "tencentcloud_api");
        Meter::new(Arc::new(self.clone()))
    }
}

impl InstrumentProvider for Keeping {
    fn u64_counter(&self, builder: InstrumentBuilder<'_, Counter<u64>>) -> Counter<u64> {
        Counter::new(self.instrument(&builder.name))
    }

    fn f64_histogram(&self, builder: HistogramBuilder<'_, Histogram<f64>>) -> Histogram<f64> {
        assert_eq!(builder.unit.as_deref(), Some("s"));
        Histogram::new(self.instrument(&builder.name))
    }
}

struct Kept {
    name: String,
    all: Keeping,
}

impl Kept {
    fn keep(&self, value: f64, attributes: &[KeyValue]) {
        let pair = |one: &KeyValue| (one.key.to_string(), one.value.to_string());
        let attributes = attributes.iter().map(pair).collect();
        let mut all = self.all.0.lock().unwrap();
        let measured = all.entry(self.name.clone()).or_default();
        measured.push((value, attributes));
    }
}

impl SyncInstrument<u64> for Kept {
    fn measure(&self, value: u64, attributes: &[KeyValue]) {
        self.keep(value as f64, attributes);
    }
}

impl SyncInstrument<f64> for Kept {
    fn measure(&self, value: f64, attributes: &[KeyValue]) {
        self.keep(value, attributes);
    }
}

// The provider is one per process, so this file has one test.
#[tokio::test]
async fn calls_attempts_and_throttling_are_counted() {
    let provider = Keeping::default();
    opentelemetry::global::set_meter_provider(provider.clone());
    let throttled = Step::code("RequestLimitExceeded");
    let script = Script::new([throttled, Step::ok(), Step::status(404, "hush")]);
    let config = script.config().build().unwrap();
    let request = DescribeInstancesRequest::default();
    ServiceClient::new(&config).send(&request).await.unwrap();
    let by_name = GenericClient::new(&config, "cbs", "2017-03-12");
    by_name.call("DescribeDisks", json!({})).await.unwrap_err();

    let all = provider.0.lock().unwrap();
    let count = |name: &str| all.get(name).map_or(0, Vec::len);
    assert_eq!(count("tencentcloud.client.calls"), 2);
    assert_eq!(count("tencentcloud.client.attempts"), 3);
    assert_eq!(count("tencentcloud.client.throttled"), 1);
    assert_eq!(count("http.client.request.duration"), 3);
    let durations = &all["rpc.client.call.duration"];
    let slept: f64 = script
        .clock
        .slept()
        .iter()
        .map(|slept| slept.as_secs_f64())
        .sum();
    assert!(
        slept > 0.0 && (durations[0].0 - slept).abs() < 0.01,
        "{durations:?}"
    );
    let attributes = |name: &str, index: usize| all[name][index].1.clone();
    let expected = [
        ("cloud.region", "ap-guangzhou"),
        ("http.request.method", "POST"),
        ("http.response.status_code", "200"),
        ("rpc.method", "DescribeInstances"),
        ("rpc.service", "cvm"),
        ("rpc.system", "tencentcloud-api"),
    ];
    let mut expected: BTreeMap<_, _> = expected
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .into();
    assert_eq!(attributes("tencentcloud.client.calls", 0), expected);
    expected.insert("error.type".to_owned(), "RequestLimitExceeded".to_owned());
    assert_eq!(attributes("tencentcloud.client.throttled", 0), expected);
    let failed = attributes("tencentcloud.client.calls", 1);
    assert_eq!(failed["error.type"], "404");
    assert!(!format!("{all:?}").contains("hush"));
}
