//! Measurements of reading: the committed specs, rendered back into pages under many names.

mod render;

use std::time::Instant;

use anyhow::{Result, ensure};
use document::Format;
use serde_json::{Map, Value, json};
use sources::{Checked, SourceEntry};
use spec::{Language, ServiceSpec, render_tree};
use xtask::stages::{self, Stopwatch};
use xtask::tell;
use xtask::workspace::Workspace;

use crate::process::{cpu_since, cpu_time, millis, own_process, peak_memory};

/// Measures a quarter, half and all of the pages, each in its own process.
pub(crate) fn measure(workspace: &Workspace, pages: u32) -> Result<Map<String, Value>> {
    let mut measured = Vec::new();
    for pages in [pages.div_ceil(4), pages.div_ceil(2), pages] {
        tell!("{pages} pages");
        let arguments = [
            "--one-size",
            "--only",
            "pages",
            "--pages",
            &pages.to_string(),
        ];
        measured.push(own_process(workspace, &arguments)?);
    }
    Ok(Map::from_iter([("pages".to_owned(), measured.into())]))
}

/// Reads at least this many pages in this process, and prints the figures as JSON.
pub(crate) fn measure_one(workspace: &Workspace, pages: u32) -> Result<()> {
    let specs = stages::committed(&stages::spec_files(workspace)?)?;
    let (entries, texts) = rendered(&specs, usize::try_from(pages)?);
    let checked: Vec<Checked<'_>> = entries
        .iter()
        .zip(&texts)
        .map(|(entry, text)| Checked {
            entry,
            bytes: text.as_bytes(),
        })
        .collect();
    let (start, cpu_before) = (Instant::now(), cpu_time());
    let mut watch = Stopwatch::start();
    let facts = pipeline::extract_pages(&checked);
    watch.lap("extract");
    let documented = pipeline::specs_of(facts);
    watch.lap("merge");
    let yaml = render_tree(&documented.specs)?;
    watch.lap("render");
    let (wall, cpu) = (start.elapsed(), cpu_since(cpu_before));
    let actions: usize = documented.specs.iter().map(|spec| spec.actions.len()).sum();
    let expected = entries.iter().filter(|entry| entry.title.is_some()).count();
    ensure!(
        actions == expected,
        "{expected} action pages were rendered, but {actions} actions read: the benchmark \
         renders pages that the reader doesn't understand"
    );
    let figures = json!({
        "pages": entries.len(),
        "bytes": texts.iter().map(String::len).sum::<usize>(),
        "actions": actions,
        "files": yaml.len(),
        "stages": watch.stages().iter().map(|(stage, time)| (*stage, millis(*time))).collect::<Vec<_>>(),
        "wall_ms": millis(wall),
        "cpu_ms": cpu,
        "peak_mib": peak_memory(),
    });
    stdio::print_line(figures);
    Ok(())
}

/// Renders whole products, under new names each time, until there are enough pages.
///
/// Only the entries of action pages have a title.
fn rendered(specs: &[ServiceSpec], pages: usize) -> (Vec<SourceEntry>, Vec<String>) {
    let (mut entries, mut texts) = (Vec::new(), Vec::new());
    let mut copy = 0;
    while texts.len() < pages {
        for spec in specs {
            let spec = renamed(spec, copy);
            for (name, text) in render::pages(&spec) {
                let is_action = spec.action(&name).is_some();
                entries.push(entry(&spec.service.name, &name, is_action));
                texts.push(text);
            }
        }
        copy += 1;
    }
    (entries, texts)
}

/// Returns the spec under a name that no other copy has.
pub(crate) fn renamed(spec: &ServiceSpec, copy: u32) -> ServiceSpec {
    let mut spec = spec.clone();
    let name = format!("{}{copy}", spec.service.name);
    spec.service.name.clone_from(&name);
    for action in &mut spec.actions {
        action.service.clone_from(&name);
    }
    spec
}

fn entry(service: &str, name: &str, is_action: bool) -> SourceEntry {
    SourceEntry {
        file: format!("{service}/{name}.md"),
        title: is_action.then(|| name.to_owned()),
        service: service.to_owned(),
        version: None,
        language: Language::En,
        format: Format::Markdown,
        url: None,
        updated: None,
        fetched: None,
        etag: None,
        last_modified: None,
        sha256: String::new(),
        original_sha256: None,
    }
}
