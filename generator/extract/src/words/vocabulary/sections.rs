//! The headings and fixed sentences that separate the sections of an action page.

use std::sync::LazyLock;

use super::{Phrases, Words};
use crate::words::lexicon::Lexicon;

/// A part of an action page, in the order of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Section {
    /// The purpose of the action, its domain and its rate limit.
    Description,
    /// The request parameters.
    Input,
    /// The response parameters.
    Output,
    /// Sample requests and responses.
    Examples,
    /// Links to SDKs.
    Resources,
    /// The error table.
    Errors,
}

/// The headings of sections.
pub(super) const HEADINGS: Phrases<Section> = &[
    (
        Section::Description,
        &[
            "(接口|API|介面)(描述|说明|說明)",
            "(API|Interface|Action) Description",
            "(API|Interface|Action) (Overview|Introduction|Function|Feature)",
            "API(|の)(説明|概要)",
            "インター(フェース|フェイス)(|の)説明",
            "(API|인터페이스) (설명|개요)",
            "Описание (API|интерфейса)",
            "API-Beschreibung",
            "Description de l('|’)API",
            "Descrição da API",
            "Deskripsi API",
        ],
    ),
    (
        Section::Input,
        &[
            "(输入|请求|輸入|請求)(参|參)(数|數)",
            "(|API |Interface )(Input|Request) (Parameter|Param|Field|Argument)(| List| Description)",
            "(入力|リクエスト)パラメータ(|ー)",
            "(입력|요청) (매개변수|매개 변수|파라미터)",
            "Входные параметры",
            "Параметры (ввода|запроса)",
            "(Eingabe|Anfrage)parameter",
            "Paramètres d('|’)entrée",
            "Parâmetros de entrada",
            "Parameter (Input|Permintaan)",
        ],
    ),
    (
        Section::Output,
        &[
            "(输出|返回|响应|輸出|返回)(参|參)(数|數)",
            "(|API )(Output|Response|Return|Returned) (Parameter|Param|Field|Value|Element)",
            "(Output|Response|Return|Returned) (Parameter|Param) (List|Description)",
            "(出力|レスポンス|応答)パラメータ(|ー)",
            "(출력|응답) (매개변수|매개 변수|파라미터)",
            "Выходные параметры",
            "Параметры (вывода|ответа)",
            "(Ausgabe|Antwort)parameter",
            "Paramètres de sortie",
            "Parâmetros de saída",
            "Parameter (Output|Respons)",
        ],
    ),
    (
        Section::Examples,
        &[
            "示例(|代码)",
            "(|API |Code |Usage |Call )(Example|Sample)",
            "(Example|Sample) Code",
            "(Use Case|Request and Response Example)",
            "(例|使用例|サンプル)",
            "(예시|예제|예)",
            "(Пример|Примеры)",
            "(Beispiel|Beispiele)",
            "Exemple",
            "Exemplo",
            "Contoh",
        ],
    ),
    (
        Section::Resources,
        &[
            "(开发者|其他)资源",
            "(Developer|Other) Resource",
            "(開発者|デベロッパー|その他の)(|向け)リソース",
            "(개발자|기타) 리소스",
            "Ресурсы (для разработчиков|разработчика)",
            "Другие ресурсы",
            "Entwicklerressourcen",
            "Ressources pour les développeurs",
            "Recursos do desenvolvedor",
            "Sumber Daya Pengembang",
        ],
    ),
    (
        Section::Errors,
        &[
            "(错误|錯誤)(码|碼)(|表)",
            "(|API |Returned |Common |Business |Service |Related )Error Code(| List| Description)",
            "List of Error Code",
            "(Error|Error Message|Possible Error)",
            "エラーコード",
            "(오류|에러) 코드",
            "(Код|Коды) (ошибки|ошибок)",
            "(Fehlercode|Fehlercodes)",
            "Codes d('|’)erreur",
            "(Código|Códigos) de erro",
            "Kode (Error|Kesalahan)",
        ],
    ),
];

