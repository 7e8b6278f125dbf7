//! Runs one task in a loop, by default 20 times, for a profiler:
//! `valgrind --tool=callgrind bench-profile read-ours 20`.
//!
//! The program also prepares its input. To exclude that, toggle the collection at the function of
//! interest, or subtract the counts of two runs.

use std::hint::black_box;
use std::process::ExitCode;

use tencentcloud_api::cvm;
use tencentcloud_api_bench::baseline::request::{DESCRIBE_INSTANCES, RUN_INSTANCES, RunInstances};
use tencentcloud_api_bench::baseline::{self, Signer};
use tencentcloud_api_bench::contenders::{
    self, BASELINE_ON_HYPER, BASELINE_ON_REQWEST, HOST, THIS_CLIENT, read_with_ours,
};
use tencentcloud_api_bench::endpoint::{self, empty_reply, large_reply};
use tencentcloud_api_bench::runtime;
use tencentcloud_api_runtime::codegen;

const TASKS: &str = "call-ours, call-baseline, call-hyper, large-call-ours, large-call-baseline, \
                    read-ours, read-derived, write-ours, write-derived, sign-baseline";

fn main() -> ExitCode {
    let task = std::env::args().nth(1).unwrap_or_default();
    let times = std::env::args()
        .nth(2)
        .and_then(|text| text.parse().ok())
        .unwrap_or(20);
    let reply = large_reply();
    match &*task {
        "call-ours" => call(THIS_CLIENT, &empty_reply(), times),
        "call-baseline" => call(BASELINE_ON_REQWEST, &empty_reply(), times),
        "call-hyper" => call(BASELINE_ON_HYPER, &empty_reply(), times),
        "large-call-ours" => call(THIS_CLIENT, &reply, times),
        "large-call-baseline" => call(BASELINE_ON_REQWEST, &reply, times),
        "read-ours" => repeat(times, || read_with_ours(black_box(reply.as_bytes()))),
        "read-derived" => repeat(times, || baseline::read(black_box(reply.as_bytes()))),
        "write-ours" => write_with_ours(times),
        "write-derived" => write_with_derived(times),
        "sign-baseline" => {
            let signer = Signer::new(HOST.to_owned());
            repeat(times, || {
                signer.sign(black_box(DESCRIBE_INSTANCES.as_bytes()))
            });
        }
        other => {
            eprintln!("error: unknown task `{other}`; use one of {TASKS}");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

fn repeat<T>(times: usize, task: impl Fn() -> T) {
    for _ in 0..times {
        black_box(task());
    }
}

/// Calls over a socket. To exclude the endpoint, toggle the collection at `call`.
fn call(name: &str, body: &str, times: usize) {
    let runtime = runtime();
    let mut contenders = contenders::all(&runtime, endpoint::start(body));
    contenders.retain(|contender| contender.name == name);
    for contender in &mut contenders {
        (contender.call)(times);
    }
}

/// Writes the same request as the benchmark `codec` does.
fn write_with_ours(times: usize) {
    let mut request = cvm::RunInstancesRequest::default();
    codegen::read(RUN_INSTANCES, &mut request).expect("the request should have documented types");
    repeat(times, || {
        codegen::write(black_box(&request)).expect("the request should contain no infinite number")
    });
}

fn write_with_derived(times: usize) {
    let request: RunInstances =
        serde_json::from_str(RUN_INSTANCES).expect("the request should have documented types");
    repeat(times, || {
        serde_json::to_string(black_box(&request))
            .expect("the request should contain no infinite number")
    });
}
