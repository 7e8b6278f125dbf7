/tmp/wt-me/bench/./target/debug/deps/rustc_usage-4ab17bb4aee5ee10.d: rustc-usage/src/main.rs

/tmp/wt-me/bench/./target/debug/deps/rustc_usage-4ab17bb4aee5ee10: rustc-usage/src/main.rs

rustc-usage/src/main.rs:
