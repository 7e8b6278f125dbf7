//! Requests that no client should send: each is answered or dropped, and the fake goes on.

use std::io::{Read as _, Write as _};
use std::time::Duration;

use serde_json::Value;
use tencentcloud_fake::FakeCloud;

use crate::support::{connect, control, raw, send};

const SKIP: &str = "Authorization: SKIP\r\nX-TC-Action: AssumeRoleWithSAML\r\n\
                    X-TC-Version: 2018-08-13\r\nContent-Type: application/json\r\n";

fn fake() -> FakeCloud {
    FakeCloud::builder().start_blocking().unwrap()
}

/// Returns code and message of an error in its envelope.
fn error(body: &str) -> (String, String) {
    let body: Value = serde_json::from_str(body).unwrap();
    let error = &body["Response"]["Error"];
    let text = |name: &str| error[name].as_str().unwrap().to_owned();
    (text("Code"), text("Message"))
}

fn is_alive(fake: &FakeCloud) -> bool {
    control(fake, "GET", "/_fake/clock", "").0 == 200
}

/// An address with another host than that of the service decides the service only if the request
/// doesn't name it otherwise.
#[test]
fn requests_to_wrong_hosts_are_refused() {
    let fake = fake();
    let head = "GET /?Action=X&Version=2017-03-12 HTTP/1.1\r\nConnection: close\r\n";
    for host in ["cvm.example", "", "[::1", "a b", "\u{fffd}"] {
        let reply = raw(&fake, format!("{head}Host: {host}\r\n\r\n").as_bytes());
        assert!(
            reply.is_empty() || reply.contains("AuthFailure") || reply.starts_with("HTTP/1.1 400"),
            "{reply}"
        );
    }
    assert!(is_alive(&fake));
}

#[test]
fn bodies_that_are_not_parameters_are_refused() {
    let fake = fake();
    for (body, part) in [
        ("", "the body is empty"),
        ("{", "isn't JSON"),
        ("[]", "a JSON object, not a list"),
        ("null", "a JSON object, not null"),
        ("{\"A\": \u{fffd}}", "isn't JSON"),
        (&"[".repeat(100_000), "isn't JSON"),
    ] {
        let (status, reply) = send(&fake, "POST", "/", SKIP, body.as_bytes());
        let (code, message) = error(&reply);
        assert_eq!(
            (status, code.as_str()),
            (200, "InvalidParameter"),
            "{message}"
        );
        assert!(message.contains(part), "{message}");
    }
    let (_, reply) = send(&fake, "POST", "/", SKIP, b"{\"RoleArn\": \"\xff\"}");
    assert_eq!(error(&reply).0, "InvalidParameter");
    let xml = SKIP.replace("application/json", "text/xml");
    let (_, reply) = send(&fake, "POST", "/", &xml, b"<a/>");
    assert_eq!(error(&reply).0, "InvalidRequest");
}

#[test]
fn malformed_multipart_is_refused() {
    let fake = fake();
    let headers = SKIP.replace("application/json", "multipart/form-data; boundary=b");
    let part = "--b\r\nContent-Disposition: form-data; name=\"RoleArn\"\r\n\r\nx\r\n";
    for body in [
        "",
        "--b",
        "--b\r\n",
        "--b\r\nname\r\n--b--",
        "--b\r\n\r\n\r\n--b--",
        "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--",
        part,
        &format!("{part}{part}--b--"),
    ] {
        let (_, reply) = send(&fake, "POST", "/", &headers, body.as_bytes());
        assert_eq!(error(&reply).0, "InvalidRequest", "{body:?}: {reply}");
    }
    let (_, reply) = send(
        &fake,
        "POST",
        "/",
        &headers,
        format!("{part}--b--\r\n").as_bytes(),
    );
    assert_eq!(error(&reply).0, "MissingParameter");
}

#[test]
fn flattened_parameters_must_be_consistent() {
    let fake = fake();
    let headers = SKIP.replace("AssumeRoleWithSAML", "AssumeRoleWithWebIdentity");
    for (query, part) in [
        ("RoleArn=a&RoleArn=b", "occurs twice"),
        ("RoleArn=a&RoleArn.0=b", "both a value and a structure"),
        ("RoleArn.0=a&RoleArn=b", "both a value and a structure"),
        ("RoleArn.2=a", "has index 2, but not 1: count from 0"),
        (
            "RoleArn.0=a&RoleArn.2=a",
            "has index 2, but not 1: count from 0",
        ),
        ("RoleArn.1=a", "must be String"),
        ("RoleArn.99999999999999999999999=a", "must be String"),
        ("RoleArn.0=a", "must be String"),
        (&format!("A{}=1", ".0".repeat(40)), "nested too deeply"),
        ("=", "is not recognized"),
    ] {
        let (_, reply) = send(&fake, "GET", &format!("/?{query}"), &headers, b"");
        let (_, message) = error(&reply);
        assert!(message.contains(part), "{query}: {message}");
    }
    let long = format!("/?RoleArn={}", "a".repeat(33_000));
    let (_, reply) = send(&fake, "GET", &long, &headers, b"");
    assert_eq!(error(&reply).0, "RequestSizeLimitExceeded");
}

