//! One attempt: credential, signature, exchange, decoding.

use http::HeaderMap;

use super::ServiceClient;
use super::envelope::{self, Output};
use super::prepare::{Authorization, Callee, PreparedCall};
use super::retrying::Failed;
use crate::error::Error;
use crate::observe;
use crate::retry::retry_after;
use crate::stream::{self, Opened};
use crate::transport::{HttpRequest, HttpResponse, TransportError};

impl ServiceClient {
    /// Signs with the credential and time of this moment, sends, and reads the reply into `output`.
    pub(super) async fn attempt(
        &self,
        call: &PreparedCall<'_>,
        output: &mut Output<'_>,
    ) -> Result<HttpResponse, Failed> {
        let (request, signed) = self.authorized(call).await?;
        let Some(response) = self.exchange(request, output).await? else {
            // The events have what there is.
            return Ok(HttpResponse::new(200, ""));
        };
        if self.config.0.log_bodies {
            observe::log_body("reply", &response.body);
        }
        if response.status == 200 && stream::is_event_stream(&response.headers) {
            return Err(envelope::unexpected_stream().into());
        }
        match envelope::decode(response.status, &response.body, output) {
            Ok(unknown) => {
                let Callee {
                    service, version, ..
                } = call.callee;
                self.config.0.drift.add(service, version, unknown);
                Ok(response)
            }
            Err(error) => Err(self.failed(error, &response.headers, signed)),
        }
    }

    /// The error, with what the reply's headers say about clocks and coming back.
    fn failed(&self, error: Error, headers: &HeaderMap, signed: u64) -> Failed {
        let now = self.config.0.clock.now();
        let offset = &self.retries.clock_offset;
        Failed {
            clock_corrected: offset.learn(&error, headers, signed, now),
            error: error.with_retry_after(retry_after(headers, now)),
        }
    }

    /// The request, and the time it was signed with.
    async fn authorized(&self, call: &PreparedCall<'_>) -> Result<(HttpRequest, u64), Error> {
        let credential = match call.authorization {
            Authorization::Skip => None,
            _ => Some(self.config.credential().await?),
        };
        // A credential may have been long in coming.
        let timestamp = self.timestamp();
        let request = match (call.authorization, &credential) {
            (Authorization::Tc3 { unsigned_payload }, Some(credential)) => {
                self.tc3_request(call, timestamp, unsigned_payload, credential)
            }
            (Authorization::V1(digest), Some(credential)) => {
                self.v1_request(call, timestamp, digest, credential)
            }
            _ => self.unsigned_request(call, timestamp),
        };
        Ok((request?, timestamp))
    }

    /// Sends, and returns the reply unless it is the stream that the output waits for.
    async fn exchange(
        &self,
        request: HttpRequest,
        output: &mut Output<'_>,
    ) -> Result<Option<HttpResponse>, TransportError> {
        let settings = &self.config.0;
        if settings.log_bodies {
            observe::log_body("request", &request.body);
        }
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

    /// The time to sign with, in seconds since 1970.
    pub(super) fn timestamp(&self) -> u64 {
        let now = self.config.0.clock.now();
        self.retries.clock_offset.timestamp(now)
    }
}
