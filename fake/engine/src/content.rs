//! The content of replies. Descriptions in it are JSON already, because clients ask for the same
//! resources again and again.

use std::cell::RefCell;
use std::sync::Arc;

use serde::ser::{SerializeMap as _, SerializeSeq as _};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// The content of a reply, without `RequestId`.
#[derive(Debug, Clone, Default)]
pub struct Content {
    fields: Map<String, Value>,
    list: Option<List>,
}

/// Descriptions in place of the list at a path.
#[derive(Debug, Clone)]
pub(crate) struct List {
    pub(crate) path: String,
    pub(crate) items: Vec<Arc<RawValue>>,
}

impl Content {
    pub(crate) fn new(fields: Map<String, Value>, list: Option<List>) -> Self {
        Self { fields, list }
    }

    /// Sets a member at the top.
    pub fn insert(&mut self, name: &str, value: Value) {
        self.fields.insert(name.to_owned(), value);
    }

    /// Removes a member at the top.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.fields.shift_remove(name);
        self
    }

    /// Puts members before those that are there.
    #[must_use]
    pub fn after(self, mut fields: Map<String, Value>) -> Self {
        fields.extend(self.fields);
        Self { fields, ..self }
    }
}

impl From<Map<String, Value>> for Content {
    fn from(fields: Map<String, Value>) -> Self {
        Self::new(fields, None)
    }
}

impl Serialize for Content {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.list {
            None => self.fields.serialize(serializer),
            Some(list) => {
                let (fields, path, items) = (&self.fields, list.path.as_str(), &list.items);
                let with_list = WithList {
                    fields,
                    path,
                    items,
                };
                with_list.serialize(serializer)
            }
        }
    }
}

/// Members with a list at a path below them.
struct WithList<'c> {
    fields: &'c Map<String, Value>,
    path: &'c str,
    items: &'c [Arc<RawValue>],
}

impl Serialize for WithList<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (first, rest) = self.path.split_once('.').unwrap_or((self.path, ""));
        let mut map = serializer.serialize_map(Some(self.fields.len()))?;
        for (name, value) in self.fields {
            match value {
                _ if name != first => map.serialize_entry(name, value)?,
                Value::Object(fields) if !rest.is_empty() => {
                    let (path, items) = (rest, self.items);
                    map.serialize_entry(
                        name,
                        &WithList {
                            fields,
                            path,
                            items,
                        },
                    )?;
                }
                _ => map.serialize_entry(name, &Items(self.items))?,
            }
        }
        map.end()
    }
}

struct Items<'c>(&'c [Arc<RawValue>]);

impl Serialize for Items<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut items = serializer.serialize_seq(Some(self.0.len()))?;
        for item in self.0 {
            items.serialize_element(item.as_ref())?;
        }
        items.end()
    }
}

/// The descriptions of one resource as JSON, by the index of their structure.
#[derive(Debug, Clone, Default)]
pub(crate) struct Descriptions(RefCell<Vec<(usize, Arc<RawValue>)>>);

impl Descriptions {
    /// Returns the description with a structure, which is made unless it is known. `None` if it has
    /// no JSON form.
    pub(crate) fn get(
        &self,
        structure: usize,
        make: impl FnOnce() -> Map<String, Value>,
    ) -> Option<Arc<RawValue>> {
        let mut known = self.0.borrow_mut();
        if let Some((_, json)) = known.iter().find(|(index, _)| *index == structure) {
            return Some(Arc::clone(json));
        }
        let json: Arc<RawValue> = serde_json::value::to_raw_value(&make()).ok()?.into();
        known.push((structure, Arc::clone(&json)));
        Some(json)
    }

    /// Forgets all, because the resource changes.
    pub(crate) fn clear(&mut self) {
        self.0.get_mut().clear();
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn items() -> Vec<Arc<RawValue>> {
        let item = |text: &str| RawValue::from_string(text.to_owned()).unwrap().into();
        vec![item(r#"{"Id":"a"}"#), item(r#"{"Id":"b"}"#)]
    }

    fn printed(fields: Value, path: &str) -> String {
        let fields = fields.as_object().unwrap().clone();
        let path = path.to_owned();
        let content = Content::new(
            fields,
            Some(List {
                path,
                items: items(),
            }),
        );
        serde_json::to_string(&content).unwrap()
    }

    #[test]
    fn list_stands_at_its_path() {
        assert_eq!(
            printed(json!({"Total": 2, "Set": [], "Next": ""}), "Set"),
            r#"{"Total":2,"Set":[{"Id":"a"},{"Id":"b"}],"Next":""}"#
        );
        assert_eq!(
            printed(
                json!({"Page": {"Set": [], "Total": 2}, "Set": []}),
                "Page.Set"
            ),
            r#"{"Page":{"Set":[{"Id":"a"},{"Id":"b"}],"Total":2},"Set":[]}"#
        );
    }

    #[test]
    fn changed_resource_is_described_anew() {
        let mut known = Descriptions::default();
        let of = |value: Value| move || value.as_object().unwrap().clone();
        let text = |json: Option<Arc<RawValue>>| json.unwrap().get().to_owned();
        assert_eq!(text(known.get(0, of(json!({"A": 1})))), r#"{"A":1}"#);
        assert_eq!(text(known.get(0, of(json!({"A": 2})))), r#"{"A":1}"#);
        assert_eq!(text(known.get(1, of(json!({"B": 2})))), r#"{"B":2}"#);
        known.clear();
        assert_eq!(text(known.get(0, of(json!({"A": 2})))), r#"{"A":2}"#);
    }
}
