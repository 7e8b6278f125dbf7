//! The behaviour of a service: its resources, and the effect of each action on them.
//!
//! [`infer`] reads the behaviour off a spec: names, types, ids, documented values and error codes.
//! `behaviour.yaml` holds it next to the spec. People correct entries there: an entry without
//! `inferred` is theirs, and stays when the file is written again.

mod changing;
mod checks;
mod codes;
mod coverage;
mod creating;
mod describing;
mod family;
mod file;
mod filters;
mod ids;
mod infer;
mod links;
mod model;
mod paths;
mod roles;
mod sets;
mod states;
mod words;

pub use coverage::{Coverage, coverage, is_of_life_cycle, page};
pub use file::{Written, behaviours, merge, parse, render};
pub use infer::infer;
pub use model::{
    Behaviour, Codes, Effect, Link, Paging, Resource, Role, Start, State, Task, Transition,
};
pub use words::{normal, singular};
