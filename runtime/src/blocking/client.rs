//! Clients whose calls block until the reply arrives.

use std::fmt;

use bytes::Bytes;
use serde_core::Serialize;
use serde_json::Value;

use super::iterators::{Events, Pages};
use super::wait;
use crate::client::ServiceClient;
use crate::error::Error;
use crate::operation::{AsRequest, Request};
use crate::options::CallOptions;
use crate::paging::{self, PagedRequest};
use crate::reply::Response;
use crate::settings::Config;
use crate::v2::V2;
use crate::wait::{Wait, WaitError, Waiter};

/// A blocking client for the typed actions of every product. Clones share connections.
#[derive(Clone)]
pub struct Client {
    inner: ServiceClient,
}

impl Client {
    /// Creates a client with these settings.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        Self::from_inner(ServiceClient::new(&config.detached()))
    }

    pub(crate) fn from_inner(inner: ServiceClient) -> Self {
        Self { inner }
    }

    /// Calls the action that the request belongs to. Takes it by value or by reference.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub fn call<R: AsRequest>(
        &self,
        request: R,
    ) -> Result<<R::Request as Request>::Response, Error> {
        wait(self.inner.send(request.borrow()))
    }

    /// Calls the action that the request belongs to, with options for this call only.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub fn call_with<R: AsRequest>(
        &self,
        request: R,
        options: &CallOptions,
    ) -> Result<<R::Request as Request>::Response, Error> {
        wait(self.inner.send_with(request.borrow(), options))
    }

    /// Calls the action that the request belongs to, with options for this call only. Also returns
    /// HTTP status, headers and the raw reply.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub fn call_detailed<R: AsRequest>(
        &self,
        request: R,
        options: &CallOptions,
    ) -> Result<Response<<R::Request as Request>::Response>, Error> {
        wait(self.inner.send_detailed(request.borrow(), options))
    }

    /// Returns the client with options for all its calls, added to those it has.
    #[must_use]
    pub fn with(&self, options: CallOptions) -> Self {
        Self::from_inner(self.inner.with(options))
    }

    /// Returns the responses to a request page by page; [`Pages::items`] returns their items.
    pub fn pages<R: PagedRequest>(&self, request: R) -> Pages<R> {
        Pages::new(paging::Pages::new(self.inner.clone(), request))
    }

    /// Calls an action until its response satisfies the predicate; see [`wait`](crate::wait). The
    /// first call starts with [`Wait::wait`](crate::wait::Wait::wait).
    pub fn wait_until<'a, R: Request, P>(&self, request: &'a R, predicate: P) -> Wait<'a, R, P>
    where
        P: FnMut(&R::Response) -> bool + Send + 'a,
    {
        Wait::new(self.inner.clone(), request, predicate)
    }

    /// Calls an action that replies with server-sent events. A reply that isn't a stream becomes a
    /// single event that holds the response.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub fn stream<R: AsRequest>(&self, request: R) -> Result<Events, Error> {
        wait(self.inner.stream(request.borrow())).map(Events::new)
    }
}

impl<'a, R: Request, P> Wait<'a, R, P>
where
    P: FnMut(&R::Response) -> bool + Send + 'a,
{
    /// Blocks until a response satisfies the predicate, and returns it.
    ///
    /// # Errors
    /// A [`WaitError`] if a call fails permanently or the time limit expires.
    pub fn wait(self) -> Result<R::Response, WaitError<R::Response>> {
        match wait(async { Ok(self.run().await) }) {
            Ok(result) => result,
            Err(error) => Err(WaitError::Call { error, last: None }),
        }
    }
}

impl<R: Request> Waiter<R> {
    /// Blocks until the resources have reached the state, and returns the last responses.
    ///
    /// # Errors
    /// [`WaitError::Failed`] as soon as a resource has a documented state of failure. Otherwise a
    /// [`WaitError`] if a call fails permanently or the time limit expires.
    pub fn wait(self) -> Result<Vec<R::Response>, WaitError<R::Response>> {
        match wait(async { Ok(self.run().await) }) {
            Ok(result) => result,
            Err(error) => Err(WaitError::Call { error, last: None }),
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("config", self.inner.config())
            .finish_non_exhaustive()
    }
}

/// A blocking client that calls any action of one product and version with JSON.
#[derive(Debug, Clone)]
pub struct GenericClient {
    inner: crate::client::GenericClient,
}

impl GenericClient {
    /// Creates a client for a product, `cvm`, and API version, `2017-03-12`. It calls
    /// `<service>.tencentcloudapi.com` unless the configuration sets another endpoint.
    #[must_use]
    pub fn new(config: &Config, service: impl Into<String>, version: impl Into<String>) -> Self {
        let config = config.detached();
        Self {
            inner: crate::client::GenericClient::new(&config, service, version),
        }
    }

    /// Creates a client for an API that speaks protocol [v2](crate::v2), as
    /// [`GenericClient::v2`](crate::GenericClient::v2) does.
    #[must_use]
    pub fn v2(config: &Config, host: impl Into<String>, version: impl Into<String>) -> Self {
        let config = config.detached();
        Self {
            inner: crate::client::GenericClient::v2(&config, host, version),
        }
    }

    /// Returns a client that speaks this form of protocol [v2](crate::v2).
    #[must_use]
    pub fn speaking(&self, form: V2) -> Self {
        Self {
            inner: self.inner.speaking(form),
        }
    }

    /// Calls an action. The parameters are a JSON object, or null for none. Returns the content of
    /// `Response`, including `RequestId`.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub fn call(&self, action: &str, parameters: impl Serialize) -> Result<Value, Error> {
        wait(self.inner.call(action, parameters))
    }

    /// Calls an action with options for this call only.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub fn call_with(
        &self,
        action: &str,
        parameters: impl Serialize,
        options: &CallOptions,
    ) -> Result<Value, Error> {
        wait(self.inner.call_with(action, parameters, options))
    }

    /// Calls an action with options for this call only. Also returns HTTP status, headers and the
    /// raw reply.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub fn call_detailed(
        &self,
        action: &str,
        parameters: impl Serialize,
        options: &CallOptions,
    ) -> Result<Response<Value>, Error> {
        wait(self.inner.call_detailed(action, parameters, options))
    }

    /// Sends a JSON object byte for byte and returns the whole reply unchanged:
    /// `{"Response": {…}}`. An error in the reply is still returned as an error.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub fn call_raw(&self, action: &str, json: impl Into<Bytes>) -> Result<Bytes, Error> {
        wait(self.inner.call_raw(action, json))
    }

    /// Returns the client with options for all its calls, added to those it has.
    #[must_use]
    pub fn with(&self, options: CallOptions) -> Self {
        Self {
            inner: self.inner.with(options),
        }
    }

    /// Calls an action that replies with server-sent events. A reply that isn't a stream becomes a
    /// single event that holds the response.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub fn stream(&self, action: &str, parameters: impl Serialize) -> Result<Events, Error> {
        wait(self.inner.stream(action, parameters)).map(Events::new)
    }
}
