//! Calls of our own client in all forms that it can send.

use std::collections::BTreeMap;

use tencentcloud_api_runtime::{
    Bytes, CallOptions, Error, GenericClient, RequestForm, SignatureMethod, Value, json,
};
use tencentcloud_fake::FakeCloud;

async fn fake() -> FakeCloud {
    FakeCloud::start().await.unwrap()
}

fn cvm(fake: &FakeCloud) -> GenericClient {
    GenericClient::new(&fake.config().build().unwrap(), "cvm", "2017-03-12")
}

fn code(result: Result<Value, Error>) -> String {
    match result {
        Ok(reply) => reply.to_string(),
        Err(error) => error.code().unwrap_or("no code").to_owned(),
    }
}

#[tokio::test]
async fn every_form_and_signature_is_accepted() {
    use RequestForm::{Form, Json, Multipart, Query};
    use SignatureMethod::{HmacSha1, HmacSha256, Tc3HmacSha256};
    let fake = fake().await;
    let parameters = json!({
        "Filters": [{"Name": "zone", "Values": ["ap-guangzhou-1", "a&b=ü+ .0"]}],
        "Limit": 3,
    });
    for (form, method) in [
        (Json, Tc3HmacSha256),
        (Query, Tc3HmacSha256),
        (Multipart(BTreeMap::new()), Tc3HmacSha256),
        (Form, HmacSha1),
        (Form, HmacSha256),
        (Query, HmacSha1),
        (Query, HmacSha256),
    ] {
        let options = CallOptions::new().form(form.clone()).signature(method);
        let client = cvm(&fake).with(options);
        let reply = client
            .call("DescribeInstances", parameters.clone())
            .await
            .unwrap();
        assert!(reply["InstanceSet"].is_array(), "{form:?} {method:?}");
        let call = fake.calls().pop().unwrap();
        assert_eq!(call.parameters, parameters, "{form:?} {method:?}");
        assert_eq!(
            (call.service.as_str(), call.region.as_deref()),
            ("cvm", Some("ap-guangzhou"))
        );
        assert!(call.signature.valid);
    }
    assert_eq!(fake.call_count(), 7);
}

#[tokio::test]
async fn unsigned_payload_and_extra_headers_verify() {
    let fake = fake().await;
    let options = CallOptions::new()
        .unsigned_payload(true)
        .signed_header("X-Team", "  Blue Whale ");
    let reply = cvm(&fake)
        .with(options)
        .call("DescribeZones", json!({}))
        .await
        .unwrap();
    assert!(reply["ZoneSet"].is_array());
}

#[tokio::test]
async fn files_become_values_of_their_parameters() {
    let fake = fake().await;
    let client = cvm(&fake);
    let options = CallOptions::new()
        .file("KeyName", "name")
        .file("PublicKey", &b"\xff\xfe"[..]);
    let reply = client
        .with(options)
        .call("ImportKeyPair", json!({"ProjectId": 0}))
        .await;
    assert!(reply.is_ok(), "{reply:?}");
    let parameters = &fake.calls()[0].parameters;
    assert_eq!(
        parameters,
        &json!({"ProjectId": 0, "KeyName": "name", "PublicKey": "//4="})
    );
}

#[tokio::test]
async fn http2_is_spoken_without_tls() {
    let fake = fake().await;
    let stream = tokio::net::TcpStream::connect(fake.address())
        .await
        .unwrap();
    let (mut client, connection) = h2::client::handshake(stream).await.unwrap();
    tokio::spawn(connection);
    let uri = format!("http://{}/", fake.address());
    let request = http::Request::post(uri)
        .header("authorization", "SKIP")
        .header("content-type", "application/json")
        .header("x-tc-action", "AssumeRoleWithSAML")
        .header("x-tc-version", "2018-08-13");
    let (response, mut body) = client
        .send_request(request.body(()).unwrap(), false)
        .unwrap();
    body.send_data(Bytes::from_static(b"{}"), true).unwrap();
    let response = response.await.unwrap();
    assert_eq!(response.status(), 200);
    let mut body = response.into_body();
    let data = body.data().await.unwrap().unwrap();
    let reply: Value = tencentcloud_api_runtime::json!(String::from_utf8_lossy(&data));
    assert!(
        reply.as_str().unwrap().contains("MissingParameter"),
        "{reply}"
    );
}

