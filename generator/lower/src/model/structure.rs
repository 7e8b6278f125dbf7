//! Structures, their members, and values of them.

use crate::RustName;

/// A request, a response or a data structure.
#[derive(Debug, Clone, PartialEq)]
pub struct Structure {
    /// The name on the wire; of requests and responses the Rust name.
    pub wire: String,
    /// The type's name.
    pub name: RustName,
    /// The module and file that holds it.
    pub module: RustName,
    /// Documentation, Markdown lines.
    pub docs: Vec<String>,
    /// Why it should no longer be used, as one line of Markdown.
    pub deprecated: Option<String>,
    /// The members, in the documentation's order.
    pub members: Vec<Member>,
    /// Whether users send it: its members are optional and it has setters.
    pub sent: bool,
    /// The documented values of its members.
    pub constants: Vec<Constant>,
}

impl Structure {
    /// Whether it, or anything of it, is deprecated.
    pub fn deprecates(&self) -> bool {
        self.deprecated.is_some()
            || self
                .members
                .iter()
                .any(|member| member.deprecated.is_some())
            || self
                .constants
                .iter()
                .any(|constant| constant.deprecated.is_some())
    }
}

/// A member of a structure.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The name on the wire.
    pub wire: String,
    /// The field, and the setter's name too.
    pub field: RustName,
    /// The type of a present value.
    pub ty: Type,
    /// Whether the value sits in a `Box`, since the structure would contain itself otherwise.
    pub boxed: bool,
    /// Whether the field is an `Option`; if not, it is a list.
    pub optional: bool,
    /// Whether the documentation says that it must be sent.
    pub required: bool,
    /// Whether `Debug` hides the value.
    pub sensitive: bool,
    /// Why it should no longer be used, as one line of Markdown.
    pub deprecated: Option<String>,
    /// Documentation, Markdown lines.
    pub docs: Vec<String>,
}

/// The Rust type of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// `String`.
    Text,
    /// `i64`.
    Integer,
    /// `f64`.
    Float,
    /// `bool`.
    Boolean,
    /// Any JSON.
    Value,
    /// A data structure of the same version.
    Structure(RustName),
    /// `Vec` of the element.
    List(Box<Type>),
}

impl Type {
    /// The structure in it, through any number of lists.
    pub fn structure(&self) -> Option<&RustName> {
        match self {
            Self::Structure(name) => Some(name),
            Self::List(element) => element.structure(),
            _ => None,
        }
    }
}

/// A constant of type `&str`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constant {
    /// Its name.
    pub name: RustName,
    /// Its value.
    pub value: String,
    /// Why it should no longer be used, as one line of Markdown.
    pub deprecated: Option<String>,
    /// Documentation, Markdown lines.
    pub docs: Vec<String>,
}

/// A value that example code builds.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// Text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
    /// True or false.
    Boolean(bool),
    /// Any JSON.
    Value(serde_json::Value),
    /// A list, with its elements' type.
    List(Type, Vec<Expr>),
    /// A structure, with the setters that are called on its default.
    Structure(RustName, Vec<(RustName, Expr)>),
}
