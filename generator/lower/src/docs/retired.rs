//! The docs of retired APIs: notes of deprecation, and how a newer request differs.

use super::block::Docs;
use super::inline::code;
use super::{deprecation_note, product_title, provenance};
use spec::{
    Action, Asynchronous, Protocol, Service, UNVERSIONED, is_retired_service, product_of_service,
};

/// Returns the compiler's note for an action. All actions of a retired API have one.
pub(crate) fn action_deprecation(action: &Action, service: &Service) -> Option<String> {
    if service.protocol == Protocol::Tc3 {
        return deprecation_note(action.deprecated.as_ref());
    }
    Some(match &action.replaced_by {
        Some(newer) => format!(
            "use {} of {} {}, which is {}",
            code(&newer.action),
            code(&newer.service),
            code(&newer.version),
            if is_retired_service(&newer.service) {
                "retired too"
            } else {
                "part of API 3.0"
            }
        ),
        None => "the API is retired, and the documentation names no successor".to_owned(),
    })
}

/// Returns the docs of the crate of a retired API before its first call.
pub(crate) fn retired_docs(service: &Service) -> Vec<String> {
    let name = code(product_of_service(&service.name));
    let title = match product_title(service) {
        Some(title) => format!("{title}: the APIs of {name} before API 3.0."),
        None => format!("The APIs of Tencent Cloud's {name} before API 3.0."),
    };
    Docs::default()
        .line(title)
        .line(
            "Tencent Cloud no longer lists these APIs and may stop maintaining them. Every action is \
             deprecated. Its docs name the action of API 3.0 to use instead, and show the request to \
             write.",
        )
        .list(provenance(&service.sources))
        .into_lines()
}

/// Returns the beginning of the docs of a retired version's module.
pub(crate) fn retired_version_docs(service: &Service) -> Vec<String> {
    let name = code(product_of_service(&service.name));
    let version = match service.version.as_str() {
        UNVERSIONED => format!("The API of {name} that has no version, retired."),
        version => format!("Version {} of the retired API of {name}.", code(version)),
    };
    Docs::default()
        .line(version)
        .list(provenance(&service.sources))
        .into_lines()
}

/// Returns the facts of a retired action that API 3.0 has for whole services or not at all.
pub(crate) fn retired_facts(action: &Action) -> Vec<String> {
    let host = action.domain.as_deref();
    let host = host.map(|host| format!("Host: {}", code(host)));
    let asynchronous = action.asynchronous.map(|form| match form {
        Asynchronous::Single => "Asynchronous: the response names a task".to_owned(),
        Asynchronous::ByResource => {
            "Asynchronous: `detail` has a result for each resource, and its `outcome()` says whether \
             none, some or all failed"
                .to_owned()
        }
    });
    host.into_iter().chain(asynchronous).collect()
}

/// A difference between a retired request and the one to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Difference {
    /// A parameter that only the retired request has.
    Dropped(String),
    /// A parameter that is a member of a newer structure: the retired path, then the newer one.
    Moved(String, String),
    /// A parameter with another name or type.
    Changed {
        /// The path in the retired request.
        name: String,
        /// The newer name, without a path.
        newer: String,
        /// The retired type and the newer one, in words.
        types: (String, String),
    },
    /// A parameter that only the newer request has, and requires.
    Required(String),
}

impl Difference {
    /// Returns the difference as an item of a list.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Dropped(name) => format!("{}: API 3.0 has no such parameter", code(name)),
            Self::Moved(name, newer) => format!("{}: {} in API 3.0", code(name), code(newer)),
            Self::Changed { name, newer, types } => {
                let (old, new) = types;
                let last = name.rsplit('.').next().unwrap_or_default();
                let is_renamed = !last.eq_ignore_ascii_case(newer);
                let name = code(name);
                match (is_renamed, old == new) {
                    (true, true) => format!("{name}: {} in API 3.0", code(newer)),
                    (true, false) => {
                        format!(
                            "{name}: {} in API 3.0, {new} rather than {old}",
                            code(newer)
                        )
                    }
                    (false, _) => format!("{name}: {new} in API 3.0, rather than {old}"),
                }
            }
            Self::Required(name) => format!("{}: new, and required", code(name)),
        }
    }
}
