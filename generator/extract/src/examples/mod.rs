//! The examples of an action page: title, text, request, response.

mod json;
pub(crate) mod partial_json;
mod request;

use document::{Block, BlockKind};
use spec::{Example, Language, Localized};

use crate::words::text::{self, TextLine, TextPart, text_line};
use crate::words::vocabulary::{ExamplePart, begins_example_part, example_label, example_number};
use json::Nesting;
pub(crate) use json::member_names;
pub(crate) use request::begins_request;

/// The parts of an action that its examples depend on.
pub(crate) struct ShownAction<'a> {
    pub(crate) name: &'a str,
    /// Its own parameters with names of common ones.
    pub(crate) own_common_names: Vec<&'a str>,
}

/// Reads the examples in the blocks of the examples section.
pub(crate) fn read_examples<'a>(
    blocks: impl Iterator<Item = &'a Block>,
    action: &ShownAction<'_>,
    language: Language,
) -> Vec<Example> {
    let mut drafts = Drafts::default();
    for block in blocks {
        drafts.read_block(block);
    }
    let Drafts { finished, current } = drafts;
    finished
        .into_iter()
        .chain(current)
        .filter(Draft::has_code)
        .map(|draft| draft.finish(action, language))
        .collect()
}

/// The examples read so far.
#[derive(Debug, Default)]
struct Drafts<'a> {
    finished: Vec<Draft<'a>>,
    /// The example that the next line belongs to.
    current: Option<Draft<'a>>,
}

impl<'a> Drafts<'a> {
    fn read_block(&mut self, block: &'a Block) {
        if let BlockKind::Code(code) = &block.kind {
            for (offset, text) in code.lines().enumerate() {
                self.read_code_line(TextLine {
                    space_after: true,
                    ..TextLine::new(block.line + offset, text.trim())
                });
            }
        } else if let Some(line) = text_line(block) {
            self.read_line(line);
        }
    }

    fn read_line(&mut self, line: TextLine<'a>) {
        if let Some(title) = example_title(line.text) {
            self.begin(Draft {
                title: title.to_owned(),
                ..Draft::new(line)
            });
            return;
        }
        match example_label(line.text) {
            Some(ExamplePart::Text) => self.current(line).begin(Part::Doc),
            Some(ExamplePart::Request) => self.current(line).begin(Part::Request),
            Some(ExamplePart::Response) => self.current(line).begin(Part::Response),
            None => self.read_code_line(line),
        }
    }

    fn read_code_line(&mut self, line: TextLine<'a>) {
        // Without headings, words after a whole response belong to the next example.
        if is_words(line.text) && self.current.as_ref().is_some_and(Draft::is_whole) {
            self.begin(Draft::new(line));
        }
        let draft = self.current(line);
        if draft.part == Part::Doc && request::begins_request(line.text) {
            draft.part = Part::Request;
        }
        // Without the label "output example", the response directly follows the request.
        if draft.part == Part::Request && draft.is_response_start(line.text) {
            draft.part = Part::Response;
        }
        match draft.part {
            Part::Doc => draft.doc.push(TextPart::line(line)),
            Part::Request => {
                draft.progress.feed(line.text);
                draft.request.push(line);
            }
            Part::Response => {
                draft.nesting.feed(line.text);
                draft.response.push(line);
            }
        }
    }

    fn begin(&mut self, draft: Draft<'a>) {
        self.finished.extend(self.current.replace(draft));
    }

    /// Returns the current example. The first one may begin without a title, on this line.
    fn current(&mut self, line: TextLine<'a>) -> &mut Draft<'a> {
        self.current.get_or_insert_with(|| Draft::new(line))
    }
}

/// The parts of one example.
#[derive(Debug, Default)]
struct Draft<'a> {
    /// The 1-based line on which the example begins.
    line: usize,
    title: String,
    doc: Vec<TextPart<'a>>,
    request: Vec<TextLine<'a>>,
    progress: RequestProgress,
    response: Vec<TextLine<'a>>,
    /// The brackets of the response so far.
    nesting: Nesting,
    /// The part that the next line belongs to.
    part: Part,
}

