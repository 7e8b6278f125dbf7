//! The default transport in several Tokio runtimes, and outside of one.
#![cfg(feature = "http-client")]

mod support;

use std::pin::pin;
use std::sync::mpsc::channel;
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

use support::exchange::base;
use support::sample::DescribeInstancesRequest;
use support::server::{Reply, Server};
use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::{ErrorKind, TransportErrorKind};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;
use tokio::time::timeout;

const OK: &str = r#"{"Response":{"TotalCount":1,"RequestId":"r-1"}}"#;

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// Makes this number of calls at once.
async fn calls(client: &ServiceClient, number: usize) {
    let mut calls = JoinSet::new();
    for _ in 0..number {
        let client = client.clone();
        calls.spawn(async move {
            client
                .send(&DescribeInstancesRequest::default())
                .await
                .unwrap();
        });
    }
    calls.join_all().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn standing_runtime_holds_up_no_other() {
    let server = Server::start((0..8).map(|_| Reply::json(OK))).await;
    let config = base().endpoint(&server.address).build().unwrap();
    let client = ServiceClient::new(&config);
    let (report, done) = channel();
    let (end, ended) = channel::<()>();
    let standing = thread::spawn({
        let client = client.clone();
        move || {
            let runtime = runtime();
            runtime.block_on(calls(&client, 4));
            report.send(()).unwrap();
            // The runtime keeps its idle connections, but does not drive them.
            ended.recv().unwrap_err();
        }
    });
    done.recv().unwrap();
    for _ in 0..4 {
        timeout(Duration::from_secs(10), calls(&client, 1))
            .await
            .unwrap();
    }
    drop(end);
    standing.join().unwrap();
}

#[test]
fn runtime_per_call_succeeds() {
    const CALLS: usize = 20;
    let servers = runtime();
    let server = servers.block_on(Server::start((0..CALLS).map(|_| Reply::json(OK))));
    let client = ServiceClient::new(&base().endpoint(&server.address).build().unwrap());
    let serving = thread::spawn(move || servers.block_on(std::future::pending::<()>()));
    for _ in 0..CALLS {
        runtime().block_on(calls(&client, 1));
    }
    assert!(!serving.is_finished());
}

#[test]
fn call_outside_runtime_is_error() {
    let client = ServiceClient::new(&base().endpoint("http://127.0.0.1:1").build().unwrap());
    let request = DescribeInstancesRequest::default();
    let call = pin!(client.send(&request));
    let Poll::Ready(result) = call.poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("the call waits");
    };
    let error = result.unwrap_err();
    let ErrorKind::Transport(error) = error.kind() else {
        panic!("{error:?}");
    };
    assert_eq!(error.kind(), TransportErrorKind::Setup);
}
