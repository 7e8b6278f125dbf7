//! Signatures: the published requests, byte by byte, the window of time, and codes of each failure.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;
use serde_json::{Value, json};
use tencentcloud_api_runtime::{Credential, Error, GenericClient};
use tencentcloud_fake::{FakeCloud, SECRET_ID, SECRET_KEY};

use crate::support::raw;

/// The SecretId and SecretKey that the manuals print in place of real ones.
const STARS: (&str, &str) = (
    "AKID********************************",
    "********************************",
);

fn fake() -> FakeCloud {
    let fake = FakeCloud::builder().start_blocking().unwrap();
    fake.add_key(STARS.0, STARS.1);
    fake
}

fn get(fake: &FakeCloud, host: &str, target: &str) -> Value {
    let head = format!("GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    let reply = raw(fake, head.as_bytes());
    let body = reply.split("\r\n\r\n").nth(1).unwrap_or(&reply);
    serde_json::from_str(body).unwrap()
}

fn post_form(fake: &FakeCloud, host: &str, path: &str, form: &str) -> Value {
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\n{form}",
        form.len()
    );
    let reply = raw(fake, head.as_bytes());
    let body = reply.split("\r\n\r\n").nth(1).unwrap_or(&reply);
    serde_json::from_str(body).unwrap()
}

/// Returns the code of a reply of version 3.0, or `ok`.
fn code(reply: &Value) -> &str {
    reply["Response"]["Error"]["Code"].as_str().unwrap_or("ok")
}

/// The request that the manual of version 3.0 signs with HmacSHA1.
const V1: &str = "Action=DescribeInstances&InstanceIds.0=ins-09dx96dg&Limit=20&Nonce=11886\
    &Offset=0&Region=ap-guangzhou&SecretId=AKID********************************\
    &Timestamp=1465185768&Version=2017-03-12&Signature=7RAM2xfNMO9EiVTNmPg06MRnCvQ%3D";

#[test]
fn published_hmac_sha1_request_is_accepted_in_its_time() {
    let fake = fake();
    let host = "cvm.tencentcloudapi.com";
    let reply = |query: &str| get(&fake, host, &format!("/?{query}"));
    assert_eq!(code(&reply(V1)), "AuthFailure.SignatureExpire");
    for (time, expected) in [
        ("2016-06-06T04:02:48Z", true),
        ("2016-06-06T04:07:40Z", true),
        ("2016-06-06T03:57:58Z", true),
        ("2016-06-06T04:07:58Z", false),
        ("2016-06-06T03:57:38Z", false),
    ] {
        fake.set_clock(time.parse().unwrap());
        let is_expired = code(&reply(V1)) == "AuthFailure.SignatureExpire";
        assert_eq!(is_expired, !expected, "{time}");
    }
    fake.set_clock("2016-06-06T04:02:48Z".parse().unwrap());
    assert_eq!(code(&reply(V1)), "ok");
    let last = fake.calls().pop().unwrap();
    assert!(last.signature.valid);
    assert_eq!(last.parameters["InstanceIds"], json!(["ins-09dx96dg"]));
    for (from, to, expected) in [
        ("Limit=20", "Limit=21", "AuthFailure.SignatureFailure"),
        ("&Nonce=11886", "", "MissingParameter"),
        ("&Timestamp=1465185768", "", "MissingParameter"),
        ("AKID***", "AKIDxxx", "AuthFailure.SecretIdNotFound"),
        (
            "&Version",
            "&Token=t&Version",
            "AuthFailure.SignatureFailure",
        ),
        (
            "Timestamp=146",
            "Timestamp=x146",
            "AuthFailure.SignatureExpire",
        ),
        ("&Signature=", "&Sig=", "AuthFailure.InvalidAuthorization"),
    ] {
        let changed = V1.replace(from, to);
        assert_eq!(code(&reply(&changed)), expected, "{changed}");
    }
    // The method is signed, too.
    let posted = post_form(&fake, host, "/", V1);
    assert_eq!(code(&posted), "AuthFailure.SignatureFailure");
}

