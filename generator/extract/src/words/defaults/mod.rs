//! Default values that a description states as literals: `默认值：20`, `It defaults to false.`
//!
//! A default that depends on other facts, or that only prose describes, stays unknown.

mod literal;
mod statement;
mod units;

use spec::{Scalar, TypeName};

use literal::Kind;
use statement::statements;

/// Returns the default value that the text states.
///
/// The value fits the type. Statements that contradict each other state nothing.
pub(crate) fn default_value(name: &str, type_name: &TypeName, doc: &str) -> Option<String> {
    if !mentions_default(doc) {
        return None;
    }
    let kind = kind_of(type_name)?;
    let mut found: Option<String> = None;
    for statement in statements(doc).take(MAX_STATEMENTS) {
        let Some(value) = statement.literal(kind, name, doc) else {
            continue;
        };
        // `默认SubnetId` speaks of the member itself.
        if value.eq_ignore_ascii_case(name) {
            continue;
        }
        match &found {
            Some(known) if !known.eq_ignore_ascii_case(&value) => return None,
            Some(_) => {}
            None => found = Some(value),
        }
    }
    found
}

/// The maximum number of statements that count, so that reading a hostile text stays cheap.
const MAX_STATEMENTS: usize = 32;

/// Cheap pre-check: most texts state no default.
fn mentions_default(doc: &str) -> bool {
    [
        "默认",
        "efault",
        "缺省",
        "デフォルト",
        "기본값",
        "по умолчанию",
    ]
    .iter()
    .any(|word| doc.contains(word))
}

