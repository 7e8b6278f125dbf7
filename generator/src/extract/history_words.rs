//! The fixed words of release histories.

use crate::spec::ChangeKind;

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

/// `第 154 次发布`, `Release 4`.
pub(super) fn release_number(text: &str) -> Option<u32> {
    let number = match text.strip_prefix("Release ") {
        Some(number) => number,
        None => text.strip_prefix('第')?.strip_suffix("次发布")?,
    };
    number.trim().parse().ok()
}

/// `发布时间：2025-07-01 01:15:37`, `Release time: 2023-02-06 10:39:47`.
pub(super) fn release_date(text: &str) -> Option<&str> {
    ["发布时间：", "发布时间:", "Release time:", "Release time："]
        .iter()
        .find_map(|label| text.strip_prefix(label))
        .map(str::trim)
}

/// The line above the names of changed actions or structures.
pub(super) fn change_kind(text: &str) -> Option<ChangeKind> {
    Some(match text.trim_end_matches(['：', ':']) {
        "新增接口" | "New APIs" => ChangeKind::NewAction,
        "修改接口" | "Modified APIs" => ChangeKind::ChangedAction,
        "废弃接口" | "预下线接口" | "Deprecated APIs" => ChangeKind::DeprecatedAction,
        "删除接口" | "Deleted APIs" => ChangeKind::DeletedAction,
        "新增数据结构" | "New data structures" => ChangeKind::NewStructure,
        "修改数据结构" | "Modified data structures" => ChangeKind::ChangedStructure,
        "废弃数据结构" | "Deprecated data structures" => ChangeKind::DeprecatedStructure,
        "删除数据结构" | "Deleted data structures" => ChangeKind::DeletedStructure,
        _ => return None,
    })
}

/// A list of names with its label: `新增入参：Metadata, TemplateDataModifyAction`.
pub(super) fn member_list(text: &str) -> Option<(List, &str)> {
    let (label, names) = text.split_once([':', '：'])?;
    let list = match label.trim() {
        "新增入参" | "New input parameters" => List::Input(Effect::Added),
        "修改入参" | "Modified input parameters" => List::Input(Effect::Changed),
        "废弃入参" | "Deprecated input parameters" => List::Input(Effect::Deprecated),
        "删除入参" | "Deleted input parameters" => List::Input(Effect::Deleted),
        "新增出参" | "New output parameters" => List::Output(Effect::Added),
        "修改出参" | "Modified output parameters" => List::Output(Effect::Changed),
        "废弃出参" | "Deprecated output parameters" => List::Output(Effect::Deprecated),
        "删除出参" | "Deleted output parameters" => List::Output(Effect::Deleted),
        "新增成员" | "New members" => List::Members(Effect::Added),
        "修改成员" | "Modified members" => List::Members(Effect::Changed),
        "废弃成员" | "Deprecated members" => List::Members(Effect::Deprecated),
        "删除成员" | "Deleted members" => List::Members(Effect::Deleted),
        _ => return None,
    };
    Some((list, names))
}
