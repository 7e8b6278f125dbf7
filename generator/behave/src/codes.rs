//! The documented error codes that an action answers.

use std::collections::BTreeMap;

use spec::{Action, ServiceSpec};

use crate::words::normal;

/// Words that name a resource in an error code.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    pub(crate) names: Vec<String>,
}

impl Words {
    /// Returns the words for a resource with this id member and these other names.
    pub(crate) fn new(id: Option<&str>, names: &[&str]) -> Self {
        let mut words: Vec<String> = id.into_iter().map(normal).collect();
        for name in names {
            words.push(normal(name));
            // `LB` means `LoadBalancer`.
            let initials: String = name.chars().filter(char::is_ascii_uppercase).collect();
            if initials.len() >= 2 && initials.len() < name.len() {
                words.push(format!("{}id", initials.to_lowercase()));
            }
        }
        words.retain(|word| word.len() >= 3);
        Self { names: words }
    }

    fn name(&self, code: &str) -> bool {
        let code = normal(code);
        self.names.iter().any(|word| code.contains(word.as_str()))
    }
}

/// Returns the code for an unknown id.
pub(crate) fn not_found(errors: &[String], words: &Words) -> Option<String> {
    let found = errors.iter().filter(|code| {
        let text = normal(code);
        let says = ["notfound", "notexist", "nonexist"];
        !code.starts_with("Unauthorized") && says.iter().any(|word| text.contains(word))
    });
    best(found, |code| {
        if words.name(code) {
            3
        } else if code == "ResourceNotFound" {
            2
        } else {
            u32::from(
                code.starts_with("ResourceNotFound.Invalid")
                    || code == "InvalidParameter.ResourceNotFound",
            )
        }
    })
}

/// Returns the code for an id of another form.
pub(crate) fn malformed(errors: &[String], words: &Words) -> Option<String> {
    let found = errors.iter().filter(|code| code.ends_with("Malformed"));
    best(found, |code| if words.name(code) { 3 } else { 0 })
}

/// Returns the code for a resource that others use.
pub(crate) fn in_use(errors: &[String], words: &Words, users: &[String]) -> Option<String> {
    let found = errors.iter();
    best(found, |code| {
        let text = normal(code);
        let names_user = code.starts_with("UnsupportedOperation")
            && users
                .iter()
                .any(|user| text.contains(&format!("with{user}")));
        let says_use = text.contains("inuse");
        match (says_use, words.name(code)) {
            (true, true) => 4,
            (true, false) if code == "ResourceInUse" => 3,
            (true, false) => 2,
            _ if names_user => 2,
            _ => u32::from(code.ends_with("StatusNotPermit") || text.contains("hasbinded")),
        }
    })
}

/// Returns the code for an id or name of the caller that another resource has.
pub(crate) fn taken(errors: &[String], words: &Words) -> Option<String> {
    best(errors.iter(), |code| {
        let text = normal(code);
        let says_exists = text.contains("alreadyexist") || text.contains("duplicate");
        match (says_exists, code.starts_with("ResourceInUse")) {
            (true, _) if words.name(code) => 4,
            (_, true) if words.name(code) => 3,
            (true, _) => 2,
            (_, true) => u32::from(code == "ResourceInUse"),
            _ => 0,
        }
    })
}

/// Returns the code for a link that exists already.
pub(crate) fn linked(errors: &[String]) -> Option<String> {
    best(errors.iter(), |code| {
        let text = normal(code);
        if text.contains("attachmentalreadyexists") || text.contains("alreadybind") {
            3
        } else {
            u32::from(code == "ResourceInUse")
        }
    })
}

/// Returns the code for a name that another resource has.
pub(crate) fn duplicate(errors: &[String], words: &Words) -> Option<String> {
    let found = errors.iter().filter(|code| {
        let text = normal(code);
        (text.contains("duplicate") || text.contains("alreadyexist")) && text.contains("name")
    });
    best(found, |code| if words.name(code) { 3 } else { 0 })
}

