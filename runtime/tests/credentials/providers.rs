//! The settings of single providers, and the requests that they send.

use std::time::Duration;

use serde_json::{Value, json};
use tencentcloud_api_runtime::{
    AssumeRoleProvider, Credential, CredentialContext, CredentialError, CredentialProvider,
    CvmRoleProvider, Environment, HttpOptions, HttpTransport, ProfileProvider, TccliProvider,
    WebIdentityProvider,
};

use crate::check_for_leaks;
use crate::network::Network;
use crate::scripted::{Answer, ManualClock, Scripted};
use crate::support::clock::NOW;

const ARN: &str = "qcs::cam::uin/100012345678:roleName/deploy";

fn keys() -> Credential {
    Credential::new("AKIDlong", "hush-long").unwrap()
}

/// Starts an STS that answers one call with temporary keys, if the call has these parameters.
async fn sts(action: &str, region: &str, signed_by: Value, body: Value) -> Network {
    let credentials =
        json!({"TmpSecretId": "AKIDtmp", "TmpSecretKey": "hush-tmp", "Token": "hush-token"});
    let response = json!({"Response": {"Credentials": credentials, "ExpiredTime": NOW + 60}});
    Network::start(vec![json!({
        "request": {
            "request": "POST https://sts.internal.tencentcloudapi.com/",
            "headers": {"x-tc-action": action, "x-tc-region": region},
            "body": body,
            "signed_by": signed_by,
        },
        "reply": {"status": 200, "body": response},
    })])
    .await
}

/// Returns the provider's result, after checking that its error shows no secret.
async fn ask(
    provider: &dyn CredentialProvider,
    network: &Network,
) -> Result<Credential, CredentialError> {
    let context = CredentialContext::new(network.transport(), network.clock());
    let outcome = provider.credential(&context).await;
    if let Err(error) = &outcome {
        check_for_leaks(error);
    }
    network.finish("one provider");
    outcome
}

#[tokio::test]
async fn assume_role_sends_every_setting() {
    let provider = AssumeRoleProvider::new(keys(), ARN)
        .session_name("nightly@build")
        .duration(Duration::from_secs(43_200))
        .policy(r#"{"version": "2.0+"}"#)
        .external_id("hush-external")
        .source_identity("100012345678")
        .tag("team", "a")
        .tag("env", "b")
        .region("ap-singapore")
        .endpoint("sts.internal.tencentcloudapi.com");
    let body = json!({
        "RoleArn": ARN,
        "RoleSessionName": "nightly@build",
        "DurationSeconds": 43_200,
        "Policy": "%7B%22version%22%3A%20%222%2E0%2B%22%7D",
        "ExternalId": "hush-external",
        "SourceIdentity": "100012345678",
        "Tags": [{"Key": "team", "Value": "a"}, {"Key": "env", "Value": "b"}],
    });
    let signed_by = json!({"id": "AKIDlong", "key": "hush-long"});
    let network = sts("AssumeRole", "ap-singapore", signed_by, body).await;
    let credential = ask(&provider, &network).await.unwrap();
    assert_eq!(credential.secret_id(), "AKIDtmp");
    assert_eq!(credential.origin(), Some(&*format!("role {ARN}")));
    assert!(!format!("{provider:?}").contains("hush"));
}

#[tokio::test]
async fn web_identity_rereads_token_file() {
    let folder = std::env::temp_dir().join(format!("web-identity-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("token");
    let provider = WebIdentityProvider::new("idp", ARN, &file)
        .session_name("pod")
        .duration(Duration::from_secs(900))
        .region("ap-singapore")
        .endpoint("sts.internal.tencentcloudapi.com");
    for token in ["hush-one", "hush-two"] {
        std::fs::write(&file, token).unwrap();
        let body = json!({
            "ProviderId": "idp",
            "WebIdentityToken": token,
            "RoleArn": ARN,
            "RoleSessionName": "pod",
            "DurationSeconds": 900,
        });
        let action = "AssumeRoleWithWebIdentity";
        let network = sts(action, "ap-singapore", json!("SKIP"), body).await;
        ask(&provider, &network).await.unwrap();
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn invalid_sts_parameter_is_not_sent() {
    let role = || AssumeRoleProvider::new(keys(), ARN);
    for (provider, words) in [
        (
            role().duration(Duration::ZERO),
            "between 1 and 43200 seconds, not 0ns",
        ),
        (role().duration(Duration::from_secs(43_201)), "not 43201s"),
        (role().session_name("x"), "2 to 128"),
        (role().session_name("x".repeat(129)), "2 to 128"),
        (role().session_name("a/b"), "2 to 128"),
        (AssumeRoleProvider::new(keys(), ""), "ARN is empty"),
        (role().endpoint("ftp://x"), "neither http nor https"),
    ] {
        let network = Network::start(Vec::new()).await;
        let error = ask(&provider, &network).await.unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
}

#[tokio::test]
async fn source_failure_is_cause_of_error() {
    let source = Scripted::new([Answer::Fail("the vault is sealed")]);
    let provider = AssumeRoleProvider::new(source, ARN);
    let network = Network::start(Vec::new()).await;
    let error = ask(&provider, &network).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "no usable credential: cannot assume the role {ARN}: cannot get the keys to assume it with: the vault is sealed"
        )
    );
}

#[tokio::test]
async fn named_cvm_role_skips_lookup() {
    let network = Network::start(vec![json!({
        "request": {"request": "GET http://meta.example/latest/meta-data/cam/security-credentials/my%20role"},
        "reply": {"status": 404, "body": ""},
    })])
    .await;
    let provider = CvmRoleProvider::new()
        .role("my role")
        .endpoint("http://meta.example/");
    assert!(ask(&provider, &network).await.unwrap_err().is_absent());
}

#[tokio::test]
async fn metadata_request_bypasses_proxy() {
    let nowhere = HttpOptions::default().proxy("http://127.0.0.1:1");
    let transport = HttpTransport::with_options(nowhere).unwrap();
    let role = "GET :///latest/meta-data/cam/security-credentials/r";
    let keys = json!({"Code": "Success", "TmpSecretId": "AKIDtmp", "TmpSecretKey": "hush-tmp",
        "Token": "hush-token", "ExpiredTime": NOW + 7200});
    let network = Network::start(vec![
        json!({"request": {"request": role, "any_host": true}, "reply": {"status": 200, "body": keys}}),
    ])
    .await;
    let context = CredentialContext::new(transport, ManualClock::new());
    let url = format!("http://{}", network.address());
    let provider = CvmRoleProvider::new().role("r").endpoint(url);
    provider.credential(&context).await.unwrap();
    network.finish("direct");
}

#[test]
fn named_file_and_profile_are_used() {
    let cases = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/credential_cases");
    let file = format!("{cases}/profile_named/files/.tencentcloud/credentials");
    let provider = ProfileProvider::new().file(&file).profile("prod");
    assert_eq!(provider.read().unwrap().secret_id(), "AKIDprod");
    let error = ProfileProvider::new().file(file).profile("none").read();
    assert!(!error.unwrap_err().is_absent());
}

#[tokio::test]
async fn named_tccli_profile_is_used() {
    let home = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/credential_cases/tccli_profile_named/files"
    );
    let environment = Environment::isolated([("HOME", home)]);
    let provider = TccliProvider::in_environment(environment).profile("prod");
    let network = Network::start(Vec::new()).await;
    assert_eq!(
        ask(&provider, &network).await.unwrap().secret_id(),
        "AKIDcli"
    );
}
