//! What the system says of this process: processor time and memory. Only Linux says it in this form.

use std::fs;
use std::time::Duration;

/// Processor time used so far, by all threads; `None` where the system does not say.
pub(super) fn cpu_time() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The program's name, in brackets, may hold blanks.
    let (_, rest) = stat.rsplit_once(')')?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let ticks = |index: usize| fields.get(index)?.parse::<u64>().ok();
    // `utime` and `stime`, in hundredths of a second on every Linux.
    Some(Duration::from_millis((ticks(11)? + ticks(12)?) * 10))
}

/// The most memory that was ever held, in MiB; `None` where the system does not say.
pub(super) fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib / 1024)
}
