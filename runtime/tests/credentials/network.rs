//! A network of one server, at which every host name ends, and a clock that it drives.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, SystemTime};

use serde_json::Value;
use tencentcloud_api_runtime::{
    BoxFuture, Clock, HttpRequest, HttpResponse, HttpTransport, Transport, TransportError,
};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

#[path = "server.rs"]
mod server;

use server::Arrived;

/// 2019-02-25 16:44:25 UTC.
pub(crate) const NOW: u64 = 1_551_113_065;

/// Loading the system's certificates takes longer than all else here.
static SHARED: LazyLock<HttpTransport> =
    LazyLock::new(|| HttpTransport::new(Duration::from_secs(5)).unwrap());

/// Gives the replies of `http.json` in order, and fails if a request is not the one described there.
pub(crate) struct Network {
    address: SocketAddr,
    exchanges: Arc<Mutex<VecDeque<Value>>>,
    problems: Arc<Mutex<Vec<String>>>,
    /// Whether a request hangs, so that time is to pass.
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

    /// The server's address, which is another one each time and may turn up in errors.
    pub(crate) fn address(&self) -> String {
        self.address.to_string()
    }

    /// Fails unless every exchange has taken place as described.
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
    let arrived = Arrived::read(&mut stream).await;
    let exchange = exchange.ok_or_else(|| format!("no request was expected: {arrived:?}"))?;
    let checked = arrived.check(&exchange["request"]);
    match &exchange["reply"] {
        Value::String(word) if word == "hang" => {
            hang.send_replace(true);
            arrived.wait_for_end(&mut stream).await;
        }
        Value::String(word) if word == "close" => {}
        reply => server::reply(&mut stream, reply).await,
    }
    checked
}

/// Leads every request to the server, in the clear, with the `Host` that it would have had.
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

/// Stands still; whoever sleeps wakes up when the server lets a request hang.
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

/// For providers that must not send anything.
pub(crate) struct Nowhere;

impl Transport for Nowhere {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        panic!("{request:?} was sent")
    }
}
