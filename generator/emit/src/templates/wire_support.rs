//! Sends documented requests of retired APIs through a client, and answers with documented replies.

use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use tencentcloud_api_runtime::codegen::{self, Envelope, Protocol, Request, ServiceClient};
use tencentcloud_api_runtime::{
    BoxFuture, CallOptions, Clock, Config, Credential, Error, HttpRequest, HttpResponse,
    RequestForm, Transport, TransportError, Value, json,
};

use super::{assert_equal_when_read, assert_fault, differences};

/// Asserts that the parameters of the request are the documented ones, in a query and in a form,
/// unless it has a known fault.
#[track_caller]
pub(crate) fn sent<T: Request + Default + PartialEq>(
    request: &T,
    documented: &str,
    known_fault: Option<&str>,
) {
    let found = [RequestForm::Query, RequestForm::Form].map(|form| {
        let (call, _) = exchange(request, form, "{}");
        differences(
            documented,
            &parameters(&call, T::OPERATION.version).to_string(),
        )
    });
    assert_eq!(
        found[0], found[1],
        "a query and a form have the same parameters"
    );
    let [found, _] = found;
    assert_fault(found, known_fault);
    assert_equal_when_read(request);
}

/// Asserts that the response keeps all of the documented reply, unless it has a known fault.
#[track_caller]
pub(crate) fn received<T: Request + Default>(documented: &str, known_fault: Option<&str>)
where
    T::Response: PartialEq,
{
    let is_flat = matches!(T::PROTOCOL, Protocol::V2(form) if form.envelope == Envelope::Code);
    let reply = match is_flat {
        true => documented.to_owned(),
        false => format!("{{\"Response\": {documented}}}"),
    };
    let (_, response) = exchange(&T::default(), RequestForm::Form, &reply);
    let response = match response {
        Ok(response) => response,
        Err(error) => return assert_fault(vec![error.to_string()], known_fault),
    };
    let kept = codegen::write(&response).expect("JSON has only finite numbers");
    let mut expected: Value = documented.parse().expect("the generator writes valid JSON");
    if is_flat && let Some(members) = expected.as_object_mut() {
        // The runtime reads the envelope itself. Some pages also list its members.
        let declared = codegen::Structure::schema(&response).members;
        for name in ["code", "message", "codeDesc"] {
            if declared.iter().all(|member| member.name != name) {
                members.remove(name);
            }
        }
    }
    assert_fault(differences(&expected.to_string(), &kept), known_fault);
    assert_equal_when_read(&response);
}

/// Calls the action. Returns the request that was sent, and the response.
fn exchange<T: Request>(
    request: &T,
    form: RequestForm,
    reply: &str,
) -> (HttpRequest, Result<T::Response, Error>) {
    let sent = Arc::new(Mutex::new(None));
    let transport = Reply {
        sent: sent.clone(),
        body: reply.to_owned(),
    };
    let config = Config::builder()
        .credential(Credential::new("id", "key").expect("both are printable"))
        .region("ap-guangzhou")
        // Documented examples lack some required parameters.
        .check_required(false)
        .transport(transport)
        .clock(Stopped)
        .build()
        .expect("the configuration is complete");
    let client = ServiceClient::new(&config);
    let options = CallOptions::new().form(form).retry(false);
    let mut call = pin!(client.send_with(request, &options));
    let mut context = Context::from_waker(Waker::noop());
    let Poll::Ready(response) = call.as_mut().poll(&mut context) else {
        panic!("the reply is ready");
    };
    let sent = sent.lock().unwrap().take();
    (
        sent.unwrap_or_else(|| panic!("{response:?}", response = response.as_ref().err())),
        response,
    )
}

/// A transport that stores the request and replies at once.
struct Reply {
    sent: Arc<Mutex<Option<HttpRequest>>>,
    body: String,
}

impl Transport for Reply {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        *self.sent.lock().unwrap() = Some(request);
        let response = HttpResponse::new(200, self.body.clone());
        Box::pin(std::future::ready(Ok(response)))
    }
}

/// A clock that stands still.
struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_500_000_000)
    }

    fn sleep(&self, _duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

/// The parameters of every request, which examples omit.
const COMMON: [&str; 10] = [
    "Action",
    "Language",
    "Nonce",
    "Region",
    "RequestClient",
    "SecretId",
    "Signature",
    "SignatureMethod",
    "Timestamp",
    "Token",
];

/// Returns the parameters of a call as the JSON that they flatten.
fn parameters(call: &HttpRequest, version: &str) -> Value {
    let body = String::from_utf8(call.body.to_vec()).expect("a form is text");
    let query = call.url.split_once('?').map(|(_, query)| query.to_owned());
    let text = query.unwrap_or(body);
    let mut parameters = json!({});
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').expect("parameters have a value");
        let (name, value) = (decoded(name), decoded(value));
        if COMMON.contains(&name.as_str()) {
            continue;
        }
        if name == "Version" {
            assert!(!version.is_empty(), "an API without version must send none");
            continue;
        }
        insert(&mut parameters, name.split('.'), value);
    }
    parameters
}

/// Puts a value at a path. A number in the path is an index, and indices come in order.
fn insert<'p>(at: &mut Value, mut path: impl Iterator<Item = &'p str>, value: String) {
    let Some(part) = path.next() else {
        *at = Value::String(value);
        return;
    };
    let Ok(index) = part.parse::<usize>() else {
        if !at.is_object() {
            *at = json!({});
        }
        let members = at.as_object_mut().expect("it is an object now");
        return insert(members.entry(part).or_insert(Value::Null), path, value);
    };
    if !at.is_array() {
        *at = json!([]);
    }
    let items = at.as_array_mut().expect("it is a list now");
    assert!(index <= items.len(), "lists count from 0 without gaps");
    if index == items.len() {
        items.push(Value::Null);
    }
    insert(&mut items[index], path, value);
}

/// Decodes a URL-encoded text.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || {
                    let digit = rest.next().map(char::from);
                    digit
                        .and_then(|digit| digit.to_digit(16))
                        .expect("two hexadecimal digits")
                };
                u8::try_from(digit() * 16 + digit()).expect("two digits fit")
            }
            other => other,
        });
    }
    String::from_utf8(bytes).expect("parameters are UTF-8")
}
