//! One thing and nothing else, twenty times or as often as said, for a profiler:
//! `valgrind --tool=callgrind bench-profile read-ours 20`.

use std::hint::black_box;

use tencentcloud_api_bench::floor::signer::Signer;
use tencentcloud_api_bench::{caller, endpoint, floor, replies};

fn main() {
    let wanted = std::env::args().nth(1).unwrap_or_default();
    let times = std::env::args().nth(2).and_then(|text| text.parse().ok());
    let times = times.unwrap_or(20);
    let reply = replies::large();
    let signer = Signer::new("cvm.tencentcloudapi.com".to_owned());
    for _ in 0..times {
        match &*wanted {
            "read-ours" => _ = black_box(caller::read_with_ours(black_box(reply.as_bytes()))),
            "read-derived" => _ = black_box(floor::read(black_box(reply.as_bytes()))),
            "call-ours" => return calls("this client", &replies::empty(), times),
            "call-floor" => return calls("floor on reqwest", &replies::empty(), times),
            "call-hyper" => return calls("floor on hyper", &replies::empty(), times),
            "large-call-ours" => return calls("this client", &reply, times),
            "large-call-floor" => return calls("floor on reqwest", &reply, times),
            "sign-floor" => _ = black_box(signer.sign(black_box(floor::BODY.as_bytes()))),
            other => {
                eprintln!(
                    "`{other}` is none of [large-]call-ours, [large-]call-floor, call-hyper, read-ours, read-derived, sign-floor"
                );
                return;
            }
        }
    }
}

/// Calls over a socket: toggle the collection at `call`, so that the endpoint does not count.
fn calls(name: &str, body: &str, times: usize) {
    let runtime = caller::runtime();
    let mut contenders = caller::contenders(&runtime, endpoint::start(body));
    contenders.retain(|contender| contender.name == name);
    for contender in &mut contenders {
        (contender.call)(times);
    }
}
