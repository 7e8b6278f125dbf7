//! The members of a JSON object: split, merged with others, or flattened for a query.

use serde_json::{Map, Value};

use super::error::ReadError;
use super::reader::Reader;

/// Returns the members of an object, each with the text of its value.
pub(crate) fn members(json: &str) -> Result<Vec<(String, &str)>, ReadError> {
    let mut reader = Reader::new(json);
    let mut members = Vec::new();
    let mut first = reader.open(b'{')?;
    while reader.next_entry(first, b'}')? {
        first = false;
        let name = reader.member_name()?.into_owned();
        members.push((name, reader.skip()?));
    }
    reader.finish()?;
    Ok(members)
}

/// Returns the object with `extra` members appended. They replace members of the same name.
pub(crate) fn merge(json: &str, extra: &Map<String, Value>) -> Result<String, ReadError> {
    let mut text = String::with_capacity(json.len() + 64);
    let mut push = |name: &str, value: &str| {
        text.push(if text.is_empty() { '{' } else { ',' });
        text.push_str(&Value::from(name).to_string());
        text.push(':');
        text.push_str(value);
    };
    for (name, value) in members(json)? {
        if !extra.contains_key(&name) {
            push(&name, value);
        }
    }
    for (name, value) in extra {
        push(name, &value.to_string());
    }
    text.push_str(if text.is_empty() { "{}" } else { "}" });
    Ok(text)
}

/// Returns the scalars in an object as text, each with its path: `Filters.0.Values.1`. Omits
/// `null`, empty lists and empty objects, which a query cannot express.
pub(crate) fn flatten(json: &str) -> Result<Vec<(String, String)>, ReadError> {
    let mut flat = Flat::default();
    let mut reader = Reader::new(json);
    if reader.peek() != Some(b'{') {
        return Err(reader.unexpected("an object"));
    }
    flat.value(&mut reader)?;
    reader.finish()?;
    Ok(flat.pairs)
}

/// Returns the text of a scalar, without the quotes if it is a string.
pub(crate) fn scalar_text(json: &str) -> Result<String, ReadError> {
    let mut reader = Reader::new(json);
    Ok(match reader.peek() {
        Some(b'"') => reader.string()?.into_owned(),
        _ => reader.skip()?.to_owned(),
    })
}

#[derive(Default)]
struct Flat {
    path: String,
    pairs: Vec<(String, String)>,
}

impl Flat {
    fn value(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        match reader.peek() {
            Some(b'{') => self.object(reader),
            Some(b'[') => self.list(reader),
            _ if reader.take_null() => Ok(()),
            _ => {
                let text = scalar_text(reader.skip()?)?;
                self.pairs.push((self.path.clone(), text));
                Ok(())
            }
        }
    }

    fn object(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        let mut first = reader.open(b'{')?;
        while reader.next_entry(first, b'}')? {
            first = false;
            let name = reader.member_name()?;
            self.below(&name, reader)?;
        }
        Ok(())
    }

    fn list(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        let mut first = reader.open(b'[')?;
        let mut index = 0_usize;
        while reader.next_entry(first, b']')? {
            first = false;
            self.below(&index.to_string(), reader)?;
            index += 1;
        }
        Ok(())
    }

    fn below(&mut self, segment: &str, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        let parent = self.path.len();
        if parent > 0 {
            self.path.push('.');
        }
        self.path.push_str(segment);
        self.value(reader)?;
        self.path.truncate(parent);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn flatten_omits_nulls_and_empty_values() {
        let json = r#"{"Limit":20,"F":[{"Name":"zone","Values":["a","b\n\u00e9"]},{}],"Big":9007199254740993,
            "Dry":true,"Ratio":0.10,"None":null,"Empty":[],"Text":"","Deep":[[1],[2]]}"#;
        let pairs = flatten(json).unwrap();
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(name, text)| (&**name, &**text))
            .collect();
        assert_eq!(
            pairs,
            [
                ("Limit", "20"),
                ("F.0.Name", "zone"),
                ("F.0.Values.0", "a"),
                ("F.0.Values.1", "b\né"),
                ("Big", "9007199254740993"),
                ("Dry", "true"),
                ("Ratio", "0.10"),
                ("Text", ""),
                ("Deep.0.0", "1"),
                ("Deep.1.0", "2"),
            ]
        );
    }

    #[test]
    fn merge_replaces_adds_and_keeps_text() {
        let Value::Object(extra) = json!({"B": null, "New \"": {"x": [1]}}) else {
            panic!()
        };
        let merged = merge(r#"{"A":1.50,"B":2,"C":"\u00e9"}"#, &extra).unwrap();
        assert_eq!(
            merged,
            r#"{"A":1.50,"C":"\u00e9","B":null,"New \"":{"x":[1]}}"#
        );
        assert_eq!(merge(" { } ", &Map::new()).unwrap(), "{}");
    }

    #[test]
    fn text_without_object_is_error() {
        for text in [
            "",
            "[]",
            "1",
            "null",
            "{} x",
            r#"{"a":}"#,
            r#"{"a":[1}"#,
            "{1:2}",
        ] {
            assert!(flatten(text).is_err(), "{text}");
            assert!(members(text).is_err(), "{text}");
            assert!(merge(text, &Map::new()).is_err(), "{text}");
        }
        let deep = format!("{{\"a\":{}1{}}}", "[".repeat(200), "]".repeat(200));
        assert!(flatten(&deep).is_err() && members(&deep).is_err());
    }
}
