//! Mutated pages through all stages: no panic, YAML that reads back the same, and Rust that parses.
//!
//! The gate tries some hundred pages. A longer run, in the optimised profile:
//!
//! ```text
//! FUZZ_SECONDS=600 cargo test --profile xtask -p xtask --features review --test fuzz
//! ```
//!
//! It also fails if a page takes more than two seconds of CPU time or 200 MB, and prints the worst
//! pages at the end. A failure prints the seed of the page, and `FUZZ_SEED` tries that page alone.
//! `FUZZ_FILE` tries any file. An abort, such as a stack overflow, leaves the seeds of the pages in
//! hand in `fuzz-seed-<thread>` of the temporary folder.

mod cost;
mod mutate;
mod pieces;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use document::Format;
use pipeline::{facts_of, specs_of};
use sources::{SourceEntry, parse_sources};
use spec::{parse_tree, render_tree};

use cost::{Cost, cost_of};
use mutate::{Page, mutated};

/// The number of pages that the gate tries.
const PAGES: u64 = 300;

/// The longest CPU time for a page of at most [`mutate::LARGEST`] bytes.
const LIMIT: Duration = Duration::from_secs(2);

/// The most memory in bytes for such a page.
const MEMORY: u64 = 200 << 20;

/// The number of pages whose cost is measured at the end.
const RERUN: usize = 40;

#[test]
fn mutated_pages_pass_all_stages() {
    let pages = original_pages();
    let variable = |name: &str| std::env::var(name).ok()?.parse::<u64>().ok();
    if let Ok(file) = std::env::var("FUZZ_FILE") {
        let text = std::fs::read_to_string(file).unwrap();
        let page = Page { text, format: None };
        let cost = cost_of(|| run(&page));
        return eprintln!("{:?} of CPU time, {} MB", cost.time, cost.memory >> 20);
    }
    if let Some(seed) = variable("FUZZ_SEED") {
        let page = mutated(&pages, seed);
        eprintln!("{:?}, {} bytes", page.format, page.text.len());
        std::fs::write(std::env::temp_dir().join("fuzz-page"), &page.text).unwrap();
        let cost = cost_of(|| run(&page));
        return eprintln!("{:?} of CPU time, {} MB", cost.time, cost.memory >> 20);
    }
    match variable("FUZZ_SECONDS") {
        None => {
            for seed in 0..PAGES {
                try_page(&pages, seed);
            }
        }
        Some(seconds) => try_for(&pages, Duration::from_secs(seconds)),
    }
}

/// Tries pages on all cores for this time. Those that took longest run again alone, because only
/// then their cost can be measured.
fn try_for(pages: &[Page], time: Duration) {
    let start = Instant::now();
    let first = u64::from(std::process::id()) << 32;
    let next = AtomicU64::new(first);
    let slow = Mutex::new(BTreeSet::new());
    let work = |thread: usize| {
        while start.elapsed() < time {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            std::fs::write(seed_file(thread), seed.to_string()).unwrap();
            let begin = Instant::now();
            try_page(pages, seed);
            let mut slow = slow.lock().unwrap();
            slow.insert((begin.elapsed(), seed));
            if slow.len() > RERUN {
                slow.pop_first();
            }
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let work = &work;
        for thread in 0..cores {
            // A panic in a thread fails the scope.
            scope.spawn(move || work(thread));
        }
    });
    let costs: Vec<(Cost, u64)> = slow
        .into_inner()
        .unwrap()
        .into_iter()
        .map(|(_, seed)| (cost_of(|| try_page(pages, seed)), seed))
        .collect();
    let slowest = costs.iter().max_by_key(|(cost, _)| cost.time).unwrap();
    let largest = costs.iter().max_by_key(|(cost, _)| cost.memory).unwrap();
    eprintln!(
        "{} pages; the slowest, FUZZ_SEED={}, took {:?} of CPU time; the largest, FUZZ_SEED={}, \
         took {} MB",
        next.into_inner() - first,
        slowest.1,
        slowest.0.time,
        largest.1,
        largest.0.memory >> 20,
    );
    assert!(slowest.0.time < LIMIT, "FUZZ_SEED={} is slow", slowest.1);
    assert!(
        largest.0.memory < MEMORY,
        "FUZZ_SEED={} is large",
        largest.1
    );
}

/// Returns the file with the seed of a thread's page, which outlives an abort.
fn seed_file(thread: usize) -> PathBuf {
    std::env::temp_dir().join(format!("fuzz-seed-{thread}"))
}

/// Runs a page through all stages, and names its seed if that panics.
fn try_page(pages: &[Page], seed: u64) {
    let page = mutated(pages, seed);
    if catch_unwind(AssertUnwindSafe(|| run(&page))).is_err() {
        panic!("FUZZ_SEED={seed} failed");
    }
}

/// Runs a page through all stages.
fn run(page: &Page) {
    let facts = facts_of("page", page.text.as_bytes(), page.format);
    let manifest = "- {file: page, service: cvm, language: en, format: markdown, sha256: ''}\n";
    let entry: SourceEntry = parse_sources("sources.yaml", manifest).unwrap().remove(0);
    let documented = specs_of(vec![merge::SourceFacts { entry, facts }]);
    for finding in &documented.findings {
        assert!(!finding.message.is_empty());
    }
    let Ok(files) = render_tree(&documented.specs) else {
        return;
    };
    let read = parse_tree("specs", &files).expect("rendered specs can be parsed");
    assert_eq!(read, documented.specs);
    let Ok(model) = lower::lower(&read) else {
        return;
    };
    for spec in &read {
        openapi::document(spec);
    }
    let unchanged = compare::compare(&read, &read).unwrap();
    assert!(unchanged.services.is_empty(), "{unchanged:?}");
    for (path, text) in emit::emit(&model) {
        if path.ends_with(".rs") {
            text.parse::<proc_macro2::TokenStream>()
                .unwrap_or_else(|error| panic!("{path}: {error}"));
        }
    }
}

/// Returns the fixtures of all formats, and the pages of the sources that aren't manuals.
fn original_pages() -> Vec<Page> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in ["chapters", "en", "zh"] {
        let folder = root.join("generator/document/tests/documents").join(folder);
        files.extend(
            std::fs::read_dir(folder)
                .unwrap()
                .map(|entry| entry.unwrap().path()),
        );
    }
    files.extend(
        std::fs::read_dir(root.join("specs/sources"))
            .unwrap()
            .map(|entry| entry.unwrap().path()),
    );
    files.sort();
    let pages: Vec<Page> = files.iter().flat_map(|file| pages_of(file)).collect();
    assert!(pages.len() > 50, "{}", pages.len());
    pages
}

/// Reads a file. Of a manual, it takes some printed pages.
fn pages_of(file: &Path) -> Vec<Page> {
    let text = std::fs::read_to_string(file).unwrap();
    if text.len() < mutate::LARGEST {
        return vec![Page { text, format: None }];
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let chunks = lines.chunks(400).step_by(lines.len() / 400 / 20 + 1);
    chunks
        .map(|lines| Page {
            text: lines.concat(),
            format: Some(Format::PdfText),
        })
        .collect()
}
