//! Measures allocations per call and the memory of thousands of concurrent calls, and prints JSON.

use std::alloc::System;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use tencentcloud_api::cvm;
use tencentcloud_api_bench::baseline::{self, clients::ReqwestClient};
use tencentcloud_api_bench::contenders::{
    self, BASELINE_ON_REQWEST, THIS_CLIENT, config, describe,
};
use tencentcloud_api_bench::endpoint::{self, empty_reply, large_reply};
use tencentcloud_api_bench::measure::{
    Contender, pin_to_one_core, process_cpu_time, raise_file_limit,
};
use tencentcloud_api_bench::runtime;
use tokio::task::JoinSet;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The number of concurrent calls.
const CONCURRENT: usize = 8000;
/// The number of calls with counted allocations. As many earlier calls fill pools and caches.
const COUNTED: usize = 100;

fn main() {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        None => println!("{:#}", report()),
        Some("endpoint") => endpoint::hold_until(CONCURRENT, &empty_reply()),
        Some("concurrent") => {
            let name = arguments.next().unwrap_or_default();
            let address = arguments
                .next()
                .and_then(|address| address.parse().ok())
                .expect("the third argument should be an address");
            println!("{}", concurrent(&name, address));
        }
        Some(other) => eprintln!("error: unknown task `{other}`; use endpoint or concurrent"),
    }
}

fn report() -> Value {
    let large = allocations(&large_reply());
    let empty = allocations(&empty_reply());
    json!({
        "allocations": { "large": large, "empty": empty },
        "concurrent": {
            "calls": CONCURRENT,
            (BASELINE_ON_REQWEST): concurrent_in_new_process(BASELINE_ON_REQWEST),
            (THIS_CLIENT): concurrent_in_new_process(THIS_CLIENT),
        },
    })
}

/// Returns the allocations per call of all contenders. The endpoint itself doesn't allocate.
fn allocations(body: &str) -> Vec<Value> {
    pin_to_one_core();
    let runtime = runtime();
    let mut contenders = contenders::all(&runtime, endpoint::start(body));
    contenders.iter_mut().map(counted).collect()
}

fn counted(contender: &mut Contender<'_>) -> Value {
    (contender.call)(COUNTED);
    let region = Region::new(ALLOCATOR);
    (contender.call)(COUNTED);
    let change = region.change();
    let each = |count: usize| count as f64 / COUNTED as f64;
    json!({
        "name": contender.name,
        "allocations": each(change.allocations),
        "reallocations": each(change.reallocations),
        "bytes": each(change.bytes_allocated),
    })
}

/// Measures concurrent calls in a new process, where earlier contenders left no memory behind.
fn concurrent_in_new_process(name: &str) -> Value {
    let program = std::env::current_exe().expect("the program should have a path");
    let mut endpoint = Command::new(&program)
        .arg("endpoint")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program should start");
    let address = first_line(&mut endpoint);
    let output = Command::new(&program)
        .args(["concurrent", name, address.trim()])
        .stderr(Stdio::inherit())
        .output()
        .expect("the program should start");
    endpoint.kill().expect("the endpoint should still run");
    endpoint.wait().expect("a killed process should end");
    serde_json::from_slice(&output.stdout).expect("the calls should succeed")
}

fn first_line(child: &mut Child) -> String {
    let mut line = String::new();
    let stdout = child.stdout.take().expect("the output should be piped");
    BufReader::new(stdout)
        .read_line(&mut line)
        .expect("the endpoint should print its address");
    line
}

/// Returns the memory and CPU time of concurrent calls, including connections.
fn concurrent(name: &str, address: SocketAddr) -> Value {
    raise_file_limit();
    let runtime = runtime();
    let reqwest = ReqwestClient::new(address);
    let client = cvm::Client::new(&config(address));
    let region = Region::new(ALLOCATOR);
    let cpu = process_cpu_time();
    let peak = runtime.block_on(async {
        let mut calls = JoinSet::new();
        for _ in 0..CONCURRENT {
            if name == BASELINE_ON_REQWEST {
                let reqwest = reqwest.clone();
                calls.spawn(async move { baseline::read(&reqwest.exchange().await) });
            } else {
                let client = client.clone();
                calls.spawn(async move { describe(&client).await });
            }
        }
        let mut peak = 0;
        loop {
            let in_use = region.change();
            peak = peak.max(in_use.bytes_allocated - in_use.bytes_deallocated);
            let joined = tokio::time::timeout(Duration::from_millis(5), calls.join_next()).await;
            match joined {
                Ok(None) => return peak,
                Ok(Some(call)) => _ = call.expect("the call should succeed"),
                Err(_still_waiting) => {}
            }
        }
    });
    json!({
        "bytes_per_call": peak / CONCURRENT,
        "cpu_us_per_call": (process_cpu_time() - cpu).as_micros() as f64 / CONCURRENT as f64,
    })
}
