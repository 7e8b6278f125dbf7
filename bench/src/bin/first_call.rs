//! Measures the time from the start of a program to its first reply, and prints JSON.
//!
//! Each sample is a new process of this program: `bench-first-call <contender> <address>`.

use std::net::SocketAddr;
use std::process::Command;
use std::time::Instant;

use serde_json::{Value, json};
use tencentcloud_api::cvm;
use tencentcloud_api_bench::baseline::{self, clients::ReqwestClient};
use tencentcloud_api_bench::contenders::{BASELINE_ON_REQWEST, THIS_CLIENT, config, describe};
use tencentcloud_api_bench::endpoint::{self, empty_reply};
use tencentcloud_api_bench::measure::{Samples, figures, pin_to_one_core, process_cpu_time};
use tencentcloud_api_bench::runtime;

/// The number of processes per contender.
const ROUNDS: usize = 40;

fn main() {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next(), arguments.next()) {
        (Some(name), Some(address)) => {
            let address = address
                .parse()
                .expect("the second argument should be an address");
            call(&name, address);
            println!("{}", process_cpu_time().as_micros());
        }
        _ => println!("{:#}", report()),
    }
}

fn call(name: &str, address: SocketAddr) {
    let instances = runtime().block_on(async {
        if name == BASELINE_ON_REQWEST {
            return baseline::read(&ReqwestClient::new(address).exchange().await);
        }
        describe(&cvm::Client::new(&config(address))).await
    });
    assert_eq!(instances, 0);
}

fn report() -> Value {
    pin_to_one_core();
    let address = endpoint::start(&empty_reply()).to_string();
    let mut samples = [BASELINE_ON_REQWEST, THIS_CLIENT].map(Samples::new);
    for _ in 0..ROUNDS {
        for samples in &mut samples {
            samples.rounds.push(measure_process(samples.name, &address));
        }
    }
    json!({ "first_call": figures(&samples) })
}

/// Returns the CPU time and elapsed time of a process that makes one call, in microseconds.
fn measure_process(name: &str, address: &str) -> [f64; 2] {
    let program = std::env::current_exe().expect("the program should have a path");
    let started = Instant::now();
    let output = Command::new(program).args([name, address]).output();
    let wall = started.elapsed().as_secs_f64() * 1e6;
    let output = output.expect("the program should start");
    let text = String::from_utf8_lossy(&output.stdout);
    let cpu = text.trim().parse().expect("the call should succeed");
    [cpu, wall]
}
