//! Transports that record exchanges to a file and replay them.

use std::fmt;
use std::future::ready;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::exchange::{self, Call, Exchange};
use super::mock::Fault;
use crate::config::ConfigBuilder;
use crate::time::BoxFuture;
use crate::transport::{HttpRequest, HttpResponse, Transport, TransportError};

/// A transport that sends through another one and records every exchange in a JSON file, which
/// [`ReplayTransport`] answers from.
///
/// Keys and signatures are not recorded. Members with names of secrets (`Password`, `SecretKey`,
/// `Token`) are replaced at any depth. A secret under another name is recorded: review a recording
/// before you publish it, and name more members with [`scrub`](Self::scrub). A stream is recorded
/// as a whole. Failed exchanges are not recorded.
pub struct RecordingTransport<T> {
    inner: T,
    path: PathBuf,
    extra_secrets: Vec<String>,
    exchanges: Mutex<Vec<Exchange>>,
}

impl<T: Transport> RecordingTransport<T> {
    /// Returns a transport that records to this file, replacing its content.
    pub fn new(inner: T, path: impl Into<PathBuf>) -> Self {
        Self {
            inner,
            path: path.into(),
            extra_secrets: Vec::new(),
            exchanges: Mutex::default(),
        }
    }

    /// Adds the name of a member whose values are replaced too.
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

/// A transport that answers from a file that [`RecordingTransport`] wrote.
///
/// Each exchange answers once. A call gets the first unused exchange with the same product,
/// version, action, region and parameters. A call without such an exchange fails with the code
/// `ReplayTransport.NotRecorded`.
pub struct ReplayTransport {
    path: PathBuf,
    extra_secrets: Vec<String>,
    left: Mutex<Vec<Exchange>>,
}

impl ReplayTransport {
    /// Opens a recording.
    ///
    /// # Errors
    /// If the file cannot be read or isn't a recording.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, TransportError> {
        let path = path.into();
        Ok(Self {
            left: Mutex::new(exchange::load(&path)?),
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

    /// Returns the number of unused exchanges.
    #[must_use]
    pub fn left(&self) -> usize {
        self.lock().len()
    }

    /// Returns a configuration that sends to this transport. See [`config`](super::config) for its
    /// other settings.
    pub fn config(self) -> ConfigBuilder {
        super::config(self)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Exchange>> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, request: &HttpRequest) -> Result<HttpResponse, TransportError> {
        let call = exchange::comparable(Call::from_request(request), &self.extra_secrets);
        let mut left = self.lock();
        match left.iter().position(|exchange| exchange.call == call) {
            Some(index) => Ok(left.remove(index).response()),
            None => Fault::api(
                "ReplayTransport.NotRecorded",
                format!(
                    "{} has no unused exchange for {} of {} with these parameters",
                    self.path.display(),
                    call.action,
                    call.service
                ),
            )
            .into_reply("replay"),
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
            .field("left", &self.left())
            .finish_non_exhaustive()
    }
}
