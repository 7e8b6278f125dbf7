//! The sentences of a description, and those that state nothing certain about the member.

use std::sync::LazyLock;

use super::pattern::Pattern;

/// A sentence of a description.
#[derive(Debug)]
pub(super) struct Sentence<'t> {
    /// The sentence as printed.
    pub(super) printed: &'t str,
    /// The plain form: lower case, ASCII punctuation, no marks of code.
    pub(super) plain: String,
}

/// The longest sentence that is read, in bytes of its plain form.
const LONGEST: usize = 600;

/// The maximum number of sentences that are read, so that reading a hostile text stays cheap.
const MOST: usize = 200;

/// Splits a description into its sentences.
pub(super) fn sentences(doc: &str) -> Vec<Sentence<'_>> {
    let lines = doc.split('\n').flat_map(split_line);
    let sentences = lines.map(|printed| Sentence {
        printed,
        plain: plain(printed),
    });
    sentences
        .filter(|sentence| sentence.plain.len() <= LONGEST)
        .take(MOST)
        .collect()
}

fn split_line(line: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, c) in line.char_indices() {
        let after = at + c.len_utf8();
        let ends = match c {
            '。' | '；' | ';' | '!' | '！' => true,
            '.' => ends_sentence(line, at),
            _ => false,
        };
        if ends {
            sentences.push(line.get(start..at).unwrap_or_default());
            start = after;
        }
    }
    sentences.push(line.get(start..).unwrap_or_default());
    sentences
        .into_iter()
        .map(str::trim)
        .filter(|sentence| !sentence.is_empty())
        .collect()
}

/// Returns whether the dot ends a sentence: a blank or nothing follows it, and it doesn't end an
/// abbreviation.
fn ends_sentence(line: &str, dot: usize) -> bool {
    let after = line.get(dot + 1..).unwrap_or_default();
    let before = line.get(..dot).unwrap_or_default();
    let is_abbreviation = ["e.g", "i.e", "etc", "No", "vs"]
        .iter()
        .any(|word| before.ends_with(word));
    !is_abbreviation && (after.is_empty() || after.starts_with(char::is_whitespace))
}

/// Returns the plain form of a text.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let unescaped = text.replace("&lt;", "<").replace("&gt;", ">");
    for c in unescaped.chars() {
        match c {
            '［' | '【' => plain.push('['),
            '］' | '】' => plain.push(']'),
            '（' => plain.push('('),
            '）' => plain.push(')'),
            '，' => plain.push(','),
            '：' => plain.push(':'),
            '～' | '〜' | '∼' => plain.push('~'),
            '–' | '—' | '－' | '−' => plain.push('-'),
            '≤' | '≦' => plain.push_str("<="),
            '≥' | '≧' => plain.push_str(">="),
            '＜' => plain.push('<'),
            '＞' => plain.push('>'),
            '“' | '”' => plain.push('"'),
            '０'..='９' => plain.extend(char::from_u32(u32::from(c) - 0xFEE0)),
            '`' | '*' | '\\' => {}
            c if c.is_whitespace() => {
                if !plain.ends_with(' ') {
                    plain.push(' ');
                }
            }
            c => plain.push(c.to_ascii_lowercase()),
        }
    }
    plain.trim().to_owned()
}

/// Splits a plain sentence at the commas outside brackets and between numbers.
pub(super) fn clauses(plain: &str) -> Vec<&str> {
    let bytes = plain.as_bytes();
    let is_digit = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at))
            .is_some_and(u8::is_ascii_digit)
    };
    let (mut clauses, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, byte) in plain.bytes().enumerate() {
        match byte {
            b'[' | b'(' => depth += 1,
            b']' | b')' => depth = depth.saturating_sub(1),
            b',' if depth == 0 && !(is_digit(at.checked_sub(1)) && is_digit(Some(at + 1))) => {
                clauses.push(plain.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            _ => {}
        }
    }
    clauses.push(plain.get(start..).unwrap_or_default());
    clauses
}

/// Words of advice and estimates.
static HEDGES: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"建议|推荐|一般|通常|大约|约为|左右|recommend|suggest|usual|typical|generally|approx|about \d|ideally|prefer|参考",
    )
});

/// Words of quotas, which depend on the account or the product.
static QUOTAS: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"配额|quota|账号|帐号|账户|用户最多|每天|每日|每月|每年|per day|per account|per user|a day|daily|次/|每秒|per second|qps|套餐|白名单|工单|联系|ticket|contact|allowlist|天内|小时内|分钟内|within .* (?:days?|hours?)|免费|free|版本|edition|version|开通",
    )
});

/// Words of conditions, cases, examples and other things than the value that is sent.
static CASES: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"模式|\bmode\b|\b(?:videos?|images?|files?|audios?|texts?|clips?|pictures?) of \d|部分|自定义部分|原文|\boriginal\b|若|如果|(?:^|[,( ])当[^前]|时,|时:|时必|^仅|场景|情况|(?:^|[ ,(\-*:.])(?:if|when|whenever|unless|otherwise|depending|for (?:the )?(?:linux|windows|each|every))\b|否则|例如|比如|举例|如:|such as|e\.g|for example|for instance|windows|linux|mysql|redis|企业|分别|其中|among|respectively|respective|不同(?:类型|机型|版本|地域|实例|规格|产品|模型|操作|协议|的)|different (?:types?|models?|versions?|regions?|specifications?)|对于|针对|其他|其它|之和|总和|总时长|sum of|in total|合计|相加|计算|will be|乘以|before encoding|编码前|加密前|解码后|after decoding|one line|单行|行数",
    )
});

