//! Values that a description states: the enumerated ones and the sample.
//!
//! The description keeps the lists of values, because an extracted list may be incomplete.

use std::collections::BTreeSet;

mod certainty;
mod items;
mod lists;
pub(crate) mod literal;
mod plain;

use spec::{Language, Localized, Scalar, TypeName, Value};

use super::deprecation::{Subject, deprecated};
use super::vocabulary::SAMPLE_LABELS;
use literal::{is_code_or_number, is_number};

/// Splits a description into its text and the sample value at its end.
///
/// The sample may be JSON over several lines.
pub(crate) fn split_sample(description: &str) -> (&str, Option<String>) {
    let last = SAMPLE_LABELS
        .iter()
        .filter_map(|label| description.rsplit_once(label))
        .max_by_key(|(text, _)| text.len());
    let Some((text, sample)) = last else {
        return (description, None);
    };
    let sample = sample.trim();
    let is_json = sample.starts_with(['[', '{']);
    let one_line = sample.replace('\n', if is_json { " " } else { "" });
    let example = (!one_line.is_empty()).then_some(one_line);
    (text.trim_end(), example)
}

/// The minimum number of values in an enumeration. A single one is an example or a limit, unless
/// its label says otherwise.
const MIN_VALUES: usize = 2;

/// Characters at the end of a sentence or list item.
const ITEM_ENDS: [char; 8] = ['。', '；', ';', '.', ',', '，', '、', ' '];

/// A test for one word.
type ValueTest = fn(&str) -> bool;

/// A value and its meaning, which may be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Listed<'a> {
    value: &'a str,
    meaning: &'a str,
}

/// Returns the enumerated values of a member with their meanings.
///
/// The list is empty unless the text certainly enumerates values.
pub(crate) fn documented_values(doc: &str, type_name: &TypeName, language: Language) -> Vec<Value> {
    let Some(fits) = value_test(type_name) else {
        return Vec::new();
    };
    [
        lists::with_meanings,
        lists::bare_lines,
        plain::without_meanings,
    ]
    .iter()
    .map(|find| find(doc, fits))
    .find(|values| !values.is_empty() && all_distinct(values))
    .unwrap_or_default()
    .into_iter()
    .map(|listed| value_of(listed, language))
    .collect()
}

fn value_of(listed: Listed<'_>, language: Language) -> Value {
    let Listed { value, meaning } = listed;
    Value {
        value: value.to_owned(),
        doc: Localized::new(language, meaning),
        deprecated: deprecated(meaning, Subject::Value(value), language),
    }
}

/// Returns the test for values of the type, or `None` if the type has no enumerated values.
fn value_test(type_name: &TypeName) -> Option<ValueTest> {
    match type_name {
        TypeName::Scalar(Scalar::Integer) => Some(is_number),
        TypeName::Scalar(Scalar::String) => Some(is_code_or_number),
        TypeName::Array(element) => value_test(element),
        _ => None,
    }
}

