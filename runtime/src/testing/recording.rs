//! A transport that writes down what passes through it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::cassette::{self, Exchange};
use super::exchange::Call;
use crate::time::BoxFuture;
use crate::transport::{HttpRequest, HttpResponse, Transport, TransportError};

/// Sends through another transport and writes every exchange to a JSON file, for
/// [`ReplayTransport`](super::ReplayTransport) to answer from.
///
/// Neither keys nor signatures are written, and members whose names tell of secrets (`Password`,
/// `SecretKey`, `Token`) are replaced at any depth. That is no proof against a secret in an unlikely
/// place: look a recording through before you publish it, and name further members with
/// [`scrub`](Self::scrub). A stream is recorded whole. An exchange that failed is not recorded.
pub struct RecordingTransport<T> {
    inner: T,
    path: PathBuf,
    further: Vec<String>,
    exchanges: Mutex<Vec<Exchange>>,
}

impl<T: Transport> RecordingTransport<T> {
    /// A transport that writes to this file, anew.
    pub fn new(inner: T, path: impl Into<PathBuf>) -> Self {
        Self {
            inner,
            path: path.into(),
            further: Vec::new(),
            exchanges: Mutex::default(),
        }
    }

    /// Replaces the values of members of this name, too.
    #[must_use]
    pub fn scrub(mut self, member: impl Into<String>) -> Self {
        self.further.push(member.into());
        self
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    async fn record(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let call = Call::of(&request);
        let response = self.inner.send(request).await?;
        let exchange = Exchange::new(call, &response, &self.further);
        let mut exchanges = self
            .exchanges
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        exchanges.push(exchange);
        cassette::save(&self.path, &exchanges)?;
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
