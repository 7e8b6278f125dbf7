//! From the start of a program to its first reply, ours and the floor's; prints JSON.

use std::net::SocketAddr;
use std::process::Command;
use std::time::Instant;

use serde_json::{Value, json};
use tencentcloud_api::cvm;
use tencentcloud_api_bench::caller::{config, describe, runtime};
use tencentcloud_api_bench::floor::{self, on_reqwest};
use tencentcloud_api_bench::machine::{pin_to_one_core, process_cpu_time};
use tencentcloud_api_bench::rounds::Quartiles;
use tencentcloud_api_bench::{endpoint, replies};

const ROUNDS: usize = 40;
const WHO: [&str; 2] = ["floor on reqwest", "this client"];

fn main() {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next(), arguments.next()) {
        (Some(who), Some(address)) => {
            let address = address.parse().expect("the second argument is an address");
            call(who == WHO[0], address);
            println!("{}", process_cpu_time().as_micros());
        }
        _ => println!("{:#}", report()),
    }
}

fn call(floor: bool, address: SocketAddr) {
    let instances = runtime().block_on(async {
        if floor {
            let connection = on_reqwest::Connection::new(address);
            return floor::read(&connection.exchange().await);
        }
        describe(&cvm::Client::new(&config(address))).await
    });
    assert_eq!(instances, 0);
}

fn report() -> Value {
    pin_to_one_core();
    let address = endpoint::start(&replies::empty()).to_string();
    let mut samples = [(); 2].map(|()| [Vec::new(), Vec::new(), Vec::new()]);
    for _ in 0..ROUNDS {
        let round = WHO.map(|who| start(who, &address));
        for (samples, [cpu, wall]) in samples.iter_mut().zip(round) {
            for (list, value) in samples.iter_mut().zip([cpu, wall, cpu / round[0][0]]) {
                list.push(value);
            }
        }
    }
    let contenders = WHO.iter().zip(samples);
    let contenders = contenders.map(|(name, [cpu, wall, ratio])| {
        json!({
            "name": name,
            "cpu_us": Quartiles::of(cpu).json(),
            "wall_us": Quartiles::of(wall).json(),
            "ratio": Quartiles::of(ratio).json(),
        })
    });
    json!({ "first_call": contenders.collect::<Vec<_>>() })
}

/// CPU and wall time of a process that makes one call, in microseconds.
fn start(who: &str, address: &str) -> [f64; 2] {
    let program = std::env::current_exe().expect("the program has a path");
    let started = Instant::now();
    let output = Command::new(program).args([who, address]).output();
    let wall = started.elapsed().as_secs_f64() * 1e6;
    let output = output.expect("the program starts itself");
    let text = String::from_utf8_lossy(&output.stdout);
    let cpu = text.trim().parse().expect("the call succeeds");
    [cpu, wall]
}
