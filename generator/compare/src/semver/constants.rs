//! Constants of both crates: documented values, and error codes.

use super::impact::Impacts;
use super::structures::Place;
use crate::diff::{Fact, Subject};
use lower::{Constant, Structure};

/// The constants of a structure's documented values.
pub(super) fn values(old: &Structure, new: &Structure, place: Place<'_>, impacts: &mut Impacts) {
    let on = match place {
        Place::Request(action) | Place::Response(action) => Subject::Action {
            action: action.to_owned(),
        },
        Place::Structure => super::structures::subject(&new.wire),
    };
    let item = |constant: &Constant| format!("{}::{}", new.name, constant.name);
    compare(
        &old.constants,
        &new.constants,
        impacts,
        |impacts, rule, constant| impacts.push(rule, &item(constant), on.clone(), Fact::Value),
    );
}

/// The constants of a version's error codes.
pub(super) fn error_codes(old: &[Constant], new: &[Constant], impacts: &mut Impacts) {
    compare(old, new, impacts, |impacts, rule, constant| {
        let on = Subject::Error {
            error: constant.value.clone(),
        };
        impacts.push(
            rule,
            &format!("error_code::{}", constant.name),
            on,
            Fact::Itself,
        )
    });
}

fn compare(
    old: &[Constant],
    new: &[Constant],
    impacts: &mut Impacts,
    push: impl for<'i> Fn(&'i mut Impacts, &'static str, &Constant) -> &'i mut super::Impact,
) {
    for constant in old {
        let found = new.iter().find(|other| other.name == constant.name);
        if let Some(other) = found {
            mark(constant, other, impacts, &push);
        }
        match found {
            Some(other) if other.value == constant.value => {}
            Some(other) => {
                let impact = push(impacts, "constant-value-changed", other);
                impact.sides(&constant.value, &other.value);
                impact.value = Some(other.value.clone());
            }
            None => {
                let impact = push(impacts, "constant-removed", constant);
                impact.value = Some(constant.value.clone());
            }
        }
    }
    for constant in new {
        if old.iter().all(|other| other.name != constant.name) {
            let impact = push(impacts, "constant-added", constant);
            impact.value = Some(constant.value.clone());
        }
    }
}

/// Whether the compiler warns of uses of the constant now, or no longer.
fn mark(
    old: &Constant,
    new: &Constant,
    impacts: &mut Impacts,
    push: &impl for<'i> Fn(&'i mut Impacts, &'static str, &Constant) -> &'i mut super::Impact,
) {
    let rule = match (&old.deprecated, &new.deprecated) {
        (None, Some(_)) => "deprecation-added",
        (Some(_), None) => "deprecation-lifted",
        _ => return,
    };
    let impact = push(impacts, rule, new);
    impact.fact = Some(Fact::Deprecated);
    impact.value = Some(new.value.clone());
}
