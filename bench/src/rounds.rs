//! Interleaved rounds, and the medians and quartiles that come of them.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::machine::thread_cpu_time;

/// A way of calling: makes so many calls, and returns how many instances came.
pub struct Contender<'a> {
    /// What the tables call it.
    pub name: &'static str,
    /// Makes the calls.
    pub call: Box<dyn FnMut(usize) -> usize + 'a>,
}

/// What one way of calling costs, in microseconds per call.
pub struct Figures {
    /// What the tables call it.
    pub name: &'static str,
    /// CPU time of the calling thread.
    pub cpu: Quartiles,
    /// Time that passed, the endpoint's work on the same core included.
    pub wall: Quartiles,
    /// CPU time over that of the first contender in the same round.
    pub ratio: Quartiles,
}

/// The median, and the quarters below and above.
#[derive(Debug, Clone, Copy)]
pub struct Quartiles {
    /// A quarter of the values is lower.
    pub lower: f64,
    /// Half of the values are lower.
    pub median: f64,
    /// A quarter of the values is higher.
    pub upper: f64,
}

impl Figures {
    /// The figures as JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        json!({
            "name": self.name,
            "cpu_us": self.cpu.json(),
            "wall_us": self.wall.json(),
            "ratio": self.ratio.json(),
        })
    }
}

impl Quartiles {
    /// The quartiles of some values.
    #[must_use]
    pub fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let at = |quarter: usize| {
            let index = values.len().saturating_sub(1) * quarter / 4;
            values.get(index).copied().unwrap_or(f64::NAN)
        };
        Self {
            lower: at(1),
            median: at(2),
            upper: at(3),
        }
    }

    /// The quartiles as JSON, three digits behind the point.
    #[must_use]
    pub fn json(self) -> Value {
        let rounded = |value: f64| (value * 1e3).round() / 1e3;
        json!({
            "lower": rounded(self.lower),
            "median": rounded(self.median),
            "upper": rounded(self.upper),
        })
    }
}

/// What a contender took in each round, in microseconds per call: CPU time, and time that passed.
#[derive(Debug, Clone)]
pub struct Samples {
    name: &'static str,
    rounds: Vec<[f64; 2]>,
}

impl Samples {
    /// What this contender takes more than another one.
    #[must_use]
    pub fn more_than(&self, other: &Self, name: &'static str) -> Self {
        let pairs = self.rounds.iter().zip(&other.rounds);
        let rounds =
            pairs.map(|([cpu, wall], [less_cpu, less_wall])| [cpu - less_cpu, wall - less_wall]);
        Self {
            name,
            rounds: rounds.collect(),
        }
    }
}

/// Runs all contenders in turn, round by round, after one round that does not count.
#[must_use]
pub fn run(contenders: &mut [Contender<'_>], rounds: usize, calls: usize) -> Vec<Samples> {
    let samples = contenders.iter().map(|contender| Samples {
        name: contender.name,
        rounds: Vec::new(),
    });
    let mut samples: Vec<_> = samples.collect();
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

/// The figures of all contenders; the first is what the others are compared with.
#[must_use]
pub fn figures(samples: &[Samples]) -> Vec<Figures> {
    let first = samples.first().map_or(&[][..], |first| &first.rounds);
    let each = samples.iter();
    each.map(|samples| compared(samples.name, &samples.rounds, first))
        .collect()
}

fn measure(contender: &mut Contender<'_>, calls: usize) -> [f64; 2] {
    let (cpu, wall) = (thread_cpu_time(), Instant::now());
    (contender.call)(calls);
    let each = |time: Duration| time.as_secs_f64() * 1e6 / calls as f64;
    [each(thread_cpu_time() - cpu), each(wall.elapsed())]
}

fn compared(name: &'static str, samples: &[[f64; 2]], first: &[[f64; 2]]) -> Figures {
    let pairs = samples.iter().zip(first);
    Figures {
        name,
        cpu: Quartiles::of(samples.iter().map(|[cpu, _]| *cpu).collect()),
        wall: Quartiles::of(samples.iter().map(|[_, wall]| *wall).collect()),
        ratio: Quartiles::of(pairs.map(|([cpu, _], [base, _])| cpu / base).collect()),
    }
}
