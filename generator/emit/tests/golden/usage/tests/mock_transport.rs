//! The mock transport and the blocking clients, with generated types.

use golden_api::mini::v20170312::{
    self as mini, DescribeInstancesRequest, DescribeInstancesResponse,
};
use golden_api::prelude::*;
use golden_api::testing::{Fault, MockTransport};
use golden_api::{blocking, json};

fn transport() -> MockTransport {
    MockTransport::new().on(|request: DescribeInstancesRequest| {
        DescribeInstancesResponse::build(|response| response.total_count = request.limit)
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
        None
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

#[test]
fn calls_take_requests_by_value_and_by_reference() {
    let config = transport().config().build().unwrap();
    let client = mini::Client::new(&config);
    let request = DescribeInstancesRequest::default().limit(2);
    let counts = blocking::wait(async {
        Ok([
            client.call(&request).await?.total_count,
            client.call(request.clone()).await?.total_count,
            client.describe_instances(&request).await?.total_count,
            client
                .describe_instances(request.clone())
                .await?
                .total_count,
        ])
    });
    assert_eq!(counts.unwrap(), [Some(2); 4]);
    let client = client.blocking();
    assert_eq!(client.call(&request).unwrap().total_count, Some(2));
    assert_eq!(client.call(request).unwrap().total_count, Some(2));
}
