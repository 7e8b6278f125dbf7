//! An example's request: a POST with headers and a JSON body, or a URL with a query.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use spec::{COMMON_PARAMETERS, Example, RequestForm};

use super::{ShownAction, json};
use crate::words::text::TextLine;

/// Returns whether the line is the first of a request.
pub(crate) fn begins_request(text: &str) -> bool {
    let is_url = |text: &str| text.starts_with("https:") || text.starts_with("http:");
    let method = ["GET ", "POST "]
        .iter()
        .find_map(|method| text.strip_prefix(method));
    method.is_some_and(|target| target.starts_with('/') || is_url(target))
        || is_url(text)
            && (text.contains("?Action=")
                || text.len() <= "https:".len()
                || text.ends_with("/?")
                || text.ends_with(".php?"))
        || text.starts_with("curl ")
}

/// Reads the request's lines into the example.
pub(super) fn read_request(
    lines: &[TextLine<'_>],
    action: &ShownAction<'_>,
    example: &mut Example,
) {
    if lines.is_empty() {
        example.request_invalid = Some("the page doesn't show a request".to_owned());
        return;
    }
    let body_start = lines.iter().position(|line| line.text.starts_with('{'));
    let has_headers = lines
        .iter()
        .any(|line| header(line.text, "X-TC-Action").is_some() || line.text.starts_with("POST "));
    match body_start {
        Some(start) if has_headers || start == 0 => read_post(lines, start, action, example),
        _ if has_headers && !lines.iter().any(|line| line.text.contains(['?', '&'])) => {
            read_bare_post(lines, example);
        }
        _ => read_query(lines, action, example),
    }
}

fn read_post(
    lines: &[TextLine<'_>],
    body_start: usize,
    action: &ShownAction<'_>,
    example: &mut Example,
) {
    let (headers, body) = lines.split_at(body_start);
    let named = headers
        .iter()
        .find_map(|line| header(line.text, "X-TC-Action"));
    example.request_form = Some(RequestForm::Json);
    example.request_action = named
        .filter(|named| *named != action.name)
        .map(str::to_owned);
    let text = json::join_lines(body);
    match json::parse(&text) {
        Ok(value) => example.request = Some(value),
        Err(reason) => {
            example.request_invalid = Some(reason);
            example.request_raw = Some(text);
        }
    }
}

/// Reads a POST without a body. Only the placeholder of the common parameters ends its headers, and
/// only a response shows that the page doesn't end there.
fn read_bare_post(lines: &[TextLine<'_>], example: &mut Example) {
    example.request_form = Some(RequestForm::Json);
    let has_response = example.response.is_some() || example.response_raw.is_some();
    if has_response && lines.last().is_some_and(|line| is_placeholder(line.text)) {
        example.request = Some(Value::Object(Map::new()));
        return;
    }
    let texts: Vec<&str> = lines.iter().map(|line| line.text).collect();
    example.request_invalid = Some("the page doesn't show the body of the request".to_owned());
    example.request_raw = Some(texts.join("\n"));
}

/// Returns the value of a header with this name.
fn header<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    line.strip_prefix(name)?.strip_prefix(':').map(str::trim)
}

fn read_query(lines: &[TextLine<'_>], action: &ShownAction<'_>, example: &mut Example) {
    example.request_form = Some(RequestForm::Query);
    match parse_query(&join_query(lines), &action.own_common_names) {
        Ok(parsed) => {
            example.request_action = parsed.action.filter(|named| named != action.name);
            example.request = Some(parsed.body);
        }
        Err(reason) => {
            example.request_invalid = Some(reason);
            let texts: Vec<&str> = lines.iter().map(|line| line.text).collect();
            example.request_raw = Some(texts.join("\n"));
        }
    }
}

/// A parsed query.
#[derive(Debug, PartialEq)]
struct ParsedQuery {
    /// The action that the query names.
    action: Option<String>,
    /// The equivalent JSON body. All its scalars are strings.
    body: Value,
}

/// The maximum number of parts in a flattened name.
const MAX_NAME_PARTS: usize = 16;

/// The minimum length of a wrapped line, in bytes.
const MIN_WRAPPED_BYTES: usize = 60;

/// Joins the printed lines of a query: one parameter per line, or a long one wrapped anywhere.
fn join_query(lines: &[TextLine<'_>]) -> String {
    let mut query = String::new();
    let mut previous = "";
    for line in lines.iter().map(|line| line.text.trim()) {
        // Some pages omit the separator of parameters.
        if begins_parameter(line) && previous.len() < MIN_WRAPPED_BYTES && !query.is_empty() {
            query.push('&');
        }
        query.push_str(line);
        previous = line;
    }
    query
}

/// Returns whether the line begins like `DiskIds.0=disk-lzrg2pwi`.
fn begins_parameter(line: &str) -> bool {
    line.split_once('=').is_some_and(|(name, value)| {
        name.starts_with(|first: char| first.is_ascii_uppercase())
            && !value.is_empty()
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.')
    })
}

/// Parses `METHOD https://host/?A=1&B.0=x&<Common request parameters>`.
fn parse_query(text: &str, own: &[&str]) -> Result<ParsedQuery, String> {
    let query = match text.split_once('?') {
        Some((_, query)) => query,
        // Some texts truncate the address and keep the parameters.
        None => text.split_once('&').map_or("", |(_, query)| query),
    };
    let mut action = None;
    let mut root = Node::default();
    for pair in split_pairs(query)
        .into_iter()
        .map(str::trim)
        .filter(|pair| !pair.is_empty() && !is_placeholder(pair))
    {
        let (name, value) = pair
            .split_once('=')
            .ok_or_else(|| format!("`{pair}` is not `name=value`"))?;
        let name = name.trim();
        if name == "Action" {
            action = Some(value.to_owned());
        }
        if !COMMON_PARAMETERS.contains(&name) || own.contains(&name) {
            root.insert(name, value)?;
        }
    }
    Ok(ParsedQuery {
        action,
        body: root.into_object(),
    })
}

/// Splits a query at its ampersands, except those inside JSON or a quoted text.
fn split_pairs(query: &str) -> Vec<&str> {
    let mut pairs = Vec::new();
    let mut rest = query;
    // After one value without an end, none is searched any more, because that takes a whole pass.
    let mut is_intact = true;
    while !rest.is_empty() {
        let value = rest
            .find(['=', '&'])
            .and_then(|at| rest.get(at..)?.strip_prefix('='));
        let whole = value.filter(|value| is_intact && value.starts_with(['{', '[', '"']));
        let skipped = whole.map_or(0, |value| {
            let end = json::end_of_value(value);
            is_intact = end.is_some();
            rest.len() - value.len() + end.unwrap_or(0)
        });
        let end = rest
            .get(skipped..)
            .and_then(|after| after.find('&'))
            .map_or(rest.len(), |at| skipped + at);
        pairs.push(rest.get(..end).unwrap_or_default());
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    pairs
}

/// Returns whether the text replaces the common parameters: `<公共请求参数>`.
fn is_placeholder(pair: &str) -> bool {
    // Sources may link it to the chapter on common parameters.
    pair.trim_start_matches('[').starts_with('<') || pair == "公共请求参数"
}

/// The value and the members below one part of a flattened name.
#[derive(Debug, Default)]
struct Node {
    value: Option<String>,
    children: BTreeMap<Key, Node>,
    /// The place of each named child among all children.
    places: BTreeMap<String, usize>,
}

/// A part of a flattened name: indices sort as numbers, names in order of appearance.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Index(u32),
    Name(usize, String),
}

impl Node {
    /// Sets the value of a flattened name such as `Filters.0.Name`.
    fn insert(&mut self, name: &str, value: &str) -> Result<(), String> {
        let parts: Vec<&str> = name.split('.').collect();
        if parts.len() > MAX_NAME_PARTS || parts.iter().any(|part| part.is_empty()) {
            return Err(format!("`{name}` is not a parameter name"));
        }
        let leaf = parts.into_iter().fold(self, Self::child);
        match leaf.value.replace(value.to_owned()) {
            Some(earlier) if earlier != value => {
                Err(format!("`{name}` has the values `{earlier}` and `{value}`"))
            }
            _ => Ok(()),
        }
    }

    fn child(&mut self, part: &str) -> &mut Self {
        let key = match part.parse() {
            Ok(index) => Key::Index(index),
            Err(_) => self.name_key(part),
        };
        self.children.entry(key).or_default()
    }

    fn name_key(&mut self, part: &str) -> Key {
        let next = self.children.len();
        let place = *self.places.entry(part.to_owned()).or_insert(next);
        Key::Name(place, part.to_owned())
    }

    /// Converts the node into a string, an array or an object.
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

    fn parse(text: &str) -> Result<ParsedQuery, String> {
        parse_query(text, &[])
    }

    #[test]
    fn own_region_of_an_action_stays() {
        let query = "https://host/?Action=A&Region=ap-a&Zone=1&<公共请求参数>";
        let body = |own: &[&str]| parse_query(query, own).unwrap().body;
        assert_eq!(
            body(&["Region"]),
            serde_json::json!({"Region": "ap-a", "Zone": "1"})
        );
        assert_eq!(body(&[]), serde_json::json!({"Zone": "1"}));
    }

    #[test]
    fn linked_placeholder_is_no_parameter() {
        let body = parse("https://host/?Action=A&[<公共请求参数>](https://x/y)&Zone=1")
            .unwrap()
            .body;
        assert_eq!(body, serde_json::json!({"Zone": "1"}));
    }

    #[test]
    fn post_that_ends_in_its_headers_is_invalid() {
        let read = |texts: &[&str], response: Option<&str>| {
            let lines: Vec<_> = texts.iter().map(|text| TextLine::new(1, text)).collect();
            let action = ShownAction {
                name: "A",
                own_common_names: Vec::new(),
            };
            let mut example = Example {
                response_raw: response.map(str::to_owned),
                ..Example::default()
            };
            read_request(&lines, &action, &mut example);
            example
        };
        let cut = read(
            &["POST / HTTP/1.1", "Host: x", "Content-Type: applicatio"],
            None,
        );
        assert_eq!(
            (cut.request_form, cut.request),
            (Some(RequestForm::Json), None)
        );
        assert!(cut.request_invalid.is_some());
        let lines = ["POST / HTTP/1.1", "X-TC-Action: A", "<公共请求参数>"];
        let bare = read(&lines, Some("{}"));
        assert_eq!(bare.request, Some(serde_json::json!({})));
        assert_eq!(read(&lines, None).request, None);
    }
    use serde_json::json;

    #[test]
    fn flattened_names_become_nested_json() {
        let parsed = parse(
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
    fn truncated_address_keeps_its_parameters() {
        let parsed = parse("https:&Limit=10&Quuids.0=x&<Common request parameters>");
        assert_eq!(
            parsed.map(|parsed| parsed.body),
            Ok(json!({"Limit": "10", "Quuids": ["x"]}))
        );
    }

    #[test]
    fn more_than_ten_items_stay_ordered() {
        let query: String = (0..12).map(|index| format!("&A.{index}={index}")).collect();
        let body = parse(&query).map(|parsed| parsed.body);
        assert_eq!(body.map(|body| body["A"][10].clone()), Ok(json!("10")));
    }

    #[test]
    fn ampersands_inside_values_separate_nothing() {
        let parsed = parse(
            r#"?Action=A&Tag={"v":"a&b=c","l":["x}&"]}&Limit=20&List=["a&b"]&Text="p&q=r"&E=[0&F=1"#,
        );
        let body = json!({
            "Tag": r#"{"v":"a&b=c","l":["x}&"]}"#, "Limit": "20", "List": r#"["a&b"]"#,
            "Text": r#""p&q=r""#, "E": "[0", "F": "1"
        });
        assert_eq!(parsed.map(|parsed| parsed.body), Ok(body));
    }

    #[test]
    fn parameter_with_two_values_is_an_error() {
        let error = parse("?Policys.0.Action=DROP&Policys.0.Action=ACCEPT").unwrap_err();
        assert_eq!(
            error,
            "`Policys.0.Action` has the values `DROP` and `ACCEPT`"
        );
        assert!(parse("?Limit=20&Limit=20").is_ok());
    }

    #[test]
    fn malformed_query_is_an_error() {
        assert!(parse("?Limit").is_err());
        assert!(parse("?A..B=1").is_err());
    }
}
