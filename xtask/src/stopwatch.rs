//! How long each stage took.

use std::time::{Duration, Instant};

/// Stages with their times, in order.
#[derive(Debug)]
pub(crate) struct Stopwatch {
    since: Instant,
    stages: Vec<(&'static str, Duration)>,
}

impl Stopwatch {
    pub(crate) fn start() -> Self {
        Self {
            since: Instant::now(),
            stages: Vec::new(),
        }
    }

    /// Ends a stage; the next one begins.
    pub(crate) fn lap(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.stages.push((stage, now - self.since));
        self.since = now;
    }

    /// `read 3 ms, extract 120 ms, … (180 ms)`.
    pub(crate) fn summary(&self) -> String {
        let total: Duration = self.stages.iter().map(|(_, time)| *time).sum();
        let stages: Vec<String> = self
            .stages
            .iter()
            .map(|(stage, time)| format!("{stage} {}", shown(*time)))
            .collect();
        format!("{} ({})", stages.join(", "), shown(total))
    }
}

/// `12 ms`, `3.4 s`.
pub(crate) fn shown(time: Duration) -> String {
    if time.as_millis() < 1000 {
        return format!("{} ms", time.as_millis());
    }
    format!("{:.1} s", time.as_secs_f64())
}
