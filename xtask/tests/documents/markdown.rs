//! The parts of a Markdown text that the checks compare: code, headings and links.

/// A fenced block of code.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct CodeBlock<'a> {
    /// The text after the opening fence: `rust,no_run`.
    pub(crate) info: &'a str,
    /// The lines between the fences.
    pub(crate) code: Vec<&'a str>,
}

/// Returns the fenced blocks in their order.
pub(crate) fn code_blocks(text: &str) -> Vec<CodeBlock<'_>> {
    let mut blocks = Vec::new();
    let mut open: Option<CodeBlock<'_>> = None;
    for line in text.lines() {
        match (open.take(), line.trim_start().strip_prefix("```")) {
            (Some(block), Some(_)) => blocks.push(block),
            (None, Some(info)) => {
                let code = Vec::new();
                open = Some(CodeBlock { info, code });
            }
            (Some(mut block), None) => {
                block.code.push(line);
                open = Some(block);
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block of code without an end: {open:?}");
    blocks
}

/// Returns the lines outside of fenced blocks.
pub(crate) fn prose_lines(text: &str) -> Vec<&str> {
    let mut fenced = false;
    let mut lines = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            lines.push(line);
        }
    }
    lines
}

/// Returns the inline code outside of fenced blocks. It may span lines.
pub(crate) fn code_spans(text: &str) -> Vec<String> {
    let prose = prose_lines(text).join("\n");
    let spans = prose.split('`').skip(1).step_by(2);
    spans.map(str::to_owned).collect()
}

/// Returns the text outside of code, with inline code replaced by a word.
pub(crate) fn without_code(text: &str) -> String {
    let prose = prose_lines(text).join("\n");
    let mut plain = String::new();
    for (index, part) in prose.split('`').enumerate() {
        plain.push_str(if index % 2 == 0 { part } else { "code" });
    }
    plain
}

/// Returns the level and the text of each heading.
pub(crate) fn headings(text: &str) -> Vec<(usize, &str)> {
    prose_lines(text)
        .into_iter()
        .filter_map(|line| {
            let level = line.bytes().take_while(|byte| *byte == b'#').count();
            let text = line.get(level..)?.strip_prefix(' ')?;
            (level > 0).then(|| (level, text.trim()))
        })
        .collect()
}

/// Returns the anchors of a text's headings, as GitHub and mdBook make them: in lower case, with
/// hyphens for blanks, and without punctuation.
pub(crate) fn anchors(text: &str) -> Vec<String> {
    let anchor = |(_, heading): (usize, &str)| {
        let kept = heading.chars().filter_map(|c| match c {
            ' ' => Some('-'),
            '-' | '_' => Some(c),
            _ => c.is_alphanumeric().then_some(c),
        });
        kept.flat_map(char::to_lowercase).collect()
    };
    headings(text).into_iter().map(anchor).collect()
}

/// Returns the targets of links within the repository.
pub(crate) fn links(text: &str) -> Vec<String> {
    let plain = without_code(text);
    plain
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .filter(|target| !target.contains("://"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn parts_of_a_text_are_told_apart() {
    let text = "# A `b`: c-d\n\nSee [x](x.md#y) and [`z`](z.md), not `[q](q.md)`.\n\n\
                ```rust\n# hidden [r](r.md)\n```\n\n[web](https://example.com)\n";
    assert_eq!(links(text), ["x.md#y", "z.md"]);
    assert_eq!(anchors(text), ["a-b-c-d"]);
    assert_eq!(code_spans(text), ["b", "z", "[q](q.md)"]);
    let block = CodeBlock {
        info: "rust",
        code: vec!["# hidden [r](r.md)"],
    };
    assert_eq!(code_blocks(text), [block]);
}
