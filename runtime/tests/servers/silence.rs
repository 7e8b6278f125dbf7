//! Connections that fall silent: they stay open, and nothing arrives any more.

use std::time::Duration;

use crate::calls::{Caller, Kind, compare, config, make};
use crate::nginx::{ANSWERING, Nginx};
use crate::support::relay::{Begin, Disturbance, End, Relay};

/// Calls through a relay whose first connection falls silent after half a second.
async fn fall_silent(http2: bool) {
    let Some(nginx) = Nginx::start(ANSWERING).await else {
        return;
    };
    let silent = Disturbance {
        begins: Begin::After(Duration::from_millis(500)),
        end: End::Silence,
    };
    let relay =
        Relay::disturbing(nginx.port(), move |number| (number == 1).then_some(silent)).await;
    let endpoint = format!("https://localhost:{}", relay.port);
    let config = config(&endpoint, nginx.options(http2));
    let caller = Caller::with(config.attempt_timeout(Duration::from_millis(400)));
    let mut ended = Vec::new();
    for round in 0..60 {
        let kind = [Kind::Write, Kind::Read][round % 2];
        ended.push(crate::calls::one(&caller, kind, format!("call-{round}")).await);
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    let failed = compare(&ended, &nginx.processed().await);
    assert!(
        failed <= 1,
        "{failed} writes failed, at most one was under way"
    );
    assert!(
        relay.connections() >= 2,
        "the first connection falls silent"
    );
    assert!(
        relay.connections() <= 4,
        "{} connections",
        relay.connections()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn silent_http1_connection_is_replaced() {
    fall_silent(false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn silent_http2_connection_is_replaced() {
    fall_silent(true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_reads_leave_silent_connections() {
    // Each of the first connections carries some calls.
    let silent = Disturbance {
        begins: Begin::After(Duration::from_millis(200)),
        end: End::Silence,
    };
    for http2 in [false, true] {
        let Some(nginx) = Nginx::start(ANSWERING).await else {
            return;
        };
        let plan = move |number| (number <= 3).then_some(silent);
        let relay = Relay::disturbing(nginx.port(), plan).await;
        let endpoint = format!("https://localhost:{}", relay.port);
        let config = config(&endpoint, nginx.options(http2));
        let limit = Duration::from_millis(800);
        let config = config.attempt_timeout(limit).retry_budget(u32::MAX);
        let caller = Caller::with(config.retry(crate::calls::patience()));
        compare(&make(&caller, 20, 50).await, &nginx.processed().await);
    }
}
