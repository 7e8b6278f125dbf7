//! `cargo xtask inspect`: prints the facts of any page, in the form of the specs.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use extract::{Chapter, Content, Facts};
use pipeline::facts_of;
use serde::Serialize;
use spec::finding::Finding;
use spec::{Action, ServiceSpec, Source, Structure};
use xtask::tell;

/// Prints the facts of a page: YAML in the form of the specs, one document per action or chapter
///
/// Reads pages of the site (HTML), Markdown, plain text and text extracted from PDF manuals. Prints
/// findings to standard error. Fails if the pages don't contain any facts.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask inspect page.html
  pbpaste | cargo xtask inspect -
  cargo xtask inspect --json folder/ > facts.json
  cargo xtask inspect --format pdf-text manual.txt")]
pub(crate) struct Arguments {
    /// Pages, folders of pages (searched recursively), or `-` for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The format of the pages; detected by default
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Print one JSON array with an object per page
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A page of the site, complete or reduced to its article
    Html,
    /// Markdown
    Markdown,
    /// A page as plain text
    Text,
    /// A manual as text extracted from a PDF
    PdfText,
}

impl From<Format> for document::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Html => Self::Html,
            Format::Markdown => Self::Markdown,
            Format::Text => Self::Text,
            Format::PdfText => Self::PdfText,
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let format = arguments.format.map(document::Format::from);
    let mut has_facts = false;
    let mut pages = Vec::new();
    for path in files(&arguments.files)? {
        let (name, bytes) = read(&path)?;
        let facts = facts_of(&name, &bytes, format);
        has_facts |= !facts.actions.is_empty() || !facts.chapters.is_empty();
        for finding in &facts.findings {
            tell!("{finding}\n");
        }
        if arguments.json {
            pages.push(Page::new(name, facts));
        } else {
            print_yaml(&Page::new(name, facts))?;
        }
    }
    if arguments.json {
        stdio::print_line(serde_json::to_string_pretty(&pages)?);
    }
    Ok(if has_facts {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Returns the named files and the files in the named folders, sorted.
fn files(named: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in named {
        if path.is_dir() {
            walk(path, &mut files)?;
        } else if path == Path::new("-") || path.exists() {
            files.push(path.clone());
        } else {
            bail!("error: file `{}` doesn't exist", path.display());
        }
    }
    Ok(files)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let listing = fs::read_dir(folder).with_context(|| cannot_read(folder))?;
    let mut paths = Vec::new();
    for entry in listing {
        paths.push(entry?.path());
    }
    paths.sort();
    for path in paths {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            walk(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<(String, Vec<u8>)> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes)?;
        return Ok(("<stdin>".to_owned(), bytes));
    }
    let bytes = fs::read(path).with_context(|| cannot_read(path))?;
    Ok((path.display().to_string(), bytes))
}

fn cannot_read(path: &Path) -> String {
    format!("can't read {}", path.display())
}

/// The facts of one file, in the printed form.
#[derive(Serialize)]
struct Page {
    file: String,
    actions: Vec<PrintedAction>,
    chapters: Vec<PrintedChapter>,
    findings: Vec<Finding>,
}

#[derive(Serialize)]
struct PrintedAction {
    #[serde(flatten)]
    action: Action,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    inferred_structures: Vec<Structure>,
}

#[derive(Serialize)]
struct PrintedChapter {
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    source: Source,
    #[serde(flatten)]
    content: PrintedContent,
}

/// A chapter's content under the name of its kind.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum PrintedContent {
    Structures(Vec<Structure>),
    Errors(Vec<spec::ErrorCode>),
    Catalogue(Vec<spec::Catalogue>),
    History(Vec<spec::Release>),
    Regions(Vec<spec::Region>),
    Introduction {
        title: spec::Localized,
        doc: spec::Localized,
    },
}

impl Page {
    fn new(file: String, facts: Facts) -> Self {
        let mut spec = ServiceSpec {
            structures: described(&facts.chapters),
            ..ServiceSpec::default()
        };
        Self {
            file,
            actions: facts
                .actions
                .into_iter()
                .map(|page| {
                    spec.actions = vec![page.action.clone()];
                    let inferred = infer::infer(&spec).into_iter();
                    PrintedAction {
                        action: page.action,
                        inferred_structures: inferred.map(|one| one.structure).collect(),
                    }
                })
                .collect(),
            chapters: facts
                .chapters
                .into_iter()
                .map(PrintedChapter::from)
                .collect(),
            findings: facts.findings,
        }
    }
}

/// Returns the structures that the file describes.
fn described(chapters: &[Chapter]) -> Vec<Structure> {
    let structures = chapters
        .iter()
        .filter_map(|chapter| match &chapter.content {
            Content::Structures(structures) => Some(structures),
            _ => None,
        });
    structures.flatten().cloned().collect()
}

impl From<Chapter> for PrintedChapter {
    fn from(chapter: Chapter) -> Self {
        Self {
            service: chapter.service,
            version: chapter.version,
            source: chapter.source,
            content: match chapter.content {
                Content::Structures(structures) => PrintedContent::Structures(structures),
                Content::Errors(errors) => PrintedContent::Errors(errors),
                Content::Catalogue(catalogue) => PrintedContent::Catalogue(catalogue),
                Content::History(history) => PrintedContent::History(history),
                Content::Regions(regions) => PrintedContent::Regions(regions),
                Content::Introduction { title, doc } => PrintedContent::Introduction { title, doc },
            },
        }
    }
}

fn print_yaml(page: &Page) -> Result<()> {
    for action in &page.actions {
        stdio::print(format!("---\n{}", spec::yaml::print(action)?));
    }
    for chapter in &page.chapters {
        stdio::print(format!("---\n{}", spec::yaml::print(chapter)?));
    }
    Ok(())
}
