//! Baseline clients on a bare socket, on hyper and on reqwest.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;

use super::Signer;
use super::request::DESCRIBE_INSTANCES;

/// The headers that are the same in every request, except `host`.
const HEADERS: [(&str, &str); 4] = [
    ("content-type", "application/json"),
    ("x-tc-action", "DescribeInstances"),
    ("x-tc-version", "2017-03-12"),
    ("x-tc-region", "ap-guangzhou"),
];

/// A client on a bare kept-alive socket: blocking reads and writes, one buffer for all replies.
#[derive(Debug)]
pub struct SocketClient<S = TcpStream> {
    stream: S,
    signer: Signer,
    request: Vec<u8>,
    reply: Vec<u8>,
}

impl SocketClient {
    /// Connects to an endpoint.
    ///
    /// # Panics
    /// If the connection fails.
    #[must_use]
    pub fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("the endpoint should listen");
        stream
            .set_nodelay(true)
            .expect("TCP should have TCP_NODELAY");
        Self::on(stream, address.to_string())
    }
}

impl<S: Read + Write> SocketClient<S> {
    /// Returns a client on an open stream to this host.
    #[must_use]
    pub fn on(stream: S, host: String) -> Self {
        Self {
            stream,
            signer: Signer::new(host),
            request: Vec::new(),
            reply: vec![0; 256 << 10],
        }
    }

    /// Makes a call and returns the body of the reply.
    ///
    /// # Panics
    /// If the endpoint closes the connection.
    pub fn exchange(&mut self) -> &[u8] {
        self.send();
        let (mut filled, mut wanted) = (0, None);
        loop {
            let read = self.stream.read(&mut self.reply[filled..]);
            filled += read.expect("the connection should stay open");
            let (start, end) = match wanted {
                Some(range) => range,
                None => match body_range(&self.reply[..filled]) {
                    Some(range) => *wanted.insert(range),
                    None => continue,
                },
            };
            if filled >= end {
                return &self.reply[start..end];
            }
        }
    }

    fn send(&mut self) {
        let signed = self.signer.sign(DESCRIBE_INSTANCES.as_bytes());
        self.request.clear();
        write!(
            self.request,
            "POST / HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\n\
             x-tc-action: DescribeInstances\r\nx-tc-version: 2017-03-12\r\nx-tc-region: ap-guangzhou\r\n\
             x-tc-timestamp: {}\r\nauthorization: {}\r\ncontent-length: {}\r\n\r\n{DESCRIBE_INSTANCES}",
            self.signer.host(),
            signed.timestamp,
            signed.authorization,
            DESCRIBE_INSTANCES.len(),
        )
        .expect("writing to memory can't fail");
        self.stream
            .write_all(&self.request)
            .expect("the connection should stay open");
    }
}

/// Returns the start and end of the body, or `None` if the head isn't complete.
fn body_range(reply: &[u8]) -> Option<(usize, usize)> {
    const LENGTH: &[u8] = b"Content-Length: ";
    let start = reply.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = &reply[..start];
    let at = head.windows(LENGTH.len()).position(|part| part == LENGTH)? + LENGTH.len();
    let digits = head[at..].iter().take_while(|byte| byte.is_ascii_digit());
    let length = digits.fold(0, |number, digit| number * 10 + usize::from(digit - b'0'));
    Some((start, start + length))
}

/// A client on one HTTP/1.1 connection of hyper, which collects whole bodies.
#[derive(Debug)]
pub struct HyperClient {
    sender: SendRequest<Full<Bytes>>,
    signer: Signer,
}

impl HyperClient {
    /// Connects to an endpoint.
    ///
    /// # Panics
    /// If the connection fails.
    pub async fn connect(address: SocketAddr) -> Self {
        let stream = tokio::net::TcpStream::connect(address)
            .await
            .expect("the endpoint should listen");
        stream
            .set_nodelay(true)
            .expect("TCP should have TCP_NODELAY");
        let (sender, connection) = http1::handshake(TokioIo::new(stream))
            .await
            .expect("HTTP/1.1 should need no handshake");
        // The task ends when the sender is dropped.
        tokio::spawn(connection);
        let signer = Signer::new(address.to_string());
        Self { sender, signer }
    }

    /// Makes a call and returns the body of the reply.
    ///
    /// # Panics
    /// If the endpoint closes the connection.
    pub async fn exchange(&mut self) -> Bytes {
        let signed = self.signer.sign(DESCRIBE_INSTANCES.as_bytes());
        let mut request = Request::post("/").header("host", self.signer.host());
        for (name, value) in HEADERS {
            request = request.header(name, value);
        }
        let request = request
            .header("x-tc-timestamp", signed.timestamp)
            .header("authorization", signed.authorization)
            .body(Full::new(Bytes::from_static(DESCRIBE_INSTANCES.as_bytes())))
            .expect("the request should be well-formed");
        self.sender
            .ready()
            .await
            .expect("the connection should stay open");
        let response = self
            .sender
            .send_request(request)
            .await
            .expect("the connection should stay open");
        response
            .into_body()
            .collect()
            .await
            .expect("the connection should stay open")
            .to_bytes()
    }
}

/// A client on reqwest, with its pool of connections and its default settings.
#[derive(Debug, Clone)]
pub struct ReqwestClient {
    client: reqwest::Client,
    url: String,
    signer: Signer,
}

impl ReqwestClient {
    /// Returns a client that connects at its first call.
    #[must_use]
    pub fn new(address: SocketAddr) -> Self {
        Self::with_builder(reqwest::Client::builder(), "http", address.to_string())
    }

    /// Returns a client with TLS, which trusts the system's roots and this authority. It speaks
    /// HTTP/2 if the endpoint does.
    ///
    /// # Panics
    /// If the authority isn't a PEM certificate.
    #[must_use]
    pub fn with_tls(address: SocketAddr, authority: &str) -> Self {
        let root = reqwest::Certificate::from_pem(authority.as_bytes());
        let root = root.expect("the authority should be PEM");
        let builder = reqwest::Client::builder().tls_certs_merge([root]);
        Self::with_builder(builder, "https", format!("localhost:{}", address.port()))
    }

    fn with_builder(builder: reqwest::ClientBuilder, scheme: &str, host: String) -> Self {
        // An error means that a provider is already installed.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self {
            client: builder.build().expect("the settings should be valid"),
            url: format!("{scheme}://{host}/"),
            signer: Signer::new(host),
        }
    }

    /// Makes a call and returns the body of the reply.
    ///
    /// # Panics
    /// If the endpoint closes the connection.
    pub async fn exchange(&self) -> Bytes {
        let signed = self.signer.sign(DESCRIBE_INSTANCES.as_bytes());
        let mut request = self.client.post(&self.url);
        for (name, value) in HEADERS {
            request = request.header(name, value);
        }
        let response = request
            .header("x-tc-timestamp", signed.timestamp)
            .header("authorization", signed.authorization)
            .body(DESCRIBE_INSTANCES)
            .send()
            .await
            .expect("the connection should stay open");
        response
            .bytes()
            .await
            .expect("the connection should stay open")
    }
}
