//! Hand-made requests, byte by byte.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;
use tencentcloud_fake::FakeCloud;

/// Sends bytes, and returns all that the fake replies until it closes the connection.
pub(crate) fn raw(fake: &FakeCloud, bytes: &[u8]) -> String {
    let mut stream = connect(fake);
    // The fake may close the connection before it has read everything.
    let _ = stream.write_all(bytes);
    let mut reply = Vec::new();
    let _ = stream.read_to_end(&mut reply);
    String::from_utf8_lossy(&reply).into_owned()
}

pub(crate) fn connect(fake: &FakeCloud) -> TcpStream {
    let stream = TcpStream::connect(fake.address()).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    stream
}

/// Sends a request with further header lines, and returns status and body.
pub(crate) fn send(
    fake: &FakeCloud,
    method: &str,
    target: &str,
    headers: &str,
    body: &[u8],
) -> (u16, String) {
    let head = format!(
        "{method} {target} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Length: {}\r\n\
         {headers}\r\n",
        fake.address(),
        body.len()
    );
    let reply = raw(fake, &[head.as_bytes(), body].concat());
    let (head, body) = reply.split_once("\r\n\r\n").unwrap_or((&reply, ""));
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    (status.unwrap_or(0), body.to_owned())
}

/// Sends a request to the control, and returns status and JSON.
pub(crate) fn control(fake: &FakeCloud, method: &str, path: &str, body: &str) -> (u16, Value) {
    let (status, body) = send(fake, method, path, "", body.as_bytes());
    (status, serde_json::from_str(&body).unwrap())
}
