//! One call, top-down: its time limit, its attempts, the endpoint of each, and the exchange.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::time::{Duration, Instant};

use http::HeaderValue;
use tracing::{Instrument, Span};

use super::ServiceClient;
use super::call::{Authorization, PreparedCall};
use super::envelope::{self, Destination, Output};
use super::hooks;
use super::request;
use crate::codec::{self, Mismatch};
use crate::endpoint::Endpoint;
use crate::error::{Error, InvalidRequest, RateLimitError, TimeoutKind};
use crate::failover::Permit;
use crate::limit::LimitedRequest;
use crate::observe::{self, Outcome, Subject};
use crate::reply::{Response, request_id, text_of};
use crate::retry::{NeverRetry, RetryPolicy, RetryState, retry_after};
use crate::stream::{self, Events};
use crate::time;
use crate::transport::{HttpRequest, HttpResponse, TransportError};
use crate::v2::Envelope;

/// The reply of a successful call.
pub(super) struct Reply {
    pub(super) http: HttpResponse,
    attempts: u32,
    /// The trace id that the request carried.
    pub(super) trace_id: Option<HeaderValue>,
    envelope: Envelope,
    /// The values that did not fit their documented types.
    pub(super) mismatches: Vec<Mismatch>,
}

impl Reply {
    pub(super) fn into_response<T>(self, body: T) -> Response<T> {
        let request_id = request_id(self.envelope, &text_of(&self.http.body));
        let trace_id = self.trace_id.as_ref();
        Response::new(body, self.http, request_id, trace_id, self.mismatches)
    }
}

/// A failed attempt.
pub(super) struct AttemptError {
    pub(super) error: Error,
    /// True if the reply revealed a wrong local clock.
    pub(super) clock_corrected: bool,
}

impl<E: Into<Error>> From<E> for AttemptError {
    fn from(error: E) -> Self {
        Self {
            error: error.into(),
            clock_corrected: false,
        }
    }
}

/// Makes a call within its span. The call is borrowed because an `async` function stores a moved
/// argument twice.
pub(super) async fn run(
    client: &ServiceClient,
    call: &mut PreparedCall<'_>,
    output: &mut Output<'_>,
) -> Result<Reply, Error> {
    let callee = call.callee;
    let method = call.content.method.clone();
    let subject = Subject {
        service: callee.service,
        version: callee.version,
        action: callee.action,
        region: call.region,
        method: method.as_str(),
        envelope: callee.protocol.envelope(),
    };
    let span = observe::call_span(subject);
    let started = span_start(client, &span);
    let result = pin!(run_within_timeout(client, call, subject, output));
    let result = result.instrument(span.clone()).await;
    let attempts = match &result {
        Ok(reply) => reply.attempts,
        Err(error) => error.attempts(),
    };
    let outcome = result.as_ref().map(|reply| &reply.http);
    record(client, (&span, subject), started, Some(attempts), outcome);
    result
}

/// Makes the attempts within the time limit of the whole call.
async fn run_within_timeout(
    client: &ServiceClient,
    call: &mut PreparedCall<'_>,
    subject: Subject<'_>,
    output: &mut Output<'_>,
) -> Result<Reply, Error> {
    let attempts = AtomicU32::new(0);
    let allowed = call.timeout;
    let late = || Err(Error::timeout(TimeoutKind::Total, Some(allowed)));
    let result = if allowed.is_zero() {
        late()
    // The wait for the first slot does not count towards the time limit.
    } else if let Err(refusal) = wait_for_slot(client, call).await {
        Err(refusal.into())
    } else {
        call.deadline = Instant::now().checked_add(allowed);
        let limit = client.config.0.clock.sleep(allowed);
        let future = pin!(retry_loop(client, call, subject, output, &attempts));
        time::before(limit, future).await.unwrap_or_else(late)
    };
    match result {
        Ok(http) => Ok(Reply {
            http,
            trace_id: call.trace_id.take(),
            envelope: subject.envelope,
            mismatches: std::mem::take(&mut output.mismatches),
            attempts: attempts.into_inner(),
        }),
        Err(error) => {
            let trace_id = call.trace_id.as_ref().and_then(|id| id.to_str().ok());
            let error = error.with_trace_id(trace_id);
            Err(error.after_attempts(attempts.into_inner()))
        }
    }
}

/// Waits until the action's documented rate permits an attempt, if the configuration asks for it.
async fn wait_for_slot(
    client: &ServiceClient,
    call: &PreparedCall<'_>,
) -> Result<(), RateLimitError> {
    let settings = &client.config.0;
    let (Some(limiter), Some(rate)) = (&settings.rate_limiter, call.callee.rate_limit) else {
        return Ok(());
    };
    let (service, action) = (call.callee.service, call.callee.action);
    let request = LimitedRequest::new(service, action, rate, settings.clock.as_ref());
    let slot = limiter.acquire(request.in_region(call.region.unwrap_or_default()));
    slot.await.map_err(|refusal| refusal.of(service, action))
}

