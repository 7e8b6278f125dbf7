//! Sends documented requests of retired APIs through a client, and answers with documented replies.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use tencentcloud_api_runtime::codegen::{self, Envelope, Protocol, Request, ServiceClient};
use tencentcloud_api_runtime::{
    BoxFuture, CallOptions, Clock, Config, Credential, Error, HttpRequest, HttpResponse,
    RequestForm, Transport, TransportError, Value,
};

use super::{assert_equal_when_read, assert_fault, differences};

/// Asserts that the request has the documented parameters, unless it has a known fault. In any
/// case, a query and a form carry the request's members, flattened.
#[track_caller]
pub(crate) fn sent<T: Request + Default + PartialEq>(
    request: &T,
    documented: &str,
    known_fault: Option<&str>,
) {
    let written = codegen::write(request).expect("examples have only finite numbers");
    assert_fault(differences(documented, &written), known_fault);
    let mut members = BTreeMap::new();
    flatten(
        "",
        &written.parse().expect("the runtime writes valid JSON"),
        &mut members,
    );
    for form in [RequestForm::Query, RequestForm::Form] {
        let (call, _) = exchange(request, form, "{}");
        let mut sent = parameters(&call, T::OPERATION.version);
        if !members.contains_key(CLIENT_TOKEN) {
            // The runtime adds one, so that it can retry the call.
            sent.remove(CLIENT_TOKEN);
        }
        assert_eq!(sent, members);
    }
    assert_equal_when_read(request);
}

const CLIENT_TOKEN: &str = "ClientToken";

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

/// Returns the parameters of a call except the common ones.
fn parameters(call: &HttpRequest, version: &str) -> BTreeMap<String, String> {
    let body = String::from_utf8(call.body.to_vec()).expect("a form is text");
    let query = call.url.split_once('?').map(|(_, query)| query.to_owned());
    let text = query.unwrap_or(body);
    let mut parameters = BTreeMap::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').expect("parameters have a value");
        let old = parameters.insert(decoded(name), decoded(value));
        assert_eq!(old, None, "`{name}` occurs twice");
    }
    let stated = parameters.remove("Version").unwrap_or_default();
    assert_eq!(stated, version);
    parameters.retain(|name, _| !COMMON.contains(&name.as_str()));
    parameters
}

/// Collects the single values of JSON by their paths. Lists count from 0.
fn flatten(path: &str, value: &Value, found: &mut BTreeMap<String, String>) {
    let below = |name: &str| match path {
        "" => name.to_owned(),
        _ => format!("{path}.{name}"),
    };
    match value {
        Value::Null => {}
        Value::Object(members) => {
            for (name, value) in members {
                flatten(&below(name), value, found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                flatten(&below(&index.to_string()), value, found);
            }
        }
        Value::String(text) => _ = found.insert(path.to_owned(), text.clone()),
        other => _ = found.insert(path.to_owned(), other.to_string()),
    }
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