/// Returns a signed query or form, whose text to sign is made here once more.
fn signed(method: &str, host: &str, path: &str, pairs: &[(&str, &[u8])]) -> String {
    let time = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap();
    let time = time.as_secs().to_string();
    let mut all: Vec<(&str, &[u8])> = pairs.to_vec();
    all.extend([
        ("Nonce", b"1".as_slice()),
        ("SecretId", SECRET_ID.as_bytes()),
        ("Timestamp", time.as_bytes()),
    ]);
    all.sort_unstable();
    let text: Vec<String> = all
        .iter()
        .map(|(name, value)| format!("{name}={}", String::from_utf8_lossy(value)))
        .collect();
    let text = format!("{method}{host}{path}?{}", text.join("&"));
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, SECRET_KEY.as_bytes());
    let signature = STANDARD.encode(hmac::sign(&key, text.as_bytes()));
    all.push(("Signature", signature.as_bytes()));
    let encoded =
        |bytes: &[u8]| -> String { bytes.iter().map(|byte| format!("%{byte:02X}")).collect() };
    let pairs: Vec<String> = all
        .iter()
        .map(|(name, value)| format!("{name}={}", encoded(value)))
        .collect();
    pairs.join("&")
}

#[test]
fn bytes_that_are_not_utf8_are_refused_in_queries_and_forms() {
    let fake = fake();
    let host = "cvm.tencentcloudapi.com";
    let of = |name: &'static [u8]| {
        [
            ("Action", b"DescribeInstances".as_slice()),
            ("Filters.0.Name", name),
            ("Filters.0.Values.0", b"\0"),
            ("Region", b"ap-guangzhou"),
            ("Version", b"2017-03-12"),
        ]
    };
    let query = signed("GET", host, "/", &of("zone".as_bytes()));
    assert_eq!(code(&get(&fake, host, &format!("/?{query}"))), "ok");
    assert_eq!(fake.calls()[0].parameters["Filters"][0]["Values"][0], "\0");
    let query = signed("GET", host, "/", &of(b"z\xff"));
    let reply = get(&fake, host, &format!("/?{query}"));
    assert_eq!(code(&reply), "InvalidParameter");
    let message = reply["Response"]["Error"]["Message"].as_str().unwrap();
    assert!(
        message.contains("the query") && message.contains("UTF-8"),
        "{message}"
    );
    let form = signed("POST", host, "/", &of(b"z\xff"));
    let reply = post_form(&fake, host, "/", &form);
    assert!(reply.to_string().contains("the form has values"), "{reply}");
}

#[test]
fn explanation_of_a_failure_hides_secrets() {
    let fake = fake();
    let host = "cvm.tencentcloudapi.com";
    let pairs = [
        ("Action", b"ResetInstancesPassword".as_slice()),
        ("InstanceIds.0", b"ins-09dx96dg"),
        ("Password", b"hush-hush-1"),
        ("Region", b"ap-guangzhou"),
        ("Token", b"hush-hush-2"),
        ("Version", b"2017-03-12"),
    ];
    let query = signed("GET", "another.host", "/", &pairs);
    let reply = get(&fake, host, &format!("/?{query}"));
    assert_eq!(code(&reply), "AuthFailure.SignatureFailure");
    let call = fake.calls().pop().unwrap();
    let shown = call.signature.string_to_sign.clone().unwrap();
    assert!(
        shown.contains("&Password=[redacted]&Region=ap-guangzhou&"),
        "{shown}"
    );
    assert!(shown.contains("&Token=[redacted]&"), "{shown}");
    assert!(!serde_json::to_string(&call).unwrap().contains("hush"));
}

