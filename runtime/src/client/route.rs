//! When and where an attempt goes: its turn by the documented rate, and the endpoint that works.

use std::sync::Arc;

use super::ServiceClient;
use super::endpoint::Endpoint;
use super::prepare::PreparedCall;
use super::request_error::InvalidRequest;
use crate::failover::Passage;

impl ServiceClient {
    /// Waits until the documented rate leaves room for an attempt, where the configuration cares.
    pub(super) async fn turn(&self, call: &PreparedCall<'_>) {
        let settings = &self.config.0;
        let (Some(limiter), Some(rate)) = (&settings.rate_limiter, call.callee.rate_limit) else {
            return;
        };
        let callee = &call.callee;
        let region = call.region.unwrap_or_default();
        let key = [callee.service, callee.action, region].map(str::to_owned);
        limiter.turn(key, rate, settings.clock.as_ref()).await;
    }

    /// Points the call at the first endpoint whose breaker lets it through, `usual` if none does.
    pub(super) fn choose_endpoint(
        &self,
        call: &mut PreparedCall<'_>,
        usual: &Arc<Endpoint>,
    ) -> Result<Option<Passage>, InvalidRequest> {
        let settings = &self.config.0;
        call.endpoint = Arc::clone(usual);
        // A call that names its endpoint has no target, and means what it names.
        let (Some(switchboard), Some(target)) = (&settings.fail_over, &call.target) else {
            return Ok(None);
        };
        if let Some(passage) = switchboard.admit(&usual.url) {
            return Ok(Some(passage));
        }
        for backup in switchboard.backups() {
            let Some(endpoint) = settings.endpoint.backup(target, backup)? else {
                continue;
            };
            if let Some(passage) = switchboard.admit(&endpoint.url) {
                call.endpoint = endpoint;
                return Ok(Some(passage));
            }
        }
        Ok(None)
    }
}
