//! A transport that replies from functions, one per action.

use std::collections::VecDeque;
use std::fmt;
use std::future::pending;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue};
use serde_json::{Value, json};

use super::ManualClock;
use super::exchange::Call;
use super::expectations::{Expected, UnmetExpectations};
use super::fault::{Fault, MockReply};
use crate::codec;
use crate::error::{DecodeError, Error};
use crate::operation::Request;
use crate::settings::ConfigBuilder;
use crate::time::{BoxFuture, Clock};
use crate::transport::{HttpRequest, HttpResponse, Transport, TransportError};
use crate::v2::Envelope;

/// A transport that replies to calls from functions and records the calls. Clones share both.
///
/// If an action has several functions, the one added last replies. A call of an action without a
/// function fails with the code `MockTransport.UnexpectedAction`.
#[derive(Clone, Default)]
pub struct MockTransport {
    state: Arc<Mutex<State>>,
    /// The clock of delays; `None` for one that skips them.
    clock: Option<ManualClock>,
}

#[derive(Default)]
struct State {
    handlers: Vec<Arc<Handler>>,
    calls: Vec<Call>,
    /// The calls that no function replies to.
    unexpected: Vec<String>,
}

struct Handler {
    /// `None` for calls by name, which match the action of any product.
    service: Option<&'static str>,
    action: String,
    answer: Mutex<AnswerFunction>,
    expected: Expected,
}

