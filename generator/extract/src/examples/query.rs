//! A query of flattened parameters and the JSON that it stands for: `Filters.0.Name=zone`.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::reader::TextLine;

/// A query read: the body that says the same, and the action that it names.
#[derive(Debug, PartialEq)]
pub(super) struct ParsedQuery {
    pub(super) action: Option<String>,
    pub(super) body: Value,
}

/// Parameters that every action takes; they are no part of a body.
const COMMON: [&str; 10] = [
    "Action",
    "Version",
    "Region",
    "Timestamp",
    "Nonce",
    "SecretId",
    "Signature",
    "SignatureMethod",
    "Token",
    "Language",
];
/// Nesting beyond this is no documented example.
const DEEPEST: usize = 16;

/// Joins the printed lines of a query: one parameter a line, long ones broken anywhere.
pub(super) fn join_query(lines: &[TextLine<'_>]) -> String {
    let mut query = String::new();
    let mut previous = "";
    for line in lines.iter().map(|line| line.text.trim()) {
        // Some pages forget the mark between parameters.
        if begins_parameter(line) && previous.len() < NARROWEST_WRAP && !query.is_empty() {
            query.push('&');
        }
        query.push_str(line);
        previous = line;
    }
    query
}

/// A shorter line was not broken for its length.
const NARROWEST_WRAP: usize = 60;

/// `DiskIds.0=disk-lzrg2pwi`.
fn begins_parameter(line: &str) -> bool {
    line.split_once('=').is_some_and(|(name, value)| {
        name.starts_with(|first: char| first.is_ascii_uppercase())
            && !value.is_empty()
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.')
    })
}

/// Reads `METHOD https://host/?A=1&B.0=x&<Common request parameters>`.
pub(super) fn parse_query(text: &str) -> Result<ParsedQuery, String> {
    let query = match text.split_once('?') {
        Some((_, query)) => query,
        // Some texts cut the address and keep the parameters.
        None => text.find('&').map_or("", |at| &text[at..]),
    };
    let mut action = None;
    let mut root = Node::default();
    for pair in query
        .split('&')
        .map(str::trim)
        .filter(|pair| !pair.is_empty() && !is_placeholder(pair))
    {
        let (name, value) = pair
            .split_once('=')
            .ok_or_else(|| format!("`{pair}` is no `name=value`"))?;
        let name = name.trim();
        if name == "Action" {
            action = Some(value.to_owned());
        }
        if !COMMON.contains(&name) {
            root.insert(name, value)?;
        }
    }
    Ok(ParsedQuery {
        action,
        body: root.into_object(),
    })
}

/// `<公共请求参数>`, `<Common request parameters>`.
fn is_placeholder(pair: &str) -> bool {
    pair.starts_with('<') || pair == "公共请求参数"
}

/// What stands below one part of a name.
#[derive(Debug, Default)]
struct Node {
    value: Option<String>,
    children: BTreeMap<Key, Node>,
}

/// Indices sort as numbers; names keep the order in which they are met.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Index(u32),
    Name(usize, String),
}

impl Node {
    fn insert(&mut self, name: &str, value: &str) -> Result<(), String> {
        let parts: Vec<&str> = name.split('.').collect();
        if parts.len() > DEEPEST || parts.iter().any(|part| part.is_empty()) {
            return Err(format!("`{name}` is no parameter name"));
        }
        let leaf = parts.into_iter().fold(self, Self::child);
        leaf.value = Some(value.to_owned());
        Ok(())
    }

    fn child(&mut self, part: &str) -> &mut Self {
        let key = match part.parse() {
            Ok(index) => Key::Index(index),
            Err(_) => self.name_key(part),
        };
        self.children.entry(key).or_default()
    }

    fn name_key(&self, part: &str) -> Key {
        let known = self
            .children
            .keys()
            .find(|key| matches!(key, Key::Name(_, name) if name == part));
        known
            .cloned()
            .unwrap_or_else(|| Key::Name(self.children.len(), part.to_owned()))
    }

    fn into_value(self) -> Value {
        if self.children.is_empty() {
            return Value::String(self.value.unwrap_or_default());
        }
        if self.children.keys().all(|key| matches!(key, Key::Index(_))) {
            return Value::Array(self.children.into_values().map(Self::into_value).collect());
        }
        self.into_object()
    }

    fn into_object(self) -> Value {
        let named = self.children.into_iter().map(|(key, node)| match key {
            Key::Index(index) => (index.to_string(), node.into_value()),
            Key::Name(_, name) => (name, node.into_value()),
        });
        Value::Object(named.collect::<Map<_, _>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn flattened_names_become_nested_json() {
        let parsed = parse_query(
            "GET https://cvm.tencentcloudapi.com/?Action=DescribeInstances&Filters.0.Name=zone&Filters.0.Values.0=ap-guangzhou-2\
             &Filters.0.Values.1=ap-guangzhou-3&Offset=0&Placement.Zone=x&<公共请求参数>",
        );
        let body = json!({
            "Filters": [{"Name": "zone", "Values": ["ap-guangzhou-2", "ap-guangzhou-3"]}],
            "Offset": "0", "Placement": {"Zone": "x"}
        });
        assert_eq!(
            parsed,
            Ok(ParsedQuery {
                action: Some("DescribeInstances".to_owned()),
                body
            })
        );
    }

    #[test]
    fn a_cut_address_keeps_its_parameters() {
        let parsed = parse_query("https:&Limit=10&Quuids.0=x&<Common request parameters>");
        assert_eq!(
            parsed.map(|parsed| parsed.body),
            Ok(json!({"Limit": "10", "Quuids": ["x"]}))
        );
    }

    #[test]
    fn ten_and_more_items_keep_their_order() {
        let query: String = (0..12).map(|index| format!("&A.{index}={index}")).collect();
        let body = parse_query(&query).map(|parsed| parsed.body);
        assert_eq!(body.map(|body| body["A"][10].clone()), Ok(json!("10")));
    }

    #[test]
    fn what_is_no_query_is_an_error() {
        assert!(parse_query("?Limit").is_err());
        assert!(parse_query("?A..B=1").is_err());
    }
}
