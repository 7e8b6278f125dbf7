//! The collector of changes, which compares single facts.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::change::{Change, Fact, Kind, Level, Place};
use spec::{Language, Localized, Source, Thing};

/// The old and the new state of one thing; `None` if a state lacks it.
#[derive(Debug)]
pub(crate) struct Pair<'a, T> {
    pub(crate) old: Option<&'a T>,
    pub(crate) new: Option<&'a T>,
}

// Derived implementations would require the same traits of `T`.
impl<T> Clone for Pair<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Pair<'_, T> {}

impl<T> Default for Pair<'_, T> {
    fn default() -> Self {
        Self {
            old: None,
            new: None,
        }
    }
}

impl<'a, T> Pair<'a, T> {
    /// Pairs two optional facts.
    pub(crate) fn new(old: &'a Option<T>, new: &'a Option<T>) -> Self {
        Self {
            old: old.as_ref(),
            new: new.as_ref(),
        }
    }

    /// Pairs two facts that every state has.
    pub(crate) fn changed(old: &'a T, new: &'a T) -> Self {
        Self {
            old: Some(old),
            new: Some(new),
        }
    }

    /// Returns the pair of something that only the old state has.
    pub(crate) fn removed(old: &'a T) -> Self {
        Self {
            old: Some(old),
            new: None,
        }
    }

    /// Returns the pair of something that only the new state has.
    pub(crate) fn added(new: &'a T) -> Self {
        Self {
            old: None,
            new: Some(new),
        }
    }

    /// Returns both states, unless one lacks the thing.
    pub(crate) fn both(self) -> Option<(&'a T, &'a T)> {
        self.old.zip(self.new)
    }

    /// Returns the new state, or the old one of a removed thing.
    pub(crate) fn newest(self) -> Option<&'a T> {
        self.new.or(self.old)
    }
}

/// Pairs the things of two lists by name. If a list repeats a name, only its first thing counts.
pub(crate) fn paired<'a, T>(
    old: &'a [T],
    new: &'a [T],
    name: fn(&T) -> &String,
) -> BTreeMap<&'a str, Pair<'a, T>> {
    let mut pairs: BTreeMap<&str, Pair<'a, T>> = BTreeMap::new();
    for thing in old {
        let pair = pairs.entry(name(thing)).or_default();
        pair.old.get_or_insert(thing);
    }
    for thing in new {
        let pair = pairs.entry(name(thing)).or_default();
        pair.new.get_or_insert(thing);
    }
    pairs
}

/// The changes found so far, and the place that documents the things under comparison.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    list: Vec<Change>,
    place: Option<Place>,
}

impl Changes {
    /// Sets the place of the following changes to the first of these sources.
    pub(crate) fn set_place(&mut self, sources: &[Source]) {
        self.place = sources.first().map(|source| Place {
            file: source.file.clone(),
            line: source.line,
            url: source.url.clone(),
        });
    }

    /// Adds a change unless both states are equal.
    pub(crate) fn fact<T: Serialize + PartialEq>(
        &mut self,
        on: &Thing,
        fact: Fact,
        pair: Pair<'_, T>,
    ) {
        if pair.old != pair.new {
            self.push(on, fact, None, pair);
        }
    }

    /// Adds a change of a fact that a thing has several of, unless both states are equal.
    pub(crate) fn named<T: Serialize + PartialEq>(
        &mut self,
        on: &Thing,
        fact: Fact,
        name: &str,
        pair: Pair<'_, T>,
    ) {
        if pair.old != pair.new {
            self.push(on, fact, Some(name), pair);
        }
    }

    /// Adds a change for each word that only one of the lists has. Their order doesn't matter.
    pub(crate) fn words(&mut self, on: &Thing, fact: Fact, old: &[String], new: &[String]) {
        for word in old.iter().filter(|word| !new.contains(word)) {
            self.push(on, fact, Some(word), Pair::removed(word));
        }
        for word in new.iter().filter(|word| !old.contains(word)) {
            self.push(on, fact, Some(word), Pair::added(word));
        }
    }

    /// Adds a change for each language whose text differs in more than line breaks. `name` is the
    /// value or region that the text explains, if the thing has several.
    pub(crate) fn text(
        &mut self,
        on: &Thing,
        fact: Fact,
        name: Option<&str>,
        old: &Localized,
        new: &Localized,
    ) {
        for language in Language::ALL {
            if old.get(language) == new.get(language) {
                continue;
            }
            let [old, new] = [old, new].map(|text| text.get(language).map(str::to_owned));
            let pair = Pair::new(&old, &new);
            if has_same_words(pair) {
                continue;
            }
            self.push(on, fact, name, pair);
            if let Some(change) = self.list.last_mut() {
                change.language = Some(language);
            }
        }
    }

    /// Marks a removal and an addition as a possible renaming of one thing.
    pub(crate) fn mark_renamed(&mut self, old: &Thing, new: &Thing) {
        for change in &mut self.list {
            if change.fact != Fact::Itself {
                continue;
            }
            if change.on == *old {
                change.perhaps_renamed = Some(new.name().to_owned());
            } else if change.on == *new {
                change.perhaps_renamed = Some(old.name().to_owned());
            }
        }
    }

    /// Returns the changes in the order in which they were found.
    pub(crate) fn into_inner(self) -> Vec<Change> {
        self.list
    }

    fn push<T: Serialize>(
        &mut self,
        on: &Thing,
        fact: Fact,
        name: Option<&str>,
        pair: Pair<'_, T>,
    ) {
        let kind = match (pair.old, pair.new) {
            (Some(_), None) => Kind::Removed,
            (None, Some(_)) => Kind::Added,
            _ => Kind::Changed,
        };
        self.list.push(Change {
            kind,
            level: Level::Patch,
            on: on.clone(),
            fact,
            name: name.map(str::to_owned),
            language: None,
            old: pair.old.map(value),
            new: pair.new.map(value),
            perhaps_renamed: None,
            place: self.place.clone(),
            impacts: Vec::new(),
        });
    }
}

/// Converts a part of a spec to the specs' own form, which every part has.
fn value(part: &impl Serialize) -> Value {
    serde_json::to_value(part).unwrap_or_default()
}

/// Returns whether two texts differ at most in blanks. Line breaks depend on the format of the
/// saved page, and Chinese text doesn't replace them by blanks.
fn has_same_words(texts: Pair<'_, String>) -> bool {
    let letters = |text: Option<&String>| -> String {
        text.into_iter()
            .flat_map(|text| text.split_whitespace())
            .collect()
    };
    texts.old.is_some() == texts.new.is_some() && letters(texts.old) == letters(texts.new)
}
