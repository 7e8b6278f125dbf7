//! The words about whole tables: above a further table, in common rows, in titles of chapters.

use std::sync::LazyLock;

use super::{Phrases, Words};
use crate::words::lexicon::Lexicon;

/// The words that only the rows of common parameters contain.
pub(super) const COMMON_ROWS: Phrases<()> = &[(
    (),
    &[
        "公共(请求|)参数",
        "本接口(取值|不需要|仅支持)",
        "(Common|Public) (request |)(Param|Params|Parameter)",
        "(for|of) this API",
        "共通(リクエスト|)(パラメータ|パラメーター)",
        "공통 (요청 |)(매개변수|파라미터)",
        "(Общий|Общие|Общего) (параметр|параметры|параметра)",
        "Parâmetro comum",
        "Parameter umum",
    ],
)];

static COMMON_ROW_WORDS: Words<()> = LazyLock::new(|| Lexicon::new(COMMON_ROWS));

/// Returns whether the text describes a common parameter.
pub(crate) fn describes_common(text: &str) -> bool {
    COMMON_ROW_WORDS.find(text).is_some()
}

/// A statement about the table below a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TableWord {
    /// The table lists filters.
    Filters,
    /// The table continues the parameters of the section.
    Own,
    /// The table describes the thing that the text names.
    Announced,
}

/// The words above a table that isn't the first one of its section.
pub(super) const TABLE_WORDS: Phrases<TableWord> = &[
    (
        TableWord::Filters,
        &[
            "过滤",
            "過濾",
            "(Filter|Filters|Filtering)",
            "フィルター",
            "필터",
            "(Фильтр|Фильтры)",
        ],
    ),
    (
        TableWord::Own,
        &[
            "(请求|输入|输出|返回|响应|接口|公共|业务)参数",
            "(request|input|output|response|common|business) parameter",
        ],
    ),
    (
        TableWord::Announced,
        &[
            "如下",
            "说明",
            "结构",
            "参数",
            "字段",
            "包含",
            "定义",
            "as follows",
            "(described|describes)",
            "(structure|parameter|field|member|following)",
            "以下",
            "次のとおり",
            "다음과 같",
            "следующ",
        ],
    ),
];

static TABLE_LEXICON: Words<TableWord> = LazyLock::new(|| Lexicon::new(TABLE_WORDS));

/// Returns the statements of a text about the table below it.
pub(crate) fn table_words(text: &str) -> Vec<TableWord> {
    TABLE_LEXICON
        .find_all(text)
        .map(|(word, ..)| word)
        .collect()
}

/// The titles of the chapter "Data types".
pub(super) const DATA_TYPES: Phrases<()> = &[(
    (),
    &[
        "数据(结构|类型)",
        "(Data|API) (Type|Structure)",
        "データ(構造|型|タイプ)",
        "데이터 (구조|유형|타입)",
        "Типы данных",
        "Структуры данных",
        "Datentypen",
        "Types de données",
        "Tipos de dados",
        "Tipe data",
    ],
)];

static DATA_TYPES_WORDS: Words<()> = LazyLock::new(|| Lexicon::new(DATA_TYPES));

/// Returns whether the text is the title of the chapter "Data types".
pub(crate) fn is_data_types_title(text: &str) -> bool {
    DATA_TYPES_WORDS.find(text).is_some()
}
