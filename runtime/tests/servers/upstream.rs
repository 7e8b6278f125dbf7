//! The API behind the servers: it counts the requests that it processes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};

use crate::support::server::{Seen, read_request};

/// The number of items in a reply of `/large`, `/chunked` and `/dribble`.
pub(crate) const ITEMS: usize = 5_000;

/// An API over HTTP/1.1 without TLS. Its path decides how it replies:
///
/// | path | reply |
/// |---|---|
/// | `/` | at once |
/// | `/late` | after a second |
/// | `/large` | with [`ITEMS`] items |
/// | `/chunked` | the same in chunks |
/// | `/dribble` | the same in pieces, with pauses |
pub(crate) struct Upstream {
    pub(crate) port: u16,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Upstream {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
        let requests = Arc::clone(&seen);
        tokio::spawn(async move {
            for number in 1.. {
                let Ok((stream, _)) = listener.accept().await else {
                    return;
                };
                tokio::spawn(serve(stream, number, Arc::clone(&requests)));
            }
        });
        Self { port, seen }
    }

    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Returns all requests so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// Returns how often each call was processed.
    pub(crate) fn processed(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for request in self.seen.lock().unwrap().iter() {
            *counts.entry(call_of(request)).or_default() += 1;
        }
        counts
    }
}

/// A gateway's reply to `/page`.
const PAGE: &[u8] = b"HTTP/1.1 502 Bad Gateway\r\nServer: nginx\r\nContent-Type: text/html\r\n\
    Content-Length: 12\r\n\r\n<h1>Bad</h1>";

/// Returns the name of the call that a request belongs to.
fn call_of(request: &Seen) -> String {
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    body["InstanceIds"][0].as_str().unwrap().to_owned()
}

async fn serve(mut stream: TcpStream, number: usize, seen: Arc<Mutex<Vec<Seen>>>) {
    let _ = stream.set_nodelay(true);
    while let Some(request) = read_request(&mut stream, number).await {
        let call = call_of(&request);
        let path = request.target().to_owned();
        seen.lock().unwrap().push(request);
        if reply(&mut stream, &path, &call).await.is_err() {
            return;
        }
    }
}

async fn reply(stream: &mut TcpStream, path: &str, call: &str) -> std::io::Result<()> {
    const JSON: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    let items = if path.ends_with('/') || path.ends_with("/late") {
        0
    } else {
        ITEMS
    };
    let items: Vec<String> = (0..items)
        .map(|item| format!(r#"{{"InstanceId":"ins-{item}"}}"#))
        .collect();
    let body = format!(
        r#"{{"Response":{{"InstanceSet":[{}],"RequestId":"{call}"}}}}"#,
        items.join(",")
    );
    let length = format!("Content-Length: {}\r\n\r\n", body.len());
    match path {
        "/late" => tokio::time::sleep(Duration::from_secs(1)).await,
        "/chunked" => {
            stream
                .write_all(format!("{JSON}Transfer-Encoding: chunked\r\n\r\n").as_bytes())
                .await?;
            for piece in body.as_bytes().chunks(7_000) {
                stream
                    .write_all(format!("{:x}\r\n", piece.len()).as_bytes())
                    .await?;
                stream.write_all(&[piece, b"\r\n"].concat()).await?;
            }
            return stream.write_all(b"0\r\n\r\n").await;
        }
        "/dribble" => {
            stream
                .write_all(format!("{JSON}{length}").as_bytes())
                .await?;
            for piece in body.as_bytes().chunks(10_000) {
                stream.write_all(piece).await?;
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            return Ok(());
        }
        "/page" => return stream.write_all(PAGE).await,
        _ => {}
    }
    stream
        .write_all(format!("{JSON}{length}{body}").as_bytes())
        .await
}
