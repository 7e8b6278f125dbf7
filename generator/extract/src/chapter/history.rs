//! The release history: the additions, changes, deprecations and deletions of each release.

use spec::{Change, ChangeKind, Language, MemberChanges, Release};

use crate::facts::Content;
use crate::page::Page;
use crate::words::text::TextLine;
use crate::words::vocabulary::{
    Effect, MemberListWord, NameKind, effect, member_list_word, name_kind, ordinal, release_date,
    release_word,
};
use crate::words::{is_identifier, unlink};

/// Reads the releases that a page lists, in order, or returns `None` if it isn't a history.
pub(crate) fn read_history(page: &Page<'_>) -> Option<(Content, Language)> {
    let mut reader = HistoryReader::default();
    for line in page.lines() {
        reader.read(line);
    }
    let mut releases = reader.releases;
    releases.retain(|release| release.date.is_some() || !release.changes.is_empty());
    let language = page.language();
    (!releases.is_empty()).then_some((Content::History(releases), language))
}

/// The releases so far, and the position in the last one.
#[derive(Debug, Default)]
struct HistoryReader {
    releases: Vec<Release>,
    /// The kind of change that the last label announced.
    kind: Option<ChangeKind>,
    /// The list of members that the last label opened.
    list: Option<MemberList>,
    /// True if that list continues on the next line, because it ended in a comma.
    list_continues: bool,
}

impl HistoryReader {
    fn read(&mut self, line: TextLine<'_>) {
        let text = unlink(line.text);
        let text = text.trim().trim_start_matches("- ").trim();
        if let Some(number) = release_number(text) {
            self.releases.push(Release {
                number: Some(number),
                line: line.number,
                ..Release::default()
            });
            self.enter(None);
        } else if let Some(date) = release_date(text) {
            self.set_date(date, line.number);
        } else if let Some(kind) = change_kind(text) {
            self.enter(Some(kind));
        } else if let Some((list, names)) = member_list(text) {
            self.list = Some(list);
            self.add_names(names);
        } else if self.list_continues {
            self.add_names(text);
        } else if is_identifier(text) {
            self.add_change(text);
        }
    }

    /// Starts a list of changes of one kind.
    fn enter(&mut self, kind: Option<ChangeKind>) {
        self.kind = kind;
        self.list = None;
        self.list_continues = false;
    }

    /// Sets the release's date, or opens a release: some histories have dates without numbers.
    fn set_date(&mut self, date: &str, line: usize) {
        match self.releases.last_mut() {
            Some(release) if release.date.is_none() => release.date = Some(date.to_owned()),
            _ => {
                self.releases.push(Release {
                    date: Some(date.to_owned()),
                    line,
                    ..Release::default()
                });
                self.enter(None);
            }
        }
    }

    /// Adds an action or structure to the current list of changes.
    fn add_change(&mut self, name: &str) {
        self.list = None;
        if let (Some(kind), Some(release)) = (self.kind, self.releases.last_mut()) {
            release.changes.push(Change {
                kind,
                name: name.to_owned(),
                input: MemberChanges::default(),
                output: MemberChanges::default(),
                members: MemberChanges::default(),
            });
        }
    }

    /// Adds members to the current list of members.
    fn add_names(&mut self, names: &str) {
        self.list_continues = names.trim_end().ends_with([',', '，', '、']);
        let Some(list) = self.open_list() else { return };
        let words = names
            .split([',', '，', '、'])
            .map(|word| word.trim().trim_end_matches(['.', '。']));
        list.extend(words.filter(|word| is_identifier(word)).map(str::to_owned));
    }

    fn open_list(&mut self) -> Option<&mut Vec<String>> {
        let change = self.releases.last_mut()?.changes.last_mut()?;
        let (changes, effect) = match self.list? {
            MemberList::Input(effect) => (&mut change.input, effect),
            MemberList::Output(effect) => (&mut change.output, effect),
            MemberList::Members(effect) => (&mut change.members, effect),
        };
        Some(match effect {
            Effect::Added => &mut changes.added,
            Effect::Changed => &mut changes.changed,
            Effect::Deprecated => &mut changes.deprecated,
            Effect::Deleted => &mut changes.deleted,
        })
    }
}

