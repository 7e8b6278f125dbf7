//! One line of the documentation's text as Markdown: code, links and addresses stay, all else is
//! escaped, so that no text becomes markup.

use super::links::{bare_address, link};
use spec::Language;

/// The line as Markdown: backticks mark code, `[text](address)` a link.
pub(crate) fn inline(line: &str, language: Language) -> String {
    let line = clean(line);
    let mut out = String::with_capacity(line.len() + 8);
    let mut rest = line.as_str();
    let mut before = None;
    while let Some(current) = rest.chars().next() {
        let special = match current {
            '`' => code_span(rest),
            '[' => link(rest, language),
            'h' => bare_address(rest),
            _ => None,
        };
        let length = if let Some((markdown, length)) = special {
            out.push_str(&markdown);
            length
        } else {
            let length = current.len_utf8();
            let after = rest.get(length..).and_then(|rest| rest.chars().next());
            if is_markup(before, current, after) {
                out.push('\\');
            }
            out.push(current);
            length
        };
        before = rest.get(..length).and_then(|taken| taken.chars().last());
        rest = rest.get(length..).unwrap_or_default();
    }
    escape_start(out)
}

/// The text as a link's words: everything is escaped, code and links too.
pub(super) fn plain(text: &str) -> String {
    let text = clean(text);
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = None;
    let mut chars = text.chars().peekable();
    while let Some(current) = chars.next() {
        if is_markup(before, current, chars.peek().copied()) {
            out.push('\\');
        }
        out.push(current);
        before = Some(current);
    }
    escape_start(out)
}

/// The text as a code span; long text is cut.
pub(crate) fn code(text: &str) -> String {
    let mut text = clean(text);
    if let Some((end, _)) = text.char_indices().nth(LONGEST_CODE) {
        text.truncate(end);
        text.push('…');
    }
    let fence = "`".repeat(longest_run(&text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.is_empty() {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Sample values may be whole JSON documents; so many characters show what they look like.
const LONGEST_CODE: usize = 160;

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// A code span at the start of the text, and its length there.
fn code_span(text: &str) -> Option<(String, usize)> {
    let inside = text.strip_prefix('`')?;
    let end = inside.find('`')?;
    let content = inside.get(..end)?;
    if content.trim().is_empty() {
        return None;
    }
    Some((format!("`{content}`"), end + 2))
}

/// Whether the character, between these, would do more than stand for itself.
fn is_markup(before: Option<char>, current: char, after: Option<char>) -> bool {
    match current {
        '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' => true,
        // An image would be fetched by whoever reads the docs.
        '!' => after == Some('['),
        '&' => after.is_some_and(|after| after.is_ascii_alphanumeric() || after == '#'),
        // Inside a word an underscore is just that: `instance_id`.
        '_' => !(is_word(before) && is_word(after)),
        _ => false,
    }
}

fn is_word(character: Option<char>) -> bool {
    character.is_some_and(char::is_alphanumeric)
}

/// Escapes what would make the line a heading, quote, rule, or list item.
fn escape_start(line: String) -> String {
    if line.starts_with(['#', '>', '+', '-', '=']) {
        return format!("\\{line}");
    }
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = line.split_at(digits);
    if digits > 0 && rest.starts_with(['.', ')']) {
        return format!("{number}\\{rest}");
    }
    line
}

/// The text on one line, without characters that have no look of their own or change the direction
/// of others: the compiler refuses some of them in comments.
pub(super) fn clean(text: &str) -> String {
    let visible = text.chars().filter(|c| !is_invisible(*c)).map(|c| {
        let blank = c.is_control() || c.is_whitespace();
        if blank { ' ' } else { c }
    });
    let visible: String = visible.collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn en(line: &str) -> String {
        inline(line, Language::En)
    }

    #[test]
    fn code_and_links_stay() {
        assert_eq!(
            en("Use `a<b>` and [here](https://x.com/y)."),
            "Use `a<b>` and [here](https://x.com/y)."
        );
        assert_eq!(
            en("see https://x.com/a_b?c=d."),
            "see <https://x.com/a_b?c=d>."
        );
        assert_eq!(
            en("请见https://x.com/a，谢谢"),
            "请见<https://x.com/a>，谢谢"
        );
        assert_eq!(
            en("[Filter](/document/api/213/15753#Filter)"),
            "[Filter](https://www.tencentcloud.com/document/api/213/15753#Filter)"
        );
    }

    #[test]
    fn everything_else_is_text() {
        for (line, safe) in [
            ("a*b*c", "a\\*b\\*c"),
            ("instance_id and _x_", "instance_id and \\_x\\_"),
            ("[1, 500]", "\\[1, 500\\]"),
            ("[`Foo`]", "\\[`Foo`\\]"),
            ("Vec<T> </details>", "Vec\\<T> \\</details>"),
            ("one ` backtick", "one \\` backtick"),
            ("``", "\\`\\`"),
            ("&lt; & x", "\\&lt; & x"),
            ("*/ \"# {} #[derive]", "\\*/ \"# {} #\\[derive\\]"),
            ("[x](javascript:alert(1))", "\\[x\\](javascript:alert(1))"),
            ("[a](https://x.com/<b>)", "\\[a\\](<https://x.com/>\\<b>)"),
            ("![x](https://x.com/t.png)", "\\![x](https://x.com/t.png)"),
            ("back\\slash", "back\\\\slash"),
            ("a\u{202e}b\u{0}c\rd\te", "ab c d e"),
        ] {
            assert_eq!(en(line), safe, "{line}");
        }
    }

    #[test]
    fn code_holds_any_text() {
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code("{\n \"a\": 1}"), "`{ \"a\": 1}`");
        assert_eq!(code(&"x".repeat(200)).chars().count(), 163);
    }

    #[test]
    fn plain_text_has_no_markup() {
        assert_eq!(
            plain("# `x` [y](https://z.com)"),
            "\\# \\`x\\` \\[y\\](https://z.com)"
        );
    }
}
