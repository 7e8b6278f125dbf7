//! Requests as a server receives them, signed.

use std::collections::BTreeMap;

use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::v2::{Envelope, RegionForm, V2};
use tencentcloud_api_runtime::{
    CallOptions, Credential, Error, GenericClient, Language, RequestForm, RootDomain,
    SignatureMethod, Value, json,
};

use super::sample::{DescribeAddressesRequest, DescribeEipRequest, Filter, StartInstancesRequest};
use super::support::clock::NOW;
use super::support::exchange::{Exchange, SECRET_ID, SECRET_KEY, base};
use super::support::server::{Reply, Seen, Server};

const FLAT: &str = r#"{"code":0,"message":"","codeDesc":"Success"}"#;
const WRAPPED: &str = r#"{"Response":{"TotalCount":7,"RequestId":"r-7"}}"#;

fn start() -> StartInstancesRequest {
    StartInstancesRequest {
        instance_ids: Some(vec!["ins-1".to_owned(), "ins-2".to_owned()]),
    }
}

fn addresses() -> DescribeAddressesRequest {
    DescribeAddressesRequest {
        filters: Some(vec![Filter {
            name: Some("address-id".to_owned()),
            values: Some(vec!["eip-1".to_owned(), "a b+c&d=%é".to_owned()]),
        }]),
        limit: Some(20),
        dry_run: Some(false),
    }
}

/// Returns the parameters except the signature and its parts, which differ in each call.
fn action_parameters(mut parameters: BTreeMap<String, String>) -> Vec<(String, String)> {
    for name in ["Nonce", "RequestClient", "SecretId"] {
        assert!(parameters.remove(name).is_some(), "{name}");
    }
    assert_eq!(parameters.remove("Timestamp"), Some(NOW.to_string()));
    parameters.into_iter().collect()
}

fn pairs<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
}

/// Returns the request that the server on loopback receives.
async fn received(reply: &str, options: &CallOptions, versioned: bool) -> Seen {
    let server = Server::start([Reply::json(reply)]).await;
    let config = base().endpoint(&server.address).build().unwrap();
    let client = ServiceClient::new(&config);
    if versioned {
        let response = client.send_with(&addresses(), options).await.unwrap();
        assert_eq!(response.total_count, Some(7));
        assert_eq!(response.request_id.as_deref(), Some("r-7"));
    } else {
        let response = client.send_with(&start(), options).await.unwrap();
        assert_eq!(response.code, Some(0));
    }
    server.seen().remove(0)
}

#[tokio::test]
async fn default_is_a_form_with_hmac_sha256() {
    let seen = received(FLAT, &CallOptions::new(), false).await;
    assert_eq!(seen.start_line, "POST /v2/index.php HTTP/1.1");
    let content_type = "application/x-www-form-urlencoded";
    assert_eq!(seen.headers["content-type"], content_type);
    assert!(!seen.headers.contains_key("authorization"));
    assert!(!seen.headers.contains_key("x-tc-action"));
    let parameters = seen.verify_v2(&seen.headers["host"]);
    assert_eq!(
        action_parameters(parameters),
        pairs([
            ("Action", "StartInstances"),
            ("Region", "gz"),
            ("SignatureMethod", "HmacSHA256"),
            ("instanceIds.0", "ins-1"),
            ("instanceIds.1", "ins-2"),
        ])
    );
}

#[tokio::test]
async fn versioned_api_gets_version_and_long_region() {
    let seen = received(WRAPPED, &CallOptions::new().region("bj"), true).await;
    assert_eq!(
        action_parameters(seen.verify_v2(&seen.headers["host"])),
        pairs([
            ("Action", "DescribeAddresses"),
            ("DryRun", "false"),
            ("Filters.0.Name", "address-id"),
            ("Filters.0.Values.0", "eip-1"),
            ("Filters.0.Values.1", "a b+c&d=%é"),
            ("Limit", "20"),
            ("Region", "ap-beijing"),
            ("SignatureMethod", "HmacSHA256"),
            ("Version", "2017-03-12"),
        ])
    );
}

#[tokio::test]
async fn options_select_query_and_hash() {
    for (form, start) in [
        (RequestForm::Form, "POST /v2/index.php HTTP"),
        (RequestForm::Query, "GET /v2/index.php?"),
    ] {
        for method in [SignatureMethod::HmacSha1, SignatureMethod::HmacSha256] {
            let options = CallOptions::new().form(form.clone()).signature(method);
            let seen = received(WRAPPED, &options, true).await;
            assert!(seen.start_line.starts_with(start), "{}", seen.start_line);
            let parameters = seen.verify_v2(&seen.headers["host"]);
            assert_eq!(parameters["SignatureMethod"], method.to_string());
            assert_eq!(parameters["Filters.0.Values.1"], "a b+c&d=%é");
        }
    }
}

