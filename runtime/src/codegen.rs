//! The contract with generated code, not meant for users.
//!
//! A structure, whether sent or received:
//!
//! ```
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
//! codegen::structure!(Filter);
//! ```
//!
//! [`structure!`] adds what all structures have. For a request, write `Name Request`.
//!
//! A member is `Option<E>` or a plain `Vec<E>`. `E` is `String`, `i64`, `f64`, `bool`, [`Value`],
//! another structure (it must be `Default`), `Box` of one (for recursion), or `Vec` of any of
//! these.
//!
//! The member with the results of an action on several resources is `Option<ResourceResults>`.
//!
//! A request of an API before version 3.0 overrides [`Request::PROTOCOL`]:
//!
//! ```text
//! const PROTOCOL: Protocol = Protocol::V2(V2 {
//!     path: "/v2/index.php", envelope: Envelope::Code, regions: RegionForm::Short,
//! });
//! ```
//!
//! A client holds a [`ServiceClient`]. Its methods call `self.inner.send(&request)`, or
//! `self.inner.pages(request)` if the request is a [`PagedRequest`].
//!
//! [`Paging`] uses schema indices. In this example, `Offset` and `Limit` are the third and fourth
//! member of the request, `TotalCount` and `InstanceSet` the first and second of the response:
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

mod structure;

#[cfg(feature = "blocking")]
use crate::blocking;

pub use crate::client::ServiceClient;
pub use crate::codec::{
    Element, Field, Limit, LimitRule, List, Mapping, Member, MissingParameters, ReadError, Reader,
    Schema, Structure, View, WriteError, check_limits, debug, equal, read, read_tolerant, validate,
    write,
};
#[cfg(feature = "serde")]
pub use crate::json::{deserialize, serialize};
pub use crate::operation::{AsRequest, Operation, RegionRule, Request};
pub use crate::paging::{EndFlag, Items, MemberPath, PagedRequest, Pages, Paging};
pub use crate::v2::{Envelope, Protocol, RegionForm, ResourceResults, V2};
pub use crate::wait::waiter::{Goal, Observe, Observed};
pub use crate::wait::{Wait, Waiter};
pub use crate::{__structure as structure, __structure_serde as structure_serde};
#[cfg(feature = "serde")]
pub use serde_core;
pub use serde_json::Value;

/// The calls of generated clients that build on single calls.
impl ServiceClient {
    /// Returns the responses to a request, page by page.
    pub fn pages<R: PagedRequest>(&self, request: R) -> Pages<R> {
        Pages::new(self.clone(), request)
    }

    /// Calls an action until its response satisfies the predicate; see [`wait`](crate::wait).
    pub fn wait_until<'a, R: Request, P>(&self, request: &'a R, predicate: P) -> Wait<'a, R, P>
    where
        P: FnMut(&R::Response) -> bool + Send + 'a,
    {
        Wait::new(self.clone(), request, predicate)
    }

    /// Returns a wait until the resources with these ids reach the goal. Each request is about at
    /// most 100 of them.
    pub fn waiter<R: Request>(
        &self,
        goal: Goal,
        ids: Vec<String>,
        request: impl Fn(&[String]) -> R,
        observe: Observe<R::Response>,
    ) -> Waiter<R> {
        Waiter::new(self.clone(), goal, ids, request, observe)
    }

    /// Returns a client whose calls block until the reply arrives. It has dedicated connections.
    #[cfg(feature = "blocking")]
    #[must_use]
    pub fn blocking(&self) -> blocking::Client {
        blocking::Client::from_inner(self.detached())
    }
}
