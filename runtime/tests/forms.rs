//! Every request form and signature method, verified by a server that computes signatures itself.
#![cfg(feature = "http-client")]

mod support;

use bytes::Bytes;
use support::clock::NOW;
use support::exchange::{SECRET_ID, SECRET_KEY, base};
use support::sample::{DescribeInstancesRequest, RunInstancesRequest};
use support::server::{Reply, Seen, Server};
use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::{
    BoxFuture, CallOptions, Credential, CredentialContext, CredentialError, CredentialProvider,
    GenericClient, Language, RequestForm, SignatureMethod, Value, json,
};

const OK: &str = r#"{"Response":{"RequestId":"r-1"}}"#;
const DAY: &str = "2019-02-25";

/// Sends a typed request with these options. Returns the request as it arrives.
async fn sent(options: CallOptions) -> Seen {
    let server = Server::start([Reply::json(OK)]).await;
    let config = base().endpoint(&server.address).build().unwrap();
    let mut ids: Vec<String> = (0..10).map(|index| format!("ins-{index}")).collect();
    ids.push("a b ü&=+%~/".to_owned());
    let request = DescribeInstancesRequest {
        instance_ids: Some(ids),
        limit: Some(20),
        ..Default::default()
    };
    let client = ServiceClient::new(&config);
    client.send_with(&request, &options).await.unwrap();
    server.seen().remove(0)
}

/// Calls an action by name with these parameters. Returns the request as it arrives.
async fn sent_generic(service: &str, parameters: Value, options: CallOptions) -> Seen {
    let server = Server::start([Reply::json(OK)]).await;
    let config = base().endpoint(&server.address).build().unwrap();
    let client = GenericClient::new(&config, service, "v").with(options);
    client.call("UploadLog", parameters).await.unwrap();
    server.seen().remove(0)
}

#[tokio::test]
async fn get_is_signed_with_tc3() {
    let seen = sent(CallOptions::new().form(RequestForm::Query)).await;
    seen.verify("cvm", DAY);
    assert_eq!((seen.method(), seen.body.len()), ("GET", 0));
    assert_eq!(
        seen.headers["content-type"],
        "application/x-www-form-urlencoded"
    );
    let end = "&InstanceIds.9=ins-9&InstanceIds.10=a%20b%20%C3%BC%26%3D%2B%25~%2F&Limit=20";
    assert!(seen.query().ends_with(end), "{}", seen.query());
}

#[tokio::test]
async fn get_without_parameters_has_no_query() {
    let options = CallOptions::new().form(RequestForm::Query);
    let seen = sent_generic("cls", Value::Null, options).await;
    seen.verify("cls", DAY);
    assert_eq!(seen.start_line, "GET / HTTP/1.1");
}

#[tokio::test]
async fn v1_signs_query_and_form() {
    for (method, name) in [
        (SignatureMethod::HmacSha1, "HmacSHA1"),
        (SignatureMethod::HmacSha256, "HmacSHA256"),
    ] {
        for (form, verb) in [
            (None, "POST"),
            (Some(RequestForm::Form), "POST"),
            (Some(RequestForm::Query), "GET"),
        ] {
            let options = CallOptions::new()
                .signature(method)
                .language(Language::Chinese);
            let seen = sent(match form {
                Some(form) => options.form(form),
                None => options,
            })
            .await;
            let parameters = seen.verify_v1();
            assert_eq!(seen.method(), verb);
            assert!(!seen.headers.contains_key("authorization"));
            assert_eq!(
                seen.headers["content-type"],
                "application/x-www-form-urlencoded"
            );
            for (parameter, value) in [
                ("Action", "DescribeInstances"),
                ("InstanceIds.10", "a b ü&=+%~/"),
                ("Language", "zh-CN"),
                ("Limit", "20"),
                ("Region", "ap-guangzhou"),
                ("SignatureMethod", name),
                ("Timestamp", &NOW.to_string()),
                ("Version", "2017-03-12"),
            ] {
                assert_eq!(parameters[parameter], value);
            }
            assert!(!parameters.contains_key("Token"));
        }
    }
}

#[tokio::test]
async fn v1_sends_token_and_unique_nonce() {
    let server = Server::start((0..8).map(|_| Reply::json(OK))).await;
    let credential = Credential::new(SECRET_ID, SECRET_KEY).unwrap();
    let config = base()
        .endpoint(format!("{}/behind/a/proxy", server.address))
        .credential(credential.with_token("t/+").unwrap())
        .call_options(CallOptions::new().signature(SignatureMethod::HmacSha256))
        .build()
        .unwrap();
    let client = GenericClient::new(&config, "cbs", "v");
    // Common parameters replace parameters of the same name.
    let parameters = json!({"Nonce": 0, "Region": "elsewhere", "Own": 1});
    for _ in 0..8 {
        client.call("X", parameters.clone()).await.unwrap();
    }
    let sent: Vec<_> = server.seen().iter().map(Seen::verify_v1).collect();
    assert!(sent.iter().all(|parameters| parameters["Token"] == "t/+"));
    assert_eq!(sent[0]["Region"], "ap-guangzhou");
    let mut nonces: Vec<_> = sent.iter().map(|parameters| &parameters["Nonce"]).collect();
    nonces.sort_unstable();
    nonces.dedup();
    assert_eq!(nonces.len(), 8);
}

