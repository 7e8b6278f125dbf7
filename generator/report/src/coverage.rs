//! The coverage of a service: how much of each kind of fact is known.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use conform::Context;
use lower::History;
use openapi::example_counts;
use spec::{Action, Limit, Localized, Member, Required, Scalar, ServiceSpec, Source, TypeName};

/// A part of a whole, as counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    /// The number of things that the measure counts as known.
    pub part: usize,
    /// The number of all things.
    pub whole: usize,
}

impl Share {
    fn count<T>(things: impl IntoIterator<Item = T>, is_known: impl Fn(&T) -> bool) -> Self {
        let mut share = Self::default();
        for thing in things {
            share.whole += 1;
            share.part += usize::from(is_known(&thing));
        }
        share
    }

    /// Adds up the shares.
    pub fn sum(shares: impl IntoIterator<Item = Self>) -> Self {
        shares.into_iter().fold(Self::default(), |sum, share| Self {
            part: sum.part + share.part,
            whole: sum.whole + share.whole,
        })
    }
}

/// A quantity that is measured for every service.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    /// The key in JSON.
    pub key: &'static str,
    /// The label on the page.
    pub label: &'static str,
    /// The things that are counted.
    pub meaning: &'static str,
    share: fn(&Known<'_>) -> Share,
}

/// A service, and the paging style of each action that has a paginator.
struct Known<'a> {
    spec: &'a ServiceSpec,
    paged: &'a BTreeMap<&'a str, &'static str>,
}

/// All measures in display order.
pub const MEASURES: &[Measure] = &[
    Measure {
        key: "action_docs",
        label: "Actions described",
        meaning: "actions whose page describes them",
        share: |known| Share::count(known.actions(), |action| !action.doc.is_empty()),
    },
    Measure {
        key: "member_docs",
        label: "Members described",
        meaning: "inputs, outputs and members that have a description",
        share: |known| Share::count(all_members(known.spec), |member| !member.doc.is_empty()),
    },
    Measure {
        key: "types",
        label: "Types known",
        meaning: "inputs, outputs and members whose documented type isn't arbitrary JSON",
        share: |known| {
            Share::count(all_members(known.spec), |member| {
                known.is_type(&member.type_name)
            })
        },
    },
    Measure {
        key: "stated",
        label: "Stated by tables",
        meaning: "inputs, outputs and members that a table states, not inferred ones",
        share: |known| Share::count(all_members(known.spec), |member| member.inferred.is_none()),
    },
    Measure {
        key: "required",
        label: "Required known",
        meaning: "inputs whose table marks them as required or optional",
        share: |known| {
            let inputs = known.actions().iter().flat_map(|action| &action.input);
            Share::count(inputs, |member| {
                matches!(member.required, Some(Required::Known(_)))
            })
        },
    },
    Measure {
        key: "examples",
        label: "With examples",
        meaning: "actions that have an example",
        share: |known| Share::count(known.actions(), |action| !action.examples.is_empty()),
    },
    Measure {
        key: "sound_examples",
        label: "Sound examples",
        meaning: "requests and responses of examples that match the tables",
        share: |known| sound_examples(known.spec),
    },
    Measure {
        key: "rate_limits",
        label: "Rate limits",
        meaning: "actions whose page states a rate limit",
        share: |known| Share::count(known.actions(), |action| action.rate_limit.is_some()),
    },
    Measure {
        key: "regions",
        label: "Region rules",
        meaning: "actions whose page states whether they use a region",
        share: |known| Share::count(known.actions(), |action| action.region.is_some()),
    },
    Measure {
        key: "titles",
        label: "Titles",
        meaning: "actions with a title",
        share: |known| Share::count(known.actions(), |action| !action.title.is_empty()),
    },
    Measure {
        key: "groups",
        label: "Groups",
        meaning: "actions in a group of the service's overview",
        share: |known| {
            let groups = known.spec.service.catalogue.iter();
            let entries = groups.flat_map(|group| &group.actions);
            let grouped: BTreeSet<&str> = entries.map(|entry| entry.name.as_str()).collect();
            Share::count(known.actions(), |action| {
                grouped.contains(action.name.as_str())
            })
        },
    },
    Measure {
        key: "since",
        label: "Since",
        meaning: "actions and structures whose first release is known",
        share: |known| {
            let history = History::new(known.spec);
            let actions = known.actions().iter();
            let actions = actions.map(|action| history.action(&action.name));
            let structures = known.spec.structures.iter();
            let structures = structures.map(|structure| history.structure(&structure.name));
            Share::count(actions.chain(structures), Option::is_some)
        },
    },
    Measure {
        key: "waits",
        label: "Waits",
        meaning: "asynchronous actions, by their text, whose end the specs tell how to await",
        share: |known| {
            let asynchronous = |action: &&Action| {
                let texts = action.doc.texts().map(|(_, text)| text.to_lowercase());
                action.wait.is_some()
                    || texts
                        .into_iter()
                        .any(|text| text.contains("异步") || text.contains("async"))
            };
            Share::count(known.actions().iter().filter(asynchronous), |action| {
                action.wait.is_some()
            })
        },
    },
    Measure {
        key: "ranges",
        label: "Ranges",
        meaning: "numbers in inputs and structures with a documented range or step",
        share: |known| {
            known.limits(
                |member| is_number(&member.type_name),
                |limit| matches!(limit, Limit::Range(_) | Limit::MultipleOf(_)),
            )
        },
    },
    Measure {
        key: "lengths",
        label: "Lengths",
        meaning: "texts in inputs and structures with a documented length",
        share: |known| {
            known.limits(
                |member| member.type_name == TypeName::Scalar(Scalar::String),
                |limit| matches!(limit, Limit::Length(_)),
            )
        },
    },
    Measure {
        key: "list_sizes",
        label: "List sizes",
        meaning: "lists in inputs and structures with a documented number of items",
        share: |known| {
            known.limits(
                |member| matches!(member.type_name, TypeName::Array(_)),
                |limit| matches!(limit, Limit::Items(_)),
            )
        },
    },
    Measure {
        key: "conditions",
        label: "Conditions",
        meaning: "members of inputs and structures with a documented condition about another member",
        share: |known| known.limits(|_| true, is_condition),
    },
    Measure {
        key: "filters",
        label: "Filters",
        meaning: "actions with a list of filters whose names are known",
        share: |known| {
            let lists = known.actions().iter().filter_map(|action| {
                let mut inputs = action.input.iter();
                inputs.find(|member| takes_filters(&member.type_name))
            });
            Share::count(lists, |member| !member.filters.is_empty())
        },
    },
    Measure {
        key: "error_lists",
        label: "Error lists",
        meaning: "actions that list their error codes",
        share: |known| Share::count(known.actions(), |action| !action.errors.is_empty()),
    },
    Measure {
        key: "error_docs",
        label: "Errors explained",
        meaning: "error codes that have an explanation",
        share: |known| Share::count(&known.spec.errors, |error| !error.doc.is_empty()),
    },
    Measure {
        key: "paging",
        label: "Paging found",
        meaning: "actions with a paging parameter for which the crate has a paginator",
        share: |known| {
            let takes_page = |action: &&Action| lower::takes_page_input(action);
            Share::count(known.actions().iter().filter(takes_page), |action| {
                known.paged.contains_key(action.name.as_str())
            })
        },
    },
    Measure {
        key: "addresses",
        label: "Page addresses",
        meaning: "actions whose page's address is known",
        share: |known| {
            Share::count(known.actions(), |action| {
                has_source(action, |source| source.url.is_some())
            })
        },
    },
    Measure {
        key: "dates",
        label: "Dates",
        meaning: "actions whose page states its last update",
        share: |known| {
            Share::count(known.actions(), |action| {
                has_source(action, |source| source.updated.is_some())
            })
        },
    },
    Measure {
        key: "english",
        label: "In English",
        meaning: "actions, structures and error codes described in English",
        share: |known| Share::count(texts(known.spec), |text| text.en.is_some()),
    },
    Measure {
        key: "chinese",
        label: "In Chinese",
        meaning: "actions, structures and error codes described in Chinese",
        share: |known| Share::count(texts(known.spec), |text| text.zh.is_some()),
    },
];

