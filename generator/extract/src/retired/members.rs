//! Members and structures from trees of rows, with the help of examples where tables are vague.
//!
//! `Array` is also the type of structures, because the service is written in PHP. The examples tell
//! lists from structures, and what the items of a list are.

use serde_json::Value;
use spec::{Inferred, Language, Localized, Member, Scalar, Source, Structure, TypeName};

use super::printed::broken_words::is_bare_list;
use super::tree::Node;
use crate::words::constraints::constrain;

/// The maximum length of a structure's name. Files and identifiers have limits too.
const MAX_STRUCTURE_NAME: usize = 100;

/// Makes the members of an action, and the structures in them.
pub(super) struct Maker<'a> {
    action: &'a str,
    language: Language,
    source: &'a Source,
    /// True for requests, whose values are texts in any case.
    is_request: bool,
    pub(super) structures: Vec<Structure>,
}

impl<'a> Maker<'a> {
    pub(super) fn new(action: &'a str, language: Language, source: &'a Source) -> Self {
        Self {
            action,
            language,
            source,
            is_request: false,
            structures: Vec::new(),
        }
    }

    /// Returns the members of the topmost nodes. `bodies` are the requests or replies of the
    /// examples.
    pub(super) fn members(
        &mut self,
        nodes: &[Node<'_>],
        bodies: &[&Value],
        is_request: bool,
    ) -> Vec<Member> {
        self.is_request = is_request;
        self.members_of(nodes, self.action, bodies)
    }

    fn members_of(&mut self, nodes: &[Node<'_>], owner: &str, values: &[&Value]) -> Vec<Member> {
        let mut members: Vec<Member> = nodes
            .iter()
            .map(|node| {
                let inside = values_of(values, &node.name);
                self.member(node, owner, &inside)
            })
            .collect();
        if self.is_request {
            constrain(&mut members, self.language);
        }
        members
    }

    fn member(&mut self, node: &Node<'_>, owner: &str, values: &[&Value]) -> Member {
        let stated = node.row.as_ref().and_then(|row| row.type_name.clone());
        let words = node.row.as_ref().map_or("", |row| row.type_words.as_str());
        let is_list = node.is_list || matches!(stated, Some(TypeName::Array(_)));
        if is_map(node, values) {
            return self.map(node);
        }
        let (type_name, is_guess) = if node.children.is_empty() {
            self.plain(stated, words, node.is_list, values)
        } else {
            self.structured(node, owner, is_list, stated.as_ref(), values)
        };
        let mut member = match &node.row {
            Some(row) => row.to_member(&node.name, type_name, self.language),
            None => Member::new(&node.name, type_name),
        };
        if is_guess || node.row.is_none() {
            member.inferred = Some(match node.row {
                Some(_) => Inferred::Example,
                None => Inferred::Prose,
            });
        }
        member
    }

    /// Returns the type of a member without members, and whether examples decided it.
    fn plain(
        &self,
        stated: Option<TypeName>,
        words: &str,
        has_index: bool,
        values: &[&Value],
    ) -> (TypeName, bool) {
        let object = TypeName::Scalar(Scalar::Object);
        let stated = stated.unwrap_or(object);
        if is_bare_list(words) {
            return match shape(values, self.is_request) {
                Some(Shape::Structure) => (TypeName::Scalar(Scalar::Object), true),
                Some(Shape::List(Some(item))) => (array(TypeName::Scalar(item)), true),
                _ => (stated, false),
            };
        }
        if has_index && !matches!(stated, TypeName::Array(_)) {
            return (array(stated), false);
        }
        (stated, false)
    }

    /// Returns the type of a member with members, and whether examples decided it. Its members
    /// become a structure named after its path.
    fn structured(
        &mut self,
        node: &Node<'_>,
        owner: &str,
        is_list: bool,
        stated: Option<&TypeName>,
        values: &[&Value],
    ) -> (TypeName, bool) {
        let named = stated.and_then(TypeName::structure).map(str::to_owned);
        let name = named.unwrap_or_else(|| path_name(owner, &node.name));
        let items: Vec<&Value> = values.iter().flat_map(|value| items(value)).collect();
        let members = self.members_of(&node.children, &name, &items);
        self.structures.push(Structure {
            name: name.clone(),
            doc: Localized::new(self.language, node.title.as_str()),
            members,
            used_by: vec![self.action.to_owned()],
            sources: vec![Source {
                line: node.line,
                ..self.source.clone()
            }],
            ..Structure::default()
        });
        let structure = TypeName::Structure(name);
        let words = node.row.as_ref().map_or("", |row| row.type_words.as_str());
        let is_vague = node.row.is_none() || is_bare_list(words);
        match shape(values, self.is_request).filter(|_| is_vague && !node.is_list) {
            Some(Shape::Structure) => (structure, is_list),
            Some(Shape::List(_)) => (array(structure), !is_list),
            None if is_list => (array(structure), false),
            None => (structure, false),
        }
    }

    /// Returns a member whose keys are data. It holds any JSON, and the text tells its parts.
    fn map(&self, node: &Node<'_>) -> Member {
        let object = TypeName::Scalar(Scalar::Object);
        let mut member = match &node.row {
            Some(row) => row.to_member(&node.name, object, self.language),
            None => Member::new(&node.name, object),
        };
        let mut text = member.doc.get(self.language).unwrap_or_default().to_owned();
        for child in &node.children {
            let row = child.row.as_ref();
            let words = row.map(|row| crate::words::text::join(&row.text));
            text.push_str(&format!(
                "\n- {} - {}",
                child.name,
                words.unwrap_or_default()
            ));
        }
        member.doc = Localized::new(self.language, text.trim());
        member
    }
}

/// Returns whether the children are the key and the value of a map, and no example has members of
/// these names.
fn is_map(node: &Node<'_>, values: &[&Value]) -> bool {
    let names: Vec<&str> = node
        .children
        .iter()
        .map(|child| child.name.as_str())
        .collect();
    names == ["key", "value"] && values_of(values, "key").is_empty()
}

fn array(item: TypeName) -> TypeName {
    TypeName::Array(Box::new(item))
}

/// Returns the values of a member in these objects.
fn values_of<'v>(values: &[&'v Value], name: &str) -> Vec<&'v Value> {
    values.iter().filter_map(|value| value.get(name)).collect()
}

