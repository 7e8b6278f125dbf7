//! Proxies that refuse, break or are not there. Errors name the proxy and never the password.

use std::sync::Arc;
use std::time::Duration;

use tencentcloud_api_runtime::{ErrorKind, TimeoutKind, TransportErrorKind};
use tokio_rustls::TlsAcceptor;

use super::fake::{Behaviour, Proxy};
use super::support::certificates::Certificates;
use super::{call, call_thrice, kind, target, upstream};

use TransportErrorKind::{Connect, Rejected};

/// A way to fail: the scheme and login in the address, the behaviour, and the expected kind of
/// error and a part of its text.
type Case = (&'static str, Behaviour, TransportErrorKind, &'static str);

fn answering(answer: &'static [u8]) -> Behaviour {
    Behaviour {
        answer: Some(answer),
        ..Behaviour::default()
    }
}

fn cases() -> Vec<Case> {
    let requiring = || Behaviour {
        login: Some(("user", "right")),
        ..Behaviour::default()
    };
    let coded = |socks5_code| Behaviour {
        socks5_code,
        ..Behaviour::default()
    };
    vec![
        (
            "http://",
            requiring(),
            Rejected,
            "407 Proxy Authentication Required; set",
        ),
        (
            "http://user:hush@",
            requiring(),
            Rejected,
            "407 Proxy Authentication Required; check",
        ),
        (
            "http://",
            answering(b"HTTP/1.0 403 Filtered\r\n\r\n"),
            Rejected,
            ": 403 Filtered",
        ),
        (
            "http://",
            answering(b"HTTP/1.1 503 Down\r\n\r\n"),
            Connect,
            ": 503 Down",
        ),
        (
            "http://",
            answering(b"HTTP/1.1 429 Slow\r\n\r\n"),
            Connect,
            ": 429 Slow",
        ),
        (
            "http://user:hush@",
            answering(b""),
            Connect,
            "unexpected end of file",
        ),
        (
            "http://",
            answering(b"SSH-2.0-OpenSSH\r\n"),
            Connect,
            "opened no tunnel",
        ),
        (
            "socks4://",
            answering(&[0, 0x5b, 0, 0, 0, 0, 0, 0]),
            Connect,
            "rejected or failed",
        ),
        (
            "socks4a://",
            answering(&[0, 0x5d, 0, 0, 0, 0, 0, 0]),
            Rejected,
            "identification",
        ),
        (
            "socks4a://",
            answering(b"HTTP/1.1 400 Bad\r\n"),
            Connect,
            "opened no tunnel",
        ),
        ("socks5://", requiring(), Rejected, "requires a login"),
        (
            "socks5h://user:hush@",
            requiring(),
            Rejected,
            "does not accept the user and password",
        ),
        (
            "socks5h://user:hush@",
            answering(&[5, 0xff]),
            Rejected,
            "neither its user",
        ),
        ("socks5h://", coded(1), Connect, "general failure"),
        ("socks5h://", coded(2), Rejected, "rules don't allow"),
        ("socks5h://", coded(3), Connect, "network is unreachable"),
        ("socks5h://", coded(4), Connect, "host is unreachable"),
        ("socks5h://", coded(5), Connect, "target refused"),
        ("socks5h://", coded(6), Connect, "time to live"),
        ("socks5h://", coded(7), Rejected, "command"),
        ("socks5h://", coded(8), Rejected, "address"),
        ("socks5h://", coded(9), Connect, "unknown reply code"),
        ("socks5h://", answering(b""), Connect, "opened no tunnel"),
        (
            "socks5h://",
            answering(b"HTTP/1.1 400 Bad\r\n"),
            Connect,
            "opened no tunnel",
        ),
    ]
}

