//! Stage 5: from the Rust-shaped model to files; prints, decides nothing.
