//! Tests with every reproducible digest that the documentation publishes.
//!
//! The asterisks are part of the keys: the published digests were computed with them.

use sha2::{Digest as _, Sha256};

use super::key::{SigningKey, derivation};
use super::tc3::{CanonicalRequest, StringToSign};
use super::*;
use crate::date::UtcDate;

const CHINESE_BODY: &str =
    r#"{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}"#;
const CHINESE_KEY: &str = "********************************";
const CHINESE_ID: &str = "AKID********************************";
const ENGLISH_BODY: &str =
    r#"{"Limit": 1, "Filters": [{"Values": ["unnamed"], "Name": "instance-name"}]}"#;
const ENGLISH_KEY: &str = "Gu5t9xGARNpq86cd98joQYCN3*******";

const CHINESE: Signable<'_> = Signable {
    method: "POST",
    query: "",
    headers: &[
        ("content-type", "application/json; charset=utf-8"),
        ("host", "cvm.tencentcloudapi.com"),
        ("x-tc-action", "DescribeInstances"),
    ],
    payload: CHINESE_BODY.as_bytes(),
};

const ENGLISH: Signable<'_> = Signable {
    method: "POST",
    query: "",
    headers: &[
        ("content-type", "application/json; charset=utf-8"),
        ("host", "cvm.tencentcloudapi.com"),
    ],
    payload: ENGLISH_BODY.as_bytes(),
};

fn cvm_at(timestamp: u64) -> Scope<'static> {
    Scope {
        timestamp,
        date: UtcDate::from_timestamp(timestamp),
        service: "cvm",
    }
}

fn hex(digest: impl Into<[u8; 32]>) -> String {
    text(&super::tc3::hex(&digest.into()))
}

fn canonical_request(signable: &Signable<'_>) -> String {
    text(&CanonicalRequest::new(signable).text)
}

fn string_to_sign(signable: &Signable<'_>, scope: &Scope<'_>) -> String {
    text(&StringToSign::new(&CanonicalRequest::new(signable), scope).text)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_owned()).unwrap()
}

fn sign(signable: &Signable<'_>, scope: &Scope<'_>, id: &str, key: &str) -> String {
    let key = SigningKey::derive(key, scope.date, scope.service);
    text(&authorization(signable, scope, id, key))
}

#[test]
fn chinese_manual_canonical_request_matches() {
    assert_eq!(
        hex(Sha256::digest(CHINESE_BODY)),
        "35e9c5b0e3ae67532d3c9f17ead6c90222632e5b1ff7f6e89887f1398934f064"
    );
    assert_eq!(
        canonical_request(&CHINESE),
        "POST\n/\n\ncontent-type:application/json; charset=utf-8\nhost:cvm.tencentcloudapi.com\n\
         x-tc-action:describeinstances\n\ncontent-type;host;x-tc-action\n\
         35e9c5b0e3ae67532d3c9f17ead6c90222632e5b1ff7f6e89887f1398934f064"
    );
    assert_eq!(
        string_to_sign(&CHINESE, &cvm_at(1_551_113_065)),
        "TC3-HMAC-SHA256\n1551113065\n2019-02-25/cvm/tc3_request\n\
         7019a55be8395899b900fb5564e4200d984910f34794a27cb3fb7d10ff6a1e84"
    );
}

#[test]
fn chinese_manual_derived_keys_match() {
    let date = UtcDate::from_timestamp(1_551_113_065);
    assert_eq!(
        derivation(CHINESE_KEY, date, "cvm").map(|digest| hex(*digest)),
        [
            "da98fb70dcf6b112dc21038d1eeeb3a95c74b4dcb12c1131f864f6066bd02be0",
            "8d70cbefb03939f929db64d32dc2ba89b1095620119fe3e050e2b18c5bd2752f",
            "b596b923aad85185e2d1f6659d2a062e0a86731226e021e61bfe06f7ed05f5af",
        ]
    );
}

#[test]
fn chinese_manual_authorization_matches() {
    assert_eq!(
        sign(&CHINESE, &cvm_at(1_551_113_065), CHINESE_ID, CHINESE_KEY),
        "TC3-HMAC-SHA256 Credential=AKID********************************/2019-02-25/cvm/tc3_request, \
         SignedHeaders=content-type;host;x-tc-action, \
         Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f"
    );
}

