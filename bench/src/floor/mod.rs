//! Hand-written clients of one action: what a call costs at the least.

pub mod bare;
pub mod on_hyper;
pub mod on_reqwest;
pub mod requests;
pub mod signer;
pub mod types;

/// The request that all contenders send.
pub const BODY: &str = r#"{"Filters":[{"Name":"zone","Values":["ap-guangzhou-2","ap-guangzhou-1"]}],"Offset":0,"Limit":100}"#;

/// Reads a reply; returns how many instances came.
///
/// # Panics
/// If the reply is not what the endpoint sends.
#[must_use]
pub fn read(body: &[u8]) -> usize {
    let text = std::str::from_utf8(body).expect("the reply is UTF-8");
    let envelope: types::Envelope = serde_json::from_str(text).expect("the reply is as documented");
    envelope.response.instance_set.map_or(0, |set| set.len())
}

/// Reads a reply without its instances; returns the total.
///
/// # Panics
/// If the reply is not what the endpoint sends.
#[must_use]
pub fn skim(body: &[u8]) -> usize {
    let text = std::str::from_utf8(body).expect("the reply is UTF-8");
    let envelope: types::Skimmed = serde_json::from_str(text).expect("the reply is as documented");
    envelope.response.total_count
}
