//! The phrases about a request: host, rate, required parameters, version and region.

use std::sync::LazyLock;

use spec::{RegionRule, is_date};

use super::{Phrases, Words};
use crate::words::lexicon::Lexicon;

/// The labels before an action's host.
pub(super) const DOMAINS: Phrases<()> = &[(
    (),
    &[
        "(接口|API|)(请求|调用|访问|服务)域名",
        "接口域名",
        "(接口|API|介面)(請求)(域名|網域)",
        "(Domain name|Domain|Endpoint) (for|of) (|the |this )(API|Interface) (request|call|access)",
        "(Domain name|Domain|Endpoint) for (request|call|accessing this API|calling this API)",
        "(API|Interface) (request|call|access|service) (domain|endpoint) (name|)",
        "(API|Request|Requested|Access|Service|Call|Calling) domain (name|) (|of this API|for this API)",
        "API (endpoint|address|URL)",
        "API(の|)リクエスト(の|)ドメイン(名|)",
        "(リクエスト|API|APIの|APIリクエスト用)(の|)ドメイン(名|)",
        "API (요청|호출) 도메인 (이름|명|)",
        "(요청|API) 도메인 (이름|명|)",
        "(Доменное имя|Домен|Имя домена) (|для )(запроса|запросов) (|к )API",
        "(Доменное имя|Домен) (API|запроса)",
        "(Domainname|Domäne) für (die |)API-(Anfrage|Anfragen|Anforderung|Anforderungen)",
        "Nom de domaine (de la requête|des requêtes|pour les requêtes) API",
        "Nome de domínio (da|para) solicitação (da|de) API",
        "Nama domain (|untuk )permintaan API",
    ],
)];

static DOMAIN_WORDS: Words<()> = LazyLock::new(|| Lexicon::new(DOMAINS));

/// Splits a text around each label of a host into the text before it and the text with the host.
pub(crate) fn domain_labels(text: &str) -> impl Iterator<Item = (&str, &str)> {
    DOMAIN_WORDS
        .find_all(text)
        .map(|(_, before, after)| (before, after))
}

/// The labels before a host that may be another address.
pub(super) const PLAIN_DOMAINS: Phrases<()> = &[(
    (),
    &[
        "(Domain name|Domain|Host|Endpoint)",
        "(Service|Request|Access) (address|URL)",
        "(域名|服务地址|请求地址|访问地址|接口地址)",
    ],
)];

static PLAIN_DOMAIN_WORDS: Words<()> = LazyLock::new(|| Lexicon::new(PLAIN_DOMAINS));

/// Splits a text around each label that also other addresses have.
pub(crate) fn plain_domain_labels(text: &str) -> impl Iterator<Item = (&str, &str)> {
    PLAIN_DOMAIN_WORDS
        .find_all(text)
        .map(|(_, before, after)| (before, after))
}

/// The labels before a rate limit.
pub(super) const RATES: Phrases<()> = &[(
    (),
    &[
        "(默认|)(接口|API|)(请求|调用|访问|)(频率|频次|速率)(限制|上限)(为|)",
        "(默认|)(接口|API|)(限频|QPS 限制)",
        "A maximum of",
        "(Up to|At most|No more than|Not more than|cannot exceed|can not exceed)",
        "(The |)maximum number of (API |)(request|call|query|queries)",
        "(The |)(API |)(request|call|access|calling) (limit|frequency)",
        "Throttling",
        "(The |)(default |)(API |)(request |call |access |)(rate|frequency|QPS) limit",
        "(The |)(default |)limit (on|of|for) (the |)(request|call) (made |)(to|of) (the|this) API",
        "(The |)maximum (API |)(request|call) (rate|frequency)",
        "(This|The) API (is|can be) (limited to|called up to|requested up to)",
        "(デフォルトの|)(API|)(の|)(リクエスト|呼び出し|)(の|)(頻度|レート)(の|)(制限|上限)",
        "(기본 |기본적 |)(API |)(요청 |호출 |)(빈도|속도|주파수) 제한",
        "(Ограничение|Лимит) (частоты|скорости) (запросов|вызовов|)( к API| API|)",
        "(Максимальная частота|Частота) (запросов|вызовов)",
        "(Максимум|Максимально|Не более|До)",
        "(Standardmäßiges |)(Anfragelimit|Ratenlimit)",
        "Limite de (fréquence|débit) (des requêtes|)",
        "Limite de (frequência|taxa) (de solicitações|)",
        "Batas (frekuensi|laju) permintaan",
    ],
)];

static RATE_WORDS: Words<()> = LazyLock::new(|| Lexicon::new(RATES));

/// Splits a text around the label of a rate limit into the texts before and after it.
pub(crate) fn rate_label(text: &str) -> Option<(&str, &str)> {
    let (_, before, after) = RATE_WORDS.find(text)?;
    Some((before, after))
}

