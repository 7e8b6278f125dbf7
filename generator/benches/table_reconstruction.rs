//! Reconstruction of tables from the printed lines of a manual.
//!
//! The benchmark times `extract` on the blocks of one chapter. `extract` finds structures or
//! sections, rebuilds rows, and reads their descriptions. A chapter is one page, so one thread does
//! all the work.

use std::fmt;
use std::path::Path;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use document::{Block, BlockKind, Document, Format};
use extract::extract;

/// The allocator of `xtask`, for comparable timings.
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

/// The chapters: structures in Chinese and in English, and the page of one action.
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
    /// Returns the chapter's blocks, up to the next title. Release notes may share its title but
    /// are shorter.
    fn document(&self) -> Document {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs/sources");
        let bytes =
            std::fs::read(folder.join(self.manual)).expect("the manual should be committed");
        let mut document = document::read(self.manual, &bytes, Some(Format::PdfText))
            .expect("the manual should be readable");
        document.blocks = document
            .blocks
            .chunk_by(|_, next| title(next).is_none())
            .filter(|page| page.first().and_then(title) == Some(self.title))
            .max_by_key(|page| page.len())
            .expect("the manual should have the chapter")
            .to_vec();
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
