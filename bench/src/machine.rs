//! The machine that figures come from, and what its kernel tells of this process.

use std::fs;
use std::process::Command;
use std::time::Duration;

use rustix::process::{Resource, getrlimit, setrlimit};
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
use rustix::time::{ClockId, Timespec, clock_gettime};
use serde_json::{Value, json};

/// Keeps this thread, and those it starts, on one core: the last that the process may use.
///
/// # Panics
/// If the kernel refuses.
pub fn pin_to_one_core() {
    let allowed = sched_getaffinity(None).expect("the kernel tells the cores");
    let last = (0..CpuSet::MAX_CPU)
        .rev()
        .find(|core| allowed.is_set(*core));
    let mut one = CpuSet::new();
    one.set(last.expect("there is a core"));
    sched_setaffinity(None, &one).expect("the process may choose its core");
}

/// CPU time of this thread, in the program and in the kernel.
#[must_use]
pub fn thread_cpu_time() -> Duration {
    duration(clock_gettime(ClockId::ThreadCPUTime))
}

/// CPU time of this process, in the program and in the kernel.
#[must_use]
pub fn process_cpu_time() -> Duration {
    duration(clock_gettime(ClockId::ProcessCPUTime))
}

fn duration(time: Timespec) -> Duration {
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    let nanoseconds = u32::try_from(time.tv_nsec).unwrap_or_default();
    Duration::new(seconds, nanoseconds)
}

/// Lets the process open as many files as it may.
///
/// # Panics
/// If the kernel refuses.
pub fn raise_file_limit() {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    setrlimit(Resource::Nofile, limit).expect("a process may raise its limit to the maximum");
}

/// Processor, cores, kernel and compiler.
#[must_use]
pub fn description() -> Value {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find(|line| line.starts_with("model name"));
    let model = model.and_then(|line| line.split(": ").nth(1));
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    json!({
        "processor": model.unwrap_or("unknown"),
        "cores": info.matches("processor\t").count(),
        "kernel": kernel.trim(),
        "rustc": compiler(),
    })
}

fn compiler() -> String {
    let output = Command::new("rustc").arg("--version").output();
    let text = output.map(|output| output.stdout).unwrap_or_default();
    String::from_utf8_lossy(&text).trim().to_owned()
}
