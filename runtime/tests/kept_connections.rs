//! Idle connections of the default transport: their timeout, their reuse, and the server closing
//! them.
#![cfg(feature = "http-client")]

mod support;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use support::exchange::base;
use support::relay::Relay;
use support::sample::{DescribeInstancesRequest, StopInstancesRequest};
use support::server::{GZIPPED, Reply, Server, read_request};
use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::retry::SafeErrors;
use tencentcloud_api_runtime::{Error, ErrorKind, HttpOptions, SystemClock, TransportErrorKind};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Barrier;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

const OK: &str = r#"{"Response":{"TotalCount":1,"RequestId":"r-1"}}"#;

fn client(address: &str, options: HttpOptions) -> ServiceClient {
    let config = base().endpoint(address).http(options);
    ServiceClient::new(&config.build().unwrap())
}

async fn call(client: &ServiceClient) -> Result<(), Error> {
    let sent = client.send(&DescribeInstancesRequest::default()).await;
    sent.map(drop)
}

/// Returns the number of each request's connection.
fn connections(server: &Server) -> Vec<usize> {
    server.seen().iter().map(|seen| seen.connection).collect()
}

#[tokio::test]
async fn idle_connection_closes_after_timeout() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let options = HttpOptions::default().pool_idle_timeout(Duration::from_millis(50));
    let client = client(&address, options);
    let served = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = [0; 4096];
        assert_ne!(stream.read(&mut request).await.unwrap(), 0);
        let Reply::Raw(reply) = Reply::json(OK) else {
            unreachable!("`Reply::json` returns bytes")
        };
        stream.write_all(&reply).await.unwrap();
        // The client closes the connection even if no other call follows.
        let end = stream.read(&mut request);
        tokio::time::timeout(Duration::from_secs(10), end).await
    });
    call(&client).await.unwrap();
    assert_eq!(
        served
            .await
            .unwrap()
            .expect("the client closes it")
            .unwrap(),
        0
    );
}

/// Starts a server that lets this function serve each connection. Returns its URL.
async fn serve<F: Future<Output = ()> + Send + 'static>(
    connection: impl Fn(TcpStream) -> F + Send + 'static,
) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(connection(stream));
        }
    });
    address
}

async fn answer(stream: &mut TcpStream) {
    let Reply::Raw(reply) = Reply::json(OK) else {
        unreachable!("`Reply::json` returns bytes")
    };
    stream.write_all(&reply).await.unwrap();
}

#[tokio::test]
async fn connections_that_server_closes_close_at_once() {
    const CONNECTIONS: usize = 300;
    let all_arrived = Arc::new(Barrier::new(CONNECTIONS));
    let closed = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&closed);
    let address = serve(move |mut stream| {
        let (all_arrived, closed) = (Arc::clone(&all_arrived), Arc::clone(&count));
        async move {
            read_request(&mut stream, 0).await.unwrap();
            all_arrived.wait().await;
            answer(&mut stream).await;
            // The client has read the reply and keeps the connection.
            sleep(Duration::from_millis(200)).await;
            stream.shutdown().await.unwrap();
            // The client would otherwise keep its half open.
            assert_eq!(stream.read(&mut [0]).await.unwrap(), 0);
            closed.fetch_add(1, Ordering::SeqCst);
        }
    })
    .await;
    let client = client(&address, HttpOptions::default());
    let mut calls = JoinSet::new();
    for _ in 0..CONNECTIONS {
        let client = client.clone();
        calls.spawn(async move { call(&client).await.unwrap() });
    }
    calls.join_all().await;
    let all_closed = async {
        while closed.load(Ordering::SeqCst) < CONNECTIONS {
            sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(Duration::from_secs(10), all_closed).await.unwrap();
}

/// Writes meet the end of their connection's idle time again and again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writes_at_idle_timeout_succeed_once() {
    const TASKS: usize = 50;
    const WRITES: usize = 40;
    const IDLE: Duration = Duration::from_millis(100);
    let seen: Arc<Mutex<BTreeMap<Vec<u8>, usize>>> = Arc::default();
    let count = Arc::clone(&seen);
    let address = serve(move |mut stream| {
        let seen = Arc::clone(&count);
        async move {
            // The server waits longer than the client, as servers on the internet do.
            while let Ok(Some(request)) = timeout(10 * IDLE, read_request(&mut stream, 0)).await {
                *seen.lock().unwrap().entry(request.body).or_default() += 1;
                answer(&mut stream).await;
            }
        }
    })
    .await;
    let client = client(&address, HttpOptions::default().pool_idle_timeout(IDLE));
    let mut tasks = JoinSet::new();
    for task in 0..TASKS {
        let client = client.clone();
        tasks.spawn(async move {
            for write in 0..WRITES {
                let instance_ids = Some(vec![format!("ins-{task}-{write}")]);
                let request = StopInstancesRequest { instance_ids };
                client.send(&request).await.unwrap();
                sleep(IDLE - Duration::from_millis(2) + Duration::from_micros(write as u64 * 100))
                    .await;
            }
        });
    }
    while let Some(task) = tasks.join_next().await {
        task.unwrap();
    }
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), TASKS * WRITES);
    assert!(seen.values().all(|times| *times == 1), "sent twice");
}

