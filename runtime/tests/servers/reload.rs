//! nginx that reloads, quits, stops and starts again while calls are made.

use std::time::Duration;

use crate::calls::{Caller, Ended, Kind, all_succeeded, compare, make, number};
use crate::nginx::Nginx;
use crate::upstream::Upstream;

/// The number of workers that call at the same time.
const WORKERS: usize = 20;

/// Starts calls, and returns what their workers are to return.
fn load(caller: &Caller) -> tokio::task::JoinHandle<Vec<Ended>> {
    let caller = caller.clone();
    let each = number("SERVERS_CALLS", 2_000) as usize / WORKERS;
    tokio::spawn(async move { make(&caller, WORKERS, each).await })
}

async fn reload(http2: bool) {
    let upstream = Upstream::start().await;
    let Some(nginx) = Nginx::before(&upstream, "").await else {
        return;
    };
    let caller = Caller::patient(&nginx.address(), nginx.options(http2));
    let load = load(&caller);
    let mut reloads = 0;
    while !load.is_finished() {
        tokio::time::sleep(Duration::from_millis(200)).await;
        nginx.signal("reload");
        reloads += 1;
    }
    let ended = load.await.unwrap();
    assert_ne!(reloads, 0);
    if http2 {
        // The server says which requests it did not process.
        return all_succeeded(&ended, &upstream.processed());
    }
    let failed = compare(&ended, &upstream.processed());
    assert!(failed <= reloads * WORKERS, "{failed} writes failed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn http1_reads_survive_reloads() {
    reload(false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn http2_calls_survive_reloads() {
    reload(true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reads_survive_restarts() {
    for http2 in [false, true] {
        let upstream = Upstream::start().await;
        let Some(mut nginx) = Nginx::before(&upstream, "").await else {
            return;
        };
        let caller = Caller::patient(&nginx.address(), nginx.options(http2));
        let load = load(&caller);
        for signal in ["quit", "stop", "kill"] {
            tokio::time::sleep(Duration::from_millis(200)).await;
            if signal != "kill" {
                nginx.signal(signal);
            }
            nginx = nginx.restart().await;
        }
        let ended = load.await.unwrap();
        compare(&ended, &upstream.processed());
        let last = caller.call(Kind::Write, "last").await;
        last.unwrap();
    }
}
