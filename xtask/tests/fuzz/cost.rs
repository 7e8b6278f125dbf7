//! The cost of running a page: CPU time and memory, where the system tells them.
//!
//! Wall time says little on a machine that runs other programs too.

use std::time::{Duration, Instant};

/// The cost of one run, with the threads that it started.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) time: Duration,
    /// The largest resident memory in bytes above that before the run; 0 if unknown.
    pub(crate) memory: u64,
}

/// Runs `work` and returns its cost. Nothing else may run in this process at the same time.
pub(crate) fn cost_of(work: impl FnOnce()) -> Cost {
    // Writing 5 resets the peak. Without that the peak is too high, never too low.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let memory = status("VmRSS:");
    let (begin, cpu) = (Instant::now(), cpu_time());
    work();
    let time = match (cpu, cpu_time()) {
        (Some(before), Some(after)) => after - before,
        _ => begin.elapsed(),
    };
    let peak = status("VmHWM:");
    Cost {
        time,
        memory: peak.unwrap_or(0).saturating_sub(memory.unwrap_or(0)),
    }
}

/// Returns the CPU time of this process. `/proc` counts in hundredths of a second.
fn cpu_time() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The program's name may have blanks, so fields are counted behind its bracket.
    let (_, fields) = stat.rsplit_once(") ")?;
    let ticks: u64 = fields
        .split(' ')
        .skip(11)
        .take(2)
        .map(|field| field.parse::<u64>().ok())
        .sum::<Option<u64>>()?;
    Some(Duration::from_millis(10 * ticks))
}

fn status(name: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    let kilobytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes * 1024)
}
