//! The failing server. It counts requests, and rejects timestamps that are wrong by more than five
//! minutes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::clock::CallClock;
use crate::plan::{self, Fault};
use crate::support::server::read_request;

/// The requests received for one call.
#[derive(Debug, Clone, Default)]
pub(crate) struct Arrivals {
    /// The number of requests.
    pub(crate) all: u64,
    /// The number of requests that the server did not reject.
    pub(crate) processed: u64,
    /// The different client tokens.
    pub(crate) tokens: BTreeSet<String>,
}

pub(crate) struct FaultServer {
    pub(crate) address: String,
    state: Arc<State>,
}

struct State {
    clock: CallClock,
    /// The number of open connections.
    connections: AtomicUsize,
    /// The number of requests with a wrong timestamp.
    rejected_timestamps: AtomicUsize,
    arrivals: Mutex<BTreeMap<u64, Arrivals>>,
}

impl FaultServer {
    pub(crate) async fn start(clock: CallClock) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(State {
            clock,
            connections: AtomicUsize::new(0),
            rejected_timestamps: AtomicUsize::new(0),
            arrivals: Mutex::default(),
        });
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let state = Arc::clone(&shared);
                tokio::spawn(async move {
                    state.connections.fetch_add(1, Ordering::Relaxed);
                    serve(stream, &state).await;
                    state.connections.fetch_sub(1, Ordering::Relaxed);
                });
            }
        });
        Self { address, state }
    }

    pub(crate) fn connections(&self) -> usize {
        self.state.connections.load(Ordering::Relaxed)
    }

    pub(crate) fn rejected_timestamps(&self) -> usize {
        self.state.rejected_timestamps.load(Ordering::Relaxed)
    }

    pub(crate) fn arrivals(&self, call: u64) -> Arrivals {
        let arrivals = self.state.arrivals.lock().unwrap();
        arrivals.get(&call).cloned().unwrap_or_default()
    }
}

/// A request, parsed.
struct Arrived {
    call: u64,
    timestamp: u64,
    token: Option<String>,
}

/// Answers requests until a fault breaks the connection or the client closes it.
async fn serve(mut stream: TcpStream, state: &State) {
    stream.set_nodelay(true).unwrap();
    while let Some(arrived) = read(&mut stream).await {
        let now = CallClock::true_time().duration_since(SystemTime::UNIX_EPOCH);
        let fault = if now.unwrap().as_secs().abs_diff(arrived.timestamp) > 300 {
            state.rejected_timestamps.fetch_add(1, Ordering::Relaxed);
            Fault::Expired
        } else {
            state.count(&arrived)
        };
        if !answer(&mut stream, fault, arrived.call, state).await {
            return;
        }
    }
}

impl State {
    /// Counts a request, and returns its fault.
    fn count(&self, arrived: &Arrived) -> Fault {
        let mut arrivals = self.arrivals.lock().unwrap();
        let arrivals = arrivals.entry(arrived.call).or_default();
        let fault = match arrived.call {
            crate::CALLS => Fault::None,
            call => {
                let (_, faults) = plan::random(call);
                let fault = faults.get(arrivals.all as usize);
                fault.copied().unwrap_or(Fault::None)
            }
        };
        arrivals.all += 1;
        let rejections = [Fault::Throttled, Fault::TooManyRequests, Fault::Expired];
        arrivals.processed += u64::from(!rejections.contains(&fault));
        arrivals.tokens.extend(arrived.token.clone());
        fault
    }
}

/// Applies a fault. Returns whether the connection stays open.
async fn answer(stream: &mut TcpStream, fault: Fault, call: u64, state: &State) -> bool {
    let api_error = |code: &str| {
        let body = format!(r#"{{"Response":{{"TotalCount":9,"Error":{{"Code":"{code}"}}}}}}"#);
        response(200, &body)
    };
    let success = response(
        200,
        &format!(r#"{{"Response":{{"RequestId":"call-{call}"}}}}"#),
    );
    let html = "<html><h1>Sorry</h1></html>";
    let reply = match fault {
        Fault::None => success,
        Fault::SlowHead => return write_slowly(stream, success.as_bytes()).await,
        Fault::Throttled => api_error("RequestLimitExceeded"),
        Fault::InternalError => api_error("InternalError"),
        Fault::InvalidParameter => api_error("InvalidParameter"),
        Fault::Expired => api_error("AuthFailure.SignatureExpire"),
        Fault::TooManyRequests => response(429, ""),
        Fault::Gateway(status) => response(status, html),
        Fault::Html => response(200, html),
        Fault::Close => return false,
        Fault::Reset => {
            stream.set_zero_linger().unwrap();
            return false;
        }
        Fault::HalfBody => {
            let half = success.len() - 10;
            let _ = stream.write_all(&success.as_bytes()[..half]).await;
            return false;
        }
        Fault::Stall => {
            state.clock.time_out(call);
            let end = stream.read(&mut [0; 1]).await;
            assert!(
                matches!(end, Ok(0) | Err(_)),
                "the client used a stalled connection again"
            );
            return false;
        }
    };
    stream.write_all(reply.as_bytes()).await.is_ok()
}

async fn write_slowly(stream: &mut TcpStream, reply: &[u8]) -> bool {
    let (head, rest) = reply.split_at(20);
    for byte in head {
        if stream.write_all(&[*byte]).await.is_err() {
            return false;
        }
        tokio::time::sleep(Duration::from_micros(100)).await;
    }
    stream.write_all(rest).await.is_ok()
}

fn response(status: u16, body: &str) -> String {
    let date = httpdate::fmt_http_date(CallClock::true_time());
    let length = body.len();
    format!("HTTP/1.1 {status} X\r\nDate: {date}\r\nContent-Length: {length}\r\n\r\n{body}")
}

async fn read(stream: &mut TcpStream) -> Option<Arrived> {
    let request = read_request(stream, 0).await?;
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    let name = body["ImageName"]
        .as_str()
        .or(body["InstanceIds"][0].as_str());
    Some(Arrived {
        call: name.unwrap().trim_start_matches("call-").parse().unwrap(),
        timestamp: request.headers["x-tc-timestamp"].parse().unwrap(),
        token: body["ClientToken"].as_str().map(str::to_owned),
    })
}