/// A part of an example, in the order of the page.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Part {
    #[default]
    Doc,
    Request,
    Response,
}

/// Returns the title after the number: `示例1 查询可用区信息`, `Example 2: …`.
fn example_title(text: &str) -> Option<&str> {
    let title = example_number(text.trim_matches('*'))?;
    Some(title.trim_start_matches([' ', ':', '：', '.', '、']).trim())
}

/// Returns whether the line begins with a word, as text and requests do, but not JSON.
fn is_words(text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
        && !["true", "false", "null"]
            .iter()
            .any(|literal| text.starts_with(literal))
}

/// The state of a request after the lines so far. Reading them all again for each line would take
/// quadratic time.
#[derive(Debug, Default)]
struct RequestProgress {
    /// The brackets of the body, which begins with the first line that begins with `{`.
    body: Option<Nesting>,
    /// The brackets of all lines.
    nesting: Nesting,
    is_query: bool,
}

impl RequestProgress {
    /// Reads one more line.
    fn feed(&mut self, line: &str) {
        if line.starts_with('{') {
            self.body.get_or_insert_default();
        }
        if let Some(body) = &mut self.body {
            body.feed(line);
        }
        self.nesting.feed(line);
        self.is_query |= line.starts_with('&') || line.contains("?Action=");
    }
}

impl<'a> Draft<'a> {
    /// Returns an empty example that begins on this line.
    fn new(line: TextLine<'a>) -> Self {
        Self {
            line: line.number,
            ..Self::default()
        }
    }

    fn begin(&mut self, part: Part) {
        // Some texts print the first request twice: above its label and below it.
        if part == Part::Request && self.response.is_empty() {
            self.request.clear();
            self.progress = RequestProgress::default();
        }
        self.part = part;
    }

    /// Returns whether a line after those of the request begins the response: JSON after a complete
    /// body, or after a query, which has none.
    fn is_response_start(&self, line: &str) -> bool {
        let RequestProgress {
            body,
            nesting,
            is_query,
        } = &self.progress;
        line.starts_with('{')
            && match body {
                Some(body) => !body.is_open(),
                // A value of the query may be JSON that continues on the next line.
                None => *is_query && (self.is_query_ended() || !nesting.is_open()),
            }
    }

    /// Returns whether the placeholder of the common parameters, which ends every query, was read.
    fn is_query_ended(&self) -> bool {
        self.request
            .last()
            .is_some_and(|line| line.text.starts_with("&<") || line.text.starts_with('<'))
    }

    /// Returns whether the response is complete up to its last bracket.
    fn is_whole(&self) -> bool {
        self.part == Part::Response && self.nesting.is_closed()
    }

    fn has_code(&self) -> bool {
        !self.request.is_empty() || !self.response.is_empty()
    }

    fn finish(mut self, action: &ShownAction<'_>, language: Language) -> Example {
        // The page ends within the label of the response.
        if self.response.is_empty() {
            self.request.pop_if(|line| begins_example_part(line.text));
        }
        if self.title.is_empty() && !self.doc.is_empty() {
            // Without a numbered title, the first line above the request is the title.
            self.title = self.doc.remove(0).text().to_owned();
        }
        let mut example = Example {
            title: Localized::new(language, self.title),
            doc: Localized::new(language, text::join(&self.doc)),
            line: self.line,
            ..Example::default()
        };
        read_response(&self.response, &mut example);
        request::read_request(&self.request, action, &mut example);
        example
    }
}

fn read_response(lines: &[TextLine<'_>], example: &mut Example) {
    if lines.is_empty() {
        example.response_invalid = Some("the page doesn't show a response".to_owned());
        return;
    }
    let text = json::join_lines(lines);
    match json::parse_response(&text) {
        Ok(value) => example.response = Some(value),
        Err(reason) => {
            example.response_invalid = Some(reason);
            example.response_raw = Some(text);
        }
    }
}
