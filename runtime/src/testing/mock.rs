//! A transport that replies from functions, one per action.

use std::fmt;
use std::future::ready;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue};
use serde_json::{Value, json};

use super::exchange::Call;
use crate::codec;
use crate::config::ConfigBuilder;
use crate::operation::Request;
use crate::time::BoxFuture;
use crate::transport::{HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind};

/// A transport that replies to calls from functions and records the calls. Clones share both.
///
/// If an action has several functions, the one added last replies. A call of an action without a
/// function fails with the code `MockTransport.UnexpectedAction`.
#[derive(Clone, Default)]
pub struct MockTransport {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    handlers: Vec<Arc<Handler>>,
    calls: Vec<Call>,
}

struct Handler {
    /// `None` for calls by name, which match the action of any product.
    service: Option<&'static str>,
    action: String,
    answer: Mutex<AnswerFunction>,
}

type AnswerFunction = Box<dyn FnMut(Value) -> Result<Answer, Fault> + Send>;

enum Answer {
    /// The content of `Response`.
    Content(Value),
    /// The data of each event.
    Events(Vec<String>),
}

impl MockTransport {
    /// Returns a transport without functions.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Replies to a typed action with the response that the function returns.
    #[must_use]
    pub fn on<R: Request + Default>(
        self,
        mut handler: impl FnMut(R) -> R::Response + Send + 'static,
    ) -> Self {
        self.try_on(move |request: R| Ok(handler(request)))
    }

    /// Replies to a typed action with the response or failure that the function returns.
    #[must_use]
    pub fn try_on<R: Request + Default>(
        self,
        mut handler: impl FnMut(R) -> Result<R::Response, Fault> + Send + 'static,
    ) -> Self {
        let operation = R::OPERATION;
        self.add(
            Some(operation.service),
            operation.action,
            move |parameters| {
                let mut request = R::default();
                codec::read(&parameters.to_string(), &mut request)
                    .map_err(|error| misuse("UnreadableRequest", &error))?;
                let response = handler(request)?;
                let text = codec::write(&response);
                let text = text.map_err(|error| misuse("UnwritableResponse", &error))?;
                let content = serde_json::from_str(&text);
                Ok(Answer::Content(
                    content.map_err(|error| misuse("UnwritableResponse", &error))?,
                ))
            },
        )
    }

    /// Replies to an action by name, of any product. The function receives the parameters and
    /// returns the content of `Response`. A missing `RequestId` is added.
    #[must_use]
    pub fn on_action(
        self,
        action: &str,
        mut handler: impl FnMut(Value) -> Value + Send + 'static,
    ) -> Self {
        self.try_on_action(action, move |parameters| Ok(handler(parameters)))
    }

    /// Replies to an action by name, as [`on_action`](Self::on_action) does, or with a failure.
    #[must_use]
    pub fn try_on_action(
        self,
        action: &str,
        mut handler: impl FnMut(Value) -> Result<Value, Fault> + Send + 'static,
    ) -> Self {
        self.add(None, action, move |parameters| {
            Ok(Answer::Content(handler(parameters)?))
        })
    }

    /// Replies to an action by name with a stream of events. The function returns the data of each
    /// event.
    #[must_use]
    pub fn on_stream(
        self,
        action: &str,
        mut handler: impl FnMut(Value) -> Vec<String> + Send + 'static,
    ) -> Self {
        self.add(None, action, move |parameters| {
            Ok(Answer::Events(handler(parameters)))
        })
    }

