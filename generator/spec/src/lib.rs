//! Stage 3: facts as YAML, one folder per service and version.
//!
//! Reading is strict: unknown keys and misplaced files are errors. Writing is stable: equal facts
//! give equal bytes. The crate also has the findings and rules that all stages share.

mod action;
mod constraint;
mod crate_file;
pub mod fault;
mod files;
mod filter;
pub mod finding;
mod folder;
mod localized;
mod member;
mod names;
mod number;
mod protocol;
mod service;
mod service_spec;
mod thing;
mod tree;
mod type_name;
mod wait;
pub mod yaml;

pub use action::{
    Action, COMMON_PARAMETERS, Example, Region, RegionRule, RequestForm, Source, default_host,
};
pub use constraint::{Condition, Constraint, Items, Length, LengthUnit, Limit, Range, is_between};
pub use crate_file::{CrateFile, parse_crate_file, with_crate_version};
pub use fault::{Place, SpecFault, SpecFaults};
pub use files::{
    BEHAVIOUR, CHANGELOG, CRATE, Files, OVERRIDES, RETIRED, read_files, read_sound_files,
};
pub use filter::Filter;
pub use finding::Rule;
pub use localized::{Language, Localized};
pub use member::{
    Deprecated, DeprecationSource, Inferred, Lost, Member, Required, Sensitive, SensitivitySource,
    Structure, Value,
};
pub use names::{
    UNVERSIONED, fold_case, is_action_name, is_date, is_device, is_portable_file_name,
    is_service_name, is_structure_name, is_version, is_wire_name, short_hash, version_order,
};
pub use number::Number;
pub use protocol::{
    Asynchronous, Envelope, Protocol, ReplacedBy, ReplacementSource, is_retired_service,
    product_of_service, retired_service,
};
pub use service::{
    Catalogue, CatalogueEntry, Change, ChangeKind, ErrorCode, MemberChanges, Release, Service,
};
pub use service_spec::{ExampleSide, Hints, KnownFault, PagingHint, ServiceSpec};
pub use thing::{MemberList, Owner, Thing};
pub use tree::{parse_known_faults, parse_tree, render_tree};
pub use type_name::{MAX_ARRAYS, Scalar, TypeName};
pub use wait::{Wait, resource_of_ids, subject_of_state};
