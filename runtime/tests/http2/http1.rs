//! A TLS server that only speaks HTTP/1.1, and replies when enough requests have arrived.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tencentcloud_api_runtime::HttpOptions;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::Barrier;
use tokio_rustls::TlsAcceptor;

use crate::support::certificates::Certificates;

const REPLY: &str = "HTTP/1.1 200 OK\r\nContent-Length: 47\r\n\r\n\
                     {\"Response\":{\"TotalCount\":1,\"RequestId\":\"r-1\"}}";

pub(crate) struct Http1Server {
    pub(crate) port: u16,
    pub(crate) authority: String,
    connections: Arc<AtomicUsize>,
}

impl Http1Server {
    /// Starts a server that replies to this number of requests at once.
    pub(crate) async fn start(requests: usize) -> Self {
        let certificates = Certificates::new();
        let mut config = certificates.server_config();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            port: listener.local_addr().unwrap().port(),
            authority: certificates.authority,
            connections: Arc::default(),
        };
        let connections = Arc::clone(&server.connections);
        let all_arrived = Arc::new(Barrier::new(requests));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                connections.fetch_add(1, Ordering::SeqCst);
                let (acceptor, all_arrived) = (acceptor.clone(), Arc::clone(&all_arrived));
                tokio::spawn(async move {
                    let mut stream = acceptor.accept(stream).await.unwrap();
                    let mut request = Vec::new();
                    while let Ok(1..) = stream.read_buf(&mut request).await {
                        // The body of each request is an empty object.
                        if request.ends_with(b"{}") {
                            request.clear();
                            all_arrived.wait().await;
                            stream.write_all(REPLY.as_bytes()).await.unwrap();
                        }
                    }
                });
            }
        });
        server
    }

    pub(crate) fn address(&self) -> String {
        format!("https://localhost:{}", self.port)
    }

    /// Returns options that trust the server's certificate only.
    pub(crate) fn options(&self) -> HttpOptions {
        HttpOptions::default()
            .system_roots(false)
            .add_root_certificates(self.authority.clone())
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}