/// A list of members within a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MemberList {
    /// Parameters of the request.
    Input(Effect),
    /// Parameters of the response.
    Output(Effect),
    /// Members of a structure.
    Members(Effect),
}

/// The maximum length of a label, in characters.
const MAX_LABEL_CHARS: usize = 40;

/// Parses the heading of a release: `第 154 次发布`, `Release 4`, `The Second Release`.
fn release_number(text: &str) -> Option<u32> {
    if text.len() > MAX_LABEL_CHARS {
        return None;
    }
    let (before, after) = release_word(text)?;
    match (before.trim(), after.trim()) {
        (before, "") => ordinal(before),
        // The article belongs to the noun: `The release 4`.
        ("" | "The" | "the", after) => ordinal(after),
        _ => None,
    }
}

/// Parses the label above changed actions or structures: `新增接口：`, `Modified data structures:`.
fn change_kind(text: &str) -> Option<ChangeKind> {
    let label = text.trim_end_matches(['：', ':']);
    if label.contains([':', '：']) || label.chars().count() > MAX_LABEL_CHARS {
        return None;
    }
    Some(match (effect(label)?, name_kind(label)?) {
        (Effect::Added, NameKind::Action) => ChangeKind::NewAction,
        (Effect::Changed, NameKind::Action) => ChangeKind::ChangedAction,
        (Effect::Deprecated, NameKind::Action) => ChangeKind::DeprecatedAction,
        (Effect::Deleted, NameKind::Action) => ChangeKind::DeletedAction,
        (Effect::Added, NameKind::Structure) => ChangeKind::NewStructure,
        (Effect::Changed, NameKind::Structure) => ChangeKind::ChangedStructure,
        (Effect::Deprecated, NameKind::Structure) => ChangeKind::DeprecatedStructure,
        (Effect::Deleted, NameKind::Structure) => ChangeKind::DeletedStructure,
    })
}

/// Splits a list of members from its label: `新增入参：Metadata, TemplateDataModifyAction`.
fn member_list(text: &str) -> Option<(MemberList, &str)> {
    let (label, names) = text.split_once([':', '：'])?;
    if label.chars().count() > MAX_LABEL_CHARS {
        return None;
    }
    let effect = effect(label)?;
    let list = match member_list_word(label)? {
        MemberListWord::Input => MemberList::Input(effect),
        MemberListWord::Output => MemberList::Output(effect),
        MemberListWord::Structure => MemberList::Members(effect),
    };
    Some((list, names))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_all_editions_parse() {
        assert_eq!(release_number("第 154 次发布"), Some(154));
        assert_eq!(release_number("The 5th Release"), Some(5));
        assert_eq!(release_number("The Second Release"), Some(2));
        assert_eq!(release_number("Release 12"), Some(12));
        assert_eq!(release_number("第二次发布"), Some(2));
        assert_eq!(release_number("第4回リリース"), Some(4));
        assert_eq!(release_number("Release of 3 instances"), None);
        assert_eq!(
            change_kind("修改数据结构："),
            Some(ChangeKind::ChangedStructure)
        );
        assert_eq!(
            change_kind("API modified:"),
            Some(ChangeKind::ChangedAction)
        );
        assert_eq!(change_kind("New APIs:"), Some(ChangeKind::NewAction));
        assert_eq!(change_kind("New interfaces:"), Some(ChangeKind::NewAction));
        assert_eq!(change_kind("本次发布包含了以下内容："), None);
        assert_eq!(change_kind("新增入参：DisableApiTermination"), None);
        assert_eq!(
            member_list("废弃入参： ForceStop"),
            Some((MemberList::Input(Effect::Deprecated), " ForceStop"))
        );
        assert_eq!(
            member_list("New members added: UnitPrice"),
            Some((MemberList::Members(Effect::Added), " UnitPrice"))
        );
        assert_eq!(member_list("发布时间：2025"), None);
    }
}