#[tokio::test]
async fn v2_speaks_both_envelopes() {
    let fake = fake().await;
    let config = fake.config().build().unwrap();
    let old = GenericClient::v2(&config, "cvm.api.qcloud.com", "");
    let reply = old
        .call(
            "DescribeInstances",
            json!({"instanceIds": ["ins-r8hr2upy"]}),
        )
        .await;
    let reply = reply.unwrap();
    assert_eq!(reply["code"], 0);
    assert_eq!(fake.calls()[0].region.as_deref(), Some("gz"));
    let error = old
        .call("DescribeInstances", json!({"limit": "many"}))
        .await
        .unwrap_err();
    assert_eq!(
        (error.code(), error.number()),
        (Some("InvalidParameter"), Some(4000))
    );
    let newer = GenericClient::v2(&config, "cvm.api.qcloud.com", "2017-03-12");
    let error = newer.call("NoSuchAction", json!({})).await.unwrap_err();
    assert_eq!(error.code(), Some("InvalidAction.NotFound"));
    assert!(newer.call("DescribeZones", json!({})).await.is_ok());
}

#[tokio::test]
async fn each_violation_has_its_code() {
    let fake = fake().await;
    let client = cvm(&fake);
    let call = async |action: &'static str, parameters| code(client.call(action, parameters).await);
    assert_eq!(call("NoSuchAction", json!({})).await, "InvalidAction");
    assert_eq!(call("StartInstances", json!({})).await, "MissingParameter");
    assert_eq!(
        call("StartInstances", json!({"InstanceIds": null})).await,
        "MissingParameter"
    );
    assert_eq!(
        call("DescribeInstances", json!({"Limits": 1})).await,
        "UnknownParameter"
    );
    assert_eq!(
        call("DescribeInstances", json!({"Limit": "1"})).await,
        "InvalidParameter"
    );
    let filter = json!({"Filters": [{"Name": "zone", "Value": []}]});
    assert_eq!(call("DescribeInstances", filter).await, "UnknownParameter");
    let last = fake.calls().pop().unwrap();
    assert!(
        last.answer["Response"]["Error"]["Message"]
            .as_str()
            .unwrap()
            .contains("`Filters.0.Value`")
    );
    let many: Vec<String> = (0..101).map(|number| format!("ins-{number:08}")).collect();
    let many = json!({"InstanceIds": many});
    assert_eq!(
        call("DescribeInstances", many).await,
        "InvalidParameterValue"
    );
    let config = fake.config().region("xx-nowhere").build().unwrap();
    let elsewhere = GenericClient::new(&config, "cvm", "2017-03-12");
    assert_eq!(
        code(elsewhere.call("DescribeInstances", json!({})).await),
        "UnsupportedRegion"
    );
    let config = fake.config().build().unwrap();
    let version = GenericClient::new(&config, "cvm", "2016-01-01");
    assert_eq!(
        code(version.call("DescribeZones", json!({})).await),
        "NoSuchVersion"
    );
    let query = CallOptions::new().signature(SignatureMethod::HmacSha1);
    let query = version.with(query.form(RequestForm::Query));
    let unnamed = query.call("DescribeZones", json!({})).await;
    assert_eq!(code(unnamed), "NoSuchVersion");
    let product = GenericClient::new(&config, "nothing", "2016-01-01");
    assert_eq!(
        code(product.call("DescribeZones", json!({})).await),
        "NoSuchProduct"
    );
    let skip = CallOptions::new().signature(SignatureMethod::Skip);
    let unsigned = client.with(skip).call("DescribeZones", json!({})).await;
    assert_eq!(code(unsigned), "AuthFailure.UnauthorizedOperation");
}

#[tokio::test]
async fn wrong_keys_and_tokens_are_refused() {
    use tencentcloud_api_runtime::Credential;
    let fake = fake().await;
    for (credential, expected) in [
        (
            Credential::new("AKIDnobody", "x"),
            "AuthFailure.SecretIdNotFound",
        ),
        (
            Credential::new(tencentcloud_fake::SECRET_ID, "x"),
            "AuthFailure.SignatureFailure",
        ),
        (
            Credential::new(tencentcloud_fake::SECRET_ID, tencentcloud_fake::SECRET_KEY)
                .and_then(|key| key.with_token("token")),
            "AuthFailure.TokenFailure",
        ),
    ] {
        let config = fake
            .config()
            .credential(credential.unwrap())
            .build()
            .unwrap();
        let client = GenericClient::new(&config, "cvm", "2017-03-12");
        assert_eq!(
            code(client.call("DescribeZones", json!({})).await),
            expected
        );
        let call = fake.calls().pop().unwrap();
        assert!(!call.signature.valid && call.signature.problem.is_some());
        let explains = call.signature.canonical_request.is_some();
        assert_eq!(explains, expected == "AuthFailure.SignatureFailure");
    }
    fake.add_key("AKIDnobody", "x");
    let added = Credential::new("AKIDnobody", "x").unwrap();
    let config = fake.config().credential(added).build().unwrap();
    let client = GenericClient::new(&config, "cvm", "2017-03-12");
    assert!(client.call("DescribeZones", json!({})).await.is_ok());
}

