//! Measurements of the generator on repeated manuals.

use std::time::Instant;

use anyhow::Result;
use document::Format;
use pipeline::facts_of;
use serde_json::{Map, Value, json};
use sources::{parse_sources, read_pages};
use xtask::stages::{MANIFEST, manifest_text};
use xtask::tell;
use xtask::workspace::Workspace;

use crate::process::{cpu_since, cpu_time, millis};

/// The lengths of the texts, as the number of times that they repeat a manual.
const REPETITIONS: [usize; 4] = [1, 2, 4, 8];

/// Reads every manual 1, 2, 4 and 8 times in a row.
pub(crate) fn measure(workspace: &Workspace) -> Result<Map<String, Value>> {
    let entries = parse_sources(MANIFEST, &manifest_text(workspace)?)?;
    let pages = read_pages(&workspace.pages())?;
    let manuals = entries
        .iter()
        .filter(|entry| entry.format == Format::PdfText);
    let mut measured = Vec::new();
    for manual in manuals {
        let Some(text) = pages.get(&manual.file) else {
            continue;
        };
        tell!("{}", manual.file);
        let lengths = REPETITIONS.map(|times| measure_text(&manual.file, text, times));
        measured.extend(lengths);
    }
    Ok(Map::from_iter([("text".to_owned(), measured.into())]))
}

fn measure_text(file: &str, text: &[u8], repetitions: usize) -> Value {
    let repeated = text.repeat(repetitions);
    let (start, cpu_before) = (Instant::now(), cpu_time());
    let facts = facts_of(file, &repeated, Some(Format::PdfText));
    let (wall, cpu_ms) = (start.elapsed(), cpu_since(cpu_before));
    json!({
        "file": file,
        "repetitions": repetitions,
        "bytes": repeated.len(),
        "actions": facts.actions.len(),
        "wall_ms": millis(wall),
        "cpu_ms": cpu_ms,
    })
}
