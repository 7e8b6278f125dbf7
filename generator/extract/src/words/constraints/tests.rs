//! Tests of the limits that whole descriptions state.

use super::*;

/// Returns the constraints of the first member, whose siblings are `Offset` and `InstanceIds`.
fn mined(name: &str, type_name: &str, doc: &str) -> Vec<String> {
    let language = if doc.is_ascii() {
        Language::En
    } else {
        Language::Zh
    };
    let member = |name: &str, type_name: &str, doc: &str| Member {
        doc: Localized::new(language, doc),
        default: super::super::defaults::default_value(name, &type_name.parse().unwrap(), doc),
        ..Member::new(name, type_name.parse().unwrap())
    };
    let mut members = [
        member(name, type_name, doc),
        member("Offset", "Integer", ""),
        member("InstanceIds", "Array of String", ""),
    ];
    constrain(&mut members, language);
    let constraints = members[0].constraints.iter();
    constraints
        .map(|constraint| {
            assert!(!constraint.sentence.is_empty());
            assert_eq!(constraint.inferred, Some(Inferred::Prose));
            constraint.limit.to_string()
        })
        .collect()
}

#[test]
fn patterns_compile() {
    assert!(MEANINGS.compiles() && CUT_OFF.compiles());
}

#[test]
fn ranges_of_numbers_are_mined() {
    for (doc, words) in [
        ("返回数量，默认为20，最大值为100。", "Range: at most 100"),
        (
            "本次请求量, 默认值20，范围限制为[1-100]。",
            "Range: 1 to 100",
        ),
        ("取值范围：[1，100]。默认取值：1。", "Range: 1 to 100"),
        ("亲和度的取值范围是：1-10，默认为1。", "Range: 1 to 10"),
        ("Value range: 2– 60. Default value: 2.", "Range: 2 to 60"),
        (
            "Default value: 20. Maximum value: 100.",
            "Range: at most 100",
        ),
        ("default value: 20; maximum: 100.", "Range: at most 100"),
        ("Must be between 1 and 20.", "Range: 1 to 20"),
        ("取值必须大于0。", "Range: at least 1"),
        ("取值范围(0,100]", "Range: 1 to 100"),
        (
            "包年包月实例取值范围：[1，500]，按量计费实例取值范围：[1，500]。",
            "Range: 1 to 500",
        ),
        ("0<取值范围<=100", "Range: 1 to 100"),
        (
            "最小值：90，最大值：3650，默认值：1080",
            "Range: 90 to 3650",
        ),
        ("Minimum value: 1\nMaximum value: 5000", "Range: 1 to 5000"),
        ("The value cannot be greater than 1.", "Range: at most 1"),
        (
            "超时时间，单位：秒，取值范围：30-3600秒",
            "Range: 30 to 3600",
        ),
        ("必须为10的倍数", "Multiple of 10"),
        ("The value must be a multiple of 2.", "Multiple of 2"),
    ] {
        assert_eq!(mined("Limit", "Integer", doc), [words], "{doc}");
    }
    let share = "置信度，取值范围 0.0 至 1.0";
    assert_eq!(mined("Score", "Float", share), ["Range: 0.0 to 1.0"]);
    let open = "The value must be greater than 0";
    assert_eq!(mined("Score", "Float", open), ["Range: more than 0"]);
}

#[test]
fn numbers_without_certain_range_are_left_out() {
    for doc in [
        "Value range: 30-3600. The default value is 0, indicating that it is not enabled.",
        "取值范围：0 和 [128, 4096]，单位：px。",
        "包年包月实例取值范围：[1，500]，按量计费实例取值范围：[1，300]。",
        "建议不超过100。",
        "Offset最大值为100",
        "取值范围：1, 2, 3, 4, 5, 6",
        "当类型为A时，最大值为100。",
        "每个账号最多100台。",
        "日志导出数量,  最大值5000万",
        "最大不超过1小时",
        "取值范围：1-100。-1表示不限制。",
        "参考范围： [0,30]偏暗，[30,70]光照正常，[70,100]偏亮",
        "If the type is L, the upper limit is 5000.",
        "部分模型仅支持大于等于16",
        "取值范围：0（最低）-100（最高）",
        "定时任务在2018-05-01 19:00:00执行",
        "ID为1-2-3",
        "The upper limit is 1,024.",
        "Currently supported values: 1 and 7",
        "Currently supported values: 1 and 7",
        "公网带宽上限范围不一致",
    ] {
        assert_eq!(mined("Limit", "Integer", doc), [""; 0], "{doc}");
    }
}

