//! Every credential provider of our client against a fake.

use std::fs;
use std::time::Duration;

use serde_json::Value;
use tencentcloud_api_runtime::{
    AssumeRoleProvider, Config, Credential, CredentialProvider, CvmRoleProvider, Environment,
    EnvironmentProvider, Error, GenericClient, ProviderChain, TccliProvider, WebIdentityProvider,
    json,
};
use tencentcloud_fake::{FakeCloud, SECRET_ID, SECRET_KEY};

use crate::support;

const ROLE: &str = "qcs::cam::uin/100000000001:roleName/deploy";

fn key() -> Credential {
    Credential::new(SECRET_ID, SECRET_KEY).unwrap()
}

/// Returns the ARN of the caller that the fake sees with a provider.
async fn caller(fake: &FakeCloud, provider: impl CredentialProvider + 'static) -> String {
    let config = fake.config().credential(provider).build().unwrap();
    let identity = identity(&config).await.unwrap();
    identity["Arn"].as_str().unwrap().to_owned()
}

async fn identity(config: &Config) -> Result<Value, Error> {
    let client = GenericClient::new(config, "sts", "2018-08-13");
    client.call("GetCallerIdentity", json!({})).await
}

/// Returns an environment with these variables.
fn environment(variables: &[(&str, &str)], home: &std::path::Path) -> Environment {
    let home = ("HOME", home.to_str().unwrap());
    Environment::isolated(variables.iter().copied().chain([home]))
}

#[tokio::test]
async fn role_of_instance_comes_from_metadata() {
    let fake = FakeCloud::start().await.unwrap();
    let provider = CvmRoleProvider::new().endpoint(fake.url());
    assert_eq!(
        caller(&fake, provider).await,
        "qcs::cam::uin/100000000001:roleName/fake-role"
    );
    let named = CvmRoleProvider::new().endpoint(fake.url()).role("other");
    let config = fake.config().credential(named).build().unwrap();
    let error = identity(&config).await.unwrap_err().to_string();
    assert!(error.contains("404"), "{error}");
    let bare = FakeCloud::builder().cvm_role("").start().await.unwrap();
    let provider = CvmRoleProvider::new().endpoint(bare.url());
    let config = bare.config().credential(provider).build().unwrap();
    assert!(
        identity(&config)
            .await
            .unwrap_err()
            .to_string()
            .contains("no role")
    );
}

