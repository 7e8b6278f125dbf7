//! The floor on hyper: one HTTP/1.1 connection, headers by hand, the body collected.

use std::net::SocketAddr;

use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::BODY;
use super::signer::Signer;

/// A connection that is kept.
#[derive(Debug)]
pub struct Connection {
    sender: SendRequest<Full<Bytes>>,
    signer: Signer,
}

impl Connection {
    /// Connects.
    ///
    /// # Panics
    /// If nobody listens.
    pub async fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await;
        let stream = stream.expect("the endpoint listens");
        stream.set_nodelay(true).expect("the option exists");
        let (sender, connection) = http1::handshake(TokioIo::new(stream))
            .await
            .expect("HTTP/1.1 begins without words");
        // It ends with the sender.
        tokio::spawn(connection);
        let signer = Signer::new(address.to_string());
        Self { sender, signer }
    }

    /// Makes a call and returns the body of the reply.
    ///
    /// # Panics
    /// If the endpoint breaks off.
    pub async fn exchange(&mut self) -> Bytes {
        let signed = self.signer.sign(BODY.as_bytes());
        let request = Request::post("/")
            .header("host", self.signer.host())
            .header("content-type", "application/json")
            .header("x-tc-action", "DescribeInstances")
            .header("x-tc-version", "2017-03-12")
            .header("x-tc-region", "ap-guangzhou")
            .header("x-tc-timestamp", signed.timestamp)
            .header("authorization", signed.authorization)
            .body(Full::new(Bytes::from_static(BODY.as_bytes())))
            .expect("the request is well-formed");
        self.sender.ready().await.expect("the connection holds");
        let response = self.sender.send_request(request).await;
        let body = response.expect("the connection holds").into_body();
        let collected = body.collect().await.expect("the connection holds");
        collected.to_bytes()
    }
}
