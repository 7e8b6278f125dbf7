//! Recognises the kind of block that begins on a line.

/// A block that is neither table nor HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum BlockForm {
    /// `---`: a line across the page.
    Rule,
    /// Code between fences or indented code. `end` is the index of the first line after it.
    Code { code: String, end: usize },
    /// `## Words`, or words underlined on the next line.
    Heading { level: u8, text: String, end: usize },
    /// An item of a list. `mark` is `-`, or a number with its full stop.
    Item {
        indent: usize,
        mark: String,
        text: String,
    },
    /// Any other text.
    Text { indent: usize, text: String },
}

impl BlockForm {
    /// Returns the form of the block that begins on the line.
    ///
    /// `can_be_code` says that indented text is code here.
    pub(super) fn at(lines: &[&str], start: usize, can_be_code: bool) -> Self {
        let line = lines.get(start).copied().unwrap_or_default();
        let indent = indent_of(line);
        if let Some(form) = fenced_code(lines, start, indent) {
            return form;
        }
        if indent >= 4 && can_be_code {
            return indented_code(lines, start);
        }
        let text = line.trim();
        if is_rule(text) {
            return Self::Rule;
        }
        let heading = atx_heading(text, start + 1).or_else(|| {
            let next = lines.get(start + 1).copied().unwrap_or_default();
            underlined_heading(text, next, start + 2)
        });
        if let Some(heading) = heading {
            return heading;
        }
        item(text, indent).unwrap_or_else(|| Self::Text {
            indent,
            text: text.trim_start_matches(['>', ' ']).to_owned(),
        })
    }
}

fn fenced_code(lines: &[&str], start: usize, indent: usize) -> Option<BlockForm> {
    let line = lines.get(start)?.trim_start();
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = line.len() - line.trim_start_matches(mark).len();
    // A fence may name a language, but without backticks: those would be code inside a line.
    if length < 3 || line.get(length..)?.contains('`') {
        return None;
    }
    let body = lines.get(start + 1..)?;
    let is_end = |line: &&str| {
        let line = line.trim();
        line.len() >= length && line.trim_start_matches(mark).is_empty()
    };
    let count = body.iter().position(is_end).unwrap_or(body.len());
    let code: Vec<&str> = body
        .iter()
        .take(count)
        .map(|line| strip_indent(line, indent))
        .collect();
    Some(BlockForm::Code {
        code: code.join("\n").trim_end().to_owned(),
        end: (start + count + 2).min(lines.len()),
    })
}

fn indented_code(lines: &[&str], start: usize) -> BlockForm {
    let body = lines.get(start..).unwrap_or_default();
    let count = body
        .iter()
        .position(|line| !line.trim().is_empty() && indent_of(line) < 4)
        .unwrap_or(body.len());
    let code: Vec<&str> = body
        .iter()
        .take(count)
        .map(|line| strip_indent(line, 4))
        .collect();
    let code = code.join("\n").trim_end().to_owned();
    BlockForm::Code {
        end: start + code.lines().count().max(1),
        code,
    }
}

fn atx_heading(text: &str, end: usize) -> Option<BlockForm> {
    let words = text.trim_start_matches('#');
    let level = text.len() - words.len();
    let is_heading =
        (1..=6).contains(&level) && (words.is_empty() || words.starts_with([' ', '\t']));
    if !is_heading {
        return None;
    }
    Some(BlockForm::Heading {
        level: u8::try_from(level).unwrap_or(6),
        text: strip_closing_marks(words.trim()).to_owned(),
        end,
    })
}

/// Removes closing marks: `## Words ##` is `## Words`, but `## C#` stays.
fn strip_closing_marks(words: &str) -> &str {
    let rest = words.trim_end_matches('#');
    if rest.is_empty() || rest.ends_with(' ') {
        rest.trim_end()
    } else {
        words
    }
}

fn underlined_heading(text: &str, next: &str, end: usize) -> Option<BlockForm> {
    let next = next.trim();
    let is_line_of = |mark| next.len() >= 3 && next.trim_start_matches(mark).is_empty();
    let level = if is_line_of('=') {
        1
    } else if is_line_of('-') {
        2
    } else {
        return None;
    };
    Some(BlockForm::Heading {
        level,
        text: text.to_owned(),
        end,
    })
}