#[tokio::test]
async fn unsigned_payload_is_declared() {
    for form in [RequestForm::Json, RequestForm::Query] {
        let seen = sent(CallOptions::new().unsigned_payload(true).form(form)).await;
        assert_eq!(seen.headers["x-tc-content-sha256"], "UNSIGNED-PAYLOAD");
        seen.verify("cvm", DAY);
    }
}

#[tokio::test]
async fn unsigned_request_needs_no_credential() {
    struct NotAsked;
    impl CredentialProvider for NotAsked {
        fn credential<'a>(
            &'a self,
            _: &'a CredentialContext,
        ) -> BoxFuture<'a, Result<Credential, CredentialError>> {
            panic!("the provider must not be asked")
        }
    }
    let server = Server::start([Reply::json(OK)]).await;
    let config = base().endpoint(&server.address).credential(NotAsked);
    let client = GenericClient::new(&config.build().unwrap(), "sts", "2018-08-13");
    let options = CallOptions::new().signature(SignatureMethod::Skip);
    let parameters = json!({"ProviderId": "tke"});
    let action = "AssumeRoleWithWebIdentity";
    client
        .call_with(action, parameters, &options)
        .await
        .unwrap();
    let seen = &server.seen()[0];
    assert_eq!(seen.headers["authorization"], "SKIP");
    assert!(!seen.headers.contains_key("x-tc-token"));
    assert_eq!(seen.headers["x-tc-action"], "AssumeRoleWithWebIdentity");
    assert_eq!(seen.body, br#"{"ProviderId":"tke"}"#);
}

#[tokio::test]
async fn multipart_form_carries_files() {
    let options = CallOptions::new()
        .file("File", Bytes::from_static(b"\x00\xff\r\n--"))
        .file("Quote\"", "x");
    let parameters =
        json!({"Text": "a\nü", "List": [1, {"A": 2}], "Flag": true, "None": null, "File": "x"});
    let seen = sent_generic("cii", parameters, options).await;
    seen.verify("cii", DAY);
    let content_type = &seen.headers["content-type"];
    let boundary = content_type
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    let part = |head: &str, content: &[u8]| {
        let head = format!("--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n");
        [head.as_bytes(), content, b"\r\n"].concat()
    };
    let expected = [
        part("name=\"Flag\"", b"true"),
        part(
            "name=\"List\"\r\nContent-Type: application/json",
            br#"[1,{"A":2}]"#,
        ),
        part("name=\"Text\"", "a\nü".as_bytes()),
        part("name=\"File\"; filename=\"File\"", b"\x00\xff\r\n--"),
        part("name=\"Quote%22\"; filename=\"Quote%22\"", b"x"),
        format!("--{boundary}--\r\n").into_bytes(),
    ];
    // The order of a `Value`'s members is not specified.
    let mut length = 0;
    for part in &expected {
        assert!(
            seen.body.windows(part.len()).any(|window| window == part),
            "{}",
            String::from_utf8_lossy(&seen.body)
        );
        length += part.len();
    }
    assert_eq!(seen.body.len(), length);
}

#[tokio::test]
async fn octet_stream_sends_parameters_in_headers() {
    let body = Bytes::from_static(b"\x00\x01log");
    let options = CallOptions::new().form(RequestForm::OctetStream(body.clone()));
    let parameters = json!({"TopicId": "t-1", "CompressType": "lz4", "HashKey": null});
    let seen = sent_generic("cls", parameters, options.clone()).await;
    seen.verify("cls", DAY);
    assert_eq!(seen.headers["content-type"], "application/octet-stream");
    assert_eq!(seen.headers["x-cls-topicid"], "t-1");
    assert_eq!(seen.headers["x-cls-compresstype"], "lz4");
    assert!(!seen.headers.contains_key("x-cls-hashkey"));
    assert_eq!(seen.body, body);

    let config = base().build().unwrap();
    let client = GenericClient::new(&config, "cls", "v");
    let call = client.call_with("UploadLog", json!({"A": "one\ntwo"}), &options);
    assert!(call.await.unwrap_err().to_string().contains("header"));
}

#[tokio::test]
async fn extra_headers_are_sent_and_signed() {
    let seen = sent(
        CallOptions::new()
            .header("X-Plain", "One")
            .signed_header("X-Zeta", " Mixed Case ")
            .signed_header("A-First", "1"),
    )
    .await;
    seen.verify("cvm", DAY);
    assert_eq!(seen.headers["x-plain"], "One");
    assert!(
        seen.headers["authorization"]
            .contains("SignedHeaders=a-first;content-type;host;x-tc-action;x-zeta,"),
        "{}",
        seen.headers["authorization"]
    );
}

#[tokio::test]
async fn gateway_receives_request_signed_for_api() {
    let server = Server::start([Reply::json(OK)]).await;
    let config = base()
        .gateway(format!("{}/in", server.address))
        .region("ap-shanghai-fsi")
        .build()
        .unwrap();
    let request = RunInstancesRequest::default();
    let options = CallOptions::new().check_required(false);
    let client = ServiceClient::new(&config).with(options);
    client.send(&request).await.unwrap();
    let seen = &server.seen()[0];
    assert_eq!(seen.start_line, "POST /in HTTP/1.1");
    assert_eq!(
        seen.headers["host"],
        server.address.trim_start_matches("http://")
    );
    seen.verify_for("cvm.ap-shanghai-fsi.tencentcloudapi.com", "cvm", DAY);
}
