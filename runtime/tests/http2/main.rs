//! HTTP/2 in the default transport: shared connections, refused streams, graceful shutdown and
//! connections that fall silent.
#![cfg(feature = "http-client")]

#[path = "../support/mod.rs"]
mod support;

mod http1;
mod server;

use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http1::Http1Server;
use server::{Answer, Server};
use support::exchange::base;
use support::relay::Relay;
use support::sample::{DescribeInstancesRequest, StopInstancesRequest};
use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::retry::{Backoff, SafeErrors};
use tencentcloud_api_runtime::{
    ConfigBuilder, Error, ErrorKind, HttpTransport, SystemClock, TransportErrorKind,
};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// Far more than a test takes.
const LONG: Duration = Duration::from_secs(30);

fn client(config: ConfigBuilder) -> ServiceClient {
    ServiceClient::new(&config.build().unwrap())
}

async fn call(client: &ServiceClient) -> Result<(), Error> {
    let response = client.send(&DescribeInstancesRequest::default()).await?;
    assert_eq!(response.total_count, Some(1));
    Ok(())
}

/// Makes this number of calls at once.
async fn calls_at_once(client: &ServiceClient, number: usize) -> Vec<Result<(), Error>> {
    let mut calls = JoinSet::new();
    for _ in 0..number {
        let client = client.clone();
        calls.spawn(async move { call(&client).await });
    }
    calls.join_all().await
}

fn kind(error: &Error) -> TransportErrorKind {
    match error.kind() {
        ErrorKind::Transport(error) => error.kind(),
        other => panic!("{other}"),
    }
}

/// Waits for a result that must not take long.
async fn soon<T>(result: impl Future<Output = T>) -> T {
    timeout(LONG, result).await.expect("it takes too long")
}

#[tokio::test]
async fn concurrent_calls_share_connection() {
    let server = Server::start([]).await;
    let client = client(server.config());
    call(&client).await.unwrap();
    for result in calls_at_once(&client, 50).await {
        result.unwrap();
    }
    assert_eq!(server.connections(), 1);
    let requests = server.requests();
    assert_eq!(requests.len(), 51);
    let request = &requests[0];
    assert_eq!(request.uri().to_string(), format!("{}/", server.address()));
    assert!(!request.headers().contains_key("host"));
    assert_eq!(request.headers()["x-tc-action"], "DescribeInstances");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cold_burst_opens_one_connection() {
    let server = Server::start([]).await;
    let client = client(server.config());
    for result in calls_at_once(&client, 3000).await {
        result.unwrap();
    }
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn failed_connection_fails_waiting_calls_together() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let accepted = tokio::spawn(async move {
        let mut accepted = 0;
        while let Ok(connection) = timeout(Duration::from_secs(1), listener.accept()).await {
            accepted += 1;
            // Time for the other calls to begin waiting.
            sleep(Duration::from_millis(200)).await;
            drop(connection);
        }
        accepted
    });
    let client = client(base().endpoint(format!("https://localhost:{port}")));
    for result in calls_at_once(&client, 100).await {
        assert_eq!(kind(&result.unwrap_err()), TransportErrorKind::Connect);
    }
    assert_eq!(accepted.await.unwrap(), 1);
}

#[tokio::test]
async fn call_waiting_for_dropped_connection_attempt_opens_its_own() {
    let server = Server::start([]).await;
    let client = client(server.config());
    let leader = tokio::spawn({
        let client = client.clone();
        async move { call(&client).await }
    });
    tokio::task::yield_now().await;
    let waiting = tokio::spawn(async move { call(&client).await });
    tokio::task::yield_now().await;
    leader.abort();
    soon(waiting).await.unwrap().unwrap();
}

#[tokio::test]
async fn host_without_http2_gets_connections_at_once() {
    const CALLS: usize = 20;
    let server = Http1Server::start(CALLS).await;
    let client = client(base().endpoint(server.address()).http(server.options()));
    for _ in 0..2 {
        for result in soon(calls_at_once(&client, CALLS)).await {
            result.unwrap();
        }
        assert_eq!(server.connections(), CALLS);
    }
}

#[tokio::test]
async fn host_that_begins_to_speak_http2_shares_connection() {
    let (old, new) = (Http1Server::start(1).await, Server::start([]).await);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let ports = [old.port, new.port];
    tokio::spawn(async move {
        for number in 0_usize.. {
            let (mut stream, _) = listener.accept().await.unwrap();
            let target = ports[number.min(1)];
            tokio::spawn(async move {
                let mut target = TcpStream::connect(("127.0.0.1", target)).await.unwrap();
                // Either side may close the connection.
                let _ = copy_bidirectional(&mut stream, &mut target).await;
            });
        }
    });
    let idle = Duration::from_millis(300);
    let options = new.options().add_root_certificates(old.authority.clone());
    let options = options.pool_idle_timeout(idle);
    let endpoint = format!("https://localhost:{port}");
    let client = client(base().endpoint(endpoint).http(options));
    soon(call(&client)).await.unwrap();
    assert_eq!((old.connections(), new.connections()), (1, 0));
    // The pool opens another connection.
    sleep(4 * idle).await;
    soon(call(&client)).await.unwrap();
    let before = new.connections();
    assert!(before >= 1);
    for result in calls_at_once(&client, 20).await {
        result.unwrap();
    }
    assert_eq!(new.connections(), before + 1, "all calls share a new one");
    assert_eq!(old.connections(), 1);
}

#[tokio::test]
async fn refused_stream_is_resent() {
    let server = Server::start([Answer::Refuse; 10]).await;
    call(&client(server.config())).await.unwrap();
    assert_eq!(server.requests().len(), 11);

    let server = Server::start([Answer::Refuse; 100]).await;
    let error = soon(call(&client(server.config()))).await.unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::Exchange);
    assert_eq!(server.requests().len(), 51, "the bound");
}

