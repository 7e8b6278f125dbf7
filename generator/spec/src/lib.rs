//! Stage 3: the facts as YAML: one folder a service and version, strict when read, stable when written.

mod action;
pub mod fault;
mod file_name;
pub mod finding;
mod hints;
mod known_fault;
mod localized;
mod marks;
mod member;
mod read;
mod service;
mod service_spec;
mod tree;
mod type_name;
mod validate;
pub mod yaml;

pub use action::{Action, Example, Region, RegionRule, RequestForm, Source};
pub use fault::{Place, SpecFault, SpecFaults};
pub use file_name::{is_action_name, is_service_name, is_version};
pub use hints::{Hints, Item, PagingHint};
pub use known_fault::{ExampleSide, KnownFault};
pub use localized::{Language, Localized};
pub use marks::{Deprecated, DeprecationSource, Sensitive, SensitivitySource};
pub use member::{Inferred, Lost, Member, Required, Structure, Value};
pub use read::{read_files, read_tree};
pub use service::{
    Catalogue, CatalogueEntry, Change, ChangeKind, ErrorCode, MemberChanges, Release, Service,
};
pub use service_spec::ServiceSpec;
pub use tree::{Files, OVERRIDES, RETIRED, parse_known_faults, parse_tree, render_tree};
pub use type_name::{Scalar, TypeName};
