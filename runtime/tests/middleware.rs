//! Hooks before calls and around attempts.

mod support;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use support::sample::{DescribeInstancesRequest, StopInstancesRequest};
use support::script::{Script, Step};
use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::middleware::{
    Attempt, AttemptReply, Middleware, Next, PendingCall, around,
};
use tencentcloud_api_runtime::{
    BoxFuture, CallOptions, Error, ErrorKind, GenericClient, InvalidRequest, TransportError,
    TransportErrorKind, json,
};

/// A hook that notes what it sees, and adds a signed and an unsigned header with its name.
#[derive(Clone)]
struct Noting {
    name: &'static str,
    notes: Arc<Mutex<Vec<String>>>,
}

impl Noting {
    fn note(&self, text: String) {
        self.notes
            .lock()
            .unwrap()
            .push(format!("{} {text}", self.name));
    }
}

impl Middleware for Noting {
    fn prepare<'a>(
        &'a self,
        call: PendingCall<'a>,
        options: CallOptions,
    ) -> BoxFuture<'a, Result<CallOptions, Error>> {
        let region = call.region.unwrap_or("-");
        let parameters = call.parameters().unwrap();
        self.note(format!("prepares {} {region} {parameters}", call.action));
        Box::pin(async move { Ok(options.parameter(self.name, json!(1))) })
    }

    fn attempt<'a>(
        &'a self,
        attempt: Attempt<'a>,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<AttemptReply, Error>> {
        self.note(format!(
            "attempt {} at {}",
            attempt.number,
            attempt.endpoint()
        ));
        let attempt = attempt
            .header(format!("x-plain-{}", self.name), "p")
            .signed_header(format!("x-signed-{}", self.name), "s");
        Box::pin(async move {
            let result = next.run(attempt).await;
            self.note(match &result {
                Ok(reply) => format!("status {} {:?}", reply.status(), reply.request_id()),
                Err(error) => format!("failed {:?}", error.code()),
            });
            result
        })
    }
}

#[tokio::test]
async fn hooks_nest_in_their_order() {
    let script = Script::new([Step::code("RequestLimitExceeded"), Step::ok()]);
    let notes = Arc::<Mutex<Vec<String>>>::default();
    let hook = |name| Noting {
        name,
        notes: Arc::clone(&notes),
    };
    let config = script.config().middleware(hook("a")).middleware(hook("b"));
    let client = ServiceClient::new(&config.build().unwrap());
    let request = DescribeInstancesRequest {
        limit: Some(5),
        ..Default::default()
    };
    client.send(&request).await.unwrap();
    let seen = notes.lock().unwrap().clone();
    let at = "at https://cvm.tencentcloudapi.com/";
    let expected = [
        "a prepares DescribeInstances ap-guangzhou {\"Limit\":5}".to_owned(),
        "b prepares DescribeInstances ap-guangzhou {\"Limit\":5}".to_owned(),
        format!("a attempt 1 {at}"),
        format!("b attempt 1 {at}"),
        "b failed Some(\"RequestLimitExceeded\")".to_owned(),
        "a failed Some(\"RequestLimitExceeded\")".to_owned(),
        format!("a attempt 2 {at}"),
        format!("b attempt 2 {at}"),
        "b status 200 Some(\"r-ok\")".to_owned(),
        "a status 200 Some(\"r-ok\")".to_owned(),
    ];
    assert_eq!(seen, expected);
    assert_eq!(
        script.bodies(),
        vec![json!({"Limit": 5, "a": 1, "b": 1}); 2]
    );
    for authorization in script.headers("authorization") {
        let signed = "SignedHeaders=content-type;host;x-signed-a;x-signed-b;x-tc-action,";
        assert!(authorization.contains(signed), "{authorization}");
    }
    assert_eq!(script.headers("x-plain-b"), ["p", "p"]);
}

#[tokio::test]
async fn injected_fault_is_retried_unsent() {
    let script = Script::new([Step::ok()]);
    let faulty = around(|attempt, next| match attempt.number {
        1 => {
            let error = TransportError::new(TransportErrorKind::Exchange, "injected");
            Box::pin(std::future::ready(Err(error.into())))
        }
        _ => next.run(attempt),
    });
    let config = script.config().middleware(faulty).build().unwrap();
    let request = DescribeInstancesRequest::default();
    ServiceClient::new(&config).send(&request).await.unwrap();
    assert_eq!(
        script.sent(),
        1,
        "the first attempt did not reach the transport"
    );
}

#[tokio::test]
async fn delay_uses_configured_clock() {
    let script = Script::new([Step::ok()]);
    let slow = around(|attempt, next| {
        Box::pin(async move {
            attempt.clock().sleep(Duration::from_secs(7)).await;
            next.run(attempt).await
        })
    });
    let config = script.config().middleware(slow).build().unwrap();
    let request = DescribeInstancesRequest::default();
    ServiceClient::new(&config).send(&request).await.unwrap();
    assert_eq!(script.clock.slept(), [Duration::from_secs(7)]);
}

