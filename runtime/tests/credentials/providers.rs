//! The settings of single providers, and the requests that they send.

use std::time::Duration;

use serde_json::{Value, json};
use tencentcloud_api_runtime::{
    AssumeRoleProvider, Credential, CredentialContext, CredentialError, CredentialProvider,
    CvmRoleProvider, Environment, EnvironmentProvider, HttpOptions, HttpTransport, ProfileProvider,
    TccliProvider, WebIdentityProvider,
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
async fn web_identity_token_as_text_is_sent() {
    let provider = WebIdentityProvider::from_token("idp", ARN, " hush-\"jwt\n")
        .session_name("pod")
        .region("ap-singapore")
        .endpoint("sts.internal.tencentcloudapi.com");
    assert!(!format!("{provider:?}").contains("hush"));
    let body = json!({
        "ProviderId": "idp",
        "WebIdentityToken": "hush-\"jwt",
        "RoleArn": ARN,
        "RoleSessionName": "pod",
        "DurationSeconds": 7200,
    });
    let action = "AssumeRoleWithWebIdentity";
    let network = sts(action, "ap-singapore", json!("SKIP"), body).await;
    let credential = ask(&provider, &network).await.unwrap();
    assert_eq!(credential.token(), Some("hush-token"));
    let empty = WebIdentityProvider::from_token("idp", ARN, " \n");
    let network = Network::start(Vec::new()).await;
    let error = ask(&empty, &network).await.unwrap_err().to_string();
    assert!(error.ends_with("the token is empty"), "{error}");
}

#[tokio::test]
async fn token_mistaken_for_path_is_not_printed() {
    let long = format!("eyJhbGciOiJub25lIn0.{}.hush", "hush".repeat(200));
    for token in ["hush", "eyJh.hush.hush", "hush/hush+hush==", long.as_str()] {
        let provider = WebIdentityProvider::new("idp", ARN, token);
        let printed = format!("{provider:?}");
        assert!(!printed.contains("hush"), "{printed}");
        let network = Network::start(Vec::new()).await;
        let error = ask(&provider, &network).await.unwrap_err().to_string();
        assert!(
            !error.contains("hush") && error.contains("from_token"),
            "{error}"
        );
    }
    for path in ["/no/such/token", "./no/such/token", "../no/such/token"] {
        let provider = WebIdentityProvider::new("idp", ARN, path);
        let network = Network::start(Vec::new()).await;
        let error = ask(&provider, &network).await.unwrap_err().to_string();
        let end = format!("the token file {path} does not exist");
        assert!(error.ends_with(&end), "{error}");
    }
}

/// Starts an STS that answers `AssumeRole` with this reply, and returns the error of the provider.
async fn refusal(status: u16, body: Value) -> String {
    let network = Network::start(vec![json!({
        "request": {"request": "POST https://sts.tencentcloudapi.com/",
            "signed_by": {"id": "AKIDlong", "key": "hush-long"}},
        "reply": {"status": status, "body": body},
    })])
    .await;
    let provider = AssumeRoleProvider::new(keys(), ARN);
    ask(&provider, &network).await.unwrap_err().to_string()
}

#[tokio::test]
async fn text_of_sts_is_escaped_and_limited() {
    let id = format!(
        "r-1\n\u{1b}[31m {} hush-long {}",
        "k".repeat(40),
        "x ".repeat(300)
    );
    let error = json!({"Code": "No\nWay", "Message": "word ".repeat(1000)});
    let text = refusal(200, json!({"Response": {"Error": error, "RequestId": id}})).await;
    assert!(
        text.contains("AssumeRole failed: No Way: word word"),
        "{text}"
    );
    assert!(
        text.contains("… (request id r-1 [31m [redacted] [redacted] x x"),
        "{text}"
    );
    assert!(
        !text.contains(['\n', '\u{1b}']) && text.len() < 900,
        "{text}"
    );
}

#[tokio::test]
async fn names_in_sts_reply_are_not_printed() {
    for body in [
        r#"{"Response":{"hush-name":{"x":}}}"#,
        r#"{"hush-name":[}"#,
        r#"{"Response":{"Credentials":{"hush-name":tru}}}"#,
    ] {
        let text = refusal(200, json!(body)).await;
        assert!(text.contains("the reply cannot be read: "), "{text}");
    }
}

#[tokio::test]
async fn file_longer_than_limit_is_error() {
    let folder = Folder::new("limit");
    let long = folder.write("long", &"#".repeat((1 << 20) + 1));
    let valid = "[default]\nsecret_id = AKIDa\nsecret_key = hush\n";
    let full = format!("{valid}{}", "#".repeat((1 << 20) - valid.len()));
    let full = folder.write("full", &full);
    assert_eq!(
        ProfileProvider::new()
            .file(full)
            .read()
            .unwrap()
            .secret_id(),
        "AKIDa"
    );
    let error = ProfileProvider::new().file(&long).read().unwrap_err();
    let expected = format!("{long} has more than 1048576 bytes");
    assert!(error.to_string().contains(&expected), "{error}");
    let network = Network::start(Vec::new()).await;
    let provider = WebIdentityProvider::new("idp", ARN, &long);
    let error = ask(&provider, &network).await.unwrap_err().to_string();
    assert!(error.contains(&expected), "{error}");
}

#[cfg(unix)]
#[test]
fn pipe_in_place_of_file_is_error_at_once() {
    let folder = Folder::new("pipe");
    let (pipe, link) = (folder.0.join("pipe"), folder.0.join("link"));
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    std::os::unix::fs::symlink(&pipe, &link).unwrap();
    for path in [pipe, link, "/dev/zero".into(), folder.0.clone()] {
        let (sender, receiver) = std::sync::mpsc::channel();
        let provider = ProfileProvider::new().file(&path);
        // Reading would wait for a writer, for ever.
        std::thread::spawn(move || sender.send(provider.read().unwrap_err().to_string()));
        let error = receiver.recv_timeout(Duration::from_secs(20)).unwrap();
        let expected = "is a folder, a pipe or a device, not a regular file";
        let path = path.display();
        assert!(error.contains(&format!("{path} {expected}")), "{error}");
    }
}

#[test]
fn quoted_key_is_unquoted_or_error() {
    let folder = Folder::new("quotes");
    for (id, valid) in [
        ("AKIDa", true),
        ("\"AKIDa\"", true),
        ("'AKIDa'", true),
        ("'\"AKIDa\"'", false),
        ("AKIDa'", false),
        ("AK\tIDa", false),
    ] {
        let text = format!("[default]\nsecret_id = {id}\nsecret_key = hush\n");
        let file = folder.write("credentials", &text);
        match ProfileProvider::new().file(file).read() {
            Ok(credential) => assert!(valid && credential.secret_id() == "AKIDa", "{id}"),
            Err(error) => assert!(
                !valid && error.to_string().contains(":2: "),
                "{id}: {error}"
            ),
        }
        let environment = Environment::isolated([
            ("TENCENTCLOUD_SECRET_ID", id),
            ("TENCENTCLOUD_SECRET_KEY", "hush"),
        ]);
        let read = EnvironmentProvider::in_environment(environment).read();
        assert_eq!(read.is_ok(), id == "AKIDa", "{id}");
    }
}

#[test]
fn settings_before_headers_are_ignored_as_in_go() {
    let folder = Folder::new("headless");
    let text = "key1 = value1\n[default]\nsecret_id = AKIDa\nsecret_key = hush\n[other]\nkey = 1\n";
    let file = folder.write("credentials", text);
    let provider = ProfileProvider::new().file(&file);
    assert_eq!(provider.read().unwrap().secret_id(), "AKIDa");
    // The keys above the headers may be meant for this profile.
    let error = provider.profile("absent").read().unwrap_err();
    let expected = format!("{file}:1: a setting before the first [profile] header");
    assert!(error.to_string().ends_with(&expected), "{error}");
}

/// A folder for files, removed in the end.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("credentials-{name}-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// Writes a file and returns its path.
    fn write(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
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
    let context = CredentialContext::new(network.transport(), network.clock());
    let outcome = provider.credential(&context.allow_plain_http(true)).await;
    assert!(outcome.unwrap_err().is_absent());
    network.finish("one provider");
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
