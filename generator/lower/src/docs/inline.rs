//! One line of the documentation's text as Markdown. Code, links and addresses keep their meaning,
//! everything else is escaped.

use super::values::Line;
use spec::Language;
use visible::is_invisible;

/// Converts the line to Markdown: backticks mark code, `[text](address)` marks a link.
pub(crate) fn inline(line: &str, language: Language) -> String {
    let line = Line {
        text: clean(line),
        links: Vec::new(),
    };
    inline_from(&line, 0, language)
}

/// Converts the rest of a line to Markdown, with its links.
pub(crate) fn inline_from(line: &Line, start: usize, language: Language) -> String {
    let mut rest = line.text.get(start..).unwrap_or_default();
    let mut out = String::with_capacity(rest.len() + 8);
    let mut before = None;
    let mut links = line.links.iter().peekable();
    while let Some(current) = rest.chars().next() {
        let at = line.text.len() - rest.len();
        let special = match links.next_if(|link| link.range.start == at) {
            Some(link) => Some((link.markdown.clone(), link.range.len())),
            None => special(rest, language),
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

/// Returns the code, link or address at the start of the text as Markdown, and its length in bytes.
fn special(text: &str, language: Language) -> Option<(String, usize)> {
    match text.chars().next()? {
        '`' => code_span(text),
        '[' => link(text, language),
        'h' => bare_address(text),
        _ => None,
    }
}

/// Returns the length in bytes of the code, link or address at the start of the text: no part of it
/// can become a link.
pub(crate) fn unlinkable(text: &str, language: Language) -> Option<usize> {
    special(text, language).map(|(_, length)| length)
}

/// Escapes everything in a link's text, code and links included.
fn plain(text: &str) -> String {
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

/// Returns the text as a code span; long text is truncated.
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

/// The longest code span in characters: sample values can be whole JSON documents.
const LONGEST_CODE: usize = 160;

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// Returns the code span at the start of the text, and its length in bytes.
pub(crate) fn code_span(text: &str) -> Option<(String, usize)> {
    let inside = text.strip_prefix('`')?;
    let end = inside.find('`')?;
    let content = inside.get(..end)?;
    if content.trim().is_empty() {
        return None;
    }
    Some((format!("`{content}`"), end + 2))
}

/// Returns the Markdown link at the start of the text, and its length in bytes. Only web addresses
/// and paths on the documentation's site become links.
fn link(text: &str, language: Language) -> Option<(String, usize)> {
    let inside = text.strip_prefix('[')?;
    // A search beyond the next bracket would take quadratic time for a line of open brackets.
    let (words, rest) = inside.split_at_checked(inside.find(['[', ']'])?)?;
    let rest = rest.strip_prefix("](")?;
    let address = rest.get(..rest.find(|c| !is_address_char(c))?)?;
    if !rest.get(address.len()..)?.starts_with(')') {
        return None;
    }
    let length = 1 + words.len() + 2 + address.len() + 1;
    let words = plain(words);
    if words.is_empty() {
        return None;
    }
    let address = absolute(address, language)?;
    Some((format!("[{words}]({address})"), length))
}

/// Returns the address with its host, or `None` if it isn't a plain web address or absolute path.
fn absolute(address: &str, language: Language) -> Option<String> {
    if !address.chars().all(is_address_char) {
        return None;
    }
    if address.starts_with("https://") || address.starts_with("http://") {
        return Some(address.to_owned());
    }
    let site = match language {
        Language::Zh => "https://cloud.tencent.com",
        _ => "https://www.tencentcloud.com",
    };
    if address.starts_with('/') && !address.starts_with("//") {
        Some(format!("{site}{address}"))
    } else {
        None
    }
}

/// Returns the address at the start of the text as an autolink, and its length in bytes.
pub(crate) fn bare_address(text: &str) -> Option<(String, usize)> {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))?;
    let scheme = text.len() - rest.len();
    let end = rest
        .find(|c: char| !is_address_char(c) && c != ')')
        .unwrap_or(rest.len());
    let host = rest
        .get(..end)?
        .trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', ')', '*', '_']);
    if !host.starts_with(|first: char| first.is_ascii_alphanumeric()) {
        return None;
    }
    let length = scheme + host.len();
    Some((format!("<{}>", text.get(..length)?), length))
}

/// Returns whether the character has no meaning to Markdown inside an address.
fn is_address_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#@!$&'*+,;=%".contains(c)
}

/// Returns whether Markdown would interpret the character between its neighbours.
fn is_markup(before: Option<char>, current: char, after: Option<char>) -> bool {
    match current {
        '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' => true,
        // An image would make the reader's browser fetch it.
        '!' => after == Some('['),
        '&' => after.is_some_and(|after| after.is_ascii_alphanumeric() || after == '#'),
        // Markdown ignores an underscore inside a word: `instance_id`.
        '_' => !(is_word(before) && is_word(after)),
        _ => false,
    }
}

fn is_word(character: Option<char>) -> bool {
    character.is_some_and(char::is_alphanumeric)
}

/// Escapes a start that would make the line a heading, quote, rule or list item.
fn escape_start(line: String) -> String {
    if line.starts_with(['#', '>', '+', '-', '=']) {
        return format!("\\{line}");
    }
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if let (Some(number), Some(rest)) = (line.get(..digits), line.get(digits..))
        && digits > 0
        && rest.starts_with(['.', ')'])
    {
        return format!("{number}\\{rest}");
    }
    line
}

/// Joins the text into one line, and drops invisible and text-direction characters: the compiler
/// rejects some of them in comments.
pub(crate) fn clean(text: &str) -> String {
    let visible: String = text
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn en(line: &str) -> String {
        inline(line, Language::En)
    }

    #[test]
    fn invisible_characters_are_dropped() {
        assert_eq!(
            en("a\u{61c}b\u{180e}c\u{115f}d\u{e0041}e\u{202e}f"),
            "abcdef"
        );
        assert_eq!(code("\u{e0041}"), "`  `");
    }

    #[test]
    fn code_and_links_keep_markup() {
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
    fn other_text_is_escaped() {
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
    fn code_span_holds_any_text() {
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code("{\n \"a\": 1}"), "`{ \"a\": 1}`");
        assert_eq!(code(&"x".repeat(200)).chars().count(), 163);
    }

    #[test]
    fn plain_text_escapes_markup() {
        assert_eq!(
            plain("# `x` [y](https://z.com)"),
            "\\# \\`x\\` \\[y\\](https://z.com)"
        );
    }
}
