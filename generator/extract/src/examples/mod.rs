//! The examples of an action page: title, text, request, response.

mod json_text;
mod query;
mod request;

use document::{Block, BlockKind};
use spec::{Example, Language, Localized};

use super::reader::{TextLine, text_line};
use super::sections::Sections;
use super::text::{self, TextPart};
use super::vocabulary::Section;

use json_text::Nesting;
pub(super) use json_text::member_names;

/// Reads the examples section.
pub(super) fn read_examples(
    sections: &Sections<'_>,
    action: &str,
    language: Language,
) -> Vec<Example> {
    let mut drafts: Vec<Draft<'_>> = Vec::new();
    for block in sections.blocks(Section::Examples) {
        read_block(block, &mut drafts);
    }
    drafts
        .into_iter()
        .filter(Draft::has_code)
        .map(|draft| draft.finish(action, language))
        .collect()
}

/// The parts of an example as they are met.
#[derive(Debug, Default)]
struct Draft<'a> {
    line: usize,
    title: String,
    doc: Vec<TextPart<'a>>,
    request: Vec<TextLine<'a>>,
    response: Vec<TextLine<'a>>,
    /// The brackets of the response so far.
    nesting: Nesting,
    part: Part,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Part {
    #[default]
    Doc,
    Request,
    Response,
}

fn read_block<'a>(block: &'a Block, drafts: &mut Vec<Draft<'a>>) {
    match &block.kind {
        BlockKind::Code(code) => {
            for (offset, text) in code.lines().enumerate() {
                let line = TextLine {
                    space_after: true,
                    ..TextLine::new(block.line + offset, text.trim())
                };
                read_code_line(line, drafts);
            }
        }
        _ => {
            if let Some(line) = text_line(block) {
                read_line(line, drafts);
            }
        }
    }
}

fn read_line<'a>(line: TextLine<'a>, drafts: &mut Vec<Draft<'a>>) {
    if let Some(title) = example_title(line.text) {
        drafts.push(Draft {
            line: line.number,
            title: title.to_owned(),
            ..Draft::default()
        });
        return;
    }
    match part_label(line.text) {
        Some(part) => current(drafts, line).begin(part),
        None => read_code_line(line, drafts),
    }
}

/// `输入示例`, `Output Example`; the sources of older pages write the second word small.
fn part_label(text: &str) -> Option<Part> {
    let label = text.trim_matches('*').to_ascii_lowercase();
    match label.as_str() {
        "输入示例" | "input example" | "input sample" | "request example" => {
            Some(Part::Request)
        }
        "输出示例" | "output example" | "output sample" | "response example" => {
            Some(Part::Response)
        }
        _ => None,
    }
}

fn read_code_line<'a>(line: TextLine<'a>, drafts: &mut Vec<Draft<'a>>) {
    // Without headings between them, words after a whole response belong to the next example.
    if is_words(line.text) && drafts.last().is_some_and(Draft::is_whole) {
        drafts.push(Draft {
            line: line.number,
            ..Draft::default()
        });
    }
    let draft = current(drafts, line);
    if draft.part == Part::Doc && request::begins_request(line.text) {
        draft.part = Part::Request;
    }
    // A text without the words "output example" shows the response right after the request.
    if draft.part == Part::Request && is_response_start(line.text, &draft.request) {
        draft.part = Part::Response;
    }
    match draft.part {
        Part::Doc => draft.doc.push(TextPart::line(line)),
        Part::Request => draft.request.push(line),
        Part::Response => {
            draft.nesting.feed(line.text);
            draft.response.push(line);
        }
    }
}

/// Whether the line begins like running text or a request, and not like JSON.
fn is_words(text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
        && !["true", "false", "null"]
            .iter()
            .any(|literal| text.starts_with(literal))
}

fn current<'d, 'a>(drafts: &'d mut Vec<Draft<'a>>, line: TextLine<'a>) -> &'d mut Draft<'a> {
    if drafts.is_empty() {
        drafts.push(Draft {
            line: line.number,
            ..Draft::default()
        });
    }
    let last = drafts.len() - 1;
    &mut drafts[last]
}

/// `示例1 查询可用区信息`, `Example1 Viewing region list`, `Example 2: …`.
fn example_title(text: &str) -> Option<&str> {
    let text = text.trim_matches('*');
    let rest = text
        .strip_prefix("示例")
        .or_else(|| text.strip_prefix("Example"))?
        .trim_start();
    let title = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    (title.len() < rest.len()).then(|| title.trim_start_matches([' ', ':', '：', '.', '、']).trim())
}

/// A second JSON document after the request's own is the response.
fn is_response_start(text: &str, request: &[TextLine<'_>]) -> bool {
    if !text.starts_with('{') {
        return false;
    }
    let body: Vec<&TextLine<'_>> = request
        .iter()
        .skip_while(|line| !line.text.starts_with('{'))
        .collect();
    match body.is_empty() {
        // A query has no body.
        true => request
            .iter()
            .any(|line| line.text.starts_with('&') || line.text.contains("?Action=")),
        false => json_text::is_complete(body.iter().map(|line| line.text)),
    }
}

impl Draft<'_> {
    fn begin(&mut self, part: Part) {
        // Some texts print the first request twice: above its label and below it.
        if part == Part::Request && self.response.is_empty() {
            self.request.clear();
        }
        self.part = part;
    }

    /// Whether the response is there up to its last bracket.
    fn is_whole(&self) -> bool {
        self.part == Part::Response && self.nesting.is_closed()
    }

    fn has_code(&self) -> bool {
        !self.request.is_empty() || !self.response.is_empty()
    }

    fn finish(mut self, action: &str, language: Language) -> Example {
        if self.title.is_empty() && !self.doc.is_empty() {
            // Without a numbered title, the first line above the request is one.
            self.title = self.doc.remove(0).text().to_owned();
        }
        let mut example = Example {
            title: Localized::new(language, self.title),
            doc: Localized::new(language, text::join(&self.doc)),
            line: self.line,
            ..Example::default()
        };
        request::read_request(&self.request, action, &mut example);
        read_response(&self.response, &mut example);
        example
    }
}

fn read_response(lines: &[TextLine<'_>], example: &mut Example) {
    if lines.is_empty() {
        example.response_invalid = Some("the page shows no response".to_owned());
        return;
    }
    let text = json_text::join_json(lines);
    match json_text::parse_response(&text) {
        Ok(value) => example.response = Some(value),
        Err(reason) => {
            example.response_invalid = Some(reason);
            example.response_raw = Some(text);
        }
    }
}
