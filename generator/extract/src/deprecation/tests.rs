//! Sentences in the documentation's manner, with what they say and do not say.

use super::*;

fn member(text: &str) -> Option<String> {
    note_in(text, Thing::Member("InstanceId"))
}

fn action(text: &str) -> Option<String> {
    note_in(text, Thing::Action("DescribeDisks"))
}

#[test]
fn a_sentence_about_the_member_itself_deprecates_it() {
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
fn what_is_said_of_something_else_deprecates_nothing() {
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
fn actions_are_deprecated_by_their_purpose_or_title() {
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
fn values_and_structures_have_words_of_their_own() {
    let value = |text| note_in(text, Thing::Value("LOCAL_BASIC"));
    assert!(value("本地硬盘（已废弃）").is_some());
    assert!(value("local disk (deprecated)").is_some());
    assert!(value("本地硬盘，该类型已废弃").is_some());
    assert_eq!(value("已废弃"), None, "this may be what the value means");
    assert_eq!(value("（已废弃）"), None);
    assert_eq!(value("镜像已废弃"), None);
    let structure = |text| note_in(text, Thing::Structure("Disk"));
    assert!(structure("云盘信息。该结构已废弃").is_some());
    assert!(structure("This data structure is deprecated.").is_some());
    assert_eq!(structure("云盘信息。该字段已废弃"), None);
}

#[test]
fn the_note_is_the_sentence_and_the_replacement() {
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
