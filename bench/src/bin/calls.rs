//! Measures the CPU time of calls and signatures in interleaved rounds, and prints JSON.
//!
//! A profiler needs few calls: `bench-calls 1 'this client'` runs one round of one contender.

use std::hint::black_box;

use serde_json::{Value, json};
use tencentcloud_api::SignatureMethod;
use tencentcloud_api_bench::baseline::Signer;
use tencentcloud_api_bench::baseline::request::DESCRIBE_INSTANCES;
use tencentcloud_api_bench::contenders::{self, HOST, OfflineClient};
use tencentcloud_api_bench::endpoint::{self, empty_reply, large_reply};
use tencentcloud_api_bench::measure::{Contender, figures, machine, pin_to_one_core, run};
use tencentcloud_api_bench::runtime;
use tencentcloud_api_bench::tls::{certificates, start_http2};

/// The default number of rounds: enough for stable quartiles despite other work on the machine.
const ROUNDS: usize = 40;
/// The number of signatures or calls in a round of signing.
const SIGNATURES: usize = 10_000;

fn main() {
    pin_to_one_core();
    let rounds = std::env::args()
        .nth(1)
        .and_then(|text| text.parse().ok())
        .unwrap_or(ROUNDS);
    let only = std::env::args().nth(2);
    let runtime = runtime();
    let mut replies = Vec::new();
    let mut measure = |reply: &str, bytes: usize, calls, mut contenders: Vec<Contender<'_>>| {
        eprintln!("{reply} reply: {rounds} rounds of {calls} calls each");
        if let Some(only) = &only {
            contenders.retain(|contender| contender.name == only);
        }
        let figures = figures(&run(&mut contenders, rounds, calls));
        replies.push(json!({ "reply": reply, "bytes": bytes, "contenders": figures }));
    };
    for (name, body, calls) in [("large", large_reply(), 50), ("empty", empty_reply(), 1000)] {
        let contenders = contenders::all(&runtime, endpoint::start(&body));
        measure(name, body.len(), calls, contenders);
        let (authority, server) = certificates();
        let address = start_http2(&body, server);
        let contenders = contenders::with_tls(&runtime, address, &authority);
        let name = format!("{name} (HTTP/2 with TLS)");
        measure(&name, body.len(), calls, contenders);
    }
    eprintln!("signatures: {rounds} rounds of {SIGNATURES} each");
    let all = json!({ "machine": machine(), "calls": replies, "signing": signatures(rounds) });
    println!("{all:#}");
}

/// Measures the baseline's signature, unsigned calls, signed calls, and their difference.
///
/// The runtime keeps its signer private, so its cost is the difference. That includes the
/// credential and the header, while the baseline's cost is only that of the function.
fn signatures(rounds: usize) -> Value {
    let signer = Signer::new(HOST.to_owned());
    let baseline = move |calls| {
        (0..calls)
            .map(|_| signer.sign(black_box(DESCRIBE_INSTANCES.as_bytes())))
            .map(|signed| signed.authorization.len())
            .sum()
    };
    let calls_with = |name, method| {
        let client = OfflineClient::new(method, 1);
        let call = move |calls| (0..calls).map(|_| client.call()).sum();
        Contender {
            name,
            call: Box::new(call),
        }
    };
    let mut contenders = [
        Contender {
            name: "baseline's signature",
            call: Box::new(baseline),
        },
        calls_with("unsigned call", SignatureMethod::Skip),
        calls_with("signed call", SignatureMethod::Tc3HmacSha256),
    ];
    let mut samples = run(&mut contenders, rounds, SIGNATURES);
    if let [.., unsigned, signed] = &*samples {
        samples.push(signed.minus(unsigned, "signed minus unsigned call"));
    }
    figures(&samples)
}
