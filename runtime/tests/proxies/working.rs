//! Proxies that do what they should.

use std::sync::Arc;

use tencentcloud_api_runtime::HttpOptions;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::fake::{Behaviour, Proxy};
use super::support::certificates::Certificates;
use super::{OK, call, target, upstream};

/// The forms of an address, and the host that the proxy is asked for.
const SCHEMES: [(&str, &str); 6] = [
    ("http://", "localhost"),
    ("", "localhost"),
    ("socks4://", "127.0.0.1"),
    ("socks4a://", "localhost"),
    ("socks5://", "127.0.0.1"),
    ("socks5h://", "localhost"),
];

#[tokio::test]
async fn each_scheme_reaches_plain_and_tls_targets() {
    let certificates = Certificates::new();
    for tls in [false, true] {
        let (port, options) = upstream(&certificates, tls).await;
        for (scheme, host) in SCHEMES {
            let behaviour = Behaviour {
                upstream: port,
                ..Behaviour::default()
            };
            let proxy = Proxy::start(behaviour, None).await;
            let options = options.clone().proxy(format!("{scheme}{}", proxy.address));
            call(target(tls).http(options)).await.unwrap();
            let expected = match scheme.get(..6) {
                Some("socks4") => format!("socks4 {host}:1"),
                Some("socks5") => format!("socks5 {host}:1"),
                _ if tls => format!("CONNECT {host}:1 HTTP/1.1"),
                _ => format!("POST http://{host}:1/ HTTP/1.1"),
            };
            assert_eq!(proxy.seen(), [expected], "{scheme} {tls}");
        }
    }
}

#[tokio::test]
async fn login_reaches_proxy_decoded() {
    let certificates = Certificates::new();
    // The same user and password, written in several ways.
    let login = ("us er", "p@ss:w/ü%");
    let written = ["us%20er:p@ss:w%2F%C3%BC%25", "us%20er:p%40ss%3Aw%2fü%"];
    for (scheme, tls) in [
        ("http", false),
        ("http", true),
        ("socks5", true),
        ("socks5h", false),
    ] {
        let (port, options) = upstream(&certificates, tls).await;
        for written in written {
            let behaviour = Behaviour {
                upstream: port,
                login: Some(login),
                ..Behaviour::default()
            };
            let proxy = Proxy::start(behaviour, None).await;
            let url = format!("{scheme}://{written}@{}", proxy.address);
            let options = options.clone().proxy(url);
            assert!(!format!("{options:?}").contains("ss"), "{options:?}");
            call(target(tls).http(options)).await.unwrap();
            let seen = proxy.seen();
            assert_eq!(seen.len(), 1);
            assert!(seen[0].ends_with(" as us er:p@ss:w/ü%"), "{seen:?}");
        }
    }
}

#[tokio::test]
async fn long_login_reaches_socks_proxy() {
    let certificates = Certificates::new();
    let (port, options) = upstream(&certificates, true).await;
    let login = (
        "a-user-with-a-session-in-its-name-0123456789-0123456789-0123456789",
        "p",
    );
    let behaviour = Behaviour {
        upstream: port,
        login: Some(login),
        ..Behaviour::default()
    };
    let proxy = Proxy::start(behaviour, None).await;
    let url = format!("socks5h://{}:{}@{}", login.0, login.1, proxy.address);
    call(target(true).http(options.proxy(url))).await.unwrap();
}

#[tokio::test]
async fn unneeded_login_is_dropped() {
    let certificates = Certificates::new();
    let (port, options) = upstream(&certificates, true).await;
    let behaviour = Behaviour {
        upstream: port,
        ..Behaviour::default()
    };
    let proxy = Proxy::start(behaviour, None).await;
    let url = format!("socks5h://user:hush@{}", proxy.address);
    call(target(true).http(options.proxy(url))).await.unwrap();
    assert_eq!(proxy.seen(), ["socks5 localhost:1"]);
    assert_eq!(proxy.connections(), 2);
}

#[tokio::test]
async fn https_proxy_tunnels_and_forwards() {
    let certificates = Certificates::new();
    let mut config = certificates.server_config();
    config.alpn_protocols.clear();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    for tls in [false, true] {
        let (port, options) = upstream(&certificates, tls).await;
        let behaviour = Behaviour {
            upstream: port,
            ..Behaviour::default()
        };
        let proxy = Proxy::start(behaviour, Some(acceptor.clone())).await;
        let address = proxy.address.replace("127.0.0.1", "localhost");
        let options = options.proxy(format!("https://{address}"));
        call(target(tls).http(options)).await.unwrap();
        assert_eq!(proxy.seen().len(), 1);
    }
}

#[tokio::test]
async fn exempt_target_bypasses_proxy() {
    let certificates = Certificates::new();
    let (port, options) = upstream(&certificates, true).await;
    for scheme in ["http", "socks5"] {
        let proxy = Proxy::start(Behaviour::default(), None).await;
        let options = options
            .clone()
            .proxy(format!("{scheme}://{}", proxy.address))
            .no_proxy(format!("*.internal.example; localhost:{port}"));
        let config = target(true).endpoint(format!("https://localhost:{port}"));
        call(config.http(options)).await.unwrap();
        assert_eq!(proxy.connections(), 0);
    }
}

#[tokio::test]
async fn http2_works_through_tunnels() {
    let certificates = Certificates::new();
    let port = http2_upstream(&certificates).await;
    for scheme in ["http", "socks5h"] {
        let behaviour = Behaviour {
            upstream: port,
            ..Behaviour::default()
        };
        let proxy = Proxy::start(behaviour, None).await;
        let options = HttpOptions::default()
            .add_root_certificates(certificates.authority.clone())
            .proxy(format!("{scheme}://{}", proxy.address));
        call(target(true).http(options)).await.unwrap();
        assert_eq!(proxy.connections(), 1);
    }
}

/// Starts an API server that speaks only HTTP/2. Returns its port.
async fn http2_upstream(certificates: &Certificates) -> u16 {
    let mut config = certificates.server_config();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let stream = acceptor.accept(stream).await.unwrap();
            let mut connection = h2::server::handshake(stream).await.unwrap();
            tokio::spawn(async move {
                while let Some(Ok((_, mut respond))) = connection.accept().await {
                    let response = http::Response::new(());
                    let mut body = respond.send_response(response, false).unwrap();
                    body.send_data(OK.into(), true).unwrap();
                }
            });
        }
    });
    port
}
