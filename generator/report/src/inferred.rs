//! Inferred facts: facts that no table states, each with its evidence and its source.

use serde::Serialize;

use spec::{DeprecationSource, Inferred, Member, ServiceSpec, Source};

/// An inferred fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InferredFact {
    /// The action or structure, with the member after a dot: `Instance.Zone`.
    pub subject: String,
    /// The fact as a predicate: `is deprecated`.
    pub fact: String,
    /// The evidence for the fact.
    pub evidence: Evidence,
    /// The source's file below `specs/sources/`; empty if unknown.
    pub file: String,
    /// The 1-based line on which the page or chapter begins; 0 for the whole file.
    pub line: usize,
    /// The page's address, if known.
    pub url: Option<String>,
}

/// The evidence for an inferred fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Evidence {
    /// The JSON of an example.
    Example,
    /// A sentence of a description.
    Prose,
    /// The release history.
    History,
    /// The name of the member.
    Name,
    /// A damaged table, which lost a cell.
    Loss,
}

impl Evidence {
    /// Returns the word for the evidence on the page.
    pub fn word(self) -> &'static str {
        match self {
            Self::Example => "example",
            Self::Prose => "prose",
            Self::History => "history",
            Self::Name => "name",
            Self::Loss => "loss",
        }
    }
}

impl From<Inferred> for Evidence {
    fn from(inferred: Inferred) -> Self {
        match inferred {
            Inferred::Example => Self::Example,
            Inferred::Prose => Self::Prose,
        }
    }
}

/// Returns the inferred facts of a service in the order of its files.
pub(crate) fn inferred_facts(spec: &ServiceSpec) -> Vec<InferredFact> {
    let mut facts = Vec::new();
    for action in &spec.actions {
        let mut add = Adder::new(&mut facts, &action.name, &action.sources);
        add.deprecation("", action.deprecated.as_ref());
        for member in action.input.iter().chain(&action.output) {
            add.member(member, false);
        }
    }
    for structure in &spec.structures {
        let mut add = Adder::new(&mut facts, &structure.name, &structure.sources);
        if let Some(inferred) = structure.inferred {
            let count = structure.members.len();
            let fact = format!("is a structure with {count} members; more may exist");
            add.fact("", fact, inferred.into());
        }
        add.deprecation("", structure.deprecated.as_ref());
        for member in &structure.members {
            // All members of an inferred structure are inferred, which the structure already says.
            add.member(member, structure.inferred.is_some());
        }
    }
    facts
}

/// Adds the inferred facts about an action or structure.
struct Adder<'a> {
    facts: &'a mut Vec<InferredFact>,
    owner: &'a str,
    source: Option<&'a Source>,
}

impl<'a> Adder<'a> {
    fn new(facts: &'a mut Vec<InferredFact>, owner: &'a str, sources: &'a [Source]) -> Self {
        Self {
            facts,
            owner,
            source: sources.first(),
        }
    }

    fn member(&mut self, member: &Member, is_owner_inferred: bool) {
        let name = member.name.as_str();
        if let Some(inferred) = member.inferred
            && !is_owner_inferred
        {
            let fact = format!("has the type {}", member.type_name);
            self.fact(name, fact, inferred.into());
        }
        if matches!(member.required, Some(spec::Required::Lost(_))) {
            let fact = "may or may not be required".to_owned();
            self.fact(name, fact, Evidence::Loss);
        }
        self.deprecation(name, member.deprecated.as_ref());
        if member
            .sensitive
            .is_some_and(|sensitive| sensitive.inferred.is_some())
        {
            self.fact(name, "is a secret".to_owned(), Evidence::Name);
        }
    }

    fn deprecation(&mut self, member: &str, mark: Option<&spec::Deprecated>) {
        let Some(inferred) = mark.and_then(|mark| mark.inferred) else {
            return;
        };
        let evidence = match inferred {
            DeprecationSource::Prose => Evidence::Prose,
            DeprecationSource::History => Evidence::History,
            // This is certain: the pages no longer have the thing.
            DeprecationSource::Vanished => return,
        };
        self.fact(member, "is deprecated".to_owned(), evidence);
    }

    fn fact(&mut self, member: &str, fact: String, evidence: Evidence) {
        let subject = match member {
            "" => self.owner.to_owned(),
            member => format!("{}.{member}", self.owner),
        };
        self.facts.push(InferredFact {
            subject,
            fact,
            evidence,
            file: self
                .source
                .map_or(String::new(), |source| source.file.clone()),
            line: self.source.map_or(0, |source| source.line),
            url: self.source.and_then(|source| source.url.clone()),
        });
    }
}
