//! The envelope of a reply, and the content in it.

use std::borrow::Cow;

use serde_json::Value;

use spec::Envelope;

/// The member of a reply with the results of an action for each of several resources.
pub const DETAIL: &str = "detail";

/// A reply without its envelope.
#[derive(Debug, Clone, PartialEq)]
pub enum Opened<'r> {
    /// The reply lacks this member of its envelope.
    Lacks(&'static str),
    /// The reply states an error with this code.
    Error(String),
    /// The members of the response.
    Content(Cow<'r, Value>),
}

/// The members of [`Envelope::Code`]. Some pages list them among those of the response.
const MEMBERS: [&str; 3] = ["code", "message", "codeDesc"];

/// The codes of replies with [`DETAIL`] that state failures of resources rather than an error.
const PARTIAL: [&str; 2] = ["5100", "5400"];

/// Takes a reply out of its envelope; `None` means that of API 3.0. The content keeps the members
/// of the envelope that the response declares.
pub fn open(
    reply: &Value,
    envelope: Option<Envelope>,
    is_declared: impl Fn(&str) -> bool,
) -> Opened<'_> {
    if envelope != Some(Envelope::Code) {
        return match reply.get("Response") {
            None => Opened::Lacks("Response"),
            Some(body) => match body.get("Error") {
                Some(error) => Opened::Error(text(error.get("Code"))),
                None => Opened::Content(Cow::Borrowed(body)),
            },
        };
    }
    let code = text(reply.get("code"));
    if code.is_empty() {
        return Opened::Lacks("code");
    }
    let is_partial = PARTIAL.contains(&code.as_str()) && is_declared(DETAIL);
    if code != "0" && !(is_partial && reply.get(DETAIL).is_some_and(Value::is_object)) {
        return Opened::Error(code);
    }
    let mut content = reply.clone();
    if let Value::Object(members) = &mut content {
        members.retain(|name, _| !MEMBERS.contains(&name.as_str()) || is_declared(name));
    }
    Opened::Content(Cow::Owned(content))
}

/// Returns a number or a text as text. Some pages print numeric codes as text.
fn text(code: Option<&Value>) -> String {
    match code {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn opened(reply: Value, declared: &[&str]) -> String {
        match open(&reply, Some(Envelope::Code), |name| {
            declared.contains(&name)
        }) {
            Opened::Lacks(member) => format!("lacks {member}"),
            Opened::Error(code) => format!("error {code}"),
            Opened::Content(content) => content.to_string(),
        }
    }

    #[test]
    fn flat_envelope_is_removed_as_far_as_undeclared() {
        let reply = || json!({"code": 0, "message": "", "codeDesc": "Success", "a": 1});
        assert_eq!(opened(reply(), &["a"]), r#"{"a":1}"#);
        assert_eq!(opened(reply(), &["a", "code"]), r#"{"code":0,"a":1}"#);
        assert_eq!(opened(json!({"code": "0"}), &[]), "{}");
    }

    #[test]
    fn flat_error_is_told_by_its_code() {
        assert_eq!(
            opened(json!({"code": 4100, "message": "no"}), &[]),
            "error 4100"
        );
        assert_eq!(opened(json!({"code": "-3"}), &[]), "error -3");
        assert_eq!(opened(json!({"message": ""}), &[]), "lacks code");
        assert_eq!(opened(json!([]), &[]), "lacks code");
    }

    #[test]
    fn failures_of_resources_are_no_error() {
        let reply = |code: i64| json!({"code": code, "detail": {"ins-1": {"code": 7000}}});
        let content = r#"{"detail":{"ins-1":{"code":7000}}}"#;
        assert_eq!(opened(reply(5100), &["detail"]), content);
        assert_eq!(opened(reply(5400), &["detail"]), content);
        assert_eq!(opened(reply(5400), &[]), "error 5400");
        assert_eq!(opened(reply(7000), &["detail"]), "error 7000");
        assert_eq!(opened(json!({"code": 5100}), &["detail"]), "error 5100");
    }

    #[test]
    fn response_envelope_holds_content_or_error() {
        let open = |reply: &Value| open(reply, None, |_| false).clone_content();
        assert_eq!(open(&json!({"Response": {"A": 1}})), Some(json!({"A": 1})));
        assert_eq!(open(&json!({"Response": {"Error": {"Code": "X"}}})), None);
        assert_eq!(open(&json!({"A": 1})), None);
    }

    impl Opened<'_> {
        fn clone_content(&self) -> Option<Value> {
            match self {
                Self::Content(content) => Some(content.clone().into_owned()),
                _ => None,
            }
        }
    }
}
