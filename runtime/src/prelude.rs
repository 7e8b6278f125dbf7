//! The traits whose methods a program often calls, imported without their names.
//!
//! ```
//! use tencentcloud_api_runtime::prelude::*;
//! ```
//!
//! | trait | methods |
//! |---|---|
//! | [`Json`](crate::Json) | `to_json`, `to_value`, `from_json` and `from_json_strict` of every generated type |
//! | [`Build`](crate::Build) | `build` and `set_if` of every generated type |
//! | [`RetryPolicyExt`](crate::retry::RetryPolicyExt) | limits of retry policies |

pub use crate::build::Build as _;
pub use crate::json::Json as _;
pub use crate::retry::RetryPolicyExt as _;