static HEADING_WORDS: Words<Section> = LazyLock::new(|| Lexicon::new(HEADINGS));

/// Returns the section that a heading opens.
///
/// A line without the mark of a heading counts only with a number: `2. 输入参数`.
pub(crate) fn section_heading(text: &str, marked_as_heading: bool) -> Option<Section> {
    let text = text.trim_start_matches("- ").trim_start_matches('*');
    let numbered = without_number(text);
    if numbered.is_none() && !marked_as_heading {
        return None;
    }
    HEADING_WORDS.exact(numbered.unwrap_or(text))
}

/// Removes a leading `2. `, `2、` or `二、`, or returns `None` if the text has no number.
pub(crate) fn without_number(text: &str) -> Option<&str> {
    const CHINESE: &str = "一二三四五六七八九十";
    let words =
        text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || CHINESE.contains(c));
    let (number, _) = text.split_at_checked(text.len() - words.len())?;
    let is_number = number.chars().any(|c| c != '.');
    let words = match words.strip_prefix(['、', '．', ')', '）']) {
        Some(words) if is_number => words,
        _ if is_number && number.ends_with('.') => words,
        _ => return None,
    };
    Some(words.trim_start())
}

pub(super) const SENTENCES: Phrases<Section> = &[
    (
        Section::Resources,
        &[
            "(TencentCloud|Tencent Cloud) API 3.0 integrates SDK",
            "云 API 3.0 提供了配套的开发工具集",
        ],
    ),
    (
        Section::Errors,
        &[
            "The following only list the error code",
            "(There is|There are|This API has) no error code",
            "以下仅列出了接口业务逻辑相关的错误码",
            "(该|此|本)接口暂无业务逻辑相关的错误码",
            "以下(|は|に)(、|)(|API|インターフェース)(|の)ビジネスロジックに関連するエラーコードのみ",
            "다음은 (API|인터페이스) 비즈니스 로직과 관련된 오류 코드만",
            "(Ниже|Далее) (приведены|перечислены|приводятся|указаны) только коды ошибок",
            "Нет кодов ошибок",
        ],
    ),
];

static SENTENCE_WORDS: Words<Section> = LazyLock::new(|| Lexicon::new(SENTENCES));

/// Returns the section whose fixed sentence this is, for pages that lost their headings.
pub(crate) fn section_sentence(text: &str) -> Option<Section> {
    SENTENCE_WORDS.prefix(text).map(|(section, _)| section)
}

pub(super) const EXPLORER: Phrases<()> = &[(
    (),
    &[
        "API Explorer 提供了",
        "推荐使用 API Explorer",
        "We recommend you (|to )use API Explorer",
        "API Explorer provide a range of capabilities",
        "API Explorer(を|の)(使用|利用)",
        "API Explorer를 사용",
        "(|Мы )(Рекомендуем|Рекомендуется) (|вам )использовать API Explorer",
        "API Explorer (предоставляет|предлагает)",
        "このツールは、オンライン呼び出し",
        "이 도구는 온라인 호출",
    ],
)];

static EXPLORER_WORDS: Words<()> = LazyLock::new(|| Lexicon::new(EXPLORER));

/// Returns whether the line begins the site's advertisement for its API Explorer.
pub(crate) fn begins_explorer_boilerplate(text: &str) -> bool {
    EXPLORER_WORDS.prefix(text).is_some()
}

const EXAMPLE_TITLES: Phrases<()> = &[(
    (),
    &[
        "示例",
        "(Example|Sample)",
        "(例|使用例|サンプル)",
        "(예시|예제|예)",
        "Пример",
        "Beispiel",
        "Exemple",
        "Exemplo",
        "Contoh",
    ],
)];

static EXAMPLE_TITLE_WORDS: Words<()> = LazyLock::new(|| Lexicon::new(EXAMPLE_TITLES));

