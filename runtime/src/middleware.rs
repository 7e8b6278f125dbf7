//! Hooks around calls: one before a call is prepared, and one around each of its attempts.
//!
//! [`ConfigBuilder::middleware`](crate::ConfigBuilder::middleware) adds them. The one added first
//! is the outermost: it is asked first, and sees the result last. They see every call of a client:
//! typed, by name, streaming and blocking. Only the calls that credential providers make bypass
//! them, because these have settings of their own.
//!
//! Both hooks run before the request is signed, so a signed header that they add is covered by the
//! signature. They see neither keys nor signatures. To see requests as they are sent, wrap the
//! [`Transport`](crate::Transport) instead.
//!
//! ```
//! use tencentcloud_api_runtime::middleware::{Attempt, AttemptReply, Middleware, Next};
//! use tencentcloud_api_runtime::{BoxFuture, Error};
//!
//! /// Passes on the trace context of the program, in the format of the W3C.
//! struct TraceContext;
//!
//! impl Middleware for TraceContext {
//!     fn attempt<'a>(
//!         &'a self,
//!         attempt: Attempt<'a>,
//!         next: Next<'a>,
//!     ) -> BoxFuture<'a, Result<AttemptReply, Error>> {
//!         // A real program takes it from its current span.
//!         let context = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
//!         next.run(attempt.header("traceparent", context))
//!     }
//! }
//! ```

use std::fmt;
use std::future::ready;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

use crate::codec::{self, Structure};
use crate::endpoint::Endpoint;
use crate::error::{Error, InvalidRequest};
use crate::options::{CallOptions, ExtraHeader};
use crate::reply::{request_id, text_of};
use crate::time::{BoxFuture, Clock};
use crate::transport::HttpResponse;
use crate::v2::Envelope;

/// Hooks around calls. Each has a default implementation that changes nothing.
pub trait Middleware: Send + Sync {
    /// Runs once per call, before the request is written, checked and signed. Returns the options
    /// of the call, to which it may add parameters, headers, a trace id, or a time limit.
    ///
    /// # Errors
    /// Any error, such as [`InvalidRequest::Middleware`]. It fails the call, unsent.
    fn prepare<'a>(
        &'a self,
        call: PendingCall<'a>,
        options: CallOptions,
    ) -> BoxFuture<'a, Result<CallOptions, Error>> {
        let _ = call;
        Box::pin(ready(Ok(options)))
    }

    /// Runs around each attempt, retries included, within the time limit of the whole call. It may
    /// add headers, wait on [`Attempt::clock`], observe or replace the result, or fail without
    /// running the rest.
    ///
    /// The limits of failover and retries see the result that this returns.
    ///
    /// # Errors
    /// Any error, usually that of the attempt. The retry policy decides as for any other failure.
    fn attempt<'a>(
        &'a self,
        attempt: Attempt<'a>,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<AttemptReply, Error>> {
        next.run(attempt)
    }
}

impl<M: Middleware + ?Sized> Middleware for Arc<M> {
    fn prepare<'a>(
        &'a self,
        call: PendingCall<'a>,
        options: CallOptions,
    ) -> BoxFuture<'a, Result<CallOptions, Error>> {
        (**self).prepare(call, options)
    }

    fn attempt<'a>(
        &'a self,
        attempt: Attempt<'a>,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<AttemptReply, Error>> {
        (**self).attempt(attempt, next)
    }
}

/// Makes a middleware of a function around each attempt.
///
/// ```
/// use tencentcloud_api_runtime::Config;
/// use tencentcloud_api_runtime::middleware::around;
///
/// let config = Config::builder().middleware(around(|attempt, next| {
///     Box::pin(async move {
///         let action = attempt.action.to_owned();
///         let result = next.run(attempt).await;
///         println!("{action}: {}", if result.is_ok() { "succeeded" } else { "failed" });
///         result
///     })
/// }));
/// ```
pub fn around<F>(function: F) -> Around<F>
where
    F: for<'a> Fn(Attempt<'a>, Next<'a>) -> BoxFuture<'a, Result<AttemptReply, Error>>
        + Send
        + Sync,
{
    Around(function)
}

/// A middleware made of a function; see [`around`].
#[derive(Debug, Clone, Copy)]
pub struct Around<F>(F);

impl<F> Middleware for Around<F>
where
    F: for<'a> Fn(Attempt<'a>, Next<'a>) -> BoxFuture<'a, Result<AttemptReply, Error>>
        + Send
        + Sync,
{
    fn attempt<'a>(
        &'a self,
        attempt: Attempt<'a>,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<AttemptReply, Error>> {
        (self.0)(attempt, next)
    }
}

/// A call that is not prepared yet.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct PendingCall<'a> {
    /// The product: `cvm`.
    pub service: &'a str,
    /// The API version: `2017-03-12`.
    pub version: &'a str,
    /// The action: `DescribeZones`.
    pub action: &'a str,
    /// The region that the caller chose, or else the configured one.
    pub region: Option<&'a str>,
    pub(crate) parameters: Parameters<'a>,
}

