//! What generated Tencent Cloud clients call.

mod codec;
#[doc(hidden)]
pub mod codegen;
mod operation;
mod paging;

pub use codec::MissingParameters;
pub use operation::{Operation, RegionRule, Request};
pub use paging::PagedRequest;
pub use serde_json::Value;
