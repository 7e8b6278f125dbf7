//! Bodies for those who ask for them.

/// Tells of a body at the level `TRACE`. Only called where the configuration wants it, for a body may
/// hold anything, passwords included.
pub(crate) fn log_body(what: &'static str, body: &[u8]) {
    tracing::trace!(target: "tencentcloud_api::body", body = %String::from_utf8_lossy(body), "{what}");
}
