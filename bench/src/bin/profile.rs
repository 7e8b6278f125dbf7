//! One thing many times and nothing else, for a profiler: `valgrind --tool=callgrind bench-profile read-ours`.

use std::hint::black_box;

use tencentcloud_api_bench::floor::signer::Signer;
use tencentcloud_api_bench::{caller, floor, replies};

const TIMES: usize = 20;

fn main() {
    let wanted = std::env::args().nth(1).unwrap_or_default();
    let reply = replies::large();
    let signer = Signer::new("cvm.tencentcloudapi.com".to_owned());
    for _ in 0..TIMES {
        match &*wanted {
            "read-ours" => _ = black_box(caller::read_with_ours(black_box(reply.as_bytes()))),
            "read-derived" => _ = black_box(floor::read(black_box(reply.as_bytes()))),
            "sign-floor" => _ = black_box(signer.sign(black_box(floor::BODY.as_bytes()))),
            other => {
                eprintln!("`{other}` is none of read-ours, read-derived, sign-floor");
                return;
            }
        }
    }
}
