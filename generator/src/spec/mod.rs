//! Stage 3: the facts as YAML: one folder a service and version, strict when read, stable when written.

mod action;
mod known_fault;
mod localized;
mod member;
mod service;
mod service_spec;
mod type_name;

pub use action::{Action, Example, Region, RegionRule, RequestForm, Source};
pub use known_fault::{ExampleSide, KnownFault};
pub use localized::{Language, Localized};
pub use member::{Inferred, Lost, Member, Required, Structure, Value};
pub use service::{
    Catalogue, CatalogueEntry, Change, ChangeKind, ErrorCode, MemberChanges, Release, Service,
};
pub use service_spec::ServiceSpec;
pub use type_name::{Scalar, TypeName};
