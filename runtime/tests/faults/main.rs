//! Ten thousand calls to a server that fails in many ways, compared with a small model.
#![cfg(feature = "http-client")]

#[path = "../support/mod.rs"]
mod support;

mod calls;
mod clock;
mod plan;
mod server;

use std::time::Duration;

use calls::{Call, Outcome};
use clock::CallClock;
use plan::{Fault, Kind};
use server::FaultServer;
use support::exchange::{SECRET_ID, SECRET_KEY};
use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::{Config, Credential};
use tokio::runtime::Handle;
use tokio::task::JoinSet;

const CALLS: u64 = 10_000;
/// The number of concurrent calls.
const CONCURRENCY: u64 = 50;

fn client(address: &str, clock: &CallClock) -> ServiceClient {
    let config = Config::builder()
        .credential(Credential::new(SECRET_ID, SECRET_KEY).unwrap())
        .region("ap-guangzhou")
        .endpoint(address)
        .clock(clock.clone())
        .timeout(clock::TOTAL)
        .attempt_timeout(clock::ATTEMPT)
        // Half of the attempts fail, and the default budget would stop the retries.
        .retry_budget(u32::MAX);
    ServiceClient::new(&config.build().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn faulty_calls_end_without_leaks() {
    let clock = CallClock::an_hour_ahead();
    let server = FaultServer::start(clock.clone()).await;
    let tasks_before = Handle::current().metrics().num_alive_tasks();
    let client = client(&server.address, &clock);

    let first = Call::new(CALLS, Kind::Write, &[Fault::None]);
    assert_eq!(first.make(&client, &clock).await, Outcome::Success);
    assert_eq!(
        server.rejected_timestamps(),
        1,
        "the client corrects its clock"
    );

    let mut workers = JoinSet::new();
    for worker in 0..CONCURRENCY {
        let (client, clock) = (client.clone(), clock.clone());
        workers.spawn(async move {
            for id in (worker..CALLS).step_by(CONCURRENCY as usize) {
                let call = Call::random(id);
                let outcome = call.make(&client, &clock).await;
                assert_eq!(outcome, call.expected(), "{call:?}");
            }
        });
    }
    while let Some(worker) = workers.join_next().await {
        worker.unwrap();
    }

    assert_eq!(server.rejected_timestamps(), 1, "the correction lasts");
    let mut seen = 0;
    for id in 0..CALLS {
        let call = Call::random(id);
        let arrivals = server.arrivals(id);
        assert_eq!(arrivals.all, call.expected_arrivals(), "{call:?}");
        assert_eq!(
            arrivals.tokens.len(),
            usize::from(call.kind == Kind::Token),
            "{call:?}"
        );
        if call.kind == Kind::Write {
            assert!(arrivals.processed <= 1, "executed twice: {call:?}");
        }
        seen += arrivals.all;
    }
    assert!(seen > CALLS * 5 / 4, "too few retries: {seen}");

    drop(client);
    wait_for("connections", || server.connections() == 0).await;
    wait_for("tasks", || {
        Handle::current().metrics().num_alive_tasks() <= tasks_before
    })
    .await;
}

#[tokio::test]
async fn refused_connection_is_tried_three_times() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let clock = CallClock::an_hour_ahead();
    let client = client(&address, &clock);
    for kind in [Kind::Read, Kind::Token, Kind::Write] {
        let outcome = Call::new(0, kind, &[]).make(&client, &clock).await;
        let expected = Outcome::Error {
            name: "Connect".to_owned(),
            attempts: 3,
        };
        assert_eq!(outcome, expected);
    }
}

/// Waits until all of these are gone, at most five seconds.
async fn wait_for(name: &str, are_gone: impl Fn() -> bool) {
    for _ in 0..500 {
        if are_gone() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{name} remain");
}