#[test]
fn deep_duplicate_and_odd_json_is_answered() {
    let fake = fake();
    let deep = [
        "[".repeat(10_000) + &"]".repeat(10_000),
        "{\"a\":".repeat(10_000) + "1" + &"}".repeat(10_000),
    ];
    for deep in deep {
        let body = format!("{{\"RoleArn\": {deep}}}");
        let (_, reply) = send(&fake, "POST", "/", SKIP, body.as_bytes());
        assert_eq!(error(&reply).0, "InvalidParameter");
        for path in ["/_fake/state", "/_fake/faults", "/_fake/clock"] {
            let method = if path == "/_fake/state" {
                "PUT"
            } else {
                "POST"
            };
            assert_eq!(control(&fake, method, path, &body).0, 400);
        }
    }
    let nul = "{\"\\u0000\": \"\\u0000\", \"\\u0000\": 1}";
    let (_, reply) = send(&fake, "POST", "/", SKIP, nul.as_bytes());
    assert_eq!(error(&reply).0, "UnknownParameter");
    for number in ["1e400", "-1e999999999", "18446744073709551616"] {
        let body = format!("{{\"RoleArn\": {number}}}");
        let (_, reply) = send(&fake, "POST", "/", SKIP, body.as_bytes());
        assert_eq!(error(&reply).0, "InvalidParameter", "{number}");
    }
    assert!(is_alive(&fake));
}

#[test]
fn malformed_faults_are_refused() {
    let fake = fake();
    let saml = "{\"SAMLAssertion\":\"x\",\"PrincipalArn\":\"p\",\"RoleSessionName\":\"me\",\
                \"RoleArn\":\"qcs::cam::uin/1:roleName/a\"}";
    for (value, part) in [
        ("", "give a code"),
        (";;;", "give a code"),
        ("code", "letters, digits"),
        ("code=\u{e4}", "ASCII"),
        ("latency=-1ms", "expected 200ms"),
        ("latency=99999999999999999999s", "expected 200ms"),
        ("times=2", "give a code"),
        ("code=A; times=0", "at least 1"),
        ("code=A; times=99999999999", "expected a number"),
        ("status=1000", "from 200 to 599"),
        ("nonsense=1", "`nonsense` is unknown"),
        (&format!("code={}", "a".repeat(5000)), "too long"),
        (&format!("code={}", "a".repeat(1025)), "1024 bytes"),
    ] {
        let headers = format!("{SKIP}X-Fake-Fault: {value}\r\n");
        let (_, reply) = send(&fake, "POST", "/", &headers, saml.as_bytes());
        let (code, message) = error(&reply);
        assert_eq!(code, "InvalidParameter", "{value}");
        assert!(message.contains(part), "{value}: {message}");
    }
    let two = format!("{SKIP}X-Fake-Fault: code=A\r\nX-Fake-Fault: message=b\r\n");
    let (_, reply) = send(&fake, "POST", "/", &two, saml.as_bytes());
    assert_eq!(error(&reply), ("A".to_owned(), "b".to_owned()));
    // Statuses without a body, and calls that the client gives up.
    for status in [204, 304] {
        let headers = format!("{SKIP}X-Fake-Fault: status={status}\r\n");
        assert_eq!(
            send(&fake, "POST", "/", &headers, saml.as_bytes()).0,
            status
        );
    }
    assert!(is_alive(&fake));
}

#[test]
fn faults_are_bounded() {
    let fake = fake();
    let fault = r#"{"code": "A", "action": "None"}"#;
    for number in 1..=1000 {
        let added = tencentcloud_fake::Fault::code("A").action("None");
        assert_eq!(fake.fault(added).unwrap(), number);
    }
    let (status, reply) = control(&fake, "POST", "/_fake/faults", fault);
    assert_eq!(status, 400);
    assert!(reply["error"].as_str().unwrap().contains("1000 faults"));
    fake.clear_faults();
    assert_eq!(control(&fake, "POST", "/_fake/faults", fault).0, 200);
}