#[tokio::test]
async fn silent_connection_is_replaced_after_timeout() {
    let server = Server::start((0..3).map(|_| Reply::json(OK))).await;
    let (_, port) = server.address.rsplit_once(':').unwrap();
    let relay = Relay::start(port.parse().unwrap()).await;
    let config = base()
        .endpoint(format!("http://127.0.0.1:{}", relay.port))
        .clock(SystemClock)
        .retry(SafeErrors)
        .attempt_timeout(Duration::from_millis(300));
    let client = ServiceClient::new(&config.build().unwrap());
    for connections in 1..4 {
        call(&client).await.unwrap();
        assert_eq!(relay.connections(), connections);
        relay.silence();
    }
}

#[tokio::test]
async fn large_replies_in_turn_share_connection() {
    const CALLS: usize = 50;
    let id = "r".repeat(1 << 20);
    let reply = format!(r#"{{"Response":{{"RequestId":"{id}"}}}}"#);
    let server = Server::start((0..CALLS).map(|_| Reply::json(&reply))).await;
    let client = client(&server.address, HttpOptions::default());
    for _ in 0..CALLS {
        call(&client).await.unwrap();
    }
    assert_eq!(connections(&server), [1; CALLS]);
}

#[tokio::test]
async fn early_reply_to_unfinished_request_is_received() {
    let address = serve(|mut stream| async move {
        stream.read_exact(&mut [0; 64]).await.unwrap();
        let Reply::Raw(reply) = Reply::with("413 Payload Too Large", "", b"too large") else {
            unreachable!("`Reply::with` returns bytes")
        };
        stream.write_all(&reply).await.unwrap();
    })
    .await;
    let client = client(&address, HttpOptions::default());
    let request = StopInstancesRequest {
        instance_ids: Some(vec!["ins-".repeat(1 << 20)]),
    };
    let error = client.send(&request).await.unwrap_err();
    let ErrorKind::HttpStatus(error) = error.kind() else {
        panic!("{error:?}");
    };
    assert_eq!(error.status, 413);
}

#[tokio::test]
async fn connection_closed_by_server_is_replaced() {
    let Reply::Raw(reply) = Reply::json(OK) else {
        unreachable!("`Reply::json` returns bytes")
    };
    let replies = (0..3).map(|_| Reply::RawThenClose(reply.clone()));
    let server = Server::start(replies).await;
    let client = client(&server.address, HttpOptions::default());
    for _ in 0..3 {
        call(&client).await.unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(connections(&server), [1, 2, 3]);
}

#[tokio::test]
async fn unread_body_closes_its_connection() {
    // Longer than the buffers, so that a part of it remains unread.
    let long = format!(
        r#"{{"Response":{{"RequestId":"{}"}}}}"#,
        "r".repeat(16 << 20)
    );
    let server = Server::start([Reply::json(&long), Reply::json(OK)]).await;
    let config = base().endpoint(&server.address).max_response_bytes(100);
    let client = ServiceClient::new(&config.build().unwrap());
    let error = call(&client).await.unwrap_err();
    let ErrorKind::Transport(error) = error.kind() else {
        panic!("{error:?}");
    };
    assert_eq!(error.kind(), TransportErrorKind::ResponseTooLarge);
    call(&client).await.unwrap();
    assert_eq!(connections(&server), [1, 2]);
}

#[tokio::test]
async fn truncated_or_invalid_gzip_is_error() {
    let gzip = |body: &[u8]| Reply::with("200 OK", "Content-Encoding: gzip\r\n", body);
    let half = &GZIPPED[..GZIPPED.len() / 2];
    let without_checksum = &GZIPPED[..GZIPPED.len() - 8];
    for body in [half, without_checksum, b"not gzip"] {
        let server = Server::start([gzip(body)]).await;
        let client = client(&server.address, HttpOptions::default());
        let error = call(&client).await.unwrap_err();
        let ErrorKind::Transport(error) = error.kind() else {
            panic!("{body:?}");
        };
        assert_eq!(error.kind(), TransportErrorKind::Exchange);
        let text = error.to_string();
        assert!(text.contains(&server.address), "{text}");
    }
}

#[tokio::test]
async fn gzip_members_are_concatenated() {
    let body = GZIPPED.repeat(2);
    let server = Server::start([Reply::with(
        "502 Bad Gateway",
        "Content-Encoding: GZIP\r\n",
        &body,
    )])
    .await;
    let error = call(&client(&server.address, HttpOptions::default())).await;
    let error = error.unwrap_err();
    let ErrorKind::HttpStatus(error) = error.kind() else {
        panic!("{error:?}");
    };
    let reply = r#"{"Response":{"RequestId":"zipped"}}"#;
    assert_eq!(error.excerpt, reply.repeat(2));
}
