//! The labels of the release history.

use std::sync::LazyLock;

use spec::is_date;

use super::{Phrases, Words};
use crate::words::lexicon::Lexicon;

/// The effect of a release, the strongest word of a label first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Effect {
    /// The release added the names.
    Added,
    /// The release changed the names.
    Changed,
    /// The release deprecated the names.
    Deprecated,
    /// The release deleted the names.
    Deleted,
}

pub(super) const EFFECTS: Phrases<Effect> = &[
    (
        Effect::Added,
        &[
            "(新增|新加|增加|添加)",
            "(New|Newly|Added|Add|Addition|Adding)",
            "(新規|追加)",
            "(신규|추가|새로운)",
            "(Новы|Ново|Добавлен)",
        ],
    ),
    (
        Effect::Changed,
        &[
            "(修改|变更|更新|调整)",
            "(Modified|Changed|Updated|Modify|Change|Update|Modification)",
            "(変更|修正|更新)",
            "(변경|수정|업데이트)",
            "(Изменен|Изменён|Обновлен|Обновлён)",
        ],
    ),
    (
        Effect::Deprecated,
        &[
            "(废弃|下线|弃用)",
            "(Deprecated|Deprecate|Obsolete|Discontinued|Deprecation|Offline)",
            "(非推奨|廃止)",
            "(사용 중단|지원 중단|폐기)",
            "Устаревш",
        ],
    ),
    (
        Effect::Deleted,
        &[
            "(删除|移除)",
            "(Deleted|Removed|Delete|Remove|Deletion|Removal)",
            "削除",
            "(삭제|제거)",
            "(Удален|Удалён)",
        ],
    ),
];

static EFFECT_WORDS: Words<Effect> = LazyLock::new(|| Lexicon::new(EFFECTS));

/// Returns the effect that a label states: `新增接口`, `Modified data structures`.
pub(crate) fn effect(label: &str) -> Option<Effect> {
    EFFECT_WORDS
        .find_all(label)
        .map(|(effect, ..)| effect)
        .min()
}

/// The kind of names that a list of changes has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameKind {
    /// Actions.
    Action,
    /// Data structures.
    Structure,
}

pub(super) const NAME_KINDS: Phrases<NameKind> = &[
    (
        NameKind::Action,
        &[
            "接口",
            "(API|Interface|Action)",
            "インターフェース",
            "인터페이스",
            "интерфейс",
        ],
    ),
    (
        NameKind::Structure,
        &[
            "(数据结构|数据类型|结构体)",
            "(Data structure|Data type|Structure)",
            "(データ構造|データ型|データタイプ)",
            "(데이터 구조|데이터 유형)",
            "(структур|тип)(а|ы|) данных",
        ],
    ),
];

static NAME_KIND_WORDS: Words<NameKind> = LazyLock::new(|| Lexicon::new(NAME_KINDS));

/// Returns the kind of names that a label announces, or `None` if it names both kinds or neither.
pub(crate) fn name_kind(label: &str) -> Option<NameKind> {
    let mut kinds = NAME_KIND_WORDS.find_all(label).map(|(kind, ..)| kind);
    let first = kinds.next()?;
    kinds.all(|kind| kind == first).then_some(first)
}

/// The owner of the members in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MemberListWord {
    /// The request of an action.
    Input,
    /// The response of an action.
    Output,
    /// A data structure.
    Structure,
}

pub(super) const MEMBER_LISTS: Phrases<MemberListWord> = &[
    (
        MemberListWord::Input,
        &[
            "(入参|输入参数|请求参数)",
            "(Input|Request) parameter",
            "(入力|リクエスト)パラメータ",
            "(입력|요청) (매개변수|파라미터)",
            "(входн|параметры запроса)",
        ],
    ),
    (
        MemberListWord::Output,
        &[
            "(出参|输出参数|返回参数)",
            "(Output|Response) parameter",
            "(出力|レスポンス)パラメータ",
            "(출력|응답) (매개변수|파라미터)",
            "(выходн|параметры ответа)",
        ],
    ),
    (
        MemberListWord::Structure,
        &[
            "(成员|字段)",
            "(Member|Field)",
            "(メンバー|フィールド)",
            "(멤버|구성원|필드)",
            "(член|поля|поле)",
        ],
    ),
];

static MEMBER_LIST_WORDS: Words<MemberListWord> = LazyLock::new(|| Lexicon::new(MEMBER_LISTS));

/// Returns whose members a label announces: `新增入参`, `New members added`.
pub(crate) fn member_list_word(label: &str) -> Option<MemberListWord> {
    MEMBER_LIST_WORDS.find(label).map(|(word, ..)| word)
}

pub(super) const DATES: Phrases<()> = &[(
    (),
    &[
        "发布(时间|日期)",
        "(Release|Published|Release) (time|date|on)",
        "(Released|Published|Released on|Date of release)",
        "リリース(日時|日|時間|時刻)",
        "(릴리스|릴리즈|출시) (시간|날짜|일시|일)",
        "(Дата|Время) (выпуска|релиза)",
    ],
)];

static DATE_WORDS: Words<()> = LazyLock::new(|| Lexicon::new(DATES));

/// Returns the date after its label: `发布时间：2025-07-01 01:15:37`.
pub(crate) fn release_date(text: &str) -> Option<&str> {
    DATE_WORDS.label(text).map(|(_, date)| date.trim())
}

pub(super) const RELEASES: Phrases<()> = &[(
    (),
    &[
        "发布",
        "Release",
        "リリース",
        "(릴리스|릴리즈|출시)",
        "(релиз|выпуск)",
    ],
)];

