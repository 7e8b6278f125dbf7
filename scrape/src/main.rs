//! The program behind `cargo xtask scrape`.

use std::process::ExitCode;

fn main() -> ExitCode {
    tencentcloud_api_scrape::main()
}
