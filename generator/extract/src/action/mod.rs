//! Action pages: a page's sections become an [`Action`].

mod description;
mod example_address;
pub(crate) mod findings;
mod host;
mod name;
mod parameters;
mod sections;
mod stated_facts;

use document::Block;
use spec::{
    Action, COMMON_PARAMETERS, Deprecated, ErrorCode, Inferred, Language, Localized, Member,
    Source, Structure,
};

use crate::chapter::error_codes;
use crate::examples::{ShownAction, read_examples};
use crate::facts::{ActionPage, Chapter, Content, ExplorerLink, Facts};
use crate::links::{explorer_link, linked_pages, linked_structures};
use crate::page::Page;
use crate::table::ParameterRow;
use crate::table::known_types::KnownTypes;
use crate::words::constraints::constrain;
use crate::words::deprecation::{Subject, deprecated, deprecated_title};
use crate::words::language_of;
use crate::words::vocabulary::Section;
use description::{Description, describe};
use example_address::ExampleAddress;
use name::ActionNames;
use parameters::{CommonParameters, ParameterRows};
use sections::{Sections, split_into_sections};

/// Reads a page as an action and the structures that its tables describe, with findings about it.
///
/// Returns `None` if the page doesn't describe an action.
pub(crate) fn read_action(file: &str, page: &Page<'_>, known: &KnownTypes) -> Option<Facts> {
    let parts = Parts::read(page, known);
    let names = parts.names();
    let name = names.elect()?;
    let errors = parts.errors();
    let action_page = ActionPage {
        language: Some(parts.language),
        linked_structures: linked_structures(page.blocks).into_keys().collect(),
        linked_pages: linked_pages(page.blocks),
        action: parts.action(file, name, &errors),
        errors,
        explorer: parts.explorer.clone(),
        retired: None,
    };
    let findings = findings::check(&action_page, &names, &parts);
    Some(Facts {
        chapters: parts.structures(&action_page).into_iter().collect(),
        actions: vec![action_page],
        findings,
    })
}

/// The parts of a page, read but not yet combined into an action.
pub(crate) struct Parts<'a> {
    page: &'a Page<'a>,
    language: Language,
    sections: Sections<'a>,
    description: Description,
    /// Facts that only the examples state.
    example: ExampleAddress,
    explorer: Option<ExplorerLink>,
    rows: ParameterRows<'a>,
    common: CommonParameters,
}

impl<'a> Parts<'a> {
    fn read(page: &'a Page<'a>, known: &KnownTypes) -> Self {
        let sections = split_into_sections(page.blocks);
        let rows = ParameterRows::read(&sections, known);
        let mut description = describe(&sections);
        description.add_boxes(page.boxes());
        Self {
            page,
            language: page_language(&sections, &rows.common),
            example: match description.domain {
                Some(_) => ExampleAddress::default(),
                None => ExampleAddress::read(&sections),
            },
            description,
            explorer: explorer_link(page.blocks),
            common: CommonParameters::read(&rows.common),
            sections,
            rows,
        }
    }

    fn names(&self) -> ActionNames {
        ActionNames::collect(
            &self.common,
            self.explorer.as_ref(),
            self.page,
            &self.description,
            &self.example,
        )
    }

    fn errors(&self) -> Vec<ErrorCode> {
        let blocks: Vec<&Block> = self.sections.blocks(Section::Errors).collect();
        error_codes(&blocks, self.language, false)
    }

    fn action(&self, file: &str, name: String, errors: &[ErrorCode]) -> Action {
        let language = self.language;
        Action {
            asynchronous: None,
            replaced_by: None,
            service: self.service(),
            version: self.version(),
            title: Localized::new(language, self.page.title_text()),
            deprecated: self.deprecated(&name),
            doc: Localized::new(language, self.doc()),
            domain: self.domain().map(str::to_owned),
            inferred: self.example.host.as_ref().map(|_| Inferred::Example),
            rate_limit: self.description.rate_limit,
            region: self.common.region,
            regions: self.common.regions.clone(),
            input: members(&self.rows.input, language),
            // The limits of values that the server sends would help nobody.
            output: self
                .rows
                .output
                .iter()
                .map(|row| row.to_member(language))
                .collect(),
            wait: None,
            errors: errors.iter().map(|error| error.code.clone()).collect(),
            examples: read_examples(
                self.sections.blocks(Section::Examples),
                &self.shown_action(&name),
                language,
            ),
            sources: vec![self.source(file)],
            name,
        }
    }

