//! One page as an action.

use serde_json::Value;
use spec::{
    Action, Asynchronous, COMMON_PARAMETERS, Envelope, ErrorCode, Example, Inferred, Language,
    Localized, RegionRule, Source, Structure, retired_service,
};

use super::content::Content;
use super::findings::Report;
use super::host::DEFAULT_PATH;
use super::members::Maker;
use super::printed::broken_words::KnownWords;
use super::printed::frame::is_banner;
use super::tree::Tree;
use crate::examples::{ShownAction, read_examples};
use crate::facts::{ActionPage, Chapter, Content as ChapterContent, Facts, Retired};
use crate::links::linked_pages;
use crate::page::Page;
use crate::words::text;
use crate::words::vocabulary::{Section, stated_version};

/// Reads a page as an action, or returns `None` if it doesn't name one and its host.
pub(super) fn read(file: &str, page: &Page<'_>, known: &KnownWords) -> Option<Facts> {
    let content = Content::read(page, known);
    let name = content.name.clone()?;
    let shown = content
        .addresses
        .first()
        .map(|(_, address)| address.host.clone());
    let host = content.host.clone().or(shown)?;
    let reader = Reader {
        file,
        page,
        language: page.language(),
        name,
        host,
    };
    Some(reader.read(content))
}

/// The members of requests and replies.
struct Sides<'a> {
    input: Tree<'a>,
    output: Tree<'a>,
}

struct Reader<'a> {
    file: &'a str,
    page: &'a Page<'a>,
    language: Language,
    name: String,
    host: String,
}

