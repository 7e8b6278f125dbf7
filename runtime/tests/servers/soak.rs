//! Random disturbances: every read succeeds in the end, and no write takes effect twice.

use std::time::{Duration, Instant, SystemTime};

use tencentcloud_api_runtime::HttpOptions;

use crate::calls::{self, Caller, compare, number, work};
use crate::nginx::Nginx;
use crate::support::random::splitmix;
use crate::support::relay::{Begin, Disturbance, End, Relay};
use crate::upstream::Upstream;

/// The number of workers that call at the same time.
const WORKERS: usize = 16;
/// The least number of calls of each worker, however slow the machine is.
const LEAST: usize = 40;

/// Returns the disturbance of a connection, always the same for the same seed and number.
fn disturbance(seed: u64, number: usize) -> Disturbance {
    let mut state = seed ^ (number as u64).rotate_left(32);
    let mut draw = |below: u64| splitmix(&mut state) % below;
    let end = [End::Silence, End::Close, End::Reset, End::HalfClose][draw(4) as usize];
    // Few bytes are as likely as many: they disturb the handshake.
    let longest = 1 << draw(17);
    let begins = match draw(3) {
        0 => Begin::After(Duration::from_millis(draw(1_000))),
        1 => Begin::Sent(1 + draw(longest)),
        _ => Begin::Received(1 + draw(longest)),
    };
    Disturbance { begins, end }
}

/// Calls through a disturbing relay. Compares the outcomes with what the upstream processed.
async fn soak(endpoint: &str, target: u16, http: HttpOptions, upstream: &Upstream) {
    let now = SystemTime::UNIX_EPOCH.elapsed().unwrap();
    let seed = number("SERVERS_SEED", now.as_nanos() as u64);
    println!("SERVERS_SEED={seed}");
    let relay = Relay::disturbing(target, move |number| Some(disturbance(seed, number))).await;
    let config = calls::config(&format!("{endpoint}:{}", relay.port), http)
        .attempt_timeout(Duration::from_millis(500))
        .retry(calls::patience())
        .retry_budget(u32::MAX);
    let caller = Caller::with(config);
    let end = Instant::now() + Duration::from_secs(number("SERVERS_SECONDS", 3));
    let goes_on = move |number| number < LEAST || Instant::now() < end;
    let ended = work(&caller, WORKERS, goes_on).await;
    // The last requests of calls that failed may still be under way.
    tokio::time::sleep(Duration::from_millis(500)).await;
    let failed = compare(&ended, &upstream.processed());
    let (calls, connections) = (ended.len(), relay.connections());
    println!("{calls} calls over {connections} connections, {failed} writes failed");
    assert!(calls >= LEAST * WORKERS, "only {calls} calls");
    assert!(connections > 10, "only {connections} connections");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn disturbed_plain_calls_match_upstream() {
    let upstream = Upstream::start().await;
    let http = HttpOptions::default().without_proxy();
    soak("http://127.0.0.1", upstream.port, http, &upstream).await;
}

async fn soak_nginx(http2: bool) {
    let upstream = Upstream::start().await;
    let Some(nginx) = Nginx::before(&upstream, "keepalive_requests 50;").await else {
        return;
    };
    let http = nginx.options(http2);
    soak("https://localhost", nginx.port(), http, &upstream).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn disturbed_http1_calls_match_upstream() {
    soak_nginx(false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn disturbed_http2_calls_match_upstream() {
    soak_nginx(true).await;
}
