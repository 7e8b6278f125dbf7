//! The program behind `cargo xtask scrape`.

// A closed pipe ends `println!` with a panic: `stdio` prints instead.
#![warn(clippy::print_stderr, clippy::print_stdout)]

use std::process::ExitCode;

fn main() -> ExitCode {
    tencentcloud_api_scrape::main()
}