fn item(text: &str, indent: usize) -> Option<BlockForm> {
    let (mark, rest) = match text.strip_prefix(['-', '*', '+']) {
        Some(rest) => ("-".to_owned(), rest),
        None => {
            let (number, rest) = text.split_once(['.', ')'])?;
            let is_number =
                (1..=9).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
            if !is_number {
                return None;
            }
            (format!("{number}."), rest)
        }
    };
    if !rest.starts_with([' ', '\t']) {
        return None;
    }
    Some(BlockForm::Item {
        indent,
        mark,
        text: rest.trim().to_owned(),
    })
}

/// Returns whether the line has three or more of one mark, with or without blanks in between.
fn is_rule(text: &str) -> bool {
    ['-', '*', '_'].into_iter().any(|mark| {
        text.chars().filter(|c| *c == mark).count() >= 3
            && text.chars().all(|c| c == mark || c == ' ')
    })
}

/// Returns the columns of white space before the first word. A tab extends to the next multiple of
/// four.
fn indent_of(line: &str) -> usize {
    let mut indent = 0;
    for c in line.chars() {
        match c {
            ' ' => indent += 1,
            '\t' => indent += 4 - indent % 4,
            _ => break,
        }
    }
    indent
}

/// Removes white space from the start of the line, up to the column.
fn strip_indent(line: &str, columns: usize) -> &str {
    let mut column = 0;
    let end = line
        .char_indices()
        .find(|(_, c)| {
            let is_inside = column < columns && matches!(c, ' ' | '\t');
            column += if *c == '\t' { 4 - column % 4 } else { 1 };
            !is_inside
        })
        .map_or(line.len(), |(index, _)| index);
    line.get(end..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(text: &str) -> BlockForm {
        let lines: Vec<&str> = text.lines().collect();
        BlockForm::at(&lines, 0, true)
    }

    fn code(code: &str, end: usize) -> BlockForm {
        let code = code.to_owned();
        BlockForm::Code { code, end }
    }

    #[test]
    fn code_keeps_its_line_breaks() {
        assert_eq!(
            form("```json\n{\n  \"a\": 1\n\n}\n```\nx"),
            code("{\n  \"a\": 1\n\n}", 6)
        );
        assert_eq!(form("  ~~~\n    a\n  ```\n  ~~~~\n"), code("  a\n```", 4));
        assert_eq!(form("```\nnever closed"), code("never closed", 2));
        assert_eq!(form("    a\n\n\t  b\n\nc"), code("a\n\n  b", 3));
        assert!(matches!(form("```a`b```"), BlockForm::Text { .. }));
    }

    #[test]
    fn headings_of_both_styles_are_recognised() {
        let heading = |level, text: &str, end| BlockForm::Heading {
            level,
            text: text.to_owned(),
            end,
        };
        assert_eq!(form("## 1\\. Words ##"), heading(2, "1\\. Words", 1));
        assert_eq!(form("# C#"), heading(1, "C#", 1));
        assert_eq!(form("Words\n-----"), heading(2, "Words", 2));
        assert_eq!(form("Words\n==="), heading(1, "Words", 2));
        assert!(matches!(form("#Action"), BlockForm::Text { .. }));
        assert_eq!(form("* * *"), BlockForm::Rule);
    }

    #[test]
    fn list_items_keep_their_numbers() {
        let item = |indent, mark: &str| BlockForm::Item {
            indent,
            mark: mark.to_owned(),
            text: "a".to_owned(),
        };
        assert_eq!(form("*   a"), item(0, "-"));
        assert_eq!(form("\t- a\n"), code("- a", 1));
        assert_eq!(BlockForm::at(&["\t- a"], 0, false), item(4, "-"));
        assert_eq!(form("2) a"), item(0, "2."));
        assert!(matches!(form("1.5 a"), BlockForm::Text { .. }));
        assert!(matches!(form("*a*"), BlockForm::Text { .. }));
    }
}
