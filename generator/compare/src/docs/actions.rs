//! Comparison of actions and of structures.

use serde::Serialize;
use serde_json::{Value, json};

use crate::change::Fact;
use crate::docs::collect::{Changes, Pair, paired};
use crate::docs::members::{self, has_same_text};
use spec::{Action, Example, Localized, Member, MemberList, Source, Structure, Thing};

/// An action or a structure.
pub(crate) trait Documented: Sized {
    /// Returns the name that identifies it in both states.
    fn name(&self) -> &String;

    /// Returns the thing with that name.
    fn thing(name: &str) -> Thing;

    /// Returns the pages or chapters that document it.
    fn sources(&self) -> &[Source];

    /// Returns the short form for an addition or removal.
    fn summary(&self) -> Value;

    /// Compares all facts about it with those of the new state.
    fn compare(&self, new: &Self, changes: &mut Changes);

    /// Returns whether the other one differs only by name.
    fn resembles(&self, other: &Self) -> bool;
}

/// Compares two lists of actions or of structures.
pub(crate) fn compare<T: Documented>(old: &[T], new: &[T], changes: &mut Changes) {
    let pairs = paired(old, new, T::name);
    for (name, pair) in &pairs {
        if let Some(thing) = pair.newest() {
            changes.set_place(thing.sources());
        }
        if let Some((old, new)) = pair.both() {
            old.compare(new, changes);
        } else {
            let (old, new) = (pair.old.map(T::summary), pair.new.map(T::summary));
            changes.fact(&T::thing(name), Fact::Itself, Pair::new(&old, &new));
        }
    }
    let added: Vec<&T> = pairs
        .values()
        .filter(|pair| pair.old.is_none())
        .filter_map(|pair| pair.new)
        .collect();
    let removed = pairs
        .values()
        .filter(|pair| pair.new.is_none())
        .filter_map(|pair| pair.old);
    for old in removed {
        let mut candidates = added.iter().filter(|new| old.resembles(new));
        // With several candidates, each pairing would be a mere guess.
        if let (Some(new), None) = (candidates.next(), candidates.next()) {
            changes.mark_renamed(&T::thing(old.name()), &T::thing(new.name()));
        }
    }
}

impl Documented for Action {
    fn name(&self) -> &String {
        &self.name
    }

    fn thing(name: &str) -> Thing {
        Thing::Action(name.to_owned())
    }

    fn sources(&self) -> &[Source] {
        &self.sources
    }

    fn summary(&self) -> Value {
        #[derive(Serialize)]
        struct Summary<'a> {
            #[serde(skip_serializing_if = "Localized::is_empty")]
            title: &'a Localized,
            #[serde(skip_serializing_if = "Localized::is_empty")]
            doc: &'a Localized,
            input: Vec<&'a str>,
            output: Vec<&'a str>,
        }
        json!(Summary {
            title: &self.title,
            doc: &self.doc,
            input: names(&self.input),
            output: names(&self.output),
        })
    }

    fn compare(&self, new: &Self, changes: &mut Changes) {
        let (old, on) = (self, &Self::thing(&new.name));
        changes.text(on, Fact::Title, None, &old.title, &new.title);
        changes.text(on, Fact::Text, None, &old.doc, &new.doc);
        changes.fact(on, Fact::Domain, Pair::new(&old.domain, &new.domain));
        let rates = Pair::new(&old.rate_limit, &new.rate_limit);
        changes.fact(on, Fact::RateLimit, rates);
        changes.fact(on, Fact::Region, Pair::new(&old.region, &new.region));
        changes.fact(on, Fact::Wait, Pair::new(&old.wait, &new.wait));
        let forms = Pair::new(&old.asynchronous, &new.asynchronous);
        changes.fact(on, Fact::Asynchronous, forms);
        let newer = Pair::new(&old.replaced_by, &new.replaced_by);
        changes.fact(on, Fact::ReplacedBy, newer);
        let marks = Pair::new(&old.deprecated, &new.deprecated);
        changes.fact(on, Fact::Deprecated, marks);
        changes.words(on, Fact::ListedRegion, &old.regions, &new.regions);
        changes.words(on, Fact::ErrorCode, &old.errors, &new.errors);
        let (inputs, outputs) = (MemberList::Input(&new.name), MemberList::Output(&new.name));
        members::compare(inputs, &old.input, &new.input, changes);
        members::compare(outputs, &old.output, &new.output, changes);
        compare_examples(on, &old.examples, &new.examples, changes);
    }

    fn resembles(&self, other: &Self) -> bool {
        has_same_text(&self.doc, &other.doc)
            && has_same_members(&self.input, &other.input)
            && has_same_members(&self.output, &other.output)
    }
}

