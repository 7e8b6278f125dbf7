//! TLS of the default transport: certificates that are refused, and roots that are read late.
#![cfg(feature = "http-client")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, SupportedProtocolVersion};
use support::exchange::base;
use support::sample::DescribeInstancesRequest;
use support::server::{Reply, Server};
use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::retry::{Backoff, SafeErrors};
use tencentcloud_api_runtime::{
    ConfigBuilder, Error, ErrorKind, HttpOptions, SystemClock, TransportErrorKind,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

const OK: &str = r#"{"Response":{"TotalCount":1,"RequestId":"r-1"}}"#;

/// Makes a call that is retried without waits, and without a limit on the attempts but time.
async fn call(config: ConfigBuilder) -> Result<(), Error> {
    let config = config
        .retry(SafeErrors)
        .backoff(Backoff::new(
            Duration::from_millis(1),
            Duration::from_millis(1),
        ))
        .timeout(Duration::from_secs(20))
        .clock(SystemClock);
    let client = ServiceClient::new(&config.build()?);
    client.send(&DescribeInstancesRequest::default()).await?;
    Ok(())
}

/// An authority, and the certificate that it issued to a server.
struct Identity {
    authority: String,
    certificate: String,
    key: KeyPair,
}

impl Identity {
    /// Issues a certificate with these parameters.
    fn new(server: CertificateParams) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        // Authorities of the same name would be candidates for each other's certificates.
        let name = format!("authority {:x?}", key.public_key_raw());
        params
            .distinguished_name
            .push(DnType::CommonName, name.get(..60).unwrap());
        let authority = params.self_signed(&key).unwrap().pem();
        let issuer = Issuer::new(params, key);
        let key = KeyPair::generate().unwrap();
        let certificate = server.signed_by(&key, &issuer).unwrap().pem();
        Self {
            authority,
            certificate,
            key,
        }
    }

    fn named(name: &str) -> Self {
        Self::new(CertificateParams::new([name.to_owned()]).unwrap())
    }

    /// Returns the settings of the server. It requires a certificate of its clients, or none.
    fn server(&self, requires_certificate: bool) -> ServerConfig {
        self.server_of(requires_certificate, rustls::ALL_VERSIONS)
    }

    /// Returns the same settings for these versions of TLS.
    fn server_of(
        &self,
        requires_certificate: bool,
        versions: &[&'static SupportedProtocolVersion],
    ) -> ServerConfig {
        let der = |pem: &str| CertificateDer::from_pem_slice(pem.as_bytes()).unwrap();
        let provider = Arc::new(default_provider());
        let mut roots = RootCertStore::empty();
        roots.add(der(&self.authority)).unwrap();
        let verifier =
            WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
        let verifier = if requires_certificate {
            verifier
        } else {
            verifier.allow_unauthenticated()
        };
        let key = PrivateKeyDer::try_from(self.key.serialize_der()).unwrap();
        ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(versions)
            .unwrap()
            .with_client_cert_verifier(verifier.build().unwrap())
            .with_single_cert(vec![der(&self.certificate)], key)
            .unwrap()
    }
}

/// Starts a server that answers each connection. Returns its URL and the number of connections.
async fn start(config: ServerConfig) -> (String, Arc<AtomicUsize>) {
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let connections = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&connections);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::Relaxed);
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            let _ = stream.read(&mut [0; 4096]).await;
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", OK.len());
            let _ = stream
                .write_all(&[head.as_bytes(), OK.as_bytes()].concat())
                .await;
            let _ = stream.shutdown().await;
        }
    });
    (format!("https://localhost:{port}"), connections)
}

fn trusting(authority: &str) -> HttpOptions {
    HttpOptions::default().add_root_certificates(authority)
}

