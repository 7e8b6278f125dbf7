//! A network in which every host name leads to one server, and a clock that the server drives.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, SystemTime};

use serde_json::Value;
use tencentcloud_api_runtime::{
    BoxFuture, Clock, HttpRequest, HttpResponse, HttpTransport, Transport, TransportError,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::support::clock::NOW;
use crate::support::server::{Seen, read_request};

/// The transport that all tests share, because loading the system's certificates takes longer than
/// the tests.
static SHARED: LazyLock<HttpTransport> =
    LazyLock::new(|| HttpTransport::new(Duration::from_secs(5)).unwrap());

/// A server that gives the replies of `http.json` in order, and compares each request with its
/// description.
pub(crate) struct Network {
    address: SocketAddr,
    exchanges: Arc<Mutex<VecDeque<Value>>>,
    problems: Arc<Mutex<Vec<String>>>,
    /// True once a request hangs: only time limits can end it.
    hangs: watch::Receiver<bool>,
}

impl Network {
    pub(crate) async fn start(exchanges: Vec<Value>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (hang, hangs) = watch::channel(false);
        let network = Self {
            address: listener.local_addr().unwrap(),
            exchanges: Arc::new(Mutex::new(exchanges.into())),
            problems: Arc::default(),
            hangs,
        };
        let exchanges = Arc::clone(&network.exchanges);
        let problems = Arc::clone(&network.problems);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let exchange = exchanges.lock().unwrap().pop_front();
                if let Err(problem) = serve(stream, exchange, &hang).await {
                    problems.lock().unwrap().push(problem);
                }
            }
        });
        network
    }

    pub(crate) fn transport(&self) -> Rerouted {
        Rerouted {
            address: self.address,
            inner: SHARED.clone(),
        }
    }

    pub(crate) fn clock(&self) -> ServerClock {
        ServerClock(self.hangs.clone())
    }

    /// Returns the server's address, which errors contain and which differs in each run.
    pub(crate) fn address(&self) -> String {
        self.address.to_string()
    }

    /// Fails unless every exchange happened as described.
    pub(crate) fn finish(&self, case: &str) {
        let problems = self.problems.lock().unwrap();
        assert!(problems.is_empty(), "case {case}: {problems:#?}");
        let left = self.exchanges.lock().unwrap();
        assert!(left.is_empty(), "case {case}: no request came for {left:?}");
    }
}

async fn serve(
    mut stream: TcpStream,
    exchange: Option<Value>,
    hang: &watch::Sender<bool>,
) -> Result<(), String> {
    let request = read_request(&mut stream, 0)
        .await
        .expect("a connection carries a request");
    let exchange = exchange.ok_or_else(|| format!("unexpected request: {request:?}"))?;
    let verdict = check(&request, &exchange["request"]);
    match &exchange["reply"] {
        Value::String(word) if word == "hang" => {
            hang.send_replace(true);
            let end = stream.read(&mut [0; 1]).await;
            assert!(
                matches!(end, Ok(0) | Err(_)),
                "the client sent more after {request:?}"
            );
        }
        Value::String(word) if word == "close" => {}
        reply => send_reply(&mut stream, reply).await,
    }
    verdict
}

/// Compares a request with its description, which has these keys:
///
/// - `request`: method and URL
/// - `any_host`: true if the host is not compared
/// - `headers`, `body`: compared if given
/// - `signed_by`: the keys that must have signed the request, or `SKIP`; absent for an unsigned one
fn check(request: &Seen, described: &Value) -> Result<(), String> {
    let header = |name: &str| request.headers.get(name).map_or("", String::as_str);
    let host = if described["any_host"] == true {
        ""
    } else {
        header("host")
    };
    let url = format!("{}://{host}{}", header("x-scheme"), request.target());
    let start = format!("{} {url}", request.method());
    equal("request", &start, described["request"].as_str().unwrap())?;
    for (name, value) in described["headers"].as_object().into_iter().flatten() {
        equal(name, header(name), value.as_str().unwrap())?;
    }
    if let Some(body) = described.get("body") {
        let actual: Value = serde_json::from_slice(&request.body).unwrap();
        // Compared as values, because the order of members does not matter.
        if actual != *body {
            return equal("body", &actual.to_string(), &body.to_string());
        }
    }
    let authorization = match &described["signed_by"] {
        Value::Null => String::new(),
        Value::String(word) => word.clone(),
        keys => request.tc3_authorization(
            "content-type;host;x-tc-action",
            header("host"),
            &["2019-02-25", "sts", "tc3_request"],
            keys["id"].as_str().unwrap(),
            keys["key"].as_str().unwrap(),
        ),
    };
    equal("authorization", header("authorization"), &authorization)
}

/// Sends a reply with `status` and `body`. A string is sent as text, any other body as JSON.
async fn send_reply(stream: &mut TcpStream, reply: &Value) {
    let body = match &reply["body"] {
        Value::String(text) => text.clone(),
        json => json.to_string(),
    };
    let head = format!(
        "HTTP/1.1 {} X\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        reply["status"],
        body.len()
    );
    let bytes = [head.as_bytes(), body.as_bytes()].concat();
    stream.write_all(&bytes).await.unwrap();
}

fn equal(name: &str, actual: &str, expected: &str) -> Result<(), String> {
    if actual == expected {
        return Ok(());
    }
    Err(format!("{name} is {actual}, expected {expected}"))
}

/// A transport that sends every request to the server, unencrypted, with its original `Host`.
pub(crate) struct Rerouted {
    address: SocketAddr,
    inner: HttpTransport,
}

impl Transport for Rerouted {
    fn send(
        &self,
        mut request: HttpRequest,
    ) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let (scheme, rest) = request.url.split_once("://").unwrap();
        let (host, path) = rest.split_once('/').unwrap();
        request.headers.insert("host", host.parse().unwrap());
        request.headers.insert("x-scheme", scheme.parse().unwrap());
        request.url = format!("http://{}/{path}", self.address);
        self.inner.send(request)
    }
}

/// A stopped clock. Sleepers wake once the server lets a request hang.
pub(crate) struct ServerClock(watch::Receiver<bool>);

impl Clock for ServerClock {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(NOW)
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        let mut hangs = self.0.clone();
        Box::pin(async move {
            hangs.wait_for(|hangs| *hangs).await.unwrap();
        })
    }
}

/// A transport for providers that must not send anything.
pub(crate) struct Nowhere;

impl Transport for Nowhere {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        panic!("{request:?} was sent")
    }
}