#[tokio::test]
async fn octet_stream_sends_parameters_in_headers() {
    let fake = fake().await;
    let body = RequestForm::OctetStream(Bytes::from_static(b"\xff\x00"));
    let client = cvm(&fake).with(CallOptions::new().form(body));
    let parameters = json!({"Limit": 2, "Filters": [{"Name": "zone", "Values": ["a"]}]});
    assert!(
        client
            .call("DescribeInstances", parameters.clone())
            .await
            .is_ok()
    );
    assert_eq!(fake.calls()[0].parameters["Limit"], 2);
    assert_eq!(fake.calls()[0].parameters["Filters"], parameters["Filters"]);
}

#[tokio::test]
async fn fakes_in_one_process_are_separate() {
    let (one, other) = (fake().await, fake().await);
    assert_ne!(one.address(), other.address());
    cvm(&one).call("DescribeZones", json!({})).await.unwrap();
    assert_eq!((one.call_count(), other.call_count()), (1, 0));
    let address = one.address();
    drop(one);
    assert!(std::net::TcpStream::connect(address).is_err());
}

/// The request that the Chinese manual signs, byte by byte.
const MANUAL: &str = "POST / HTTP/1.1\r\nHost: cvm.tencentcloudapi.com\r\nConnection: close\r\n\
    Content-Type: application/json; charset=utf-8\r\nX-TC-Action: DescribeInstances\r\n\
    X-TC-Version: 2017-03-12\r\nX-TC-Region: ap-guangzhou\r\nX-TC-Timestamp: 1551113065\r\n\
    Authorization: TC3-HMAC-SHA256 \
    Credential=AKID********************************/2019-02-25/cvm/tc3_request, \
    SignedHeaders=content-type;host;x-tc-action, \
    Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f\r\n\
    Content-Length: 86\r\n\r\n\
    {\"Limit\": 1, \"Filters\": [{\"Values\": [\"\\u672a\\u547d\\u540d\"], \"Name\": \"instance-name\"}]}";

#[tokio::test]
async fn request_of_the_manual_is_accepted_in_its_time() {
    use crate::support::raw;
    let fake = fake().await;
    fake.add_key(
        "AKID********************************",
        "********************************",
    );
    let reply = raw(&fake, MANUAL.as_bytes());
    assert!(reply.contains("AuthFailure.SignatureExpire"), "{reply}");
    fake.set_clock("2019-02-25T16:44:25Z".parse().unwrap());
    let reply = raw(&fake, MANUAL.as_bytes());
    assert!(reply.contains("InstanceSet"), "{reply}");
    assert_eq!(
        fake.calls()[1].parameters["Filters"][0]["Values"],
        json!(["未命名"])
    );
    fake.set_clock("2019-02-25T16:49:30Z".parse().unwrap());
    let late = raw(&fake, MANUAL.as_bytes());
    assert!(late.contains("more than 300 seconds away"), "{late}");
    fake.set_clock("2019-02-25T16:44:25Z".parse().unwrap());
    let other_day = MANUAL.replace("2019-02-25/cvm", "2019-02-26/cvm");
    let reply = raw(&fake, other_day.as_bytes());
    assert!(reply.contains("AuthFailure.SignatureFailure"), "{reply}");
    let timeless = MANUAL.replace("X-TC-Timestamp: 1551113065\r\n", "");
    let reply = raw(&fake, timeless.as_bytes());
    assert!(
        reply.contains("MissingParameter") && reply.contains("X-TC-Timestamp"),
        "{reply}"
    );
    let timeless = MANUAL.replace("1551113065", "soon");
    assert!(raw(&fake, timeless.as_bytes()).contains("isn't a number of seconds"));
}
