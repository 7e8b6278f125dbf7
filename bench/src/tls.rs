//! Certificates, and an endpoint that speaks HTTP/2.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread;

use bytes::Bytes;
use h2::server::SendResponse;
use h2::{RecvStream, server};
use http::Response;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use crate::runtime;

/// Returns the certificate of a new authority as PEM, and a server `localhost` that it vouches for.
///
/// # Panics
/// If the cryptography lacks the usual algorithms.
#[must_use]
pub fn certificates() -> (String, ServerConfig) {
    const SOUND: &str = "the settings should be sound";
    let key = KeyPair::generate().expect(SOUND);
    let mut params = CertificateParams::new(Vec::new()).expect(SOUND);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = params.self_signed(&key).expect(SOUND).pem();
    let issuer = Issuer::new(params, key);
    let key = KeyPair::generate().expect(SOUND);
    let params = CertificateParams::new(["localhost".to_owned()]).expect(SOUND);
    let server = params.signed_by(&key, &issuer).expect(SOUND).pem();
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect(SOUND);
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .expect(SOUND)
        .with_no_client_auth()
        .with_single_cert(vec![certificate(&server)], key)
        .expect(SOUND);
    (authority, config)
}

/// Reads a certificate.
///
/// # Panics
/// If the text isn't a PEM certificate.
#[must_use]
pub fn certificate(pem: &str) -> CertificateDer<'static> {
    CertificateDer::from_pem_slice(pem.as_bytes()).expect("the text should be a PEM certificate")
}

/// Starts an endpoint that speaks HTTP/2 with TLS. Its thread runs until the process ends, and
/// sends the same reply to every request.
///
/// # Panics
/// If loopback has no free port.
#[must_use]
pub fn start_http2(body: &str, mut config: ServerConfig) -> SocketAddr {
    config.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback should have a free port");
    listener
        .set_nonblocking(true)
        .expect("a socket should have a non-blocking mode");
    let address = listener
        .local_addr()
        .expect("a bound socket should have an address");
    let body = Bytes::from(body.to_owned());
    thread::spawn(move || {
        runtime().block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener);
            let listener = listener.expect("the runtime should poll sockets");
            while let Ok((stream, _)) = listener.accept().await {
                // An error means that the client has closed its connection.
                tokio::spawn(serve(acceptor.clone(), stream, body.clone()));
            }
        });
    });
    address
}

async fn serve(acceptor: TlsAcceptor, stream: TcpStream, body: Bytes) -> Option<()> {
    // Without the option, replies are slow but right.
    let _ = stream.set_nodelay(true);
    let stream = acceptor.accept(stream).await.ok()?;
    let mut connection = server::handshake(stream).await.ok()?;
    while let Some(request) = connection.accept().await {
        let (request, respond) = request.ok()?;
        tokio::spawn(reply(request.into_body(), respond, body.clone()));
    }
    Some(())
}

/// Reads a request, then replies with the headers that the API sends.
async fn reply(
    mut request: RecvStream,
    mut respond: SendResponse<Bytes>,
    body: Bytes,
) -> Option<()> {
    while let Some(data) = request.data().await {
        let length = data.ok()?.len();
        request.flow_control().release_capacity(length).ok()?;
    }
    let head = Response::builder()
        .header("server", "nginx")
        .header("date", "Mon, 28 Apr 2025 08:00:00 GMT")
        .header("content-type", "application/json")
        .header("content-length", body.len())
        .body(())
        .ok()?;
    let mut stream = respond.send_response(head, false).ok()?;
    stream.send_data(body, true).ok()
}