/// Returns the code for too many resources.
pub(crate) fn quota(errors: &[String], words: &Words) -> Option<String> {
    let found = errors.iter().filter(|code| {
        let text = normal(code);
        text.contains("quota") || text.contains("limitexceeded")
    });
    best(found, |code| {
        let is_quota = normal(code).contains("quota");
        match (words.name(code), is_quota) {
            (true, true) => 4,
            (true, false) => 3,
            _ if code == "LimitExceeded"
                || code == "ResourceInsufficient.InsufficientGroupQuota" =>
            {
                2
            }
            _ => 0,
        }
    })
}

/// Returns the code for an undocumented filter.
pub(crate) fn filter(spec: &ServiceSpec, action: &Action) -> Option<String> {
    let has = |code: &&str| {
        action.errors.iter().any(|one| one == code)
            || spec
                .errors
                .iter()
                .any(|error| error.common && error.code == *code)
    };
    ["InvalidFilter", "InvalidParameterValue"]
        .iter()
        .copied()
        .find(|code| has(code))
        .map(str::to_owned)
}

/// Returns the codes of states that forbid an action: `UnsupportedOperation.InstanceStatePending`
/// is that of `PENDING`.
pub(crate) fn of_states(errors: &[String], states: &[String]) -> BTreeMap<String, String> {
    let mut codes = BTreeMap::new();
    for code in errors
        .iter()
        .filter(|code| code.starts_with("UnsupportedOperation."))
    {
        let Some((_, named)) = code.rsplit_once("State") else {
            continue;
        };
        let named = normal(named);
        let state = states.iter().find(|state| normal(state) == named);
        if let Some(state) = state {
            codes.insert(state.clone(), code.clone());
        }
    }
    codes
}

/// Returns the first code with the highest score above zero.
fn best<'c>(
    codes: impl Iterator<Item = &'c String>,
    score: impl Fn(&str) -> u32,
) -> Option<String> {
    let mut best: Option<(u32, &String)> = None;
    for code in codes {
        let score = score(code);
        if score > best.map_or(0, |(best, _)| best) {
            best = Some((score, code));
        }
    }
    best.map(|(_, code)| code.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(codes: &[&str]) -> Vec<String> {
        codes.iter().map(|code| (*code).to_owned()).collect()
    }

    #[test]
    fn code_that_names_the_resource_wins() {
        let errors = codes(&[
            "ResourceNotFound",
            "InvalidImageId.NotFound",
            "InvalidKeyPairId.NotFound",
            "UnauthorizedOperation.MFANotFound",
        ]);
        let words = Words::new(Some("KeyId"), &["KeyPair"]);
        assert_eq!(
            not_found(&errors, &words).as_deref(),
            Some("InvalidKeyPairId.NotFound")
        );
        assert_eq!(
            not_found(&errors[..2], &words).as_deref(),
            Some("ResourceNotFound")
        );
        assert_eq!(not_found(&errors[3..], &words), None);
        let balancer = Words::new(Some("LoadBalancerId"), &["LoadBalancer"]);
        let errors = codes(&["InvalidParameter.LBIdNotFound"]);
        assert_eq!(not_found(&errors, &balancer), Some(errors[0].clone()));
    }

    #[test]
    fn code_for_taken_name_is_that_of_the_resource() {
        let words = Words::new(Some("FunctionName"), &["Function"]);
        let all = codes(&[
            "ResourceInUse",
            "ResourceInUse.Cos",
            "ResourceInUse.FunctionName",
        ]);
        assert_eq!(taken(&all, &words), Some(all[2].clone()));
        assert_eq!(taken(&all[..2], &words), Some(all[0].clone()));
        assert_eq!(taken(&all[1..2], &words), None);
    }

    #[test]
    fn codes_of_states_name_documented_states() {
        let errors = codes(&[
            "UnsupportedOperation.InstanceStatePending",
            "UnsupportedOperation.InstanceStateOdd",
        ]);
        let found = of_states(&errors, &codes(&["PENDING"]));
        assert_eq!(found.len(), 1);
        assert_eq!(found["PENDING"], errors[0]);
    }
}
