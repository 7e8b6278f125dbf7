//! Runs the compiler in cargo's stead (`RUSTC_WRAPPER`), and notes what each crate took.

use std::env;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::process::{Command, exit};

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike as _;

fn main() {
    let mut arguments = env::args_os().skip(1);
    let compiler = arguments.next().expect("cargo names the compiler");
    let arguments: Vec<_> = arguments.collect();
    let status = Command::new(compiler).args(&arguments).status();
    let status = status.expect("the compiler starts");
    let mut names = arguments.iter();
    let name = names
        .find(|argument| *argument == "--crate-name")
        .and_then(|_| names.next());
    if let (Some(name), Some(path)) = (name, env::var_os("BENCH_RUSTC_LOG")) {
        let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("the kernel counts");
        let cpu = usage.user_time().num_milliseconds() + usage.system_time().num_milliseconds();
        let mut log = OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)
            .expect("the log can be written");
        // One write a line: compilers run side by side.
        let line = format!("{} {cpu} {}\n", name.to_string_lossy(), usage.max_rss());
        log.write_all(line.as_bytes())
            .expect("the log can be written");
    }
    exit(status.code().unwrap_or(1));
}
