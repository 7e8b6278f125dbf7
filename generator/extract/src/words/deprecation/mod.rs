//! Deprecations that the text of the documentation states.
//!
//! Only two forms count. One is a sentence whose subject is the described item: `该参数已废弃`,
//! `This field is deprecated.` The other is a mark in brackets or as a sentence: `（已废弃）`,
//! `Deprecated.` Statements about a value, about another item or under a condition don't count,
//! because a wrong mark would turn users away from working features.

mod chinese;
mod english;
mod sentence;

use sentence::{Sentence, brackets, clauses, sentences};
use spec::{Deprecated, DeprecationSource, Language, Localized};

/// The item that a text describes, and perhaps the subject of its sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject<'a> {
    /// The name of an action.
    Action(&'a str),
    /// The name of a parameter or of a structure's member.
    Member(&'a str),
    /// The name of a structure.
    Structure(&'a str),
    /// One of a member's enumerated values.
    Value(&'a str),
}

impl<'a> Subject<'a> {
    fn name(self) -> &'a str {
        match self {
            Self::Action(name) | Self::Member(name) | Self::Structure(name) | Self::Value(name) => {
                name
            }
        }
    }
}

/// Returns the mark if the description says that its subject is deprecated.
pub(crate) fn deprecated(
    text: &str,
    subject: Subject<'_>,
    language: Language,
) -> Option<Deprecated> {
    Some(inferred(note_in(text, subject)?, language))
}

/// Returns the mark if a page's title begins or ends with one in brackets.
pub(crate) fn deprecated_title(title: &str, language: Language) -> Option<Deprecated> {
    let mark = brackets(title).find(|bracket| bracket.is_at_edge && is_mark(bracket.inside))?;
    Some(inferred(mark.inside.to_owned(), language))
}

fn inferred(note: String, language: Language) -> Deprecated {
    Deprecated {
        note: Localized::new(language, note),
        since: None,
        inferred: Some(DeprecationSource::Prose),
    }
}

/// Returns the sentence that deprecates the subject, and the next one if it names a replacement.
fn note_in(text: &str, subject: Subject<'_>) -> Option<String> {
    let sentences = sentences(text);
    let at = sentences
        .iter()
        .position(|sentence| says_deprecated(sentence, subject))?;
    let said = sentences.get(at)?;
    let replacement = sentences
        .get(at + 1)
        .filter(|next| names_replacement(next.text));
    Some(match (replacement, said.mark) {
        (None, _) => said.text.to_owned(),
        (Some(next), Some(mark)) if !mark.is_ascii() => format!("{}{mark}{}", said.text, next.text),
        (Some(next), mark) => format!("{}{} {}", said.text, mark.unwrap_or(';'), next.text),
    })
}

/// Returns whether the sentence says that its subject is deprecated.
fn says_deprecated(sentence: &Sentence<'_>, subject: Subject<'_>) -> bool {
    let text = sentence.text;
    if matches!(sentence.mark, Some('?' | '？')) || begins_condition(text) {
        return false;
    }
    let by_subject = clauses(text).any(|clause| subject_says(clause, subject));
    by_subject || bracket_says(sentence, subject) || bare_says(sentence, subject)
}

/// Returns whether the clause reads like `该参数已废弃` or `This field is deprecated`.
fn subject_says(clause: &str, subject: Subject<'_>) -> bool {
    chinese::subject_says(clause, subject) || english::subject_says(clause, subject)
}

/// Returns whether the text is only a mark: `已废弃`, `To be deprecated`.
fn is_mark(text: &str) -> bool {
    chinese::is_mark(text) || english::is_mark(text)
}

/// Returns whether a bracket deprecates the subject: `实例名（已废弃）`.
///
/// In a list of values, a bracket belongs to a value. After a single code, it is the meaning.
fn bracket_says(sentence: &Sentence<'_>, subject: Subject<'_>) -> bool {
    brackets(sentence.text).any(|bracket| {
        if subject_says(bracket.inside, subject) {
            return true;
        }
        // The mark is tested first, because the other tests look at all the text before it.
        let is_apt = is_mark(bracket.inside)
            && sentence.is_first
            && bracket.ends_clause
            && !is_enumeration(bracket.before)
            && !is_foreign_code(bracket.before, subject);
        // A value needs text before the bracket, because a bare mark may be its meaning.
        let has_owner = !matches!(subject, Subject::Value(_)) || !bracket.before.is_empty();
        is_apt && has_owner
    })
}

/// Returns whether a bare mark deprecates the subject: `已废弃，请使用…`, `主机名，已废弃`.
///
/// A bare mark after a value may be the value's meaning: `DEPRECATED：已废弃`.
fn bare_says(sentence: &Sentence<'_>, subject: Subject<'_>) -> bool {
    if matches!(subject, Subject::Value(_)) {
        return false;
    }
    let mut clauses = clauses(sentence.text);
    let Some(first) = clauses.next() else {
        return false;
    };
    if (sentence.is_first || sentence.follows_text) && is_mark(first) {
        return true;
    }
    let rest: Vec<&str> = clauses.collect();
    let [mark, replacement @ ..] = rest.as_slice() else {
        return false;
    };
    let only_replacements = replacement.iter().all(|clause| names_replacement(clause));
    sentence.is_first && only_replacements && !is_enumeration(first) && is_mark(mark)
}

/// Returns whether the words are a list. A mark after a list may concern only its last item.
fn is_enumeration(text: &str) -> bool {
    const WORDS: [&str; 12] = [
        "、", "：", ":", "/", "|", ";", "取值", "枚举", "状态", "是否", "例如", " or ",
    ];
    WORDS.iter().any(|word| text.contains(word))
}

/// Returns whether the text is a single code other than the subject's name.
fn is_foreign_code(text: &str, subject: Subject<'_>) -> bool {
    let word = text.trim().trim_matches(['`', '-', '*', ' ']);
    let is_code = word
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'));
    is_code && !word.is_empty() && word != subject.name()
}

/// Returns whether the sentence begins with a condition.
fn begins_condition(text: &str) -> bool {
    const WORDS: [&str; 12] = [
        "如果", "若", "当", "如", "一旦", "假如", "if ", "when ", "once ", "unless ", "whether ",
        "after ",
    ];
    let text = text.to_ascii_lowercase();
    WORDS.iter().any(|word| text.starts_with(word))
}

/// Returns whether the sentence names a replacement.
fn names_replacement(text: &str) -> bool {
    const WORDS: [&str; 20] = [
        "请使用",
        "请改用",
        "请用",
        "请切换",
        "请参考",
        "请参见",
        "请见",
        "请迁移",
        "请调用",
        "建议使用",
        "建议改用",
        "推荐使用",
        "可使用",
        "改用",
        "please ",
        "use ",
        "it is recommended to use",
        "we recommend",
        "you can use",
        "refer to",
    ];
    let text = text.trim_start().to_ascii_lowercase();
    WORDS.iter().any(|word| text.starts_with(word))
}

/// Removes the first of the words that the text begins with.
fn strip_any<'t>(text: &'t str, words: &[&str]) -> Option<&'t str> {
    words.iter().find_map(|word| text.strip_prefix(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(text: &str) -> Option<String> {
        note_in(text, Subject::Member("InstanceId"))
    }

    fn action(text: &str) -> Option<String> {
        note_in(text, Subject::Action("DescribeDisks"))
    }

    #[test]
    fn sentences_about_the_member_deprecate_it() {
        for text in [
            "实例ID。该参数已废弃，请使用InstanceIds。",
            "该字段已废弃",
            "此参数即将下线。",
            "注意：此字段已弃用，建议使用 InstanceIds",
            "实例ID，该字段已废弃。",
            "InstanceId 字段已经废弃。",
            "参数InstanceId已不再使用",
            "该参数将于2024年5月1日正式下线。",
            "（该参数已废弃）实例ID。",
            "已废弃。",
            "已废弃，请使用InstanceIds。",
            "实例ID。已废弃，请使用InstanceIds。",
            "主机名，已废弃。",
            "主机名，已废弃，请使用 InstanceIds",
            "实例ID（已废弃）",
            "【已废弃】实例ID",
            "[待废弃] 实例ID",
            "实例ID(废弃)，请使用 InstanceIds",
            "废弃字段，请使用 InstanceIds",
            "This field is deprecated. Please use `InstanceIds` instead.",
            "Instance ID. This parameter has been deprecated.",
            "Note: this parameter is no longer recommended.",
            "This request parameter will soon be deprecated.",
            "`InstanceId` is no longer supported; use `InstanceIds`.",
            "The InstanceId field is obsolete since 2023-01-01.",
            "Instance ID. This field has been disused and will be removed.",
            "Deprecated. Use `InstanceIds`.",
            "(Deprecated) Instance ID",
            "Instance ID (to be deprecated).",
            "Disused field",
            "Instance ID, deprecated",
            "Deprecated: use `InstanceIds`.",
        ] {
            assert!(member(text).is_some(), "{text}");
        }
    }

    #[test]
    fn sentences_about_others_deprecate_nothing() {
        for text in [
            "镜像是否废弃",
            "设置镜像是否废弃；",
            "不再使用的实例，可通过本接口主动退还。",
            "状态：ACTIVE（正常）、DEPRECATED（已废弃）",
            "取值：\nNORMAL：正常\nDEPRECATED：已废弃",
            "取值范围：\n本地盘（已废弃）\n云硬盘",
            "镜像状态。取值：正常，已废弃。",
            "状态，已废弃，已删除",
            "DEPRECATED（已废弃）",
            "如果镜像已废弃，该参数无效。",
            "若该参数已废弃，请忽略。",
            "已废弃的镜像不会返回。",
            "该参数不再支持包年包月实例。",
            "该参数是否已废弃？",
            "该接口已废弃。",
            "InstanceIds 字段已废弃。",
            "该值已废弃。",
            "请勿使用 UserName 参数，UserName 参数已废弃。",
            "下线",
            "下线实例。",
            "The cloud disks that are no longer used can be returned via this API.",
            "the IP address associated with it will no longer belong to you.",
            "Deprecated images are not returned.",
            "Whether the image is deprecated.",
            "This parameter is no longer supported for prepaid instances.",
            "This parameter is deprecated if the instance is prepaid.",
            "When this parameter is deprecated, nothing happens.",
            "This field is no longer valid after the instance is created.",
            "Status. Valid values: `NORMAL` (normal), `DEPRECATED` (deprecated)",
            "`InstanceIdSet` is deprecated.",
            "This API is deprecated.",
            "The image of this field is deprecated.",
            "",
        ] {
            assert_eq!(member(text), None, "{text}");
        }
    }

    #[test]
    fn action_purposes_and_titles_deprecate() {
        for text in [
            "本接口(DescribeDisks)已下线，请使用新接口。",
            "该接口即将废弃。",
            "接口已废弃，请使用 DescribeDiskList。",
            "This API is about to be deprecated.",
            "This API (DescribeDisks) is no longer available.",
            "查询云盘（已废弃）",
        ] {
            assert!(action(text).is_some(), "{text}");
        }
        for text in [
            "本接口（DescribeDisks）用于查询云盘。不再使用的云盘可退还。",
            "因平台策略原因，该接口暂时停止更新，为确保您正常调用，可切换至新链接：",
            "该接口不再支持查询经典网络的云盘。",
            "参数 DiskId 已废弃。",
            "该参数已废弃。",
            "本接口用于下线云盘。",
            "This API is used to query deprecated disks.",
        ] {
            assert_eq!(action(text), None, "{text}");
        }
        for (title, said) in [
            ("获取邮件发送的状态（待废弃）", Some("待废弃")),
            ("查询健康检查统计数据(废弃)", Some("废弃")),
            ("获取慢查询日志 （废弃）", Some("废弃")),
            ("DescribeDisks (Deprecated)", Some("Deprecated")),
            ("【即将下线】查询云盘", Some("即将下线")),
            ("废弃镜像", None),
            ("查询云盘（新）", None),
            ("Deprecate images", None),
        ] {
            let found = deprecated_title(title, Language::Zh).and_then(|mark| mark.note.zh);
            assert_eq!(found.as_deref(), said, "{title}");
        }
    }

    #[test]
    fn values_and_structures_need_own_words() {
        let value = |text| note_in(text, Subject::Value("LOCAL_BASIC"));
        assert!(value("本地硬盘（已废弃）").is_some());
        assert!(value("local disk (deprecated)").is_some());
        assert!(value("本地硬盘，该类型已废弃").is_some());
        assert_eq!(value("已废弃"), None, "the mark may be the value's meaning");
        assert_eq!(value("（已废弃）"), None);
        assert_eq!(value("镜像已废弃"), None);
        let structure = |text| note_in(text, Subject::Structure("Disk"));
        assert!(structure("云盘信息。该结构已废弃").is_some());
        assert!(structure("This data structure is deprecated.").is_some());
        assert_eq!(structure("云盘信息。该字段已废弃"), None);
    }

    #[test]
    fn note_includes_sentence_and_replacement() {
        assert_eq!(
            member("实例ID。该参数已废弃，请使用InstanceIds。格式为ins-。").as_deref(),
            Some("该参数已废弃，请使用InstanceIds")
        );
        assert_eq!(
            member("ID. This field is deprecated. Please use `InstanceIds` instead. It is long.")
                .as_deref(),
            Some("This field is deprecated. Please use `InstanceIds` instead")
        );
    }
}
