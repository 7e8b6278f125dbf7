//! Examples from printed lines: the request, and the reply with its brackets put back.

use document::{Block, BlockKind, Line};

use super::super::host::host_of_address;
use super::super::replies;
use super::PrintedLine;
use super::frame::is_frame;
use crate::words::text::text_line;
use crate::words::vocabulary::example_number;

/// The labels that the reader of examples knows.
const TITLE: &str = "示例";
const REQUEST: &str = "请求示例";
const REPLY: &str = "返回示例";

/// One example.
#[derive(Debug, Default)]
struct Draft<'a> {
    line: usize,
    title: &'a str,
    doc: Vec<PrintedLine<'a>>,
    request: Vec<PrintedLine<'a>>,
    reply: Vec<PrintedLine<'a>>,
    /// True if the reply's last line ends within a string.
    in_string: bool,
}

/// Returns the lines of an examples section as labelled parts, with each reply as code.
pub(in crate::retired) fn labelled(lines: &[PrintedLine<'_>]) -> Vec<Block> {
    let mut drafts: Vec<Draft<'_>> = Vec::new();
    for line in lines {
        read_line(&mut drafts, *line);
    }
    drafts.retain(|draft| !draft.request.is_empty() || !draft.reply.is_empty());
    let drafts = drafts.into_iter().enumerate();
    drafts
        .flat_map(|(index, draft)| draft.into_blocks(index + 1))
        .collect()
}

fn read_line<'a>(drafts: &mut Vec<Draft<'a>>, line: PrintedLine<'a>) {
    let text = line.line.text.trim();
    if drafts.is_empty() {
        drafts.push(Draft::new(line));
    }
    let Some(current) = drafts.last_mut() else {
        return;
    };
    if current.in_string || replies::is_displaced(&line) {
        current.add_reply(line);
    } else if let Some(title) = example_number(text) {
        drafts.push(Draft {
            title: title.trim_start_matches([' ', ':', '：', '.', '、']).trim(),
            ..Draft::new(line)
        });
    } else if is_frame(text) {
    } else if host_of_address(text).is_some() {
        if current.request.is_empty() {
            current.request.push(line);
        } else {
            drafts.push(Draft {
                request: vec![line],
                ..Draft::new(line)
            });
        }
    } else if text.starts_with('&') || (current.reply.is_empty() && current.is_pair(text)) {
        current.request.push(line);
    } else if is_code(text) && !current.request.is_empty() {
        current.add_reply(line);
    } else if current.reply.is_empty() {
        current.doc.push(line);
    } else {
        drafts.push(Draft {
            doc: vec![line],
            ..Draft::new(line)
        });
    }
}

/// Returns the blocks of an examples section that has code blocks, with the labels that the reader
/// of examples knows.
pub(in crate::retired) fn relabelled(blocks: &[&Block]) -> Vec<Block> {
    let relabel = |block: &Block| {
        let label = match &block.kind {
            BlockKind::Code(code) => {
                return Block {
                    line: block.line,
                    kind: BlockKind::Code(with_separators(code)),
                };
            }
            _ => text_line(block).and_then(|line| part_label(line.text)),
        };
        label.map_or_else(
            || block.clone(),
            |label| text_block(block.line, label.to_owned()),
        )
    };
    blocks.iter().map(|block| relabel(block)).collect()
}

/// Returns the known label for the part of an example that the line labels.
fn part_label(text: &str) -> Option<&'static str> {
    let label = text.trim_matches(['*', ' ', ':', '：', '#']);
    if ["输入", "请求", "请求参数", "请求示例"].contains(&label) {
        return Some(REQUEST);
    }
    [
        "输出",
        "返回",
        "响应",
        "返回参数",
        "返回结果",
        "返回示例",
        "返回示例如下",
    ]
    .contains(&label)
    .then_some(REPLY)
}

/// Returns a request's code with a `&` before each parameter. Other code stays as it is.
fn with_separators(code: &str) -> String {
    let mut lines = code.lines();
    let Some(first) = lines
        .next()
        .filter(|first| host_of_address(first.trim()).is_some())
    else {
        return code.to_owned();
    };
    let mut text = first.trim().to_owned();
    let mut is_query = true;
    for line in lines {
        let line = line.trim();
        is_query &= !line.starts_with('{');
        let is_bare = is_query && !line.starts_with('&') && line.contains('=');
        text.push_str(if is_bare { "\n&" } else { "\n" });
        text.push_str(line);
    }
    text
}

/// Returns whether the line is JSON.
fn is_code(text: &str) -> bool {
    text.starts_with(['"', '{', '}', '[', ']', ',', '\''])
        || text.starts_with(|c: char| c.is_ascii_digit() || c == '-')
        || ["true", "false", "null", "..."]
            .iter()
            .any(|word| text.starts_with(word))
}

impl<'a> Draft<'a> {
    fn new(line: PrintedLine<'a>) -> Self {
        Self {
            line: line.line.number,
            ..Self::default()
        }
    }

    fn add_reply(&mut self, line: PrintedLine<'a>) {
        if !replies::is_displaced(&line) {
            self.in_string = replies::ends_in_string(self.in_string, line.line.text);
        }
        if !self.request.is_empty() {
            self.reply.push(line);
        }
    }

    /// Returns whether the line is a parameter whose `&` the page omits: `zoneId=100001`.
    fn is_pair(&self, text: &str) -> bool {
        let is_name = |name: &str| {
            !name.is_empty()
                && name
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'_')
        };
        !self.request.is_empty() && text.split_once('=').is_some_and(|(name, _)| is_name(name))
    }

    fn into_blocks(self, number: usize) -> Vec<Block> {
        let line = self.line;
        let mut blocks = vec![text_block(line, format!("{TITLE}{number} {}", self.title))];
        blocks.extend(self.doc.iter().map(|doc| {
            let text = doc.line.text.to_owned();
            let block = text_block(doc.line.number, text);
            with_space(block, doc.line.space_after)
        }));
        blocks.push(text_block(line, REQUEST.to_owned()));
        for (index, request) in self.request.iter().enumerate() {
            let text = request.line.text.trim();
            let is_bare = index > 0 && !text.starts_with('&');
            let mark = if is_bare { "&" } else { "" };
            blocks.push(text_block(request.line.number, format!("{mark}{text}")));
        }
        if let Some(first) = self.reply.first() {
            blocks.push(text_block(line, REPLY.to_owned()));
            blocks.push(Block {
                line: first.line.number,
                kind: BlockKind::Code(self.reply_text()),
            });
        }
        blocks
    }

    /// Returns the reply as JSON, or as printed if its brackets can't be put back.
    fn reply_text(&self) -> String {
        if let Some(value) = replies::restore(&self.reply) {
            return value.to_string();
        }
        let lines = self.reply.iter().map(|line| {
            let indent = " ".repeat(line.indent);
            format!("{indent}{}", line.line.text)
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

fn text_block(line: usize, text: String) -> Block {
    Block {
        line,
        kind: BlockKind::Line(Line {
            text: text.trim().to_owned(),
            blank_before: true,
            ..Line::default()
        }),
    }
}

fn with_space(mut block: Block, space_after: bool) -> Block {
    if let BlockKind::Line(line) = &mut block.kind {
        line.space_after = space_after;
    }
    block
}
