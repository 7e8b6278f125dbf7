//! Blocking calls from any thread, inside and outside asynchronous code.
#![cfg(feature = "blocking")]

mod support;

use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use support::exchange::{SECRET_ID, SECRET_KEY};
use support::sample::{DescribeInstancesRequest, DescribeInstancesResponse};
use support::server::{Reply, Seen, Server};
use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::{
    CallOptions, Config, Credential, Error, ErrorKind, TimeoutKind, TransportErrorKind, Value,
    blocking, json,
};

const OK: &str = r#"{"Response":{"TotalCount":3,"InstanceSet":[{"InstanceId":"a"},{"InstanceId":"b"}],"RequestId":"r"}}"#;
const LAST: &str = r#"{"Response":{"TotalCount":3,"InstanceSet":[{"InstanceId":"c"}]}}"#;

/// Starts a server on its own thread, because a test blocks its thread. Returns its URL and a
/// function that returns the requests so far.
fn server(
    replies: impl IntoIterator<Item = Reply> + Send + 'static,
) -> (String, impl Fn() -> Vec<Seen>) {
    let (send, receive) = channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let server = Server::start(replies).await;
            send.send((server.address.clone(), server.seen.clone()))
                .unwrap();
            std::future::pending::<()>().await;
        });
    });
    let (address, seen) = receive.recv().unwrap();
    (address, move || seen.lock().unwrap().clone())
}

fn config(address: &str) -> Config {
    Config::builder()
        .credential(Credential::new(SECRET_ID, SECRET_KEY).unwrap())
        .region("ap-guangzhou")
        .endpoint(address)
        .timeout(Duration::from_secs(20))
        .build()
        .unwrap()
}

fn replies(count: usize) -> Vec<Reply> {
    (0..count).map(|_| Reply::json(OK)).collect()
}

#[test]
fn calls_of_every_kind_succeed() {
    let stream = "data: {\"TotalCount\":1}\n\ndata: {\"TotalCount\":2}\n\n".as_bytes();
    let stream = || Reply::with("200 OK", "Content-Type: text/event-stream\r\n", stream);
    let (address, _) = server([
        Reply::json(OK),
        Reply::json(OK),
        Reply::json(LAST),
        Reply::json(OK),
        stream(),
        stream(),
    ]);
    let config = config(&address);
    let client = blocking::Client::new(&config);
    let request = DescribeInstancesRequest::default();
    assert_eq!(client.call(&request).unwrap().total_count, Some(3));
    let items: Result<Vec<_>, Error> = client.pages(request.clone()).items().collect();
    let ids: Vec<_> = items
        .unwrap()
        .into_iter()
        .map(|item| item.instance_id.unwrap())
        .collect();
    assert_eq!(ids, ["a", "b", "c"]);

    let generic = blocking::GenericClient::new(&config, "cvm", "2017-03-12");
    assert_eq!(
        generic.call("DescribeInstances", Value::Null).unwrap()["TotalCount"],
        3
    );
    let events = generic.stream("ChatCompletions", json!({})).unwrap();
    let data: Vec<_> = events.map(|event| event.unwrap().data).collect();
    assert_eq!(data, [r#"{"TotalCount":1}"#, r#"{"TotalCount":2}"#]);
    let events = client
        .stream(&request)
        .unwrap()
        .typed::<DescribeInstancesResponse>();
    let counts: Vec<_> = events
        .map(|event| event.unwrap().data.total_count)
        .collect();
    assert_eq!(counts, [Some(1), Some(2)]);
}

#[test]
fn client_on_many_threads_reuses_connections() {
    let (address, seen) = server(replies(40));
    let client = blocking::Client::new(&config(&address));
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..10 {
                    client.call(&DescribeInstancesRequest::default()).unwrap();
                }
            });
        }
    });
    let connections = seen().iter().map(|seen| seen.connection).max();
    // Without reuse there would be 40. Some calls miss a connection that is returning to the pool.
    assert!(connections < Some(20), "{connections:?}");
}

/// Blocks the only thread of its runtime, which therefore never serves its own connections. Makes
/// more calls than Tokio's budget allows a task without yielding.
#[tokio::test]
async fn wait_inside_async_code_succeeds() {
    let (address, seen) = server(replies(301));
    let config = config(&address);
    let client = ServiceClient::new(&config);
    let request = DescribeInstancesRequest::default();
    client.send(&request).await.unwrap();
    for _ in 0..300 {
        client.blocking().call(&request).unwrap();
    }
    let connections: Vec<_> = seen().iter().map(|seen| seen.connection).collect();
    let (own, others) = connections.split_first().unwrap();
    assert!(!others.contains(own), "the first belongs to this runtime");
    assert!(
        others.iter().max() < Some(&30),
        "clients share a pool: {others:?}"
    );
}

#[test]
fn wait_obeys_timeout_of_call() {
    let (address, _) = server([Reply::json(OK), Reply::Silence]);
    let client = ServiceClient::new(&config(&address));
    let request = DescribeInstancesRequest::default();
    let response = blocking::wait(client.send(&request)).unwrap();
    assert_eq!(response.total_count, Some(3));

    let config = Config::builder()
        .credential(Credential::new("i", "k").unwrap())
        .region("ap-guangzhou")
        .endpoint(address)
        .timeout(Duration::from_millis(50))
        .build()
        .unwrap();
    let error = blocking::Client::new(&config).call(&request).unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Timeout(error) if error.kind == TimeoutKind::Total),
        "{error}"
    );
}

#[test]
fn refused_connection_fails_blocking_call() {
    let client = blocking::Client::new(&config("http://127.0.0.1:1"));
    let request = DescribeInstancesRequest::default();
    let error = client.call(&request).unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Transport(error) if error.kind() == TransportErrorKind::Connect)
    );
    let mut pages = client.pages(request);
    assert!(pages.next().unwrap().is_err());
    assert!(pages.next().is_none());
}

#[test]
fn options_apply_to_blocking_calls() {
    let (address, seen) = server(replies(5));
    let options = CallOptions::new().region("ap-tokyo");
    let request = DescribeInstancesRequest::default();
    let client = blocking::Client::new(&config(&address));
    client.call_with(&request, &options).unwrap();
    let reply = client.call_detailed(&request, &options).unwrap();
    assert_eq!((reply.status, &reply.raw[..]), (200, OK.as_bytes()));
    client.with(options.clone()).call(&request).unwrap();

    let generic = blocking::GenericClient::new(&config(&address), "cvm", "v");
    let reply = generic.call_detailed("X", Value::Null, &options).unwrap();
    assert_eq!(reply.body["TotalCount"], 3);
    assert_eq!(generic.with(options).call_raw("X", "{}").unwrap(), OK);
    let seen = seen();
    assert!(
        seen.iter()
            .all(|request| request.headers["x-tc-region"] == "ap-tokyo")
    );
}
