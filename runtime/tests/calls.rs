//! The checks, requests and results of calls, with a transport that answers from a function.

mod support;

use support::clock::StoppedClock;
use support::exchange::{Exchange, base};
use support::sample::{
    DataDisk, DescribeInstancesRequest, ListByToken, Placement, RunInstancesRequest,
};
use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::{
    BoxFuture, Config, Credential, CredentialContext, CredentialError, CredentialProvider, Error,
    ErrorKind, GenericClient, InvalidRequest, TimeoutKind, Value,
};

const EMPTY: &str = r#"{"Response":{"RequestId":"r"}}"#;

/// Returns the error of a call that gets this reply.
async fn error_of(status: u16, body: &'static str) -> Error {
    let exchange = Exchange::answering(status, body);
    let client = ServiceClient::new(&exchange.config().build().unwrap());
    client
        .send(&DescribeInstancesRequest::default())
        .await
        .unwrap_err()
}

#[tokio::test]
async fn error_member_is_api_error() {
    let body = r#"{"Response":{"Error":{"Code":"AuthFailure.SignatureFailure","Message":"Not\nright."},"RequestId":"ed93"}}"#;
    for status in [200, 400, 500] {
        let error = error_of(status, body).await;
        assert_eq!(error.code(), Some("AuthFailure.SignatureFailure"));
        assert_eq!(error.request_id(), Some("ed93"));
        assert_eq!(
            error.to_string(),
            "AuthFailure.SignatureFailure: Not right. (request id ed93)"
        );
        let ErrorKind::Api(api) = error.kind() else {
            panic!("{error:?}")
        };
        assert_eq!((api.status, api.message.as_str()), (status, "Not\nright."));
    }
    let id_first =
        r#"{"Response":{"RequestId":"first","Error":{"Message":"m","Code":"InternalError"}}}"#;
    let error = error_of(200, id_first).await;
    assert_eq!(error.request_id(), Some("first"));
    assert!(error.is_retryable() && !error.is_throttling());
}

#[tokio::test]
async fn old_envelope_error_is_api_error() {
    let error = error_of(
        200,
        r#"{"code":4100,"message":"auth failed","codeDesc":"InvalidParameter.SignatureFailure"}"#,
    )
    .await;
    assert_eq!(error.code(), Some("InvalidParameter.SignatureFailure"));
    let error = error_of(200, r#"{"code":4000,"message":"bad"}"#).await;
    assert_eq!(error.to_string(), "4000: bad");
}

#[tokio::test]
async fn gateway_reply_is_status_error_with_excerpt() {
    let error = error_of(502, "<html>\r\n<h1>502 Bad Gateway</h1>\n</html>").await;
    assert_eq!(
        error.to_string(),
        "HTTP status 502: <html> <h1>502 Bad Gateway</h1> </html>"
    );
    assert!(error.is_retryable() && error.code().is_none());
    assert!(error_of(429, "").await.is_throttling());
    assert!(!error_of(404, "{}").await.is_retryable());
    let long = error_of(503, Box::leak("é".repeat(9999).into_boxed_str())).await;
    let ErrorKind::HttpStatus(long) = long.kind() else {
        panic!("{long:?}")
    };
    assert_eq!(long.excerpt.chars().count(), 200);
}

#[tokio::test]
async fn decode_error_names_path_and_request() {
    let body = r#"{"Response":{"InstanceSet":[{},{"CPU":01}],"RequestId":"r-9"}}"#;
    let error = error_of(200, body).await;
    assert_eq!(
        error.to_string(),
        "the reply cannot be read: Response.InstanceSet[1].CPU: a malformed number at byte 38 (request id r-9)"
    );
    assert!(!error.is_retryable());

    let cut = error_of(
        200,
        r#"{"Response":{"RequestId":"r-7","InstanceSet":[{"CPU":1"#,
    )
    .await;
    assert_eq!(cut.request_id(), Some("r-7"));
    let ErrorKind::Decode(cut) = cut.kind() else {
        panic!("{cut:?}")
    };
    assert_eq!(cut.path, "Response.InstanceSet[0]");

    for body in [
        "<html>",
        "",
        "[]",
        "null",
        "{}",
        r#"{"Response":null}"#,
        r#"{"Response":{}} x"#,
        r#"{"code":0}"#,
    ] {
        let error = error_of(200, body).await;
        assert!(
            matches!(error.kind(), ErrorKind::Decode(_)),
            "{body}: {error:?}"
        );
    }
}

#[tokio::test]
async fn empty_error_member_is_success() {
    for body in [
        r#"{"Response":{"Error":null,"RequestId":"r"}}"#,
        r#"{"Response":{"Error":"","RequestId":"r"}}"#,
        r#"{"Response":{"Error":{"Code":"","Message":""},"RequestId":"r"}}"#,
        r#"{"Response":{"Error":[{"Code":"x"}],"Errors":{"Code":"x"},"RequestId":"r"}}"#,
    ] {
        let exchange = Exchange::answering(200, body);
        let config = exchange.config().build().unwrap();
        let client = ServiceClient::new(&config);
        let response = client
            .send(&DescribeInstancesRequest::default())
            .await
            .unwrap();
        assert_eq!(response.request_id.as_deref(), Some("r"));
        let generic = GenericClient::new(&config, "cvm", "2017-03-12");
        assert_eq!(
            generic.call("X", Value::Null).await.unwrap()["RequestId"],
            "r"
        );
    }
}

#[tokio::test]
async fn generic_call_requires_object_parameters() {
    let body = r#"{"Response":{"Error":{"Code":"InvalidAction","Message":"m"},"RequestId":"r"}}"#;
    let exchange = Exchange::answering(200, body);
    let client = GenericClient::new(&exchange.config().build().unwrap(), "cvm", "2017-03-12");
    let error = client.call("Nope", Value::Null).await.unwrap_err();
    assert_eq!(
        (error.code(), error.request_id()),
        (Some("InvalidAction"), Some("r"))
    );
    let error = client
        .call("Nope", serde_json::json!([1]))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "parameters of Nope must be a JSON object"
    );
    let error = client.call("No\r\npe", Value::Null).await.unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::InvalidRequest(_)),
        "{error}"
    );
    assert_eq!(exchange.count(), 1);
}

