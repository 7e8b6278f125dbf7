//! Members without evidence of their type: examples show only nulls, empty lists or empty objects.
//!
//! They take the type of inferred members with the same name, if all those have one type.

use std::collections::BTreeMap;

use spec::TypeName;

use crate::structures::{Bare, Draft};

/// Completes the types of members without evidence.
pub(crate) fn complete(drafts: &mut [Draft]) {
    let agreed = agreed(drafts);
    for draft in drafts {
        for member in &mut draft.inference.structure.members {
            let known = agreed.get(&member.name).and_then(Option::as_ref);
            if let (Some(type_name), Some(bare)) = (known, draft.bare.get(&member.name))
                && can_hold(type_name, *bare)
            {
                member.type_name = type_name.clone();
            }
        }
    }
}

/// Returns the type of each name whose members with evidence all have one, else `None`.
fn agreed(drafts: &[Draft]) -> BTreeMap<String, Option<TypeName>> {
    let mut agreed: BTreeMap<String, Option<TypeName>> = BTreeMap::new();
    for draft in drafts {
        for member in &draft.inference.structure.members {
            if draft.bare.contains_key(&member.name) {
                continue;
            }
            let type_name = Some(member.type_name.clone());
            match agreed.get_mut(&member.name) {
                Some(known) if *known != type_name => *known = None,
                Some(_) => {}
                None => {
                    agreed.insert(member.name.clone(), type_name);
                }
            }
        }
    }
    agreed
}

fn can_hold(type_name: &TypeName, bare: Bare) -> bool {
    matches!(
        (bare, type_name),
        (Bare::Null, _) | (Bare::List, TypeName::Array(_)) | (Bare::Object, TypeName::Structure(_))
    )
}
