//! What a patch is about.

use super::Refusal;
use super::patch::Patch;
use spec::Item;

/// The thing that a patch names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    Service,
    Item(Item),
    Error(String),
    Example { action: String, number: usize },
}

impl Target {
    pub(super) fn of(patch: &Patch) -> Result<Self, Refusal> {
        let item = match keys(patch) {
            [None, None, None, None, None, None] if patch.example.is_none() => {
                return Ok(Self::Service);
            }
            [None, None, Some(code), None, None, None] if patch.example.is_none() => {
                return Ok(Self::Error(code.clone()));
            }
            [Some(action), None, None, None, None, None] => match patch.example {
                None => Item::Action(action.clone()),
                Some(number) => {
                    let action = action.clone();
                    return Ok(Self::Example { action, number });
                }
            },
            [Some(action), None, None, Some(member), None, None] => Item::Input {
                action: action.clone(),
                member: member.clone(),
            },
            [Some(action), None, None, None, Some(member), None] => Item::Output {
                action: action.clone(),
                member: member.clone(),
            },
            [None, Some(structure), None, None, None, None] => Item::Structure(structure.clone()),
            [None, Some(structure), None, None, None, Some(member)] => Item::Member {
                structure: structure.clone(),
                member: member.clone(),
            },
            _ => return Err(ambiguous()),
        };
        if patch.example.is_some() && !matches!(item, Item::Action(_)) {
            return Err(ambiguous());
        }
        Ok(Self::Item(item))
    }
}

fn keys(patch: &Patch) -> [Option<&String>; 6] {
    [
        patch.action.as_ref(),
        patch.structure.as_ref(),
        patch.error.as_ref(),
        patch.input.as_ref(),
        patch.output.as_ref(),
        patch.member.as_ref(),
    ]
}

fn ambiguous() -> Refusal {
    Refusal::new(
        "these keys together name nothing",
        "a patch names an `action` (with `input`, `output` or `example`), a `structure` (with \
         `member`), an `error`, or none of them for the service",
    )
}
