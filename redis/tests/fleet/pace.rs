//! A fleet of processes stays within the documented rate.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::endpoint::{Endpoint, most_in_a_second};
use super::{address, member, start_redis};

const PROCESSES: usize = 4;
const RUN_SECONDS: u64 = 10;
/// A pause of the machine that delays requests so much that they may arrive together. The margin of
/// the pace is 100 ms.
const STALL: Duration = Duration::from_millis(40);
/// The rounds until one without a stall. Other programs may keep the machine busy.
const ROUNDS: usize = 6;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn four_processes_share_documented_rate() {
    let Some(server) = start_redis(&[]).await else {
        return;
    };
    for round in 1..=ROUNDS {
        let endpoint = Endpoint::start().await;
        let stall = run_fleet(&address(&server), &endpoint.address).await;
        let arrivals = endpoint.arrivals();
        let most = most_in_a_second(&arrivals);
        let seconds = (arrivals[arrivals.len() - 1] - arrivals[0]).as_secs_f64();
        let per_second = arrivals.len() as f64 / seconds;
        println!(
            "round {round}: at most {most} in a second, {per_second:.2} per second, longest stall {stall:?}"
        );
        if (most > 20 || per_second < 15.0) && stall > STALL && round < ROUNDS {
            continue;
        }
        assert!(seconds > 9.0, "the fleet ran for {seconds} s");
        assert!(most <= 20, "documented are 20: {most}");
        assert!(per_second > 15.0, "20 are allowed: {per_second}");
        return;
    }
}

/// Runs the processes, and returns the longest time that the machine kept this one waiting.
async fn run_fleet(redis: &str, endpoint: &str) -> Duration {
    let mut members: Vec<Member> = (0..PROCESSES)
        .map(|_| Member::start(redis, endpoint))
        .collect();
    let mut longest = Duration::ZERO;
    while !members.iter_mut().all(Member::has_succeeded) {
        let (before, step) = (Instant::now(), Duration::from_millis(5));
        tokio::time::sleep(step).await;
        longest = longest.max(before.elapsed().saturating_sub(step));
    }
    longest
}

/// A process of the fleet, killed when it is dropped.
struct Member(Child);

impl Member {
    fn start(redis: &str, endpoint: &str) -> Self {
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["member::fleet_member", "--exact", "--ignored"])
            .env(member::REDIS, redis)
            .env(member::ENDPOINT, endpoint)
            .env(member::SECONDS, RUN_SECONDS.to_string())
            .stdout(Stdio::null())
            .spawn();
        Self(child.unwrap())
    }

    fn has_succeeded(&mut self) -> bool {
        match self.0.try_wait().unwrap() {
            Some(status) => {
                assert!(status.success(), "a process failed: {status}");
                true
            }
            None => false,
        }
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
