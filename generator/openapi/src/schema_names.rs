//! Names of schemas: structures keep theirs, requests and responses get out of their way.

use std::collections::BTreeSet;

use spec::ServiceSpec;

/// The names that are taken.
pub(super) struct SchemaNames<'s> {
    structures: BTreeSet<&'s str>,
}

/// The part of an action that a schema describes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    /// What is sent.
    Request,
    /// What comes back, with its envelope.
    Response,
    /// What stands in the envelope.
    Result,
}

impl<'s> SchemaNames<'s> {
    pub(super) fn of(spec: &'s ServiceSpec) -> Self {
        let structures = spec.structures.iter();
        Self {
            structures: structures.map(|found| found.name.as_str()).collect(),
        }
    }

    /// Whether a page describes the structure.
    pub(super) fn is_structure(&self, name: &str) -> bool {
        self.structures.contains(name)
    }

    /// The schema of a part of an action. No two actions share one: the endings differ, and only a
    /// structure's name can be in the way.
    pub(super) fn of_action(&self, action: &str, part: Part) -> String {
        let ending = match part {
            Part::Request => "Request",
            Part::Response => "Response",
            Part::Result => "Result",
        };
        self.free(format!("{action}{ending}"))
    }

    /// The schema of an error as the API reports it.
    pub(super) fn api_error(&self) -> String {
        self.free("ApiError".to_owned())
    }

    fn free(&self, mut name: String) -> String {
        while self.is_structure(&name) {
            name.push('_');
        }
        name
    }
}

/// The reference to a schema.
pub(super) fn reference(name: &str) -> String {
    format!("#/components/schemas/{name}")
}
