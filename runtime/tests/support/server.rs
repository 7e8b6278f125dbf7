//! An HTTP server on the loopback interface that gives prepared replies and records the requests.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// `{"Response":{"RequestId":"zipped"}}`, compressed with gzip.
pub const GZIPPED: &[u8] = &[
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 10, 74, 45, 46, 200, 207, 43, 78, 85, 178, 170, 6,
    178, 11, 75, 83, 139, 75, 60, 83, 148, 172, 148, 170, 50, 11, 10, 82, 83, 148, 106, 107, 1,
    168, 153, 54, 93, 35, 0, 0, 0,
];

/// The server's reaction to a request.
pub enum Reply {
    /// Sends these bytes.
    Raw(Vec<u8>),
    /// Sends these bytes and closes the connection.
    RawThenClose(Vec<u8>),
    /// Sends these bytes and waits until the client closes the connection.
    RawThenSilence(Vec<u8>),
    /// Sends nothing and waits until the client closes the connection.
    Silence,
}

impl Reply {
    pub fn json(body: &str) -> Self {
        Self::with(
            "200 OK",
            "Content-Type: application/json\r\n",
            body.as_bytes(),
        )
    }

    pub fn with(status: &str, headers: &str, body: &[u8]) -> Self {
        let head = format!(
            "HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\n\r\n",
            body.len()
        );
        Self::Raw([head.as_bytes(), body].concat())
    }
}

/// A request as the server received it.
#[derive(Debug, Clone)]
pub struct Seen {
    pub start_line: String,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
    /// The number of its connection, counted from 1.
    pub connection: usize,
}

pub struct Server {
    /// The URL of the server, without a path.
    pub address: String,
    pub seen: Arc<Mutex<Vec<Seen>>>,
    /// Notified when the client closes the connection during a [`Reply::Silence`].
    pub abandoned: Arc<Notify>,
    /// Notified when a request has arrived.
    pub arrived: Arc<Notify>,
}

impl Server {
    /// Starts a server that gives these replies in order, on any connection.
    pub async fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            address: format!("http://{}", listener.local_addr().unwrap()),
            seen: Arc::default(),
            abandoned: Arc::default(),
            arrived: Arc::default(),
        };
        let replies = Arc::new(Mutex::new(replies.into_iter().collect::<VecDeque<_>>()));
        let seen = Arc::clone(&server.seen);
        let abandoned = Arc::clone(&server.abandoned);
        let arrived = Arc::clone(&server.arrived);
        tokio::spawn(async move {
            for number in 1.. {
                let (stream, _) = listener.accept().await.unwrap();
                let connection = Connection {
                    stream,
                    number,
                    replies: Arc::clone(&replies),
                    seen: Arc::clone(&seen),
                    abandoned: Arc::clone(&abandoned),
                    arrived: Arc::clone(&arrived),
                };
                tokio::spawn(connection.serve());
            }
        });
        server
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

struct Connection {
    stream: TcpStream,
    number: usize,
    replies: Arc<Mutex<VecDeque<Reply>>>,
    seen: Arc<Mutex<Vec<Seen>>>,
    abandoned: Arc<Notify>,
    arrived: Arc<Notify>,
}

impl Connection {
    async fn serve(mut self) {
        while let Some(request) = read_request(&mut self.stream, self.number).await {
            self.seen.lock().unwrap().push(request);
            self.arrived.notify_one();
            let reply = self.replies.lock().unwrap().pop_front();
            match reply.expect("a reply for every request") {
                Reply::Raw(bytes) => self.stream.write_all(&bytes).await.unwrap(),
                Reply::RawThenClose(bytes) => return self.stream.write_all(&bytes).await.unwrap(),
                reply => {
                    if let Reply::RawThenSilence(bytes) = reply {
                        self.stream.write_all(&bytes).await.unwrap();
                    }
                    let end = self.stream.read(&mut [0; 1]).await;
                    assert!(
                        matches!(end, Ok(0) | Err(_)),
                        "the client sent another request"
                    );
                    return self.abandoned.notify_one();
                }
            }
        }
    }
}

/// Reads the next request of the connection with this number. Returns `None` if the client closes
/// the connection.
pub async fn read_request(stream: &mut TcpStream, connection: usize) -> Option<Seen> {
    let mut bytes = Vec::new();
    let head_end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8(bytes[..head_end].to_vec()).unwrap();
    let mut lines = head.split("\r\n");
    let start_line = lines.next()?.to_owned();
    let headers: BTreeMap<String, String> = lines
        .map(|line| line.split_once(": ").unwrap())
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length: usize = headers
        .get("content-length")
        .map_or(0, |length| length.parse().unwrap());
    let mut body = bytes.split_off(head_end + 4);
    while body.len() < length {
        stream.read_buf(&mut body).await.ok()?;
    }
    Some(Seen {
        start_line,
        headers,
        body,
        connection,
    })
}
