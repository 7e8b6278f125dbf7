//! nginx as a gateway: the errors that it answers by itself, compression, and slow replies.

use std::collections::BTreeSet;

use tencentcloud_api_runtime::{CallOptions, HttpOptions, TransportErrorKind};

use crate::calls::{Caller, Kind, config, status, transport};
use crate::nginx::{ANSWERING, Nginx};
use crate::upstream::{ITEMS, Upstream};

/// Reads and writes with these directives. Fails unless both end with this status and an excerpt
/// that contains this text, the read after three attempts and the write after one.
async fn fail_with_status(directives: &str, code: u16, text: &str) {
    let Some(nginx) = Nginx::start(directives).await else {
        return;
    };
    for http2 in [false, true] {
        let caller = Caller::new(&nginx.address(), nginx.options(http2));
        for (kind, attempts) in [(Kind::Read, 3), (Kind::Write, 1)] {
            let name = format!("{kind:?}-{http2}");
            let error = caller.call(kind, &name).await.unwrap_err();
            assert_eq!(status(&error).status, code, "{error}");
            assert!(error.to_string().contains(text), "{error}");
            assert_eq!(error.attempts(), attempts, "{kind:?}: {error}");
            assert_eq!(nginx.replied(code).await[&name], attempts as usize);
        }
    }
}

#[tokio::test]
async fn internal_error_page_is_excerpted() {
    let text = "500 Internal Server Error";
    fail_with_status("location / { return 500; }", 500, text).await;
}

#[tokio::test]
async fn page_with_status_200_is_excerpted() {
    let page = "default_type text/html; return 200 '<html><h1>Under maintenance</h1></html>';";
    let Some(nginx) = Nginx::start(&format!("location / {{ {page} }}")).await else {
        return;
    };
    let caller = Caller::new(&nginx.address(), nginx.options(true));
    let error = caller.call(Kind::Write, "maintained").await.unwrap_err();
    assert!(error.to_string().contains("Under maintenance"), "{error}");
    assert_eq!(error.attempts(), 1, "{error}");
}

#[tokio::test]
async fn throttled_write_is_retried() {
    let throttled = "location / { add_header Retry-After 0 always; return 429; }";
    let Some(nginx) = Nginx::start(throttled).await else {
        return;
    };
    let caller = Caller::new(&nginx.address(), nginx.options(true));
    let error = caller.call(Kind::Write, "throttled").await.unwrap_err();
    assert!(error.is_throttling(), "{error}");
    assert_eq!(error.attempts(), 3, "{error}");
    assert_eq!(nginx.replied(429).await["throttled"], 3);
}

#[tokio::test]
async fn only_secure_tls_versions_connect() {
    for (version, works) in [("TLSv1.1", false), ("TLSv1.2", true), ("TLSv1.3", true)] {
        let Some(nginx) = Nginx::start(&format!("ssl_protocols {version}; {ANSWERING}")).await
        else {
            return;
        };
        let caller = Caller::new(&nginx.address(), nginx.options(true));
        match caller.call(Kind::Write, version).await {
            Ok(_) => assert!(works, "{version}"),
            Err(error) => {
                assert!(!works && error.was_never_sent(), "{version}: {error}");
                assert_eq!(error.attempts(), 1, "{error}");
            }
        }
    }
}

#[tokio::test]
async fn unreachable_upstream_is_502() {
    let forward = "location / { proxy_pass http://127.0.0.1:1; }";
    fail_with_status(forward, 502, "502 Bad Gateway").await;
}

#[tokio::test]
async fn late_upstream_is_504() {
    let upstream = Upstream::start().await;
    let address = upstream.address();
    let forward = format!("location / {{ proxy_pass {address}/late; proxy_read_timeout 200ms; }}");
    fail_with_status(&forward, 504, "504 Gateway Time-out").await;
    for (name, times) in upstream.processed() {
        assert_eq!(
            times,
            if name.starts_with("Write") { 1 } else { 3 },
            "{name}"
        );
    }
}

