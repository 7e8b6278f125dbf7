//! Limits of members, and filters as functions.

use crate::RustName;

/// A limit of a member that the runtime checks before sending.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// The member's index in its structure.
    pub member: usize,
    /// The rule.
    pub rule: Rule,
    /// The documentation's sentence in the preferred language; empty if an override has none.
    pub sentence: String,
}

/// The rule of a limit, as the runtime's `LimitRule`. Members are indices in the structure.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// The smallest and largest integer.
    Integer(Option<i64>, Option<i64>),
    /// The ends of a range, each with a mark of whether it is allowed itself.
    Float(Option<(f64, bool)>, Option<(f64, bool)>),
    /// The integer is a multiple of this one.
    MultipleOf(i64),
    /// The smallest and largest number of characters.
    Characters(Option<u64>, Option<u64>),
    /// The smallest and largest number of bytes.
    Bytes(Option<u64>, Option<u64>),
    /// The smallest and largest number of items.
    Items(Option<u64>, Option<u64>),
    /// The same for the list with this wire name in each item.
    ItemsOf(String, Option<u64>, Option<u64>),
    /// The other member must be absent.
    Excludes(usize),
    /// At least one of the members must be present.
    AnyOf(Vec<usize>),
    /// The member must be present if the other one has one of the values.
    RequiredWhen(usize, Vec<String>),
}

/// The documented filters of a request's member, as functions that return a filter each.
#[derive(Debug, Clone, PartialEq)]
pub struct Filters {
    /// The type that has the functions, such as `DescribeInstancesFilter`.
    pub name: RustName,
    /// The wire name of the request's member.
    pub member: String,
    /// The type's documentation, as Markdown lines.
    pub docs: Vec<String>,
    /// The data structure of a filter.
    pub structure: RustName,
    /// The setter of the filter's name.
    pub name_setter: RustName,
    /// The setter of the filter's values.
    pub values_setter: RustName,
    /// True if a filter has a list of values, false if it has one.
    pub has_list: bool,
    /// The functions, in the order of the documentation.
    pub functions: Vec<FilterFunction>,
}

/// The function that returns one documented filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterFunction {
    /// The name, such as `zone`.
    pub name: RustName,
    /// The filter's documented name.
    pub documented: String,
    /// The filter's name on the wire; only its beginning, up to the colon, if it takes a key.
    pub wire: String,
    /// The parameter for the key at the end of the name, such as `tag_key` for `tag:tag-key`.
    pub key: Option<RustName>,
    /// The function's documentation, as Markdown lines.
    pub docs: Vec<String>,
}
