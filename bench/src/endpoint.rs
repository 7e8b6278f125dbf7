//! A loopback endpoint that sends the same reply to every request.

use std::io::{ErrorKind, Read, Result, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::rc::Rc;
use std::sync::Arc;
use std::thread;

use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpSocket;
use tokio::sync::Barrier;

use crate::measure::raise_file_limit;
use crate::runtime;

const PAGE: &str = include_str!("../../specs/cvm/2017-03-12/actions/DescribeInstances.yaml");

/// The number of instances in the large reply.
pub const INSTANCES: usize = 100;

/// Returns the body of the documented example with 100 copies of its instance,
/// each with its own id.
///
/// # Panics
/// If the spec no longer has the example.
#[must_use]
pub fn large_reply() -> String {
    let mut reply = example();
    let response = &mut reply["Response"];
    let instance = response["InstanceSet"][0].take();
    let instances: Vec<Value> = (0..INSTANCES)
        .map(|number| numbered(instance.clone(), number))
        .collect();
    response["TotalCount"] = json!(INSTANCES);
    response["InstanceSet"] = Value::Array(instances);
    reply.to_string()
}

/// Returns the body of the documented example without instances.
///
/// # Panics
/// If the spec no longer has the example.
#[must_use]
pub fn empty_reply() -> String {
    let mut reply = example();
    let response = &mut reply["Response"];
    response["TotalCount"] = json!(0);
    response["InstanceSet"] = json!([]);
    reply.to_string()
}

fn example() -> Value {
    let page: Value = serde_yaml::from_str(PAGE).expect("the spec should be YAML");
    let example = page["examples"][0]["response"].clone();
    assert!(
        example["Response"]["InstanceSet"][0].is_object(),
        "the first example of DescribeInstances should contain an instance"
    );
    example
}

fn numbered(mut instance: Value, number: usize) -> Value {
    instance["InstanceId"] = json!(format!("ins-{number:08x}"));
    instance["InstanceName"] = json!(format!("instance-{number}"));
    instance
}

/// Starts an endpoint whose threads run until the process ends. It replies without allocating, so
/// all allocations in this process are the caller's.
///
/// # Panics
/// If loopback has no free port.
#[must_use]
pub fn start(body: &str) -> SocketAddr {
    start_with(body, Some)
}

/// Starts an endpoint with TLS; see [`start`].
///
/// # Panics
/// If loopback has no free port.
#[must_use]
pub fn start_tls(body: &str, config: &Arc<ServerConfig>) -> SocketAddr {
    let config = Arc::clone(config);
    start_with(body, move |connection| {
        let tls = ServerConnection::new(Arc::clone(&config)).ok()?;
        Some(StreamOwned::new(tls, connection))
    })
}

fn start_with<S: Read + Write + Send + 'static>(
    body: &str,
    accept: impl Fn(TcpStream) -> Option<S> + Send + 'static,
) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback should have a free port");
    let address = listener
        .local_addr()
        .expect("a bound socket should have an address");
    let reply = with_head(body);
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let reply = reply.clone();
            // Without the option, replies are slow but right.
            let _ = connection.set_nodelay(true);
            if let Some(connection) = accept(connection) {
                // An error means that the client has closed its connection.
                thread::spawn(move || serve(connection, &reply));
            }
        }
    });
    address
}

/// Returns a reply with the headers that the API sends.
fn with_head(body: &str) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\nServer: nginx\r\nDate: Mon, 28 Apr 2025 08:00:00 GMT\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\nConnection: keep-alive\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body.as_bytes()].concat()
}

fn serve(mut connection: impl Read + Write, reply: &[u8]) -> Result<()> {
    let mut buffer = [0; 16 << 10];
    let mut filled = 0;
    loop {
        if let Some(length) = request_length(&buffer[..filled]) {
            // The client waits for the reply, so the buffer never holds two requests.
            assert!(filled <= length, "requests should not be pipelined");
            if filled == length {
                connection.write_all(reply)?;
                connection.flush()?;
                filled = 0;
            }
        }
        match connection.read(&mut buffer[filled..])? {
            0 => return Err(ErrorKind::UnexpectedEof.into()),
            read => filled += read,
        }
    }
}

/// Returns the length of the request, head and body, or `None` if its head isn't complete.
fn request_length(request: &[u8]) -> Option<usize> {
    let head = request.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(request.get(..head)?).ok()?;
    for line in text.lines() {
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            return Some(head + value.trim().parse().unwrap_or(0));
        }
    }
    Some(head)
}

/// Prints the endpoint's address, then serves until the process ends. Holds each reply back until
/// the given number of requests wait.
///
/// # Panics
/// If loopback has no free port.
pub fn hold_until(waiting: usize, body: &str) {
    raise_file_limit();
    let reply: Rc<[u8]> = with_head(body).into();
    let tasks = tokio::task::LocalSet::new();
    tasks.block_on(&runtime(), async {
        let socket = TcpSocket::new_v4().expect("the system should have sockets");
        let any_port = SocketAddr::from(([127, 0, 0, 1], 0));
        socket
            .bind(any_port)
            .expect("loopback should have a free port");
        let listener = socket
            .listen(16 << 10)
            .expect("a bound socket should listen");
        let address = listener
            .local_addr()
            .expect("a bound socket should have an address");
        println!("{address}");
        let gate = Rc::new(Barrier::new(waiting));
        loop {
            let (connection, _) = listener
                .accept()
                .await
                .expect("the limit on open files should suffice");
            tokio::task::spawn_local(serve_at_gate(connection, gate.clone(), reply.clone()));
        }
    });
}

/// Serves one request once the gate opens, then closes the connection.
async fn serve_at_gate(
    mut connection: tokio::net::TcpStream,
    gate: Rc<Barrier>,
    reply: Rc<[u8]>,
) -> Result<()> {
    let mut request = Vec::new();
    while request_length(&request).is_none_or(|length| request.len() < length) {
        if connection.read_buf(&mut request).await? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
    }
    gate.wait().await;
    connection.write_all(&reply).await
}
