//! Mutations of pages: lines and pieces deleted, repeated, exchanged and mixed with other pages.

use document::Format;
use fastrand::Rng;

use crate::pieces::{NESTS, PIECES, UNITS};

/// The largest page in bytes.
pub(crate) const LARGEST: usize = 100_000;

/// A page and the format to read it as; `None` detects the format.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub(crate) text: String,
    pub(crate) format: Option<Format>,
}

/// Returns the page of a seed: an original page with some mutations.
pub(crate) fn mutated(originals: &[Page], seed: u64) -> Page {
    let mut rng = Rng::with_seed(seed);
    let original = &originals[rng.usize(..originals.len())];
    let mut text = original.text.clone();
    match rng.u8(..2) {
        // Other mutations would often hide the repeated part from the stages.
        0 => repeat(&mut text, &mut rng),
        _ => {
            for _ in 0..rng.usize(1..8) {
                mutate(&mut text, originals, &mut rng);
            }
        }
    }
    let mut end = text.len().min(LARGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    let format = match rng.u8(..8) {
        0 => Some(Format::Html),
        1 => Some(Format::Markdown),
        2 => Some(Format::Text),
        3 => Some(Format::PdfText),
        _ => original.format,
    };
    Page { text, format }
}

fn mutate(text: &mut String, originals: &[Page], rng: &mut Rng) {
    match rng.u8(..9) {
        0 => insert(text, PIECES[rng.usize(..PIECES.len())], rng),
        1 => {
            let pieces: String = (0..rng.usize(1..40))
                .map(|_| PIECES[rng.usize(..PIECES.len())])
                .collect();
            insert(text, &pieces, rng);
        }
        2 => repeat(text, rng),
        3 => {
            let (from, to) = range(text, rng);
            text.replace_range(from..to, "");
        }
        4 => {
            let (from, to) = range(text, rng);
            let copy = text[from..to].repeat(rng.usize(1..5));
            insert(text, &copy, rng);
        }
        5 => {
            let other = &originals[rng.usize(..originals.len())].text;
            let (from, to) = range(other, rng);
            insert(text, &other[from..to], rng);
        }
        6 => exchange_lines(text, rng),
        7 => nest(text, rng),
        _ => remove_lines(text, rng),
    }
}

/// Inserts units until the page is large: repetition shows superlinear time.
fn repeat(text: &mut String, rng: &mut Rng) {
    let units: Vec<&str> = (0..rng.usize(1..3)).map(|_| unit(rng)).collect();
    let separator = ["", "", "\n", " ", "\n\n"][rng.usize(..5)];
    let longest = LARGEST.saturating_sub(text.len()).max(LARGEST / 4);
    let length = match rng.bool() {
        true => longest,
        false => rng.usize(1..longest),
    };
    let mut repeated = String::with_capacity(length + 1_000);
    let mut number = 0;
    while repeated.len() < length {
        for unit in &units {
            repeated.push_str(&unit.replace("{i}", &number.to_string()));
            repeated.push_str(separator);
        }
        number += 1;
    }
    let at = place(text, rng);
    text.insert_str(at, &repeated);
}

fn unit(rng: &mut Rng) -> &'static str {
    match rng.u8(..3) {
        0 => PIECES[rng.usize(..PIECES.len())],
        _ => UNITS[rng.usize(..UNITS.len())],
    }
}

/// Opens brackets, elements or lists inside each other, and closes all, some or none of them.
fn nest(text: &mut String, rng: &mut Rng) {
    let (open, close) = NESTS[rng.usize(..NESTS.len())];
    let largest = LARGEST / (open.len() + close.len());
    let count = [10, 50, 120, 1_000, largest][rng.usize(..5)].min(largest);
    let closed = [count, count / 2, 0, count + 5][rng.usize(..4)];
    let nest = format!("{}1{}", open.repeat(count), close.repeat(closed));
    let at = place(text, rng);
    text.insert_str(at, &nest);
}

/// Returns the start of a random line, or any position.
fn place(text: &str, rng: &mut Rng) -> usize {
    let at = boundary(text, rng);
    match rng.u8(..4) {
        0 => at,
        _ => text[..at].rfind('\n').map_or(0, |end| end + 1),
    }
}

fn insert(text: &mut String, piece: &str, rng: &mut Rng) {
    let at = boundary(text, rng);
    text.insert_str(at, piece);
}

/// Returns a random position between two characters.
fn boundary(text: &str, rng: &mut Rng) -> usize {
    let mut at = rng.usize(..=text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Returns a random range. Most are short.
fn range(text: &str, rng: &mut Rng) -> (usize, usize) {
    let from = boundary(text, rng);
    let longest = if rng.bool() { 40 } else { 4_000 };
    let mut to = (from + rng.usize(..=longest)).min(text.len());
    while !text.is_char_boundary(to) {
        to += 1;
    }
    (from, to)
}

fn exchange_lines(text: &mut String, rng: &mut Rng) {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    if lines.len() > 1 {
        let (one, other) = (rng.usize(..lines.len()), rng.usize(..lines.len()));
        lines.swap(one, other);
        *text = lines.concat();
    }
}

/// Removes about one line in ten.
fn remove_lines(text: &mut String, rng: &mut Rng) {
    let lines: Vec<&str> = text
        .split_inclusive('\n')
        .filter(|_| rng.u8(..10) > 0)
        .collect();
    *text = lines.concat();
}