#[tokio::test]
async fn options_add_parameters_and_headers() {
    let options = CallOptions::new()
        .parameter("instanceIds", json!(["ins-9"]))
        .parameter("extra", json!([{"a_b": 1.5}]))
        .header("x-plain", "p")
        .trace_id("t-1");
    let seen = received(FLAT, &options, false).await;
    assert_eq!(seen.headers["x-plain"], "p");
    assert_eq!(seen.headers["x-tc-traceid"], "t-1");
    let parameters = seen.verify_v2(&seen.headers["host"]);
    assert_eq!(parameters["instanceIds.0"], "ins-9");
    assert_eq!(parameters["extra.0.a_b"], "1.5");
    assert!(!parameters.contains_key("instanceIds.1"));
}

#[tokio::test]
async fn each_attempt_has_another_nonce() {
    let exchange = Exchange::answering(200, FLAT);
    let client = ServiceClient::new(&exchange.config().build().unwrap());
    let mut nonces = Vec::new();
    for _ in 0..3 {
        client.send(&start()).await.unwrap();
        let seen = exchange.last_seen();
        nonces.push(
            seen.verify_v2("cvm.api.qcloud.com")
                .remove("Nonce")
                .unwrap(),
        );
    }
    nonces.sort();
    nonces.dedup();
    assert!(nonces.len() > 1, "{nonces:?}");
}

#[tokio::test]
async fn token_is_signed_and_never_printed() {
    let exchange = Exchange::answering(200, FLAT);
    let credential = Credential::new(SECRET_ID, SECRET_KEY).unwrap();
    let credential = credential.with_token("hush+token/=").unwrap();
    let config = exchange.config().credential(credential).build().unwrap();
    for form in [RequestForm::Form, RequestForm::Query] {
        let client = ServiceClient::new(&config).with(CallOptions::new().form(form));
        client.send(&start()).await.unwrap();
        let parameters = exchange.last_seen().verify_v2("cvm.api.qcloud.com");
        assert_eq!(parameters["Token"], "hush+token/=");
    }
    let printed = format!("{:?}", exchange.seen.lock().unwrap());
    assert!(
        !printed.contains("hush") && !printed.contains("Signature"),
        "{printed}"
    );
}

#[tokio::test]
async fn forms_of_other_protocols_are_refused() {
    let exchange = Exchange::answering(200, FLAT);
    let client = ServiceClient::new(&exchange.config().build().unwrap());
    for (options, problem) in [
        (
            CallOptions::new().signature(SignatureMethod::Tc3HmacSha256),
            "the signature method TC3-HMAC-SHA256 does not exist in protocol v2; use HmacSHA256 \
             or HmacSHA1, or set none",
        ),
        (
            CallOptions::new().signature(SignatureMethod::Skip),
            "the signature method SKIP does not exist in protocol v2; use HmacSHA256 or HmacSHA1, \
             or set none",
        ),
        (
            CallOptions::new().form(RequestForm::Json),
            "the form Json does not exist in protocol v2; use Form or Query, or set none",
        ),
        (
            CallOptions::new().file("image", "hush"),
            "the form Multipart {\"image\": 4} does not exist in protocol v2; use Form or Query, \
             or set none",
        ),
        (
            CallOptions::new().ai_domain(true),
            "protocol v2 has no hosts that serve models; do not set `ai_domain`",
        ),
    ] {
        let error = client.send_with(&start(), &options).await.err().unwrap();
        assert_eq!(error.to_string(), format!("call options: {problem}"));
        assert!(error.was_never_sent());
    }
    assert_eq!(exchange.count(), 0);
}

/// Returns the region that a call sends, if any.
async fn region_sent(region: &str, versioned: bool) -> Result<Option<String>, Error> {
    let exchange = Exchange::answering(200, if versioned { WRAPPED } else { FLAT });
    let client = ServiceClient::new(&exchange.config().region(region).build().unwrap());
    if versioned {
        client.send(&addresses()).await?;
    } else {
        client.send(&start()).await?;
    }
    let seen = exchange.last_seen();
    let host = seen.headers["host"].clone();
    Ok(seen.verify_v2(&host).remove("Region"))
}

#[tokio::test]
async fn regions_are_sent_in_the_form_of_the_api() {
    for (region, short, long) in [
        ("gz", "gz", "ap-guangzhou"),
        ("ap-guangzhou", "gz", "ap-guangzhou"),
        ("ap-shanghai-fsi", "shjr", "ap-shanghai-fsi"),
        ("gzopen", "gzopen", "ap-guangzhou-open"),
        ("na-siliconvalley", "usw", "na-siliconvalley"),
        ("eu-moscow", "eu-moscow", "eu-moscow"),
    ] {
        assert_eq!(region_sent(region, false).await.unwrap().unwrap(), short);
        assert_eq!(region_sent(region, true).await.unwrap().unwrap(), long);
    }
    let error = region_sent("", false).await.unwrap_err().to_string();
    assert!(
        error.starts_with("StartInstances requires a region"),
        "{error}"
    );
}