type AnswerFunction = Box<dyn FnMut(Value) -> MockReply<Answer> + Send>;

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
        handler: impl FnMut(R) -> Result<R::Response, Fault> + Send + 'static,
    ) -> Self {
        self.reply::<R, _>(handler)
    }

    /// Replies to a typed action with what the function returns: a response or failure, or a
    /// [`MockReply`] with headers and a delay.
    #[must_use]
    pub fn reply<R: Request + Default, M: Into<MockReply<R::Response>>>(
        self,
        mut handler: impl FnMut(R) -> M + Send + 'static,
    ) -> Self {
        let answer = move |parameters: Value| {
            let mut request = R::default();
            match codec::read(&parameters.to_string(), &mut request) {
                Ok(_) => handler(request).into().and_then(written),
                Err(error) => misuse("UnreadableRequest", &error).into(),
            }
        };
        let operation = R::OPERATION;
        let expected = Expected::default();
        self.add(Some(operation.service), operation.action, expected, answer)
    }

    /// Replies to the calls of a typed action with one of these after the other. Calls beyond the
    /// last one fail with the code `MockTransport.SequenceExhausted`.
    #[must_use]
    pub fn sequence<R: Request>(
        self,
        replies: impl IntoIterator<Item = impl Into<MockReply<R::Response>>>,
    ) -> Self {
        let operation = R::OPERATION;
        let replies = replies
            .into_iter()
            .map(|reply| reply.into().and_then(written));
        self.add_sequence(Some(operation.service), operation.action, replies.collect())
    }

    /// Replies to the calls of an action by name, as [`sequence`](Self::sequence) does.
    #[must_use]
    pub fn sequence_for_action(
        self,
        action: &str,
        replies: impl IntoIterator<Item = impl Into<MockReply<Value>>>,
    ) -> Self {
        let content = |reply: MockReply<Value>| reply.and_then(|value| Ok(Answer::Content(value)));
        let replies = replies.into_iter().map(|reply| content(reply.into()));
        self.add_sequence(None, action, replies.collect())
    }

    fn add_sequence(
        self,
        service: Option<&'static str>,
        action: &str,
        mut replies: VecDeque<MockReply<Answer>>,
    ) -> Self {
        let length = replies.len();
        let exhausted = format!("all {length} replies of the sequence for {action} were given");
        self.add(service, action, Expected::calls(length), move |_| {
            let exhausted = || Fault::api("MockTransport.SequenceExhausted", exhausted.clone());
            replies.pop_front().unwrap_or_else(|| exhausted().into())
        })
    }

    /// Replies to an action by name, of any product. The function receives the parameters and
    /// returns the content of `Response`. A missing `RequestId` is added, or in replies without
    /// `Response` a missing `code`.
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
        self.add(None, action, Expected::default(), move |parameters| {
            handler(parameters).map(Answer::Content).into()
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
        self.add(None, action, Expected::default(), move |parameters| {
            MockReply::new(Answer::Events(handler(parameters)))
        })
    }

    /// Returns the calls so far in their order, including unexpected ones.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.lock().calls.clone()
    }

    /// Returns the requests of a typed action so far, in their order.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) if the parameters of a call by name are not
    /// those of the action, or not JSON.
    pub fn requests<R: Request + Default>(&self) -> Result<Vec<R>, Error> {
        let operation = R::OPERATION;
        let is_of_action =
            |call: &&Call| call.service == operation.service && call.action == operation.action;
        let parse = |call: &Call| {
            let mut request = R::default();
            let read = codec::read(&call.parameters.to_string(), &mut request);
            read.map_err(|error| Error::from(DecodeError::new(&error)))?;
            Ok(request)
        };
        let state = self.lock();
        state.calls.iter().filter(is_of_action).map(parse).collect()
    }

    /// Checks that every call had a function, that every function was called, and that every reply
    /// of a sequence was given. A function that a later one replaced counts too.
    ///
    /// # Errors
    /// All differences. `transport.verify().unwrap()` prints them.
    pub fn verify(&self) -> Result<(), UnmetExpectations> {
        let state = self.lock();
        let unexpected = state.unexpected.iter();
        let unexpected = unexpected.map(|call| format!("{call} was called unexpectedly"));
        let handlers = state.handlers.iter();
        let unmet = handlers.filter_map(|handler| handler.expected.difference(&handler.action));
        let differences: Vec<String> = unexpected.chain(unmet).collect();
        if differences.is_empty() {
            return Ok(());
        }
        Err(UnmetExpectations(differences))
    }

    /// Uses this clock for delays, and for configurations of [`config`](Self::config).
    #[must_use]
    pub fn with_clock(mut self, clock: ManualClock) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Returns a configuration that sends to this transport. See [`config`](super::config) for its
    /// other settings.
    pub fn config(&self) -> ConfigBuilder {
        let config = super::config(self.clone());
        match &self.clock {
            Some(clock) => config.clock(clock.clone()),
            None => config,
        }
    }

    fn add(
        self,
        service: Option<&'static str>,
        action: &str,
        expected: Expected,
        answer: impl FnMut(Value) -> MockReply<Answer> + Send + 'static,
    ) -> Self {
        self.lock().handlers.push(Arc::new(Handler {
            service,
            action: action.to_owned(),
            answer: Mutex::new(Box::new(answer)),
            expected,
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
        match &handler {
            Some(handler) => handler.expected.note_call(),
            None => {
                let call = format!("{} of {}", call.action, call.service);
                state.unexpected.push(call);
            }
        }
        state.calls.push(call);
        (handler, format!("mock-{}", state.calls.len()))
    }

    /// Returns the delay of the reply to a request, and the reply, which is `None` if it never
    /// arrives. Releases the lock first, because the function may read the calls.
    fn answer(&self, request: &HttpRequest) -> (Duration, Option<Delivered>) {
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
            None => Fault::api("MockTransport.UnexpectedAction", unexpected).into(),
        };
        let mut delivered = match answer.result {
            Ok(Answer::Content(content)) => Some(Ok(match &request.v2 {
                Some((_, Envelope::Code)) => flat_reply(content),
                _ => reply(content, &request_id),
            })),
            Ok(Answer::Events(events)) => Some(Ok(stream(&events))),
            Err(fault) => fault.delivered(&request_id),
        };
        if let Some(Ok(response)) = &mut delivered {
            response.headers.extend(answer.headers);
        }
        (answer.delay, delivered)
    }

    /// Waits on the mock's clock, or forever if the caller gives up before.
    async fn wait(&self, delay: Duration, deadline: Option<Instant>) {
        if delay.is_zero() {
            return;
        }
        // Clocks that skip waits cannot tell which of two waits ends first.
        let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        if left.is_some_and(|left| delay >= left) {
            pending::<()>().await;
        }
        if let Some(clock) = &self.clock {
            clock.sleep(delay).await;
        }
    }
}

/// A reply or the failure to receive one.
type Delivered = Result<HttpResponse, TransportError>;

/// Writes a typed response.
fn written(response: impl codec::Structure) -> Result<Answer, Fault> {
    let text = codec::write(&response);
    let text = text.map_err(|error| misuse("UnwritableResponse", &error))?;
    let content = serde_json::from_str(&text);
    let content = content.map_err(|error| misuse("UnwritableResponse", &error))?;
    Ok(Answer::Content(content))
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

/// Returns a reply of an API whose replies have no `Response`. A missing code means success.
fn flat_reply(mut content: Value) -> HttpResponse {
    if content.is_null() {
        content = json!({});
    }
    if let Value::Object(members) = &mut content {
        for (name, success) in [("code", json!(0)), ("message", json!(""))] {
            let member = members.entry(name).or_insert(Value::Null);
            if member.is_null() {
                *member = success;
            }
        }
    }
    HttpResponse::new(200, content.to_string())
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
        let deadline = request.deadline;
        let (delay, delivered) = self.answer(&request);
        Box::pin(async move {
            self.wait(delay, deadline).await;
            match delivered {
                Some(delivered) => delivered,
                None => pending().await,
            }
        })
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