/// Retries the attempt as long as it fails and the retry state allows another one.
async fn retry_loop(
    client: &ServiceClient,
    call: &mut PreparedCall<'_>,
    subject: Subject<'_>,
    output: &mut Output<'_>,
    attempts: &AtomicU32,
) -> Result<HttpResponse, Error> {
    let settings = &client.config.0;
    let mut state = retry_state(client, call, attempts);
    let primary = match settings.failover {
        Some(_) => Some(Arc::clone(&call.endpoint)),
        None => None,
    };
    loop {
        let number = state.begin_attempt();
        let result = {
            let attempt = pin!(attempt_at_endpoint(
                client,
                call,
                number,
                primary.as_ref(),
                output
            ));
            attempt_in_span(client, number, subject, attempt).await
        };
        let failed = match result {
            Ok(response) => {
                state.succeeded();
                return Ok(response);
            }
            Err(failed) => failed,
        };
        let now = settings.clock.monotonic();
        let random = settings.random.as_ref();
        match state.delay_after(&failed.error, failed.clock_corrected, now, random) {
            Some(Duration::ZERO) => {}
            Some(delay) => settings.clock.sleep(delay).await,
            None => return Err(failed.error),
        }
        // A reply may fill in members before it states an error.
        if let Destination::Structure(structure) = &mut output.destination {
            codec::clear(*structure);
        }
        if let Err(refusal) = wait_for_slot(client, call).await {
            // The caller needs to know that an attempt was made, and how it ended.
            observe::retry_refused(&refusal);
            return Err(failed.error);
        }
    }
}

fn retry_state<'a>(
    client: &'a ServiceClient,
    call: &PreparedCall<'_>,
    attempts: &'a AtomicU32,
) -> RetryState<'a> {
    let settings = &client.config.0;
    let policy: &dyn RetryPolicy = if call.retry {
        settings.retry.policy.as_ref()
    } else {
        &NeverRetry
    };
    RetryState {
        policy,
        backoff: &settings.retry.backoff,
        budget: &client.shared.budget,
        timeout: call.timeout,
        idempotent: call.idempotent,
        started: settings.clock.monotonic(),
        attempts,
        paid: None,
    }
}

/// Makes an attempt within its span.
async fn attempt_in_span(
    client: &ServiceClient,
    number: u32,
    subject: Subject<'_>,
    attempt: Pin<&mut impl Future<Output = Result<HttpResponse, AttemptError>>>,
) -> Result<HttpResponse, AttemptError> {
    let span = observe::attempt_span(number, subject);
    let started = span_start(client, &span);
    let result = attempt.instrument(span.clone()).await;
    let outcome = result.as_ref().map_err(|failed| &failed.error);
    record(client, (&span, subject), started, None, outcome);
    result
}

/// Makes an attempt at the first endpoint whose breaker permits it. Without failover, `primary` is
/// `None`.
async fn attempt_at_endpoint(
    client: &ServiceClient,
    call: &mut PreparedCall<'_>,
    number: u32,
    primary: Option<&Arc<Endpoint>>,
    output: &mut Output<'_>,
) -> Result<HttpResponse, AttemptError> {
    let Some(primary) = primary else {
        observe::record_server(&Span::current(), &call.endpoint);
        return hooks::attempt(client, call, number, output).await;
    };
    let permit = choose_endpoint(client, call, primary)?;
    observe::record_server(&Span::current(), &call.endpoint);
    let result = hooks::attempt(client, call, number, output).await;
    if let Some(permit) = permit {
        permit.finish(result.as_ref().map_err(|failed| &failed.error).err());
    }
    result
}

/// Points the call at the first endpoint whose breaker permits it, or at `primary` if none does.
fn choose_endpoint(
    client: &ServiceClient,
    call: &mut PreparedCall<'_>,
    primary: &Arc<Endpoint>,
) -> Result<Option<Permit>, InvalidRequest> {
    let settings = &client.config.0;
    call.endpoint = Arc::clone(primary);
    // A call without a target names its endpoint, so no backup may replace it.
    let (Some(breakers), Some(target)) = (&settings.failover, &call.target) else {
        return Ok(None);
    };
    if let Some(permit) = breakers.try_acquire(&primary.url) {
        return Ok(Some(permit));
    }
    for backup in breakers.backups() {
        let Some(endpoint) = settings.endpoint.backup(target, backup)? else {
            continue;
        };
        if let Some(permit) = breakers.try_acquire(&endpoint.url) {
            call.endpoint = endpoint;
            return Ok(Some(permit));
        }
    }
    Ok(None)
}