#[tokio::test]
async fn call_reaches_the_documented_host() {
    let exchange = Exchange::answering(200, FLAT);
    let request = DescribeEipRequest::default();
    for config in [
        exchange.config(),
        exchange.config().region("ap-shanghai-fsi"),
        exchange.config().region_in_host(true),
        exchange.config().root_domain(RootDomain::Internal),
    ] {
        let client = ServiceClient::new(&config.build().unwrap());
        client.send(&request).await.unwrap();
        exchange.last_seen().verify_v2("eip.api.qcloud.com");
    }
    let config = exchange.config().root_domain("cloud.example:8443");
    let client = ServiceClient::new(&config.build().unwrap());
    client.send(&request).await.unwrap();
    exchange.last_seen().verify_v2("eip.cloud.example:8443");
}

#[tokio::test]
async fn configured_endpoints_get_the_path_once() {
    let exchange = Exchange::answering(200, FLAT);
    for (endpoint, url) in [
        ("http://127.0.0.1:81", "http://127.0.0.1:81/v2/index.php"),
        (
            "http://127.0.0.1:81/v2/index.php",
            "http://127.0.0.1:81/v2/index.php",
        ),
        (
            "http://127.0.0.1:81/in/",
            "http://127.0.0.1:81/in/v2/index.php",
        ),
    ] {
        let config = exchange.config().service_endpoint("cvm-v2", endpoint);
        let client = ServiceClient::new(&config.build().unwrap());
        client.send(&start()).await.unwrap();
        assert_eq!(exchange.seen.lock().unwrap().last().unwrap().url, url);
        exchange.last_seen().verify_v2("127.0.0.1:81");
    }
    let config = exchange.config().gateway("http://127.0.0.1:82/in");
    let client = ServiceClient::new(&config.build().unwrap());
    client.send(&start()).await.unwrap();
    let url = exchange.seen.lock().unwrap().last().unwrap().url.clone();
    assert_eq!(url, "http://127.0.0.1:82/in/v2/index.php");
    exchange.last_seen().verify_v2("cvm.api.qcloud.com");
}

#[tokio::test]
async fn language_is_not_sent() {
    let exchange = Exchange::answering(200, FLAT);
    let config = exchange.config().language(Language::English);
    ServiceClient::new(&config.build().unwrap())
        .send(&start())
        .await
        .unwrap();
    let parameters = exchange.last_seen().verify_v2("cvm.api.qcloud.com");
    assert!(!parameters.contains_key("Language"), "{parameters:?}");
}

#[tokio::test]
async fn calls_by_name_speak_both_forms() {
    let exchange = Exchange::new(|request| {
        let versioned = String::from_utf8_lossy(&request.body).contains("Version=");
        let body = if versioned { WRAPPED } else { FLAT };
        Some(tencentcloud_api_runtime::HttpResponse::new(200, body))
    });
    let config = exchange.config().build().unwrap();
    let old = GenericClient::v2(&config, "dfw.api.qcloud.com", "");
    let parameters = json!({"sgIds": ["sg-1"], "Action": "Evil", "Signature": "x", "none": null});
    let reply = old
        .call("DescribeSecurityGroups", parameters)
        .await
        .unwrap();
    assert_eq!(
        reply,
        json!({"code": 0, "message": "", "codeDesc": "Success"})
    );
    assert_eq!(
        action_parameters(exchange.last_seen().verify_v2("dfw.api.qcloud.com")),
        pairs([
            ("Action", "DescribeSecurityGroups"),
            ("Region", "gz"),
            ("SignatureMethod", "HmacSHA256"),
            ("sgIds.0", "sg-1"),
        ])
    );

    let new = GenericClient::v2(&config, "cvm.api.qcloud.com", "2017-03-12");
    let reply = new.call("DescribeZones", Value::Null).await.unwrap();
    assert_eq!(reply, json!({"TotalCount": 7, "RequestId": "r-7"}));
    let parameters = exchange.last_seen().verify_v2("cvm.api.qcloud.com");
    assert_eq!(parameters["Version"], "2017-03-12");
    assert_eq!(parameters["Region"], "ap-guangzhou");

    let mixed = V2 {
        envelope: Envelope::Code,
        regions: RegionForm::Long,
        ..V2::UNVERSIONED
    };
    old.speaking(mixed).call("Act", Value::Null).await.unwrap();
    let parameters = exchange.last_seen().verify_v2("dfw.api.qcloud.com");
    assert_eq!(parameters["Region"], "ap-guangzhou");
    let path = V2 {
        path: "v2/index.php?x",
        ..mixed
    };
    let error = old
        .speaking(path)
        .call("Act", Value::Null)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("\"v2/index.php?x\""), "{error}");
}
