//! The labels and headings of chapters other than action pages.

use std::sync::LazyLock;

use super::sections::without_number;
use super::{Phrases, Words};
use crate::words::lexicon::Lexicon;

/// The labels before the actions that use a structure.
pub(super) const USERS: Phrases<()> = &[(
    (),
    &[
        "(被|)(如下|以下|下列|下述)(接口|API)(引用|使用|调用)",
        "引用(此|该|本)(结构|数据结构|类型)的接口",
        "(Referenced|Used|Called|Invoked|Cited|Quoted) by (|the |following |the following )(API|action|interface)",
        "(次|以下)の(API|インターフェース|アクション)(により|によって|で|から|に)(参照|引用|使用)(され|)(ます|ています|る|ている|)",
        "(다음|아래) (API|인터페이스|작업)(에서|에 의해|가|이|) (참조|인용|사용)(됨|됩니다|되었습니다|)",
        "(Используется|Применяется|Вызывается) (|в )(|следующими |следующих )(API|интерфейсами|интерфейсах|действиями|действиях)",
        "(Wird|) von (den folgenden |folgenden |)(API|APIs|Aktionen) verwendet",
        "Utilisé par les (API|actions) suivantes",
        "(Usado|Referenciado) pelas (|seguintes )(API|ações)",
        "Digunakan oleh (API|tindakan)( berikut|)",
    ],
)];

static USER_WORDS: Words<()> = LazyLock::new(|| Lexicon::new(USERS));

/// Returns the names after the label `Used by actions:`. The colon may be missing.
pub(crate) fn used_by(text: &str) -> Option<&str> {
    let (_, rest) = USER_WORDS.prefix(text)?;
    if let Some(names) = rest.strip_prefix([':', '：']) {
        return Some(names.trim_start());
    }
    // Without a colon, a name must follow: `used by API callers` is prose.
    let is_name = |c: char| c.is_ascii_uppercase() || c == '[';
    (rest.is_empty() || rest.starts_with(is_name)).then_some(rest)
}

/// A list of the chapter "Error codes".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ErrorList {
    /// The codes of all products.
    Common,
    /// The product's own codes.
    Own,
}

/// The headings of the lists of error codes.
pub(super) const ERROR_LISTS: Phrases<ErrorList> = &[
    (
        ErrorList::Common,
        &[
            "公共错误码",
            "(Common|Public|General) Error Code",
            "(共通|パブリック)(の|)エラーコード",
            "(공통|공용) (오류|에러) 코드",
            "Общие коды ошибок",
        ],
    ),
    (
        ErrorList::Own,
        &[
            "业务错误码",
            "(Service|Business|Product) Error Code",
            "(業務|ビジネス|サービス)(の|)エラーコード",
            "(비즈니스|서비스|업무) (오류|에러) 코드",
            "(Коды ошибок|Ошибки) (сервиса|службы|бизнес-логики)",
        ],
    ),
];

static ERROR_LIST_WORDS: Words<ErrorList> = LazyLock::new(|| Lexicon::new(ERROR_LISTS));

/// Returns the list that a heading opens. It may have a number: `1. 公共错误码`.
pub(crate) fn error_list_heading(text: &str) -> Option<ErrorList> {
    ERROR_LIST_WORDS.exact(without_heading_marks(text))
}

/// The headings of chapters that all products share and no action page has, with their topics.
pub(super) const TOPICS: Phrases<&str> = &[
    (
        "request structure",
        &[
            "服务地址",
            "通信协议",
            "Service Address",
            "Communication Protocol",
            "(サービスアドレス|通信プロトコル)",
            "(서비스 주소|통신 프로토콜)",
            "(Адрес сервиса|Протокол связи)",
        ],
    ),
    (
        "signature",
        &[
            "申请安全凭证",
            "拼接规范请求串",
            "(Apply|Applying) for Security Credential",
            "Concatenating the CanonicalRequest String",
        ],
    ),
    (
        "response structure",
        &[
            "(正确|错误)返回结果",
            "(Correct|Incorrect) Returned Result",
            "Response for (Successful|Failed) Request",
        ],
    ),
];

static TOPIC_WORDS: Words<&str> = LazyLock::new(|| Lexicon::new(TOPICS));

/// Returns the topic of the shared chapter that a heading belongs to.
pub(crate) fn supporting_topic(text: &str) -> Option<&'static str> {
    TOPIC_WORDS.exact(without_heading_marks(text))
}

/// Returns a heading without its number and its marks of emphasis.
fn without_heading_marks(text: &str) -> &str {
    let text = text.trim_start_matches(['*', ' ']);
    without_number(text).unwrap_or(text)
}

const GREETINGS: Phrases<()> = &[(
    (),
    &[
        "欢迎使用",
        "(感谢您|感谢)使用",
        "Welcome to(| use)",
        "Thank you for using",
    ],
)];

static GREETING_WORDS: Words<()> = LazyLock::new(|| Lexicon::new(GREETINGS));

/// Returns the text after a greeting, which begins with the name of a product.
pub(crate) fn greeting(text: &str) -> Option<&str> {
    GREETING_WORDS.prefix(text).map(|(_, rest)| rest)
}

const NOTICES: Phrases<()> = &[(
    (),
    &[
        "(注意|说明|术语表)",
        "(Note|Glossary)",
        "(注|注意|用語集)",
        "(참고|용어집)",
        "(Примечание|Глоссарий)",
    ],
)];

static NOTICE_WORDS: Words<()> = LazyLock::new(|| Lexicon::new(NOTICES));

/// Returns whether the line opens the notes or the glossary below an introduction.
pub(crate) fn is_notice(text: &str) -> bool {
    NOTICE_WORDS.exact(text).is_some()
}

/// Returns whether the line begins a note below an overview.
pub(crate) fn is_catalogue_note(text: &str) -> bool {
    NOTICE_WORDS.prefix(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_follow_their_label() {
        for (text, names) in [
            ("被如下接口引用：A，B。", Some("A，B。")),
            ("Referenced by the following API: A.", Some("A.")),
            ("Used by actions A, B.", Some("A, B.")),
            ("Used by the following action(s)：", Some("")),
            ("次のAPIによって参照されます：A", Some("A")),
            ("Used by API callers in Beijing.", None),
            ("Used by administrators: A", None),
        ] {
            assert_eq!(used_by(text), names, "{text}");
        }
    }

    #[test]
    fn numbered_and_plain_headings_have_topics() {
        for (line, expected) in [
            ("1. 服务地址", Some("request structure")),
            ("## 1. Service Address", None),
            ("3、正确返回结果", Some("response structure")),
            ("**Apply for Security Credentials**", Some("signature")),
            ("Please apply for Security Credentials", None),
        ] {
            assert_eq!(supporting_topic(line), expected, "{line}");
        }
    }
}
