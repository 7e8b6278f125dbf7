//! Reading and writing in itself, beside `serde_json` with derived implementations.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use tencentcloud_api_bench::{caller, floor, replies};

fn main() {
    divan::main();
}

#[divan::bench]
fn read_ours(bencher: Bencher) {
    let reply = replies::large();
    bencher
        .counter(BytesCount::of_str(&reply))
        .bench_local(|| caller::read_with_ours(black_box(reply.as_bytes())));
}

#[divan::bench]
fn read_derived(bencher: Bencher) {
    let reply = replies::large();
    bencher
        .counter(BytesCount::of_str(&reply))
        .bench_local(|| floor::read(black_box(reply.as_bytes())));
}
