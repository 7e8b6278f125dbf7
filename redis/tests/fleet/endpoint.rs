//! A loopback server in the place of the API, which records when requests arrive.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const REPLY: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 34\r\n\r\n\
                     {\"Response\":{\"RequestId\":\"r-ok1\"}}";

pub(crate) struct Endpoint {
    pub(crate) address: String,
    arrivals: Arc<Mutex<Vec<Instant>>>,
}

impl Endpoint {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let arrivals = Arc::<Mutex<Vec<Instant>>>::default();
        let recorded = Arc::clone(&arrivals);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&recorded)));
            }
        });
        Self { address, arrivals }
    }

    /// Returns the arrivals so far, in their order.
    pub(crate) fn arrivals(&self) -> Vec<Instant> {
        let mut arrivals = self.arrivals.lock().unwrap().clone();
        arrivals.sort_unstable();
        arrivals
    }
}

/// Replies to every request of a connection. Each body is `{}`, so it ends a request.
async fn serve(mut stream: TcpStream, arrivals: Arc<Mutex<Vec<Instant>>>) {
    let mut received = Vec::new();
    while let Ok(1..) = stream.read_buf(&mut received).await {
        if received.ends_with(b"\r\n\r\n{}") {
            arrivals.lock().unwrap().push(Instant::now());
            received.clear();
            if stream.write_all(REPLY.as_bytes()).await.is_err() {
                return;
            }
        }
    }
}

/// Returns the maximum number of arrivals in any second.
pub(crate) fn most_in_a_second(arrivals: &[Instant]) -> usize {
    let from = |start: &Instant| {
        let end = *start + Duration::from_secs(1);
        let within = |time: &&Instant| *time >= start && **time < end;
        arrivals.iter().filter(within).count()
    };
    arrivals.iter().map(from).max().unwrap_or_default()
}