/// Returns the items of a list, or the value itself.
fn items(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        value => vec![value],
    }
}

/// The shape of the values that examples show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Structure,
    /// A list. The type of its items is known unless they are structures.
    List(Option<Scalar>),
}

/// Returns the shape that all values have. An empty list is also the form of an empty structure.
fn shape(values: &[&Value], is_request: bool) -> Option<Shape> {
    let shapes = values.iter().filter_map(|value| match value {
        Value::Object(_) => Some(Shape::Structure),
        Value::Array(list) if !list.is_empty() => Some(Shape::List(scalar_of(list, is_request))),
        _ => None,
    });
    let mut shapes = shapes.collect::<Vec<_>>().into_iter();
    let first = shapes.next()?;
    shapes.all(|other| other == first).then_some(first)
}

/// Returns the scalar type of all items. In requests, numbers are texts.
fn scalar_of(items: &[Value], is_request: bool) -> Option<Scalar> {
    let type_of = |item: &Value| match item {
        Value::String(text) if is_request && is_number(text) => Some(Scalar::Integer),
        Value::String(_) => Some(Scalar::String),
        Value::Number(number) if number.is_f64() => Some(Scalar::Float),
        Value::Number(_) => Some(Scalar::Integer),
        Value::Bool(_) => Some(Scalar::Boolean),
        _ => None,
    };
    let first = type_of(items.first()?)?;
    items
        .iter()
        .all(|item| type_of(item) == Some(first))
        .then_some(first)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Returns the name of the structure in a member: `DescribeEip` and `data` give
/// `DescribeEipData`.
fn path_name(owner: &str, member: &str) -> String {
    let mut name = String::new();
    for word in [owner, member]
        .into_iter()
        .flat_map(|part| part.split(['_', '-']))
    {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name.truncate(MAX_STRUCTURE_NAME);
    name
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn examples_tell_lists_from_structures() {
        let of = |value: Value, is_request| shape(&[&value], is_request);
        for (value, found) in [
            (json!({"a": 1}), Some(Shape::Structure)),
            (json!([{"a": 1}]), Some(Shape::List(None))),
            (json!(["a"]), Some(Shape::List(Some(Scalar::String)))),
            (json!([1, 2]), Some(Shape::List(Some(Scalar::Integer)))),
            (json!([1, "a"]), Some(Shape::List(None))),
            (json!([]), None),
            (json!("a"), None),
        ] {
            assert_eq!(of(value.clone(), false), found, "{value}");
        }
        assert_eq!(
            of(json!(["0"]), true),
            Some(Shape::List(Some(Scalar::Integer)))
        );
        let (one, other) = (json!([1]), json!({"a": 1}));
        assert_eq!(shape(&[&one, &other], false), None);
    }

    #[test]
    fn structures_are_named_after_their_path() {
        assert_eq!(
            path_name("DescribeEipData", "eipSet"),
            "DescribeEipDataEipSet"
        );
        assert_eq!(path_name("unBindInstanceKey", "a_b"), "UnBindInstanceKeyAB");
    }
}
