//! The release history: what each release added, changed, deprecated and deleted.

use spec::{Change, ChangeKind, MemberChanges, Release};

use super::history_words::{Effect, List, change_kind, member_list, release_date, release_number};
use super::known_types::{is_identifier, unlink};
use super::reader::{TextLine, text_lines};
use super::unit::Unit;

/// The releases that a page lists, in its order; empty if it is no history.
pub(super) fn read_history(unit: &Unit<'_>) -> Vec<Release> {
    let mut reader = HistoryReader::default();
    for line in text_lines(unit.blocks) {
        reader.read(line);
    }
    reader
        .releases
        .retain(|release| release.date.is_some() || !release.changes.is_empty());
    reader.releases
}

#[derive(Debug, Default)]
struct HistoryReader {
    releases: Vec<Release>,
    /// What the names that follow have in common.
    kind: Option<ChangeKind>,
    /// The list that was last named.
    list: Option<List>,
    /// Whether that list ended in a comma, so that the next line goes on with it.
    list_goes_on: bool,
}

impl HistoryReader {
    fn read(&mut self, line: TextLine<'_>) {
        let text = unlink(line.text);
        let text = text.trim().trim_start_matches("- ").trim();
        if let Some(number) = release_number(text) {
            self.releases.push(Release {
                number: Some(number),
                file: None,
                line: line.number,
                ..Release::default()
            });
            self.enter(None);
        } else if let Some(date) = release_date(text) {
            self.date(date, line.number);
        } else if let Some(kind) = change_kind(text) {
            self.enter(Some(kind));
        } else if let Some((list, names)) = member_list(text) {
            self.list = Some(list);
            self.add_names(names);
        } else if self.list_goes_on {
            self.add_names(text);
        } else if is_identifier(text) {
            self.add_change(text);
        }
    }

    fn enter(&mut self, kind: Option<ChangeKind>) {
        self.kind = kind;
        self.list = None;
        self.list_goes_on = false;
    }

    /// Some histories head their releases with the date alone.
    fn date(&mut self, date: &str, line: usize) {
        match self.releases.last_mut() {
            Some(release) if release.date.is_none() => release.date = Some(date.to_owned()),
            _ => {
                self.releases.push(Release {
                    date: Some(date.to_owned()),
                    file: None,
                    line,
                    ..Release::default()
                });
                self.enter(None);
            }
        }
    }

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

    fn add_names(&mut self, names: &str) {
        self.list_goes_on = names.trim_end().ends_with([',', '，', '、']);
        let Some(list) = self.open_list() else { return };
        let words = names
            .split([',', '，', '、'])
            .map(|word| word.trim().trim_end_matches(['.', '。']));
        list.extend(words.filter(|word| is_identifier(word)).map(str::to_owned));
    }

    fn open_list(&mut self) -> Option<&mut Vec<String>> {
        let change = self.releases.last_mut()?.changes.last_mut()?;
        let (changes, effect) = match self.list? {
            List::Input(effect) => (&mut change.input, effect),
            List::Output(effect) => (&mut change.output, effect),
            List::Members(effect) => (&mut change.members, effect),
        };
        Some(match effect {
            Effect::Added => &mut changes.added,
            Effect::Changed => &mut changes.changed,
            Effect::Deprecated => &mut changes.deprecated,
            Effect::Deleted => &mut changes.deleted,
        })
    }
}
