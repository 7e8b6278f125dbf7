//! The account of a page of a retired API: Chinese text that no fact holds is a finding.
//!
//! The general account compares words. It can't judge these pages, because the text of a PDF breaks
//! their words and prints labels apart. Chinese text survives that, so runs of it are compared.
//! Rows, codes and replies have checks of their own.

use spec::finding::Finding;
use spec::{Localized, Member};

use super::printed::frame::is_frame;
use crate::account::UNREAD_TEXT;
use crate::facts::{Content, Facts};
use crate::page::Page;
use crate::words::is_chinese;
use crate::words::text::text_lines;
use crate::words::vocabulary::section_heading;

/// The minimum length of a run that counts, in characters. Shorter ones are labels and titles.
const MIN_RUN: usize = 5;

/// The beginnings and ends of lines that other pages of the manual have too.
const COMMON_STARTS: [&str; 6] = [
    "参数名称",
    "名称",
    "错误码",
    "错误代码",
    "接口请求域名",
    "本接口第一版本可传",
];
const COMMON_WORDS: [&str; 3] = ["主要用于标识请求的不同", "表示", "返回参数示例"];

/// Returns a finding for each line of an action's page that no fact holds. `titles` are those of
/// the manual's pages, which it prints at the ends of others.
pub(super) fn unread(file: &str, page: &Page<'_>, titles: &[&str], facts: &Facts) -> Vec<Finding> {
    let Some(action) = facts.actions.first().map(|page| &page.action) else {
        return Vec::new();
    };
    let held = squeezed(&texts(facts).concat());
    let lines = page.blocks.iter().flat_map(text_lines);
    let unread = lines.filter(|line| {
        let text = line.text.trim();
        let is_common = is_frame(text)
            || text.starts_with('&')
            || section_heading(text, false).is_some()
            || titles.contains(&text)
            || text.ends_with("相关接口")
            || COMMON_STARTS.iter().any(|start| text.starts_with(start))
            || COMMON_WORDS
                .iter()
                .any(|words| text.contains(words) && text.contains("版本"))
            || text.ends_with("返回参数示例");
        !is_common && !runs(text).all(|run| held.contains(&run))
    });
    unread
        .map(|line| {
            let message = format!("no fact holds `{}`", line.text.trim());
            Finding::warning(file, line.number, &UNREAD_TEXT, &action.name, message)
                .help("compare with the live page")
        })
        .collect()
}

/// Returns the runs of Chinese characters in a text.
fn runs(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !is_chinese(c) || c.is_ascii_punctuation())
        .map(squeezed)
        .filter(|run| run.chars().count() >= MIN_RUN)
}

/// Returns the text without white space.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Returns all texts of the facts.
fn texts(facts: &Facts) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    let mut add = |text: &Localized| {
        texts.extend(text.zh.clone());
        texts.extend(text.en.clone());
    };
    for page in &facts.actions {
        let action = &page.action;
        add(&action.title);
        add(&action.doc);
        let members = action.input.iter().chain(&action.output);
        members.for_each(|member| add(&member.doc));
        page.errors.iter().for_each(|error| add(&error.doc));
        for example in &action.examples {
            add(&example.title);
            add(&example.doc);
        }
    }
    for chapter in &facts.chapters {
        if let Content::Structures(structures) = &chapter.content {
            structures.iter().for_each(|structure| add(&structure.doc));
            let members = structures.iter().flat_map(|structure| &structure.members);
            members.for_each(|member: &Member| add(&member.doc));
        }
    }
    for page in &facts.actions {
        let examples = page.action.examples.iter();
        let values = examples.flat_map(|example| [&example.request, &example.response]);
        texts.extend(values.flatten().map(ToString::to_string));
        let raws = page.action.examples.iter();
        texts.extend(raws.filter_map(|example| example.response_raw.clone()));
        let members = page.action.input.iter().chain(&page.action.output);
        texts.extend(members.filter_map(|member| member.example.clone()));
    }
    texts
}
