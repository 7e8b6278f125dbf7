//! The hooks of a call, if the configuration has middleware.

use std::sync::Arc;

use super::ServiceClient;
use super::attempts::{self, AttemptError};
use super::call::PreparedCall;
use super::envelope::Output;
use crate::error::Error;
use crate::middleware::{Attempt, AttemptReply, Next, PendingCall};
use crate::options::CallOptions;
use crate::transport::HttpResponse;

/// Returns the options of a call as the hooks want them. `hooked` stores the result.
pub(super) async fn options<'a>(
    client: &ServiceClient,
    call: PendingCall<'_>,
    options: Option<&'a CallOptions>,
    hooked: &'a mut Option<Box<CallOptions>>,
) -> Result<Option<&'a CallOptions>, Error> {
    let middleware = &client.config.0.middleware;
    if middleware.is_empty() {
        return Ok(options);
    }
    let region = options.and_then(|options| options.region.as_deref());
    let call = PendingCall {
        region: region.or(client.config.region()),
        ..call
    };
    let mut all = options.cloned().unwrap_or_default();
    for hook in middleware {
        all = hook.prepare(call, all).await?;
    }
    Ok(Some(hooked.insert(Box::new(all))))
}

/// Makes an attempt through the hooks. Attempts count from 1.
pub(super) async fn attempt(
    client: &ServiceClient,
    call: &mut PreparedCall<'_>,
    number: u32,
    output: &mut Output<'_>,
) -> Result<HttpResponse, AttemptError> {
    let settings = &client.config.0;
    if settings.middleware.is_empty() {
        return attempts::attempt_within_timeout(client, call, output).await;
    }
    let attempt = Attempt {
        service: call.callee.service,
        version: call.callee.version,
        action: call.callee.action,
        region: call.region,
        number,
        endpoint: Arc::clone(&call.endpoint),
        clock: settings.clock.as_ref(),
        given: call.headers,
        added: CallOptions::new(),
    };
    let mut clock_corrected = false;
    let corrected = &mut clock_corrected;
    let envelope = call.callee.protocol.envelope();
    let next = Next::new(
        &settings.middleware,
        Box::new(move |attempt: Attempt<'_>| {
            Box::pin(async move {
                call.attempt_headers = Some(attempt.into_headers()?);
                let result = attempts::attempt_within_timeout(client, call, output).await;
                match result {
                    Ok(http) => Ok(AttemptReply::new(http, envelope)),
                    Err(failed) => {
                        *corrected = failed.clock_corrected;
                        Err(failed.error)
                    }
                }
            })
        }),
    );
    let result = next.run(attempt).await;
    result
        .map(AttemptReply::into_http)
        .map_err(|error| AttemptError {
            error,
            clock_corrected,
        })
}
