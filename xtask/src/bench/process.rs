//! Time and memory of a process, and measurements in separate processes.

use std::fs;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use xtask::workspace::Workspace;

/// Runs this program again with other arguments, and returns the figures that it prints.
///
/// Peak memory is that of a whole process, and a warm allocator would favour later measurements.
pub(crate) fn own_process(workspace: &Workspace, arguments: &[&str]) -> Result<Value> {
    let output = Command::new(std::env::current_exe()?)
        .arg("--root")
        .arg(workspace.root())
        .args(arguments)
        .output()
        .context("can't run this program again")?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr));
    }
    serde_json::from_slice(&output.stdout).context("the benchmark of one size printed no figures")
}

/// Returns the milliseconds of processor time since an earlier [`cpu_time`].
pub(crate) fn cpu_since(before: Option<Duration>) -> Option<u64> {
    let (now, before) = cpu_time().zip(before)?;
    Some(millis(now.saturating_sub(before)))
}

/// Returns whole milliseconds.
pub(crate) fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// Returns the processor time of all threads so far, or `None` on systems other than Linux.
pub(crate) fn cpu_time() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The program's name, in parentheses, may contain spaces.
    let (_, rest) = stat.rsplit_once(')')?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let ticks = |index: usize| fields.get(index)?.parse::<u64>().ok();
    // `utime` and `stime`, in hundredths of a second on every Linux.
    Some(Duration::from_millis((ticks(11)? + ticks(12)?) * 10))
}

/// Returns the peak memory in MiB, or `None` on systems other than Linux.
pub(crate) fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib / 1024)
}