#[test]
fn lengths_of_texts_are_mined() {
    for (doc, words) in [
        (
            "可任意命名，但不得超过60个字符。",
            "Length: at most 60 characters",
        ),
        (
            "VPC name, which can contain up to 60 bytes.",
            "Length: at most 60 bytes",
        ),
        ("最多支持 256 个字符。", "Length: at most 256 characters"),
        (
            "长度1-60个字符，支持中、英文。",
            "Length: 1 to 60 characters",
        ),
        (
            "用于保证请求幂等性。需保证不同请求之间唯一，最大值不超过64个ASCII字符。",
            "Length: at most 64 characters",
        ),
        ("长度限制60字节", "Length: at most 60 bytes"),
        (
            "It cannot start with a space or exceed 60 characters.",
            "Length: at most 60 characters",
        ),
    ] {
        assert_eq!(mined("Name", "String", doc), [words], "{doc}");
    }
    for doc in [
        "Windows 实例：主机名名字符长度为[2, 15]。\n其他类型实例：主机名字符长度为[2, 60]",
        "支持的最大数据大小为16KB",
        "text (string): up to 1000 characters",
        "每个标签最多10个字符",
        "项目ID，例如长度不超过32个字符的ID",
        "The maximum length is 1,024 bytes.",
    ] {
        assert_eq!(mined("Name", "String", doc), [""; 0], "{doc}");
    }
    assert_eq!(mined("Id", "Integer", "总长度不超过 1024 字节。"), [""; 0]);
}

#[test]
fn sizes_of_lists_are_mined() {
    for (doc, words) in [
        (
            "每次请求的实例的上限为100。",
            "Number of items: at most 100",
        ),
        (
            "You can request up to 100 instances at a time.",
            "Number of items: at most 100",
        ),
        (
            "List of up to 5 security groups.",
            "Number of items: at most 5",
        ),
        ("数组长度：1-100", "Number of items: 1 to 100"),
        ("标签，最多10个", "Number of items: at most 10"),
    ] {
        assert_eq!(mined("Ids", "Array of String", doc), [words], "{doc}");
    }
    for doc in [
        "支持购买21块数据盘，其中最多包含1块LOCAL_BASIC数据盘，最多包含20块CLOUD_BASIC数据盘",
        "每个标签最多 16 个字符",
        "url1、url2 长度限制100",
        "Upload up to 1 video of 5 seconds.",
        "default up to 5",
    ] {
        assert_eq!(mined("Ids", "Array of String", doc), [""; 0], "{doc}");
    }
}

#[test]
fn limits_of_filters_are_mined() {
    let limits = [
        "Number of items: at most 10",
        "Number of `Values` of each item: at most 5",
    ];
    for doc in [
        "每次请求的`Filters`的上限为10，`Filter.Values`的上限为5。",
        "Each request can contain up to 10 `Filters` and 5 `Filter.Values`.",
        "The maximum number of `Filters` per request is 10, and the maximum number of \
         `Filter.Values` is 5.",
        "The upper limit for `Filters` in each request is 10 and 5 for `Filter.Values`.",
    ] {
        assert_eq!(mined("Filters", "Array of Filter", doc), limits, "{doc}");
    }
    let exclusive = "参数不支持同时指定InstanceIds和Filters。";
    assert_eq!(
        mined("Filters", "Array of Filter", exclusive),
        ["Not together with `InstanceIds`"]
    );
}