#[tokio::test]
async fn graceful_shutdown_opens_new_connection() {
    let server = Server::start([Answer::GoAway; 5]).await;
    let client = client(server.config());
    for _ in 0..2 {
        call(&client).await.unwrap();
    }
    assert_eq!(server.connections(), 6);
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn recycled_connections_fail_no_write() {
    const TASKS: usize = 50;
    const WRITES: usize = 200;
    let server = Server::recycling(5).await;
    let client = client(server.config());
    let mut tasks = JoinSet::new();
    for task in 0..TASKS {
        let client = client.clone();
        tasks.spawn(async move {
            for write in 0..WRITES {
                let instance_ids = Some(vec![format!("ins-{task}-{write}")]);
                client
                    .send(&StopInstancesRequest { instance_ids })
                    .await
                    .unwrap();
            }
        });
    }
    while let Some(task) = tasks.join_next().await {
        task.unwrap();
    }
    let processed = server.processed();
    assert_eq!(processed.len(), TASKS * WRITES);
    for (id, times) in processed {
        assert_eq!(times, 1, "{id}");
    }
    assert!(server.connections() >= TASKS * WRITES / 5);
}

#[tokio::test]
async fn attempt_stuck_in_handshake_holds_up_no_other() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let accepted = Arc::new(Mutex::new(Vec::new()));
    let silent = Arc::clone(&accepted);
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            silent.lock().unwrap().push(connection);
        }
    });
    let config = impatient(base().endpoint(format!("https://localhost:{port}")));
    let backoff = Backoff::new(Duration::from_millis(5), Duration::from_millis(20));
    let client = client(config.backoff(backoff));
    for result in calls_at_once(&client, 10).await {
        result.unwrap_err();
    }
    // Each round of attempts opens at least one connection of its own.
    assert!(accepted.lock().unwrap().len() >= 3);
}

#[tokio::test]
async fn idle_connection_closes_after_timeout() {
    let server = Server::start([]).await;
    let relay = Relay::start(server.port).await;
    let endpoint = format!("https://localhost:{}", relay.port);
    let options = server
        .options()
        .pool_idle_timeout(Duration::from_millis(100));
    let client = client(base().endpoint(endpoint).http(options));
    soon(call(&client)).await.unwrap();
    soon(async {
        while relay.closed() < 1 {
            sleep(Duration::from_millis(10)).await;
        }
    })
    .await;
    soon(call(&client)).await.unwrap();
    assert_eq!(relay.connections(), 2);
}

