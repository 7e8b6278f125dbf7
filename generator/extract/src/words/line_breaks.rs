//! Line breaks of printed text: those that wrap a sentence, and those that the author made.

use super::is_chinese;
use super::text::{TextPart, width};

/// The minimum width of a wrapped line, as a share of the widest line. A shorter line ends its
/// paragraph.
const WRAPPED_SHARE: f32 = 0.72;

/// The minimum width of a wrapped line together with the first word of the next line, as a share
/// of the widest line.
const WRAPPED_WITH_WORD_SHARE: f32 = 0.88;

/// The width that a wrapped Chinese line may lack, as letters have different widths.
const CHINESE_MARGIN: usize = 6;

/// Returns whether the line break between two parts is a true one.
pub(super) fn breaks_between(previous: &TextPart<'_>, next: &TextPart<'_>, widest: usize) -> bool {
    if !previous.may_wrap || previous.true_end {
        return true;
    }
    let (above, below) = (previous.text, next.text);
    if is_torn_word(above, below) || is_torn_value(above, below) {
        return false;
    }
    if begins_paragraph(below) {
        return true;
    }
    if ends_in_mid_sentence(above) || continues_sentence(above, below) {
        return false;
    }
    if above.ends_with(['：', ':']) {
        return !ends_with_item(above);
    }
    let ends_sentence = above.ends_with(['。', '.', '；', ';', '！', '!', '？', '?']);
    // A Chinese line can break anywhere, so a sentence that ends before the margin is the last one.
    if above.ends_with('。')
        && below.starts_with(is_chinese)
        && width(above) + CHINESE_MARGIN < widest
    {
        return true;
    }
    let reaches = |width: usize, share: f32| width as f32 >= widest as f32 * share;
    let with_word = width(above) + 1 + first_word_width(below);
    if reaches(with_word, WRAPPED_WITH_WORD_SHARE) {
        return false;
    }
    !reaches(width(above), WRAPPED_SHARE) || ends_sentence && width(above) + 8 < widest
}

/// Returns whether a hyphen within a word ends the line: `YYYY-MM-` and `DDThh:mm:ssZ`.
fn is_torn_word(above: &str, below: &str) -> bool {
    let Some(word) = above.strip_suffix('-') else {
        return false;
    };
    let is_within_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    is_within_word(word.chars().next_back()) && is_within_word(below.chars().next())
}

/// Returns whether a label and its only value are on two lines: `Default value:` and `10.`
fn is_torn_value(above: &str, below: &str) -> bool {
    const LABELS: [&str; 6] = [
        "value:",
        "value：",
        "默认值：",
        "最大值：",
        "最小值：",
        "默认取值：",
    ];
    let value = below.trim_end_matches(['.', '。']);
    LABELS.iter().any(|label| above.ends_with(label))
        && !value.contains(char::is_whitespace)
        && value.len() <= 24
        && value.is_ascii()
        && !value.contains(':')
}

/// Returns whether the line ends with a comma, or with a word that can't end a sentence: `Valid`,
/// `the`, `and`.
fn ends_in_mid_sentence(line: &str) -> bool {
    const OPEN_WORDS: [&str; 29] = [
        "a", "an", "and", "as", "at", "be", "by", "can", "cannot", "default", "for", "from", "if",
        "in", "is", "may", "maximum", "minimum", "must", "of", "or", "see", "than", "the", "to",
        "use", "valid", "when", "with",
    ];
    if line.ends_with([',', '，', '、']) {
        return true;
    }
    let Some((_, word)) = line.rsplit_once(' ') else {
        return false;
    };
    OPEN_WORDS.contains(&word.to_ascii_lowercase().as_str())
}

/// Returns whether English words without a final stop continue in lower case on the next line.
fn continues_sentence(above: &str, below: &str) -> bool {
    let Some((word, _)) = below.split_once([' ', '.', ',']) else {
        return false;
    };
    let is_word = word.len() > 1 && word.bytes().all(|b| b.is_ascii_lowercase());
    is_word
        && above.contains(' ')
        && above.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '\u{A0}' | '`' | ')'))
}

/// Returns whether the colon at the end of the line follows a value within a list: `0: no; 1:`
fn ends_with_item(line: &str) -> bool {
    let words = line.trim_end_matches(['：', ':']);
    let value = words.rsplit([' ', '；', ';', '，', ',']).next();
    let is_first = value.is_some_and(|value| value.len() == words.len());
    !is_first && value.is_some_and(|value| value.bytes().all(|b| b.is_ascii_digit()))
}

/// Returns the width of the part that a wrapped line can't break: a word, or code between no-break
/// spaces. A line can break next to any Chinese character.
fn first_word_width(line: &str) -> usize {
    if let Some(code) = line.strip_prefix('\u{A0}') {
        return code
            .split('\u{A0}')
            .next()
            .map_or(0, |code| width(code) + 2);
    }
    let end = |c: char| c == ' ' || is_chinese(c);
    line.split(end).next().map_or(0, width)
}

/// Returns whether the words open a paragraph or list item, wherever they are printed.
fn begins_paragraph(text: &str) -> bool {
    const OPENERS: [&str; 18] = [
        "- ",
        "* ",
        "• ",
        "示例值",
        "注意：",
        "注意:",
        "注：",
        "类型：",
        "必选：",
        "可选项：",
        "默认值",
        "默认取值",
        "取值范围",
        "Note:",
        "Note：",
        "Default value",
        "Valid values",
        "Value range",
    ];
    OPENERS.iter().any(|opener| text.starts_with(opener))
        || begins_with_value(text)
        || begins_with_filter(text)
}

/// Returns whether the line begins like `tag-key - String - Required: no`.
fn begins_with_filter(text: &str) -> bool {
    let mut words = text.split(' ').filter(|word| *word != "-");
    let is_name = words.next().is_some_and(|name| {
        name.len() > 1
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_:.".contains(&b))
    });
    let type_word = words.next().map(|word| word.trim_start_matches('-'));
    is_name && matches!(type_word, Some("String" | "Integer" | "string"))
}

/// Returns whether the line begins like `POSTPAID_BY_HOUR：按小时后付费` or `NORMAL-正常`.
///
/// `29T11:26:40Z` and `value: 10.` do not.
fn begins_with_value(text: &str) -> bool {
    let is_code = |value: &str| {
        value.len() <= 48
            && !value.is_empty()
            && value
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
    };
    if let Some((code, meaning)) = text.split_once('-')
        && is_code(code)
        && code.bytes().all(|b| !b.is_ascii_lowercase())
        && meaning.starts_with(is_chinese)
    {
        return true;
    }
    // Code between no-break spaces: ` Port : a single port`.
    let text = text.trim_start_matches('\u{A0}');
    let Some((value, meaning)) = text.split_once(['：', ':']) else {
        return false;
    };
    let value = value.trim_end_matches(['\u{A0}', ' ']);
    let time = value.ends_with(|c: char| c.is_ascii_digit())
        && meaning.starts_with(|c: char| c.is_ascii_digit());
    !time
        && is_code(value)
        && !meaning.is_empty()
        && !matches!(value, "http" | "https" | "value" | "values")
}
