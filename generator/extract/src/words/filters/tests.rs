//! Tests of the layouts of lists of filters.

use super::*;

/// Returns the filters of a description, each as `name|type|required|description`.
fn mined(doc: &str) -> Vec<String> {
    let language = if doc.is_ascii() {
        Language::En
    } else {
        Language::Zh
    };
    let member = Member::new("Filters", "Array of Filter".parse().unwrap());
    let filters = filters(&member, doc, language).into_iter();
    filters
        .map(|filter| {
            let type_name = filter.type_name.map(|name| name.to_string());
            let doc = filter.doc.get(language).unwrap_or_default().to_owned();
            let type_name = type_name.unwrap_or_default();
            format!("{}|{type_name}|{}|{doc}", filter.name, filter.required)
        })
        .collect()
}

#[test]
fn filters_with_stated_types_are_mined() {
    let doc = "过滤条件。\n\
               - zone - String - 是否必填：否 -（过滤条件）按照【可用区】进行过滤。\n\
               status - Uint64 - 是否必填：是 - 状态：\n0：全部\n1：正常\n\
               ImageName- String - 是否必填：否 - 镜像名称，模糊查找\n\
               tag:tag-key - String - 是否必填：否 - 按照标签过滤。\n\
               每次请求的Filters的上限为10，Filter.Values的上限为5。";
    assert_eq!(
        mined(doc),
        [
            "zone|String|false|按照【可用区】进行过滤。",
            "status|Integer|true|状态：\n0：全部\n1：正常",
            "ImageName|String|false|镜像名称，模糊查找",
            "tag:tag-key|String|false|按照标签过滤。",
        ]
    );
    let loose = "Version - String  是否必填：否 - 当前版本\n`key` - Integer - Optional - By key.";
    assert_eq!(
        mined(loose),
        ["Version|String|false|当前版本", "key|Integer|false|By key."]
    );
    let english = "zone string Required: no (Filter) Filter by AZ.\n\
                   is-own - String - Required: No - By owner. TRUE: own;\nFALSE: foreign.";
    assert_eq!(
        mined(english),
        [
            "zone|String|false|Filter by AZ.",
            "is-own|String|false|By owner. TRUE: own;\nFALSE: foreign.",
        ]
    );
}

#[test]
fn filters_with_facts_below_are_mined() {
    let doc = "zone\n按照【可用区】进行过滤。\n类型：String\n必选：否\n可选项：可用区列表\n\
               project-id\n按照【项目ID】过滤。\n类型：Integer\n必选：是\n\
               每次请求的Filters的上限为10。";
    assert_eq!(
        mined(doc),
        [
            "zone|String|false|按照【可用区】进行过滤。\n可选项：可用区列表",
            "project-id|Integer|true|按照【项目ID】过滤。",
        ]
    );
    let bulleted = "ip\n- 按照ip进行过滤。\n- 类型：String\n- 必选：否\n\nstatus\n- 按照状态过滤。";
    assert_eq!(
        mined(bulleted),
        [
            "ip|String|false|- 按照ip进行过滤。",
            "status||false|- 按照状态过滤。"
        ]
    );
    let one_line = "tag-key\n按照【标签键】进行过滤。 类型：String 必选：是\nx\n必选：否";
    assert_eq!(
        mined(one_line),
        ["tag-key|String|true|按照【标签键】进行过滤。", "x||false|"]
    );
    let numbered = "可选过滤条件如下：\n1. RuleGroupId\n描述：规则组ID。\n取值：整数\n\n2. TableId\n描述：表id";
    assert_eq!(
        mined(numbered),
        [
            "RuleGroupId||false|规则组ID。\n取值：整数",
            "TableId||false|表id"
        ]
    );
}

#[test]
fn names_with_meanings_are_mined() {
    let doc = "支持的过滤项：\nRuleName：按名称搜索\nStatus：启用状态，可选值：ON / OFF";
    assert_eq!(
        mined(doc),
        [
            "RuleName||false|按名称搜索",
            "Status||false|启用状态，可选值：ON / OFF"
        ]
    );
    let doc = "Details:\nversion-id: Filter by version ID.\n`proxy-id`: By proxy.\nNote: x";
    let expected = [
        "version-id||false|Filter by version ID.",
        "proxy-id||false|By proxy.\nNote: x",
    ];
    assert_eq!(mined(doc), expected);
}

#[test]
fn prose_and_members_of_filters_are_no_filters() {
    for doc in [
        "过滤条件。",
        "Name: the filter's name.\nValues: its values.",
        "Filters include `nodepool-id` and `nodepool-type`.",
        "Note: x\nExample: y",
        "zone: only one line",
        "Name - String\nName 可取值：NodeName, CheckResult",
        "(1)实例名称\nKeyName: eks-ci-name\n类型：String",
        "",
    ] {
        assert_eq!(mined(doc), [""; 0], "{doc}");
    }
    let texts = Member::new("Filters", "Array of String".parse().unwrap());
    assert_eq!(filters(&texts, "zone - String - By AZ.", Language::En), []);
}

#[test]
fn values_of_filter_are_listed() {
    let member = Member::new("Filters", "Array of AssetFilters".parse().unwrap());
    let doc = "Level - String - Required: No - Severity. Valid values: `HIGH`, `LOW`.";
    let filters = filters(&member, doc, Language::En);
    let values: Vec<&str> = filters[0]
        .values
        .iter()
        .map(|value| value.value.as_str())
        .collect();
    assert_eq!(values, ["HIGH", "LOW"]);
}