/// The units of a rate per second, after the number.
pub(super) const UNITS: Phrases<()> = &[(
    (),
    &[
        "(次请求|个请求|请求|次|)(/|每)(秒|s)",
        "(request|call|time|query|queries|)/(s|sec|second)",
        "(request|call|time|query|queries) (per|every|each|a) second",
        "(API |)(request|call) (can|may) be (initiated|made|sent) (per|every|each|in one) second",
        "QPS",
        "(回|リクエスト|件|)/秒",
        "(회|건|요청|)/초",
        "(раз|раза|запрос|запроса|запросов)(/| в )(секунду|сек|с)",
        "(запрос|запроса|запросов) можно (инициировать|отправить|отправлять|выполнить) в секунду",
        "(запрос|запроса|запросов) может быть (инициировано|отправлено|выполнено) в секунду",
        "(Anfragen|requêtes|solicitações|permintaan)(/| pro | par | por | per )(Sekunde|seconde|segundo|detik)",
    ],
)];

static UNIT_WORDS: Words<()> = LazyLock::new(|| Lexicon::new(UNITS));

/// Returns the text after a unit that says that the number before it counts per second.
pub(crate) fn per_second_unit(text: &str) -> Option<&str> {
    UNIT_WORDS.prefix(text).map(|(_, after)| after)
}

pub(super) const PER_SECOND: Phrases<()> = &[(
    (),
    &[
        "每秒(请求|调用|)(最多|不超过|上限为|)(请求|调用|)",
        "(毎秒|1秒あたり|1秒間に|1秒につき)(最大|)",
        "초당(최대|)",
        "в секунду (не более|до|)",
        "per second",
    ],
)];

static PER_SECOND_WORDS: Words<()> = LazyLock::new(|| Lexicon::new(PER_SECOND));

/// Returns the text after words that say that the number behind them counts per second.
pub(crate) fn per_second(text: &str) -> Option<&str> {
    PER_SECOND_WORDS.find(text).map(|(_, _, after)| after)
}

/// The words in the column "required".
pub(super) const ANSWERS: Phrases<bool> = &[
    (
        true,
        &[
            "是",
            "Yes",
            "Y",
            "True",
            "(✓|✔|√|☑)",
            "必选",
            "必填",
            "(Required|Mandatory|Compulsory|Must)",
            "はい",
            "必須",
            "예",
            "필수",
            "Да",
            "Ja",
            "Oui",
            "Sim",
            "Ya",
        ],
    ),
    (
        false,
        &[
            "否",
            "No",
            "N",
            "False",
            "(✗|✘|×|☐)",
            "可选",
            "选填",
            "Optional",
            "Not (required|mandatory|compulsory)",
            "いいえ",
            "任意",
            "아니요",
            "아니오",
            "선택",
            "Нет",
            "Nein",
            "Non",
            "Não",
            "Tidak",
        ],
    ),
];

static ANSWER_WORDS: Words<bool> = LazyLock::new(|| Lexicon::new(ANSWERS));

/// Parses a cell of the column "required": `是`, `Yes`, `否` or `No`.
pub(crate) fn yes_or_no(word: &str) -> Option<bool> {
    ANSWER_WORDS.exact(word)
}

pub(super) const PREFACES: Phrases<()> = &[(
    (),
    &[
        "The following request parameter list only provide",
        "以下请求参数列表仅列出了",
        "(以下|次)のリクエストパラメータリストには",
        "다음 요청 매개변수 (목록|리스트)",
        "(Ниже|В следующем списке) (приведены|перечислены) (только |)параметры",
        "(Следующий список|В следующем списке) параметров запроса",
    ],
)];

static PREFACE_WORDS: Words<()> = LazyLock::new(|| Lexicon::new(PREFACES));

/// Returns whether the line begins the sentence above the input table.
pub(crate) fn begins_preface(text: &str) -> bool {
    PREFACE_WORDS.prefix(text).is_some()
}

pub(super) const REFERENCES: Phrases<()> = &[(
    (),
    &[
        "本接口",
        "This (API|interface)",
        "本API",
        "このAPI",
        "이 API",
        "(Этот|Этого) API",
    ],
)];

static REFERENCE_WORDS: Words<()> = LazyLock::new(|| Lexicon::new(REFERENCES));

/// Returns the text after words that refer to the page's own action.
pub(crate) fn action_reference(text: &str) -> Option<&str> {
    REFERENCE_WORDS.find(text).map(|(_, _, after)| after)
}

/// Returns the only date in the text of the Version row: `表示API版本号，目前为2017-03-12。`
///
/// Blanks may interrupt the date, where a printed line was wrapped.
pub(crate) fn stated_version(text: &str) -> Option<String> {
    let is_part = |c: char| c.is_ascii_digit() || c == '-';
    let squeezed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let mut dates = squeezed
        .split(|c: char| !is_part(c))
        .filter(|word| is_date(word));
    let date = dates.next()?;
    dates.all(|other| other == date).then(|| date.to_owned())
}

/// A statement about the parameter Region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RegionWord {
    /// The server ignores it.
    Unused,
    /// The text refers to the list of regions.
    Listed,
    /// Callers may omit it.
    Optional,
}