impl Documented for Structure {
    fn name(&self) -> &String {
        &self.name
    }

    fn thing(name: &str) -> Thing {
        Thing::Structure(name.to_owned())
    }

    fn sources(&self) -> &[Source] {
        &self.sources
    }

    fn summary(&self) -> Value {
        #[derive(Serialize)]
        struct Summary<'a> {
            #[serde(skip_serializing_if = "Localized::is_empty")]
            doc: &'a Localized,
            members: Vec<&'a str>,
        }
        json!(Summary {
            doc: &self.doc,
            members: names(&self.members),
        })
    }

    fn compare(&self, new: &Self, changes: &mut Changes) {
        let (old, on) = (self, &Self::thing(&new.name));
        changes.text(on, Fact::Text, None, &old.doc, &new.doc);
        changes.fact(on, Fact::Inferred, Pair::new(&old.inferred, &new.inferred));
        let marks = Pair::new(&old.deprecated, &new.deprecated);
        changes.fact(on, Fact::Deprecated, marks);
        let list = MemberList::Structure(&new.name);
        members::compare(list, &old.members, &new.members, changes);
    }

    fn resembles(&self, other: &Self) -> bool {
        !self.members.is_empty()
            && has_same_members(&self.members, &other.members)
            && (has_same_text(&self.doc, &other.doc) || self.doc.is_empty() && other.doc.is_empty())
    }
}

fn names(members: &[Member]) -> Vec<&str> {
    members.iter().map(|member| member.name.as_str()).collect()
}

fn has_same_members(old: &[Member], new: &[Member]) -> bool {
    let is_same = |(one, other): (&Member, &Member)| {
        one.name == other.name && one.type_name == other.type_name
    };
    old.len() == new.len() && old.iter().zip(new).all(is_same)
}

/// Pairs examples by content before title, because pages repeat titles and reorder examples.
fn compare_examples(on: &Thing, old: &[Example], new: &[Example], changes: &mut Changes) {
    let mut old: Vec<&Example> = old.iter().collect();
    let mut new: Vec<&Example> = new.iter().collect();
    take_pairs(&mut old, &mut new, |one, other| {
        Shown::new(one) == Shown::new(other)
    });
    let mut pairs = take_pairs(&mut old, &mut new, has_same_bodies);
    pairs.extend(take_pairs(&mut old, &mut new, |one, other| {
        has_same_text(&one.title, &other.title)
    }));
    pairs.extend(old.into_iter().map(Pair::removed));
    pairs.extend(new.into_iter().map(Pair::added));
    for pair in pairs {
        let title = pair.newest().and_then(|example| example.title.preferred());
        let (old, new) = (pair.old.map(Shown::new), pair.new.map(Shown::new));
        let shown = Pair::new(&old, &new);
        changes.named(on, Fact::Example, title.unwrap_or_default(), shown);
    }
}

/// Removes matching examples from both lists, and returns them in pairs.
fn take_pairs<'a>(
    old: &mut Vec<&'a Example>,
    new: &mut Vec<&'a Example>,
    is_alike: fn(&Example, &Example) -> bool,
) -> Vec<Pair<'a, Example>> {
    let mut pairs = Vec::new();
    old.retain(|one| {
        let Some(index) = new.iter().position(|other| is_alike(one, other)) else {
            return true;
        };
        pairs.push(Pair::changed(*one, new.remove(index)));
        false
    });
    pairs
}

fn has_same_bodies(one: &Example, other: &Example) -> bool {
    one.request == other.request
        && one.response == other.response
        && one.request_raw == other.request_raw
        && one.response_raw == other.response_raw
}

/// The parts of an example that its page shows.
#[derive(PartialEq, Serialize)]
struct Shown<'a> {
    #[serde(skip_serializing_if = "Localized::is_empty")]
    title: &'a Localized,
    #[serde(skip_serializing_if = "Localized::is_empty")]
    doc: &'a Localized,
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_raw: Option<&'a String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_raw: Option<&'a String>,
}

impl<'a> Shown<'a> {
    fn new(example: &'a Example) -> Self {
        Self {
            title: &example.title,
            doc: &example.doc,
            request: example.request.as_ref(),
            request_raw: example.request_raw.as_ref(),
            response: example.response.as_ref(),
            response_raw: example.response_raw.as_ref(),
        }
    }
}
