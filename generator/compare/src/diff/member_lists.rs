//! Inputs, outputs and members of both sides.

use super::facts::{Found, paired};
use super::{Fact, Subject, renames};
use spec::{Deprecated, Member, Value};

/// What a list of members belongs to.
#[derive(Clone, Copy)]
pub(super) enum Owned<'a> {
    Input(&'a str),
    Output(&'a str),
    Structure(&'a str),
}

impl Owned<'_> {
    pub(super) fn member(self, member: &str) -> Subject {
        let member = member.to_owned();
        match self {
            Self::Input(action) => Subject::Input {
                action: action.to_owned(),
                input: member,
            },
            Self::Output(action) => Subject::Output {
                action: action.to_owned(),
                output: member,
            },
            Self::Structure(structure) => Subject::Member {
                structure: structure.to_owned(),
                member,
            },
        }
    }
}

pub(super) fn compare(owner: Owned<'_>, old: &[Member], new: &[Member], found: &mut Found) {
    for (name, sides) in paired(old, new, |member: &Member| &member.name) {
        let on = owner.member(name);
        match sides {
            (Some(old), Some(new)) => compare_member(&on, old, new, found),
            (old, new) => found.fact(&on, Fact::Itself, old, new),
        }
    }
    renames::mark_members(found, owner, old, new);
}

fn compare_member(on: &Subject, old: &Member, new: &Member, found: &mut Found) {
    found.fact(on, Fact::Type, Some(&old.type_name), Some(&new.type_name));
    let (was_required, is_required) = (old.required.as_ref(), new.required.as_ref());
    found.fact(on, Fact::Required, was_required, is_required);
    found.fact(on, Fact::Nullable, Some(&old.nullable), Some(&new.nullable));
    found.text(on, Fact::Text, None, &old.doc, &new.doc);
    found.fact(on, Fact::Sample, old.example.as_ref(), new.example.as_ref());
    found.fact(
        on,
        Fact::Default,
        old.default.as_ref(),
        new.default.as_ref(),
    );
    let (old_guess, new_guess) = (old.inferred.as_ref(), new.inferred.as_ref());
    found.fact(on, Fact::Inferred, old_guess, new_guess);
    deprecated(on, None, (&old.deprecated, &new.deprecated), found);
    let (was_secret, is_secret) = (old.sensitive.is_some(), new.sensitive.is_some());
    found.fact(on, Fact::Sensitive, Some(&was_secret), Some(&is_secret));
    for (value, sides) in paired(&old.values, &new.values, |value: &Value| &value.value) {
        match sides {
            (Some(old), Some(new)) => {
                found.text(on, Fact::Text, Some(value), &old.doc, &new.doc);
                deprecated(on, Some(value), (&old.deprecated, &new.deprecated), found);
            }
            (old, new) => found.named(on, Fact::Value, value, old, new),
        }
    }
}

/// A mark that came or went, or another reason for it.
pub(super) fn deprecated(
    on: &Subject,
    value: Option<&str>,
    (old, new): (&Option<Deprecated>, &Option<Deprecated>),
    found: &mut Found,
) {
    let (old, new) = (old.as_ref(), new.as_ref());
    match value {
        Some(value) => found.named(on, Fact::Deprecated, value, old, new),
        None => found.fact(on, Fact::Deprecated, old, new),
    }
}
