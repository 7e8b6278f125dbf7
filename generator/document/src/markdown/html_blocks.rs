//! HTML elements that fill whole lines of a Markdown file.

/// A finder of HTML elements that fill whole lines.
#[derive(Debug, Default)]
pub(super) struct HtmlBlocks {
    /// Elements without an end in the rest of the file. The finder does not search for it again.
    without_end: Vec<&'static str>,
}

/// The start of a comment.
const COMMENT: &str = "<!--";

/// The elements that are read as HTML.
const HTML_BLOCKS: &[&str] = &["table", "pre", "ul", "ol", "dl"];

impl HtmlBlocks {
    /// Returns the index after the last line of the element that begins on the line.
    pub(super) fn end(&mut self, lines: &[&str], start: usize) -> Option<usize> {
        let line = lines.get(start)?.trim_start();
        let name = if line.starts_with(COMMENT) {
            COMMENT
        } else {
            HTML_BLOCKS
                .iter()
                .copied()
                .find(|name| is_tag(line, name))?
        };
        if self.without_end.contains(&name) {
            return None;
        }
        let end = if name == COMMENT {
            comment_end(lines, start)
        } else {
            element_end(lines, start, name)
        };
        if end.is_none() {
            self.without_end.push(name);
        }
        end
    }
}

fn comment_end(lines: &[&str], start: usize) -> Option<usize> {
    let body = lines.get(start..)?;
    let last = body.iter().position(|line| line.contains("-->"))?;
    Some(start + last + 1)
}

fn element_end(lines: &[&str], start: usize, name: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, line) in lines.iter().enumerate().skip(start) {
        for (offset, _) in line.match_indices('<') {
            let tag = line.get(offset..).unwrap_or_default();
            if is_tag(tag, name) {
                depth += 1;
            } else if is_end_tag(tag, name) {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(index + 1);
                }
            }
        }
    }
    None
}

fn is_tag(text: &str, name: &str) -> bool {
    text.strip_prefix('<').is_some_and(|tag| is_name(tag, name))
}

fn is_end_tag(text: &str, name: &str) -> bool {
    text.strip_prefix("</")
        .is_some_and(|tag| is_name(tag, name))
}

fn is_name(tag: &str, name: &str) -> bool {
    tag.get(..name.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(name))
        && tag
            .get(name.len()..)
            .is_none_or(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_end_at_their_end_tag() {
        let mut html = HtmlBlocks::default();
        let lines = [
            "<table>",
            "<tr><td><TABLE></TABLE></td></tr>",
            "</table> x",
            "y",
        ];
        assert_eq!(html.end(&lines, 0), Some(3));
        assert_eq!(html.end(&["<pre>", "x"], 0), None);
        assert_eq!(
            html.end(&["<pre>", "</pre>"], 0),
            None,
            "known to have no end"
        );
        assert_eq!(html.end(&["<!--", "| a |", "--> x", "y"], 0), Some(3));
        assert_eq!(html.end(&["<ulna>", "</ulna>"], 0), None);
    }
}
