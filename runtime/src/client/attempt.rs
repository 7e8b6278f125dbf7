//! One attempt: credential, signature, exchange, decoding.

use std::time::SystemTime;

use super::ServiceClient;
use super::envelope::{self, Output};
use super::prepare::{Authorization, PreparedCall};
use crate::error::Error;
use crate::stream::{self, Opened};
use crate::transport::{HttpRequest, HttpResponse, TransportError};

impl ServiceClient {
    /// Signs with the credential and time of this moment, sends, and reads the reply into `output`.
    pub(super) async fn attempt(
        &self,
        call: &PreparedCall<'_>,
        output: &mut Output<'_>,
    ) -> Result<HttpResponse, Error> {
        let request = self.authorized(call).await?;
        let Some(response) = self.exchange(request, output).await? else {
            // The events have what there is.
            return Ok(HttpResponse::new(200, ""));
        };
        if response.status == 200 && stream::is_event_stream(&response.headers) {
            return Err(envelope::unexpected_stream());
        }
        envelope::decode(response.status, &response.body, output)?;
        Ok(response)
    }

    async fn authorized(&self, call: &PreparedCall<'_>) -> Result<HttpRequest, Error> {
        Ok(match call.authorization {
            Authorization::Skip => self.unsigned_request(call)?,
            Authorization::Tc3 { unsigned_payload } => {
                let credential = self.config.credential().await?;
                self.tc3_request(call, unsigned_payload, &credential)?
            }
            Authorization::V1(digest) => {
                let credential = self.config.credential().await?;
                self.v1_request(call, digest, &credential)?
            }
        })
    }

    /// Sends, and returns the reply unless it is the stream that the output waits for.
    async fn exchange(
        &self,
        request: HttpRequest,
        output: &mut Output<'_>,
    ) -> Result<Option<HttpResponse>, TransportError> {
        let settings = &self.config.0;
        let Output::Events(events) = output else {
            return settings.transport.send(request).await.map(Some);
        };
        match stream::open(settings.transport.open(request).await?, settings).await? {
            Opened::Stream(stream) => {
                **events = stream;
                Ok(None)
            }
            Opened::Reply(reply) => Ok(Some(reply)),
        }
    }

    /// The time to sign with, in seconds since 1970. A clock before 1970 counts as 1970: the API will
    /// answer that the signature has expired.
    pub(super) fn timestamp(&self) -> u64 {
        let now = self.config.0.clock.now();
        let elapsed = now.duration_since(SystemTime::UNIX_EPOCH);
        elapsed.map_or(0, |elapsed| elapsed.as_secs())
    }
}