/// Returns the shares of a service by the measures' keys. `paged` has the paging style of each
/// action that has a paginator.
pub(crate) fn coverage(
    spec: &ServiceSpec,
    paged: &BTreeMap<&str, &'static str>,
) -> BTreeMap<&'static str, Share> {
    let known = Known { spec, paged };
    MEASURES
        .iter()
        .map(|measure| (measure.key, (measure.share)(&known)))
        .collect()
}

impl Known<'_> {
    fn actions(&self) -> &[Action] {
        &self.spec.actions
    }

    /// Counts the members of inputs and structures that are meant, and those with such a limit.
    fn limits(&self, is_meant: fn(&Member) -> bool, is_such: fn(&Limit) -> bool) -> Share {
        let inputs = self.actions().iter().flat_map(|action| &action.input);
        let structures = self.spec.structures.iter();
        let members = inputs.chain(structures.flat_map(|structure| &structure.members));
        Share::count(members.filter(|member| is_meant(member)), |member| {
            let mut constraints = member.constraints.iter();
            constraints.any(|constraint| is_such(&constraint.limit))
        })
    }

    fn is_type(&self, type_name: &TypeName) -> bool {
        match type_name {
            TypeName::Scalar(scalar) => *scalar != Scalar::Object,
            TypeName::Structure(name) => self.spec.structure(name).is_some(),
            TypeName::Array(element) => self.is_type(element),
        }
    }
}

fn is_number(type_name: &TypeName) -> bool {
    matches!(
        type_name,
        TypeName::Scalar(Scalar::Integer | Scalar::Float | Scalar::Double)
    )
}

fn is_condition(limit: &Limit) -> bool {
    matches!(
        limit,
        Limit::Excludes(_) | Limit::AnyOf(_) | Limit::RequiredWhen(_)
    )
}

fn takes_filters(type_name: &TypeName) -> bool {
    let name = type_name.structure().unwrap_or_default();
    name.to_ascii_lowercase().contains("filter")
}

/// Iterates over inputs, outputs and members of structures.
pub(crate) fn all_members(spec: &ServiceSpec) -> impl Iterator<Item = &Member> {
    let of_actions = spec
        .actions
        .iter()
        .flat_map(|action| action.input.iter().chain(&action.output));
    let of_structures = spec
        .structures
        .iter()
        .flat_map(|structure| &structure.members);
    of_actions.chain(of_structures)
}

fn has_source(action: &Action, has: fn(&Source) -> bool) -> bool {
    action.sources.iter().any(has)
}

fn sound_examples(spec: &ServiceSpec) -> Share {
    let context = Context::new(spec);
    Share::sum(spec.actions.iter().map(|action| {
        let (sound, contradicting) = example_counts(&context, action);
        Share {
            part: sound,
            whole: sound + contradicting,
        }
    }))
}

/// Iterates over the descriptions of actions, structures and error codes.
fn texts(spec: &ServiceSpec) -> impl Iterator<Item = &Localized> {
    let actions = spec.actions.iter().map(|action| &action.doc);
    let structures = spec.structures.iter().map(|structure| &structure.doc);
    let errors = spec.errors.iter().map(|error| &error.doc);
    actions.chain(structures).chain(errors)
}
