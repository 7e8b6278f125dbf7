//! Calls and attempts within the spans that tell of them.

use std::future::Future;
use std::pin::{Pin, pin};
use std::time::Duration;

use tracing::{Instrument, Span};

use super::ServiceClient;
use super::envelope::Output;
use super::prepare::PreparedCall;
use super::response::Reply;
use super::retrying::Failed;
use crate::error::Error;
use crate::observe::{self, Outcome};
use crate::transport::HttpResponse;

impl ServiceClient {
    /// Makes a call within a span of its own.
    pub(super) async fn run(
        &self,
        call: PreparedCall<'_>,
        output: Output<'_>,
    ) -> Result<Reply, Error> {
        let callee = &call.callee;
        let (service, version, action) = (callee.service, callee.version, callee.action);
        let span = observe::call_span(service, version, action, call.region);
        let started = self.started(&span);
        let result = pin!(self.run_within_limit(call, output));
        let result = result.instrument(span.clone()).await;
        self.record(
            &span,
            Outcome {
                started,
                attempts: Some(
                    result
                        .as_ref()
                        .map_or_else(Error::attempts, |reply| reply.attempts),
                ),
                result: result.as_ref().map(|reply| &reply.http),
            },
        );
        result
    }

    /// Makes one attempt within a span of its own.
    pub(super) async fn observed(
        &self,
        number: u32,
        attempt: Pin<&mut impl Future<Output = Result<HttpResponse, Failed>>>,
    ) -> Result<HttpResponse, Failed> {
        let span = observe::attempt_span(number);
        let started = self.started(&span);
        let result = attempt.instrument(span.clone()).await;
        self.record(
            &span,
            Outcome {
                started,
                attempts: None,
                result: result.as_ref().map_err(|failed| &failed.error),
            },
        );
        result
    }

    /// When a span begins, if anybody wants to know.
    fn started(&self, span: &Span) -> Duration {
        match span.is_disabled() {
            true => Duration::ZERO,
            false => self.config.0.clock.monotonic(),
        }
    }

    fn record(&self, span: &Span, outcome: Outcome<'_>) {
        if !span.is_disabled() {
            outcome.record(span, self.config.0.clock.monotonic());
        }
    }
}
