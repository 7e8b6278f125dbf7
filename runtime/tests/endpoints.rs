//! Endpoints that calls must not use: with user info, unencrypted, or malformed.

mod support;

use support::clock::StoppedClock;
use support::exchange::{Exchange, SECRET_ID, SECRET_KEY};
use support::sample::DescribeInstancesRequest;
use support::script::OK;
use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::failover::{Backup, Failover};
use tencentcloud_api_runtime::{
    AssumeRoleProvider, CallOptions, Config, ConfigBuilder, Credential, CredentialContext,
    CredentialProvider, CvmRoleProvider, ErrorKind, GenericClient, InvalidRequest, RootDomain,
    Value, WebIdentityProvider,
};

const ARN: &str = "qcs::cam::uin/100012345678:roleName/deploy";
const STOPPED: StoppedClock = StoppedClock { sleeps_end: false };
const PLAIN: &str = "plain HTTP would show";

/// Returns a configuration without permissions, which sends nothing anywhere.
fn strict(exchange: &Exchange) -> ConfigBuilder {
    Config::builder()
        .credential(Credential::new(SECRET_ID, SECRET_KEY).unwrap())
        .region("ap-guangzhou")
        .transport(exchange.clone())
        .clock(STOPPED)
}

fn working() -> Exchange {
    Exchange::answering(200, OK)
}

/// A change of a configuration.
type Setting = Box<dyn Fn(ConfigBuilder) -> ConfigBuilder>;

