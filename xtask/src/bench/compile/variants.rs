//! The types of a product, emitted in several ways, only for comparison.

use lower::{Member, Structure, Version};
use xtask::workspace::Workspace;

use crate::table::line;

/// A way to emit types for JSON.
#[derive(Clone, Copy)]
pub(crate) struct Variant {
    pub(crate) name: &'static str,
    /// Returns the dependencies for the manifest.
    pub(crate) dependencies: fn(&Workspace) -> String,
    derives: &'static str,
    attributes: bool,
    code: fn(&mut String, &Structure),
    /// Returns statements that write an action's request and read its response, if the variant can.
    pub(crate) calls: Option<fn(&str) -> String>,
}

pub(crate) const ALL: [Variant; 4] = [
    Variant {
        name: "plain",
        dependencies: serde,
        derives: "Debug, Clone, Default",
        attributes: false,
        code: |_, _| {},
        calls: None,
    },
    Variant {
        name: "serde-derived",
        dependencies: serde,
        derives: "Debug, Clone, Default, serde::Serialize, serde::Deserialize",
        attributes: true,
        code: |_, _| {},
        calls: Some(serde_calls),
    },
    Variant {
        name: "serde-written",
        dependencies: serde,
        derives: "Debug, Clone, Default",
        attributes: false,
        code: serde_by_hand,
        calls: Some(serde_calls),
    },
    Variant {
        name: "tables",
        dependencies: runtime,
        derives: "Clone, Default",
        attributes: false,
        code: table,
        calls: Some(table_calls),
    },
];

fn serde(_: &Workspace) -> String {
    "serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n".to_owned()
}

fn runtime(workspace: &Workspace) -> String {
    let path = workspace.root().join("runtime");
    format!(
        "tencentcloud-api-runtime = {{ path = {path:?}, default-features = false }}\nserde_json = \"1\"\n"
    )
}

/// Returns all structures of a version, including requests and responses.
pub(crate) fn structures(version: &Version) -> Vec<&Structure> {
    let bodies = version
        .actions
        .iter()
        .flat_map(|action| [&action.request, &action.response]);
    version.structures.iter().chain(bodies).collect()
}

/// Returns the source of a crate that contains only the structures.
pub(crate) fn text(structures: &[&Structure], variant: Variant) -> String {
    let mut text = String::from("#![allow(clippy::all, unused)]\nuse serde_json::Value;\n");
    for structure in structures {
        definition(&mut text, structure, variant);
        setters(&mut text, structure);
        (variant.code)(&mut text, structure);
    }
    text
}

fn definition(text: &mut String, structure: &Structure, variant: Variant) {
    line(text, &format!("#[derive({})]", variant.derives));
    line(text, &format!("pub struct {} {{", structure.name.as_str()));
    for member in &structure.members {
        if variant.attributes {
            let skip = if member.optional {
                "Option::is_none"
            } else {
                "Vec::is_empty"
            };
            let wire = &member.wire;
            line(
                text,
                &format!("#[serde(rename = {wire:?}, default, skip_serializing_if = {skip:?})]"),
            );
        }
        line(
            text,
            &format!("pub {}: {},", member.field.as_str(), field_type(member)),
        );
    }
    line(text, "}");
}

fn setters(text: &mut String, structure: &Structure) {
    if !structure.sent {
        return;
    }
    line(text, &format!("impl {} {{", structure.name.as_str()));
    for member in &structure.members {
        let (field, ty) = (member.field.as_str(), held_type(member));
        line(
            text,
            &format!(
                "pub fn {field}(mut self, value: impl Into<{ty}>) -> Self {{ self.{field} = Some(value.into()); self }}"
            ),
        );
    }
    line(text, "}");
}

fn held_type(member: &Member) -> String {
    let ty = &member.ty;
    if member.boxed {
        format!("Box<{ty}>")
    } else {
        ty.to_string()
    }
}

