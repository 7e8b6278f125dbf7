//! JSON as documentation shows it: short values on one line, long ones indented.

use serde_json::Value;

use visible::printable;

/// The maximum number of characters of a line that has more than one value.
const WIDTH: usize = 80;

/// The maximum number of characters of a string: some are whole keys or files.
const LONGEST_STRING: usize = 160;

/// Returns the lines of a value.
pub(crate) fn json_lines(value: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    add(value, 0, "", "", &mut lines);
    lines
}

/// Adds the lines of a value, with a text before its first and after its last line.
fn add(value: &Value, depth: usize, before: &str, after: &str, lines: &mut Vec<String>) {
    let indent = "  ".repeat(depth);
    let used = indent.len() + before.chars().count() + after.len();
    let mut short = String::new();
    if push_short(value, WIDTH.saturating_sub(used), &mut short) {
        lines.push(format!("{indent}{before}{short}{after}"));
        return;
    }
    let (open, close) = match value {
        Value::Object(_) => ('{', '}'),
        Value::Array(_) => ('[', ']'),
        single => {
            lines.push(format!("{indent}{before}{}{after}", scalar(single)));
            return;
        }
    };
    lines.push(format!("{indent}{before}{open}"));
    let parts: Vec<(String, &Value)> = match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (format!("{}: ", string(name)), value))
            .collect(),
        Value::Array(elements) => elements
            .iter()
            .map(|value| (String::new(), value))
            .collect(),
        _ => Vec::new(),
    };
    let last = parts.len().saturating_sub(1);
    for (at, (name, value)) in parts.into_iter().enumerate() {
        let comma = if at == last { "" } else { "," };
        add(value, depth + 1, &name, comma, lines);
    }
    lines.push(format!("{indent}{close}{after}"));
}

/// Appends the value as one line. Returns false as soon as the text is longer than `width`, so that
/// deep values don't cost their size at each depth.
fn push_short(value: &Value, width: usize, text: &mut String) -> bool {
    let fits = |text: &String| text.chars().count() <= width;
    match value {
        Value::Object(members) => {
            text.push('{');
            for (at, (name, value)) in members.iter().enumerate() {
                text.push_str(if at == 0 { "" } else { ", " });
                text.push_str(&string(name));
                text.push_str(": ");
                if !push_short(value, width, text) {
                    return false;
                }
            }
            text.push('}');
        }
        Value::Array(elements) => {
            text.push('[');
            for (at, value) in elements.iter().enumerate() {
                text.push_str(if at == 0 { "" } else { ", " });
                if !push_short(value, width, text) {
                    return false;
                }
            }
            text.push(']');
        }
        single => text.push_str(&scalar(single)),
    }
    fits(text)
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => string(text),
        other => other.to_string(),
    }
}

fn string(text: &str) -> String {
    let quoted = |text: &str| printable(&Value::from(text).to_string());
    match text.char_indices().nth(LONGEST_STRING) {
        Some((end, _)) => quoted(&format!("{}…", text.get(..end).unwrap_or_default())),
        None => quoted(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn short_values_stay_on_one_line() {
        let value = json!({"RequestId": "a", "Set": [{"Id": 1, "Zone": null}, {"Id": 2}], "E": []});
        assert_eq!(
            json_lines(&value),
            [r#"{"RequestId": "a", "Set": [{"Id": 1, "Zone": null}, {"Id": 2}], "E": []}"#]
        );
        let name = "x".repeat(50);
        let value = json!({"A": {"Name": name}, "B": ["y".repeat(30), 1.5], "C": true});
        assert_eq!(
            json_lines(&value),
            [
                "{".to_owned(),
                format!(r#"  "A": {{"Name": "{name}"}},"#),
                format!(r#"  "B": ["{}", 1.5],"#, "y".repeat(30)),
                r#"  "C": true"#.to_owned(),
                "}".to_owned(),
            ]
        );
    }

    #[test]
    fn strings_are_cut_and_escaped() {
        let lines = json_lines(&json!(["\u{202e}a\n\u{2028}", "字".repeat(200)]));
        assert_eq!(lines[1], "  \"\\u{202e}a\\n\\u{2028}\",");
        assert_eq!(lines[2].chars().count(), 2 + 2 + 161);
        assert!(lines[2].ends_with("…\""), "{}", lines[2]);
    }
}
