//! Configurations made from other ones.

mod support;

use support::exchange::Exchange;
use support::sample::DescribeInstancesRequest;
use support::script::OK;
use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::{Config, Credential, Language};

/// Calls with the configuration and returns these headers of the request.
async fn sent<const N: usize>(
    exchange: &Exchange,
    config: &Config,
    headers: [&str; N],
) -> [String; N] {
    let client = ServiceClient::new(config);
    let request = DescribeInstancesRequest::default();
    client.send(&request).await.unwrap();
    headers.map(|name| exchange.header(name).unwrap_or_default())
}

#[tokio::test]
async fn builder_keeps_settings_and_overrides() {
    let exchange = Exchange::answering(200, OK);
    let first = exchange
        .config()
        .language(Language::English)
        .request_client("app")
        .endpoint("http://127.0.0.1:9")
        .build()
        .unwrap()
        .with_region("ap-shanghai");
    let again = first.to_builder().build().unwrap();
    assert_eq!(format!("{again:?}"), format!("{first:?}"));
    let names = ["x-tc-region", "x-tc-language", "x-tc-requestclient"];
    let [region, language, client] = sent(&exchange, &again, names).await;
    assert_eq!((&*region, &*language), ("ap-shanghai", "en-US"));
    assert!(client.ends_with("; app"), "{client}");
    let url = exchange.seen.lock().unwrap()[0].url.clone();
    assert!(url.starts_with("http://127.0.0.1:9"), "{url}");

    let other = first
        .to_builder()
        .language(Language::Chinese)
        .region("ap-beijing");
    let [region, language, client] = sent(&exchange, &other.build().unwrap(), names).await;
    assert_eq!((&*region, &*language), ("ap-beijing", "zh-CN"));
    assert!(client.ends_with("; app"), "{client}");
}

#[tokio::test]
async fn credential_changes_alone() {
    let exchange = Exchange::answering(200, OK);
    let first = exchange
        .config()
        .language(Language::English)
        .build()
        .unwrap();
    let other = first.with_credential(Credential::new("AKIDother", "key").unwrap());
    let names = ["authorization", "x-tc-language", "x-tc-region"];
    let [authorization, language, region] = sent(&exchange, &other, names).await;
    assert!(
        authorization.contains("Credential=AKIDother/"),
        "{authorization}"
    );
    assert_eq!((&*language, &*region), ("en-US", "ap-guangzhou"));
    let [authorization] = sent(&exchange, &first, ["authorization"]).await;
    assert!(
        authorization.contains("Credential=AKIDtest/"),
        "{authorization}"
    );
    // A builder made of it keeps its credential.
    let rebuilt = other.to_builder().build().unwrap();
    let [authorization] = sent(&exchange, &rebuilt, ["authorization"]).await;
    assert!(
        authorization.contains("Credential=AKIDother/"),
        "{authorization}"
    );
}
