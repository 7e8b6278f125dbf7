//! The floor on reqwest: its client as it comes, headers by hand, the body collected.

use std::net::SocketAddr;

use bytes::Bytes;
use reqwest::Client;

use super::BODY;
use super::signer::Signer;

/// A client with its pool.
#[derive(Debug, Clone)]
pub struct Connection {
    client: Client,
    url: String,
    signer: Signer,
}

impl Connection {
    /// A client that connects when it is first used.
    #[must_use]
    pub fn new(address: SocketAddr) -> Self {
        // An error says that there is a provider already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self {
            client: Client::new(),
            url: format!("http://{address}/"),
            signer: Signer::new(address.to_string()),
        }
    }

    /// Makes a call and returns the body of the reply.
    ///
    /// # Panics
    /// If the endpoint breaks off.
    pub async fn exchange(&self) -> Bytes {
        let signed = self.signer.sign(BODY.as_bytes());
        let response = self
            .client
            .post(&self.url)
            .header("content-type", "application/json")
            .header("x-tc-action", "DescribeInstances")
            .header("x-tc-version", "2017-03-12")
            .header("x-tc-region", "ap-guangzhou")
            .header("x-tc-timestamp", signed.timestamp)
            .header("authorization", signed.authorization)
            .body(BODY)
            .send()
            .await
            .expect("the connection holds");
        response.bytes().await.expect("the connection holds")
    }
}
