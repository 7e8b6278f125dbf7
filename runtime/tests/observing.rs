//! Spans and events for `tracing`, and counts of unknown members.

mod support;

use std::sync::Mutex;

use support::clock::SkippingClock;
use support::exchange::{Exchange, SECRET_KEY};
use support::log::Log;
use support::sample::{DescribeInstancesRequest, RunInstancesRequest};
use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::retry::SafeErrors;
use tencentcloud_api_runtime::{ConfigBuilder, Credential, HttpResponse, ProfileProvider};

const OK: &str = r#"{"Response":{"TotalCount":1,"InstanceSet":[
    {"InstanceId":"ins-1","Password":"hush-reply","New":{"Deep":1}},{"New":2,"Older":3}],
    "Extra\n":4,"RequestId":"r-1"}}"#;

/// Returns a client whose credential has a secret key and a secret token.
fn client_with_secrets(config: ConfigBuilder) -> ServiceClient {
    let credential = Credential::new("AKIDtest", SECRET_KEY).unwrap();
    let credential = credential.with_token("hush-token").unwrap();
    ServiceClient::new(&config.credential(credential).build().unwrap())
}

#[tokio::test]
async fn call_and_attempt_are_spans() {
    let log = Log::capture();
    let client = client_with_secrets(Exchange::answering(200, OK).config());
    client
        .send(&DescribeInstancesRequest::default())
        .await
        .unwrap();
    let closed = log.lines(&["call{", "close"]);
    let call = closed
        .iter()
        .find(|line| !line.contains("attempt{"))
        .unwrap();
    for part in [
        "INFO",
        "service=\"cvm\"",
        "version=\"2017-03-12\"",
        "action=\"DescribeInstances\"",
        "region=\"ap-guangzhou\"",
        "attempts=1",
        "status=200",
        "request_id=\"r-1\"",
        "duration_ms=",
    ] {
        assert!(call.contains(part), "{part}: {call}");
    }
    assert!(!call.contains("error="), "{call}");
    let attempt = closed
        .iter()
        .find(|line| line.contains("attempt{"))
        .unwrap();
    for part in [
        "attempt=1",
        "status=200",
        "request_id=\"r-1\"",
        "duration_ms=",
    ] {
        assert!(attempt.contains(part), "{part}: {attempt}");
    }
}

#[tokio::test]
async fn each_attempt_has_a_span() {
    let log = Log::capture();
    let busy =
        r#"{"Response":{"Error":{"Code":"RequestLimitExceeded","Message":"m"},"RequestId":"r-0"}}"#;
    let replies = Mutex::new([OK, busy].to_vec());
    let exchange = Exchange::new(move |_| {
        let reply = replies.lock().unwrap().pop().unwrap();
        Some(HttpResponse::new(200, reply))
    });
    let client = client_with_secrets(
        exchange
            .config()
            .retry(SafeErrors)
            .clock(SkippingClock::new()),
    );
    client
        .send(&DescribeInstancesRequest::default())
        .await
        .unwrap();
    let attempts = log.lines(&["attempt{", "close"]);
    assert_eq!(attempts.len(), 2);
    assert!(
        attempts[0].contains("attempt=1") && attempts[0].contains("error=\"RequestLimitExceeded\"")
    );
    assert!(attempts[1].contains("attempt=2") && attempts[1].contains("r-1"));
    let calls = log.lines(&["INFO", "call{", "close"]);
    assert_eq!(calls.len(), 1);
    assert!(
        calls[0].contains("attempts=2") && !calls[0].contains("error="),
        "{}",
        calls[0]
    );
}

#[tokio::test]
async fn failure_event_has_kind_without_body() {
    let log = Log::capture();
    let fault = r#"{"Response":{"Error":{"Code":"InvalidParameter","Message":"quoted"},"RequestId":"r-2"}}"#;
    let request = DescribeInstancesRequest::default();
    for (status, body) in [(200, fault), (404, "<html>quoted")] {
        client_with_secrets(Exchange::answering(status, body).config())
            .send(&request)
            .await
            .unwrap_err();
    }
    let lines = log.text().lines().count();
    let config = Exchange::new(|_| None).config().region("");
    client_with_secrets(config)
        .send(&request)
        .await
        .unwrap_err();
    assert_eq!(
        log.text().lines().count(),
        lines,
        "a request that fails its checks starts no call"
    );
    assert_eq!(
        log.lines(&["call{", "close", "error=\"InvalidParameter\"", "r-2"])
            .len(),
        2
    );
    assert_eq!(
        log.lines(&["call{", "close", "error=\"HTTP status\"", "status=404"])
            .len(),
        2
    );
    assert!(!log.text().contains("quoted"), "{}", log.text());
}

#[tokio::test]
async fn bodies_are_logged_only_on_request() {
    let request = RunInstancesRequest::default();
    let call = async |log_bodies: bool| {
        let log = Log::capture();
        let client = client_with_secrets(
            Exchange::answering(200, OK)
                .config()
                .check_required(false)
                .log_bodies(log_bodies),
        );
        client.send(&request).await.unwrap();
        log
    };
    let without = call(false).await;
    assert!(without.text().contains("RunInstances"));
    for secret in ["hush", "Signature", "ins-1"] {
        assert!(
            !without.text().contains(secret),
            "{secret}: {}",
            without.text()
        );
    }
    let with = call(true).await;
    assert!(with.text().contains("hush-reply"), "the reply is logged");
    for secret in [SECRET_KEY, "hush-token", "Signature="] {
        assert!(!with.text().contains(secret), "{secret}: {}", with.text());
    }
}

