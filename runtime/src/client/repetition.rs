//! Whether a request may take effect twice without harm, and the token that makes it so.

use serde_json::Value;

use crate::codec::{self, Structure, View, Writer};
use crate::random::{self, Random};

/// The parameter by which the API recognises a request that it has had before.
pub(super) const CLIENT_TOKEN: &str = "ClientToken";

/// Writes a typed request as JSON, and tells whether it holds a client token: a fresh one where the action
/// takes one and the user left it out. All attempts send the same text.
pub(super) fn write(request: &dyn Structure, random: &dyn Random, writer: &mut Writer) -> bool {
    let members = request.schema().members.iter();
    let index = members
        .map(|member| member.name)
        .position(|name| name == CLIENT_TOKEN);
    let given = index.and_then(|index| request.member(index)?.view());
    if index.is_none() || matches!(given, Some(View::Text(""))) {
        writer.structure(request);
        return false;
    }
    let fresh = random::token(random);
    writer.structure_filled(request, Some((CLIENT_TOKEN, &fresh)));
    true
}

/// Whether JSON parameters hold a client token.
pub(super) fn has_token(json: &[u8]) -> bool {
    let members = std::str::from_utf8(json).ok().map(codec::members);
    let Some(Ok(members)) = members else {
        return false;
    };
    let token = members.iter().find(|(name, _)| name == CLIENT_TOKEN);
    token.is_some_and(|(_, json)| json.starts_with('"') && json.len() > 2)
}

/// Whether a value will do for a client token.
pub(super) fn is_token(value: &Value) -> bool {
    value.as_str().is_some_and(|token| !token.is_empty())
}

/// Whether an action changes nothing, by its name, for want of documentation: `DescribeInstances`.
pub(super) fn reads_only(action: &str) -> bool {
    const VERBS: [&str; 5] = ["Describe", "List", "Get", "Query", "Search"];
    VERBS.iter().any(|verb| {
        let rest = action.strip_prefix(verb);
        rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
    })
}
