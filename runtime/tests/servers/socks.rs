//! microsocks: SOCKS5 with and without a password.

use crate::calls::{Caller, Kind};
use crate::nginx::{ANSWERING, Nginx};
use crate::program::Program;
use crate::upstream::Upstream;
use tencentcloud_api_runtime::HttpOptions;

/// The password that the server expects, and the same in a URL.
const PASSWORD: &str = "hush@word";
const ENCODED: &str = "hush%40word";

/// Starts microsocks. With a password, the user is `caller`.
async fn microsocks(password: Option<&str>) -> Option<Program> {
    let start = Program::start("microsocks", |_, port| {
        let port = port.to_string();
        let mut arguments = vec!["-i", "127.0.0.1", "-p", &port];
        if let Some(password) = password {
            arguments.extend(["-u", "caller", "-P", password]);
        }
        arguments.into_iter().map(str::to_owned).collect()
    });
    start.await
}

#[tokio::test]
async fn socks_passes_tls_and_plain_calls() {
    let upstream = Upstream::start().await;
    for (password, user) in [(None, ""), (Some(PASSWORD), "caller:hush%40word@")] {
        let Some(proxy) = microsocks(password).await else {
            return;
        };
        let Some(nginx) = Nginx::start(ANSWERING).await else {
            return;
        };
        for scheme in ["socks5", "socks5h"] {
            let url = format!("{scheme}://{user}127.0.0.1:{}", proxy.port);
            for http2 in [false, true] {
                let options = nginx.options(http2).proxy(url.clone());
                let caller = Caller::new(&nginx.address(), options);
                caller.call(Kind::Write, "encrypted").await.unwrap();
            }
            let caller = Caller::new(&upstream.address(), HttpOptions::default().proxy(url));
            caller.call(Kind::Write, "plain").await.unwrap();
        }
        // microsocks logs each connection.
        let log = proxy.folder.read("output");
        assert!(
            log.contains(&format!("localhost:{}", nginx.port())),
            "{log}"
        );
    }
    assert_eq!(upstream.processed()["plain"], 4);
}

#[tokio::test]
async fn wrong_socks_password_is_tried_once() {
    let Some(proxy) = microsocks(Some(PASSWORD)).await else {
        return;
    };
    for user in ["caller:hush-wrong@", "caller@", ""] {
        let url = format!("socks5://{user}127.0.0.1:{}", proxy.port);
        let options = HttpOptions::default().proxy(url);
        let caller = Caller::new("https://localhost:1", options);
        let error = caller.call(Kind::Read, "stranger").await.unwrap_err();
        let text = error.to_string();
        assert!(
            text.contains(&format!("127.0.0.1:{}", proxy.port)),
            "{text}"
        );
        assert!(!format!("{error:?} {text}").contains("hush"), "{text}");
        assert!(error.was_never_sent(), "{text}");
        assert_eq!(error.attempts(), 1, "{text}");
    }
}

#[tokio::test]
async fn dead_socks_proxy_or_host_is_named() {
    let Some(proxy) = microsocks(None).await else {
        return;
    };
    let port = proxy.port;
    let options =
        || HttpOptions::default().proxy(format!("socks5h://caller:{ENCODED}@127.0.0.1:{port}"));
    let mut proxy = Some(proxy);
    for _ in ["dead host", "dead proxy"] {
        let caller = Caller::new("https://localhost:1", options());
        let error = caller.call(Kind::Write, "unsent").await.unwrap_err();
        let text = error.to_string();
        assert!(text.contains(&format!("127.0.0.1:{port}")), "{text}");
        assert!(text.contains("refused"), "{text}");
        assert!(!format!("{error:?} {text}").contains("hush"), "{text}");
        assert!(error.was_never_sent(), "{text}");
        proxy = None;
    }
    drop(proxy);
}