/// Makes an attempt within the time limit of one attempt.
pub(super) async fn attempt_within_timeout(
    client: &ServiceClient,
    call: &PreparedCall<'_>,
    output: &mut Output<'_>,
) -> Result<HttpResponse, AttemptError> {
    let Some(allowed) = client.config.0.attempt_timeout else {
        return attempt(client, call, call.deadline, output).await;
    };
    if allowed.is_zero() {
        return Err(Error::timeout(TimeoutKind::Attempt, Some(allowed)).into());
    }
    let deadline = Instant::now().checked_add(allowed);
    let deadline = deadline.into_iter().chain(call.deadline).min();
    let attempt = pin!(attempt(client, call, deadline, output));
    let limit = client.config.0.clock.sleep(allowed);
    let finished = time::before(limit, attempt).await;
    finished.unwrap_or_else(|| Err(Error::timeout(TimeoutKind::Attempt, Some(allowed)).into()))
}

/// Makes one attempt: signs with the current credential and time, sends, and decodes the reply.
async fn attempt(
    client: &ServiceClient,
    call: &PreparedCall<'_>,
    deadline: Option<Instant>,
    output: &mut Output<'_>,
) -> Result<HttpResponse, AttemptError> {
    let (mut request, signed_at) = authorize(client, call).await?;
    request.deadline = deadline;
    match exchange(client, request, output).await? {
        Received::Whole(response) => decode(client, call, response, signed_at, output),
        Received::Stream(head) => Ok(head),
    }
}

/// Returns the signed request and the timestamp of its signature.
async fn authorize(
    client: &ServiceClient,
    call: &PreparedCall<'_>,
) -> Result<(HttpRequest, u64), Error> {
    let credential = match call.authorization {
        Authorization::Skip => None,
        _ => Some(client.config.credential().await?),
    };
    // Fetching the credential may have taken long, so the clock is read afterwards.
    let now = client.config.0.clock.now();
    let timestamp = client.shared.clock_offset.timestamp(now);
    let request = request::build(client, call, timestamp, credential.as_ref())?;
    Ok((request, timestamp))
}

/// A reply.
enum Received {
    Whole(HttpResponse),
    /// Status and headers of a stream, whose body is in the output.
    Stream(HttpResponse),
}

/// Sends the request and receives the reply, or the head of the stream that the output expects.
async fn exchange(
    client: &ServiceClient,
    request: HttpRequest,
    output: &mut Output<'_>,
) -> Result<Received, TransportError> {
    let settings = &client.config.0;
    if settings.log_bodies {
        observe::log_body("request", &request.body);
    }
    let Destination::Events(events) = &mut output.destination else {
        return settings.transport.send(request).await.map(Received::Whole);
    };
    let response = settings.transport.open(request).await?;
    let success = (200..300).contains(&response.status);
    if success && stream::is_event_stream(&response.headers) {
        let head = HttpResponse::new(response.status, "");
        let head = head.with_headers(response.headers.clone());
        **events = Events::new(response, settings.stream_limits());
        return Ok(Received::Stream(head));
    }
    let whole = response.collect(settings.max_response_bytes).await?;
    Ok(Received::Whole(whole))
}

/// Decodes the reply into the output.
fn decode(
    client: &ServiceClient,
    call: &PreparedCall<'_>,
    mut response: HttpResponse,
    signed_at: u64,
    output: &mut Output<'_>,
) -> Result<HttpResponse, AttemptError> {
    let settings = &client.config.0;
    if settings.log_bodies {
        observe::log_body("reply", &response.body);
    }
    let protocol = &call.callee.protocol;
    let decoded = envelope::decode(&response, output, protocol, settings.strict_decoding);
    if settings.secret_responses {
        response.wipe();
    }
    match decoded {
        Ok(unknown) => {
            let (service, version) = (call.callee.service, call.callee.version);
            settings.drift.add(service, version, unknown);
            let mismatches = &output.mismatches;
            settings.drift.add_mismatches(service, version, mismatches);
            Ok(response)
        }
        Err(error) => {
            let (now, headers) = (settings.clock.now(), &response.headers);
            let trace_id = headers.get(request::TRACE_ID);
            let trace_id = trace_id.and_then(|id| id.to_str().ok());
            let trace_id = call.trace_id.is_none().then_some(trace_id).flatten();
            let error = error.with_trace_id(trace_id);
            let offset = &client.shared.clock_offset;
            Err(AttemptError {
                clock_corrected: offset.learn(&error, headers, signed_at, now),
                error: error.with_retry_after(retry_after(headers, now)),
            })
        }
    }
}

/// Returns the start of a span. Reads the clock only if somebody measures.
fn span_start(client: &ServiceClient, span: &Span) -> Duration {
    if is_measured(span) {
        client.config.0.clock.monotonic()
    } else {
        Duration::ZERO
    }
}

fn is_measured(span: &Span) -> bool {
    cfg!(feature = "metrics") || !span.is_disabled()
}

/// Records how a call or an attempt ended. `attempts` is `None` for an attempt.
fn record(
    client: &ServiceClient,
    (span, subject): (&Span, Subject<'_>),
    started: Duration,
    attempts: Option<u32>,
    result: Result<&HttpResponse, &Error>,
) {
    if is_measured(span) {
        let outcome = Outcome {
            duration: client.config.0.clock.monotonic().saturating_sub(started),
            attempts,
            result,
        };
        outcome.record(span, subject);
    }
}
