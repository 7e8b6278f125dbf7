//! Transports that record exchanges to a file and replay them.

use std::fmt;
use std::future::ready;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::exchange::{self, Call, Exchange};
use super::fault::Fault;
use crate::settings::ConfigBuilder;
use crate::time::BoxFuture;
use crate::transport::{HttpRequest, HttpResponse, Transport, TransportError};

/// A transport that sends through another one and records every exchange in a JSON file for
/// [`ReplayTransport`].
///
/// - It does not record keys and signatures. It replaces the values of members with names of
///   secrets, such as `Password`, `SecretKey` and `Token`, at any depth.
/// - It does record a secret under any other name. Review a recording before you publish it, and
///   name more members with [`scrub`](Self::scrub).
/// - It records a stream as a whole, and failed exchanges not at all.
///
/// A call fails with [`TransportErrorKind::Setup`](crate::TransportErrorKind::Setup) if the file
/// cannot be written.
pub struct RecordingTransport<T> {
    inner: T,
    path: PathBuf,
    extra_secrets: Vec<String>,
    exchanges: Mutex<Vec<Exchange>>,
}

impl<T: Transport> RecordingTransport<T> {
    /// Returns a transport that sends through `inner` and records to this file, replacing its
    /// content.
    pub fn new(inner: T, path: impl Into<PathBuf>) -> Self {
        Self {
            inner,
            path: path.into(),
            extra_secrets: Vec::new(),
            exchanges: Mutex::default(),
        }
    }

    /// Adds the name of a member that holds a secret. Its values are replaced too.
    #[must_use]
    pub fn scrub(mut self, member: impl Into<String>) -> Self {
        self.extra_secrets.push(member.into());
        self
    }

    /// Returns the path of the file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    async fn record(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let call = Call::from_request(&request);
        let response = self.inner.send(request).await?;
        let exchange = Exchange::new(call, &response, &self.extra_secrets);
        let mut exchanges = self
            .exchanges
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        exchanges.push(exchange);
        exchange::save(&self.path, &exchanges)?;
        Ok(response)
    }
}

impl<T: Transport> Transport for RecordingTransport<T> {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(self.record(request))
    }
}

impl<T> fmt::Debug for RecordingTransport<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordingTransport")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// A transport that replies from a file that [`RecordingTransport`] wrote.
///
/// A call gets the reply of the first unused exchange with the same product, version, action,
/// region and parameters. Without such an exchange, it fails with the code
/// `ReplayTransport.NotRecorded`.
pub struct ReplayTransport {
    path: PathBuf,
    extra_secrets: Vec<String>,
    remaining: Mutex<Vec<Exchange>>,
}

impl ReplayTransport {
    /// Opens a recording.
    ///
    /// # Errors
    /// [`TransportErrorKind::Setup`](crate::TransportErrorKind::Setup) if the file cannot be read
    /// or isn't a recording.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, TransportError> {
        let path = path.into();
        Ok(Self {
            remaining: Mutex::new(exchange::load(&path)?),
            extra_secrets: Vec::new(),
            path,
        })
    }

    /// Declares that the recording was made with [`RecordingTransport::scrub`] for this member.
    #[must_use]
    pub fn scrub(mut self, member: impl Into<String>) -> Self {
        self.extra_secrets.push(member.into());
        self
    }

    /// Returns the number of unused exchanges. A test can assert that it is 0.
    #[must_use]
    pub fn remaining(&self) -> usize {
        self.lock().len()
    }

    /// Returns a configuration that sends to this transport. See [`config`](super::config) for its
    /// other settings.
    pub fn config(self) -> ConfigBuilder {
        super::config(self)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Exchange>> {
        self.remaining
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, request: &HttpRequest) -> Result<HttpResponse, TransportError> {
        let call = exchange::comparable(Call::from_request(request), &self.extra_secrets);
        let mut remaining = self.lock();
        match remaining.iter().position(|exchange| exchange.call == call) {
            Some(index) => Ok(remaining.remove(index).response()),
            None => Fault::api(
                "ReplayTransport.NotRecorded",
                format!(
                    "{} has no unused exchange for {} of {} with these parameters",
                    self.path.display(),
                    call.action,
                    call.service
                ),
            )
            .delivered("replay")
            .unwrap_or_else(|| Ok(HttpResponse::new(200, ""))),
        }
    }
}

impl Transport for ReplayTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(ready(self.answer(&request)))
    }
}

impl fmt::Debug for ReplayTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReplayTransport")
            .field("path", &self.path)
            .field("remaining", &self.remaining())
            .finish_non_exhaustive()
    }
}
