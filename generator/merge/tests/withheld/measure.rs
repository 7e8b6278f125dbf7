//! Inferred structures compared with the chapter that describes them.

use std::collections::BTreeSet;
use std::fmt;

use conform::{Context, MismatchKind, response_mismatches};
use spec::{Member, ServiceSpec, Structure, Thing, TypeName};

/// The members of inferred structures, counted by whether the documented type is the same.
#[derive(Debug, Default)]
pub(crate) struct Score {
    pub(crate) right: usize,
    /// The other members, as `Structure.Member: inferred, documented`.
    pub(crate) wrong: Vec<String>,
    /// Members that only examples have.
    pub(crate) undocumented: usize,
    /// Pairs of a documented and an inferred structure that have been compared.
    seen: BTreeSet<(String, String)>,
}

impl Score {
    /// Compares every inferred structure with the documented one of its name.
    ///
    /// A part of a structure has an inferred name. It is compared with the structure that the
    /// documentation names in its place.
    pub(crate) fn new(documented: &ServiceSpec, inferred: &ServiceSpec) -> Self {
        let mut score = Self::default();
        for structure in inferred
            .structures
            .iter()
            .filter(|one| one.inferred.is_some())
        {
            if documented.structure(&structure.name).is_some() {
                score.compare(documented, inferred, &structure.name, &structure.name);
            }
        }
        score
    }

    pub(crate) fn members(&self) -> usize {
        self.right + self.wrong.len()
    }

    /// Returns the right members per thousand.
    pub(crate) fn permille(&self) -> usize {
        self.right * 1000 / self.members().max(1)
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.right += other.right;
        self.wrong.extend(other.wrong);
        self.undocumented += other.undocumented;
    }

    fn compare(&mut self, documented: &ServiceSpec, inferred: &ServiceSpec, doc: &str, inf: &str) {
        let (Some(table), Some(guess)) = (documented.structure(doc), inferred.structure(inf))
        else {
            return;
        };
        if !self.seen.insert((doc.to_owned(), inf.to_owned())) {
            return;
        }
        for member in &guess.members {
            let Some(stated) = find(table, &member.name) else {
                self.undocumented += 1;
                continue;
            };
            if !is_same(&member.type_name, &stated.type_name) {
                self.wrong.push(format!(
                    "{doc}.{}: inferred `{}`, documented `{}`",
                    member.name, member.type_name, stated.type_name
                ));
                continue;
            }
            self.right += 1;
            let names = (stated.type_name.structure(), member.type_name.structure());
            if let (Some(doc), Some(inf)) = names {
                self.compare(documented, inferred, doc, inf);
            }
        }
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} of {} inferred member types are right ({} ‰), {} members are undocumented",
            self.right,
            self.members(),
            self.permille(),
            self.undocumented
        )
    }
}

fn find<'s>(structure: &'s Structure, name: &str) -> Option<&'s Member> {
    structure.members.iter().find(|member| member.name == name)
}

/// Returns whether the types are the same; any two structures are, because parts have other names.
fn is_same(one: &TypeName, other: &TypeName) -> bool {
    match (one, other) {
        (TypeName::Array(one), TypeName::Array(other)) => is_same(one, other),
        (TypeName::Structure(_), TypeName::Structure(_)) => true,
        _ => one == other,
    }
}

/// Returns the values in example replies that an inferred type can't hold.
pub(crate) fn unreadable(inferred: &ServiceSpec) -> Vec<String> {
    let context = Context::new(inferred);
    let mut found = Vec::new();
    for action in &inferred.actions {
        for example in &action.examples {
            for mismatch in response_mismatches(&context, action, example) {
                let is_inferred = mismatch
                    .thing
                    .as_ref()
                    .and_then(|thing| owner(inferred, thing))
                    .is_some_and(|structure| structure.inferred.is_some());
                if is_inferred && mismatch.kind != MismatchKind::Missing {
                    found.push(format!("{}: {mismatch}", action.name));
                }
            }
        }
    }
    found
}

fn owner<'s>(spec: &'s ServiceSpec, thing: &Thing) -> Option<&'s Structure> {
    match thing.as_member()? {
        (spec::MemberList::Structure(name), _) => spec.structure(name),
        _ => None,
    }
}
