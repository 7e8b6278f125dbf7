//! Allocations of one call, and the memory of thousands at once, ours and the floors'; prints JSON.

use std::alloc::System;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use tencentcloud_api::cvm;
use tencentcloud_api_bench::caller::{config, contenders, describe, runtime};
use tencentcloud_api_bench::floor::{self, on_reqwest};
use tencentcloud_api_bench::machine::{pin_to_one_core, process_cpu_time, raise_file_limit};
use tencentcloud_api_bench::rounds::Contender;
use tencentcloud_api_bench::{endpoint, replies};
use tokio::task::JoinSet;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Calls in flight at once.
const CONCURRENT: usize = 8000;
/// Calls whose allocations are counted, after some that do not count.
const COUNTED: usize = 100;

fn main() {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        None => println!("{:#}", report()),
        Some("endpoint") => endpoint::hold_until(CONCURRENT, &replies::empty()),
        Some("concurrent") => {
            let (who, address) = (arguments.next(), arguments.next());
            let address = address.and_then(|address| address.parse().ok());
            let address = address.expect("the second argument is an address");
            println!("{}", concurrent(who.as_deref() == Some("floor"), address));
        }
        Some(other) => eprintln!("`{other}` is none of endpoint, concurrent"),
    }
}

fn report() -> Value {
    let large = allocations(&replies::large());
    let empty = allocations(&replies::empty());
    let at_once = ["floor", "client"].map(in_a_process_of_its_own);
    json!({
        "allocations": { "large": large, "empty": empty },
        "concurrent": { "calls": CONCURRENT, "floor on reqwest": at_once[0], "this client": at_once[1] },
    })
}

/// Allocations per call. The endpoint makes none.
fn allocations(body: &str) -> Vec<Value> {
    pin_to_one_core();
    let runtime = runtime();
    let mut contenders = contenders(&runtime, endpoint::start(body));
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

/// So that nothing that an earlier contender left behind counts.
fn in_a_process_of_its_own(who: &str) -> Value {
    let program = std::env::current_exe().expect("the program has a path");
    let mut endpoint = Command::new(&program)
        .arg("endpoint")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts itself");
    let address = first_line(&mut endpoint);
    let output = Command::new(&program)
        .args(["concurrent", who, address.trim()])
        .stderr(Stdio::inherit())
        .output()
        .expect("the program starts itself");
    endpoint.kill().expect("the endpoint still runs");
    endpoint.wait().expect("a process that was ended ends");
    serde_json::from_slice(&output.stdout).expect("the calls succeed")
}

fn first_line(child: &mut Child) -> String {
    let mut line = String::new();
    let stdout = child.stdout.take().expect("the output is piped");
    let read = BufReader::new(stdout).read_line(&mut line);
    read.expect("the endpoint says where it is");
    line
}

/// The memory of calls that are all in flight at once, connections included.
fn concurrent(floor: bool, address: SocketAddr) -> Value {
    raise_file_limit();
    let runtime = runtime();
    let reqwest = on_reqwest::Connection::new(address);
    let client = cvm::Client::new(&config(address));
    let region = Region::new(ALLOCATOR);
    let cpu = process_cpu_time();
    let peak = runtime.block_on(async {
        let mut calls = JoinSet::new();
        for _ in 0..CONCURRENT {
            if floor {
                let reqwest = reqwest.clone();
                calls.spawn(async move { floor::read(&reqwest.exchange().await) });
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
                Ok(Some(call)) => _ = call.expect("the call succeeds"),
                Err(_still_waiting) => {}
            }
        }
    });
    json!({
        "bytes_per_call": peak / CONCURRENT,
        "cpu_us_per_call": (process_cpu_time() - cpu).as_micros() as f64 / CONCURRENT as f64,
    })
}
