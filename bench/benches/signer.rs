//! A signature of method TC3-HMAC-SHA256 in itself, ours beside the floor's: see `signing`.

use std::time::Duration;

use divan::{Bencher, Divan, black_box};
use tencentcloud_api::SignatureMethod;
use tencentcloud_api_bench::floor::BODY;
use tencentcloud_api_bench::floor::signer::Signer;
use tencentcloud_api_bench::signing::{Caller, HOST};

/// More days than a call asks for the time.
const MANY_DAYS: u64 = 1009;

/// What is so short needs many samples for a median that the rest of the machine does not sway.
const LEAST_TIME: Duration = Duration::from_secs(1);

fn main() {
    let benchmarks = Divan::default().min_time(LEAST_TIME);
    benchmarks.config_with_args().main();
}

#[divan::bench]
fn floor_key_kept(bencher: Bencher) {
    let signer = Signer::new(HOST.to_owned());
    bencher.bench_local(|| signer.sign(black_box(BODY.as_bytes())));
}

#[divan::bench]
fn floor_key_derived(bencher: Bencher) {
    bencher.bench_local(|| Signer::new(HOST.to_owned()).sign(black_box(BODY.as_bytes())));
}

#[divan::bench]
fn call_unsigned(bencher: Bencher) {
    let caller = Caller::new(SignatureMethod::Skip, 1);
    bencher.bench_local(|| caller.call());
}

#[divan::bench]
fn call_key_kept(bencher: Bencher) {
    let caller = Caller::new(SignatureMethod::Tc3HmacSha256, 1);
    bencher.bench_local(|| caller.call());
}

#[divan::bench]
fn call_key_derived(bencher: Bencher) {
    let caller = Caller::new(SignatureMethod::Tc3HmacSha256, MANY_DAYS);
    bencher.bench_local(|| caller.call());
}
