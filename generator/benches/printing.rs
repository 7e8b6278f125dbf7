//! The emission of the model as Rust files.
//!
//! The benchmarks time all of `emit`: tokens, syntax trees, text and comments. `no_items` times the
//! few files that every crate has. `emit` uses a thread per core, so measure comparable figures on
//! one core: `taskset -c 0`.

use std::path::Path;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use emit::emit;
use lower::{Crate, lower};
use pipeline::with_hand_written;
use spec::{parse_tree, read_files};

/// The allocator of `xtask`, which runs `emit`.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

#[divan::bench]
fn no_items(bencher: Bencher) {
    print(bencher, &cvm_with(|_| false));
}

#[divan::bench]
fn structure_instance(bencher: Bencher) {
    print(bencher, &cvm_with(|name| name == "Instance"));
}

#[divan::bench]
fn action_run_instances(bencher: Bencher) {
    print(bencher, &cvm_with(|name| name == "RunInstances"));
}

#[divan::bench(sample_count = 20)]
fn all_of_cvm(bencher: Bencher) {
    print(bencher, &cvm_with(|_| true));
}

fn print(bencher: Bencher, model: &Crate) {
    let bytes: usize = emit(model).values().map(String::len).sum();
    bencher
        .counter(BytesCount::new(bytes))
        .bench_local(|| emit(black_box(model)));
}

/// Lowers the committed specs of CVM, and keeps only the items with a wanted name.
fn cvm_with(wanted: impl Fn(&str) -> bool) -> Crate {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs");
    let mut files = read_files(&folder).expect("the specs should be readable");
    files.retain(|path, _| path.starts_with("cvm/"));
    let specs = parse_tree("specs", &files).expect("the specs should be well-formed");
    let specs = with_hand_written(specs, "specs", &files).expect("the overrides should apply");
    let mut model = lower(&specs).expect("the specs should be valid");
    for version in model.products.iter_mut().flat_map(|cvm| &mut cvm.versions) {
        version
            .structures
            .retain(|structure| wanted(structure.name.as_str()));
        version.actions.retain(|action| wanted(&action.wire));
        version.error_codes.retain(|code| wanted(&code.value));
    }
    model
}
