//! Signatures by the method TC3-HMAC-SHA256, compared with those of the baseline.
//!
//! The runtime keeps its signer private, so its cost is the difference between a signed and an
//! unsigned call. With a clock that shows another day at each reading, every call derives a key.

use std::time::Duration;

use divan::{Bencher, Divan, black_box};
use tencentcloud_api::SignatureMethod;
use tencentcloud_api_bench::baseline::Signer;
use tencentcloud_api_bench::baseline::request::DESCRIBE_INSTANCES;
use tencentcloud_api_bench::contenders::{HOST, OfflineClient};

/// The number of days of the clock, more than the readings of one call.
const MANY_DAYS: u64 = 1009;

/// The minimum time of a benchmark. Short work needs many samples for a stable median.
const MIN_TIME: Duration = Duration::from_secs(1);

fn main() {
    let benchmarks = Divan::default().min_time(MIN_TIME);
    benchmarks.config_with_args().main();
}

#[divan::bench]
fn baseline_key_cached(bencher: Bencher) {
    let signer = Signer::new(HOST.to_owned());
    bencher.bench_local(|| signer.sign(black_box(DESCRIBE_INSTANCES.as_bytes())));
}

#[divan::bench]
fn baseline_key_derived(bencher: Bencher) {
    bencher.bench_local(|| {
        Signer::new(HOST.to_owned()).sign(black_box(DESCRIBE_INSTANCES.as_bytes()))
    });
}

#[divan::bench]
fn call_unsigned(bencher: Bencher) {
    let client = OfflineClient::new(SignatureMethod::Skip, 1);
    bencher.bench_local(|| client.call());
}

#[divan::bench]
fn call_key_cached(bencher: Bencher) {
    let client = OfflineClient::new(SignatureMethod::Tc3HmacSha256, 1);
    bencher.bench_local(|| client.call());
}

#[divan::bench]
fn call_key_derived(bencher: Bencher) {
    let client = OfflineClient::new(SignatureMethod::Tc3HmacSha256, MANY_DAYS);
    bencher.bench_local(|| client.call());
}
