//! The rules of the verdict: each is a constant with its name, its level and an explanation.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::change::Level;

/// A rule of the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rule {
    /// The name that reports and impacts show: `member-removed`.
    pub name: &'static str,
    /// The version step that it requires.
    pub level: Level,
    /// The reason for the level, with advice for users of the crate.
    pub explanation: &'static str,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// Serializes a rule as its name.
impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name)
    }
}

/// Declares a constant for each rule, and [`RULES`] with all of them.
macro_rules! rules {
    ($($constant:ident = $level:ident $name:literal: $explanation:literal;)*) => {
        $(
            #[doc = $explanation]
            pub(crate) const $constant: &Rule = &Rule {
                name: $name,
                level: Level::$level,
                explanation: $explanation,
            };
        )*

        /// All rules, sorted by name.
        pub const RULES: &[&Rule] = &[$($constant),*];
    };
}

rules! {
    ACTION_ADDED = Minor "action-added":
        "The client has a new method, with new request and response types.";
    ACTION_REMOVED = Major "action-removed":
        "The client's method is gone, with its request and response. The generic client can call \
         the action by name as long as the service accepts it.";
    ACTION_RENAMED = Major "action-renamed":
        "The client's method, the request or the response has another name, because of a name \
         collision or an override.";
    CONSTANT_ADDED = Minor "constant-added":
        "A documented value, error code or region has a new constant.";
    CONSTANT_REMOVED = Major "constant-removed":
        "The constant of a documented value, error code or region is gone. Use its text instead.";
    CONSTANT_VALUE_CHANGED = Minor "constant-value-changed":
        "A constant has another text: code compiles, but sends or compares a different value.";
    DEPRECATION_ADDED = Minor "deprecation-added":
        "The compiler warns about uses of the item. Code still compiles, unless it denies warnings.";
    DEPRECATION_LIFTED = Patch "deprecation-lifted":
        "The compiler no longer warns about uses of the item.";
    DOCUMENTATION = Patch "documentation":
        "Only the crate's documentation or its tests change.";
    ENDPOINT_CHANGED = Patch "endpoint-changed":
        "Requests go to another host, unless the configuration sets an endpoint.";
    FILTER_ADDED = Minor "filter-added":
        "A documented filter has a new function.";
    FILTER_REMOVED = Major "filter-removed":
        "The function of a documented filter is gone or has changed. The filter structure's setters \
         still take any name.";
    LIMIT_CHANGED = Patch "limit-changed":
        "A documented limit changed; the client checks it only if `check_limits` asks for that.";
    MEMBER_ADDED = Minor "member-added":
        "A structure has a new field, and a setter if it is sent. Structures are \
         `#[non_exhaustive]`, so existing code can't list all fields.";
    MEMBER_BOXED_CHANGED = Major "member-boxed-changed":
        "A field's value moved into a `Box` or out of it, because the structure contains itself.";
    MEMBER_OPTIONALITY_CHANGED = Major "member-optionality-changed":
        "A list that is only received is a `Vec`. A list that is sent is an `Option`, because an \
         empty list and an absent one differ. The field changed from one to the other.";
    MEMBER_REMOVED = Major "member-removed":
        "A field is gone, with its setter.";
    MEMBER_RENAMED = Major "member-renamed":
        "A field and its setter have another name, because of a name collision or an override.";
    MEMBER_SECRECY_CHANGED = Patch "member-secrecy-changed":
        "`Debug` hides the value now, or no longer hides it.";
    MEMBER_TYPE_CHANGED = Major "member-type-changed":
        "A field has another type, and its setter takes other values.";
    MEMBER_WIRE_NAME_CHANGED = Patch "member-wire-name-changed":
        "The same field is sent and read under another name.";
    NEWEST_VERSION_CHANGED = Major "newest-version-changed":
        "The product's module re-exports another API version, so `cvm::Client` is another type. \
         The older version keeps its own module.";
    PAGES_ITEM_CHANGED = Major "pages-item-changed":
        "The paginator yields another list, or items of another type.";
    PAGES_STYLE_CHANGED = Patch "pages-style-changed":
        "The paginator requests the next page in another way.";
    PAGINATOR_ADDED = Minor "paginator-added":
        "The client has a new `…_pages` method.";
    PAGINATOR_REMOVED = Major "paginator-removed":
        "The client's `…_pages` method is gone or has another name: the action's members no longer \
         show how it pages, or an override changed it.";
    PRODUCT_ADDED = Minor "product-added":
        "There is a new feature, with a module of the same name. A retired API only has a crate.";
    PRODUCT_REMOVED = Major "product-removed":
        "The feature is gone, so manifests that name it no longer resolve.";
    RATE_LIMIT_CHANGED = Patch "rate-limit-changed":
        "The documented rate limit changed; the client enforces it only if the configuration says so.";
    READ_ONLY_CHANGED = Patch "read-only-changed":
        "Another rule decides whether the action is retried after an ambiguous failure.";
    REGION_RULE_CHANGED = Patch "region-rule-changed":
        "The client checks for a region before sending, or no longer checks.";
    REQUIRED_LOOSENED = Patch "required-loosened":
        "A member may be omitted: the client now sends requests that it rejected before.";
    REQUIRED_TIGHTENED = Minor "required-tightened":
        "Code compiles, but the client rejects requests without the member, as the documented \
         service does. `CallOptions` can switch the check off.";
    SETTERS_ADDED = Minor "setters-added":
        "A structure that was only received can be sent now, and has setters.";
    SETTERS_REMOVED = Major "setters-removed":
        "No action sends the structure any longer, so it lost its setters.";
    STRUCTURE_ADDED = Minor "structure-added":
        "There is a new data structure.";
    STRUCTURE_REMOVED = Major "structure-removed":
        "A data structure is gone.";
    STRUCTURE_RENAMED = Major "structure-renamed":
        "A data structure has another name, because of a name collision or an override.";
    VERSION_ADDED = Minor "version-added":
        "There is a module for another API version.";
    VERSION_REMOVED = Major "version-removed":
        "The module of an API version is gone.";
    WAIT_ADDED = Minor "wait-added":
        "The module `wait` has a new function.";
    WAIT_REMOVED = Major "wait-removed":
        "A function of the module `wait` is gone, or takes other arguments. Wait with `wait_until`.";
    WAIT_STATES_CHANGED = Minor "wait-states-changed":
        "A function of the module `wait` waits for other states, or fails at other ones.";
}

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
