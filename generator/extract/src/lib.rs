//! Stage 2: from a [`Document`] to API [`Facts`].
//!
//! A document is split into its pages; each page is an action, one of the known chapters, or
//! something that holds no facts.

mod action;
mod catalogue;
mod deprecation;
mod description;
mod documented_values;
mod errors;
mod examples;
mod facts;
mod header;
mod history;
mod history_words;
mod infer;
mod introduction;
mod known_types;
mod links;
mod member;
mod parameters;
mod printed_rows;
mod reader;
mod regions;
mod row;
mod sections;
mod sensitive;
mod structures;
mod supporting_chapter;
mod text;
mod type_words;
mod unit;
mod vocabulary;

use std::collections::BTreeSet;

use document::{BlockKind, Document};
use spec::finding::{Finding, Severity};
use spec::{Language, Source};

pub use facts::{ActionPage, Chapter, Content, ExplorerLink, Facts};
use known_types::KnownTypes;
use unit::{Unit, split_into_units};

/// Finds the API facts in a document.
pub fn extract(document: &Document) -> Facts {
    let units = split_into_units(document);
    let (legacy, current): (Vec<&Unit<'_>>, Vec<&Unit<'_>>) =
        units.iter().partition(|unit| unit.is_legacy());
    let known = known_types(document, &current);
    let mut facts = Facts::default();
    for of_unit in parallel::map(&current, |unit| read_unit(document, unit, &known)) {
        facts.actions.extend(of_unit.actions);
        facts.chapters.extend(of_unit.chapters);
        facts.findings.extend(of_unit.findings);
    }
    infer::infer_structures(&document.file, &mut facts, &known);
    links::address_pages(&mut facts);
    name_service(&mut facts);
    report_left_aside(document, &legacy, &mut facts);
    if facts.actions.is_empty() && facts.chapters.is_empty() {
        facts.findings.push(report_no_facts(document, &current));
    }
    facts
}

/// A document that describes structures describes all that its pages name; a single page names others.
fn known_types(document: &Document, units: &[&Unit<'_>]) -> KnownTypes {
    let linked = links::linked_structures(&document.blocks);
    let described: BTreeSet<String> = units
        .iter()
        .flat_map(|unit| structures::structure_names(unit, &linked))
        .collect();
    if !described.is_empty() {
        return KnownTypes::closed(described, linked);
    }
    let listed = document.blocks.iter().filter_map(reader::text_line);
    let listed = listed
        .filter_map(|line| type_words::listed_structure(line.text))
        .collect();
    let code = document.blocks.iter().flat_map(|block| match &block.kind {
        BlockKind::Line(line) => line.text.lines(),
        BlockKind::Code(code) => code.lines(),
        _ => "".lines(),
    });
    KnownTypes::open(listed, linked, examples::member_names(code))
}

fn read_unit(document: &Document, unit: &Unit<'_>, known: &KnownTypes) -> Facts {
    let mut facts = Facts::default();
    let file = &document.file;
    if let Some(page) = action::read_action(file, unit, known, &mut facts.findings) {
        facts.actions.push(page);
        return facts;
    }
    let mut push = |content: Content, language: Language| {
        let source = Source {
            file: file.clone(),
            line: unit.line,
            updated: unit.updated(),
            url: None,
            truncated: false,
        };
        facts.chapters.push(Chapter {
            service: None,
            version: None,
            source,
            language: Some(language),
            content,
        });
    };
    let (structures, language) = structures::read_structures(file, unit, known);
    if !structures.is_empty() {
        push(Content::Structures(structures), language);
    }
    if let Some((codes, language)) = errors::read_error_chapter(unit) {
        push(Content::Errors(codes), language);
    }
    let (catalogue, language) = catalogue::read_catalogue(unit);
    if !catalogue.is_empty() {
        push(Content::Catalogue(catalogue), language);
    }
    let releases = history::read_history(unit);
    if !releases.is_empty() {
        push(
            Content::History(releases),
            vocabulary::language_of(unit.title_text()),
        );
    }
    let regions = regions::read_regions(unit);
    if !regions.is_empty() {
        push(
            Content::Regions(regions),
            vocabulary::language_of(unit.title_text()),
        );
    }
    if let Some((introduction, language)) = introduction::read_introduction(unit) {
        push(introduction, language);
    }
    facts
}

/// The chapters of a manual belong to the service of its actions.
fn name_service(facts: &mut Facts) {
    let mut named = facts
        .actions
        .iter()
        .map(|page| (&page.action.service, &page.action.version));
    let Some((service, version)) = named.next() else {
        return;
    };
    if named
        .any(|(other_service, other_version)| (other_service, other_version) != (service, version))
    {
        return;
    }
    for chapter in &mut facts.chapters {
        chapter.service.get_or_insert_with(|| service.clone());
        chapter.version.get_or_insert_with(|| version.clone());
    }
}

fn report_left_aside(document: &Document, legacy: &[&Unit<'_>], facts: &mut Facts) {
    if let (Some(first), count) = (legacy.first(), legacy.len()) {
        let message = format!("{count} pages of API generations before 3.0 are left aside");
        let finding =
            Finding::warning(&document.file, first.line, "legacy-generation", "", message);
        facts.findings.push(finding.severity(Severity::Note));
    }
    let glued = document
        .blocks
        .iter()
        .filter_map(reader::text_line)
        .find(|line| header::is_glued_header(line.text));
    if let Some(line) = glued {
        let message = format!("the table `{}` has nothing between its cells", line.text);
        let finding = Finding::warning(&document.file, line.number, "glued-cells", "", message);
        facts
            .findings
            .push(finding.help("scrape the page again as HTML or Markdown"));
    }
}

/// A page that every product has is none to worry about.
fn report_no_facts(document: &Document, units: &[&Unit<'_>]) -> Finding {
    let file = &document.file;
    let about = units
        .iter()
        .find_map(|unit| supporting_chapter::supporting_chapter(unit));
    if let Some(about) = about {
        let message = format!("the chapter on the {about} is no part of what is generated");
        let finding = Finding::warning(file, 1, "supporting-chapter", "", message);
        return finding.severity(Severity::Note);
    }
    let message = "nothing of this file is an API page or chapter";
    Finding::warning(file, 1, "no-facts", "", message)
        .help("check that the file is a page of the API documentation, or name its format")
}
