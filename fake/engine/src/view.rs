//! A resource in the shape of a documented structure.

use behave::Resource as Kind;
use fake_model::{Member, Product, Structure, Type};
use serde_json::{Map, Value, json};

use crate::shape::{self, Made};
use crate::store::Resource;

/// The structures within structures that show the resource. A documented structure may contain
/// itself.
const DEPTH: usize = 3;

/// The description of a resource with a structure that may differ from the main one of its kind.
#[derive(Clone, Copy)]
pub(crate) struct View<'v> {
    product: &'v Product,
    kind: &'v Kind,
    resource: &'v Resource,
    shows_secrets: bool,
    depth: usize,
}

impl<'v> View<'v> {
    pub(crate) fn new(product: &'v Product, kind: &'v Kind, resource: &'v Resource) -> Self {
        Self {
            product,
            kind,
            resource,
            shows_secrets: false,
            depth: DEPTH,
        }
    }

    /// Returns a view that tells the secrets too: the reply of a creation does.
    pub(crate) fn with_secrets(self, shows_secrets: bool) -> Self {
        Self {
            shows_secrets,
            ..self
        }
    }

    /// Returns the members of a structure as the resource has them.
    pub(crate) fn structure(self, structure: &Structure) -> Map<String, Value> {
        self.members(&structure.members, Some(&structure.name))
    }

    /// Returns these members, which the structure of this name has, as the resource has them.
    pub(crate) fn members(self, members: &[Member], name: Option<&str>) -> Map<String, Value> {
        let is_main = name == self.kind.structure.as_deref();
        let shown = members
            .iter()
            .map(|member| (member.name.clone(), self.member(member, is_main)));
        let mut fields: Map<String, Value> = shown.collect();
        if let Some(path) = self.kind.id.as_deref().filter(|_| !is_main)
            && let Some(id) = path.rsplit('.').next()
            && let Some(member) = members.iter().find(|member| member.name == id)
            && let Some(value) = shape::fit(self.product, &json!(self.resource.id), &member.kind)
        {
            fields.insert(member.name.clone(), value);
        }
        fields
    }

    fn member(self, member: &Member, is_main: bool) -> Value {
        let present = self.resource.content().get(&member.name);
        let own = present.and_then(|value| match value {
            Value::Null => member.nullable.then_some(Value::Null),
            value => shape::fit(self.product, value, &member.kind),
        });
        let is_secret = member.sensitive && !self.shows_secrets;
        let value = match own {
            Some(_) if is_secret => None,
            Some(value) => Some(value),
            None if is_main => None,
            None => self.nested(member),
        };
        let made = if is_main || is_secret {
            Made::BLANK
        } else {
            Made::SAMPLE
        };
        let mut value = value.unwrap_or_else(|| shape::make(self.product, member, made));
        if !self.shows_secrets {
            shape::blank_secrets(self.product, &member.kind, &mut value);
        }
        value
    }

    /// Returns a member of another structure that shows the resource as a whole.
    fn nested(self, member: &Member) -> Option<Value> {
        let Type::Structure(index) = member.kind else {
            return None;
        };
        let structure = self.product.structures.get(index)?;
        let depth = self.depth.checked_sub(1)?;
        let content = self.resource.content();
        let mut members = structure.members.iter();
        let shows = Some(structure.name.as_str()) == self.kind.structure.as_deref()
            || members.any(|inner| content.contains_key(&inner.name));
        shows.then(|| Value::Object(Self { depth, ..self }.structure(structure)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structure_within_itself_shows_the_resource_to_a_depth() {
        let (action, node) = (
            "{name: DescribeNodes, service: vm, version: 2024-01-01, input: [], \
              output: [{name: Nodes, type: Array of Node}]}",
            "{name: Node, members: [{name: Name, type: String}, {name: Parent, type: Node}]}",
        );
        let product = fake_model::reduce(&spec::ServiceSpec {
            actions: vec![serde_yaml::from_str(action).unwrap()],
            structures: vec![serde_yaml::from_str(node).unwrap()],
            ..spec::ServiceSpec::default()
        });
        let kind = Kind::default();
        let content = Map::from_iter([("Name".to_owned(), json!("n"))]);
        let resource = Resource::new("node-1".to_owned(), None, content);
        let view = View::new(&product, &kind, &resource);
        let shown = Value::Object(view.structure(product.structure("Node").unwrap()));
        let within = |levels: usize| shown.pointer(&("/Parent".repeat(levels) + "/Name"));
        assert_eq!(within(0), Some(&json!("n")));
        assert_eq!(within(DEPTH), Some(&json!("n")));
        // Beyond, members have made values.
        assert_eq!(within(DEPTH + 1), Some(&json!("fake")));
    }
}
