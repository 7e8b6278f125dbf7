//! Removal of secrets from recordings.

use serde_json::Value;

/// The replacement for a secret, in the place of any text.
const SCRUBBED: &str = "scrubbed";

/// Replaces the values of members with names of secrets, at any depth. Keeps the shape of objects
/// and lists, because types must still read them.
pub(crate) fn scrub(value: &mut Value, extra_secrets: &[String]) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                if is_secret(name) || extra_secrets.iter().any(|extra| extra == name) {
                    blank(value);
                } else {
                    scrub(value, extra_secrets);
                }
            }
        }
        Value::Array(elements) => elements
            .iter_mut()
            .for_each(|value| scrub(value, extra_secrets)),
        _ => {}
    }
}

/// Replaces the secrets in the events of a stream, line by line.
pub(crate) fn scrub_events(text: &str, extra_secrets: &[String]) -> String {
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let data = line.strip_prefix("data:").unwrap_or("");
        match serde_json::from_str(data) {
            Ok(mut value) => {
                scrub(&mut value, extra_secrets);
                lines.push(format!("data: {value}"));
            }
            Err(_) => lines.push(line.to_owned()),
        }
    }
    lines.join("\n")
}

/// Replaces every scalar in a value, except booleans and nulls.
fn blank(value: &mut Value) {
    match value {
        Value::Object(members) => members.iter_mut().for_each(|(_, value)| blank(value)),
        Value::Array(elements) => elements.iter_mut().for_each(blank),
        Value::String(text) => *text = SCRUBBED.to_owned(),
        Value::Number(_) => *value = Value::from(0),
        Value::Bool(_) | Value::Null => {}
    }
}

/// Returns whether the name of a member suggests a secret.
fn is_secret(name: &str) -> bool {
    const MARKS: [&str; 8] = [
        "password",
        "passwd",
        "secret",
        "privatekey",
        "private_key",
        "accesskey",
        "authorization",
        "signature",
    ];
    let name = name.to_ascii_lowercase();
    MARKS.iter().any(|mark| name.contains(mark)) || is_secret_token(&name)
}

/// Returns whether a token grants access. Page tokens and idempotency tokens don't, and replaying
/// needs them.
fn is_secret_token(name: &str) -> bool {
    const HARMLESS: [&str; 6] = ["next", "page", "pagin", "client", "contin", "scroll"];
    name.ends_with("token") && !HARMLESS.iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn scrub_replaces_secrets_and_keeps_shape() {
        let mut value = json!({
            "LoginSettings": {"Password": "p", "KeyIds": ["k"]},
            "Credentials": {"Token": "t", "TmpSecretId": "i", "TmpSecretKey": "k"},
            "Secrets": [{"Name": "n", "Version": 3}],
            "NextToken": "page-2", "ClientToken": "c", "Mine": 7, "InstanceId": "ins-1",
        });
        scrub(&mut value, &["Mine".to_owned()]);
        let wanted = json!({
            "LoginSettings": {"Password": "scrubbed", "KeyIds": ["k"]},
            "Credentials": {"Token": "scrubbed", "TmpSecretId": "scrubbed", "TmpSecretKey": "scrubbed"},
            "Secrets": [{"Name": "scrubbed", "Version": 0}],
            "NextToken": "page-2", "ClientToken": "c", "Mine": 0, "InstanceId": "ins-1",
        });
        assert_eq!(value, wanted);
    }
}
