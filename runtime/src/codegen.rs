//! The contract with generated code; nothing here is meant for users.
//!
//! A structure, whether sent or received:
//!
//! ```
//! use std::fmt;
//! use tencentcloud_api_runtime::codegen::{self, Field, Member, Schema, Structure};
//!
//! #[derive(Clone, Default)]
//! #[non_exhaustive]
//! pub struct Filter {
//!     pub name: Option<String>,
//!     pub values: Option<Vec<String>>,
//! }
//!
//! static FILTER: Schema = Schema {
//!     name: "Filter",
//!     members: &[Member::new("Name").required(), Member::new("Values")],
//! };
//!
//! impl Structure for Filter {
//!     fn schema(&self) -> &'static Schema {
//!         &FILTER
//!     }
//!     fn member(&self, index: usize) -> Option<&dyn Field> {
//!         Some(match index {
//!             0 => &self.name,
//!             1 => &self.values,
//!             _ => return None,
//!         })
//!     }
//!     fn member_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
//!         Some(match index {
//!             0 => &mut self.name,
//!             1 => &mut self.values,
//!             _ => return None,
//!         })
//!     }
//! }
//!
//! impl fmt::Debug for Filter {
//!     fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
//!         codegen::debug(self, f)
//!     }
//! }
//! ```
//!
//! Types of members: `Option<E>` or a plain `Vec<E>`, where `E` is `String`, `i64`, `f64`, `bool`, [`Value`],
//! another structure (it must be `Default`), `Box` of one (for recursion), or `Vec` of any of these.
//!
//! A client holds a [`ServiceClient`]; its methods are `self.inner.send(&request)`, and
//! `self.inner.pages(request)` where the request is a [`PagedRequest`].
//!
//! Paging is stated with schema indices, see [`Paging`]; for `Offset`, `Limit` as third and fourth member of
//! the request and `TotalCount`, `InstanceSet` as first and second of the response:
//!
//! ```text
//! impl PagedRequest for DescribeInstancesRequest {
//!     type Item = Instance;
//!     const PAGING: Paging = Paging::OffsetLimit {
//!         offset: &[2], limit: &[3], total: Some(&[0]), page_size: Some(20),
//!     };
//!     fn items(response: Self::Response) -> Vec<Self::Item> { response.instance_set }
//!     fn item_count(response: &Self::Response) -> usize { response.instance_set.len() }
//! }
//! ```

pub use crate::client::ServiceClient;
pub use crate::codec::{
    Element, Field, List, Member, MissingParameters, ReadError, Reader, Schema, Structure, View,
    WriteError, debug, read, validate, write,
};
pub use crate::operation::{Operation, RegionRule, Request};
pub use crate::paging::{EndFlag, Items, MemberPath, PagedRequest, Pages, Paging};
pub use crate::wait::Wait;
pub use serde_json::Value;
