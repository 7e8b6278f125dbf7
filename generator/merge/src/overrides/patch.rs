//! One patch as it is written in the file.

use serde::Deserialize;

use spec::{Localized, PagingHint, RegionRule, TypeName, Value};

/// A correction. The keys before `set` name what it is about; none of them means the whole service.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Patch {
    /// The reason, for those who meet the patch later.
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
    /// Leave the thing out of the crate.
    #[serde(default)]
    pub(super) skip: bool,
    /// Bring the thing into being; `set` says what it is.
    #[serde(default)]
    pub(super) add: bool,
    /// Facts to state.
    #[serde(default)]
    pub(super) set: Set,
}

/// The facts that a patch can state.
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
    /// Of an action: whether it changes nothing, so that it may be sent again when in doubt.
    pub(super) read_only: Option<bool>,
    /// The name in Rust.
    pub(super) rename: Option<String>,
    #[serde(rename = "type")]
    pub(super) type_name: Option<TypeName>,
    pub(super) required: Option<bool>,
    pub(super) nullable: Option<bool>,
    /// The sample value.
    pub(super) example: Option<String>,
    pub(super) default: Option<String>,
    pub(super) values: Option<Vec<Value>>,
    /// Why the thing should no longer be used; `false` where it may.
    pub(super) deprecated: Option<Deprecation>,
    /// Of a member: whether its value is a secret.
    pub(super) sensitive: Option<bool>,
    /// Of an error code.
    pub(super) common: Option<bool>,
    /// Of an example: the request's body as JSON.
    pub(super) request: Option<serde_json::Value>,
    /// Of an example: the whole response, with its outer `Response`.
    pub(super) response: Option<serde_json::Value>,
}

/// A note in one or two languages, or `false`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged, expecting = "a note, as in `{en: Use `Ids`.}`, or `false`")]
pub(super) enum Deprecation {
    Mark(bool),
    Note(Localized),
}

impl Patch {
    /// What the patch is about, for messages.
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
