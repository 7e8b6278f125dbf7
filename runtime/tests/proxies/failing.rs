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

/// A proxy that requires another login than the addresses have.
fn requiring() -> Behaviour {
    Behaviour {
        login: Some(("user", "right")),
        ..Behaviour::default()
    }
}

fn http_cases() -> Vec<Case> {
    let http = |answer, kind, text| ("http://user:hush@", answering(answer), kind, text);
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
            "Authentication Required; check",
        ),
        http(b"HTTP/1.0 403 Filtered\r\n\r\n", Rejected, ": 403 Filtered"),
        http(b"HTTP/1.1 503 Down\r\n\r\n", Connect, ": 503 Down"),
        http(b"HTTP/1.1 429 Slow\r\n\r\n", Connect, ": 429 Slow"),
        http(b"", Connect, "unexpected end of file"),
        http(b"SSH-2.0-OpenSSH\r\n", Connect, "opened no tunnel"),
    ]
}

fn socks4_cases() -> Vec<Case> {
    let socks = |answer, kind, text| ("socks4://", answering(answer), kind, text);
    vec![
        socks(&[0, 0x5b, 0, 0, 0, 0, 0, 0], Connect, "rejected or failed"),
        socks(&[0, 0x5d, 0, 0, 0, 0, 0, 0], Rejected, "identification"),
        socks(b"HTTP/1.1 400 Bad\r\n", Connect, "opened no tunnel"),
    ]
}

fn socks5_cases() -> Vec<Case> {
    let socks = |answer, kind, text| ("socks5h://user:hush@", answering(answer), kind, text);
    let code = |socks5_code, kind, text| {
        let behaviour = Behaviour {
            socks5_code,
            ..Behaviour::default()
        };
        ("socks5h://", behaviour, kind, text)
    };
    vec![
        ("socks5://", requiring(), Rejected, "requires a login"),
        (
            "socks5h://user:hush@",
            requiring(),
            Rejected,
            "not accept the user",
        ),
        socks(&[5, 0xff], Rejected, "neither its user"),
        socks(b"", Connect, "opened no tunnel"),
        socks(b"HTTP/1.1 400 Bad\r\n", Connect, "opened no tunnel"),
        code(1, Connect, "general failure"),
        code(2, Rejected, "rules don't allow"),
        code(3, Connect, "network is unreachable"),
        code(4, Connect, "host is unreachable"),
        code(5, Connect, "target refused"),
        code(6, Connect, "time to live"),
        code(7, Rejected, "command"),
        code(8, Rejected, "address"),
        code(9, Connect, "unknown reply code"),
    ]
}

#[tokio::test]
async fn failing_proxy_is_named_and_refusals_are_final() {
    let certificates = Certificates::new();
    let cases = [http_cases(), socks4_cases(), socks5_cases()].concat();
    for (login, behaviour, expected, text) in cases {
        let proxy = Proxy::start(behaviour, None).await;
        let (_, options) = upstream(&certificates, true).await;
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
async fn forwarding_proxy_that_requires_login_is_final() {
    let (_, options) = upstream(&Certificates::new(), false).await;
    for (login, advice) in [("", "set its user"), ("user:hush@", "check the user")] {
        let proxy = Proxy::start(requiring(), None).await;
        let options = options
            .clone()
            .proxy(format!("http://{login}{}", proxy.address));
        let error = call_thrice(target(false).http(options)).await.unwrap_err();
        let shown = error.to_string();
        assert_eq!(kind(&error), Rejected, "{shown}");
        let name = format!(
            "the proxy http://{} refused the request to localhost:1",
            proxy.address
        );
        assert!(shown.contains(&name) && shown.contains(advice), "{shown}");
        assert!(!shown.contains("hush"), "{shown}");
        assert_eq!((error.attempts(), proxy.seen().len()), (1, 1));
    }
}

#[tokio::test]
async fn forwarding_proxy_that_replies_itself_is_named() {
    for (header, is_named) in [
        ("X-Squid-Error: ERR_CONNECT_FAIL 111", true),
        ("Server: tinyproxy/1.11.1", true),
        ("Via: 1.1 gate (squid)", false),
    ] {
        let reply = format!(
            "HTTP/1.1 503 Down\r\n{header}\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\nDown"
        );
        let proxy = Proxy::start(answering(reply.leak().as_bytes()), None).await;
        let (_, options) = upstream(&Certificates::new(), false).await;
        let options = options.proxy(format!("http://user:hush@{}", proxy.address));
        let error = call(target(false).http(options)).await.unwrap_err();
        let ErrorKind::HttpStatus(status) = error.kind() else {
            panic!("{header}: {error}")
        };
        let name = format!("http://{}", proxy.address);
        assert_eq!(status.proxy, is_named.then_some(name.clone()), "{header}");
        let text = error.to_string();
        assert_eq!(
            text.contains(&format!("from the proxy {name}")),
            is_named,
            "{text}"
        );
        assert!(!format!("{error:?} {text}").contains("hush"), "{text}");
    }
}

#[tokio::test]
async fn absent_proxy_is_named() {
    let certificates = Certificates::new();
    for tls in [false, true] {
        for scheme in ["http", "https", "socks4a", "socks5", "socks5h"] {
            let (_, options) = upstream(&certificates, tls).await;
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
                shown.to_lowercase().contains("connection refused"),
                "{shown}"
            );
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
    let certificates = Certificates::new();
    for scheme in ["http", "socks4", "socks5h"] {
        let silent = Behaviour {
            silent: true,
            ..Behaviour::default()
        };
        let proxy = Proxy::start(silent, None).await;
        let (_, options) = upstream(&certificates, true).await;
        let options = options
            .proxy(format!("{scheme}://{}", proxy.address))
            .connect_timeout(Duration::from_millis(200));
        let error = call(target(true).http(options)).await.unwrap_err();
        let ErrorKind::Timeout(timeout) = error.kind() else {
            panic!("{error}")
        };
        assert_eq!(timeout.kind, TimeoutKind::Connect);
        let name = format!("can't connect to the proxy {scheme}://{}: ", proxy.address);
        assert!(error.to_string().contains(&name), "{error}");
    }
}

#[tokio::test]
async fn unknown_target_is_named_with_proxy() {
    let certificates = Certificates::new();
    let proxy = Proxy::start(Behaviour::default(), None).await;
    for scheme in ["socks4", "socks5"] {
        let (_, options) = upstream(&certificates, true).await;
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
async fn ipv6_target_of_socks4_is_final() {
    let proxy = Proxy::start(Behaviour::default(), None).await;
    let (_, options) = upstream(&Certificates::new(), true).await;
    for scheme in ["socks4", "socks4a"] {
        let options = options
            .clone()
            .proxy(format!("{scheme}://{}", proxy.address));
        let config = target(true).endpoint("https://[::1]:1");
        let error = call_thrice(config.http(options)).await.unwrap_err();
        assert_eq!(kind(&error), Rejected, "{error}");
        let expected = format!("the proxy {scheme}://{} can't reach [::1]", proxy.address);
        assert!(error.to_string().contains(&expected), "{error}");
    }
    assert_eq!(proxy.connections(), 0);
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
