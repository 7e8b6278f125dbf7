//! An HTTP server on the loopback interface that checks signatures by its own reckoning.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

use super::exchange::{SECRET_ID, SECRET_KEY};

/// What the server does with one request.
pub enum Reply {
    /// Sends these bytes.
    Raw(Vec<u8>),
    /// Sends these bytes and closes the connection.
    RawThenClose(Vec<u8>),
    /// Sends these bytes and waits for the client to go away.
    RawThenSilence(Vec<u8>),
    /// Says nothing and waits for the client to go away.
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

/// A request as it arrived.
#[derive(Debug, Clone)]
pub struct Seen {
    pub start_line: String,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
    /// Which connection it came by, counted from 1.
    pub connection: usize,
}

pub struct Server {
    pub address: String,
    pub seen: Arc<Mutex<Vec<Seen>>>,
    /// Notified when the client goes away during a [`Reply::Silence`].
    pub abandoned: Arc<Notify>,
    /// Notified when a request has arrived.
    pub arrived: Arc<Notify>,
}

impl Server {
    /// Starts a server that gives these replies in order, whichever connections the requests come by.
    pub async fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            address: format!("http://{}", listener.local_addr().unwrap()),
            seen: Arc::default(),
            abandoned: Arc::default(),
            arrived: Arc::default(),
        };
        let replies = Arc::new(Mutex::new(replies.into_iter().collect::<VecDeque<_>>()));
        let (seen, abandoned) = (Arc::clone(&server.seen), Arc::clone(&server.abandoned));
        let arrived = Arc::clone(&server.arrived);
        tokio::spawn(async move {
            for connection in 1.. {
                let (stream, _) = listener.accept().await.unwrap();
                let connection = Connection {
                    stream,
                    number: connection,
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
        while let Some(request) = self.read_request().await {
            self.seen.lock().unwrap().push(request);
            self.arrived.notify_one();
            let reply = self.replies.lock().unwrap().pop_front();
            match reply.expect("one reply more") {
                Reply::Raw(bytes) => self.stream.write_all(&bytes).await.unwrap(),
                Reply::RawThenClose(bytes) => return self.stream.write_all(&bytes).await.unwrap(),
                reply => {
                    if let Reply::RawThenSilence(bytes) = reply {
                        self.stream.write_all(&bytes).await.unwrap();
                    }
                    let gone = self.stream.read(&mut [0; 1]).await;
                    assert!(matches!(gone, Ok(0) | Err(_)), "no more was to be sent");
                    return self.abandoned.notify_one();
                }
            }
        }
    }

    async fn read_request(&mut self) -> Option<Seen> {
        let mut bytes = Vec::new();
        let head_end = loop {
            if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
                break end;
            }
            if self.stream.read_buf(&mut bytes).await.ok()? == 0 {
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
        let length: usize = headers["content-length"].parse().unwrap();
        let mut body = bytes.split_off(head_end + 4);
        while body.len() < length {
            self.stream.read_buf(&mut body).await.ok()?;
        }
        Some(Seen {
            start_line,
            headers,
            body,
            connection: self.number,
        })
    }
}

impl Seen {
    /// Fails unless the signature is right for what arrived, `Host` included.
    pub fn verify(&self, service: &str, day: &str) {
        let signed = ["content-type", "host", "x-tc-action"];
        let header_lines: String = signed
            .iter()
            .map(|name| format!("{name}:{}\n", self.headers[*name].to_lowercase()))
            .collect();
        let canonical = format!(
            "POST\n/\n\n{header_lines}\n{}\n{}",
            signed.join(";"),
            hex(&Sha256::digest(&self.body))
        );
        let to_sign = format!(
            "TC3-HMAC-SHA256\n{}\n{day}/{service}/tc3_request\n{}",
            self.headers["x-tc-timestamp"],
            hex(&Sha256::digest(canonical.as_bytes()))
        );
        let key = [day, service, "tc3_request", &to_sign]
            .iter()
            .fold(format!("TC3{SECRET_KEY}").into_bytes(), |key, text| {
                mac(&key, text)
            });
        assert_eq!(
            self.headers["authorization"],
            format!(
                "TC3-HMAC-SHA256 Credential={SECRET_ID}/{day}/{service}/tc3_request, SignedHeaders={}, Signature={}",
                signed.join(";"),
                hex(&key)
            )
        );
    }
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
