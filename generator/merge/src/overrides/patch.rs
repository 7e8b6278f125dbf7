//! One patch as written in the file.

use serde::Deserialize;

use super::Refusal;
use spec::{
    Constraint, Filter, Language, Localized, MemberList, PagingHint, RegionRule, ReplacedBy, Thing,
    TypeName, Value, Wait,
};

/// A correction. Its first keys name a thing; without them it is about the whole service.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Patch {
    /// The fault of the documentation that the patch corrects.
    pub(super) why: String,
    pub(super) action: Option<String>,
    pub(super) structure: Option<String>,
    pub(super) error: Option<String>,
    /// With `action`: an input parameter.
    pub(super) input: Option<String>,
    /// With `action`: an output parameter.
    pub(super) output: Option<String>,
    /// With `structure`: a member.
    pub(super) member: Option<String>,
    /// With `action`: an example, counted from 1.
    pub(super) example: Option<usize>,
    /// True to omit the thing from the crate.
    #[serde(default)]
    pub(super) skip: bool,
    /// True to add the thing; `set` says what it is.
    #[serde(default)]
    pub(super) add: bool,
    /// Facts to set.
    #[serde(default)]
    pub(super) set: Set,
}

/// The facts that a patch can set.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Set {
    pub(super) title: Option<Localized>,
    pub(super) doc: Option<Localized>,
    /// Of a service or an action: the host.
    pub(super) endpoint: Option<String>,
    pub(super) rate_limit: Option<u32>,
    pub(super) region: Option<RegionRule>,
    pub(super) regions: Option<Vec<String>>,
    pub(super) paging: Option<PagingHint>,
    /// Of an action: true if it changes nothing, so that ambiguous failures may be retried.
    pub(super) read_only: Option<bool>,
    /// Of an action: the way to learn whether it has finished, or `false` to remove that.
    pub(super) wait: Option<WaitChange>,
    /// Of an action of a retired API: the action of a newer API, or `false` to remove it.
    pub(super) replaced_by: Option<ReplacementChange>,
    /// Name in Rust.
    pub(super) rename: Option<String>,
    #[serde(rename = "type")]
    pub(super) type_name: Option<TypeName>,
    pub(super) required: Option<bool>,
    pub(super) nullable: Option<bool>,
    /// Sample value.
    pub(super) example: Option<String>,
    pub(super) default: Option<String>,
    pub(super) values: Option<Vec<Value>>,
    /// All constraints of a member; an empty list removes them.
    pub(super) constraints: Option<Vec<Constraint>>,
    /// All filters of a member; an empty list removes them.
    pub(super) filters: Option<Vec<Filter>>,
    /// Note of a deprecation mark, `true` for a mark without a note, `false` to remove the mark.
    pub(super) deprecated: Option<Deprecation>,
    /// Of a member: true if its value is a secret.
    pub(super) sensitive: Option<bool>,
    /// Of an error code.
    pub(super) common: Option<bool>,
    /// Of an example: the request's body as JSON.
    pub(super) request: Option<serde_json::Value>,
    /// Of an example: the whole response, with its outer `Response`.
    pub(super) response: Option<serde_json::Value>,
}

/// A deprecation mark: a note in one or two languages, or only its presence.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(
    untagged,
    expecting = "a note such as `{en: Use Ids.}`, `true` or `false`"
)]
pub(super) enum Deprecation {
    Mark(bool),
    Note(Localized),
}

/// The way to learn whether an action has finished, or its removal.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(
    untagged,
    expecting = "`false`, or `{action, parameter, state, success}` with optional `input`, `output`, `id`, \
                 `request_id` and `failure`"
)]
pub(super) enum WaitChange {
    Remove(NoWait),
    Replace(Box<Wait>),
}

/// The word `false`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "bool")]
pub(super) struct NoWait;

impl TryFrom<bool> for NoWait {
    type Error = &'static str;

    fn try_from(waits: bool) -> Result<Self, Self::Error> {
        match waits {
            false => Ok(Self),
            true => Err("`true` says nothing about the states: name them"),
        }
    }
}

/// The action that replaces one of a retired API, or its removal.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged, expecting = "`false`, or `{service, version, action}`")]
pub(super) enum ReplacementChange {
    Remove(NoReplacement),
    Replace(Replacement),
}

/// The word `false`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "bool")]
pub(super) struct NoReplacement;

impl TryFrom<bool> for NoReplacement {
    type Error = &'static str;

    fn try_from(is_replaced: bool) -> Result<Self, Self::Error> {
        match is_replaced {
            false => Ok(Self),
            true => Err("`true` names no action"),
        }
    }
}

/// An action of a newer API. The patch's `why` states the relation between both.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Replacement {
    service: String,
    version: String,
    action: String,
}

impl Replacement {
    /// Returns the fact of the spec.
    pub(super) fn with_reason(self, why: &str) -> ReplacedBy {
        ReplacedBy {
            service: self.service,
            version: self.version,
            action: self.action,
            why: Localized::new(Language::En, why.trim()),
            inferred: None,
        }
    }
}

impl Patch {
    /// Returns the thing that the keys name.
    pub(super) fn thing(&self) -> Result<Thing, Refusal> {
        let owner = [&self.action, &self.structure, &self.error].map(Option::as_deref);
        let part = [&self.input, &self.output, &self.member].map(Option::as_deref);
        let whole = [None; 3];
        Ok(match (owner, part, self.example) {
            ([None, None, None], _, None) if part == whole => Thing::Service,
            ([None, None, Some(code)], _, None) if part == whole => Thing::error(code),
            ([Some(action), None, None], _, None) if part == whole => Thing::action(action),
            ([Some(action), None, None], _, Some(number)) if part == whole => Thing::Example {
                action: action.to_owned(),
                number,
            },
            ([Some(action), None, None], [Some(input), None, None], None) => {
                MemberList::Input(action).member(input)
            }
            ([Some(action), None, None], [None, Some(output), None], None) => {
                MemberList::Output(action).member(output)
            }
            ([None, Some(structure), None], _, None) if part == whole => {
                Thing::structure(structure)
            }
            ([None, Some(structure), None], [None, None, Some(member)], None) => {
                MemberList::Structure(structure).member(member)
            }
            _ => {
                return Err(Refusal::new(
                    "these keys don't fit together",
                    "a patch names an `action` (with `input`, `output` or `example`), a \
                     `structure` (with `member`) or an `error`; without them it is about the service",
                ));
            }
        })
    }

    /// Returns the keys for messages: ``action `RunInstances`, input `Zone` ``.
    pub(super) fn named(&self) -> String {
        let number = self.example.map(|number| number.to_string());
        let keys = [
            ("action", &self.action),
            ("structure", &self.structure),
            ("error", &self.error),
            ("input", &self.input),
            ("output", &self.output),
            ("member", &self.member),
            ("example", &number),
        ];
        let named: Vec<String> = keys
            .into_iter()
            .filter_map(|(key, name)| Some(format!("{key} `{}`", name.as_ref()?)))
            .collect();
        if named.is_empty() {
            return "the service".to_owned();
        }
        named.join(", ")
    }
}
