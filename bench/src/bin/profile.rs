//! One thing twenty times and nothing else, for a profiler: `valgrind --tool=callgrind bench-profile read-ours`.

use std::hint::black_box;

use tencentcloud_api_bench::floor::signer::Signer;
use tencentcloud_api_bench::{caller, endpoint, floor, replies};

const TIMES: usize = 20;

fn main() {
    let wanted = std::env::args().nth(1).unwrap_or_default();
    let reply = replies::large();
    let signer = Signer::new("cvm.tencentcloudapi.com".to_owned());
    for _ in 0..TIMES {
        match &*wanted {
            "read-ours" => _ = black_box(caller::read_with_ours(black_box(reply.as_bytes()))),
            "read-derived" => _ = black_box(floor::read(black_box(reply.as_bytes()))),
            "call-ours" => return calls("this client", &replies::empty()),
            "call-floor" => return calls("floor on reqwest", &replies::empty()),
            "large-call-ours" => return calls("this client", &reply),
            "large-call-floor" => return calls("floor on reqwest", &reply),
            "sign-floor" => _ = black_box(signer.sign(black_box(floor::BODY.as_bytes()))),
            other => {
                eprintln!(
                    "`{other}` is none of [large-]call-ours, [large-]call-floor, read-ours, read-derived, sign-floor"
                );
                return;
            }
        }
    }
}

/// Calls over a socket: toggle the collection at `call`, so that the endpoint does not count.
fn calls(name: &str, body: &str) {
    let runtime = caller::runtime();
    let mut contenders = caller::contenders(&runtime, endpoint::start(body));
    contenders.retain(|contender| contender.name == name);
    for contender in &mut contenders {
        (contender.call)(TIMES);
    }
}
