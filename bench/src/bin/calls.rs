//! CPU time of calls, ours and the floors', in interleaved rounds; prints JSON.

use serde_json::{Value, json};
use tencentcloud_api_bench::caller::{contenders, runtime};
use tencentcloud_api_bench::machine::{description, pin_to_one_core};
use tencentcloud_api_bench::rounds::{Figures, figures, run};
use tencentcloud_api_bench::{endpoint, replies, signing};

/// Enough for quartiles to settle on a machine that does other things besides.
const ROUNDS: usize = 40;
const SIGNATURES: usize = 10_000;

fn main() {
    pin_to_one_core();
    // A profiler needs few calls: `bench-calls 1` makes one round.
    let rounds = std::env::args().nth(1).and_then(|text| text.parse().ok());
    let rounds = rounds.unwrap_or(ROUNDS);
    let only = std::env::args().nth(2);
    let mut replies = Vec::new();
    for (name, body, calls) in [
        ("large", replies::large(), 50),
        ("empty", replies::empty(), 1000),
    ] {
        eprintln!("{name} reply: {rounds} rounds of {calls} calls each");
        let runtime = runtime();
        let mut contenders = contenders(&runtime, endpoint::start(&body));
        if let Some(only) = &only {
            contenders.retain(|contender| contender.name == only);
        }
        let figures = figures(&run(&mut contenders, rounds, calls));
        replies.push(json!({
            "reply": name,
            "bytes": body.len(),
            "contenders": json(&figures),
        }));
    }
    eprintln!("signatures: {rounds} rounds of {SIGNATURES} each");
    let signing = signing::compare(rounds, SIGNATURES);
    let all = json!({ "machine": description(), "calls": replies, "signing": json(&signing) });
    println!("{all:#}");
}

fn json(figures: &[Figures]) -> Value {
    figures.iter().map(Figures::json).collect()
}
