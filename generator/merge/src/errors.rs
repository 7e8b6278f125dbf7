//! The product's error codes from the chapter that lists them and from each action's table.

use std::collections::BTreeMap;

use super::edition::newest_first;
use super::group::Group;
use extract::Content;
use spec::ErrorCode;
use spec::finding::Finding;

/// The codes of the product's own lists, by code.
pub(super) fn merge_lists(
    group: &Group,
    findings: &mut Vec<Finding>,
) -> BTreeMap<String, ErrorCode> {
    let mut lists: Vec<_> = group
        .chapters
        .iter()
        .filter_map(|(edition, content)| match content {
            Content::Errors(codes) => Some((edition.clone(), codes)),
            _ => None,
        })
        .collect();
    newest_first(&mut lists);
    let mut merged: BTreeMap<String, ErrorCode> = BTreeMap::new();
    for (edition, codes) in lists {
        for code in codes {
            let Some(known) = merged.get_mut(&code.code) else {
                merged.insert(code.code.clone(), code.clone());
                continue;
            };
            known.doc.fill(code.doc.clone());
            if known.common != code.common {
                let message = "one list has the code among the common ones, another does not";
                findings.push(Finding::warning(
                    &edition.source.file,
                    edition.source.line,
                    "error-lists-differ",
                    &code.code,
                    message,
                ));
            }
        }
    }
    merged
}

/// All codes: those of the lists, completed by the actions' tables; common ones first, then by code.
pub(super) fn complete(
    mut listed: BTreeMap<String, ErrorCode>,
    group: &Group,
    findings: &mut Vec<Finding>,
) -> Vec<ErrorCode> {
    // The chapter on responses lists the common codes alone, which is no list of the product's.
    let has_list = listed.values().any(|code| !code.common);
    for (edition, page) in &group.pages {
        for code in &page.errors {
            if let Some(known) = listed.get_mut(&code.code) {
                known.doc.fill(code.doc.clone());
                continue;
            }
            listed.insert(code.code.clone(), code.clone());
            if has_list {
                findings.push(Finding::warning(
                    &edition.source.file,
                    edition.source.line,
                    "error-not-in-list",
                    &page.action.name,
                    format!("the product's list of error codes lacks `{}`", code.code),
                ));
            }
        }
    }
    let mut codes: Vec<ErrorCode> = listed.into_values().collect();
    codes.sort_by(|one, other| (!one.common, &one.code).cmp(&(!other.common, &other.code)));
    codes
}
