//! Stage 4: from the spec to a Rust-shaped model; every decision about the output is made here.