/// Returns every setting that takes a URL, with its name.
fn settings(url: &str) -> [(&'static str, Setting); 4] {
    let url = url.to_owned();
    let (endpoint, service, gateway) = (url.clone(), url.clone(), url.clone());
    [
        (
            "endpoint",
            Box::new(move |config| config.endpoint(&endpoint)),
        ),
        (
            "service_endpoint",
            Box::new(move |config| config.service_endpoint("cvm", &service)),
        ),
        ("gateway", Box::new(move |config| config.gateway(&gateway))),
        (
            "failover",
            Box::new(move |config| config.failover(Failover::new([Backup::endpoint(&url)]))),
        ),
    ]
}

#[test]
fn plain_http_fails_build_unless_allowed() {
    let exchange = working();
    for url in [
        "http://cvm.example",
        "http://10.0.0.1:81/x",
        "HTTP://169.254.0.23",
    ] {
        for (name, set) in settings(url) {
            let error = set(strict(&exchange)).build().unwrap_err().to_string();
            assert!(
                error.contains(PLAIN) && error.contains("allow_plain_http"),
                "{name}: {error}"
            );
            assert!(
                error.to_lowercase().contains(&url.to_lowercase()),
                "{name}: {error}"
            );
            set(strict(&exchange).allow_plain_http(true))
                .build()
                .unwrap();
        }
    }
    for url in [
        "http://127.0.0.1:81",
        "http://localhost",
        "http://[::1]:81/",
        "https://cvm.example",
    ] {
        for (name, set) in settings(url) {
            assert!(set(strict(&exchange)).build().is_ok(), "{name} {url}");
        }
    }
}

#[tokio::test]
async fn plain_http_in_call_options_is_not_sent() {
    let exchange = working();
    let options = CallOptions::new().endpoint("http://cvm.example");
    let request = DescribeInstancesRequest::default();
    let client = ServiceClient::new(&strict(&exchange).build().unwrap());
    let error = client.send_with(&request, &options).await.unwrap_err();
    assert!(
        error.to_string().contains(PLAIN) && error.was_never_sent(),
        "{error}"
    );
    assert_eq!(exchange.count(), 0);
    let allowed = strict(&exchange).allow_plain_http(true).build().unwrap();
    ServiceClient::new(&allowed)
        .send_with(&request, &options)
        .await
        .unwrap();
    assert_eq!(exchange.seen.lock().unwrap()[0].url, "http://cvm.example/");
}

/// Returns providers that send to this URL.
fn providers(url: &str) -> [(&'static str, Box<dyn CredentialProvider>); 3] {
    let keys = Credential::new(SECRET_ID, SECRET_KEY).unwrap();
    let identity = WebIdentityProvider::from_token("idp", ARN, "hush-token");
    [
        (
            "CVM role",
            Box::new(CvmRoleProvider::new().role("r").endpoint(url)),
        ),
        (
            "assumed role",
            Box::new(AssumeRoleProvider::new(keys, ARN).endpoint(url)),
        ),
        ("web identity", Box::new(identity.endpoint(url))),
    ]
}

#[tokio::test]
async fn providers_send_plain_http_only_if_allowed() {
    for (url, metadata_only) in [
        ("http://sts.example", false),
        ("http://10.0.0.1", false),
        ("http://169.254.0.23", true),
        ("http://metadata.tencentyun.com", true),
    ] {
        for (name, provider) in providers(url) {
            let exchange = working();
            let context = CredentialContext::new(exchange.clone(), STOPPED);
            let error = provider.credential(&context).await.unwrap_err().to_string();
            let exempt = metadata_only && name == "CVM role";
            assert_eq!(!error.contains(PLAIN), exempt, "{name} {url}: {error}");
            assert_eq!(exchange.count() > 0, exempt, "{name} {url}");

            let allowed = context.allow_plain_http(true);
            let error = provider.credential(&allowed).await.unwrap_err().to_string();
            assert!(
                !error.contains(PLAIN) && exchange.count() > 0,
                "{name} {url}: {error}"
            );
        }
    }
}

#[tokio::test]
async fn permission_of_config_extends_to_its_provider() {
    for allowed in [false, true] {
        let exchange = working();
        let keys = Credential::new(SECRET_ID, SECRET_KEY).unwrap();
        let config = strict(&exchange)
            .credential(AssumeRoleProvider::new(keys, ARN).endpoint("http://sts.example"))
            .allow_plain_http(allowed)
            .build()
            .unwrap();
        config.credential().await.unwrap_err();
        assert_eq!(exchange.count() > 0, allowed);
    }
}

#[tokio::test]
async fn user_info_is_refused_and_never_printed() {
    let exchange = working();
    for url in [
        "http://user:hush-pw@host.example/path",
        "https://user:hush-pw@127.0.0.1:81",
        "user:hush-pw@host",
        "https://hush-user@host",
        "https://user:hush/@pw?hush#@host",
        "ftp://user:hush-pw@host",
        "https://host/path?token=hush",
    ] {
        let user_info = url.contains('@');
        let check = |place: &str, text: String| {
            assert!(
                !text.contains("hush") && !text.contains("user:h"),
                "{place}: {text}"
            );
            assert!(
                !user_info || text.contains("[redacted]@"),
                "{place}: {text}"
            );
        };
        for (name, set) in settings(url) {
            let builder = set(strict(&exchange));
            check(name, format!("{builder:?} [redacted]@"));
            let error = builder.build().unwrap_err();
            check(name, error.to_string());
            check(name, format!("{error:?} {error:#?}"));
            assert_eq!(
                error.to_string().contains("user info"),
                user_info,
                "{error}"
            );
        }
        let root = strict(&exchange).root_domain(url);
        check(
            "root domain",
            format!("{root:?} {:?}", RootDomain::from(url)),
        );
        root.build().unwrap_err();
        check("backup", format!("{:?}", Backup::endpoint(url)));
        check("backup", format!("{:?}", Backup::root_domain(url)));
        let options = CallOptions::new().endpoint(url);
        check("options", format!("{options:?}"));
        for (name, provider) in providers(url) {
            let context = CredentialContext::new(exchange.clone(), STOPPED);
            let error = provider.credential(&context).await.unwrap_err();
            check(name, error.to_string());
            check(name, format!("{error:?}"));
        }
        check(
            "CVM role",
            format!("{:?}", CvmRoleProvider::new().endpoint(url)),
        );
        let identity = WebIdentityProvider::from_token("idp", ARN, "hush-token").endpoint(url);
        check("web identity", format!("{identity:?}"));
    }
    assert_eq!(exchange.count(), 0);
}

#[test]
fn malformed_region_fails_build() {
    let exchange = working();
    for region in [
        "ap-guangzhou\n",
        " ap-guangzhou",
        "ap guangzhou",
        "ap/g",
        "a\u{7f}",
        "广州",
        "a.b",
    ] {
        let error = strict(&exchange).region(region).build().unwrap_err();
        let ErrorKind::InvalidRequest(InvalidRequest::Header { name: "region", .. }) = error.kind()
        else {
            panic!("{error}")
        };
        assert!(!error.to_string().contains('\n'), "{error}");
    }
    for region in [
        "",
        "ap-guangzhou",
        "ap-shenzhen-fsi",
        "na-siliconvalley",
        "AP_1",
    ] {
        strict(&exchange).region(region).build().unwrap();
    }
}

#[tokio::test]
async fn malformed_region_of_call_is_not_sent() {
    let exchange = working();
    let config = strict(&exchange).build().unwrap();
    let request = DescribeInstancesRequest::default();
    let options = CallOptions::new().region("ap-guangzhou\r\nX-Evil: 1");
    let error = ServiceClient::new(&config)
        .send_with(&request, &options)
        .await;
    assert!(
        error
            .unwrap_err()
            .to_string()
            .starts_with("the region contains")
    );
    let client = ServiceClient::new(&config.with_region("ap guangzhou"));
    assert!(client.send(&request).await.is_err());
    assert_eq!(exchange.count(), 0);
}

#[test]
fn malformed_domain_fails_build() {
    let exchange = working();
    for domain in [
        ".tencentcloudapi.com",
        "",
        "tencentcloudapi..com",
        "https://tencentcloudapi.com",
        "tencentcloudapi.com/path",
        "tencentcloudapi.com ",
    ] {
        assert!(
            strict(&exchange).root_domain(domain).build().is_err(),
            "{domain:?}"
        );
        let failover = Failover::new([Backup::root_domain(domain)]);
        assert!(
            strict(&exchange).failover(failover).build().is_err(),
            "{domain:?}"
        );
    }
    let unnamed = strict(&exchange).service_endpoint("", "https://host");
    let error = unnamed.build().unwrap_err().to_string();
    assert!(error.contains("service_endpoint"), "{error}");
}

#[tokio::test]
async fn nameless_service_is_not_sent() {
    let exchange = working();
    for config in [
        strict(&exchange),
        strict(&exchange).endpoint("https://host.example"),
    ] {
        let config = config.build().unwrap();
        let error = GenericClient::new(&config, "", "2017-03-12")
            .call("DescribeZones", Value::Null)
            .await
            .unwrap_err();
        assert!(
            error.to_string().contains("name of the service is empty"),
            "{error}"
        );
    }
    assert_eq!(exchange.count(), 0);
}

#[tokio::test]
async fn models_host_keeps_its_domain() {
    let exchange = working();
    for (root, expected) in [
        (
            RootDomain::Other("localhost".to_owned()),
            "https://es.ai.tencentcloudapi.com/",
        ),
        (
            RootDomain::International,
            "https://es.ai.tencentcloudapi.com/",
        ),
        (
            RootDomain::Internal,
            "https://es.ai.internal.tencentcloudapi.com/",
        ),
    ] {
        let config = strict(&exchange).root_domain(root).build().unwrap();
        let client = GenericClient::new(&config, "es", "2025-01-01");
        let options = CallOptions::new().ai_domain(true);
        client
            .call_with("ParseDocument", Value::Null, &options)
            .await
            .unwrap();
        assert_eq!(exchange.seen.lock().unwrap().last().unwrap().url, expected);
    }
}