/// Lists of documented requests count from 0 or, as here, from 1.
#[test]
fn lists_may_count_from_one() {
    let fake = fake();
    let host = "cvm.tencentcloudapi.com";
    let pairs = [
        ("Action", b"DescribeInstances".as_slice()),
        ("Filters.1.Name", b"instance-charge-type"),
        ("Filters.1.Values.1", b"POSTPAID_BY_HOUR"),
        ("Filters.1.Values.2", b"PREPAID"),
        ("Region", b"ap-guangzhou"),
        ("Version", b"2017-03-12"),
    ];
    let query = signed("GET", host, "/", &pairs);
    assert_eq!(code(&get(&fake, host, &format!("/?{query}"))), "ok");
    let values = ["POSTPAID_BY_HOUR", "PREPAID"];
    assert_eq!(
        fake.calls()[0].parameters,
        json!({"Filters": [{"Name": "instance-charge-type", "Values": values}]})
    );
}

/// The request of the manual of protocol v2, with the keys of an earlier edition.
const V2: &str = "/v2/index.php?Action=DescribeInstances&Nonce=11886&Region=gz\
    &SecretId=AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnPhESA&Timestamp=1465185768\
    &instanceIds.0=ins-09dx96dg&limit=20&offset=0&Signature=NSI3UqqD99b%2FUJb4tbG%2FxZpRW64%3D";

#[test]
fn published_v2_request_is_accepted_in_its_time() {
    let fake = fake();
    fake.add_key(
        "AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnPhESA",
        "Gu5t9xGARNpq86cd98joQYCN3Cozk1qA",
    );
    let reply = |target: &str| get(&fake, "cvm.api.qcloud.com", target);
    let expired = reply(V2);
    assert_eq!(
        (&expired["code"], &expired["codeDesc"]),
        (&json!(4500), &json!("InvalidRequest.ReplayAttack"))
    );
    fake.set_clock("2016-06-06T04:02:48Z".parse().unwrap());
    let accepted = reply(V2);
    assert!(fake.calls()[1].signature.valid, "{accepted}");
    let changed = reply(&V2.replace("limit=20", "limit=21"));
    assert_eq!(changed["code"], 4100, "{changed}");
    assert_eq!(changed["codeDesc"], "InvalidParameter.SignatureFailure");
    let posted = get(&fake, "cvm.api.qcloud.com", &V2.replace("Nonce=11886&", ""));
    assert_eq!(posted["code"], 4000, "{posted}");
    assert!(posted["message"].as_str().unwrap().contains("`Nonce`"));
}

async fn number(fake: &FakeCloud, credential: Credential, action: &'static str) -> (String, i64) {
    let config = fake.config().credential(credential).build().unwrap();
    let client = GenericClient::v2(&config, "cvm.api.qcloud.com", "");
    let error: Error = client.call(action, json!({})).await.unwrap_err();
    (error.code().unwrap().to_owned(), error.number().unwrap())
}

#[tokio::test]
async fn failures_of_v2_have_the_documented_numbers() {
    let fake = FakeCloud::start().await.unwrap();
    let key = |id, key| Credential::new(id, key).unwrap();
    let describe = "DescribeInstances";
    assert_eq!(
        number(&fake, key("AKIDnobody", "x"), describe).await,
        ("InvalidParameter.SecretIdNotFound".to_owned(), 4104)
    );
    assert_eq!(
        number(&fake, key(SECRET_ID, "x"), describe).await,
        ("InvalidParameter.SignatureFailure".to_owned(), 4100)
    );
    let with_token = key(SECRET_ID, SECRET_KEY).with_token("t").unwrap();
    assert_eq!(
        number(&fake, with_token, describe).await,
        ("InvalidRequest.TokenCheckFailed".to_owned(), 4105)
    );
    assert_eq!(
        number(&fake, key(SECRET_ID, SECRET_KEY), "NoSuchAction").await,
        ("InvalidAction.NotFound".to_owned(), 6100)
    );
}