#[tokio::test]
async fn roles_can_be_assumed_in_chains() {
    let fake = FakeCloud::start().await.unwrap();
    let first = AssumeRoleProvider::new(key(), ROLE).endpoint(fake.url());
    let second = AssumeRoleProvider::new(first, format!("{ROLE}-2"))
        .session_name("nightly")
        .policy(r#"{"version":"2.0"}"#)
        .external_id("hush-id")
        .tag("team", "a")
        .endpoint(fake.url());
    assert_eq!(caller(&fake, second).await, format!("{ROLE}-2"));
    let calls = fake.calls();
    let actions: Vec<&str> = calls.iter().map(|call| call.action.as_str()).collect();
    assert_eq!(actions, ["AssumeRole", "AssumeRole", "GetCallerIdentity"]);
    let text = serde_json::to_string(&calls).unwrap();
    assert!(!text.contains("hush-id"));
    assert_eq!(
        calls[0].answer["Response"]["Credentials"]["TmpSecretKey"],
        "[redacted]"
    );
}

#[tokio::test]
async fn web_identity_needs_no_key() {
    let fake = FakeCloud::start().await.unwrap();
    let (_, token) = support::control(&fake, "GET", "/_fake/oidc/token?subject=me", "");
    let token = token["id_token"].as_str().unwrap();
    let provider = WebIdentityProvider::from_token("oidc", ROLE, token).endpoint(fake.url());
    assert_eq!(caller(&fake, provider).await, ROLE);
    assert_eq!(fake.calls()[0].signature.method, "SKIP");
    assert_eq!(fake.calls()[0].parameters["WebIdentityToken"], "[redacted]");
    // A token that its provider signed, with another content.
    let (head, rest) = token.split_once('.').unwrap();
    let forged = format!("{head}.e30.{}", rest.split_once('.').unwrap().1);
    let provider = WebIdentityProvider::from_token("oidc", ROLE, forged).endpoint(fake.url());
    let config = fake.config().credential(provider).build().unwrap();
    let error = identity(&config).await.unwrap_err().to_string();
    assert!(error.contains("WebIdentityTokenError"), "{error}");
    fake.advance(Duration::from_secs(3601));
    let provider = WebIdentityProvider::from_token("oidc", ROLE, token).endpoint(fake.url());
    let config = fake.config().credential(provider).build().unwrap();
    let error = identity(&config).await.unwrap_err().to_string();
    assert!(error.contains("expired"), "{error}");
}

#[tokio::test]
async fn pods_exchange_the_token_in_their_file() {
    let fake = FakeCloud::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    let (_, token) = support::control(&fake, "GET", "/_fake/oidc/token", "");
    fs::write(&file, token["id_token"].as_str().unwrap()).unwrap();
    let variables = [
        ("TKE_REGION", "ap-guangzhou"),
        ("TKE_PROVIDER_ID", "oidc"),
        ("TKE_WEB_IDENTITY_TOKEN_FILE", file.to_str().unwrap()),
        ("TKE_ROLE_ARN", ROLE),
    ];
    let environment = environment(&variables, folder.path());
    let provider = WebIdentityProvider::tke_in_environment(environment).endpoint(fake.url());
    assert_eq!(caller(&fake, provider).await, ROLE);
}

#[tokio::test]
async fn environment_files_and_chain_provide_the_key() {
    let fake = FakeCloud::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let root = "qcs::cam::uin/100000000001:uin/100000000001";
    let variables = [
        ("TENCENTCLOUD_SECRET_ID", SECRET_ID),
        ("TENCENTCLOUD_SECRET_KEY", SECRET_KEY),
    ];
    let environment = environment(&variables, folder.path());
    let provider = EnvironmentProvider::in_environment(environment);
    assert_eq!(caller(&fake, provider).await, root);
    let chain = ProviderChain::new()
        .then(
            "role",
            CvmRoleProvider::new().endpoint("http://127.0.0.1:9"),
        )
        .then("key", key());
    assert_eq!(caller(&fake, chain).await, root);
}

#[tokio::test]
async fn temporary_keys_expire_on_the_clock() {
    let fake = FakeCloud::start().await.unwrap();
    let client = GenericClient::new(&fake.config().build().unwrap(), "sts", "2018-08-13");
    let parameters = json!({"Name": "me", "Policy": "{}", "DurationSeconds": 600});
    let reply = client.call("GetFederationToken", parameters).await.unwrap();
    let keys = &reply["Credentials"];
    let text = |name: &str| keys[name].as_str().unwrap().to_owned();
    let credential = Credential::new(text("TmpSecretId"), text("TmpSecretKey")).unwrap();
    let credential = credential.with_token(text("Token")).unwrap();
    let config = fake.config().credential(credential).build().unwrap();
    let arn = identity(&config).await.unwrap()["Arn"].clone();
    assert_eq!(arn, "qcs::sts::uin/100000000001:federated-user/me");
    fake.advance(Duration::from_secs(600));
    let error = identity(&config).await.unwrap_err();
    assert_eq!(error.code(), Some("AuthFailure.TokenFailure"));
    let saml = json!({
        "SAMLAssertion": "x", "PrincipalArn": "p", "RoleArn": ROLE, "RoleSessionName": "me",
    });
    use tencentcloud_api_runtime::{CallOptions, SignatureMethod};
    let skip = CallOptions::new().signature(SignatureMethod::Skip);
    assert!(
        client
            .with(skip)
            .call("AssumeRoleWithSAML", saml)
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn malformed_roles_and_durations_are_refused() {
    let fake = FakeCloud::start().await.unwrap();
    let client = GenericClient::new(&fake.config().build().unwrap(), "sts", "2018-08-13");
    for (arn, name, seconds, expected) in [
        ("deploy", "me", 60, "InvalidParameter.ParamError"),
        (ROLE, "m", 60, "InvalidParameter.ParamError"),
        (ROLE, "me", 0, "InvalidParameter.OverTimeError"),
        (ROLE, "me", 43_201, "InvalidParameter.OverTimeError"),
    ] {
        let parameters =
            json!({"RoleArn": arn, "RoleSessionName": name, "DurationSeconds": seconds});
        let error = client.call("AssumeRole", parameters).await.unwrap_err();
        assert_eq!(error.code(), Some(expected));
    }
}

#[tokio::test]
async fn tccli_profile_assumes_a_role() {
    let fake = FakeCloud::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join(".tccli")).unwrap();
    let profile = json!({"secretId": SECRET_ID, "secretKey": SECRET_KEY});
    let file = folder.path().join(".tccli/default.credential");
    fs::write(file, profile.to_string()).unwrap();
    let provider = TccliProvider::in_environment(environment(&[], folder.path()));
    let root = "qcs::cam::uin/100000000001:uin/100000000001";
    assert_eq!(caller(&fake, provider).await, root);
}
