//! Construction of requests, responses and structures in one expression.

use crate::codec::Structure;

/// Construction of every generated type in one expression.
///
/// It is in the [`prelude`](crate::prelude). Requests also have a setter for each member. Responses
/// have none, because few programs make them, apart from tests.
///
/// ```
/// # use tencentcloud_api_runtime::codegen::{self, Field, Member, Schema, Structure};
/// # #[derive(Clone, Default)]
/// # struct Zone { zone: Option<String>, zone_id: Option<i64> }
/// # impl Zone {
/// #     fn zone(mut self, value: impl Into<String>) -> Self {
/// #         self.zone = Some(value.into());
/// #         self
/// #     }
/// # }
/// # static ZONE: Schema =
/// #     Schema { name: "Zone", members: &[Member::new("Zone"), Member::new("ZoneId")] };
/// # impl Structure for Zone {
/// #     fn schema(&self) -> &'static Schema { &ZONE }
/// #     fn member(&self, index: usize) -> Option<&dyn Field> {
/// #         match index { 0 => Some(&self.zone), 1 => Some(&self.zone_id), _ => None }
/// #     }
/// #     fn member_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
/// #         match index { 0 => Some(&mut self.zone), 1 => Some(&mut self.zone_id), _ => None }
/// #     }
/// # }
/// # codegen::structure!(Zone);
/// use tencentcloud_api_runtime::prelude::*;
///
/// let zone = Zone::build(|zone| {
///     zone.zone = Some("ap-guangzhou-3".to_owned());
///     zone.zone_id = Some(3);
/// });
/// assert_eq!(zone.to_json()?, r#"{"Zone":"ap-guangzhou-3","ZoneId":3}"#);
///
/// let given: Option<&str> = None;
/// assert_eq!(Zone::default().set_if(given, Zone::zone), Zone::default());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Build: Structure + Default {
    /// Returns a value with the members that the function assigns.
    #[must_use]
    fn build(assign: impl FnOnce(&mut Self)) -> Self {
        let mut value = Self::default();
        assign(&mut value);
        value
    }

    /// Calls a setter if there is a value, otherwise changes nothing:
    /// `request.set_if(zone, Request::zone)`.
    #[must_use]
    fn set_if<T>(self, value: Option<T>, set: impl FnOnce(Self, T) -> Self) -> Self {
        match value {
            Some(value) => set(self, value),
            None => self,
        }
    }
}

impl<T: Structure + Default> Build for T {}
