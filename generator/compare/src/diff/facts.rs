//! Collects the changes of one service: every comparison of single facts ends here.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::{Change, Fact, Kind, Place, Subject};
use crate::semver::Level;
use spec::{Language, Localized, Source};

/// The changes found so far, and the place that they are documented at.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) changes: Vec<Change>,
    place: Option<Place>,
}

impl Found {
    /// What follows is documented at the first of these sources.
    pub(super) fn at(&mut self, sources: &[Source]) {
        self.place = sources.first().map(|source| Place {
            file: source.file.clone(),
            line: source.line,
            url: source.url.clone(),
        });
    }

    /// A change, unless both sides say the same.
    pub(super) fn fact<T: Serialize + PartialEq>(
        &mut self,
        on: &Subject,
        fact: Fact,
        old: Option<&T>,
        new: Option<&T>,
    ) {
        if old != new {
            self.push(on, fact, None, old, new);
        }
    }

    /// A change of the one with that name among several.
    pub(super) fn named<T: Serialize + PartialEq>(
        &mut self,
        on: &Subject,
        fact: Fact,
        name: &str,
        old: Option<&T>,
        new: Option<&T>,
    ) {
        if old != new {
            self.push(on, fact, Some(name), old, new);
        }
    }

    /// What came and what went of a list of words, whatever their order.
    pub(super) fn words(&mut self, on: &Subject, fact: Fact, old: &[String], new: &[String]) {
        let gone = old.iter().filter(|word| !new.contains(word));
        for word in gone {
            self.push(on, fact, Some(word), Some(word), None);
        }
        let come = new.iter().filter(|word| !old.contains(word));
        for word in come {
            self.push(on, fact, Some(word), None, Some(word));
        }
    }

    /// Texts of both languages; `name` tells which of several things the text explains.
    pub(super) fn text(
        &mut self,
        on: &Subject,
        fact: Fact,
        name: Option<&str>,
        old: &Localized,
        new: &Localized,
    ) {
        let languages = [
            (Language::En, &old.en, &new.en),
            (Language::Zh, &old.zh, &new.zh),
        ];
        for (language, old, new) in languages {
            if same_words(old.as_deref(), new.as_deref()) {
                continue;
            }
            self.push(on, fact, name, old.as_ref(), new.as_ref());
            if let Some(change) = self.changes.last_mut() {
                change.language = Some(language);
            }
        }
    }

    fn push<T: Serialize>(
        &mut self,
        on: &Subject,
        fact: Fact,
        name: Option<&str>,
        old: Option<&T>,
        new: Option<&T>,
    ) {
        let kind = match (old, new) {
            (Some(_), None) => Kind::Removed,
            (None, Some(_)) => Kind::Added,
            _ => Kind::Changed,
        };
        self.changes.push(Change {
            kind,
            level: Level::Patch,
            on: on.clone(),
            fact,
            name: name.map(str::to_owned),
            language: None,
            old: old.map(value),
            new: new.map(value),
            perhaps_renamed: None,
            place: self.place.clone(),
            impacts: Vec::new(),
        });
    }
}

/// The value in the specs' own form; every part of a spec has one.
fn value(part: &impl Serialize) -> Value {
    serde_json::to_value(part).unwrap_or_default()
}

/// Line breaks come and go with the form that a page was saved in, in Chinese without a blank in their place.
fn same_words(old: Option<&str>, new: Option<&str>) -> bool {
    let letters = |text: Option<&str>| -> String {
        text.into_iter().flat_map(str::split_whitespace).collect()
    };
    old.is_some() == new.is_some() && letters(old) == letters(new)
}

/// The old and the new side of one thing.
pub(super) type Pair<'a, T> = (Option<&'a T>, Option<&'a T>);

/// Things of two lists by name, each with both sides. Where a name stands twice the first counts.
pub(super) fn paired<'a, T>(
    old: &'a [T],
    new: &'a [T],
    name: fn(&T) -> &String,
) -> BTreeMap<&'a str, Pair<'a, T>> {
    let mut pairs: BTreeMap<&str, Pair<'a, T>> = BTreeMap::new();
    for thing in old {
        let side = &mut pairs.entry(name(thing)).or_default().0;
        side.get_or_insert(thing);
    }
    for thing in new {
        let side = &mut pairs.entry(name(thing)).or_default().1;
        side.get_or_insert(thing);
    }
    pairs
}