#[test]
fn broken_states_leave_the_fake_as_it_was() {
    let fake = fake();
    fake.set_clock("2019-02-25T00:00:00Z".parse().unwrap());
    let (_, state) = control(&fake, "GET", "/_fake/state", "");
    let resources = |value: &str| {
        format!(r#"{{"format": 1, "now": "2030-01-01T00:00:00Z", "resources": {value}}}"#)
    };
    for body in [
        "null".to_owned(),
        "[]".to_owned(),
        r#"{"format": 1}"#.to_owned(),
        r#"{"format": 99, "now": "2030-01-01T00:00:00Z"}"#.to_owned(),
        r#"{"format": 1, "now": 5, "resources": {}}"#.to_owned(),
        resources("7"),
        resources("[]"),
        resources(r#"{"cvm/2017-03-12/1/all": {"kinds": 5}}"#),
        format!(r#"{{"format": "{}"}}"#, "x".repeat(1 << 20)),
    ] {
        let (status, reply) = control(&fake, "PUT", "/_fake/state", &body);
        assert_eq!(status, 400, "{reply}");
        assert!(reply["error"].as_str().unwrap().len() < 1000);
    }
    let (_, now) = control(&fake, "GET", "/_fake/state", "");
    assert_eq!(now["resources"], state["resources"]);
    assert!(fake.now().to_string().starts_with("2019-02-25T00:00"));
}

#[test]
fn other_methods_are_refused() {
    let fake = fake();
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "BREW"] {
        let (_, reply) = send(&fake, method, "/", SKIP, b"{}");
        assert_eq!(error(&reply).0, "UnsupportedProtocol", "{method}");
    }
    assert_eq!(send(&fake, "DELETE", "/_fake/clock", "", b"").0, 404);
}

#[test]
fn large_bodies_get_the_documented_code() {
    let fake = fake();
    let body = vec![b' '; (10 << 20) + 1];
    let (status, reply) = send(&fake, "POST", "/", SKIP, &body);
    assert_eq!(
        (status, error(&reply).0.as_str()),
        (200, "RequestSizeLimitExceeded")
    );
    let body = [b"{}".as_slice(), &vec![b' '; (10 << 20) - 2]].concat();
    let (_, reply) = send(&fake, "POST", "/", SKIP, &body);
    assert_eq!(error(&reply).0, "MissingParameter");
    assert!(is_alive(&fake));
}

#[test]
fn bytes_that_are_not_http_are_dropped() {
    let fake = fake();
    for bytes in [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".as_slice(),
        b"GET\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nnot a frame, but long enough",
        &[b"GET / HTTP/1.1\r\nA: ".as_slice(), &[b'a'; 1 << 20]].concat(),
    ] {
        let mut stream = connect(&fake);
        let _ = stream.write_all(bytes);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut reply = Vec::new();
        let _ = stream.read_to_end(&mut reply);
        let reply = String::from_utf8_lossy(&reply);
        assert!(!reply.contains("HTTP/1.1 200"), "{reply}");
    }
    assert!(is_alive(&fake));
}

#[test]
fn slow_clients_are_dropped() {
    let patience = Duration::from_millis(200);
    let fake = FakeCloud::builder()
        .client_timeout(patience)
        .start_blocking()
        .unwrap();
    let (mut head, mut body) = (connect(&fake), connect(&fake));
    head.write_all(b"POST / HTTP/1.1\r\nHost").unwrap();
    body.write_all(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n{")
        .unwrap();
    let mut reply = String::new();
    head.read_to_string(&mut reply).unwrap();
    assert!(!reply.contains("200 OK"), "{reply}");
    let mut reply = String::new();
    body.read_to_string(&mut reply).unwrap();
    assert!(reply.starts_with("HTTP/1.1 408"), "{reply}");
    assert!(is_alive(&fake));
}

#[test]
fn control_explains_what_it_refuses() {
    const FAULTS: &str = "/_fake/faults";
    const CLOCK: &str = "/_fake/clock";
    const STATE: &str = "/_fake/state";
    let fake = fake();
    for (method, path, body, status, part) in [
        ("GET", "/_fake/nothing", "", 404, "GET /_fake/calls"),
        ("GET", "/_fakery", "", 404, "GET /_fake/calls"),
        ("POST", FAULTS, "{", 400, "the body can't be used"),
        ("POST", FAULTS, "{}", 400, "give a code"),
        (
            "POST",
            FAULTS,
            r#"{"cod": "A"}"#,
            400,
            "unknown field `cod`",
        ),
        (
            "POST",
            FAULTS,
            r#"{"code": "A", "times": 0}"#,
            400,
            "at least 1",
        ),
        (
            "POST",
            FAULTS,
            r#"{"code": "a b"}"#,
            400,
            "letters, digits and dots",
        ),
        ("POST", FAULTS, r#"{"status": 99}"#, 400, "from 200 to 599"),
        ("DELETE", "/_fake/faults/7", "", 404, "no fault `7`"),
        ("POST", CLOCK, "{}", 400, "either"),
        ("POST", CLOCK, r#"{"advance_seconds": -1}"#, 400, "is -1"),
        ("POST", CLOCK, r#"{"advance_seconds": 1e300}"#, 400, "is 1"),
        ("POST", CLOCK, r#"{"set": "today"}"#, 400, "can't be used"),
        ("PUT", STATE, "{}", 400, "`format` is null"),
        (
            "PUT",
            STATE,
            r#"{"format": 1, "now": "x"}"#,
            400,
            "`now` is \"x\"",
        ),
        ("GET", "/_fake/calls?after=x", "", 400, "`after` is `x`"),
    ] {
        let (found, reply) = control(&fake, method, path, body);
        assert_eq!(found, status, "{path} {body}");
        let problem = reply["error"].as_str().unwrap();
        assert!(problem.contains(part), "{path} {body}: {problem}");
    }
}
