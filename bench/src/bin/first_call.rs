//! Measures the time from the start of a program to its first reply, and prints JSON.
//!
//! Each sample is a new process of this program: `bench-first-call <contender> <address>`. The
//! variable `BENCH_AUTHORITY` holds the certificate of the endpoint's authority, if it uses TLS.

use std::net::{SocketAddr, TcpStream};
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use rustls::crypto::ring::default_provider;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use serde_json::{Value, json};
use tencentcloud_api::{HttpOptions, cvm};
use tencentcloud_api_bench::baseline;
use tencentcloud_api_bench::baseline::clients::{ReqwestClient, SocketClient};
use tencentcloud_api_bench::contenders::{
    BASELINE_ON_REQWEST, BASELINE_ON_SOCKET, THIS_CLIENT, config, describe, tls_config,
};
use tencentcloud_api_bench::endpoint::{self, empty_reply};
use tencentcloud_api_bench::measure::{Samples, figures, pin_to_one_core, process_cpu_time};
use tencentcloud_api_bench::runtime;
use tencentcloud_api_bench::tls::{certificate, certificates};

/// The number of processes per contender.
const ROUNDS: usize = 40;

/// The variable with the certificate of the endpoint's authority, as PEM.
const AUTHORITY: &str = "BENCH_AUTHORITY";

fn main() {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next(), arguments.next()) {
        (Some(name), Some(address)) => {
            let address = address
                .parse()
                .expect("the second argument should be an address");
            let instances = match std::env::var(AUTHORITY) {
                Ok(authority) => call_tls(&name, address, &authority),
                Err(_) => call(&name, address),
            };
            assert_eq!(instances, 0);
            println!("{}", process_cpu_time().as_micros());
        }
        _ => println!("{:#}", report()),
    }
}

/// Makes a call without TLS. Returns the number of instances in the reply.
fn call(name: &str, address: SocketAddr) -> usize {
    if name == BASELINE_ON_SOCKET {
        return baseline::read(SocketClient::connect(address).exchange());
    }
    runtime().block_on(async {
        if name == BASELINE_ON_REQWEST {
            return baseline::read(&ReqwestClient::new(address).exchange().await);
        }
        describe(&cvm::Client::new(&config(address))).await
    })
}

/// Makes a call with TLS. The clients trust the system's roots and this authority; the bare socket
/// trusts only the latter.
fn call_tls(name: &str, address: SocketAddr, authority: &str) -> usize {
    if name == BASELINE_ON_SOCKET {
        let host = format!("localhost:{}", address.port());
        let stream = tls_stream(address, authority);
        return baseline::read(SocketClient::on(stream, host).exchange());
    }
    runtime().block_on(async {
        if name == BASELINE_ON_REQWEST {
            return baseline::read(&ReqwestClient::with_tls(address, authority).exchange().await);
        }
        let config = tls_config(address, HttpOptions::default(), authority);
        describe(&cvm::Client::new(&config)).await
    })
}

fn tls_stream(address: SocketAddr, authority: &str) -> StreamOwned<ClientConnection, TcpStream> {
    let mut roots = RootCertStore::empty();
    roots
        .add(certificate(authority))
        .expect("the authority should be a certificate");
    let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .expect("the provider should support TLS")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").expect("the name should be valid");
    let connection = ClientConnection::new(Arc::new(config), name);
    let stream = TcpStream::connect(address).expect("the endpoint should listen");
    stream
        .set_nodelay(true)
        .expect("TCP should have TCP_NODELAY");
    StreamOwned::new(connection.expect("the settings should be valid"), stream)
}

fn report() -> Value {
    pin_to_one_core();
    let (authority, server) = certificates();
    let plain = endpoint::start(&empty_reply());
    let tls = endpoint::start_tls(&empty_reply(), &Arc::new(server));
    json!({
        "first_call": measure(plain, None),
        "first_call_tls": measure(tls, Some(&authority)),
    })
}

fn measure(address: SocketAddr, authority: Option<&str>) -> Value {
    let contenders = [BASELINE_ON_SOCKET, BASELINE_ON_REQWEST, THIS_CLIENT];
    let mut samples = contenders.map(Samples::new);
    for _ in 0..ROUNDS {
        for samples in &mut samples {
            let sample = measure_process(samples.name, address, authority);
            samples.rounds.push(sample);
        }
    }
    figures(&samples)
}

/// Returns the CPU time and elapsed time of a process that makes one call, in microseconds.
fn measure_process(name: &str, address: SocketAddr, authority: Option<&str>) -> [f64; 2] {
    let program = std::env::current_exe().expect("the program should have a path");
    let started = Instant::now();
    let output = Command::new(program)
        .args([name, &address.to_string()])
        .envs(authority.map(|authority| (AUTHORITY, authority)))
        .output();
    let wall = started.elapsed().as_secs_f64() * 1e6;
    let output = output.expect("the program should start");
    let text = String::from_utf8_lossy(&output.stdout);
    let cpu = text.trim().parse().expect("the call should succeed");
    [cpu, wall]
}
