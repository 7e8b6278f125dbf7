//! One call, from request to response.
//!
//! [`ServiceClient::call`] prepares a request once, then makes attempts within the total timeout. Each
//! attempt fetches the credential, signs with the time of that moment, sends and decodes, so that
//! whatever repeats attempts need know nothing of what an attempt does.

mod attempt;
mod endpoint;
mod envelope;
mod fault;
mod generic;
mod prepare;
mod request_error;

use std::fmt;
use std::sync::Arc;

use crate::codec::Structure;
use crate::config::Config;
use crate::error::{Error, TimeoutError, TimeoutKind};
use crate::operation::{Operation, Request};
use crate::paging::{PagedRequest, Pages};
use crate::signing::KeyCache;
use crate::stream::Events;
use crate::time;

pub(crate) use endpoint::{Endpoint, EndpointRule};
pub use generic::GenericClient;
pub use request_error::InvalidRequest;

pub(crate) use fault::{ErrorBody, request_id_in};

use envelope::Output;
use prepare::PreparedCall;

/// The part of a product's client that is the same for all products. Clones share everything.
#[derive(Clone)]
pub struct ServiceClient {
    config: Config,
    keys: Arc<KeyCache>,
}

impl ServiceClient {
    /// A client with these settings.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        Self {
            config: config.clone(),
            keys: Arc::default(),
        }
    }

    /// The settings.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// A client whose calls wait for their replies. It has connections of its own.
    #[cfg(feature = "blocking")]
    #[must_use]
    pub fn blocking(&self) -> crate::blocking::Client {
        crate::blocking::Client::of(Self {
            config: self.config.detached(),
            ..self.clone()
        })
    }

    /// Calls an action and returns its response.
    ///
    /// # Errors
    /// Every kind that [`Error`] tells apart.
    pub async fn send<R: Request>(&self, request: &R) -> Result<R::Response, Error> {
        let mut response = R::Response::default();
        self.call(R::OPERATION, request, &mut response).await?;
        Ok(response)
    }

    /// The responses to a request page by page.
    pub fn pages<R: PagedRequest>(&self, request: R) -> Pages<R> {
        Pages::new(self.clone(), request)
    }

    /// Calls an action and reads its response into `response`.
    ///
    /// # Errors
    /// Every kind that [`Error`] tells apart.
    pub async fn call(
        &self,
        operation: &'static Operation,
        request: &dyn Structure,
        response: &mut dyn Structure,
    ) -> Result<(), Error> {
        let call = prepare::typed(&self.config, operation, request)?;
        self.run(&call, Output::Structure(response)).await
    }

    /// Calls an action that answers with server-sent events. A reply that is no stream comes as a single
    /// event that holds the response.
    ///
    /// The time allowed for a call covers it until the events begin.
    ///
    /// # Errors
    /// Every kind that [`Error`] tells apart.
    pub async fn stream<R: Request>(&self, request: &R) -> Result<Events, Error> {
        let call = prepare::typed(&self.config, R::OPERATION, request)?;
        self.open_stream(&call).await
    }

    async fn open_stream(&self, call: &PreparedCall<'_>) -> Result<Events, Error> {
        let mut events = Events::none(&self.config.0);
        self.run(call, Output::Events(&mut events)).await?;
        Ok(events)
    }

    /// Makes the attempts within the time allowed for the whole call.
    async fn run(&self, call: &PreparedCall<'_>, mut output: Output<'_>) -> Result<(), Error> {
        let allowed = self.config.0.timeout;
        let limit = self.config.0.clock.sleep(allowed);
        let finished = time::before(limit, self.attempts(call, &mut output)).await;
        finished.unwrap_or_else(|| {
            Err(Error::Timeout(Box::new(TimeoutError {
                kind: TimeoutKind::Total,
                allowed: Some(allowed),
            })))
        })
    }

    /// Repeats attempts as far as the settings want it: not at all, so far.
    async fn attempts(
        &self,
        call: &PreparedCall<'_>,
        output: &mut Output<'_>,
    ) -> Result<(), Error> {
        self.attempt(call, output).await
    }
}

impl fmt::Debug for ServiceClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceClient")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}
