//! Measurements: interleaved rounds, their quartiles, CPU times and the machine.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use rustix::process::{Resource, getrlimit, setrlimit};
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
use rustix::time::{ClockId, Timespec, clock_gettime};
use serde_json::{Value, json};

/// A way of calling.
pub struct Contender<'a> {
    /// The name in the tables.
    pub name: &'static str,
    /// Makes the given number of calls in turn, and returns the number of instances in all replies.
    pub call: Box<dyn FnMut(usize) -> usize + 'a>,
}

/// The samples of a contender.
#[derive(Debug, Clone)]
pub struct Samples {
    /// The contender's name in the tables.
    pub name: &'static str,
    /// CPU time of the caller, and elapsed time with the endpoint's work on the same core. Each
    /// pair is a round, in microseconds per call.
    pub rounds: Vec<[f64; 2]>,
}

impl Samples {
    /// Returns empty samples.
    #[must_use]
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            rounds: Vec::new(),
        }
    }

    /// Subtracts another contender's samples, round by round.
    #[must_use]
    pub fn minus(&self, other: &Self, name: &'static str) -> Self {
        let rounds = self
            .rounds
            .iter()
            .zip(&other.rounds)
            .map(|([cpu, wall], [other_cpu, other_wall])| [cpu - other_cpu, wall - other_wall])
            .collect();
        Self { name, rounds }
    }
}

/// Runs all contenders in turn, round by round, after an uncounted round.
#[must_use]
pub fn run(contenders: &mut [Contender<'_>], rounds: usize, calls: usize) -> Vec<Samples> {
    let mut samples: Vec<_> = contenders
        .iter()
        .map(|contender| Samples::new(contender.name))
        .collect();
    for round in 0..=rounds {
        for (contender, samples) in contenders.iter_mut().zip(&mut samples) {
            let sample = measure(contender, calls);
            if round > 0 {
                samples.rounds.push(sample);
            }
        }
    }
    samples
}

fn measure(contender: &mut Contender<'_>, calls: usize) -> [f64; 2] {
    let (cpu, wall) = (thread_cpu_time(), Instant::now());
    (contender.call)(calls);
    let each = |time: Duration| time.as_secs_f64() * 1e6 / calls as f64;
    [each(thread_cpu_time() - cpu), each(wall.elapsed())]
}

/// Returns the figures of all contenders as JSON: CPU time and elapsed time in microseconds per
/// call, and the ratio of CPU time to that of the first contender in the same round.
#[must_use]
pub fn figures(samples: &[Samples]) -> Value {
    let first = samples.first().map_or(&[][..], |first| &first.rounds);
    samples
        .iter()
        .map(|Samples { name, rounds }| {
            let pairs = rounds.iter().zip(first);
            json!({
                "name": name,
                "cpu_us": quartiles(rounds.iter().map(|[cpu, _]| *cpu).collect()),
                "wall_us": quartiles(rounds.iter().map(|[_, wall]| *wall).collect()),
                "ratio": quartiles(pairs.map(|([cpu, _], [base, _])| cpu / base).collect()),
            })
        })
        .collect()
}

/// Returns the median, and the quartiles below and above it, rounded to three decimals.
#[must_use]
pub fn quartiles(mut values: Vec<f64>) -> Value {
    values.sort_by(f64::total_cmp);
    let at = |quarter: usize| {
        let index = values.len().saturating_sub(1) * quarter / 4;
        let value = values.get(index).copied().unwrap_or(f64::NAN);
        (value * 1e3).round() / 1e3
    };
    json!({ "lower": at(1), "median": at(2), "upper": at(3) })
}

/// Returns the CPU time of this thread, in the program and in the kernel.
#[must_use]
pub fn thread_cpu_time() -> Duration {
    duration(clock_gettime(ClockId::ThreadCPUTime))
}

/// Returns the CPU time of this process, in the program and in the kernel.
#[must_use]
pub fn process_cpu_time() -> Duration {
    duration(clock_gettime(ClockId::ProcessCPUTime))
}

fn duration(time: Timespec) -> Duration {
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    let nanoseconds = u32::try_from(time.tv_nsec).unwrap_or_default();
    Duration::new(seconds, nanoseconds)
}

/// Restricts this thread, and those it starts, to the last core that the process may use.
///
/// # Panics
/// If the kernel refuses.
pub fn pin_to_one_core() {
    let last = allowed_cores().pop();
    pin_to_core(last.expect("at least one core should be allowed"));
}

/// Returns the cores that this thread may use.
///
/// # Panics
/// If the kernel refuses.
#[must_use]
pub fn allowed_cores() -> Vec<usize> {
    let allowed = sched_getaffinity(None).expect("the kernel should list the allowed cores");
    let all = 0..CpuSet::MAX_CPU;
    all.filter(|core| allowed.is_set(*core)).collect()
}

/// Restricts this thread, and those it starts, to a core.
///
/// # Panics
/// If the process may not use the core.
pub fn pin_to_core(core: usize) {
    let mut one = CpuSet::new();
    one.set(core);
    sched_setaffinity(None, &one).expect("a process should be able to choose an allowed core");
}

/// Raises the limit on open files to its maximum.
///
/// # Panics
/// If the kernel refuses.
pub fn raise_file_limit() {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    setrlimit(Resource::Nofile, limit).expect("a process may raise its limit to the maximum");
}

/// Returns the processor, the number of cores, the kernel and the compiler as JSON.
#[must_use]
pub fn machine() -> Value {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find(|line| line.starts_with("model name"))
        .and_then(|line| line.split(": ").nth(1));
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