/// Returns the text after the number of an example: `示例1 查询可用区信息`, `Example 2: …`.
pub(crate) fn example_number(text: &str) -> Option<&str> {
    let (_, rest) = EXAMPLE_TITLE_WORDS.prefix(text)?;
    let title = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    (title.len() < rest.len()).then_some(title)
}

/// A labelled part of an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExamplePart {
    /// The text about it.
    Text,
    /// The request.
    Request,
    /// The response.
    Response,
}

/// The labels of an example's parts.
pub(super) const EXAMPLE_PARTS: Phrases<ExamplePart> = &[
    (
        ExamplePart::Text,
        &["(场景|示例)(描述|说明)", "Scenario description"],
    ),
    (
        ExamplePart::Request,
        &[
            "(输入|请求)(示例|样例)",
            "(Input|Request)(| Example| Sample| Code| Body| Message)",
            "(Example|Sample)(| of) (Input|Request)",
            "(入力|リクエスト)(|の)(例|サンプル)",
            "(입력|요청) (예시|예제|샘플)",
            "Пример (ввода|запроса|входных данных)",
            "(Eingabe|Anfrage)beispiel",
            "Exemple d('|’)entrée",
            "Exemplo de (entrada|solicitação)",
            "Contoh (Input|Permintaan)",
        ],
    ),
    (
        ExamplePart::Response,
        &[
            "(输出|返回|响应)(示例|样例)",
            "(Output|Response|Return)(| Example| Sample| Code| Body| Message| Result)",
            "(Returned|Return) (Example|Sample|Result)",
            "(Example|Sample)(| of) (Output|Response|Return)",
            "(出力|レスポンス|応答)(|の)(例|サンプル)",
            "(출력|응답) (예시|예제|샘플)",
            "Пример (вывода|ответа|выходных данных)",
            "(Ausgabe|Antwort)beispiel",
            "Exemple de sortie",
            "Exemplo de (saída|resposta)",
            "Contoh (Output|Respons)",
        ],
    ),
];

static EXAMPLE_PART_WORDS: Words<ExamplePart> = LazyLock::new(|| Lexicon::new(EXAMPLE_PARTS));

/// Returns the part of an example that a label opens: `输入示例`, `Output Example`.
pub(crate) fn example_part(text: &str) -> Option<ExamplePart> {
    EXAMPLE_PART_WORDS.exact(text)
}

/// Returns the part of an example that a label without a number opens, even one of old pages:
/// `请求参数`.
pub(crate) fn example_label(text: &str) -> Option<ExamplePart> {
    example_part(text).or_else(|| match section_heading(text, true)? {
        _ if without_number(text).is_some() => None,
        Section::Input => Some(ExamplePart::Request),
        Section::Output => Some(ExamplePart::Response),
        _ => None,
    })
}

/// Returns whether the text is the beginning of a label, within which the page ends.
pub(crate) fn begins_example_part(text: &str) -> bool {
    let (found, ends_within) = EXAMPLE_PART_WORDS.matches(text);
    ends_within && found.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_headings_need_a_number() {
        for (text, marked, section) in [
            ("2. 输入参数", false, Some(Section::Input)),
            ("二、输入参数", false, Some(Section::Input)),
            ("2) Input parameters:", false, Some(Section::Input)),
            ("**3. Output Parameters**", false, Some(Section::Output)),
            ("- 3. 出力パラメータ", false, Some(Section::Output)),
            ("输入参数", true, Some(Section::Input)),
            ("输入参数", false, None),
            ("2 Input Parameters", true, None),
            ("2. Input Parameters of the API", true, None),
            (". Examples", false, None),
        ] {
            assert_eq!(section_heading(text, marked), section, "{text}");
        }
    }

    #[test]
    fn numbered_example_has_a_title() {
        assert_eq!(example_number("**示例 1** 查询"), Some("** 查询"));
        assert_eq!(example_number("サンプル2：照会"), Some("：照会"));
        assert_eq!(example_number("Example of a query"), None);
    }
}