/// Returns the kind of literals of the type, or `None` if it has none.
fn kind_of(type_name: &TypeName) -> Option<Kind> {
    match type_name {
        TypeName::Scalar(Scalar::Integer) => Some(Kind::Integer),
        TypeName::Scalar(Scalar::Float | Scalar::Double) => Some(Kind::Decimal),
        TypeName::Scalar(Scalar::Boolean) => Some(Kind::Flag),
        TypeName::Scalar(Scalar::Binary | Scalar::Object) | TypeName::Structure(_) => None,
        TypeName::Scalar(_) => Some(Kind::Text),
        TypeName::Array(_) => Some(Kind::List),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn default_of(type_name: &str, doc: &str) -> Option<String> {
        default_value("Limit", &type_name.parse().unwrap(), doc)
    }

    /// Types and texts, with the default that each text states.
    const LITERALS: &[(&str, &str, &str)] = &[
        ("Integer", "返回数量，默认值：20。最大值为100。", "20"),
        ("Integer", "偏移量，默认为0。关于Offset详见API简介。", "0"),
        ("Integer", "本次请求量, 默认值20，范围限制为[1-100]。", "20"),
        ("Integer", "默认取值0，表示默认项目。", "0"),
        (
            "Boolean",
            "是否强制关机，默认值为 false。常规场景下",
            "false",
        ),
        ("Boolean", "试运行，默认为False。", "False"),
        ("Boolean", "是否禁用，默认为否。", "false"),
        (
            "Integer",
            "公网出带宽上限，单位：Mbps。默认值：0Mbps。",
            "0",
        ),
        ("Integer", "1–5000 Mbps. Default value: 1 Mbps.", "1"),
        (
            "String",
            "取值范围：Legacy BIOS、UEFI\n默认值：Legacy BIOS",
            "Legacy BIOS",
        ),
        (
            "String",
            "目前仅支持：PREPAID，默认为：'PREPAID'。",
            "PREPAID",
        ),
        (
            "String",
            "PXE使用的引导文件。默认为pxelinux.0。",
            "pxelinux.0",
        ),
        (
            "Integer",
            "Value range: [0, 100]. Default value: 10.\nNote: this",
            "10",
        ),
        ("Integer", "The default value is 0, indicating that", "0"),
        ("Integer", "Offset, which defaults to 0 if left empty.", "0"),
        (
            "Integer",
            "If it is not specified, 10 will be used by default.",
            "10",
        ),
        (
            "Integer",
            "Default disk size in GB. It is 50 GB by default and it",
            "50",
        ),
        ("Boolean", "Default value: false: no.", "false"),
        ("Boolean", "Whether to delay. Default value: no.", "false"),
        (
            "Boolean",
            "true：发送\nfalse（默认）：发送正常请求",
            "false",
        ),
        ("Integer", "- 0：升序（默认）\n- 1：降序", "0"),
        (
            "String",
            "Valid values: `IPV4` (default), `IPv6FullChain`.",
            "IPV4",
        ),
        (
            "String",
            "Values: asc, desc. The default value is desc.",
            "desc",
        ),
        (
            "Integer",
            "a default value of 345,600 seconds (in seconds)",
            "345600",
        ),
        ("Array of String", "Default value: [].", "[]"),
        ("Integer", "オフセット。デフォルト値：0。", "0"),
        ("String", "监听协议。当前仅支持 UDP，默认UDP。", "UDP"),
        ("Integer", "时长（单位：小时， 默认为24）", "24"),
        (
            "Boolean",
            "- false（默认）：发送请求\n- true：预检",
            "false",
        ),
        ("String", "- wrr (default): weighted.\n- wlc: least.", "wrr"),
        (
            "Integer",
            "Valid values: -2 (earliest, default) and -1.",
            "-2",
        ),
        ("Integer", "位置，-2:最早（默认），-1：最晚", "-2"),
        ("Integer", "-0: Linux (default value)\n- 1:Windows", "0"),
        ("Integer", "- 1: off.\n-2: on (default value)", "2"),
        ("Integer", "开关 0不开启 1开启（0默认)", "0"),
        ("Integer", "- 0: 默认值，模糊匹配\n- 1: 精确匹配", "0"),
        ("Integer", "开关。0：关闭 1：默认值，打开。", "1"),
        ("Boolean", "- false: don't (default false).", "false"),
        ("Boolean", "如果已存在，是否覆盖，默认为否", "false"),
        ("Integer", "Offset, 0 by default", "0"),
        ("String", "COS type, COS by default", "COS"),
        (
            "String",
            "Values: hot (standard), cold. Default hot.",
            "hot",
        ),
        ("String", "desc（降序）或asc（升序）。默认desc排序", "desc"),
        (
            "String",
            "支持字段：flowLogName。默认按createTime。",
            "createTime",
        ),
        ("Integer", "项目状态，默认传递1", "1"),
        ("Integer", "오프셋. 기본값: 0.", "0"),
    ];

    #[test]
    fn literal_defaults_in_all_forms_parse() {
        for (type_name, doc, value) in LITERALS {
            assert_eq!(default_of(type_name, doc).as_deref(), Some(*value), "{doc}");
        }
    }

    #[test]
    fn prose_and_conditions_state_no_default() {
        for (type_name, doc) in [
            ("String", "Month (xxxx-xx). Default value: the last month"),
            ("Integer", "Default value: 0.5"),
            ("Integer", "单位：分钟。默认为1小时。"),
            ("String", "默认为空。"),
            ("String", "If not specified, the default VPC is used."),
            ("String", "默认值：null"),
            ("Array of String", "请求批量上限为100，Limit默认20。"),
            ("Integer", "小于0的默认为0，大于1的默认为1。"),
            ("Integer", "当Mode为1时，默认为5。"),
            ("Integer", "It is 7 days ago by default."),
            (
                "Integer",
                "`0` is selected by default for non-GNR models, and `2` for others.",
            ),
            ("Integer", "默认为1-10。"),
            ("Structure", "默认为0。"),
            ("String", "ratios of 16:9 (default), 9:16, and 1:1"),
            ("String", "group id. Default group if left blank."),
            (
                "String",
                "- `model` (string): Options: `a`. Default: `model-1`.",
            ),
            ("String", "默认取值：非带宽包用户默认与子机付费类型保持一致"),
        ] {
            assert_eq!(default_of(type_name, doc), None, "{doc}");
        }
        let other = default_value("Ids", &TypeName::Scalar(Scalar::Integer), "Limit默认20。");
        assert_eq!(other, None, "the default of another parameter");
    }
}