#[tokio::test]
async fn failing_proxy_is_named_and_refusals_are_final() {
    for (login, behaviour, expected, text) in cases() {
        let proxy = Proxy::start(behaviour, None).await;
        let (_, options) = upstream(&Certificates::new(), true).await;
        let options = options.proxy(format!("{login}{}", proxy.address));
        let error = call_thrice(target(true).http(options)).await.unwrap_err();
        let shown = error.to_string();
        assert_eq!(kind(&error), expected, "{shown}");
        let scheme = login.split_once("://").unwrap().0;
        let name = format!("the proxy {scheme}://{}", proxy.address);
        assert!(
            shown.contains(&name) && shown.contains(text),
            "{text}: {shown}"
        );
        assert!(
            shown.contains("localhost:1") || shown.contains("127.0.0.1:1"),
            "{shown}"
        );
        assert!(
            !format!("{shown} {error:?}").contains("hush"),
            "{shown} {error:?}"
        );
        let attempts = if expected == Rejected { 1 } else { 3 };
        assert_eq!(error.attempts(), attempts, "{shown}");
        assert!(error.was_never_sent());
    }
}

#[tokio::test]
async fn absent_proxy_is_named() {
    for tls in [false, true] {
        for scheme in ["http", "https", "socks4a", "socks5", "socks5h"] {
            let (_, options) = upstream(&Certificates::new(), tls).await;
            let login = if scheme == "socks4a" {
                ""
            } else {
                "user:hush@"
            };
            let options = options.proxy(format!("{scheme}://{login}127.0.0.1:1"));
            let error = call_thrice(target(tls).http(options)).await.unwrap_err();
            let shown = error.to_string();
            assert_eq!(kind(&error), Connect, "{shown}");
            let name = format!("can't connect to the proxy {scheme}://127.0.0.1:1: ");
            assert!(shown.contains(&name), "{shown}");
            assert!(
                !format!("{shown} {error:?}").contains("hush"),
                "{shown} {error:?}"
            );
            assert_eq!(error.attempts(), 3);
        }
    }
}

#[tokio::test]
async fn silent_proxy_times_out() {
    for scheme in ["http", "socks4", "socks5h"] {
        let silent = Behaviour {
            silent: true,
            ..Behaviour::default()
        };
        let proxy = Proxy::start(silent, None).await;
        let (_, options) = upstream(&Certificates::new(), true).await;
        let options = options
            .proxy(format!("{scheme}://{}", proxy.address))
            .connect_timeout(Duration::from_millis(200));
        let error = call(target(true).http(options)).await.unwrap_err();
        let ErrorKind::Timeout(timeout) = error.kind() else {
            panic!("{error}")
        };
        assert_eq!(timeout.kind, TimeoutKind::Connect);
    }
}

#[tokio::test]
async fn unknown_target_is_named_with_proxy() {
    let proxy = Proxy::start(Behaviour::default(), None).await;
    for scheme in ["socks4", "socks5"] {
        let (_, options) = upstream(&Certificates::new(), true).await;
        let options = options.proxy(format!("{scheme}://{}", proxy.address));
        // Resolvers refuse a label of this length without asking the network.
        let name = format!("{}.invalid", "a".repeat(64));
        let config = target(true).endpoint(format!("https://{name}"));
        let error = call(config.http(options)).await.unwrap_err();
        let expected = format!(
            "can't look up {name} for the proxy {scheme}://{}",
            proxy.address
        );
        assert!(error.to_string().contains(&expected), "{error}");
        assert_eq!(proxy.connections(), 0);
    }
}

#[tokio::test]
async fn untrusted_https_proxy_is_final() {
    let certificates = Certificates::new();
    let acceptor = TlsAcceptor::from(Arc::new(certificates.server_config()));
    let proxy = Proxy::start(Behaviour::default(), Some(acceptor)).await;
    // The options trust another authority.
    let (_, options) = upstream(&Certificates::new(), true).await;
    let address = proxy.address.replace("127.0.0.1", "localhost");
    let options = options.proxy(format!("https://user:hush@{address}"));
    let error = call_thrice(target(true).http(options)).await.unwrap_err();
    assert_eq!(kind(&error), Rejected, "{error}");
    let name = format!("can't connect to the proxy https://{address}: ");
    assert!(error.to_string().contains(&name), "{error}");
    assert_eq!(error.attempts(), 1);
    assert_eq!(proxy.connections(), 1);
}
