//! Reading and writing in itself, beside `serde_json` with derived implementations.

use std::time::Duration;

use divan::counter::BytesCount;
use divan::{Bencher, Divan, black_box};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tencentcloud_api_bench::{caller, floor, replies};
use tencentcloud_api_runtime::codegen::{self, Structure};

/// What is so short needs many samples for a median that the rest of the machine does not sway.
const LEAST_TIME: Duration = Duration::from_secs(1);

fn main() {
    let benchmarks = Divan::default().min_time(LEAST_TIME);
    benchmarks.config_with_args().main();
}

/// All members of a large reply.
mod read {
    use super::*;

    #[divan::bench]
    fn ours(bencher: Bencher) {
        read(bencher, caller::read_with_ours);
    }

    #[divan::bench]
    fn derived(bencher: Bencher) {
        read(bencher, floor::read);
    }
}

/// The same reply into types that do not know its list, so that all but two members are skipped.
mod skip {
    use super::*;

    #[divan::bench]
    fn ours(bencher: Bencher) {
        read(bencher, caller::skim_with_ours);
    }

    #[divan::bench]
    fn derived(bencher: Bencher) {
        read(bencher, floor::skim);
    }
}

fn read(bencher: Bencher, read: fn(&[u8]) -> usize) {
    let reply = replies::large();
    assert_eq!(read(reply.as_bytes()), replies::INSTANCES);
    bencher
        .counter(BytesCount::of_str(&reply))
        .bench_local(|| read(black_box(reply.as_bytes())));
}

/// A request for a page of instances.
mod write_describe_instances {
    use super::*;
    use floor::requests::DescribeInstances;
    use tencentcloud_api::cvm::DescribeInstancesRequest;

    #[divan::bench]
    fn ours(bencher: Bencher) {
        write_ours::<DescribeInstancesRequest>(bencher, floor::BODY);
    }

    #[divan::bench]
    fn derived(bencher: Bencher) {
        write_derived::<DescribeInstances>(bencher, floor::BODY);
    }
}

/// A request for new instances, with disks, network, tags and a script.
mod write_run_instances {
    use super::*;
    use floor::requests::{RUN_INSTANCES, RunInstances};
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
    codegen::read(text, &mut request).expect("the request is as documented");
    let write = |request: &R| codegen::write(request).expect("no float is infinite");
    written(bencher, text, &request, write);
}

fn write_derived<R: Serialize + DeserializeOwned>(bencher: Bencher, text: &str) {
    let request: R = serde_json::from_str(text).expect("the request is as documented");
    let write = |request: &R| serde_json::to_string(request).expect("no float is infinite");
    written(bencher, text, &request, write);
}

/// Times writing, after a look whether nothing of the text is lost.
fn written<R>(bencher: Bencher, text: &str, request: &R, write: impl Fn(&R) -> String) {
    let json = write(request);
    let [expected, found]: [Value; 2] =
        [text, &json].map(|text| serde_json::from_str(text).expect("a request is JSON"));
    assert_eq!(expected, found);
    bencher
        .counter(BytesCount::of_str(&json))
        .bench_local(|| write(black_box(request)));
}
