//! Servers that close each connection after a few requests.

use std::collections::BTreeSet;

use crate::calls::{Caller, all_succeeded, make, number};
use crate::nginx::{ANSWERING, Nginx};

/// Makes this many calls, a hundred at a time, to an nginx that recycles connections.
async fn recycle(http2: bool, calls: u64) {
    let Some(nginx) = Nginx::start(&format!("keepalive_requests 5; {ANSWERING}")).await else {
        return;
    };
    let caller = Caller::new(&nginx.address(), nginx.options(http2));
    let ended = make(&caller, 100, calls as usize / 100).await;
    all_succeeded(&ended, &nginx.processed().await);
    let version = if http2 { "HTTP/2.0" } else { "HTTP/1.1" };
    assert_eq!(nginx.versions().await, BTreeSet::from([version.to_owned()]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn recycled_http2_connections_fail_no_call() {
    recycle(true, number("SERVERS_CALLS", 10_000)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn recycled_http1_connections_fail_no_call() {
    recycle(false, number("SERVERS_CALLS", 1_000)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn burst_over_recycled_connections_fails_no_call() {
    let Some(nginx) = Nginx::start(&format!("keepalive_requests 50; {ANSWERING}")).await else {
        return;
    };
    let caller = Caller::new(&nginx.address(), nginx.options(true));
    let ended = make(&caller, 1_000, 1).await;
    all_succeeded(&ended, &nginx.processed().await);
}