#[tokio::test]
async fn missing_parameters_fail_checked_call() {
    let exchange = Exchange::answering(200, EMPTY);
    let request = RunInstancesRequest {
        placement: Some(Placement::default()),
        data_disks: Some(vec![DataDisk::default()]),
        ..Default::default()
    };
    let error = ServiceClient::new(&exchange.config().build().unwrap())
        .send(&request)
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "missing required parameters: Placement.Zone, DataDisks[0].DiskSize, ImageId"
    );
    assert_eq!(exchange.count(), 0);

    let config = exchange.config().check_required(false).build().unwrap();
    ServiceClient::new(&config).send(&request).await.unwrap();
    assert_eq!(
        exchange.body(0),
        serde_json::json!({"DataDisks": [{}], "Placement": {}})
    );
}

#[tokio::test]
async fn region_is_required_only_where_documented() {
    let exchange = Exchange::answering(200, EMPTY);
    let config = exchange.config().check_required(false).build().unwrap();
    let client = ServiceClient::new(&config);
    let sent_region = || exchange.header("x-tc-region");
    let requires = DescribeInstancesRequest::default();
    client.send(&requires).await.unwrap();
    assert_eq!(sent_region().as_deref(), Some("ap-guangzhou"));
    client.send(&ListByToken::default()).await.unwrap();
    assert_eq!(sent_region().as_deref(), Some("ap-guangzhou"));
    client.send(&RunInstancesRequest::default()).await.unwrap();
    assert_eq!(sent_region().as_deref(), Some("ap-guangzhou"));

    let config = exchange.config().region("").build().unwrap();
    let client = ServiceClient::new(&config);
    client.send(&ListByToken::default()).await.unwrap();
    assert_eq!(sent_region(), None);
    let error = client.send(&requires).await.unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("DescribeInstances requires a region"),
        "{error}"
    );
    let client = ServiceClient::new(&config.with_region("a\nb"));
    let error = client.send(&requires).await.unwrap_err();
    let ErrorKind::InvalidRequest(error) = error.kind() else {
        panic!("{error}")
    };
    assert!(matches!(
        error,
        InvalidRequest::Header { name: "region", .. }
    ));
}

