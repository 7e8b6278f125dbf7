//! Clients whose calls wait for the reply.

use std::fmt;

use bytes::Bytes;
use serde_json::Value;

use super::iterators::{Events, Pages};
use super::wait;
use crate::client::{CallOptions, Response, ServiceClient};
use crate::config::Config;
use crate::error::Error;
use crate::operation::Request;
use crate::paging::PagedRequest;
use crate::wait::Wait;

/// A client for the typed actions of every product. Clones share the connections.
#[derive(Clone)]
pub struct Client {
    inner: ServiceClient,
}

impl Client {
    /// A client with these settings.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        ServiceClient::new(config).blocking()
    }

    pub(crate) fn of(inner: ServiceClient) -> Self {
        Self { inner }
    }

    /// Calls the action that the request belongs to.
    ///
    /// # Errors
    /// Every kind that [`Error`] tells apart.
    pub fn call<R: Request>(&self, request: &R) -> Result<R::Response, Error> {
        wait(self.inner.send(request))
    }

    /// Calls the action that the request belongs to, with options of its own.
    ///
    /// # Errors
    /// Every kind that [`Error`] tells apart.
    pub fn call_with<R: Request>(
        &self,
        request: &R,
        options: &CallOptions,
    ) -> Result<R::Response, Error> {
        wait(self.inner.send_with(request, options))
    }

    /// Calls the action that the request belongs to, and returns HTTP status, headers and the raw reply
    /// besides the response.
    ///
    /// # Errors
    /// Every kind that [`Error`] tells apart.
    pub fn call_detailed<R: Request>(
        &self,
        request: &R,
        options: &CallOptions,
    ) -> Result<Response<R::Response>, Error> {
        wait(self.inner.send_detailed(request, options))
    }

    /// The same client with options for all its calls, on top of those it has.
    #[must_use]
    pub fn with(&self, options: CallOptions) -> Self {
        Self::of(self.inner.with(options))
    }

    /// The responses to a request page by page; [`Pages::items`] gives their items.
    pub fn pages<R: PagedRequest>(&self, request: R) -> Pages<R> {
        Pages::new(self.inner.pages(request))
    }

    /// Calls an action until its response satisfies the predicate, once
    /// [`Wait::wait`](crate::wait::Wait::wait) is called; see [`wait`](crate::wait).
    pub fn wait_until<'a, R: Request, P>(&self, request: &'a R, predicate: P) -> Wait<'a, R, P>
    where
        P: FnMut(&R::Response) -> bool + Send + 'a,
    {
        self.inner.wait_until(request, predicate)
    }

    /// Calls an action that answers with server-sent events. A reply that is no stream comes as a single
    /// event that holds the response.
    ///
    /// # Errors
    /// Every kind that [`Error`] tells apart.
    pub fn stream<R: Request>(&self, request: &R) -> Result<Events, Error> {
        wait(self.inner.stream(request)).map(Events::new)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("config", self.inner.config())
            .finish_non_exhaustive()
    }
}

/// Calls any action of one product and version with JSON in and out.
#[derive(Debug, Clone)]
pub struct GenericClient {
    inner: crate::client::GenericClient,
}

impl GenericClient {
    /// A client for a product, `cvm`, and API version, `2017-03-12`, at
    /// `<service>.tencentcloudapi.com` unless the configuration says otherwise.
    #[must_use]
    pub fn new(config: &Config, service: impl Into<String>, version: impl Into<String>) -> Self {
        let config = config.detached();
        Self {
            inner: crate::client::GenericClient::new(&config, service, version),
        }
    }

    /// Calls an action. The parameters are a JSON object, or null for none. Returns what `Response`
    /// holds, `RequestId` included.
    ///
    /// # Errors
    /// Every kind that [`Error`] tells apart.
    pub fn call(&self, action: &str, parameters: Value) -> Result<Value, Error> {
        wait(self.inner.call(action, parameters))
    }

    /// Calls an action with options of its own.
    ///
    /// # Errors
    /// Every kind that [`Error`] tells apart.
    pub fn call_with(
        &self,
        action: &str,
        parameters: Value,
        options: &CallOptions,
    ) -> Result<Value, Error> {
        wait(self.inner.call_with(action, parameters, options))
    }

    /// Calls an action and returns HTTP status, headers and the raw reply besides the content.
    ///
    /// # Errors
    /// Every kind that [`Error`] tells apart.
    pub fn call_detailed(
        &self,
        action: &str,
        parameters: Value,
        options: &CallOptions,
    ) -> Result<Response<Value>, Error> {
        wait(self.inner.call_detailed(action, parameters, options))
    }

    /// Sends a body that is JSON already, byte by byte, and returns the whole reply as it came:
    /// `{"Response": {…}}`. Errors in the reply are found all the same.
    ///
    /// # Errors
    /// Every kind that [`Error`] tells apart.
    pub fn call_raw(&self, action: &str, json: impl Into<Bytes>) -> Result<Bytes, Error> {
        wait(self.inner.call_raw(action, json))
    }

    /// The same client with options for all its calls, on top of those it has.
    #[must_use]
    pub fn with(&self, options: CallOptions) -> Self {
        Self {
            inner: self.inner.with(options),
        }
    }

    /// Calls an action that answers with server-sent events. A reply that is no stream comes as a single
    /// event that holds the response.
    ///
    /// # Errors
    /// Every kind that [`Error`] tells apart.
    pub fn stream(&self, action: &str, parameters: Value) -> Result<Events, Error> {
        wait(self.inner.stream(action, parameters)).map(Events::new)
    }
}
