//! Data structures of both sides.

use serde::Serialize;

use super::facts::{Found, paired};
use super::member_lists::{self, Owned};
use super::{Fact, Subject, renames};
use spec::{Localized, Structure};

pub(super) fn compare(old: &[Structure], new: &[Structure], found: &mut Found) {
    let pairs = paired(old, new, |structure: &Structure| &structure.name);
    for (name, sides) in &pairs {
        let on = subject(name);
        match sides {
            (Some(old), Some(new)) => {
                found.at(&new.sources);
                compare_structure(&on, old, new, found);
            }
            (old, new) => came_or_went(&on, *old, *new, found),
        }
    }
    renames::mark(found, &pairs, subject, renames::same_structure);
}

fn subject(name: &str) -> Subject {
    Subject::Structure {
        structure: name.to_owned(),
    }
}

/// What stands for a whole structure that came or went.
#[derive(PartialEq, Serialize)]
struct Summary<'a> {
    #[serde(skip_serializing_if = "Localized::is_empty")]
    doc: &'a Localized,
    members: Vec<&'a str>,
}

fn came_or_went(on: &Subject, old: Option<&Structure>, new: Option<&Structure>, found: &mut Found) {
    if let Some(structure) = new.or(old) {
        found.at(&structure.sources);
    }
    let [old, new] = [old, new].map(|side| {
        side.map(|structure| Summary {
            doc: &structure.doc,
            members: structure.members.iter().map(|m| m.name.as_str()).collect(),
        })
    });
    found.fact(on, Fact::Itself, old.as_ref(), new.as_ref());
}

fn compare_structure(on: &Subject, old: &Structure, new: &Structure, found: &mut Found) {
    found.text(on, Fact::Text, None, &old.doc, &new.doc);
    let (old_guess, new_guess) = (old.inferred.as_ref(), new.inferred.as_ref());
    found.fact(on, Fact::Inferred, old_guess, new_guess);
    member_lists::deprecated(on, None, (&old.deprecated, &new.deprecated), found);
    let owner = Owned::Structure(&new.name);
    member_lists::compare(owner, &old.members, &new.members, found);
}