#[tokio::test]
async fn root_domain_replaces_documented_domain() {
    let exchange = Exchange::answering(200, EMPTY);
    let request = DescribeInstancesRequest::default();
    ServiceClient::new(&exchange.config().build().unwrap())
        .send(&request)
        .await
        .unwrap();
    let internal = exchange
        .config()
        .root_domain("internal.tencentcloudapi.com")
        .build()
        .unwrap();
    ServiceClient::new(&internal).send(&request).await.unwrap();
    GenericClient::new(&internal, "cbs", "v")
        .call("X", Value::Null)
        .await
        .unwrap();
    let urls: Vec<_> = exchange
        .seen
        .lock()
        .unwrap()
        .iter()
        .map(|seen| seen.url.clone())
        .collect();
    assert_eq!(
        urls,
        [
            "https://cvm.tencentcloudapi.com/",
            "https://cvm.internal.tencentcloudapi.com/",
            "https://cbs.internal.tencentcloudapi.com/",
        ]
    );
    let both = exchange
        .config()
        .root_domain("a.b")
        .endpoint("https://c.d")
        .build();
    assert!(
        both.unwrap_err()
            .to_string()
            .contains("`endpoint` cannot be combined")
    );
}

#[tokio::test]
async fn total_timeout_includes_fetching_credentials() {
    struct Never;
    impl CredentialProvider for Never {
        fn credential<'a>(
            &'a self,
            _: &'a CredentialContext,
        ) -> BoxFuture<'a, Result<Credential, CredentialError>> {
            Box::pin(std::future::pending())
        }

        // Prevents a cache, whose time limit would end the wait.
        fn is_quick(&self) -> bool {
            true
        }
    }
    let exchange = Exchange::answering(200, EMPTY);
    let config = exchange
        .config()
        .credential(Never)
        .clock(StoppedClock { sleeps_end: true });
    let client = ServiceClient::new(&config.build().unwrap());
    let error = client
        .send(&DescribeInstancesRequest::default())
        .await
        .unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Timeout(error) if error.kind == TimeoutKind::Total));
    assert_eq!(exchange.count(), 0);
}

#[tokio::test]
async fn failing_provider_is_credentials_error() {
    struct Broken;
    impl CredentialProvider for Broken {
        fn credential<'a>(
            &'a self,
            _: &'a CredentialContext,
        ) -> BoxFuture<'a, Result<Credential, CredentialError>> {
            let error = CredentialError::new("the role has none").caused_by("HTTP 404");
            Box::pin(std::future::ready(Err(error)))
        }
    }
    let exchange = Exchange::answering(200, EMPTY);
    let client = ServiceClient::new(&exchange.config().credential(Broken).build().unwrap());
    let error = client
        .send(&DescribeInstancesRequest::default())
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "no usable credential: the role has none: HTTP 404"
    );
}

#[tokio::test]
async fn debug_output_hides_secrets() {
    let exchange = Exchange::answering(200, EMPTY);
    let credential = Credential::new("AKIDtest", "hush-key")
        .unwrap()
        .with_token("hush-token")
        .unwrap();
    let builder = exchange
        .config()
        .credential(credential)
        .check_required(false);
    let config = builder.clone().build().unwrap();
    let client = ServiceClient::new(&config);
    let request = RunInstancesRequest {
        password: Some("hush-password".into()),
        ..Default::default()
    };
    client.send(&request).await.unwrap();
    let sent = exchange.seen.lock().unwrap()[0].clone();
    assert_eq!(exchange.header("x-tc-token").as_deref(), Some("hush-token"));
    let printed = format!("{builder:?}{config:?}{client:?}{request:?}{sent:?}{sent:#?}");
    assert!(
        !printed.contains("hush") && !printed.contains("Signature="),
        "{printed}"
    );
}

#[test]
fn malformed_setting_fails_build() {
    Config::builder().build().unwrap();
    for bad in ["ftp://x", "https://", "https://a/?b"] {
        assert!(base().endpoint(bad).build().is_err(), "{bad}");
        assert!(base().root_domain(bad).build().is_err(), "{bad}");
    }
    for bad in ["semi:colon", "line\nbreak", "über", &"x".repeat(120)] {
        assert!(base().request_client(bad).build().is_err(), "{bad}");
    }
}

#[test]
fn call_futures_are_send() {
    fn assert_send<T: Send>(_: T) {}
    fn assert_shareable<T: Send + Sync + Clone>(_: &T) {}
    let exchange = Exchange::answering(200, EMPTY);
    let config = exchange.config().build().unwrap();
    let client = ServiceClient::new(&config);
    assert_shareable(&config);
    assert_shareable(&client);
    assert_send(client.send(&DescribeInstancesRequest::default()));
    assert_send(client.pages(DescribeInstancesRequest::default()).items());
    let error: Result<(), Error> = Ok(());
    assert_send(error);
}