#[tokio::test]
async fn later_header_replaces_earlier_one() {
    let script = Script::new([Step::ok()]);
    let inner = around(|attempt, next| {
        assert_eq!(attempt.headers().count(), 2);
        next.run(attempt.signed_header("X-Tenant", "inner"))
    });
    let outer = around(|attempt, next| {
        let attempt = attempt.header("x-tenant", "outer");
        let debug = format!("{attempt:?}{next:?}");
        assert!(
            debug.contains("x-tenant") && !debug.contains("outer"),
            "{debug}"
        );
        next.run(attempt)
    });
    let config = script.config().middleware(outer).middleware(inner);
    let client = ServiceClient::new(&config.build().unwrap());
    let options = CallOptions::new().signed_header("x-tenant", "caller");
    let request = DescribeInstancesRequest::default();
    client.send_with(&request, &options).await.unwrap();
    assert_eq!(script.headers("x-tenant"), ["inner"]);
    let authorization = &script.headers("authorization")[0];
    assert_eq!(authorization.matches("x-tenant").count(), 1);
}

#[tokio::test]
async fn malformed_header_fails_attempt_unsent() {
    let script = Script::new([]);
    let wrong = around(|attempt, next| next.run(attempt.header("authorization", "mine")));
    let config = script.config().middleware(wrong).build().unwrap();
    let request = DescribeInstancesRequest::default();
    let error = ServiceClient::new(&config)
        .send(&request)
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("\"authorization\" is set by the client"),
        "{error}"
    );
}

/// Refuses actions that write.
struct ReadOnly;

impl Middleware for ReadOnly {
    fn prepare<'a>(
        &'a self,
        call: PendingCall<'a>,
        options: CallOptions,
    ) -> BoxFuture<'a, Result<CallOptions, Error>> {
        let result = if call.action.starts_with("Describe") {
            Ok(options.header("x-checked", "yes"))
        } else {
            let reason = format!("{} writes", call.action);
            Err(InvalidRequest::Middleware(reason).into())
        };
        Box::pin(std::future::ready(result))
    }
}

#[tokio::test]
async fn refused_call_is_not_sent() {
    let script = Script::new([Step::ok(), Step::ok()]);
    let config = script.config().middleware(Arc::new(ReadOnly));
    let config = config.build().unwrap();
    let client = ServiceClient::new(&config);
    let request = StopInstancesRequest::default();
    let error = client.send(&request).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::InvalidRequest(_)));
    assert_eq!(
        error.to_string(),
        "refused by a middleware: StopInstances writes"
    );

    let by_name = GenericClient::new(&config, "cvm", "2017-03-12");
    let refused = by_name.call("StopInstances", json!({})).await;
    assert!(refused.is_err());
    by_name.call("DescribeZones", json!({})).await.unwrap();
    let events = by_name.stream("DescribeEvents", json!({})).await;
    assert!(events.is_ok());
    assert_eq!(script.headers("x-checked"), ["yes", "yes"]);
}

#[tokio::test]
async fn stream_reply_has_head_without_body() {
    let events = Step::status(200, "data: {\"Note\":\"x\"}\n\n");
    let script = Script::new([events.with_header("content-type", "text/event-stream")]);
    let statuses = Arc::<Mutex<Vec<(u16, usize, usize)>>>::default();
    let noted = Arc::clone(&statuses);
    let hook = around(move |attempt, next| {
        let noted = Arc::clone(&noted);
        Box::pin(async move {
            let reply = next.run(attempt).await?;
            let seen = (reply.status(), reply.headers().len(), reply.body().len());
            noted.lock().unwrap().push(seen);
            Ok(reply)
        })
    });
    let config = script.config().middleware(hook).build().unwrap();
    let client = GenericClient::new(&config, "hunyuan", "2023-09-01");
    let mut events = client.stream("ChatCompletions", json!({})).await.unwrap();
    assert!(events.next().await.unwrap().is_ok());
    assert_eq!(*statuses.lock().unwrap(), [(200, 1, 0)]);
}

#[tokio::test]
async fn clock_correction_survives_hooks() {
    let expired = Step::code("AuthFailure.SignatureExpire");
    let expired = expired.with_header("date", "Wed, 01 Jan 2031 00:00:00 GMT");
    let script = Script::new([expired, Step::ok()]);
    let config = script.config().middleware(ReadOnly).build().unwrap();
    let client = GenericClient::new(&config, "cvm", "2017-03-12");
    client.call("DescribeLike", json!({})).await.unwrap();
    let timestamps = script.headers("x-tc-timestamp");
    assert_eq!(timestamps[1], "1924992000");
}
