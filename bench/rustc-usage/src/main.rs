//! A compiler wrapper (`RUSTC_WRAPPER`) that records the cost of each crate.
//!
//! It appends a line to the file in `BENCH_RUSTC_LOG`: crate, CPU milliseconds, peak KiB. Any other
//! command is recorded under its program's name.

use std::env;
use std::ffi::OsString;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, exit};

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike as _;

fn main() {
    let mut arguments = env::args_os().skip(1);
    let compiler = arguments
        .next()
        .expect("the first argument should be the compiler");
    let arguments: Vec<_> = arguments.collect();
    let status = Command::new(&compiler)
        .args(&arguments)
        .status()
        .expect("the compiler should start");
    let mut names = arguments.iter();
    let name = names
        .find(|argument| *argument == "--crate-name")
        .and_then(|_| names.next().map(OsString::as_os_str))
        .or_else(|| Path::new(&compiler).file_stem());
    if let (Some(name), Some(path)) = (name, env::var_os("BENCH_RUSTC_LOG")) {
        let usage =
            getrusage(UsageWho::RUSAGE_CHILDREN).expect("the kernel should count resources");
        let cpu = usage.user_time().num_milliseconds() + usage.system_time().num_milliseconds();
        let mut log = OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)
            .expect("the log should be writable");
        // A single write per line, because compilers run in parallel.
        let line = format!("{} {cpu} {}\n", name.to_string_lossy(), usage.max_rss());
        log.write_all(line.as_bytes())
            .expect("the log should be writable");
    }
    exit(status.code().unwrap_or(1));
}
