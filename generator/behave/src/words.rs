//! The words of action and member names.

/// Returns the letters and digits of a name in lower case: `instanceid` for `instance-id`.
pub fn normal(name: &str) -> String {
    let kept = name.chars().filter(|letter| letter.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// Returns the singular of a normal name: `address` for `addresses`, `tag` for `tagset`.
pub fn singular(name: &str) -> String {
    if let Some(stem) = name.strip_suffix("policies") {
        return format!("{stem}policy");
    }
    if let Some(stem) = name.strip_suffix("addresses") {
        return format!("{stem}address");
    }
    let lists = ["set", "list"];
    let stem = lists.iter().find_map(|ending| name.strip_suffix(ending));
    let name = stem.filter(|stem| stem.len() >= 2).unwrap_or(name);
    match name.strip_suffix('s') {
        Some(stem) if stem.len() >= 2 && !stem.ends_with(['s', 'u']) => stem.to_owned(),
        _ => name.to_owned(),
    }
}

/// A group of verbs with the same effect on resources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    Create,
    Describe,
    Modify,
    Replace,
    /// Moves the state, such as `Start`.
    Move,
    Delete,
    Attach,
    Detach,
    Inquire,
}

const VERBS: &[(Verb, &[&str])] = &[
    (Verb::Inquire, &["Inquiry", "Inquire", "Estimate", "Check"]),
    (
        Verb::Create,
        &[
            "Create", "Run", "Allocate", "Import", "Add", "Apply", "Purchase", "Buy", "Assign",
            "Register", "Launch", "Issue",
        ],
    ),
    (
        Verb::Describe,
        &["Describe", "Query", "List", "Get", "Search", "Lookup"],
    ),
    (Verb::Replace, &["Reset", "Replace", "Set"]),
    (
        Verb::Modify,
        &[
            "Modify",
            "Update",
            "Change",
            "Rename",
            "Resize",
            "Renew",
            "Switch",
            "Upgrade",
            "Configure",
            "Adjust",
            "Edit",
            "Transform",
            "Convert",
            "Migrate",
            "Sync",
            "Program",
            "Export",
            "Share",
            "Cancel",
        ],
    ),
    (
        Verb::Move,
        &[
            "Start", "Stop", "Reboot", "Restart", "Enable", "Disable", "Suspend", "Resume",
            "Enter", "Exit", "Isolate", "Recover", "Pause", "Shutdown",
        ],
    ),
    (
        Verb::Delete,
        &[
            "Delete",
            "Terminate",
            "Release",
            "Remove",
            "Destroy",
            "Return",
            "Drop",
            "Unassign",
            "Deregister",
            "Revoke",
        ],
    ),
    (Verb::Attach, &["Attach", "Associate", "Bind"]),
    (
        Verb::Detach,
        &["Detach", "Disassociate", "Unbind", "UnBind", "Dissociate"],
    ),
];

/// The verb of an action, and the rest of its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ActionName {
    pub(crate) verb: Verb,
    /// The verb as written.
    pub(crate) word: &'static str,
    /// The singular of the rest in normal form: `keypair`.
    pub(crate) noun: String,
    /// The rest as written.
    pub(crate) rest: String,
}

/// Splits the name of an action; `None` if no known verb begins or follows the first word.
pub(crate) fn split(action: &str) -> Option<ActionName> {
    let action = action.strip_prefix("Batch").unwrap_or(action);
    let begins = |word: &str, name: &str| {
        let rest = name.strip_prefix(word)?;
        let is_whole = rest.starts_with(|letter: char| !letter.is_lowercase()) || rest.is_empty();
        is_whole.then(|| rest.to_owned())
    };
    let words = || {
        VERBS
            .iter()
            .flat_map(|(verb, words)| words.iter().map(|word| (*verb, *word)))
    };
    for (verb, word) in words() {
        if let Some(rest) = begins(word, action) {
            return Some(named(verb, word, rest));
        }
    }
    // `EipBindInstance` has its verb inside.
    let inside = action
        .char_indices()
        .skip(1)
        .filter(|(_, letter)| letter.is_uppercase());
    for (index, _) in inside {
        let (first, tail) = action.split_at(index);
        for (verb, word) in words().filter(|(verb, _)| matches!(verb, Verb::Attach | Verb::Detach))
        {
            if begins(word, tail).is_some() {
                return Some(named(verb, word, first.to_owned()));
            }
        }
    }
    None
}

fn named(verb: Verb, word: &'static str, rest: String) -> ActionName {
    let whole = normal(&rest);
    ActionName {
        verb,
        word,
        noun: singular(&whole),
        rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plural_names_become_singular() {
        for (many, one) in [
            ("addresses", "address"),
            ("tagset", "tag"),
            ("keypairs", "keypair"),
            ("instancestatus", "instancestatus"),
            ("securitygrouppolicies", "securitygrouppolicy"),
            ("vpcs", "vpc"),
            ("is", "is"),
        ] {
            assert_eq!(singular(many), one);
        }
    }

    #[test]
    fn verbs_begin_or_follow_the_first_word() {
        let verb = |name: &str| split(name).map(|name| (name.verb, name.noun));
        let is = |verb, noun: &str| Some((verb, noun.to_owned()));
        assert_eq!(verb("RunInstances"), is(Verb::Create, "instance"));
        assert_eq!(verb("EipBindInstance"), is(Verb::Attach, "eip"));
        assert_eq!(verb("Runaway"), None);
        let price = verb("InquiryPriceRunInstances");
        assert_eq!(price, is(Verb::Inquire, "priceruninstance"));
    }
}