#[test]
fn english_manual_authorization_matches() {
    let canonical = canonical_request(&ENGLISH);
    assert!(
        canonical.ends_with("\n99d58dfbc6745f6747f36bfca17dee5e6881dc0428a0a36f96199342bc5b4907")
    );
    assert_eq!(
        hex(Sha256::digest(&canonical)),
        "2815843035062fffda5fd6f2a44ea8a34818b0dc46f024b8b3786976a3adda7a"
    );
    let id = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******";
    assert_eq!(
        sign(&ENGLISH, &cvm_at(1_551_113_065), id, ENGLISH_KEY),
        "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******/2019-02-25/cvm/tc3_request, \
         SignedHeaders=content-type;host, \
         Signature=c492e8e41437e97a620b728c301bb8d17e7dc0c17eeabce80c20cd70fc3a78ff"
    );
}

#[test]
fn common_parameters_authorization_matches() {
    let get = Signable {
        method: "GET",
        query: "Limit=10&Offset=0",
        headers: &[
            ("content-type", "application/x-www-form-urlencoded"),
            ("host", "cvm.tencentcloudapi.com"),
        ],
        payload: b"",
    };
    let id = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE";
    let authorization = sign(
        &get,
        &cvm_at(1_539_084_154),
        id,
        "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
    );
    assert_eq!(
        authorization,
        "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2018-10-09/cvm/tc3_request, \
         SignedHeaders=content-type;host, \
         Signature=5da7a33f6993f0614b047e5df4582db9e9bf4672ba50567dba16c6ccf174c474"
    );
}

/// Returns the signature of the request that both manuals sign with method v1, at the same time and
/// with the same nonce.
fn v1_describe_instances(secret_id: &str, secret_key: &str) -> String {
    let parameters = [
        ("Action", "DescribeInstances"),
        ("InstanceIds.0", "ins-09dx96dg"),
        ("Limit", "20"),
        ("Nonce", "11886"),
        ("Offset", "0"),
        ("Region", "ap-guangzhou"),
        ("SecretId", secret_id),
        ("Timestamp", "1465185768"),
        ("Version", "2017-03-12"),
    ];
    let form = SignableForm {
        method: "GET",
        host: "cvm.tencentcloudapi.com",
        path: "/",
        parameters: &parameters,
        underscores_as_dots: false,
    };
    signature(Digest::Sha1, secret_key, &form)
}

#[test]
fn v1_signatures_match_manuals_and_sample() {
    for (secret_id, secret_key, signature) in [
        (CHINESE_ID, CHINESE_KEY, "7RAM2xfNMO9EiVTNmPg06MRnCvQ="),
        (
            "AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******",
            ENGLISH_KEY,
            "zmmjn35mikh6pM3V7sUEuX4wyYM=",
        ),
        (
            "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
            "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
            "EliP9YW3pW28FpsEdkXt/+WcGeI=",
        ),
    ] {
        assert_eq!(v1_describe_instances(secret_id, secret_key), signature);
    }
}

/// Returns the signature of the request that the manual of protocol v2 signs. The manual masks the
/// ends of the keys, which earlier editions of the page print.
fn v2_describe_instances(digest: Digest) -> String {
    let parameters = [
        ("Action", "DescribeInstances"),
        ("Nonce", "11886"),
        ("Region", "gz"),
        ("SecretId", "AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnPhESA"),
        ("Timestamp", "1465185768"),
        ("instanceIds.0", "ins-09dx96dg"),
        ("limit", "20"),
        ("offset", "0"),
    ];
    let form = SignableForm {
        method: "GET",
        host: "cvm.api.qcloud.com",
        path: "/v2/index.php",
        parameters: &parameters,
        underscores_as_dots: true,
    };
    signature(digest, "Gu5t9xGARNpq86cd98joQYCN3Cozk1qA", &form)
}

#[test]
fn v2_signature_matches_the_manual() {
    let published = "NSI3UqqD99b/UJb4tbG/xZpRW64=";
    assert_eq!(v2_describe_instances(Digest::Sha1), published);
    // Python computed this one: the manual has none for HmacSHA256.
    let computed = "0Fe1ft4kVgMutEqdpnlULUPTP7hCEy7mB1/JUTGo+Kg=";
    assert_eq!(v2_describe_instances(Digest::Sha256), computed);
}

// The documentation publishes no such digests; Python computed these.
#[test]
fn v1_hashes_long_keys_first() {
    let form = SignableForm {
        method: "Test Using Larger Than Block-Size Key - ",
        host: "Hash Key First",
        path: "/",
        parameters: &[],
        underscores_as_dots: false,
    };
    let key = "k".repeat(131);
    let sha1 = signature(Digest::Sha1, &key, &form);
    let sha256 = signature(Digest::Sha256, &key, &form);
    assert_eq!(sha1, "ek7det6wTJ+/gEQHBf6gXiqwgEQ=");
    assert_eq!(sha256, "fu49yT+k3ENBd70K8HldSULM+/Zh4cpo6jy85F5nOcQ=");
}