#[tokio::test]
async fn unknown_member_counted_and_logged_once() {
    let log = Log::capture();
    let exchange = Exchange::answering(200, OK);
    let config = exchange.config().build().unwrap();
    let request = DescribeInstancesRequest::default();
    for _ in 0..3 {
        // Clients and copies of a configuration share their counts.
        let client = ServiceClient::new(&config.with_region("ap-beijing"));
        client.send(&request).await.unwrap();
    }
    let counted: Vec<_> = config
        .unknown_members()
        .into_iter()
        .map(|unknown| {
            assert_eq!(
                (unknown.service.as_str(), unknown.version.as_str()),
                ("cvm", "2017-03-12")
            );
            (unknown.structure, unknown.member, unknown.count)
        })
        .collect();
    let member =
        |structure: &str, member: &str, count| (structure.to_owned(), member.to_owned(), count);
    let expected = [
        member("DescribeInstancesResponse", "Extra\n", 3),
        member("Instance", "New", 6),
        member("Instance", "Older", 3),
    ];
    assert_eq!(counted, expected);
    for name in ["\"Extra\\n\"", "\"New\"", "\"Older\""] {
        let lines = log.lines(&["the documentation lacks", &format!("member={name}")]);
        assert_eq!(lines.len(), 1, "{name}: {}", log.text());
    }
}

#[tokio::test]
async fn empty_error_member_is_not_unknown() {
    let reply = r#"{"Response":{"TotalCount":1,"Error":{"Count":0},"RequestId":"r"}}"#;
    let config = Exchange::answering(200, reply).config().build().unwrap();
    let client = ServiceClient::new(&config);
    client
        .send(&DescribeInstancesRequest::default())
        .await
        .unwrap();
    let members = config.unknown_members();
    assert_eq!(members.len(), 1);
    assert_eq!((members[0].member.as_str(), members[0].count), ("Error", 1));
}

#[tokio::test]
async fn hostile_reply_keeps_memory_bounded() {
    let members: Vec<_> = (0..10_000)
        .map(|number| format!("\"m{number}\":0"))
        .collect();
    let body = format!("{{\"Response\":{{{}}}}}", members.join(","));
    let exchange = Exchange::new(move |_| Some(HttpResponse::new(200, body.clone())));
    let config = exchange.config().build().unwrap();
    let client = ServiceClient::new(&config);
    client
        .send(&DescribeInstancesRequest::default())
        .await
        .unwrap();
    assert_eq!(config.unknown_members().len(), 64);
}

#[cfg(unix)]
#[test]
fn file_open_to_everyone_is_warned_of_once() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = std::env::temp_dir().join(format!("open-to-everyone-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for (mode, problem) in [
        (0o600, None),
        (0o640, None),
        (0o660, None),
        (0o644, Some("can read ")),
        (0o602, Some("can change ")),
        (0o666, Some("can read and change ")),
    ] {
        let file = folder.join(format!("{mode:o}"));
        let text = "[default]\nsecret_id = AKIDa\nsecret_key = hush-file\n";
        std::fs::write(&file, text).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        let log = Log::capture();
        for _ in 0..3 {
            ProfileProvider::new().file(&file).read().unwrap();
        }
        let warnings = log.lines(&["WARN", file.to_str().unwrap()]);
        assert_eq!(
            warnings.len(),
            usize::from(problem.is_some()),
            "{warnings:?}"
        );
        assert!(
            warnings.iter().all(|line| line.contains(problem.unwrap())),
            "{warnings:?}"
        );
        assert!(!log.text().contains("hush"), "{}", log.text());
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn ids_and_codes_of_servers_are_logged_escaped_and_limited() {
    let log = Log::capture();
    let long = "x".repeat(1_000);
    let body = format!(
        r#"{{"Response":{{"Error":{{"Code":"No\n\u001b[31m{long}","Message":"m"}},"RequestId":"r\n\u001b[31m{long}"}}}}"#
    );
    let exchange = Exchange::new(move |_| Some(HttpResponse::new(200, body.clone())));
    let client = client_with_secrets(exchange.config());
    client
        .send(&RunInstancesRequest::default())
        .await
        .unwrap_err();
    let request = DescribeInstancesRequest::default();
    client.send(&request).await.unwrap_err();
    for line in log.lines(&["request_id"]) {
        assert!(
            line.contains("request_id=\"r [31mxxx") && line.len() < 1_000,
            "{line}"
        );
        assert!(line.contains("error=\"No [31mxxx"), "{line}");
    }
    assert!(!log.lines(&["request_id"]).is_empty());
}

#[tokio::test]
async fn mismatch_counted_and_warned_once() {
    let log = Log::capture();
    let reply = r#"{"Response":{"InstanceSet":[{"CPU":0.5,"Password":7},{"CPU":1.5},{"CPU":"-"}],"RequestId":"r"}}"#;
    let config = Exchange::answering(200, reply).config().build().unwrap();
    for _ in 0..2 {
        let client = ServiceClient::new(&config.with_region("ap-beijing"));
        client
            .send(&DescribeInstancesRequest::default())
            .await
            .unwrap();
    }
    let counted: Vec<_> = config
        .mismatched_members()
        .into_iter()
        .map(|found| {
            assert_eq!(
                (found.service.as_str(), found.version.as_str()),
                ("cvm", "2017-03-12")
            );
            assert_eq!(
                (found.structure.as_str(), found.expected),
                ("Instance", "an integer")
            );
            (found.member, found.kind, found.count)
        })
        .collect();
    let cpu = || "CPU".to_owned();
    assert_eq!(counted, [(cpu(), "a number", 4), (cpu(), "a string", 2)]);
    let lines = log.lines(&["does not fit its documented type", "WARN"]);
    assert_eq!(lines.len(), 2, "{}", log.text());
    assert!(
        lines[0].contains(r#"path="InstanceSet[0].CPU""#),
        "{}",
        lines[0]
    );
}
