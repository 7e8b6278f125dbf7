//! The table of rules: what can happen to an item of the crate, how much of a step it is, and why.

use super::Level;

/// A rule of the verdict.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its name, as impacts carry it.
    pub name: &'static str,
    /// How much of a step it is.
    pub level: Level,
    /// Why, and what users can do.
    pub explanation: &'static str,
}

/// What a rule means; `None` where there is no such rule.
pub fn explanation(rule: &str) -> Option<&'static str> {
    Some(found(rule)?.explanation)
}

/// The level of a rule; what no rule knows is taken for the worst.
pub(super) fn level(rule: &str) -> Level {
    found(rule).map_or(Level::Major, |rule| rule.level)
}

fn found(rule: &str) -> Option<&'static Rule> {
    RULES.iter().find(|known| known.name == rule)
}

const fn major(name: &'static str, explanation: &'static str) -> Rule {
    Rule {
        name,
        level: Level::Major,
        explanation,
    }
}

const fn minor(name: &'static str, explanation: &'static str) -> Rule {
    Rule {
        name,
        level: Level::Minor,
        explanation,
    }
}

const fn patch(name: &'static str, explanation: &'static str) -> Rule {
    Rule {
        name,
        level: Level::Patch,
        explanation,
    }
}

/// All rules, sorted by name.
pub const RULES: &[Rule] = &[
    minor(
        "action-added",
        "The client has a new method, with new types for the request and the response.",
    ),
    major(
        "action-removed",
        "The client's method is gone, with its request and response. Until the service refuses it, the \
         generic client still calls it by name.",
    ),
    major(
        "action-renamed",
        "The client's method, the request or the response has another name, since names collide or an \
         override wishes it.",
    ),
    minor(
        "constant-added",
        "A documented value or error code has a new constant.",
    ),
    major(
        "constant-removed",
        "The constant of a documented value or error code is gone; its text can still be written out.",
    ),
    minor(
        "constant-value-changed",
        "A constant of the same name has another text: code compiles, and sends or compares something else.",
    ),
    minor(
        "deprecation-added",
        "The compiler warns of uses of the item; code still compiles, unless it denies warnings.",
    ),
    patch(
        "deprecation-lifted",
        "The compiler no longer warns of uses of the item.",
    ),
    patch(
        "documentation",
        "Only the crate's documentation or its tests change.",
    ),
    patch(
        "endpoint-changed",
        "Requests go to another host, unless the configuration names one.",
    ),
    minor(
        "member-added",
        "A structure has a new field, and a setter where it is sent. Structures are `#[non_exhaustive]`, so \
         nobody can have listed all fields.",
    ),
    major(
        "member-boxed-changed",
        "A field's value sits in a `Box` now, or no longer, because the structure contains itself.",
    ),
    major(
        "member-optionality-changed",
        "A list that only came back was a `Vec`; sent too, it is an `Option`, because empty and absent differ. \
         Or the other way round.",
    ),
    major("member-removed", "A field is gone, with its setter."),
    major(
        "member-renamed",
        "A field and its setter have another name, since names collide or an override wishes it.",
    ),
    patch(
        "member-secrecy-changed",
        "`Debug` hides the value now, or no longer.",
    ),
    major(
        "member-type-changed",
        "A field has another type, and its setter takes other values.",
    ),
    patch(
        "member-wire-name-changed",
        "The same field is sent and read under another name.",
    ),
    major(
        "newest-version-changed",
        "The product's module re-exports another API version: `cvm::Client` is another type than before. The \
         older version keeps its own module.",
    ),
    major(
        "pages-item-changed",
        "The paginator walks another list, or elements of another type.",
    ),
    patch(
        "pages-style-changed",
        "The paginator asks for the next page in another way.",
    ),
    minor("paginator-added", "The client has a new `…_pages` method."),
    major(
        "paginator-removed",
        "The client's `…_pages` method is gone or has another name: the action's members no longer tell how \
         it pages, or an override says so.",
    ),
    minor(
        "product-added",
        "There is a new feature, with a module of the same name.",
    ),
    major(
        "product-removed",
        "The feature is gone, and manifests that name it no longer resolve.",
    ),
    patch(
        "rate-limit-changed",
        "Documented rate limits are kept only where the configuration asks for it.",
    ),
    patch(
        "read-only-changed",
        "Another rule says whether the action may be repeated when in doubt.",
    ),
    patch(
        "region-rule-changed",
        "Whether a region is wanted is checked before sending, or no longer.",
    ),
    patch(
        "required-loosened",
        "A member may be left out: what was refused before sending is sent now.",
    ),
    minor(
        "required-tightened",
        "Code compiles, but a request without the member is refused before it is sent, where the service \
         refuses it by its documentation. `CallOptions` can switch the check off.",
    ),
    minor(
        "setters-added",
        "A structure that only came back can be sent now, and has setters.",
    ),
    major(
        "setters-removed",
        "A structure is no longer sent by any action, and lost its setters.",
    ),
    minor("structure-added", "There is a new data structure."),
    major("structure-removed", "A data structure is gone."),
    major(
        "structure-renamed",
        "A data structure has another name, since names collide or an override wishes it.",
    ),
    minor(
        "version-added",
        "There is a module for one more API version.",
    ),
    major("version-removed", "The module of an API version is gone."),
];

#[cfg(test)]
mod tests {
    use super::RULES;

    #[test]
    fn rules_are_sorted_and_explained() {
        let names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
        let mut sorted = names.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(names, sorted);
        assert!(RULES.iter().all(|rule| rule.explanation.ends_with('.')));
    }
}
