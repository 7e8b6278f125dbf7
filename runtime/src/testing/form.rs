//! Calls in protocol v2, whose parameters are a form or query.

use std::borrow::Cow;
use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::exchange::Call;
use crate::transport::HttpRequest;

/// The parameters that all requests have besides those of [`Call`]. They hold the signature and the
/// time, which differ in each call, and secrets.
const COMMON: [&str; 7] = [
    "Nonce",
    "RequestClient",
    "SecretId",
    "Signature",
    "SignatureMethod",
    "Timestamp",
    "Token",
];

/// Returns the call that a request makes. Lists and structures have their shape again.
pub(super) fn call(request: &HttpRequest, service: &str) -> Call {
    let body = String::from_utf8_lossy(&request.body);
    let text = match request.url.split_once('?') {
        Some((_, query)) => query,
        None => &body,
    };
    let mut call = Call {
        service: service.to_owned(),
        version: String::new(),
        action: String::new(),
        region: None,
        parameters: Value::Null,
    };
    let mut root = Node::default();
    for (name, value) in text.split('&').filter_map(|pair| pair.split_once('=')) {
        let (name, value) = (decoded(name), decoded(value).into_owned());
        match &*name {
            "Version" => call.version = value,
            "Action" => call.action = value,
            "Region" => call.region = Some(value),
            name if COMMON.contains(&name) => {}
            name => root.insert(name, value),
        }
    }
    call.parameters = root.into_object();
    call
}

fn decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

/// A list or structure of a form: `Filters.0.Name` is three levels deep.
#[derive(Default)]
struct Node {
    text: Option<String>,
    below: BTreeMap<String, Node>,
}

impl Node {
    fn insert(&mut self, name: &str, value: String) {
        let mut node = self;
        for segment in name.split('.') {
            node = node.below.entry(segment.to_owned()).or_default();
        }
        node.text = Some(value);
    }

    fn into_value(self) -> Value {
        if let Some(text) = self.text {
            return Value::String(text);
        }
        let is_index = |index: &usize| self.below.contains_key(&index.to_string());
        if (0..self.below.len()).all(|index| is_index(&index)) {
            let mut below = self.below;
            let elements = (0..below.len()).filter_map(|index| below.remove(&index.to_string()));
            return Value::Array(elements.map(Self::into_value).collect());
        }
        self.into_object()
    }

    fn into_object(self) -> Value {
        let members = self.below.into_iter();
        let members = members.map(|(name, node)| (name, node.into_value()));
        Value::Object(members.collect::<Map<_, _>>())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn dotted_names_become_lists_and_structures() {
        let mut root = Node::default();
        let pairs = (0..12).map(|index| (format!("A.{index}"), index.to_string()));
        for (name, value) in pairs {
            root.insert(&name, value);
        }
        for (name, value) in [
            ("F.0.Name", "zone"),
            ("F.0.Values.0", ""),
            ("Gap.1", "b"),
            ("Plain", "1"),
            ("0", "x"),
        ] {
            root.insert(name, value.to_owned());
        }
        let elements: Vec<_> = (0..12).map(|index: i32| index.to_string()).collect();
        assert_eq!(
            root.into_object(),
            json!({
                "0": "x",
                "A": elements,
                "F": [{"Name": "zone", "Values": [""]}],
                "Gap": {"1": "b"},
                "Plain": "1",
            })
        );
    }
}
