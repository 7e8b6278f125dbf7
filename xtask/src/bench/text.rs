//! Reading of long texts: the manuals repeated.

use std::time::Instant;

use anyhow::Result;
use document::Format;
use pipeline::facts_of;
use serde_json::{Map, Value, json};
use sources::{parse_sources, read_pages};

use super::process::cpu_time;
use crate::stages::{MANIFEST, manifest_text};
use crate::workspace::Workspace;

const REPETITIONS: [usize; 4] = [1, 2, 4, 8];

/// Reads every manual 1, 2, 4 and 8 times in a row.
pub(super) fn compare(workspace: &Workspace) -> Result<Map<String, Value>> {
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
        eprintln!("{}", manual.file);
        let lengths = REPETITIONS.map(|times| measure(&manual.file, text, times));
        measured.extend(lengths);
    }
    Ok(Map::from_iter([("text".to_owned(), measured.into())]))
}

fn measure(file: &str, text: &[u8], repetitions: usize) -> Value {
    let repeated = text.repeat(repetitions);
    let (start, cpu_before) = (Instant::now(), cpu_time());
    let facts = facts_of(file, &repeated, Some(Format::PdfText));
    let wall = start.elapsed();
    let cpu = cpu_time().zip(cpu_before);
    let cpu_ms = cpu.map(|(now, before)| now.saturating_sub(before).as_millis() as u64);
    json!({
        "file": file,
        "repetitions": repetitions,
        "bytes": repeated.len(),
        "actions": facts.actions.len(),
        "wall_ms": wall.as_millis() as u64,
        "cpu_ms": cpu_ms,
    })
}