impl Reader<'_> {
    fn read(self, mut content: Content<'_>) -> Facts {
        let mut report = Report::new(self.file, self.page.line, &self.name);
        report.content(&content, &self.host);
        let titles = std::mem::take(&mut content.titles);
        let mut titles: Vec<String> = titles.iter().map(|line| line.text.to_owned()).collect();
        let mut input = Tree::of(std::mem::take(&mut content.input), &mut titles);
        let output = Tree::of(std::mem::take(&mut content.output), &mut titles);
        report.trees(&input, &output);
        let version = take_version(&mut input).or_else(|| shown_version(&content.examples));
        let examples = self.examples(&content, &input);
        report.examples(&examples, &content.examples);
        let errors: Vec<ErrorCode> = std::mem::take(&mut content.errors)
            .into_iter()
            .map(|row| ErrorCode {
                code: row.code,
                doc: Localized::new(self.language, row.doc),
                ..ErrorCode::default()
            })
            .collect();
        let sides = Sides { input, output };
        let (action, envelope, structures) =
            self.action(&content, &sides, version.unwrap_or_default(), examples);
        let action = Action {
            errors: errors.iter().map(|error| error.code.clone()).collect(),
            ..action
        };
        let chapter = structures_chapter(&action, structures, self.language);
        let path = content
            .addresses
            .first()
            .map(|(_, address)| address.path.clone());
        let page = ActionPage {
            language: Some(self.language),
            linked_pages: linked_pages(self.page.blocks),
            retired: Some(Retired {
                path: path.unwrap_or_else(|| DEFAULT_PATH.to_owned()),
                envelope,
            }),
            action,
            errors,
            ..ActionPage::default()
        };
        Facts {
            actions: vec![page],
            chapters: chapter.into_iter().collect(),
            findings: report.findings,
        }
    }

    fn examples(&self, content: &Content<'_>, input: &Tree<'_>) -> Vec<Example> {
        let own = input.nodes.iter().map(|node| node.name.as_str());
        let shown = ShownAction {
            name: &self.name,
            own_common_names: own
                .filter(|name| COMMON_PARAMETERS.contains(name))
                .collect(),
        };
        read_examples(content.examples.iter(), &shown, self.language)
    }

    /// Returns the action without its error codes, the frame of its replies, and its structures.
    fn action(
        &self,
        content: &Content<'_>,
        sides: &Sides<'_>,
        version: String,
        examples: Vec<Example>,
    ) -> (Action, Envelope, Vec<Structure>) {
        let source = self.source(&content.sections);
        let replies: Vec<&Value> = examples
            .iter()
            .filter_map(|one| one.response.as_ref())
            .collect();
        let envelope = envelope(&replies, &sides.output);
        let replies: Vec<&Value> = replies
            .iter()
            .map(|reply| reply.get("Response").unwrap_or(reply))
            .collect();
        let requests = examples.iter().filter_map(|one| one.request.as_ref());
        let mut maker = Maker::new(&self.name, self.language, &source);
        let input = maker.members(&sides.input.nodes, &requests.collect::<Vec<_>>(), true);
        let output = maker.members(&sides.output.nodes, &replies, false);
        let structures = maker.structures;
        let notes: Vec<&String> = sides
            .input
            .notes
            .iter()
            .chain(&sides.output.notes)
            .collect();
        let doc = self.doc(&content.description, &content.notes, &notes);
        let asynchronous = asynchronous(envelope, &doc, &sides.output, &replies);
        let action = Action {
            service: self.service(),
            version,
            title: Localized::new(self.language, self.page.title_text()),
            region: Some(region_rule(&doc)),
            inferred: content.host.is_none().then_some(Inferred::Example),
            domain: Some(self.host.clone()),
            asynchronous,
            doc: Localized::new(self.language, doc),
            input,
            output,
            sources: vec![source],
            name: self.name.clone(),
            examples,
            ..Action::default()
        };
        (action, envelope, structures)
    }

    /// Returns the service that the host names, until the manifest names the product.
    fn service(&self) -> String {
        let label = self.host.split('.').next().unwrap_or_default();
        retired_service(label)
    }

    /// Returns the description, the sentences between the tables, and the call-out boxes.
    fn doc(
        &self,
        description: &[text::TextPart<'_>],
        notes: &[text::TextPart<'_>],
        filters: &[&String],
    ) -> String {
        let mut texts = vec![text::join(description), text::join(notes)];
        texts.extend(filters.iter().map(|text| (*text).clone()));
        let boxes = self.page.boxes().into_iter();
        texts.extend(
            boxes.filter(|text| !is_banner(text.trim_start_matches(['说', '明', '：', ':', ' ']))),
        );
        texts.retain(|text| !text.is_empty());
        texts.join("\n")
    }

    fn source(&self, sections: &[Section]) -> Source {
        Source {
            file: self.file.to_owned(),
            line: self.page.line,
            updated: self.page.updated(),
            url: None,
            truncated: !sections.contains(&Section::Examples)
                && !sections.contains(&Section::Errors),
        }
    }
}

/// Removes the common parameters from the input, and returns the version that their row states.
fn take_version(input: &mut Tree<'_>) -> Option<String> {
    let mut version = None;
    input.nodes.retain(|node| {
        let Some(row) = node.row.as_ref().filter(|_| node.children.is_empty()) else {
            return true;
        };
        let words = row.words();
        let is_version = node.name == "Version" && words.contains("版本");
        if is_version {
            version = stated_version(&words);
        }
        !is_version && node.name != "Action"
    });
    version
}

/// Returns the version in the requests of the examples.
fn shown_version(examples: &[document::Block]) -> Option<String> {
    let lines = examples.iter().flat_map(text::text_lines);
    lines.into_iter().find_map(|line| {
        let (_, version) = line.text.split_once("Version=")?;
        let version: String = version.chars().take(10).collect();
        spec::is_date(&version).then_some(version)
    })
}

/// Returns the frame of the replies: that of the examples, or else the one that the table shows.
fn envelope(replies: &[&Value], output: &Tree<'_>) -> Envelope {
    let has_code = output.nodes.iter().any(|node| node.name == "code");
    match replies.first() {
        Some(reply) if reply.get("Response").is_some() => Envelope::Response,
        None if !has_code => Envelope::Response,
        _ => Envelope::Code,
    }
}

/// Returns the rule for the region. The chapter on common parameters requires it everywhere, unless
/// the page of an action says otherwise.
fn region_rule(doc: &str) -> RegionRule {
    let about = doc
        .split(['。', '\n'])
        .find(|sentence| sentence.contains("Region") && sentence.contains("公共请求参数"));
    match about {
        Some(sentence) if sentence.contains("不用传") || sentence.contains("无需传") => {
            RegionRule::Optional
        }
        _ => RegionRule::Required,
    }
}

/// The references to the chapter on asynchronous actions.
const ASYNCHRONOUS: [(&str, Asynchronous); 2] = [
    ("批量异步任务接口", Asynchronous::ByResource),
    ("普通异步任务接口", Asynchronous::Single),
];

/// Returns how the action is asynchronous: its reply names a task, or one task per resource.
fn asynchronous(
    envelope: Envelope,
    doc: &str,
    output: &Tree<'_>,
    replies: &[&Value],
) -> Option<Asynchronous> {
    if envelope == Envelope::Response {
        return None;
    }
    let is_result = |value: &Value| value.get("code").is_some() && value.get("message").is_some();
    let by_resource = replies.iter().any(|reply| {
        let detail = reply.get("detail").and_then(Value::as_object);
        detail.is_some_and(|results| !results.is_empty() && results.values().all(is_result))
    });
    let row = |name: &str| output.nodes.iter().find(|node| node.name == name);
    let says_by_resource = row("detail")
        .and_then(|node| node.row.as_ref())
        .is_some_and(|row| row.words().replace(' ', "").contains("为key"));
    if by_resource || says_by_resource {
        return Some(Asynchronous::ByResource);
    }
    let mut stated = ASYNCHRONOUS.iter().filter(|(words, _)| doc.contains(words));
    if let Some((_, form)) = stated.next() {
        return Some(*form);
    }
    let shows_task = || replies.iter().any(|reply| reply.get("requestId").is_some());
    (row("requestId").is_some() || shows_task()).then_some(Asynchronous::Single)
}

/// Returns the structures of an action's tables as a chapter of its service.
fn structures_chapter(
    action: &Action,
    structures: Vec<Structure>,
    language: Language,
) -> Option<Chapter> {
    let source = action.sources.first()?;
    (!structures.is_empty()).then(|| Chapter {
        service: Some(action.service.clone()),
        version: Some(action.version.clone()).filter(|version| !version.is_empty()),
        source: source.clone(),
        language: Some(language),
        explorer: None,
        address: None,
        retired: true,
        content: ChapterContent::Structures(structures),
    })
}
