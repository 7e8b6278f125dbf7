//! Import of files and folders: saved pages, Markdown trees, texts of PDF manuals.

mod neighbours;
mod paths;

use std::fs;
use std::path::{Path, PathBuf};

use document::Format;
use spec::Language;

use crate::page::Page;
use crate::report::{Outcome, PageEvent, Reporter};
use crate::site::address::Address;
use crate::store::{Store, StoreError};
use crate::storing::{Origin, store_page};

/// The options for imported files.
#[derive(Debug, Clone, Default)]
pub(crate) struct FileOptions {
    /// The service of chapters whose own service is unknown.
    pub(crate) service: Option<String>,
    /// The language of all files, instead of the detected one.
    pub(crate) language: Option<Language>,
    /// Accepts pages even if they lost most of their facts.
    pub(crate) accept_layout: bool,
}

/// A file, and its place in the imported folder.
#[derive(Debug)]
struct InputFile {
    path: PathBuf,
    /// The folders between the imported one and the file.
    folders: Vec<String>,
    /// The name without extension.
    name: String,
}

/// A file with facts.
#[derive(Debug)]
struct Candidate<'f> {
    file: &'f InputFile,
    /// The address that a saved page contains.
    address: Option<Address>,
    page: Page,
}

/// Stores all pages of the files and folders. Files without facts are skipped, and unreadable ones
/// are reported.
pub(crate) fn import(
    inputs: &[PathBuf],
    options: &FileOptions,
    store: &mut Store,
    reporter: &mut Reporter,
) -> Result<(), StoreError> {
    for input in inputs {
        let files = match list_files(input) {
            Ok(files) => files,
            Err(reason) => {
                reporter.page(failed(input, reason));
                continue;
            }
        };
        if files.is_empty() {
            reporter.page(failed(input, "the folder contains no files".to_owned()));
        }
        reporter.expect(files.len());
        let mut candidates = Vec::new();
        for (file, page) in files.iter().zip(parallel::map(&files, read)) {
            match page {
                Ok((address, page)) => candidates.push(Candidate {
                    file,
                    address,
                    page,
                }),
                Err(event) => reporter.page(*event),
            }
        }
        store.set_batch(PAGES_AT_ONCE)?;
        store_all(candidates, options, store, reporter)?;
        store.set_batch(1)?;
    }
    Ok(())
}

/// The number of pages that are written at once. A killed import loses at most these.
const PAGES_AT_ONCE: usize = 256;

/// The deepest nesting of folders. Links between deeper ones form a loop.
const DEEPEST: usize = 32;

/// Lists the file itself, or all visible files below the folder, sorted.
fn list_files(input: &Path) -> Result<Vec<InputFile>, String> {
    let mut files = Vec::new();
    if input.is_file() {
        files.push(input_file(input, &[]));
    } else {
        collect(input, &mut Vec::new(), &mut files)?;
    }
    Ok(files)
}

fn collect(
    folder: &Path,
    above: &mut Vec<String>,
    files: &mut Vec<InputFile>,
) -> Result<(), String> {
    let fail = |error| format!("can't read {}: {error}", folder.display());
    if above.len() > DEEPEST {
        return Err(format!("{} is nested too deeply", folder.display()));
    }
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(fail)? {
        paths.push(entry.map_err(fail)?.path());
    }
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            above.push(name);
            collect(&path, above, files)?;
            above.pop();
        } else {
            files.push(input_file(&path, above));
        }
    }
    Ok(())
}

fn input_file(path: &Path, folders: &[String]) -> InputFile {
    let name = path.file_stem().unwrap_or_default();
    InputFile {
        path: path.to_owned(),
        folders: folders.to_owned(),
        name: name.to_string_lossy().into_owned(),
    }
}

/// Reads a file, and returns the address that it contains with its page.
fn read(file: &InputFile) -> Result<(Option<Address>, Page), Box<PageEvent>> {
    // The named folder may contain links, but a pipe or a device would never end.
    let bytes = disk::read_given(&file.path)
        .map_err(|error| failed(&file.path, format!("can't be read: {}", error.reason)))?;
    let mut address = None;
    if let Ok(text) = std::str::from_utf8(&bytes)
        && document::format_of(text) == Format::Html
    {
        address = paths::saved_address(text);
    }
    let name = file.path.display().to_string();
    let url = address.map(|address| address.to_string());
    match Page::read(&name, &bytes, url.as_deref()) {
        Ok(page) => Ok((address, page)),
        Err(unusable) => Err(Box::new(PageEvent {
            outcome: unusable.outcome(),
            ..failed(&file.path, unusable.to_string())
        })),
    }
}

fn store_all(
    candidates: Vec<Candidate<'_>>,
    options: &FileOptions,
    store: &mut Store,
    reporter: &mut Reporter,
) -> Result<(), StoreError> {
    let services = neighbours::services(&candidates, options.service.as_deref());
    let mut paths = paths::Paths::of(store);
    for (candidate, service) in candidates.into_iter().zip(services) {
        let path = candidate.file.path.clone();
        let Some(service) = service else {
            reporter.page(failed(&path, neighbours::doubt(&candidate)));
            continue;
        };
        let language = options.language.unwrap_or_else(|| language(&candidate));
        let Some(file) = paths.assign(&candidate, &service, language, store) else {
            let reason = format!("`{service}` isn't a valid service name");
            reporter.page(failed(&path, reason));
            continue;
        };
        // A person may have corrected the service of a chapter in the manifest.
        let recorded = store.entry(&file).map(|entry| entry.service.clone());
        let is_open = candidate.page.service.is_none() && options.service.is_none();
        let origin = Origin {
            file,
            service: recorded.filter(|_| is_open).unwrap_or(service),
            language,
            url: candidate.address.map(|address| address.to_string()),
            fetched: None,
            etag: None,
            last_modified: None,
        };
        let event = store_page(store, candidate.page, origin, options.accept_layout)?;
        reporter.page(PageEvent {
            input: Some(path.display().to_string()),
            address: None,
            ..event
        });
    }
    Ok(())
}

/// Returns the language that the file's name states, else that of its texts, else of its edition.
fn language(candidate: &Candidate<'_>) -> Language {
    let edition = candidate.address.map(|address| address.edition.language());
    paths::language_in_name(&candidate.file.name)
        .or(candidate.page.language)
        .or(edition)
        .unwrap_or(Language::En)
}

fn failed(input: &Path, reason: String) -> PageEvent {
    PageEvent {
        input: Some(input.display().to_string()),
        ..PageEvent::new(Outcome::Failed).because(reason)
    }
}