static RELEASE_WORDS: Words<()> = LazyLock::new(|| Lexicon::new(RELEASES));

/// Splits the heading of a release around its noun: `The Second `, or ` 4` after it.
pub(crate) fn release_word(text: &str) -> Option<(&str, &str)> {
    RELEASE_WORDS
        .find(text)
        .map(|(_, before, after)| (before, after))
}

pub(super) const ORDINALS: Phrases<u32> = &[
    (1, &["first", "一", "первый"]),
    (2, &["second", "二", "второй"]),
    (3, &["third", "三", "третий"]),
    (4, &["fourth", "四", "четвертый", "четвёртый"]),
    (5, &["fifth", "五", "пятый"]),
    (6, &["sixth", "六", "шестой"]),
    (7, &["seventh", "七", "седьмой"]),
    (8, &["eighth", "八", "восьмой"]),
    (9, &["ninth", "九", "девятый"]),
    (10, &["tenth", "十", "десятый"]),
    (11, &["eleventh"]),
    (12, &["twelfth", "twelveth"]),
    (13, &["thirteenth"]),
    (14, &["fourteenth"]),
    (15, &["fifteenth"]),
    (16, &["sixteenth"]),
    (17, &["seventeenth"]),
    (18, &["eighteenth"]),
    (19, &["nineteenth"]),
    (20, &["twent(y|ieth)"]),
    (30, &["thirt(y|ieth)"]),
    (40, &["fort(y|ieth)"]),
    (50, &["fift(y|ieth)"]),
    (60, &["sixt(y|ieth)"]),
    (70, &["sevent(y|ieth)"]),
    (80, &["eight(y|ieth)"]),
    (90, &["ninet(y|ieth)"]),
    (0, &["零"]),
    (100, &["百", "(|one )hundred(|th)"]),
];

static ORDINAL_WORDS: Words<u32> = LazyLock::new(|| Lexicon::new(ORDINALS));

/// Parses an ordinal: `5th`, `第 154 次`, `The Twenty-second`, `十二`.
pub(crate) fn ordinal(text: &str) -> Option<u32> {
    const FILLERS: &[char] = &[
        '第', '次', '回', '号', '제', '차', '#', ' ', '-', '.', '번', '째',
    ];
    let is_end = |end: &str| matches!(end, "st" | "nd" | "rd" | "th" | "й" | "ый" | "ой" | "ий");
    let text = text.trim().trim_matches(FILLERS).to_lowercase();
    let text = ["the ", "no.", "no ", "number "]
        .iter()
        .find_map(|article| text.strip_prefix(article))
        .unwrap_or(&text)
        .trim_matches(FILLERS);
    let after_digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if after_digits.len() < text.len() {
        let (digits, end) = text.split_at_checked(text.len() - after_digits.len())?;
        let end = end.trim_matches(FILLERS);
        return (end.is_empty() || is_end(end)).then(|| digits.parse().ok())?;
    }
    ordinal_in_words(text)
}

/// Adds up the words of a number, in which a unit before `十` or `百` multiplies it.
fn ordinal_in_words(text: &str) -> Option<u32> {
    let (mut sum, mut unit, mut rest) = (0, 0, text);
    while !rest.is_empty() {
        let (value, after) = ORDINAL_WORDS.prefix(rest)?;
        let multiplies = rest.starts_with(['十', '百']);
        rest = after.trim_start_matches([' ', '-']);
        if multiplies {
            sum += value * u32::max(unit, 1);
            unit = 0;
        } else {
            sum += unit;
            unit = value;
        }
        if sum > 1000 {
            return None;
        }
    }
    let number = sum + unit;
    (number > 0).then_some(number)
}

/// Returns the service and version in the heading of a product's history.
///
/// Histories of several products have such headings: `灾备中心(bdrc) 版本：2026-03-30`.
pub(crate) fn product_heading(text: &str) -> Option<(String, String)> {
    let (label, version) = text.rsplit_once([':', '：'])?;
    let label = without_version_word(label.trim_end())?.trim_end();
    let (_, service) = label.strip_suffix([')', '）'])?.rsplit_once(['(', '（'])?;
    let is_service = !service.is_empty()
        && service
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let version = version.trim();
    (is_service && is_date(version)).then(|| (service.to_owned(), version.to_owned()))
}

fn without_version_word(label: &str) -> Option<&str> {
    ["版本", "Version", "version"]
        .iter()
        .find_map(|word| label.strip_suffix(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinals_of_all_languages_parse() {
        for (text, number) in [
            ("第 154 次", Some(154)),
            ("第二次", Some(2)),
            ("第二十三次", Some(23)),
            ("第一百零三次", Some(103)),
            ("第一百二十次", Some(120)),
            ("The 5th ", Some(5)),
            ("The Second ", Some(2)),
            ("the Twenty-first", Some(21)),
            ("Fortieth", Some(40)),
            (" 4", Some(4)),
            ("#12", Some(12)),
            ("2-й ", Some(2)),
            ("第4回", Some(4)),
            ("제3차", Some(3)),
            ("The latest ", None),
            ("5 more", None),
            ("", None),
            ("99999999999", None),
        ] {
            assert_eq!(ordinal(text), number, "{text}");
        }
    }

    #[test]
    fn strongest_word_is_the_effect() {
        assert_eq!(effect("New members added"), Some(Effect::Added));
        assert_eq!(effect("API modified"), Some(Effect::Changed));
        assert_eq!(effect("Renewed APIs"), None);
        assert_eq!(name_kind("New interfaces"), Some(NameKind::Action));
        assert_eq!(name_kind("接口和数据结构"), None);
    }
}