/// Checks that a call fails in its only attempt, with this text.
async fn assert_rejected(config: ServerConfig, options: HttpOptions, text: &str) {
    for options in [options.clone(), options.system_roots(false)] {
        let (address, connections) = start(config.clone()).await;
        let error = call(base().endpoint(&address).http(options))
            .await
            .unwrap_err();
        let shown = error.to_string();
        let ErrorKind::Transport(failure) = error.kind() else {
            panic!("{shown}")
        };
        assert_eq!(failure.kind(), TransportErrorKind::Rejected, "{shown}");
        assert!(shown.contains(&address) && shown.contains(text), "{shown}");
        assert!(error.was_never_sent() && !error.is_retryable());
        assert_eq!(error.attempts(), 1);
        assert_eq!(connections.load(Ordering::Relaxed), 1, "{text}");
    }
}

#[tokio::test]
async fn refused_certificate_is_final() {
    let sound = Identity::named("localhost");
    let other = Identity::named("localhost");
    assert_rejected(
        sound.server(false),
        trusting(&other.authority),
        "UnknownIssuer",
    )
    .await;

    let wrong_name = Identity::named("other.example");
    let text = "certificate not valid for name";
    assert_rejected(
        wrong_name.server(false),
        trusting(&wrong_name.authority),
        text,
    )
    .await;

    for (from, to, text) in [
        ((2000, 1), (2001, 1), "certificate expired"),
        ((4000, 1), (4001, 1), "certificate not valid yet"),
    ] {
        let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
        params.not_before = date_time_ymd(from.0, from.1, 1);
        params.not_after = date_time_ymd(to.0, to.1, 1);
        let identity = Identity::new(params);
        assert_rejected(identity.server(false), trusting(&identity.authority), text).await;
    }
}

#[tokio::test]
async fn missing_client_certificate_is_final() {
    let identity = Identity::named("localhost");
    let options = trusting(&identity.authority);
    // With TLS 1.3, the server's answer arrives after the client has sent its request.
    for version in rustls::ALL_VERSIONS {
        let server = identity.server_of(true, &[version]);
        assert_rejected(server, options.clone(), "received fatal alert").await;
    }
}

/// Set in child processes, to the endpoint of their call.
const ENDPOINT: &str = "TLS_TEST_ENDPOINT";

/// Makes a call in a child process. It prints the result.
#[tokio::test]
async fn child_call() {
    let Ok(endpoint) = std::env::var(ENDPOINT) else {
        return;
    };
    match call(base().endpoint(endpoint)).await {
        Ok(()) => println!("result: ok"),
        Err(error) => println!("result: {error} after {}", error.attempts()),
    }
}

/// Runs a child process in which the system's roots are in this file.
async fn child(endpoint: &str, roots: &std::path::Path) -> String {
    let output = tokio::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child_call", "--nocapture"])
        .env(ENDPOINT, endpoint)
        .env("SSL_CERT_FILE", roots)
        .env_remove("SSL_CERT_DIR")
        .output()
        .await
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    let result = text.lines().find_map(|line| line.split_once("result: "));
    result.unwrap_or_else(|| panic!("{text}")).1.to_owned()
}

// Other systems don't read the file.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn roots_are_read_only_for_tls() {
    let missing = std::path::Path::new("/missing/roots.pem");
    let plain = Server::start([Reply::json(OK)]).await;
    assert_eq!(child(&plain.address, missing).await, "ok");

    let identity = Identity::named("localhost");
    let (address, _) = start(identity.server(false)).await;
    let result = child(&address, missing).await;
    let expected = "cannot set up the transport: cannot read the system's root certificates: ";
    assert!(result.starts_with(expected), "{result}");
    assert!(
        result.contains("`HttpOptions::add_root_certificates`"),
        "{result}"
    );
    assert!(result.ends_with(" after 1"), "{result}");

    let file = std::env::temp_dir().join(format!("roots-{}.pem", std::process::id()));
    std::fs::write(&file, &identity.authority).unwrap();
    let result = child(&address, &file).await;
    std::fs::remove_file(&file).unwrap();
    assert_eq!(result, "ok");
}