#[tokio::test]
async fn call_longer_than_idle_timeout_succeeds() {
    let idle = Duration::from_millis(50);
    let server = Server::start([Answer::Hold]).await;
    let options = server.options().pool_idle_timeout(idle);
    let client = client(server.config().http(options));
    let running = tokio::spawn({
        let client = client.clone();
        async move { call(&client).await }
    });
    soon(server.arrived()).await;
    sleep(4 * idle).await;
    server.release();
    soon(running).await.unwrap().unwrap();
    assert_eq!(server.requests().len(), 1, "it was not sent again");
}

#[tokio::test]
async fn dropped_transport_closes_its_connection() {
    let server = Server::start([]).await;
    let relay = Relay::start(server.port).await;
    let endpoint = format!("https://localhost:{}", relay.port);
    let client = client(server.config().endpoint(endpoint));
    soon(call(&client)).await.unwrap();
    assert_eq!(relay.closed(), 0);
    drop(client);
    soon(async {
        while relay.closed() < 1 {
            sleep(Duration::from_millis(10)).await;
        }
    })
    .await;
}

#[tokio::test]
async fn connections_without_pool_serve_one_call_each() {
    let server = Server::start([]).await;
    let options = server.options().pool_max_idle_per_host(0);
    let client = client(server.config().http(options));
    for _ in 0..3 {
        soon(call(&client)).await.unwrap();
    }
    assert_eq!(server.connections(), 3);
}

/// Returns a configuration whose attempts time out after 300 ms, and which retries.
fn impatient(config: ConfigBuilder) -> ConfigBuilder {
    config
        .clock(SystemClock)
        .retry(SafeErrors)
        .attempt_timeout(Duration::from_millis(300))
}

#[tokio::test]
async fn silent_connection_is_replaced_after_timeout() {
    let server = Server::start([]).await;
    let relay = Relay::start(server.port).await;
    let endpoint = format!("https://localhost:{}", relay.port);
    let client = client(impatient(server.config()).endpoint(endpoint));
    for connections in 1..4 {
        soon(call(&client)).await.unwrap();
        assert_eq!(relay.connections(), connections);
        relay.silence();
    }
}

#[tokio::test]
async fn ping_finds_silent_connection() {
    let ping = Duration::from_millis(100);
    let server = Server::start([Answer::Hold]).await;
    let relay = Relay::start(server.port).await;
    let endpoint = format!("https://localhost:{}", relay.port);
    let options = server.options().http2_ping(Some(ping), ping);
    let client = client(base().endpoint(endpoint).http(options));

    // A running call fails, although it has no time limit.
    let running = tokio::spawn({
        let client = client.clone();
        async move { call(&client).await }
    });
    soon(server.arrived()).await;
    relay.silence();
    let error = soon(running).await.unwrap().unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::Exchange);

    // An idle connection is closed.
    soon(call(&client)).await.unwrap();
    assert_eq!(relay.connections(), 2);
    sleep(5 * ping).await;
    assert_eq!(relay.closed(), 1, "pings keep a connection that replies");
    relay.silence();
    soon(async {
        while relay.closed() < 2 {
            sleep(ping / 10).await;
        }
    })
    .await;
}

#[tokio::test]
async fn timed_out_attempt_leaves_running_calls_alone() {
    let server = Server::start([Answer::Hold, Answer::Hold]).await;
    let transport = HttpTransport::with_options(server.options()).unwrap();
    let config = base().endpoint(server.address()).transport(transport);
    let patient = client(config.clone());
    let impatient = client(impatient(config));

    let running = tokio::spawn(async move { call(&patient).await });
    soon(server.arrived()).await;
    soon(call(&impatient)).await.unwrap();
    assert_eq!(
        server.connections(),
        2,
        "the connection serves no further call"
    );
    assert!(!running.is_finished());
    for _ in 0..2 {
        server.release();
    }
    soon(running).await.unwrap().unwrap();
}

#[tokio::test]
async fn cancelled_calls_keep_connection() {
    const CANCELLED: usize = 100;
    let server = Server::start([Answer::Hold; CANCELLED]).await;
    let client = client(server.config());
    for _ in 0..CANCELLED {
        let client = client.clone();
        let cancelled = tokio::spawn(async move { call(&client).await });
        soon(server.arrived()).await;
        cancelled.abort();
    }
    call(&client).await.unwrap();
    assert_eq!(server.connections(), 1);
}
