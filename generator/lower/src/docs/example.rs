//! The documented examples of an action: title, text, request and reply.

use super::block::{Docs, first_line, paragraphs};
use super::json::json_lines;
use spec::Example;
use visible::printable_lines;

/// Returns the docs of an example before its request: the number by which the documentation refers
/// to it, its title and its text.
pub(crate) fn shown_docs(number: usize, example: &Example) -> Vec<String> {
    let heading = format!("## Example {number}");
    let title = first_line(&example.title);
    let mut docs = Docs::default().line(match &title {
        Some(title) => format!("{heading}: {title}"),
        None => heading,
    });
    let text = paragraphs(&example.doc);
    if text.first() != title.as_ref() || text.len() > 1 {
        docs = docs.block(text);
    }
    docs.into_lines()
}

/// Returns the docs of a request that typed code can't express: as JSON, or else as printed.
pub(crate) fn request_text(example: &Example) -> Vec<String> {
    let docs = Docs::default();
    match (&example.request, &example.request_raw) {
        (Some(body), _) => docs
            .line("The request:")
            .block(fenced("json", json_lines(body))),
        (None, Some(raw)) => docs
            .line("The request, as the documentation prints it:")
            .block(fenced("text", printed(raw))),
        (None, None) => docs,
    }
    .into_lines()
}

/// Returns the docs of an example's reply: folded if it is long, and cut if it is very long.
pub(crate) fn reply_docs(example: &Example) -> Vec<String> {
    let (language, mut lines) = match (&example.response, &example.response_raw) {
        // Some pages omit the envelope `{"Response": …}`.
        (Some(body), _) => ("json", json_lines(body.get("Response").unwrap_or(body))),
        (None, Some(raw)) => ("text", printed(raw)),
        (None, None) => return Vec::new(),
    };
    let length = lines.len();
    lines.truncate(MOST_LINES);
    let docs = Docs::default();
    if length <= FEW_LINES {
        return docs
            .line("The reply:")
            .block(fenced(language, lines))
            .into_lines();
    }
    let mut docs = docs
        .line("<details><summary>The reply</summary>")
        .block(fenced(language, lines));
    if length > MOST_LINES {
        let more = length - MOST_LINES;
        docs = docs.line(format!("The documentation shows {more} more lines."));
    }
    docs.line("</details>").into_lines()
}

/// The maximum number of lines of a reply that isn't folded.
const FEW_LINES: usize = 10;

/// The maximum number of lines of a reply.
const MOST_LINES: usize = 150;

fn printed(raw: &str) -> Vec<String> {
    let raw = raw.replace('\t', "    ").replace('\r', "");
    printable_lines(&raw).lines().map(str::to_owned).collect()
}

/// Returns the lines as a code block. Its fence is longer than any backticks in the lines.
fn fenced(language: &str, lines: Vec<String>) -> Vec<String> {
    let runs = lines.iter().flat_map(|line| line.split(|c| c != '`'));
    let longest = runs.map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(3.max(longest + 1));
    let mut block = vec![format!("{fence}{language}")];
    block.extend(lines);
    block.push(fence);
    block
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use spec::{Language, Localized};

    fn example(title: &str, doc: &str) -> Example {
        Example {
            title: Localized::new(Language::En, title),
            doc: Localized::new(Language::En, doc),
            ..Example::default()
        }
    }

    #[test]
    fn title_has_number_and_no_markup() {
        let docs = shown_docs(3, &example("Stop <b>all</b>", "First.\n# Second"));
        assert_eq!(
            docs,
            [
                "## Example 3: Stop \\<b>all\\</b>",
                "",
                "First.",
                "",
                "\\# Second"
            ]
        );
        assert_eq!(
            shown_docs(1, &example("Same", "Same")),
            ["## Example 1: Same"]
        );
        assert_eq!(
            shown_docs(2, &example("", "Text")),
            ["## Example 2", "", "Text"]
        );
    }

    #[test]
    fn long_reply_is_folded_and_cut() {
        let reply = |count: usize| {
            let list: Vec<String> = (0..count).map(|at| format!("{at:040}")).collect();
            reply_docs(&Example {
                response: Some(json!({"Response": {"Set": list}})),
                ..Example::default()
            })
        };
        assert_eq!(reply(1)[..3], ["The reply:", "", "```json"]);
        assert_eq!(reply(1).len(), 5);
        let folded = reply(20);
        assert_eq!(folded[0], "<details><summary>The reply</summary>");
        assert_eq!(folded.last().unwrap(), "</details>");
        assert!(!folded.iter().any(|line| line.contains("more lines")));
        let cut = reply(400);
        assert!(cut.contains(&"The documentation shows 254 more lines.".to_owned()));
        assert!(cut.len() < MOST_LINES + 10);
    }

    #[test]
    fn fence_survives_backticks() {
        let docs = reply_docs(&Example {
            response_raw: Some("a ```` b\u{202e}\n</details>".to_owned()),
            ..Example::default()
        });
        assert_eq!(
            docs,
            [
                "The reply:",
                "",
                "`````text",
                "a ```` b\\u{202e}",
                "</details>",
                "`````"
            ]
        );
    }
}