/// A thousands separator outside brackets, which looks like the comma of an interval.
static SEPARATED: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"(?:^|[^\[(\d,.])\d{1,3},\d{3}(?:[^\d]|$)"));

/// A label at the start of an item: `- Name: up to 128 characters`, `text (string): …`.
static LABEL: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"^(?:[\-•·]\s*)?([a-z_][\w.\-]*)\s*(?:\([a-z ]+\))?\s*(?::|=)"));

/// Labels that announce a fact about the member itself.
const OWN_LABELS: [&str; 18] = [
    "range",
    "maximum",
    "minimum",
    "length",
    "note",
    "limit",
    "limits",
    "max",
    "min",
    "value",
    "values",
    "default",
    "unit",
    "size",
    "type",
    "description",
    "required",
    "optional",
];

/// Words that limit the items of a list rather than the list.
static EACH: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"每|各|单个|单条|\beach\b|\bevery\b|\bper\b"));

/// Words that look like those.
const WHOLE_REQUESTS: [&str; 12] = [
    "每次",
    "每一次",
    "每个请求",
    "per request",
    "each request",
    "per call",
    "each call",
    "each time",
    "per time",
    "per api",
    "per query",
    "per batch",
];

impl Sentence<'_> {
    /// Returns whether the sentence may state a limit of the member in all cases.
    pub(super) fn is_certain(&self, name: &str, siblings: &[&str]) -> bool {
        let plain = self.plain.as_str();
        let has_digit = plain.bytes().any(|byte| byte.is_ascii_digit());
        has_digit
            && ![&*HEDGES, &QUOTAS, &CASES, &SEPARATED]
                .iter()
                .any(|pattern| pattern.is_in(plain))
            && !self.is_labelled_otherwise(name)
            && !names_another(self.printed, name, siblings)
    }

    /// Returns whether the sentence is an item about another thing.
    fn is_labelled_otherwise(&self, name: &str) -> bool {
        let label = LABEL
            .find(&self.plain)
            .and_then(|found| found.groups().pop());
        label.is_some_and(|label| !OWN_LABELS.contains(&label) && !label.eq_ignore_ascii_case(name))
    }

    /// Returns whether the sentence is about the items of a list, or the parts of a text.
    pub(super) fn is_about_parts(&self) -> bool {
        is_about_parts(&self.plain)
    }
}

/// Returns whether a plain text is about the items of a list, or the parts of a text.
pub(super) fn is_about_parts(plain: &str) -> bool {
    if !EACH.is_in(plain) {
        return false;
    }
    let rest = WHOLE_REQUESTS
        .iter()
        .fold(plain.to_owned(), |text, words| text.replace(words, ""));
    EACH.is_in(&rest)
}

/// Returns whether the sentence mentions another parameter, or a name in the style of one.
fn names_another(printed: &str, name: &str, siblings: &[&str]) -> bool {
    let is_name_char = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    printed
        .split(|c| !is_name_char(c))
        .map(|word| word.trim_matches('.'))
        .filter(|word| !is_same(word, name))
        .any(|word| {
            word.contains('_') && word.len() > 1
                || word.len() > 3 && siblings.contains(&word)
                || is_camel_case(word)
        })
}

/// Returns whether a word is the name, in singular or plural.
fn is_same(word: &str, name: &str) -> bool {
    let singular = |text: &str| text.strip_suffix('s').unwrap_or(text).to_ascii_lowercase();
    singular(word) == singular(name)
}

fn is_camel_case(word: &str) -> bool {
    let mut letters = word.bytes();
    letters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic())
        && word
            .as_bytes()
            .windows(2)
            .any(|pair| matches!(pair, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_at_their_marks() {
        let split = |doc| -> Vec<String> {
            let sentences = sentences(doc).into_iter();
            sentences.map(|sentence| sentence.plain).collect()
        };
        assert_eq!(
            split("取值范围：［1，100］。默认 2；e.g. up to 5. `A.B` is 1.5 MB"),
            [
                "取值范围:[1,100]",
                "默认 2",
                "e.g. up to 5",
                "a.b is 1.5 mb"
            ]
        );
        assert_eq!(clauses("a [1, 2], b 1,2, c"), ["a [1, 2]", " b 1,2", " c"]);
    }

    #[test]
    fn sentences_about_other_things_are_uncertain() {
        let certain = |doc| {
            let found = sentences(doc);
            found
                .first()
                .unwrap()
                .is_certain("Limit", &["Offset", "Size"])
        };
        for doc in ["最大值为100", "limits: 1-100", "Limit is at most 100"] {
            assert!(certain(doc), "{doc}");
        }
        for doc in [
            "IDs: up to 5",
            "Offset最大值为100",
            "PageSize 最大为100",
            "建议不超过100",
            "若为空，最大100",
            "- Name: up to 128",
            "text (string): up to 128",
            "up to 1,024 bytes",
            "if set, at most 5",
            "每个账号最多100",
            "max_size is at most 5",
        ] {
            assert!(!certain(doc), "{doc}");
        }
        assert!(is_about_parts("每个标签最多10") && !is_about_parts("每次请求最多10"));
        assert!(is_about_parts("each tag") && !is_about_parts("each request"));
    }

    #[test]
    fn patterns_compile() {
        for pattern in [&HEDGES, &QUOTAS, &CASES, &SEPARATED, &LABEL, &EACH] {
            assert!(pattern.compiles());
        }
    }
}
