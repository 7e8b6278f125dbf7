//! Takes secrets out of what is written to a file.

use serde_json::Value;

/// What a secret is replaced with; as long as nothing real is.
const SCRUBBED: &str = "scrubbed";

/// Replaces the values of members whose names tell of secrets, at any depth.
///
/// Objects and lists are kept, with their content replaced, so that types can still read them.
pub(super) fn scrub(value: &mut Value, further: &[String]) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                if is_secret(name) || further.iter().any(|further| further == name) {
                    blank(value);
                } else {
                    scrub(value, further);
                }
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(|value| scrub(value, further)),
        _ => {}
    }
}

/// The same for the events of a stream, line by line.
pub(super) fn scrub_events(text: &str, further: &[String]) -> String {
    let scrub_line = |line: &str| -> Option<String> {
        let data = line.strip_prefix("data:")?;
        let mut value = serde_json::from_str(data).ok()?;
        scrub(&mut value, further);
        Some(format!("data: {value}"))
    };
    let lines = text.split('\n');
    let lines: Vec<_> = lines
        .map(|line| scrub_line(line).unwrap_or_else(|| line.to_owned()))
        .collect();
    lines.join("\n")
}

fn blank(value: &mut Value) {
    match value {
        Value::Object(members) => members.iter_mut().for_each(|(_, value)| blank(value)),
        Value::Array(elements) => elements.iter_mut().for_each(blank),
        Value::String(text) => *text = SCRUBBED.to_owned(),
        Value::Number(_) => *value = Value::from(0),
        Value::Bool(_) | Value::Null => {}
    }
}

/// Whether a member of this name holds a secret, as far as names tell.
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

/// A token gives access, unless it is a page's or one against repetition; replaying needs those.
fn is_secret_token(name: &str) -> bool {
    const HARMLESS: [&str; 6] = ["next", "page", "pagin", "client", "contin", "scroll"];
    name.ends_with("token") && !HARMLESS.iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn replaces_secrets_and_keeps_the_shape() {
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
