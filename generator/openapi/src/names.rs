//! Names of schemas and paths.
//!
//! OpenAPI allows letters, digits, `.`, `-` and `_` in the names of components. Structures may have
//! others, such as `计费项` or `@meta`.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use spec::{ServiceSpec, short_hash};

/// The names of schemas. Structures keep their names if OpenAPI allows them, and other schemas
/// avoid those.
pub(crate) struct SchemaNames<'s> {
    structures: BTreeMap<&'s str, String>,
    parts: BTreeMap<&'s str, BTreeMap<Part, String>>,
    api_error: String,
}

/// A schema of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// The request's body.
    Request,
    /// The response's body: `{"Response": <Result>}`.
    Response,
    /// The content of the response.
    Result,
}

impl Part {
    const ALL: [Self; 3] = [Self::Request, Self::Response, Self::Result];

    fn suffix(self) -> &'static str {
        match self {
            Self::Request => "Request",
            Self::Response => "Response",
            Self::Result => "Result",
        }
    }
}

impl<'s> SchemaNames<'s> {
    /// Names the schemas of a spec.
    pub(crate) fn new(spec: &'s ServiceSpec) -> Self {
        let mut taken = Taken::default();
        let names = spec.structures.iter().map(|structure| &*structure.name);
        let (plain, odd): (BTreeSet<&str>, BTreeSet<&str>) = names.partition(|name| is_plain(name));
        let structures = plain
            .into_iter()
            .chain(odd)
            .map(|name| (name, taken.take(component(name))))
            .collect();
        let actions: BTreeSet<&str> = spec.actions.iter().map(|action| &*action.name).collect();
        let mut name = |action: &str, part: Part| {
            let wanted = format!("{}{}", component(action), part.suffix());
            (part, taken.take(wanted))
        };
        let parts_of = |action| (action, Part::ALL.map(|part| name(action, part)).into());
        Self {
            structures,
            parts: actions.into_iter().map(parts_of).collect(),
            api_error: taken.take("ApiError".to_owned()),
        }
    }

    /// Returns the name of a structure's schema; `None` if no page describes the structure.
    pub(crate) fn structure(&self, name: &str) -> Option<&str> {
        self.structures.get(name).map(String::as_str)
    }

    /// Returns the name of an action's schema.
    pub(crate) fn part_of(&self, action: &str, part: Part) -> &str {
        let parts = self.parts.get(action);
        parts
            .and_then(|parts| parts.get(&part))
            .map_or("", String::as_str)
    }

    /// Returns the name of the schema of an error that the API reports.
    pub(crate) fn api_error(&self) -> &str {
        &self.api_error
    }
}

/// The names that are in use.
#[derive(Default)]
struct Taken(BTreeSet<String>);

impl Taken {
    /// Takes the name, with underscores appended until it is free.
    fn take(&mut self, mut name: String) -> String {
        while !self.0.insert(name.clone()) {
            name.push('_');
        }
        name
    }
}

fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
}

/// Returns the name as a component's. A hash keeps names apart that differ in replaced characters.
fn component(name: &str) -> String {
    if is_plain(name) {
        return name.to_owned();
    }
    let replaced: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "._-".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    format!("{replaced}_{}", short_hash(name))
}

/// Returns the reference to a schema by its name in the document.
pub(crate) fn reference(component: &str) -> String {
    format!("#/components/schemas/{component}")
}

/// Returns the path of an action. Braces would make a template of it.
pub(crate) fn path(action: &str) -> String {
    format!("/#{}", encoded(action))
}

/// Returns the name of an action in an address.
pub(crate) fn encoded(action: &str) -> String {
    const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'_').remove(b'-').remove(b'.');
    utf8_percent_encode(action, ESCAPED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(structures: &[&str], actions: &[&str]) -> ServiceSpec {
        let structure = |name: &&str| spec::Structure {
            name: (*name).to_owned(),
            ..spec::Structure::default()
        };
        let action = |name: &&str| spec::Action {
            name: (*name).to_owned(),
            ..spec::Action::default()
        };
        ServiceSpec {
            structures: structures.iter().map(structure).collect(),
            actions: actions.iter().map(action).collect(),
            ..ServiceSpec::default()
        }
    }

    #[test]
    fn odd_names_become_distinct_components() {
        let odd = ["计费项", "计费单", "@meta", "$meta", "", "a b", "a/b"];
        let plain = ["_meta_", "a-b", "Run.Request", "RunRequest", "__0aed6bfc"];
        let spec = spec(&[&odd[..], &plain[..]].concat(), &["Run", "R{n}", "R}n{"]);
        let names = SchemaNames::new(&spec);
        let mut seen = BTreeSet::new();
        for structure in &spec.structures {
            let component = names.structure(&structure.name).unwrap();
            assert!(is_plain(component), "{component}");
            assert!(seen.insert(component), "{component}");
        }
        for name in plain {
            assert_eq!(names.structure(name), Some(name));
        }
        for action in &spec.actions {
            for part in Part::ALL {
                let component = names.part_of(&action.name, part);
                assert!(is_plain(component), "{component}");
                assert!(seen.insert(component), "{component}");
            }
        }
        assert_eq!(names.part_of("Run", Part::Request), "RunRequest_");
        assert_eq!(names.structure("Other"), None);
    }

    #[test]
    fn order_of_structures_renames_nothing() {
        let structures = ["@meta", "$meta", "_meta_1", "计费项"];
        let mut reversed = structures;
        reversed.reverse();
        let (one, other) = (spec(&structures, &[]), spec(&reversed, &[]));
        let (one, other) = (SchemaNames::new(&one), SchemaNames::new(&other));
        for name in structures {
            assert_eq!(one.structure(name), other.structure(name));
        }
    }

    #[test]
    fn paths_have_no_templates() {
        assert_eq!(path("Run_A-b.2"), "/#Run_A-b.2");
        assert_eq!(path("R{n}/?"), "/#R%7Bn%7D%2F%3F");
        assert_eq!(path("动"), "/#%E5%8A%A8");
    }
}
