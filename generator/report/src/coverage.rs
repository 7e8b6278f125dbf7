//! How much of what could be known of a service is known.

use std::collections::BTreeMap;

use serde::Serialize;

use conform::Context;
use openapi::examples_of;
use spec::{Action, Member, Required, Scalar, ServiceSpec, TypeName};

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    /// How many are known.
    pub part: usize,
    /// Of how many.
    pub whole: usize,
}

impl Share {
    fn of<T>(things: impl IntoIterator<Item = T>, is_known: impl Fn(&T) -> bool) -> Self {
        let mut share = Self::default();
        for thing in things {
            share.whole += 1;
            share.part += usize::from(is_known(&thing));
        }
        share
    }

    /// The shares together.
    pub fn sum(shares: impl IntoIterator<Item = Self>) -> Self {
        shares.into_iter().fold(Self::default(), |sum, share| Self {
            part: sum.part + share.part,
            whole: sum.whole + share.whole,
        })
    }
}

/// Something that is measured of every service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// Its key in JSON.
    pub key: &'static str,
    /// Its name.
    pub label: &'static str,
    /// What is counted.
    pub meaning: &'static str,
}

const fn measure(key: &'static str, label: &'static str, meaning: &'static str) -> Measure {
    Measure {
        key,
        label,
        meaning,
    }
}

/// All measures, in the order in which they are shown.
pub const MEASURES: &[Measure] = &[
    measure(
        "action_docs",
        "Actions described",
        "actions whose page says what they do",
    ),
    measure(
        "member_docs",
        "Members described",
        "inputs, outputs and members that have a description",
    ),
    measure(
        "types",
        "Types known",
        "inputs, outputs and members of a documented type, not of any JSON",
    ),
    measure(
        "stated",
        "Stated by tables",
        "inputs, outputs and members that a table states, none inferred",
    ),
    measure(
        "required",
        "Required known",
        "inputs whose table says whether they must be sent",
    ),
    measure("examples", "With examples", "actions that have an example"),
    measure(
        "sound_examples",
        "Sound examples",
        "requests and responses of examples that keep to the tables",
    ),
    measure(
        "rate_limits",
        "Rate limits",
        "actions whose page states a rate limit",
    ),
    measure(
        "regions",
        "Region rules",
        "actions whose page says how the region is treated",
    ),
    measure(
        "error_lists",
        "Error lists",
        "actions that list their error codes",
    ),
    measure(
        "error_docs",
        "Errors explained",
        "error codes that have an explanation",
    ),
    measure(
        "paging",
        "Paging found",
        "actions that take a number or token of a page or offset and are walked by the crate",
    ),
    measure(
        "addresses",
        "Page addresses",
        "actions whose page's address is known",
    ),
    measure(
        "dates",
        "Dates",
        "actions whose page states its last update",
    ),
    measure(
        "english",
        "In English",
        "actions, structures and error codes described in English",
    ),
    measure(
        "chinese",
        "In Chinese",
        "actions, structures and error codes described in Chinese",
    ),
];

/// The shares of a service by the measures' keys. `pages` tells which actions the crate walks through.
pub(super) fn coverage(
    spec: &ServiceSpec,
    pages: impl Fn(&Action) -> bool,
) -> BTreeMap<&'static str, Share> {
    let actions = || spec.actions.iter();
    let members = || all_members(spec);
    let described = |member: &&Member| !member.doc.is_empty();
    let is_known = |member: &&Member| is_known_type(spec, &member.type_name);
    let inputs = || actions().flat_map(|action| &action.input);
    let has_page = |action: &&Action| action.sources.iter().any(|source| source.url.is_some());
    let is_dated = |action: &&Action| action.sources.iter().any(|source| source.updated.is_some());
    BTreeMap::from([
        (
            "action_docs",
            Share::of(actions(), |action| !action.doc.is_empty()),
        ),
        ("member_docs", Share::of(members(), described)),
        ("types", Share::of(members(), is_known)),
        (
            "stated",
            Share::of(members(), |member| member.inferred.is_none()),
        ),
        (
            "required",
            Share::of(inputs(), |member| {
                matches!(member.required, Some(Required::Known(_)))
            }),
        ),
        (
            "examples",
            Share::of(actions(), |action| !action.examples.is_empty()),
        ),
        ("sound_examples", sound_examples(spec)),
        (
            "rate_limits",
            Share::of(actions(), |action| action.rate_limit.is_some()),
        ),
        (
            "regions",
            Share::of(actions(), |action| action.region.is_some()),
        ),
        (
            "error_lists",
            Share::of(actions(), |action| !action.errors.is_empty()),
        ),
        (
            "error_docs",
            Share::of(&spec.errors, |error| !error.doc.is_empty()),
        ),
        (
            "paging",
            Share::of(actions().filter(|action| takes_pages(action)), |action| {
                pages(action)
            }),
        ),
        ("addresses", Share::of(actions(), has_page)),
        ("dates", Share::of(actions(), is_dated)),
        ("english", Share::of(texts(spec), |(en, _)| *en)),
        ("chinese", Share::of(texts(spec), |(_, zh)| *zh)),
    ])
}

/// Inputs, outputs and members of structures.
pub(super) fn all_members(spec: &ServiceSpec) -> impl Iterator<Item = &Member> {
    let of_actions = spec.actions.iter();
    let of_actions = of_actions.flat_map(|action| action.input.iter().chain(&action.output));
    let of_structures = spec
        .structures
        .iter()
        .flat_map(|structure| &structure.members);
    of_actions.chain(of_structures)
}

fn is_known_type(spec: &ServiceSpec, type_name: &TypeName) -> bool {
    match type_name {
        TypeName::Scalar(scalar) => *scalar != Scalar::Object,
        TypeName::Structure(name) => spec.structure(name).is_some(),
        TypeName::Array(element) => is_known_type(spec, element),
    }
}

fn takes_pages(action: &Action) -> bool {
    const WORDS: [&str; 5] = ["Offset", "PageNumber", "PageNo", "PageIndex", "NextToken"];
    action
        .input
        .iter()
        .any(|member| WORDS.contains(&member.name.as_str()))
}

fn sound_examples(spec: &ServiceSpec) -> Share {
    let context = Context::new(spec);
    Share::sum(spec.actions.iter().map(|action| {
        let (sound, contradicting) = examples_of(&context, action);
        Share {
            part: sound,
            whole: sound + contradicting,
        }
    }))
}

/// Whether each thing has text in English and in Chinese.
fn texts(spec: &ServiceSpec) -> impl Iterator<Item = (bool, bool)> {
    let actions = spec.actions.iter().map(|action| &action.doc);
    let structures = spec.structures.iter().map(|structure| &structure.doc);
    let errors = spec.errors.iter().map(|error| &error.doc);
    let all = actions.chain(structures).chain(errors);
    all.map(|text| (text.en.is_some(), text.zh.is_some()))
}
