//! A transport that answers from a recording.

use std::fmt;
use std::future::ready;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use super::cassette::{self, Exchange};
use super::exchange::Call;
use super::fault::Fault;
use crate::config::ConfigBuilder;
use crate::time::BoxFuture;
use crate::transport::{HttpRequest, HttpResponse, Transport, TransportError};

/// Answers from a file that [`RecordingTransport`](super::RecordingTransport) wrote.
///
/// Each exchange answers once, the first one left of those with the same product, version, action, region
/// and parameters. A call that is not on the recording fails with the code
/// `ReplayTransport.NotRecorded`.
pub struct ReplayTransport {
    path: PathBuf,
    further: Vec<String>,
    left: Mutex<Vec<Exchange>>,
}

impl ReplayTransport {
    /// A transport that answers from this file.
    ///
    /// # Errors
    /// If the file cannot be read or is no recording.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, TransportError> {
        let path = path.into();
        Ok(Self {
            left: Mutex::new(cassette::load(&path)?),
            further: Vec::new(),
            path,
        })
    }

    /// Says that the recording was made with [`RecordingTransport::scrub`](super::RecordingTransport::scrub)
    /// for this member.
    #[must_use]
    pub fn scrub(mut self, member: impl Into<String>) -> Self {
        self.further.push(member.into());
        self
    }

    /// The exchanges that no call has asked for.
    #[must_use]
    pub fn left(&self) -> usize {
        self.lock().len()
    }

    /// A configuration that sends to here; see [`config`](super::config) for the rest of it.
    pub fn config(self) -> ConfigBuilder {
        super::config(self)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Exchange>> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, request: &HttpRequest) -> Result<HttpResponse, TransportError> {
        let call = cassette::comparable(Call::of(request), &self.further);
        let mut left = self.lock();
        match left.iter().position(|exchange| exchange.call == call) {
            Some(index) => Ok(left.remove(index).response()),
            None => Fault::api(
                "ReplayTransport.NotRecorded",
                format!(
                    "{} of {} with these parameters is not, or no longer, in {}",
                    call.action,
                    call.service,
                    self.path.display()
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
