/tmp/wt-me/bench/./target/debug/rustc-usage: /tmp/wt-me/bench/rustc-usage/src/main.rs
