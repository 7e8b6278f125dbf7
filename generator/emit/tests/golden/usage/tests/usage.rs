//! Applications' code against an emitted crate, and the requests that it sends.

use std::future::{Future, pending, ready};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use golden_api::{
    BoxFuture, CallOptions, Clock, Config, Credential, HttpRequest, HttpResponse, Transport,
    TransportError, Value, json, mini,
};
use mini::v20170312 as old;

/// A transport that returns prepared answers in order and records the requests.
#[derive(Clone, Default)]
struct Server {
    answers: Arc<Mutex<Vec<Value>>>,
    sent: Arc<Mutex<Vec<Value>>>,
}

impl Server {
    fn answering(answers: impl IntoIterator<Item = Value>) -> Self {
        let answers: Vec<Value> = answers.into_iter().collect();
        Self {
            answers: Arc::new(Mutex::new(answers.into_iter().rev().collect())),
            sent: Arc::default(),
        }
    }

    fn client(&self) -> old::Client {
        old::Client::new(&self.config())
    }

    fn config(&self) -> Config {
        let config = Config::builder()
            .credential(Credential::new("id", "key").unwrap())
            .region("ap-guangzhou")
            .transport(self.clone())
            .clock(Midnight);
        config.build().unwrap()
    }

    fn sent(&self) -> Vec<Value> {
        self.sent.lock().unwrap().clone()
    }
}

impl Transport for Server {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let body = std::str::from_utf8(&request.body).unwrap();
        self.sent.lock().unwrap().push(body.parse().unwrap());
        let answer = self
            .answers
            .lock()
            .unwrap()
            .pop()
            .expect("more requests than answers");
        let body = json!({ "Response": answer }).to_string();
        Box::pin(ready(Ok(HttpResponse::new(200, body))))
    }
}

struct Midnight;

impl Clock for Midnight {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }
    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(pending())
    }
}

/// Returns the result of a future that is ready at its first poll.
fn finish<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => panic!("the future is not ready"),
    }
}

#[test]
fn unset_and_empty_members_differ() {
    let server = Server::answering([json!({}), json!({})]);
    let client = server.client();
    let request = old::DescribeInstancesRequest::default()
        .filters([old::Filter::default()
            .name("zone")
            .values(["ap-guangzhou-3"])])
        .instance_ids(Vec::<String>::new())
        .limit(20);
    finish(client.describe_instances(request)).unwrap();
    finish(client.call(&old::DescribeInstancesRequest::default())).unwrap();
    let filters = json!([{ "Name": "zone", "Values": ["ap-guangzhou-3"] }]);
    let full = json!({ "InstanceIds": [], "Filters": filters, "Limit": 20 });
    assert_eq!(server.sent(), [full, json!({})]);
}

#[test]
fn options_apply_to_call_or_client() {
    let server = Server::answering([json!({}), json!({}), json!({ "RequestId": "r" })]);
    let client = server.client();
    let options = CallOptions::new().parameter("Undocumented", Value::Null);
    let request = old::DescribeInstancesRequest::default().limit(1);
    let limited = client.with(CallOptions::new().parameter("Limit", 2));
    finish(limited.describe_instances(request.clone())).unwrap();
    finish(limited.call_with(&request, &options)).unwrap();
    let detailed = finish(client.call_detailed(&request, &options)).unwrap();
    assert_eq!(detailed.request_id.as_deref(), Some("r"));
    assert_eq!(&detailed.raw[..], br#"{"Response":{"RequestId":"r"}}"#);
    assert_eq!(
        server.sent(),
        [
            json!({ "Limit": 2 }),
            json!({ "Limit": 2, "Undocumented": null }),
            json!({ "Limit": 1, "Undocumented": null }),
        ]
    );
}

#[test]
fn pages_follow_offset_and_total() {
    let page = |ids: &[&str]| {
        let instances: Vec<Value> = ids.iter().map(|id| json!({ "InstanceId": id })).collect();
        json!({ "TotalCount": 3, "InstanceSet": instances })
    };
    let server = Server::answering([page(&["a", "b"]), page(&["c"])]);
    let request = old::DescribeInstancesRequest::default().limit(2);
    let mut items = server.client().describe_instances_pages(request).items();
    let mut ids = Vec::new();
    while let Some(instance) = finish(items.next()) {
        ids.push(instance.unwrap().instance_id.unwrap());
    }
    assert_eq!(ids, ["a", "b", "c"]);
    let offsets: Vec<Value> = server
        .sent()
        .iter()
        .map(|body| body["Offset"].clone())
        .collect();
    assert_eq!(offsets.last(), Some(&json!(2)));
}

#[test]
fn token_paging_stops_at_flag() {
    let page = |context: &str, over: bool| json!({ "Context": context, "ListOver": over, "Results": [context] });
    let server = Server::answering([page("x", false), page("y", true)]);
    let request = old::SearchLogRequest::default().query("*");
    let mut pages = server.client().search_log_pages(request);
    let mut results = Vec::new();
    while let Some(page) = finish(pages.next()) {
        results.extend(page.unwrap().results);
    }
    assert_eq!(results, ["x", "y"]);
    assert_eq!(server.sent()[1], json!({ "Context": "x", "Query": "*" }));
}

#[test]
fn missing_required_member_prevents_sending() {
    let server = Server::default();
    let request = old::RunInstancesRequest::default().placement(old::Placement::default());
    let error = finish(server.client().run_instances(request))
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("ImageId") && error.contains("Placement.Zone"),
        "{error}"
    );
    assert!(server.sent().is_empty());
}

