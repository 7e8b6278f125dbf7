//! Chapters other than action pages.

mod catalogue;
mod errors;
mod history;
mod introduction;
mod regions;
mod structure_headings;
mod structures;

use spec::Source;

use crate::facts::{Chapter, Facts};
use crate::links::{explorer_version, own_address};
use crate::page::Page;
use crate::table::faults::cut_rows;
use crate::table::known_types::KnownTypes;
use crate::words::vocabulary::{product_heading, supporting_topic};
pub(crate) use errors::error_codes;
pub(crate) use introduction::{footer_title, read_introduction};
pub(crate) use structures::structure_names;

/// Reads every kind of chapter that a page contains, if any.
pub(crate) fn read_chapters(file: &str, page: &Page<'_>, known: &KnownTypes) -> Facts {
    let mut findings = Vec::new();
    let contents = [
        structures::read_structures(file, page, known, &mut findings),
        errors::read_errors(page),
        catalogue::read_catalogue(page),
        history::read_history(page),
        regions::read_regions(page),
        introduction::read_introduction(page),
    ];
    let product = page
        .lines()
        .first()
        .and_then(|line| product_heading(line.text));
    let (service, version) = product.unzip();
    let chapters: Vec<Chapter> = contents
        .into_iter()
        .flatten()
        .map(|(content, language)| Chapter {
            service: service.clone(),
            version: version.clone(),
            source: Source {
                file: file.to_owned(),
                line: page.line,
                updated: page.updated(),
                url: None,
                truncated: false,
            },
            language: Some(language),
            explorer: explorer_version(page.blocks),
            address: own_address(page.blocks),
            retired: false,
            content,
        })
        .collect();
    if !chapters.is_empty() {
        findings.extend(cut_rows(file, page.blocks));
    }
    Facts {
        chapters,
        findings,
        ..Facts::default()
    }
}

/// Returns the topic of a chapter that all products share and that has no facts about their APIs.
///
/// Returns `None` if the page isn't such a chapter.
pub(crate) fn supporting_chapter(page: &Page<'_>) -> Option<&'static str> {
    page.lines()
        .iter()
        .find_map(|line| supporting_topic(line.text))
}
