//! The titles of table columns.

use std::sync::LazyLock;

use super::{Phrases, Words};
use crate::words::lexicon::Lexicon;

/// The meaning of a table's column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    /// The name of a parameter or member.
    Name,
    /// Yes if requests must have the parameter.
    Required,
    /// The type.
    Type,
    /// A text about the row's subject.
    Description,
    /// An error code.
    ErrorCode,
    /// The name of an action.
    Action,
    /// The purpose of an action.
    Feature,
    /// The maximum number of requests per second.
    RateLimit,
    /// The name of a region.
    Region,
    /// The value to send.
    Value,
    /// A remark, which follows the description.
    Note,
}

/// The titles of columns. A text in round brackets after a title doesn't count.
pub(super) const COLUMN_PHRASES: Phrases<Column> = &[
    (
        Column::Name,
        &[
            "(参数|字段|成员|属性|)(名称|名)",
            "(参数|字段|成员|属性)",
            "(Parameter|Field|Member|Attribute|Argument|Property|Param|) Name",
            "(Parameter|Field|Member|Attribute|Argument|Property|Param|Key)",
            "(Input|Request|Output|Response|Return|Returned) (Parameter|Param|Field) (Name|)",
            "(パラメータ|パラメーター|フィールド|メンバー)(名|)",
            "名前",
            "(매개변수|매개 변수|파라미터|필드) (이름|명|)",
            "이름",
            "Имя (параметра|поля|)",
            "(Название|Наименование) (параметра|поля|)",
            "(Параметр|Поле)",
            "Parametername",
            "Nom (du paramètre|)",
            "Nome (do parâmetro|)",
            "Nama (Parameter|)",
        ],
    ),
    (
        Column::Required,
        &[
            "(是否|)(必选|必填|必须|必需|必传)",
            "(是否|)(必選|必須|必填)",
            "(Required|Mandatory|Require|Compulsory|Necessary|Necessity|Must)(|?| Field)",
            "(Required|Mandatory|Compulsory|Necessary)(/| or )(Not|Optional|Not Required)(|?)",
            "(Is|Is it|Whether|Whether it is|Whether to be) (Required|Mandatory|Necessary)(|?)",
            "(必須|必要)(項目|かどうか|か|/任意|)",
            "필수(| 여부| 항목| 항목 여부| 입력 여부)",
            "(Обязательный|Обязательно|Обязателен|Обязательность|Обязательное)(| параметр| поле)",
            "(Требуется|Необходимость|Необходимо)",
            "(Erforderlich|Pflicht)",
            "(Obligatoire|Requis)",
            "(Obrigatório|Necessário)",
            "(Wajib|Diperlukan)",
        ],
    ),
    (
        Column::Type,
        &[
            "(参数|数据|字段|)(类型|類型)",
            "(Data|Parameter|Field|Value|Member|Variable|) Type",
            "(データ|)(タイプ|型)",
            "(데이터|) (유형|타입|형식)",
            "Тип (данных|)",
            "(Typ|Datentyp)",
            "Tipo",
            "Tipe",
        ],
    ),
    (
        Column::Description,
        &[
            "(参数|字段|错误|错误码|错误码|)(描述|说明|含义|解释)",
            "(描述|說明)",
            "错误(信息|消息)",
            "(Error|Error Code|Field|Parameter|Member|Param|) (Description|Desc|Desc.)",
            "(Error|Parameter|Error Code|Field|) (Message|Meaning|Explanation)",
            "(Description and Value|Instruction)",
            "(エラーの|エラー|)説明",
            "(오류|) 설명",
            "Описание (ошибки|)",
            "(Beschreibung|Fehlerbeschreibung)",
            "Descrição",
            "Deskripsi",
        ],
    ),
    (
        Column::ErrorCode,
        &[
            "(业务|公共|)错误(码|代码)",
            "錯誤碼",
            "Error (Code|Name|ID)",
            "Returned Error Code",
            "エラーコード",
            "(오류|에러) 코드",
            "Код ошибки",
            "Fehlercode",
            "Code d('|’)erreur",
            "Código de erro",
            "Kode (Error|Kesalahan)",
        ],
    ),
    (
        Column::Action,
        &[
            "(接口|API|Action)(名称|名|)",
            "(API|Interface|Action|Operation) Name",
            "(Interface|Action)",
            "(API|インターフェース)名",
            "(API|인터페이스) (이름|명)",
            "Имя (API|интерфейса|действия)",
            "Название (API|интерфейса|действия)",
            "API-Name",
            "Nom de l('|’)API",
            "Nome da API",
            "Nama API",
        ],
    ),
    (
        Column::Feature,
        &[
            "(接口|API|)(功能|作用)",
            "接口(描述|说明)",
            "(|API )(Feature|Function|Functionality)",
            "(API|Interface|Action) (Description|Feature)",
            "(API|)(の|)機能",
            "기능",
            "(Функция|Назначение|Возможности)",
            "Funktion",
            "Fonction",
            "(Recurso|Função)",
            "Fitur",
        ],
    ),
    (
        Column::RateLimit,
        &[
            "(接口|请求|调用|)(频率|频次|速率)(限制|上限)",
            "(Frequency|Rate|Request Rate|Request Frequency|QPS) Limit",
            "(頻度|レート|呼び出し頻度|リクエスト頻度)(の|)制限",
            "(빈도|속도|요청 빈도|호출 빈도) 제한",
            "(Ограничение|Лимит) (частоты|скорости|частоты запросов)",
            "Ratenlimit",
            "Limite de (fréquence|frequência|taxa)",
            "Batas Frekuensi",
        ],
    ),
    (
        Column::Region,
        &[
            "(地域|地区)(名称|)",
            "Region (Name|)",
            "リージョン(名|)",
            "(리전|지역) (이름|)",
            "Регион",
            "(Région|Região|Wilayah)",
        ],
    ),
    (
        Column::Value,
        &[
            "(参数|地域|)(取值|值)",
            "(Parameter|Region|) Value",
            "(パラメータの|パラメータ|)値",
            "(매개변수|) 값",
            "Значение (параметра|)",
            "Wert",
            "Valeur",
            "Valor",
            "Nilai",
        ],
    ),
    (
        Column::Note,
        &[
            "备注",
            "(Remark|Note|Comment)",
            "備考",
            "비고",
            "Примечание",
            "Bemerkung",
        ],
    ),
];

/// The titles of columns by their words.
pub(crate) static COLUMNS: Words<Column> = LazyLock::new(|| Lexicon::new(COLUMN_PHRASES));
