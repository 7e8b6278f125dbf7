//! One call, from request to response.
//!
//! [`ServiceClient::call`] prepares a request once, then makes attempts within the total timeout
//! (`retrying`). Each attempt fetches the credential, signs with the time of that moment, sends and
//! decodes, so that what repeats attempts need know nothing of what an attempt does.

mod attempt;
mod authorize_tc3;
mod authorize_v1;
mod clock_offset;
mod content;
mod derived_endpoints;
mod endpoint;
mod endpoint_rule;
mod envelope;
mod fault;
mod form;
mod generic;
mod headers;
mod observed;
mod options;
mod prepare;
mod repetition;
mod request_error;
mod response;
mod retrying;
mod route;
mod unique;

use std::fmt;
use std::sync::Arc;

use crate::codec::Structure;
use crate::config::Config;
use crate::error::Error;
use crate::operation::{Operation, Request};
use crate::paging::{PagedRequest, Pages};
use crate::signing::KeyCache;
use crate::stream::Events;
use crate::wait::Wait;

pub(crate) use endpoint::Endpoint;
pub(crate) use endpoint_rule::EndpointRule;
pub use endpoint_rule::RootDomain;
pub use form::{RequestForm, SignatureMethod};
pub use generic::GenericClient;
pub use options::CallOptions;
pub use request_error::InvalidRequest;
pub use response::Response;

pub(crate) use fault::{ErrorBody, request_id_in};

use envelope::Output;
use prepare::PreparedCall;
use response::Reply;
use retrying::RetryState;

/// The part of a product's client that is the same for all products. Clones share everything.
#[derive(Clone)]
pub struct ServiceClient {
    config: Config,
    keys: Arc<KeyCache>,
    retries: Arc<RetryState>,
    /// What all calls do differently from the configuration.
    options: Option<Arc<CallOptions>>,
}

impl ServiceClient {
    /// A client with these settings.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        Self {
            config: config.clone(),
            keys: Arc::default(),
            retries: Arc::new(RetryState::new(config)),
            options: config.0.call_options.clone(),
        }
    }

    /// The same client with options for all its calls, on top of those it has.
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

    /// Calls an action with options of its own and returns its response.
    ///
    /// # Errors
    /// Every kind that [`Error`] tells apart.
    pub async fn send_with<R: Request>(
        &self,
        request: &R,
        options: &CallOptions,
    ) -> Result<R::Response, Error> {
        Ok(self.send_detailed(request, options).await?.body)
    }

    /// Calls an action with options of its own and returns what its reply brought besides the
    /// content, too.
    ///
    /// # Errors
    /// Every kind that [`Error`] tells apart.
    pub async fn send_detailed<R: Request>(
        &self,
        request: &R,
        options: &CallOptions,
    ) -> Result<Response<R::Response>, Error> {
        let mut body = R::Response::default();
        let reply = self.reply(R::OPERATION, Some(options), request, &mut body);
        Ok(reply.await?.with(body))
    }

    /// The responses to a request page by page.
    pub fn pages<R: PagedRequest>(&self, request: R) -> Pages<R> {
        Pages::new(self.clone(), request)
    }

    /// Calls an action until its response satisfies the predicate; see [`wait`](crate::wait).
    pub fn wait_until<'a, R: Request, P>(&self, request: &'a R, predicate: P) -> Wait<'a, R, P>
    where
        P: FnMut(&R::Response) -> bool + Send + 'a,
    {
        Wait::new(self.clone(), request, predicate)
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
        self.reply(operation, None, request, response).await?;
        Ok(())
    }

    async fn reply(
        &self,
        operation: &'static Operation,
        options: Option<&CallOptions>,
        request: &dyn Structure,
        response: &mut dyn Structure,
    ) -> Result<Reply, Error> {
        let mut merged = None;
        let options = self.options(options, &mut merged);
        let call = prepare::typed(&self.config, operation, options, request)?;
        self.run(call, Output::Structure(response)).await
    }

    /// The options of a call over those of the client; `merged` is where they are put together.
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

    /// Calls an action that answers with server-sent events. A reply that is no stream comes as a single
    /// event that holds the response.
    ///
    /// The time allowed for a call covers it until the events begin.
    ///
    /// # Errors
    /// Every kind that [`Error`] tells apart.
    pub async fn stream<R: Request>(&self, request: &R) -> Result<Events, Error> {
        let options = self.options.as_deref();
        let call = prepare::typed(&self.config, R::OPERATION, options, request)?;
        self.open_stream(call).await
    }

    async fn open_stream(&self, call: PreparedCall<'_>) -> Result<Events, Error> {
        let mut events = Events::none(&self.config.0);
        self.run(call, Output::Events(&mut events)).await?;
        Ok(events)
    }
}

impl fmt::Debug for ServiceClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceClient")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}
