//! Calls, from request to response.
//!
//! [`ServiceClient`] prepares a request once (`call`), then makes attempts within the time limit
//! (`attempts`). Each attempt signs with the current credential and time (`request`), sends the
//! request and decodes the reply (`envelope`).

mod attempts;
mod call;
mod content;
mod envelope;
mod flat;
mod generic;
mod hooks;
mod request;
mod shared_state;

use std::fmt;
use std::sync::Arc;

use crate::codec::{Mismatch, Structure};
use crate::error::Error;
use crate::middleware::{Parameters, PendingCall};
use crate::operation::{AsRequest, Operation, Request};
use crate::options::CallOptions;
use crate::reply::Response;
use crate::settings::Config;
use crate::stream::Events;
use crate::v2::Protocol;

pub use generic::GenericClient;

use attempts::Reply;
use call::PreparedCall;
use envelope::{Destination, Output};
use shared_state::SharedState;

/// The part of a product's client that all products share. Clones share everything.
#[derive(Clone)]
pub struct ServiceClient {
    config: Config,
    shared: Arc<SharedState>,
    /// The options of all calls.
    options: Option<Arc<CallOptions>>,
}

impl ServiceClient {
    /// Creates a client with these settings and a full retry budget.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        Self {
            config: config.clone(),
            shared: Arc::new(SharedState::new(config.0.retry.budget)),
            options: config.0.call_options.clone(),
        }
    }

    /// Returns a client with additional options for all its calls.
    #[must_use]
    pub fn with(&self, options: CallOptions) -> Self {
        let options = match &self.options {
            Some(base) => options.over(base),
            None => options,
        };
        Self {
            options: Some(Arc::new(options)),
            ..self.clone()
        }
    }

    /// Returns a client with dedicated connections, which no task of the caller serves.
    #[cfg(feature = "blocking")]
    pub(crate) fn detached(&self) -> Self {
        Self {
            config: self.config.detached(),
            ..self.clone()
        }
    }

    /// Returns the configuration.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Calls an action and returns its response. Takes the request by value or by reference.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub async fn send<R: AsRequest>(
        &self,
        request: R,
    ) -> Result<<R::Request as Request>::Response, Error> {
        let mut response = Default::default();
        let spoken = spoken::<R::Request>();
        self.reply(spoken, None, request.borrow(), &mut response)
            .await?;
        Ok(response)
    }

    /// Calls an action with options for this call only and returns its response.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub async fn send_with<R: Request>(
        &self,
        request: &R,
        options: &CallOptions,
    ) -> Result<R::Response, Error> {
        Ok(self.send_detailed(request, options).await?.body)
    }

    /// Calls an action with options for this call only. Returns its response with HTTP status,
    /// headers and raw body.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub async fn send_detailed<R: Request>(
        &self,
        request: &R,
        options: &CallOptions,
    ) -> Result<Response<R::Response>, Error> {
        let mut body = R::Response::default();
        let reply = self.reply(spoken::<R>(), Some(options), request, &mut body);
        let reply = reply.await?;
        Ok(reply.into_response(body))
    }

    /// Calls an action. Also returns the values that do not fit their documented types.
    pub(crate) async fn send_told<R: Request>(
        &self,
        request: &R,
    ) -> Result<(R::Response, Vec<Mismatch>), Error> {
        let mut response = R::Response::default();
        let reply = self.reply(spoken::<R>(), None, request, &mut response);
        let mismatches = reply.await?.mismatches;
        Ok((response, mismatches))
    }

    async fn reply(
        &self,
        spoken: (&'static Operation, Protocol),
        options: Option<&CallOptions>,
        request: &dyn Structure,
        response: &mut dyn Structure,
    ) -> Result<Reply, Error> {
        let mut merged = None;
        let options = self.options(options, &mut merged);
        let mut hooked = None;
        let pending = pending(spoken.0, request);
        let options = hooks::options(self, pending, options, &mut hooked).await?;
        let mut call = call::prepare_typed(&self.config, spoken, options, request)?;
        let mut output = Output::new(Destination::Structure(response));
        attempts::run(self, &mut call, &mut output).await
    }

    /// Returns the options of a call, which override those of the client. `merged` stores the
    /// result if both exist.
    fn options<'a>(
        &'a self,
        own: Option<&'a CallOptions>,
        merged: &'a mut Option<Box<CallOptions>>,
    ) -> Option<&'a CallOptions> {
        match (own, self.options.as_deref()) {
            (Some(own), Some(base)) => Some(merged.insert(Box::new(own.over(base)))),
            (own, base) => own.or(base),
        }
    }

    /// Calls an action that replies with server-sent events. A reply that is not a stream becomes a
    /// single event, which holds the response.
    ///
    /// The time limit of a call applies until the events begin.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub async fn stream<R: Request>(&self, request: &R) -> Result<Events, Error> {
        let (options, mut hooked) = (self.options.as_deref(), None);
        let pending = pending(R::OPERATION, request);
        let options = hooks::options(self, pending, options, &mut hooked).await?;
        let call = call::prepare_typed(&self.config, spoken::<R>(), options, request)?;
        self.open_stream(call).await
    }

    async fn open_stream(&self, mut call: PreparedCall<'_>) -> Result<Events, Error> {
        let mut events = Events::none(self.config.0.stream_limits());
        let mut output = Output::new(Destination::Events(&mut events));
        attempts::run(self, &mut call, &mut output).await?;
        events.came_from(call.callee.service, call.callee.version);
        Ok(events)
    }
}

/// Returns the operation of a request and its protocol.
fn spoken<R: Request>() -> (&'static Operation, Protocol) {
    (R::OPERATION, R::PROTOCOL)
}

/// Returns a typed call as hooks see it. They learn its region later.
fn pending<'a>(operation: &'static Operation, request: &'a dyn Structure) -> PendingCall<'a> {
    PendingCall {
        service: operation.service,
        version: operation.version,
        action: operation.action,
        region: None,
        parameters: Parameters::Typed(request),
    }
}

impl fmt::Debug for ServiceClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceClient")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}
