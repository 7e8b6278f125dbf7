//! The members that a structure has at any depth, and the search for one by its meaning.

use spec::{Member, ServiceSpec, TypeName};

use crate::words::{normal, singular};

/// A member below a structure.
#[derive(Debug, Clone)]
pub(crate) struct Reach<'s> {
    /// Names from the structure on, separated by dots.
    pub(crate) path: String,
    /// The member's own name in normal form.
    pub(crate) last: String,
    /// All names in normal form.
    pub(crate) whole: String,
    pub(crate) depth: usize,
    /// True if a list of structures leads to it.
    pub(crate) in_list: bool,
    pub(crate) member: &'s Member,
}

/// The depth to which members are searched.
const DEPTH: usize = 3;

/// The most members that a search considers. Structures of a hostile page may branch endlessly.
const MOST: usize = 4000;

/// Returns the members below others, the nearest first.
pub(crate) fn below<'s>(spec: &'s ServiceSpec, members: &'s [Member]) -> Vec<Reach<'s>> {
    let mut found: Vec<Reach<'s>> = Vec::new();
    let mut level = vec![(String::new(), String::new(), false, members)];
    for depth in 0..DEPTH {
        let mut next = Vec::new();
        for (path, whole, in_list, members) in level {
            for member in members {
                if found.len() >= MOST {
                    return found;
                }
                let mut reach = reach(&path, &whole, depth, member);
                reach.in_list = in_list;
                let structure = member.type_name.structure();
                if let Some(structure) = structure.and_then(|name| spec.structure(name)) {
                    next.push((
                        reach.path.clone(),
                        reach.whole.clone(),
                        in_list || is_list(&member.type_name),
                        structure.members.as_slice(),
                    ));
                }
                found.push(reach);
            }
        }
        level = next;
    }
    found
}

fn reach<'s>(path: &str, whole: &str, depth: usize, member: &'s Member) -> Reach<'s> {
    let last = normal(&member.name);
    Reach {
        path: joined(path, &member.name),
        whole: format!("{whole}{last}"),
        last,
        depth,
        in_list: false,
        member,
    }
}

/// Returns a path followed by a name.
pub(crate) fn joined(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

/// Returns the member that a name means, in a structure that describes `noun`: `GroupName` means
/// `SecurityGroupName`, and `vpc-id` means `VirtualPrivateCloud.VpcId`.
pub(crate) fn find<'r, 's>(
    reaches: &'r [Reach<'s>],
    wanted: &str,
    noun: &str,
    fits: &dyn Fn(&Member) -> bool,
) -> Option<&'r Reach<'s>> {
    let wanted = normal(wanted);
    let one = singular(&wanted);
    let with_noun = format!("{noun}{wanted}");
    let is_top = |reach: &Reach<'_>| reach.depth == 0;
    let rules: [&dyn Fn(&Reach<'_>) -> bool; 9] = [
        &|reach| is_top(reach) && reach.last == wanted,
        &|reach| is_top(reach) && singular(&reach.last) == one,
        &|reach| {
            is_top(reach) && (reach.last == with_noun || wanted == format!("{noun}{}", reach.last))
        },
        &|reach| reach.last == wanted,
        &|reach| reach.whole == wanted,
        &|reach| singular(&reach.last) == one,
        &|reach| is_top(reach) && is_longer(&reach.last, &wanted, noun),
        &|reach| overlaps(&reach.whole, &reach.last, &wanted),
        &|reach| is_top(reach) && reach.last == format!("{wanted}number"),
    ];
    rules.iter().find_map(|rule| {
        reaches
            .iter()
            .find(|reach| rule(reach) && fits(reach.member))
    })
}

/// Returns whether a path without a repeated word is the wanted name: `DefaultImage.ImageId` for
/// `DefaultImageId`.
fn overlaps(whole: &str, last: &str, wanted: &str) -> bool {
    let Some(outer) = whole.strip_suffix(last) else {
        return false;
    };
    let Some(rest) = wanted.strip_prefix(outer).filter(|_| !outer.is_empty()) else {
        return false;
    };
    let repeated = last.strip_suffix(rest).unwrap_or_default();
    repeated.len() >= 3 && outer.ends_with(repeated)
}

/// Returns whether a name is the wanted one behind the noun's first letters: `securitygroupname`
/// for `groupname`, and `securitygroupdesc` for `groupdescription`.
fn is_longer(name: &str, wanted: &str, noun: &str) -> bool {
    let Some(skipped) = (1..noun.len()).find(|at| {
        noun.get(*at..)
            .is_some_and(|tail| tail.len() >= 3 && wanted.starts_with(tail))
    }) else {
        return false;
    };
    let whole = format!("{}{wanted}", noun.get(..skipped).unwrap_or_default());
    let is_abbreviated = whole.starts_with(name) && name.len() >= noun.len() + 3;
    name == whole || is_abbreviated
}

/// Returns whether values of one type can stand for the other: both are structures or both aren't.
pub(crate) fn alike(one: &TypeName, other: &TypeName) -> bool {
    depth(one) == depth(other) && one.structure().is_some() == other.structure().is_some()
}

fn depth(type_name: &TypeName) -> usize {
    match type_name {
        TypeName::Array(element) => 1 + depth(element),
        _ => 0,
    }
}

/// Returns whether the type is a list.
pub(crate) fn is_list(type_name: &TypeName) -> bool {
    matches!(type_name, TypeName::Array(_))
}