fn field_type(member: &Member) -> String {
    let ty = held_type(member);
    if member.optional {
        format!("Option<{ty}>")
    } else {
        ty
    }
}

fn serde_calls(action: &str) -> String {
    format!(
        "    println!(\"{{:?}}\", serde_json::to_string(&types::{action}Request::default()));\n    \
         println!(\"{{:?}}\", serde_json::from_str::<types::{action}Response>(&text));\n"
    )
}

fn table_calls(action: &str) -> String {
    const RUNTIME: &str = "tencentcloud_api_runtime::codegen";
    format!(
        "    println!(\"{{:?}}\", {RUNTIME}::write(&types::{action}Request::default()));\n    \
         let mut response = types::{action}Response::default();\n    \
         println!(\"{{:?}}\", {RUNTIME}::read(&text, &mut response));\n    println!(\"{{response:?}}\");\n"
    )
}

/// Writes implementations of `Serialize` and `Deserialize` as a person would, without an enum of
/// fields.
fn serde_by_hand(text: &mut String, structure: &Structure) {
    let name = structure.name.as_str();
    line(
        text,
        &format!(
            "impl serde::Serialize for {name} {{ fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {{ use serde::ser::SerializeMap; let mut map = s.serialize_map(None)?;"
        ),
    );
    for member in &structure.members {
        let (field, wire) = (member.field.as_str(), &member.wire);
        let absent = if member.optional {
            "is_none"
        } else {
            "is_empty"
        };
        line(
            text,
            &format!(
                "if !self.{field}.{absent}() {{ map.serialize_entry({wire:?}, &self.{field})?; }}"
            ),
        );
    }
    line(text, "map.end() } }");
    line(
        text,
        &format!(
            "impl<'de> serde::Deserialize<'de> for {name} {{ fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {{ struct V; impl<'de> serde::de::Visitor<'de> for V {{ type Value = {name}; fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {{ f.write_str({name:?}) }} fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<{name}, A::Error> {{ let mut value = {name}::default(); while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {{ match &*key {{"
        ),
    );
    for member in &structure.members {
        let (field, wire) = (member.field.as_str(), &member.wire);
        line(
            text,
            &format!("{wire:?} => value.{field} = map.next_value()?,"),
        );
    }
    line(
        text,
        "_ => { map.next_value::<serde::de::IgnoredAny>()?; } } } Ok(value) } } d.deserialize_map(V) } }",
    );
}

/// Writes the same code as the generator: a table, and two matches from an index to a field.
fn table(text: &mut String, structure: &Structure) {
    const RUNTIME: &str = "tencentcloud_api_runtime::codegen";
    let name = structure.name.as_str();
    line(
        text,
        &format!(
            "impl {RUNTIME}::Structure for {name} {{ #[inline] fn schema(&self) -> &'static {RUNTIME}::Schema {{ const {{ &{RUNTIME}::Schema {{ name: {name:?}, members: &["
        ),
    );
    for member in &structure.members {
        line(text, &format!("{RUNTIME}::Member::new({:?}),", member.wire));
    }
    line(text, "] } } }");
    for (method, reference) in [("member", "&"), ("member_mut", "&mut ")] {
        line(
            text,
            &format!(
                "#[inline] fn {method}({reference}self, index: usize) -> Option<{reference}dyn {RUNTIME}::Field> {{"
            ),
        );
        if structure.members.is_empty() {
            line(text, "None }");
            continue;
        }
        line(text, "Some(match index {");
        for (index, member) in structure.members.iter().enumerate() {
            line(
                text,
                &format!("{index} => {reference}self.{},", member.field.as_str()),
            );
        }
        line(text, "_ => return None }) }");
    }
    line(text, "}");
    line(
        text,
        &format!(
            "impl std::fmt::Debug for {name} {{ #[inline] fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {{ {RUNTIME}::debug(self, f) }} }}"
        ),
    );
}