fn all_distinct(values: &[Listed<'_>]) -> bool {
    let distinct: BTreeSet<&str> = values.iter().map(|listed| listed.value).collect();
    distinct.len() == values.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(doc: &str) -> Vec<String> {
        let values = documented_values(doc, &TypeName::Scalar(Scalar::String), Language::Zh);
        values.into_iter().map(|value| value.value).collect()
    }

    #[test]
    fn value_lists_in_all_forms_parse() {
        assert_eq!(
            values("状态。取值范围：\nUNDO：未执行\nDOING：正在执行\nDONE：执行完成。"),
            ["UNDO", "DOING", "DONE"]
        );
        assert_eq!(
            values("Valid values:\n- PREPAID: monthly\n- POSTPAID_BY_HOUR: hourly"),
            ["PREPAID", "POSTPAID_BY_HOUR"]
        );
        assert_eq!(
            values("Type. 0: general CIDR block; 1: container CIDR block. Default value: 0."),
            ["0", "1"]
        );
        assert_eq!(
            values("镜像文件导出格式。取值范围：RAW，QCOW2，VHD，VMDK。默认为RAW"),
            ["RAW", "QCOW2", "VHD", "VMDK"]
        );
        assert_eq!(
            values("Listener protocol. Valid values: TCP, UDP. See"),
            ["TCP", "UDP"]
        );
        assert_eq!(
            values("Sort by. Valid values:\ninstance-num: number\nnode-num: nodes"),
            ["instance-num", "node-num"]
        );
    }

    /// Texts, with the values that each enumerates.
    const LISTS: &[(&str, &[&str])] = &[
        (
            "镜像状态:\nCREATING-创建中\nNORMAL-正常",
            &["CREATING", "NORMAL"],
        ),
        (
            "返回值包括：\n* PUBLIC_IMAGE 公共镜像\n* PRIVATE_IMAGE 自定义镜像",
            &["PUBLIC_IMAGE", "PRIVATE_IMAGE"],
        ),
        (
            "镜像架构返回值包括：\n* x86_64\n* arm\n* i386",
            &["x86_64", "arm", "i386"],
        ),
        (
            "取值范围：\nREQUIRED：表示必选\nOPTIONAL：表示可选。",
            &["REQUIRED", "OPTIONAL"],
        ),
        (
            "AVAILABLE代表可用，UNAVAILABLE代表不可用。",
            &["AVAILABLE", "UNAVAILABLE"],
        ),
        (
            "Inquiry snapshot type: 0 - latest one; 1 - all",
            &["0", "1"],
        ),
        (
            "a real server. 0: no; 1: yes; -1: query all.\nIf",
            &["0", "1", "-1"],
        ),
        ("性别：0-未知，1-男， 2-女", &["0", "1", "2"]),
        ("状态(0: 有效 1: 无效)", &["0", "1"]),
        ("是否启用[1:禁用|0:启用]", &["1", "0"]),
        ("1 表示关闭超线程\n2 表示开启超线程\n不设置时", &["1", "2"]),
        (
            "有三个取值：分别是CDC/CHC/STANDARD，其中STANDARD是默认的",
            &["CDC", "CHC", "STANDARD"],
        ),
        ("市场选项类型，当前只支持取值：spot", &["spot"]),
        ("可选值：\nUserData: 实例自定义数据", &["UserData"]),
        (
            "Valid values: `cvm` and `eks`.\nNote: This",
            &["cvm", "eks"],
        ),
        (
            "Valid values: `IPV4` (default), `IPv6FullChain` (IPv6).",
            &["IPV4", "IPv6FullChain"],
        ),
        (
            "status, including 'BINDING' (binding), and 'BIND' (bound)",
            &["BINDING", "BIND"],
        ),
        (
            "Status:\nAVAILABLE: running.\nUNBIND: unbound.",
            &["AVAILABLE", "UNBIND"],
        ),
        (
            "Valid values: Alive: healthy;\nDead: bad; Unknown: x/y;\nClose: off.\nNote: x",
            &["Alive", "Dead", "Unknown", "Close"],
        ),
        (
            "valid values:.\n- NORMAL: ok.\n.\n- CREATING: creating.\n.",
            &["NORMAL", "CREATING"],
        ),
        (
            "证书类型，取值有：\n- default: 默认证书;\n- upload:用户上传;",
            &["default", "upload"],
        ),
        (
            "级别\n枚举值：\n- Normal： 正常\n- Warning： 预警",
            &["Normal", "Warning"],
        ),
        (
            "任务的当前状态 - QUEUED: 正在排队 - FINISHED: 完成",
            &["QUEUED", "FINISHED"],
        ),
        ("实例类型。- 2：标准架构。- 6：集群架构。", &["2", "6"]),
        ("通知渠道 EMAIL=邮件 SMS=短信", &["EMAIL", "SMS"]),
        ("排序方式，可取值desc、asc", &["desc", "asc"]),
        (
            "来源可选[qcloud,miniapp]，默认qcloud。",
            &["qcloud", "miniapp"],
        ),
        (
            "枚举值：NORMAL 普通，FAST 加速，不传则全部",
            &["NORMAL", "FAST"],
        ),
        ("网卡类型。“0”-辅助，“1”-主，“2”：中继", &["0", "1", "2"]),
        ("数据库类型，取值范围:\n- MYSQL", &["MYSQL"]),
        (
            "取值范围：Legacy BIOS、UEFI\n默认值：Legacy BIOS",
            &["Legacy BIOS", "UEFI"],
        ),
    ];

    #[test]
    fn lists_with_other_marks_parse() {
        for (doc, expected) in LISTS {
            assert_eq!(values(doc), *expected, "{doc}");
        }
        let numbers = |doc| {
            let values = documented_values(doc, &TypeName::Scalar(Scalar::Integer), Language::En);
            let values = values.into_iter().map(|value| value.value);
            values.collect::<Vec<_>>()
        };
        assert_eq!(numbers("Switch (0-off, 1-on)"), ["0", "1"]);
        assert_eq!(numbers("0 未指定，1 Email，2 Webhook"), ["0", "1", "2"]);
        assert_eq!(
            numbers("Valid values: [300 (5-minute), 3600 (hourly)]"),
            ["300", "3600"]
        );
        assert_eq!(numbers("宽度，取值[128,1280]。"), [""; 0]);
        assert_eq!(numbers("取值范围：0（最低）-100（最高）"), [""; 0]);
        assert_eq!(numbers("Status.0: creating, 1: normal."), ["0", "1"]);
    }

    #[test]
    fn incomplete_and_exemplary_lists_yield_no_values() {
        for doc in [
            "取值：\n- AI.PUBG：和平 ;\n- AI.Honor OfKings：王者 ;",
            "Enumeration value:\nfirst_one: one\nsecond-one\n",
            "支持 s（秒）、m（分），比如 12h 表示 12 小时，1h2m3s 表示一小时",
            "例如 BeginTime为2025-12，EndTime 为 2025-12。",
            "如果是临时热词：Name 和 Content 至少填一个",
            "字段：\n- `model` (string)：模型，可选 `speech-1`、`speech-2`。",
            "取值： - GET - HEAD（默认值）",
            "粒度：1 小时范围内以 min 粒度查询，2 天范围内以 hour 粒度查询",
        ] {
            assert_eq!(values(doc), [""; 0], "{doc}");
        }
    }

    #[test]
    fn meaning_ends_with_its_sentence() {
        let doc = "0: descending; 1: ascending. If not specified, it is descending.";
        let values = documented_values(doc, &TypeName::Scalar(Scalar::Integer), Language::En);
        let meanings: Vec<_> = values.iter().map(|value| value.doc.en.as_deref()).collect();
        assert_eq!(meanings, [Some("descending"), Some("ascending")]);
    }

    #[test]
    fn prose_yields_no_values() {
        assert_eq!(
            values("The unique ID. Note: this field may return null; Default value: 0"),
            [""; 0]
        );
        assert_eq!(values("格式为 YYYY-MM-DD: 例如 2018-05-29"), [""; 0]);
        assert_eq!(
            values("Limit: 100\nLimit: 200"),
            [""; 0],
            "one value twice is not an enumeration"
        );
        assert_eq!(
            values("below: one\ntypes: two"),
            [""; 0],
            "words of prose before colons are not values"
        );
        assert_eq!(values("取值范围：[1，500]。"), [""; 0]);
        assert_eq!(
            values("按照ISO8601标准，如 2018-05-29T11:26:40Z，hh:mm:ss。"),
            [""; 0]
        );
        assert_eq!(values("实例主机名分别为server3，server4。"), [""; 0]);
        assert_eq!(
            values("Values:\n-0: off\n- 1: on"),
            [""; 0],
            "a bullet like a sign"
        );
        let flags = documented_values(
            "true: yes; false: no",
            &TypeName::Scalar(Scalar::Boolean),
            Language::En,
        );
        assert!(flags.is_empty(), "a boolean needs no constants");
    }

    #[test]
    fn description_ends_at_its_sample() {
        assert_eq!(
            split_sample("地域。\n示例值：ap-guangzhou"),
            ("地域。", Some("ap-guangzhou".to_owned()))
        );
        assert_eq!(
            split_sample("列表\n示例值：[\n\"a\"\n]"),
            ("列表", Some("[ \"a\" ]".to_owned()))
        );
        assert_eq!(split_sample("示例值没有"), ("示例值没有", None));
    }
}