pub(super) const REGIONS: Phrases<RegionWord> = &[
    (
        RegionWord::Unused,
        &[
            "(不需要|无需|不用)(传递|传入|传)(此|该)参数",
            "is not required",
            "required for this API",
            "(必要ありません|必要はありません|不要です)",
            "(필요하지 않|필요 없|필요가 없)",
            "не (требуется|нужен|нужно)",
        ],
    ),
    (
        RegionWord::Listed,
        &[
            "详见产品支持的",
            "list of (supported |)region",
            "(リージョン|地域)(の|)(リスト|一覧)",
            "(리전|지역) (목록|리스트)",
            "(списке|список|списком) (поддерживаемых |)регионов",
        ],
    ),
    (
        RegionWord::Optional,
        &[
            "可选参数",
            "optional",
            "(任意|オプション)",
            "선택",
            "необязатель",
        ],
    ),
];

static REGION_WORDS: Words<RegionWord> = LazyLock::new(|| Lexicon::new(REGIONS));

/// Returns the rule that the Region row states. `required` is `None` if its cell is lost.
///
/// The documentation also marks a region without effect as not required, so the text decides first.
pub(crate) fn region_rule(required: Option<bool>, text: &str) -> RegionRule {
    let words: Vec<RegionWord> = REGION_WORDS.find_all(text).map(|(word, ..)| word).collect();
    // Only the row of a mandatory region refers to the list of regions without further words.
    let is_listed = words.contains(&RegionWord::Listed) && !words.contains(&RegionWord::Optional);
    match required {
        _ if words.contains(&RegionWord::Unused) => RegionRule::Unused,
        Some(true) => RegionRule::Required,
        None if is_listed => RegionRule::Required,
        _ => RegionRule::Optional,
    }
}

/// Returns whether the text says anything about the common region.
pub(crate) fn states_region_rule(text: &str) -> bool {
    REGION_WORDS.find(text).is_some() || only_regions_label(text).is_some()
}

pub(super) const ONLY_REGIONS: Phrases<()> = &[(
    (),
    &[
        "only support(|ed in)",
        "(仅|只)支持(其中的|以下地域|如下地域|)",
        "(以下|次)の(リージョン|地域)のみ(を|)サポート(しています|します|)",
        "다음 (리전|지역)만 (지원합니다|지원)",
        "(поддерживает|поддерживаются) только",
    ],
)];

static ONLY_REGIONS_WORDS: Words<()> = LazyLock::new(|| Lexicon::new(ONLY_REGIONS));

/// Returns the list after the label `This API only supports:`.
pub(crate) fn only_regions_label(text: &str) -> Option<&str> {
    ONLY_REGIONS_WORDS
        .find_all(text)
        .find_map(|(_, _, after)| after.strip_prefix([':', '：']))
}

const LEGACY: Phrases<()> = &[((), &["当前页面接口为旧版 API"])];

static LEGACY_WORDS: Words<()> = LazyLock::new(|| Lexicon::new(LEGACY));

/// The domains of hosts before API 3.0: `cvm.api.qcloud.com`, `cfs.api.cloud.tencent.com`.
pub(crate) const LEGACY_DOMAINS: [&str; 2] = ["api.qcloud.com", "api.cloud.tencent.com"];

/// Returns whether the line occurs only on pages of API generations before 3.0.
pub(crate) fn is_legacy_sign(text: &str) -> bool {
    let names_host = |domain: &&str| {
        let mut places = text.match_indices(*domain);
        places.any(|(at, _)| text.get(..at).is_some_and(|before| before.ends_with('.')))
    };
    LEGACY_DOMAINS.iter().any(names_host) || LEGACY_WORDS.find(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_banner_tell_retired_pages() {
        for (line, is_retired) in [
            ("接口请求域名：cvm.api.qcloud.com", true),
            ("Domain name: cfs.api.cloud.tencent.com", true),
            ("当前页面接口为旧版 API，未来可能停止维护", true),
            ("接口请求域名： cvm.tencentcloudapi.com 。", false),
            ("https://myapi.qcloud.com/", false),
        ] {
            assert_eq!(is_legacy_sign(line), is_retired, "{line}");
        }
    }

    #[test]
    fn region_text_overrides_required_cell() {
        for (required, text, rule) in [
            (Some(true), "详见产品支持的地域列表", RegionRule::Required),
            (Some(false), "本接口不需要传递此参数。", RegionRule::Unused),
            (Some(false), "可选参数", RegionRule::Optional),
            (None, "详见产品支持的地域列表", RegionRule::Required),
            (
                None,
                "此参数为可选参数，详见产品支持的地域列表",
                RegionRule::Optional,
            ),
            (
                Some(false),
                "このパラメータは必要ありません。",
                RegionRule::Unused,
            ),
        ] {
            assert_eq!(region_rule(required, text), rule, "{text}");
        }
    }

    #[test]
    fn only_date_of_the_text_is_the_version() {
        for (text, version) in [
            ("表示API版本号，目前为2017-03-12。", Some("2017-03-12")),
            (
                "The value used for this API: 2019- 07-19.",
                Some("2019-07-19"),
            ),
            ("From 2017-03-12 to 2018-01-01", None),
            ("Version 2", None),
        ] {
            assert_eq!(stated_version(text).as_deref(), version, "{text}");
        }
    }
}