    /// Returns the calls so far in their order, including unexpected ones.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.lock().calls.clone()
    }

    /// Returns a configuration that sends to this transport. See [`config`](super::config) for its
    /// other settings.
    pub fn config(&self) -> ConfigBuilder {
        super::config(self.clone())
    }

    fn add(
        self,
        service: Option<&'static str>,
        action: &str,
        answer: impl FnMut(Value) -> Result<Answer, Fault> + Send + 'static,
    ) -> Self {
        self.lock().handlers.push(Arc::new(Handler {
            service,
            action: action.to_owned(),
            answer: Mutex::new(Box::new(answer)),
        }));
        self
    }

    /// Locks the state. A function that panicked earlier must not hide later calls.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records a call. Returns its function and the request ID of the reply.
    fn enter(&self, call: Call) -> (Option<Arc<Handler>>, String) {
        let mut state = self.lock();
        let known = |handler: &&Arc<Handler>| {
            let service = handler.service.unwrap_or(&call.service);
            service == call.service && handler.action == call.action
        };
        let handler = state.handlers.iter().rev().find(known).cloned();
        state.calls.push(call);
        (handler, format!("mock-{}", state.calls.len()))
    }

    /// Replies to a request. Releases the lock first, because the function may read the calls.
    fn answer(&self, request: &HttpRequest) -> Result<HttpResponse, TransportError> {
        let call = Call::from_request(request);
        let unexpected = format!(
            "no function replies to {} of {}: add one with `on` or `on_action`",
            call.action, call.service
        );
        let parameters = call.parameters.clone();
        let (handler, request_id) = self.enter(call);
        let answer = match handler {
            Some(handler) => {
                let mut answer = handler
                    .answer
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner);
                answer(parameters)
            }
            None => Err(Fault::api("MockTransport.UnexpectedAction", unexpected)),
        };
        match answer {
            Ok(Answer::Content(content)) => Ok(reply(content, &request_id)),
            Ok(Answer::Events(events)) => Ok(stream(&events)),
            Err(fault) => fault.into_reply(&request_id),
        }
    }
}

/// Returns a failure that reports a mistake in the test itself.
fn misuse(kind: &str, error: &dyn fmt::Display) -> Fault {
    Fault::api(format!("MockTransport.{kind}"), error.to_string())
}

fn reply(mut content: Value, request_id: &str) -> HttpResponse {
    if content.is_null() {
        content = json!({});
    }
    if let Value::Object(members) = &mut content {
        let id = members.entry("RequestId").or_insert(Value::Null);
        if id.is_null() {
            *id = Value::from(request_id);
        }
    }
    HttpResponse::new(200, json!({"Response": content}).to_string())
}

fn stream(events: &[String]) -> HttpResponse {
    let mut body = String::new();
    for event in events {
        for line in event.split('\n') {
            body.push_str("data: ");
            body.push_str(line);
            body.push('\n');
        }
        body.push('\n');
    }
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    HttpResponse::new(200, body).with_headers(headers)
}

impl Transport for MockTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(ready(self.answer(&request)))
    }
}

impl fmt::Debug for MockTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.lock();
        let actions: Vec<_> = state
            .handlers
            .iter()
            .map(|handler| &handler.action)
            .collect();
        f.debug_struct("MockTransport")
            .field("actions", &actions)
            .field("calls", &state.calls.len())
            .finish()
    }
}

/// A failure with which a mocked call ends: an API error, a gateway's reply, or no reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault(Kind);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Api { code: String, message: String },
    Status { status: u16, body: String },
    Transport(TransportErrorKind),
}

impl Fault {
    /// Returns an error of the API, with a code such as `ResourceNotFound` and HTTP status 200.
    #[must_use]
    pub fn api(code: impl Into<String>, message: impl Into<String>) -> Self {
        let (code, message) = (code.into(), message.into());
        Self(Kind::Api { code, message })
    }

    /// Returns a reply that a gateway might send, with any status and body.
    #[must_use]
    pub fn status(status: u16, body: impl Into<String>) -> Self {
        let body = body.into();
        Self(Kind::Status { status, body })
    }

    /// Returns a failure of the transport, without a reply.
    #[must_use]
    pub fn transport(kind: TransportErrorKind) -> Self {
        Self(Kind::Transport(kind))
    }

    /// Returns the reply or error that the transport delivers.
    pub(crate) fn into_reply(self, request_id: &str) -> Result<HttpResponse, TransportError> {
        match self.0 {
            Kind::Api { code, message } => {
                let error = json!({"Code": code, "Message": message});
                let reply = json!({"Response": {"Error": error, "RequestId": request_id}});
                Ok(HttpResponse::new(200, reply.to_string()))
            }
            Kind::Status { status, body } => Ok(HttpResponse::new(status, body)),
            Kind::Transport(kind) => Err(TransportError::new(kind, "requested by the test")),
        }
    }
}