#[test]
fn debug_hides_secrets_and_unset_members() {
    let request = old::RunInstancesRequest::default()
        .image_id("img-1")
        .login_settings(old::LoginSettings::default().password("hunter2"))
        .user_data("c2VjcmV0");
    let printed = format!("{request:?}");
    assert!(
        printed.contains("img-1") && printed.contains("RunInstancesRequest"),
        "{printed}"
    );
    for hidden in ["hunter2", "c2VjcmV0", "Matrix"] {
        assert!(!printed.contains(hidden), "{printed}");
    }
}

#[test]
fn received_structure_can_be_built() {
    let mut task = old::Task::default();
    let mut next = old::Task::default();
    next.sub_tasks.push(old::Task::default());
    task.next = Some(Box::new(next));
    assert_eq!(task.next.unwrap().sub_tasks.len(), 1);
    assert_eq!(old::Instance::INSTANCE_STATE_RUNNING, "RUNNING");
}

#[test]
fn newest_version_is_re_exported() {
    let server = Server::answering([json!({ "Ids": ["7", 8] })]);
    let client = mini::Client::new(&server.config());
    let request = mini::DescribeInstancesRequest::default()
        .limit("1")
        .offset("0");
    let ids = finish(client.describe_instances(request)).unwrap().ids;
    assert_eq!(ids, [7, 8]);
    assert_eq!(
        old::error_code::INVALID_INSTANCE_ID_MALFORMED,
        "InvalidInstanceId.Malformed"
    );
}

#[test]
fn clients_and_calls_cross_threads() {
    fn shared<T: Clone + Send + Sync + std::fmt::Debug + 'static>(_: &T) {}
    fn sent<T: Send>(_: T) {}
    let client = Server::default().client();
    shared(&client);
    sent(client.describe_instances(old::DescribeInstancesRequest::default()));
    sent(client.describe_instances_pages(old::DescribeInstancesRequest::default()));
}

/// Deprecated items warn their users: `expect` fails without a warning. Compiling the crate shows
/// that its own code does not warn.
#[test]
fn deprecated_items_warn_users() {
    let request = old::RunInstancesRequest::default();
    #[expect(deprecated, reason = "the setter")]
    let request = request.dry_run(true);
    #[expect(deprecated, reason = "the field")]
    let sent = request.dry_run;
    assert_eq!(sent, Some(true));
    let instance = old::Instance::default();
    #[expect(deprecated, reason = "a response's field")]
    let is_spot = instance.is_spot;
    assert_eq!(is_spot, None);
    #[expect(deprecated, reason = "a value")]
    let value = old::RunInstancesRequest::INSTANCE_CHARGE_TYPE_POSTPAID_BY_HOUR;
    assert_eq!(value, "POSTPAID_BY_HOUR");
    #[expect(deprecated, reason = "a structure")]
    let group = old::TaskGroup::default();
    assert!(format!("{group:?}").starts_with("TaskGroup"));
}

#[test]
fn deprecated_action_warns_in_every_call() {
    let server = Server::answering([json!({"Response": {"RequestId": "1"}})]);
    let client = server.client();
    #[expect(
        deprecated,
        reason = "the request, which calls without the method need"
    )]
    let request = old::DescribeTasksRequest::default()
        .page_number(1)
        .page_size(1);
    #[expect(deprecated, reason = "the method")]
    let call = client.describe_tasks(request.clone());
    finish(call).unwrap();
    #[expect(deprecated, reason = "the paging method")]
    let pages = client.describe_tasks_pages(request);
    drop(pages);
    assert_eq!(server.sent().len(), 1);
}
