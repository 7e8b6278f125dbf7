//! Members of a structure: fields, types, and whether absence is told from emptiness.

use std::collections::BTreeSet;

use super::deprecated::Reasons;
use super::docs::member_docs;
use super::model::{Constant, Member, Type};
use super::names::{Scope, snake};
use super::spelling::Owner;
use super::types::Types;
use super::values::constants;

/// The members of an owner, and the constants for their documented values. Where a name is given twice the first counts.
pub(crate) fn lower_members<'s>(
    owner: Owner<'_>,
    members: &'s [spec::Member],
    sent: bool,
    types: &Types<'s>,
) -> (Vec<Member>, Vec<Constant>) {
    let mut seen = BTreeSet::new();
    let members: Vec<&'s spec::Member> = members
        .iter()
        .filter(|member| seen.insert(member.name.as_str()))
        .collect();
    let spell = |member: &&'s spec::Member| owner.member(&member.name, types.hints());
    let spellings: Vec<&str> = members.iter().map(spell).collect();
    // Setters of these names would stand in front of the methods that every structure has.
    let mut fields = Scope::reserving(&["clone", "default"]);
    let names = fields.take_all(&spellings, snake);
    let mut names_of_constants = Scope::default();
    let mut all = Vec::new();
    let lowered = members.into_iter().zip(names).map(|(member, field)| {
        let ty = types.rust(&member.type_name);
        let values = constants(member, &ty, &mut names_of_constants);
        let docs = member_docs(member, &values);
        all.extend(values);
        Member {
            wire: member.name.clone(),
            field,
            boxed: types.is_recursive(owner, &member.type_name),
            optional: sent || !matches!(ty, Type::List(_)),
            required: sent && member.required.is_some_and(spec::Required::is_yes),
            sensitive: member.sensitive.is_some(),
            deprecated: Reasons::stated(&member.deprecated).note(),
            ty,
            docs,
        }
    });
    (lowered.collect(), all)
}