#[tokio::test]
async fn long_request_is_413() {
    let limited = format!("client_max_body_size 1k; {ANSWERING}");
    let Some(nginx) = Nginx::start(&limited).await else {
        return;
    };
    for http2 in [false, true] {
        // The second is longer than the buffers between the programs.
        for bytes in [2_000, 8_000_000] {
            let padding = CallOptions::new().parameter("Padding", "x".repeat(bytes));
            let config = config(&nginx.address(), nginx.options(http2)).call_options(padding);
            let caller = Caller::with(config);
            let error = caller.call(Kind::Read, "long").await.unwrap_err();
            assert_eq!(status(&error).status, 413, "{error}");
            assert!(
                error.to_string().contains("413 Request Entity Too Large"),
                "{error}"
            );
            assert_eq!(error.attempts(), 1);
        }
    }
    assert_eq!(nginx.replied(413).await["long"], 4);
}

#[tokio::test]
async fn missing_client_certificate_is_400() {
    let strict =
        format!("ssl_verify_client on; ssl_client_certificate certificate.pem; {ANSWERING}");
    let Some(nginx) = Nginx::start(&strict).await else {
        return;
    };
    let caller = Caller::new(&nginx.address(), nginx.options(true));
    let error = caller.call(Kind::Read, "anonymous").await.unwrap_err();
    assert_eq!(status(&error).status, 400);
    assert!(
        error
            .to_string()
            .contains("No required SSL certificate was sent"),
        "{error}"
    );
    assert_eq!(error.attempts(), 1);
}

#[tokio::test]
async fn unknown_authority_is_tried_once() {
    let Some(nginx) = Nginx::start(ANSWERING).await else {
        return;
    };
    let strangers = crate::support::certificates::Certificates::new();
    let options = HttpOptions::default()
        .without_proxy()
        .system_roots(false)
        .add_root_certificates(strangers.authority);
    let caller = Caller::new(&nginx.address(), options);
    let error = caller.call(Kind::Read, "untrusting").await.unwrap_err();
    assert!(
        error.to_string().contains("invalid peer certificate"),
        "{error}"
    );
    assert_eq!(error.attempts(), 1, "{error}");
}

#[tokio::test]
async fn close_without_reply_retries_only_reads() {
    let Some(nginx) = Nginx::start("location / { return 444; }").await else {
        return;
    };
    for http2 in [false, true] {
        let caller = Caller::new(&nginx.address(), nginx.options(http2));
        for (kind, attempts) in [(Kind::Read, 3), (Kind::Write, 1)] {
            let name = format!("{kind:?}-{http2}");
            let error = caller.call(kind, &name).await.unwrap_err();
            let expected = [
                TransportErrorKind::ConnectionClosed,
                TransportErrorKind::Exchange,
            ];
            assert!(expected.contains(&transport(&error)), "{error}");
            assert_eq!(error.attempts(), attempts, "{kind:?}: {error}");
            assert_eq!(nginx.replied(444).await[&name], attempts as usize);
        }
    }
}

#[tokio::test]
async fn long_replies_arrive_in_any_form() {
    let upstream = Upstream::start().await;
    let gzip = "gzip on; gzip_types application/json; proxy_buffering off;";
    let mut encodings = BTreeSet::new();
    for directives in [gzip, "proxy_buffering off;", ""] {
        let Some(nginx) = Nginx::before(&upstream, directives).await else {
            return;
        };
        for path in ["/large", "/chunked", "/dribble"] {
            for http2 in [false, true] {
                let endpoint = format!("{}{path}", nginx.address());
                let caller = Caller::new(&endpoint, nginx.options(http2));
                let reply = caller.call(Kind::Write, path).await.unwrap();
                let items = reply["InstanceSet"].as_array().unwrap();
                assert_eq!(items.len(), ITEMS);
                assert_eq!(items[ITEMS - 1]["InstanceId"], format!("ins-{}", ITEMS - 1));
            }
        }
        encodings.extend(nginx.encodings().await);
    }
    assert_eq!(encodings, BTreeSet::from(["-", "gzip"].map(str::to_owned)));
}
