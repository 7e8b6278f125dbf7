//! Structures: their members as fields, and the documented values of members as constants.

use std::collections::BTreeSet;

use crate::docs::{Place, constant_docs, deprecation_note, member_docs, structure_docs};
use crate::history::History;
use crate::limits::lower_limits;
use crate::model::{Constant, Limit, Member, Structure, Type};
use crate::names::{RustName, Scope, constant, member_spelling, snake};
use crate::types::Types;
use crate::users::Users;
use spec::MemberList;

/// Lowers all data structures of a version, sorted by name.
pub(crate) fn lower_structures<'s>(
    types: &Types<'s>,
    history: &History<'_>,
    mut users: Users<'s>,
    place: &Place,
) -> Vec<Structure> {
    // A module may not have the name of the one around it.
    let mut modules = Scope::reserving(&["types"]);
    for (structure, name, _) in types.iter() {
        users.add(name, &structure.members);
    }
    let mut structures = Vec::new();
    for (structure, name, sent) in types.iter() {
        let owner = MemberList::Structure(&structure.name);
        let (members, constants, limits) =
            lower_members(owner, &structure.members, sent, (types, history));
        structures.push(Structure {
            wire: structure.name.clone(),
            name: name.clone(),
            module: modules.take(&snake(name.as_str())),
            docs: structure_docs(
                structure,
                history.structure(&structure.name),
                users.of(&structure.name, name),
                place,
            ),
            deprecated: deprecation_note(structure.deprecated.as_ref()),
            members,
            sent,
            limits,
            constants,
        });
    }
    structures
}

/// Lowers a request or response, without documentation.
pub(crate) fn lower_body(
    owner: MemberList<'_>,
    members: &[spec::Member],
    name: &RustName,
    module: &RustName,
    context: (&Types<'_>, &History<'_>),
) -> Structure {
    let sent = matches!(owner, MemberList::Input(_));
    let (members, constants, limits) = lower_members(owner, members, sent, context);
    Structure {
        wire: name.to_string(),
        name: name.clone(),
        module: module.clone(),
        docs: Vec::new(),
        deprecated: None,
        members,
        sent,
        limits,
        constants,
    }
}

/// The methods that every structure has. Setters of these names would hide them.
const STRUCTURE_METHODS: [&str; 8] = [
    "build",
    "clone",
    "default",
    "from_json",
    "from_json_strict",
    "set_if",
    "to_json",
    "to_value",
];

/// The parts of a structure that come from its members.
type Parts = (Vec<Member>, Vec<Constant>, Vec<Limit>);

/// Lowers members, and their documented values to constants. If a name occurs twice, the first one
/// counts.
fn lower_members<'s>(
    owner: MemberList<'_>,
    members: &'s [spec::Member],
    sent: bool,
    (types, history): (&Types<'s>, &History<'_>),
) -> Parts {
    let mut seen = BTreeSet::new();
    let members: Vec<&'s spec::Member> = members
        .iter()
        .filter(|member| seen.insert(member.name.as_str()))
        .collect();
    let spellings: Vec<&str> = members
        .iter()
        .map(|member| member_spelling(owner, &member.name, types.hints()))
        .collect();
    let mut fields = Scope::reserving(&STRUCTURE_METHODS);
    let names = fields.take_all(&spellings, snake);
    let values = lower_values(&members, types);
    let mut constants = Vec::new();
    let lowered = members.iter().zip(names).zip(values);
    let lowered = lowered.map(|((member, field), values)| {
        let ty = types.rust(&member.type_name);
        let docs = member_docs(member, &values, history.member(owner, &member.name));
        constants.extend(values);
        Member {
            wire: member.name.clone(),
            field,
            boxed: types.is_recursive(owner, &member.type_name),
            optional: sent || !matches!(ty, Type::List(_)),
            required: sent && member.required.is_some_and(spec::Required::is_yes),
            sensitive: member.sensitive.is_some(),
            deprecated: deprecation_note(member.deprecated.as_ref()),
            ty,
            docs,
        }
    });
    let lowered: Vec<Member> = lowered.collect();
    let limits = if sent {
        lower_limits(&members, &lowered)
    } else {
        Vec::new()
    };
    (lowered, constants, limits)
}

/// Lowers the documented values of each member to constants. A member has none unless all of its
/// values are words.
///
/// Values never become an enum, because the server may know more values than the page.
fn lower_values(members: &[&spec::Member], types: &Types<'_>) -> Vec<Vec<Constant>> {
    let words =
        |member: &spec::Member| is_text(&types.rust(&member.type_name)) && has_words(member);
    let values_of = |member: &spec::Member| {
        let spelling = |value: &spec::Value| format!("{}_{}", member.name, value.value);
        member.values.iter().map(spelling).collect::<Vec<_>>()
    };
    let with_words = members.iter().filter(|member| words(member));
    let spellings: Vec<String> = with_words.flat_map(|member| values_of(member)).collect();
    let spellings: Vec<&str> = spellings.iter().map(String::as_str).collect();
    let mut names = Scope::default().take_all(&spellings, constant).into_iter();
    let lower = |member: &&spec::Member| {
        if !words(member) {
            return Vec::new();
        }
        let named = member.values.iter().zip(names.by_ref());
        let lower = |(value, name): (&spec::Value, RustName)| Constant {
            name,
            value: value.value.clone(),
            docs: constant_docs(member, value),
            deprecated: deprecation_note(value.deprecated.as_ref()),
        };
        named.map(lower).collect()
    };
    members.iter().map(lower).collect()
}

fn is_text(ty: &Type) -> bool {
    match ty {
        Type::Text => true,
        Type::List(element) => is_text(element),
        _ => false,
    }
}

/// Returns whether the values are two or more distinct words such as `PREPAID` or `cloud.premium`.
///
/// A number would make a meaningless name, and text with spaces is prose rather than a value.
fn has_words(member: &spec::Member) -> bool {
    let mut seen = BTreeSet::new();
    member.values.len() >= 2
        && member
            .values
            .iter()
            .all(|value| is_word(&value.value) && seen.insert(&value.value))
}

fn is_word(value: &str) -> bool {
    value.len() <= 64
        && value.chars().any(|c| c.is_ascii_alphabetic())
        && value.starts_with(|first: char| first.is_ascii_alphanumeric())
        && value
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}
