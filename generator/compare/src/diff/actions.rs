//! Actions of both sides.

use serde::Serialize;

use super::facts::{Found, paired};
use super::member_lists::{self, Owned};
use super::{Fact, Subject, examples, renames};
use spec::{Action, Localized};

pub(super) fn compare(old: &[Action], new: &[Action], found: &mut Found) {
    let pairs = paired(old, new, |action: &Action| &action.name);
    for (name, sides) in &pairs {
        let on = subject(name);
        match sides {
            (Some(old), Some(new)) => {
                found.at(&new.sources);
                compare_action(&on, old, new, found);
            }
            (old, new) => came_or_went(&on, *old, *new, found),
        }
    }
    renames::mark(found, &pairs, subject, renames::same_action);
}

fn subject(name: &str) -> Subject {
    Subject::Action {
        action: name.to_owned(),
    }
}

/// What stands for a whole action that came or went.
#[derive(PartialEq, Serialize)]
struct Summary<'a> {
    #[serde(skip_serializing_if = "Localized::is_empty")]
    title: &'a Localized,
    #[serde(skip_serializing_if = "Localized::is_empty")]
    doc: &'a Localized,
    input: Vec<&'a str>,
    output: Vec<&'a str>,
}

fn came_or_went(on: &Subject, old: Option<&Action>, new: Option<&Action>, found: &mut Found) {
    if let Some(action) = new.or(old) {
        found.at(&action.sources);
    }
    let [old, new] = [old, new].map(|side| {
        side.map(|action| Summary {
            title: &action.title,
            doc: &action.doc,
            input: action.input.iter().map(|m| m.name.as_str()).collect(),
            output: action.output.iter().map(|m| m.name.as_str()).collect(),
        })
    });
    found.fact(on, Fact::Itself, old.as_ref(), new.as_ref());
}

fn compare_action(on: &Subject, old: &Action, new: &Action, found: &mut Found) {
    found.text(on, Fact::Title, None, &old.title, &new.title);
    found.text(on, Fact::Text, None, &old.doc, &new.doc);
    found.fact(on, Fact::Domain, old.domain.as_ref(), new.domain.as_ref());
    let (old_rate, new_rate) = (old.rate_limit.as_ref(), new.rate_limit.as_ref());
    found.fact(on, Fact::RateLimit, old_rate, new_rate);
    found.fact(on, Fact::Region, old.region.as_ref(), new.region.as_ref());
    member_lists::deprecated(on, None, (&old.deprecated, &new.deprecated), found);
    found.words(on, Fact::ListedRegion, &old.regions, &new.regions);
    found.words(on, Fact::ErrorCode, &old.errors, &new.errors);
    member_lists::compare(Owned::Input(&new.name), &old.input, &new.input, found);
    member_lists::compare(Owned::Output(&new.name), &old.output, &new.output, found);
    examples::compare(on, &old.examples, &new.examples, found);
}
