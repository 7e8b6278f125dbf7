//! Tables put together out of the printed lines of a manual.
//!
//! Timed is all of `extract` for one chapter that was read before: finding its structures or sections, rebuilding
//! the rows, and reading what their descriptions tell. A chapter is one page, so that one thread does it.

use std::fmt;
use std::path::Path;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use document::{Block, BlockKind, Document, Format};
use extract::extract;

/// As in `xtask`, whose runs this stands for.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

#[divan::bench(args = CHAPTERS)]
fn chapter(bencher: Bencher, chapter: &Chapter) {
    let document = chapter.document();
    let facts = extract(&document);
    assert!(!facts.actions.is_empty() || !facts.chapters.is_empty());
    let bytes: usize = document.blocks.iter().map(text_bytes).sum();
    bencher
        .counter(BytesCount::new(bytes))
        .bench_local(|| extract(black_box(&document)));
}

/// Structures in Chinese and in English, and the page of an action.
const CHAPTERS: [Chapter; 3] = [
    Chapter {
        manual: "cvm-manual.zh.txt",
        title: "数据结构",
    },
    Chapter {
        manual: "ecm-manual.en.txt",
        title: "Data Types",
    },
    Chapter {
        manual: "cvm-manual.zh.txt",
        title: "创建实例",
    },
];

#[derive(Debug, Clone, Copy)]
struct Chapter {
    manual: &'static str,
    title: &'static str,
}

impl fmt::Display for Chapter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.manual, self.title)
    }
}

impl Chapter {
    /// The chapter's blocks, up to the next title. Release notes may have a title like it, but are shorter.
    fn document(&self) -> Document {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs/sources");
        let bytes = std::fs::read(folder.join(self.manual)).expect("the manual is committed");
        let mut document = document::read(self.manual, &bytes, Some(Format::PdfText))
            .expect("the manual is readable");
        let pages = document.blocks.chunk_by(|_, next| title(next).is_none());
        let longest = pages
            .filter(|page| page.first().and_then(title) == Some(self.title))
            .max_by_key(|page| page.len());
        document.blocks = longest.expect("the manual has the chapter").to_vec();
        document
    }
}

fn title(block: &Block) -> Option<&str> {
    match &block.kind {
        BlockKind::Title(title) => Some(&title.text),
        _ => None,
    }
}

fn text_bytes(block: &Block) -> usize {
    match &block.kind {
        BlockKind::Line(line) => line.text.len(),
        _ => 0,
    }
}
