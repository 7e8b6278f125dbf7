//! Reading and writing without a call, compared with `serde_json` and derived implementations.

use std::time::Duration;

use divan::counter::BytesCount;
use divan::{Bencher, Divan, black_box};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tencentcloud_api_bench::baseline::{self, request};
use tencentcloud_api_bench::contenders::{read_with_ours, skim_with_ours};
use tencentcloud_api_bench::endpoint::{INSTANCES, large_reply};
use tencentcloud_api_runtime::codegen::{self, Structure};

/// The minimum time of a benchmark. Short work needs many samples for a stable median.
const MIN_TIME: Duration = Duration::from_secs(1);

fn main() {
    let benchmarks = Divan::default().min_time(MIN_TIME);
    benchmarks.config_with_args().main();
}

/// All members of a large reply.
mod read {
    use super::*;

    #[divan::bench]
    fn ours(bencher: Bencher) {
        read(bencher, read_with_ours);
    }

    #[divan::bench]
    fn derived(bencher: Bencher) {
        read(bencher, baseline::read);
    }
}

/// The same reply into types without its list: reading skips all but two members.
mod skip {
    use super::*;

    #[divan::bench]
    fn ours(bencher: Bencher) {
        read(bencher, skim_with_ours);
    }

    #[divan::bench]
    fn derived(bencher: Bencher) {
        read(bencher, baseline::skim);
    }
}

fn read(bencher: Bencher, read: fn(&[u8]) -> usize) {
    let reply = large_reply();
    assert_eq!(read(reply.as_bytes()), INSTANCES);
    bencher
        .counter(BytesCount::of_str(&reply))
        .bench_local(|| read(black_box(reply.as_bytes())));
}

/// A request for a page of instances.
mod write_describe_instances {
    use super::*;
    use request::{DESCRIBE_INSTANCES, DescribeInstances};
    use tencentcloud_api::cvm::DescribeInstancesRequest;

    #[divan::bench]
    fn ours(bencher: Bencher) {
        write_ours::<DescribeInstancesRequest>(bencher, DESCRIBE_INSTANCES);
    }

    #[divan::bench]
    fn derived(bencher: Bencher) {
        write_derived::<DescribeInstances>(bencher, DESCRIBE_INSTANCES);
    }
}

/// A request for new instances, with disks, network, tags and a script.
mod write_run_instances {
    use super::*;
    use request::{RUN_INSTANCES, RunInstances};
    use tencentcloud_api::cvm::RunInstancesRequest;

    #[divan::bench]
    fn ours(bencher: Bencher) {
        write_ours::<RunInstancesRequest>(bencher, RUN_INSTANCES);
    }

    #[divan::bench]
    fn derived(bencher: Bencher) {
        write_derived::<RunInstances>(bencher, RUN_INSTANCES);
    }
}

fn write_ours<R: Structure + Default>(bencher: Bencher, text: &str) {
    let mut request = R::default();
    codegen::read(text, &mut request).expect("the request should have documented types");
    let write = |request: &R| codegen::write(request).expect("no number should be infinite");
    bench_write(bencher, text, &request, write);
}

fn write_derived<R: Serialize + DeserializeOwned>(bencher: Bencher, text: &str) {
    let request: R = serde_json::from_str(text).expect("the request should have documented types");
    let write = |request: &R| serde_json::to_string(request).expect("no number should be infinite");
    bench_write(bencher, text, &request, write);
}

/// Times writing, after checking that the request keeps everything in the text.
fn bench_write<R>(bencher: Bencher, text: &str, request: &R, write: impl Fn(&R) -> String) {
    let json = write(request);
    let [expected, found]: [Value; 2] =
        [text, &json].map(|text| serde_json::from_str(text).expect("a request should be JSON"));
    assert_eq!(expected, found);
    bencher
        .counter(BytesCount::of_str(&json))
        .bench_local(|| write(black_box(request)));
}
