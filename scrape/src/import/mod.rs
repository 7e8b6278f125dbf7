//! Pages from files and folders: saved pages, Markdown trees, texts taken from PDFs.

mod place;
mod service;
mod walk;

use std::fs;

use spec::Language;

use crate::options::{FileOptions, Input};
use crate::page::{Intake, Page, read, take};
use crate::report::{Outcome, PageEvent, Reporter};
use crate::site::address::Address;
use crate::store::{Store, StoreError};
use walk::Found;

/// A file that was read.
#[derive(Debug)]
struct Candidate {
    found: Found,
    /// The page's own address, where a saved page tells it.
    address: Option<Address>,
    page: Page,
}

/// Brings all files of the inputs into the store. Files that hold no facts are skipped, others that can't
/// be used are reported, and the rest goes through.
pub(crate) fn import(
    inputs: &[Input],
    options: &FileOptions,
    store: &mut Store,
    reporter: &mut Reporter,
) -> Result<(), StoreError> {
    for input in inputs {
        let files = match walk::files(input) {
            Ok(files) => files,
            Err(reason) => {
                reporter.page(failed(&input.path.display().to_string(), reason));
                continue;
            }
        };
        reporter.expect(files.len());
        let mut candidates = Vec::new();
        for found in files {
            match candidate(found) {
                Ok(candidate) => candidates.push(candidate),
                Err(event) => reporter.page(*event),
            }
        }
        take_over(candidates, options, store, reporter)?;
    }
    Ok(())
}

fn candidate(found: Found) -> Result<Candidate, Box<PageEvent>> {
    let shown = found.path.display().to_string();
    let bytes =
        fs::read(&found.path).map_err(|error| failed(&shown, format!("can't be read: {error}")))?;
    let address = std::str::from_utf8(&bytes)
        .ok()
        .filter(|text| document::format_of(text) == document::Format::Html)
        .and_then(place::own_address);
    let text = address.map(|address| address.to_string());
    match read(&shown, &bytes, text.as_deref()) {
        Ok(page) => Ok(Candidate {
            found,
            address,
            page,
        }),
        Err(unusable) => Err(Box::new(PageEvent {
            outcome: unusable.outcome(),
            ..failed(&shown, unusable.to_string())
        })),
    }
}

fn take_over(
    candidates: Vec<Candidate>,
    options: &FileOptions,
    store: &mut Store,
    reporter: &mut Reporter,
) -> Result<(), StoreError> {
    let services = service::of_all(&candidates, options.service.as_deref());
    let mut places = place::Places::default();
    for (candidate, service) in candidates.into_iter().zip(services) {
        let shown = candidate.found.path.display().to_string();
        let Some(service) = service else {
            let reason =
                "neither the file nor its neighbours name their service: name it with --service";
            reporter.page(failed(&shown, reason.to_owned()));
            continue;
        };
        let language = options.language.unwrap_or_else(|| language(&candidate));
        let Some(file) = places.of(&candidate, &service, language, store) else {
            let reason = format!("`{service}` is no name of a service");
            reporter.page(failed(&shown, reason));
            continue;
        };
        let intake = Intake {
            file,
            service,
            language,
            url: candidate.address.map(|address| address.to_string()),
            fetched: None,
            etag: None,
            last_modified: None,
        };
        let event = take(store, candidate.page, intake, options.accept_layout)?;
        reporter.page(PageEvent {
            input: Some(shown),
            address: None,
            ..event
        });
    }
    Ok(())
}

/// What the name says, else the words, else the edition.
fn language(candidate: &Candidate) -> Language {
    let edition = candidate.address.map(|address| address.edition.language());
    place::named_language(&candidate.found.name)
        .or(candidate.page.language)
        .or(edition)
        .unwrap_or(Language::En)
}

fn failed(input: &str, reason: String) -> PageEvent {
    PageEvent {
        input: Some(input.to_owned()),
        reason: Some(reason),
        ..PageEvent::new(Outcome::Failed)
    }
}
