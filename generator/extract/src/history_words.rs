//! The fixed words of release histories.

use spec::ChangeKind;

/// One of the lists of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    /// Request parameters.
    Input(Effect),
    /// Response parameters.
    Output(Effect),
    /// Members of a structure.
    Members(Effect),
}

/// What happened to the names of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    Added,
    Changed,
    Deprecated,
    Deleted,
}

/// `第 154 次发布`, `Release 4`, `The 5th Release`.
pub(super) fn release_number(text: &str) -> Option<u32> {
    let number = if let Some(number) = text.strip_prefix("Release ") {
        number
    } else if let Some(rest) = text.strip_prefix("The ") {
        rest.strip_suffix(" Release")?
            .trim_end_matches(|c: char| c.is_ascii_alphabetic())
    } else {
        text.strip_prefix('第')?.strip_suffix("次发布")?
    };
    number.trim().parse().ok()
}

/// `发布时间：2025-07-01 01:15:37`, `Release time: 2023-02-06 10:39:47`.
pub(super) fn release_date(text: &str) -> Option<&str> {
    let labels = ["发布时间：", "发布时间:", "Release time:", "Release time："];
    labels
        .iter()
        .find_map(|label| text.strip_prefix(label))
        .map(str::trim)
}

/// The line above the names of changed actions or structures: `新增接口：`, `Modified data structures:`.
pub(super) fn change_kind(text: &str) -> Option<ChangeKind> {
    let label = text.trim_end_matches(['：', ':']).to_ascii_lowercase();
    let of_action = contains_any(&label, &["接口", "api"]);
    let of_structure = contains_any(&label, &["数据结构", "data structure"]);
    if of_action == of_structure
        || label.contains([':', '：'])
        || label.chars().count() > LONGEST_LABEL
    {
        return None;
    }
    Some(match (effect(&label)?, of_action) {
        (Effect::Added, true) => ChangeKind::NewAction,
        (Effect::Changed, true) => ChangeKind::ChangedAction,
        (Effect::Deprecated, true) => ChangeKind::DeprecatedAction,
        (Effect::Deleted, true) => ChangeKind::DeletedAction,
        (Effect::Added, false) => ChangeKind::NewStructure,
        (Effect::Changed, false) => ChangeKind::ChangedStructure,
        (Effect::Deprecated, false) => ChangeKind::DeprecatedStructure,
        (Effect::Deleted, false) => ChangeKind::DeletedStructure,
    })
}

/// A list of names with its label: `新增入参：Metadata, TemplateDataModifyAction`.
pub(super) fn member_list(text: &str) -> Option<(List, &str)> {
    let (label, names) = text.split_once([':', '：'])?;
    let label = label.to_ascii_lowercase();
    if label.chars().count() > LONGEST_LABEL {
        return None;
    }
    let list: fn(Effect) -> List = if contains_any(&label, &["入参", "input parameter"]) {
        List::Input
    } else if contains_any(&label, &["出参", "output parameter"]) {
        List::Output
    } else if contains_any(&label, &["成员", "member"]) {
        List::Members
    } else {
        return None;
    };
    Some((list(effect(&label)?), names))
}

/// Characters of the longest label.
const LONGEST_LABEL: usize = 40;

fn effect(label: &str) -> Option<Effect> {
    if contains_any(label, &["新增", "new ", "added"]) {
        return Some(Effect::Added);
    }
    if contains_any(label, &["修改", "modified", "changed"]) {
        return Some(Effect::Changed);
    }
    if contains_any(label, &["废弃", "下线", "deprecated"]) {
        return Some(Effect::Deprecated);
    }
    contains_any(label, &["删除", "deleted", "removed"]).then_some(Effect::Deleted)
}

fn contains_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_every_edition_are_understood() {
        assert_eq!(release_number("第 154 次发布"), Some(154));
        assert_eq!(release_number("The 5th Release"), Some(5));
        assert_eq!(
            change_kind("修改数据结构："),
            Some(ChangeKind::ChangedStructure)
        );
        assert_eq!(
            change_kind("API modified:"),
            Some(ChangeKind::ChangedAction)
        );
        assert_eq!(change_kind("New APIs:"), Some(ChangeKind::NewAction));
        assert_eq!(change_kind("本次发布包含了以下内容："), None);
        assert_eq!(change_kind("新增入参：DisableApiTermination"), None);
        assert_eq!(
            member_list("废弃入参： ForceStop"),
            Some((List::Input(Effect::Deprecated), " ForceStop"))
        );
        assert_eq!(
            member_list("New members added: UnitPrice"),
            Some((List::Members(Effect::Added), " UnitPrice"))
        );
        assert_eq!(member_list("发布时间：2025"), None);
    }
}