/// The parameters of a call, before they are written.
#[derive(Clone, Copy)]
pub(crate) enum Parameters<'a> {
    Typed(&'a dyn Structure),
    Json(&'a Bytes),
}

impl PendingCall<'_> {
    /// Returns the parameters as the caller set them, without those in the options. They may hold
    /// passwords.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if they cannot be written as
    /// JSON.
    pub fn parameters(&self) -> Result<Value, Error> {
        let parsed = match self.parameters {
            Parameters::Typed(structure) => {
                let text = codec::write(structure).map_err(InvalidRequest::from)?;
                serde_json::from_str(&text)
            }
            Parameters::Json(json) => serde_json::from_slice(json),
        };
        let not_an_object = |_| InvalidRequest::NotAnObject {
            action: self.action.to_owned(),
        };
        Ok(parsed.map_err(not_an_object)?)
    }
}

// Parameters may be secret.
impl fmt::Debug for PendingCall<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingCall")
            .field("service", &self.service)
            .field("version", &self.version)
            .field("action", &self.action)
            .field("region", &self.region)
            .finish_non_exhaustive()
    }
}

/// An attempt that is about to be signed and sent.
#[non_exhaustive]
pub struct Attempt<'a> {
    /// The product: `cvm`.
    pub service: &'a str,
    /// The API version: `2017-03-12`.
    pub version: &'a str,
    /// The action: `DescribeZones`.
    pub action: &'a str,
    /// The region that is sent.
    pub region: Option<&'a str>,
    /// The number of the attempt, counted from 1.
    pub number: u32,
    pub(crate) endpoint: Arc<Endpoint>,
    pub(crate) clock: &'a dyn Clock,
    /// The headers of the call's options.
    pub(crate) given: &'a [ExtraHeader],
    /// The headers that hooks added.
    pub(crate) added: CallOptions,
}

impl<'a> Attempt<'a> {
    /// Returns the URL that the attempt goes to, without the query.
    #[must_use]
    pub fn endpoint(&self) -> &str {
        &self.endpoint.url
    }

    /// Returns the clock of the configuration. A hook that waits on it does not slow down tests.
    #[must_use]
    pub fn clock(&self) -> &'a dyn Clock {
        self.clock
    }

    /// Adds a header that the signature does not cover, replacing one of the same name. The rules
    /// are those of [`CallOptions::header`]: the attempt fails if the header breaks them.
    #[must_use]
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.added = self.added.header(name, value);
        self
    }

    /// Adds a header as [`header`](Self::header) does, but covered by signatures of the default
    /// method.
    #[must_use]
    pub fn signed_header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.added = self.added.signed_header(name, value);
        self
    }

    /// Returns the headers that callers and hooks added. The client's own, such as the signature,
    /// do not exist yet.
    pub fn headers(&self) -> impl Iterator<Item = (&HeaderName, &HeaderValue)> {
        let all = self.given.iter().chain(&self.added.headers);
        all.map(|header| (&header.name, &header.value))
    }

    /// Returns the headers to send. Of those with the same name, the last one counts.
    pub(crate) fn into_headers(self) -> Result<Vec<ExtraHeader>, InvalidRequest> {
        if let Some(error) = self.added.invalid {
            return Err(error);
        }
        let given = self.given.iter().cloned();
        let mut headers: Vec<ExtraHeader> = Vec::new();
        for header in given.chain(self.added.headers) {
            headers.retain(|earlier| earlier.name != header.name);
            headers.push(header);
        }
        Ok(headers)
    }
}

// Values of headers may be secret.
impl fmt::Debug for Attempt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.headers().map(|(name, _)| name).collect();
        f.debug_struct("Attempt")
            .field("service", &self.service)
            .field("version", &self.version)
            .field("action", &self.action)
            .field("region", &self.region)
            .field("number", &self.number)
            .field("endpoint", &self.endpoint())
            .field("headers", &headers)
            .finish_non_exhaustive()
    }
}

/// The reply of a successful attempt. Only [`Next::run`] returns one.
#[derive(Debug)]
pub struct AttemptReply {
    http: HttpResponse,
    envelope: Envelope,
}

impl AttemptReply {
    pub(crate) fn new(http: HttpResponse, envelope: Envelope) -> Self {
        Self { http, envelope }
    }

    pub(crate) fn into_http(self) -> HttpResponse {
        self.http
    }

    /// Returns the HTTP status, from 200 to 299.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.http.status
    }

    /// Returns the headers of the reply.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.http.headers
    }

    /// Returns the body as received. It is empty for a stream, whose events arrive later.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.http.body
    }

    /// Returns the request id, unless the reply is a stream or lacks one.
    #[must_use]
    pub fn request_id(&self) -> Option<String> {
        request_id(self.envelope, &text_of(&self.http.body))
    }
}

/// The innermost part: signs, sends and decodes.
type Exchange<'a> =
    dyn FnOnce(Attempt<'a>) -> BoxFuture<'a, Result<AttemptReply, Error>> + Send + 'a;

/// The rest of an attempt: the inner hooks, then signing, sending and decoding.
pub struct Next<'a> {
    inner: &'a [Arc<dyn Middleware>],
    send: Box<Exchange<'a>>,
}

impl<'a> Next<'a> {
    pub(crate) fn new(inner: &'a [Arc<dyn Middleware>], send: Box<Exchange<'a>>) -> Self {
        Self { inner, send }
    }

    /// Runs the rest of the attempt.
    pub fn run(self, attempt: Attempt<'a>) -> BoxFuture<'a, Result<AttemptReply, Error>> {
        let Self { inner, send } = self;
        match inner.split_first() {
            Some((first, inner)) => first.attempt(attempt, Next { inner, send }),
            None => send(attempt),
        }
    }
}

impl fmt::Debug for Next<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Next")
            .field("inner", &self.inner.len())
            .finish_non_exhaustive()
    }
}
