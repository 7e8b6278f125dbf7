//! The mock transport and the blocking clients, with generated types.

use golden_api::mini::v20170312::{
    self as mini, DescribeInstancesRequest, DescribeInstancesResponse,
};
use golden_api::testing::{Fault, MockTransport};
use golden_api::{blocking, json};

fn transport() -> MockTransport {
    MockTransport::new().on(|request: DescribeInstancesRequest| {
        let mut response = DescribeInstancesResponse::default();
        response.total_count = Some(request.limit.unwrap_or(0));
        response
    })
}

#[test]
fn blocking_call_returns_mocked_response() {
    let transport = transport();
    let config = transport.config().build().unwrap();
    let client = mini::Client::new(&config).blocking();
    let response = client
        .call(&DescribeInstancesRequest::default().limit(7))
        .unwrap();
    assert_eq!(response.total_count, Some(7));
    assert_eq!(transport.calls()[0].parameters, json!({"Limit": 7}));
    // A single blocking client serves the actions of every product.
    let any = blocking::Client::new(&config);
    assert_eq!(
        any.call(&DescribeInstancesRequest::default())
            .unwrap()
            .total_count,
        Some(0)
    );
}

#[test]
fn mocked_fault_becomes_error() {
    let transport = transport()
        .try_on(|_: DescribeInstancesRequest| Err(Fault::api("AuthFailure", "wrong secret")));
    let client = mini::Client::new(&transport.config().build().unwrap());
    let error = blocking::wait(client.describe_instances(DescribeInstancesRequest::default()));
    assert_eq!(error.unwrap_err().code(), Some("AuthFailure"));
}

#[test]
fn mocked_stream_yields_events() {
    let transport = MockTransport::new().on_stream("DescribeInstances", |_| {
        vec![
            r#"{"TotalCount":1}"#.to_owned(),
            r#"{"TotalCount":2}"#.to_owned(),
        ]
    });
    let client = mini::Client::new(&transport.config().build().unwrap());
    let counts = blocking::wait(async {
        let events = client.stream(&DescribeInstancesRequest::default()).await?;
        let mut events = events.typed::<DescribeInstancesResponse>();
        let mut counts = Vec::new();
        while let Some(event) = events.next().await {
            counts.push(event?.data.total_count);
        }
        Ok(counts)
    });
    assert_eq!(counts.unwrap(), [Some(1), Some(2)]);
}