    /// Returns the parts of the action that its examples depend on.
    fn shown_action<'s>(&'s self, name: &'s str) -> ShownAction<'s> {
        let names = self.rows.input.iter().map(|row| row.name.as_str());
        ShownAction {
            name,
            own_common_names: names
                .filter(|name| COMMON_PARAMETERS.contains(name))
                .collect(),
        }
    }

    /// Returns the description, and the tables about the whole request as text.
    fn doc(&self) -> String {
        let mut texts = vec![self.description.text.as_str()];
        texts.extend(self.rows.rest.notes.iter().map(String::as_str));
        texts.retain(|text| !text.is_empty());
        texts.join("\n")
    }

    /// Returns the structures that tables of the page describe, as a chapter of its service.
    fn structures(&self, page: &ActionPage) -> Option<Chapter> {
        let action = &page.action;
        let source = action.sources.first()?;
        let tables = &self.rows.rest.structures;
        let structures: Vec<Structure> = tables
            .iter()
            .map(|table| Structure {
                name: table.name.clone(),
                doc: Localized::default(),
                members: members(&table.rows, self.language),
                deprecated: None,
                used_by: vec![action.name.clone()],
                inferred: None,
                sources: vec![Source {
                    line: table.line,
                    ..source.clone()
                }],
            })
            .collect();
        (!structures.is_empty()).then(|| Chapter {
            service: Some(action.service.clone()).filter(|service| !service.is_empty()),
            version: Some(action.version.clone()).filter(|version| !version.is_empty()),
            source: source.clone(),
            language: Some(self.language),
            explorer: None,
            address: None,
            retired: false,
            content: Content::Structures(structures),
        })
    }

    /// Returns the host that the description states, or else an example.
    fn domain(&self) -> Option<&str> {
        let domain = self.description.domain.as_ref();
        domain.or(self.example.host.as_ref()).map(String::as_str)
    }

    /// Returns the first label of the host, or else the service in the link to the API Explorer.
    fn service(&self) -> String {
        let host = self.domain().unwrap_or_default();
        let label = host.split('.').next().unwrap_or_default();
        match &self.explorer {
            Some(link) if label.is_empty() => link.service.clone(),
            _ => label.to_owned(),
        }
    }

    /// Returns the version in the Version row, or else in the link to the API Explorer or in an
    /// example.
    fn version(&self) -> String {
        let linked = self.explorer.as_ref().map(|link| &link.version);
        let shown = self.example.version.as_ref();
        let version = self.common.version.as_ref().or(linked).or(shown);
        version.cloned().unwrap_or_default()
    }

    fn deprecated(&self, name: &str) -> Option<Deprecated> {
        deprecated(&self.description.text, Subject::Action(name), self.language)
            .or_else(|| deprecated_title(self.page.title_text(), self.language))
    }

    fn source(&self, file: &str) -> Source {
        Source {
            file: file.to_owned(),
            line: self.page.line,
            updated: self.page.updated(),
            url: None,
            truncated: self.sections.are_truncated(),
        }
    }
}

/// Returns the members of a table with their constraints, which may name each other.
fn members(rows: &[ParameterRow<'_>], language: Language) -> Vec<Member> {
    let mut members: Vec<Member> = rows.iter().map(|row| row.to_member(language)).collect();
    constrain(&mut members, language);
    members
}

/// Returns the language of the common parameters' texts, or else of the description.
fn page_language(sections: &Sections<'_>, common: &[ParameterRow<'_>]) -> Language {
    let common: String = common
        .iter()
        .flat_map(|row| &row.text)
        .map(|part| part.text())
        .collect();
    if !common.is_empty() {
        return language_of(&common);
    }
    let description: String = sections
        .lines(Section::Description)
        .iter()
        .map(|line| line.text)
        .collect();
    language_of(&description)
}
