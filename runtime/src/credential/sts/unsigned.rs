//! Calls without a signature, for who has no keys yet.

use std::sync::Arc;

use http::HeaderValue;
use http::header::AUTHORIZATION;

use super::super::provider::CredentialContext;
use crate::time::BoxFuture;
use crate::transport::{HttpRequest, HttpResponse, Transport, TransportError};

/// The same context with a transport that sends `Authorization: SKIP` in place of a signature.
pub(super) fn unsigned(context: &CredentialContext) -> CredentialContext {
    let transport: Arc<dyn Transport> = Arc::new(Unsigned(Arc::clone(context.transport())));
    CredentialContext::shared(&transport, context.clock())
}

struct Unsigned(Arc<dyn Transport>);

impl Transport for Unsigned {
    fn send(
        &self,
        mut request: HttpRequest,
    ) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let skip = HeaderValue::from_static("SKIP");
        request.headers.insert(AUTHORIZATION, skip);
        self.0.send(request)
    }
}
