//! Shapes of Chinese pages that captures and notes bring, with the facts that they state.

use document::Format;
use extract::{Content, Facts, extract};
use spec::Action;

fn facts(text: &str, format: Option<Format>) -> Facts {
    extract(&document::read("page.txt", text.as_bytes(), format).unwrap())
}

fn action(text: &str) -> Action {
    let facts = facts(text, None);
    assert_eq!(facts.actions.len(), 1, "{text}");
    facts.actions.into_iter().next().unwrap().action
}

fn doc_of(action: &Action, name: &str) -> String {
    let mut members = action.input.iter().chain(&action.output);
    let member = members.find(|member| member.name == name).unwrap();
    member.doc.zh.clone().unwrap_or_default()
}

const TAB_PAGE: &str = "\
1. 接口描述
接口请求域名： teo.tencentcloudapi.com 。

创建记录。

2. 输入参数

参数名称\t必选\t类型\t描述
Action\t是\tString\t公共参数，本接口取值：CreateRecord。
Version\t是\tString\t公共参数，本接口取值：2022-09-01。
Type\t否\tString\t服务类型，枚举值：
TEXT：内容安全
示例值：TEXT
3. 输出参数
参数名称\t类型\t描述
RecordId\tString\t记录 ID。
RequestId\tString\t唯一请求 ID。
4. 示例
示例1 创建
输入示例
POST / HTTP/1.1
Host: teo.tencentcloudapi.com
X-TC-Action: CreateRecord
<公共请求参数>

{
    \"Type\": \"TEXT\"
}
输出示例
{
    \"Response\": {
        \"RecordId\": \"r-1\"
    }
}
";

#[test]
fn text_below_the_last_row_of_a_tab_table_is_read() {
    let action = action(TAB_PAGE);
    assert_eq!(
        doc_of(&action, "Type"),
        "服务类型，枚举值：\nTEXT：内容安全"
    );
    assert_eq!(action.input[0].example.as_deref(), Some("TEXT"));
    assert_eq!(action.output.len(), 2);
}

#[test]
fn notes_with_several_pasted_pages_keep_them_apart() {
    let first = TAB_PAGE.replace("1. 接口描述\n", "");
    let second = TAB_PAGE.replace("CreateRecord", "DeleteRecord");
    let notes = format!("# 创建记录\n\n{first}\n# 删除记录\n\n{second}");
    let facts = facts(&notes, None);
    let read: Vec<_> = facts
        .actions
        .iter()
        .map(|page| {
            let action = &page.action;
            let title = action.title.zh.as_deref().unwrap_or_default();
            (
                title,
                action.name.as_str(),
                action.input.len(),
                action.output.len(),
                action.examples.len(),
            )
        })
        .collect();
    assert_eq!(
        read,
        [
            ("创建记录", "CreateRecord", 1, 2, 1),
            ("删除记录", "DeleteRecord", 1, 2, 1)
        ]
    );
    assert_eq!(
        doc_of(&facts.actions[0].action, "RequestId"),
        "唯一请求 ID。"
    );
    assert!(facts.findings.is_empty(), "{:?}", facts.findings);
}

/// A page of 2017 with the labels of examples of that time.
const OLD_PAGE: &str = "\
## 1. 接口描述

查看镜像。

## 2. 输入参数

| 参数名称 | 是否必选 | 类型 | 描述 |
|---|---|---|---|
| Action | 是 | String | 公共参数，本接口取值：DescribeImages |
| Version | 是 | String | 公共参数，本接口取值：2017-03-12 |
| ImageId | 否 | String | 镜像 |

## 3. 输出参数

| 参数名称 | 类型 | 描述 |
|---|---|---|
| Total | Integer | 数量 |

## 4. 错误码表

| 错误码 | 描述 |
|---|---|
| InvalidImage | 无效的镜像。 |

## 5. 示例

## 示例1 查询镜像

### 场景描述

查询一个镜像。

### 请求参数

```
https://cvm.tencentcloudapi.com/?Action=DescribeImages
&ImageId=img-1
&<公共请求参数>
```
### 返回参数

```
{\"Response\": {\"Total\": 1}}
```
";

#[test]
fn old_labels_of_examples_are_no_sections() {
    let action = action(OLD_PAGE);
    assert_eq!(action.domain.as_deref(), Some("cvm.tencentcloudapi.com"));
    assert_eq!(action.errors, ["InvalidImage"]);
    let example = &action.examples[0];
    assert_eq!(example.title.zh.as_deref(), Some("查询镜像"));
    assert_eq!(example.doc.zh.as_deref(), Some("查询一个镜像。"));
    assert_eq!(
        example.request,
        Some(serde_json::json!({"ImageId": "img-1"}))
    );
    assert_eq!(
        example.response,
        Some(serde_json::json!({"Response": {"Total": 1}}))
    );
}

#[test]
fn text_that_shares_lines_with_host_and_rate_stays() {
    let page = TAB_PAGE.replace(
        "接口请求域名： teo.tencentcloudapi.com 。",
        "接口请求域名： teo.tencentcloudapi.com 。 本接口用于写入。\n\n\
         接口调用频率限制为：20次/秒，1200次/分钟。 最多100条。",
    );
    let action = action(&page);
    assert_eq!(action.domain.as_deref(), Some("teo.tencentcloudapi.com"));
    assert_eq!(action.rate_limit, Some(20));
    let doc = action.doc.zh.unwrap();
    for text in [
        "本接口用于写入。",
        "1200次/分钟。",
        "最多100条。",
        "创建记录。",
    ] {
        assert!(doc.contains(text), "{doc}");
    }
    assert!(!doc.contains("域名") && !doc.contains("20次"), "{doc}");
}

#[test]
fn list_of_contents_leaves_the_title_and_date_to_the_page() {
    let contents = "创建记录\n最近更新时间：2026-03-25 03:39:38\n\n我的收藏\n本页目录：\n1. 接口描述\n\
                    2. 输入参数\n4. 示例\n示例1 创建\n6. 错误码\n";
    let action = action(&format!("{contents}{TAB_PAGE}"));
    assert_eq!(action.title.zh.as_deref(), Some("创建记录"));
    assert_eq!(
        action.sources[0].updated.as_deref(),
        Some("2026-03-25 03:39:38")
    );
    assert_eq!((action.input.len(), action.examples.len()), (1, 1));
}

#[test]
fn table_in_the_description_ends_at_the_next_section() {
    let comparison = "创建记录。\n\n甲\t乙\n场景\t通用\t精简\n准确率\t96%\t91%\n价格\t高\t低\n默认接口请求频率限制：20次/秒。";
    let action = action(&TAB_PAGE.replace("创建记录。", comparison));
    assert_eq!(
        (action.name.as_str(), action.input.len()),
        ("CreateRecord", 1)
    );
}

#[test]
fn cell_with_a_short_text_and_a_sample_is_read() {
    let page = "\
1. 接口描述
接口请求域名: tse.tencentcloudapi.com 。
查询。
2. 输入参数
参数名称 | 必选 | 类型 | 描述 |
---|---|---|---|
Action | 是 | String | 公共参数,本接口取值:DescribeFiles。 |
Version | 是 | String | 公共参数,本接口取值:2020-12-07。 |
File | 否 | String | 名称 示例值:a.yaml |
3. 输出参数
参数名称 | 类型 | 描述 |
---|---|---|
Total | Integer | 数量 |
4. 示例
";
    let facts = facts(page, None);
    assert!(facts.findings.is_empty(), "{:?}", facts.findings);
}

#[test]
fn advertisement_above_a_page_is_left_out() {
    let action = action(&format!(
        "有奖捉虫:办公协同&物联网文档专题 HOT\n\n{TAB_PAGE}"
    ));
    assert_eq!(action.doc.zh.as_deref(), Some("创建记录。"));
}

#[test]
fn rows_above_their_paragraphs_may_name_unknown_structures() {
    let page = "\
1. 接口描述

接口请求域名: tcbr.tencentcloudapi.com 。

2. 输入参数

参数名称 必选 类型 描述
Action String 公共参数,本接口取值:UpdateServer。
Version String 公共参数,本接口取值:2022-02-17。
EnvId String

环境Id


示例值:env
DeployInfo DeployParam

部署信息

ServerConfig BaseSettings

服务配置信息

3. 输出参数

参数名称 类型 描述
RequestId String 唯一请求 ID。

4. 示例

示例1 更新

输入示例

POST / HTTP/1.1
X-TC-Action: UpdateServer
<公共请求参数>

{
    \"EnvId\": \"env\",
    \"DeployInfo\": {}
}

输
";
    let action = action(page);
    let names: Vec<&str> = action
        .input
        .iter()
        .map(|member| member.name.as_str())
        .collect();
    assert_eq!(names, ["EnvId", "DeployInfo", "ServerConfig"]);
    assert_eq!(doc_of(&action, "DeployInfo"), "部署信息");
    // The page ends within the label of the response.
    let request = serde_json::json!({"EnvId": "env", "DeployInfo": {}});
    assert_eq!(action.examples[0].request, Some(request));
}

#[test]
fn history_of_several_products_names_each() {
    let page = "\
# 更新日志

## 沙箱(ags) 版本：2025-09-20

### 第 8 次发布

发布时间：2026-08-24 21:10:02

新增接口：

* [StopTool](https://cloud.tencent.com/document/api/1/2)

## 灾备中心(bdrc) 版本：2026-03-30

### 第 1 次发布

发布时间：2026-08-24 21:38:35

新增接口：

* [ApplyGroup](https://cloud.tencent.com/document/api/1/3)
";
    let facts = facts(page, None);
    let read: Vec<_> = facts
        .chapters
        .iter()
        .map(|chapter| {
            let Content::History(releases) = &chapter.content else {
                panic!("{chapter:?}");
            };
            (
                chapter.service.as_deref(),
                chapter.version.as_deref(),
                releases[0].changes[0].name.as_str(),
            )
        })
        .collect();
    assert_eq!(
        read,
        [
            (Some("ags"), Some("2025-09-20"), "StopTool"),
            (Some("bdrc"), Some("2026-03-30"), "ApplyGroup")
        ]
    );
    assert!(facts.findings.is_empty(), "{:?}", facts.findings);
}

#[test]
fn glued_page_yields_its_certain_rows() {
    let page = "\
2. Input Parameters

Parameter NameRequiredTypeDescription
ActionYesStringCommon Params. The value used for this API: CreateDnsRecord.
VersionYesStringCommon Params. The value used for this API: 2022-09-01.
ZoneIdYesStringZone ID.
RuleNoRuleA rule.
";
    let page = format!(
        "1. API Description\n\nDomain name for API request: teo.tencentcloudapi.com.\n\n{page}\n\
         3. Output Parameters\n\nParameter NameTypeDescription\nRequestIdStringThe unique ID.\n\n\
         4. Example\n"
    );
    let facts = facts(&page, None);
    let action = &facts.actions[0].action;
    let names: Vec<&str> = action
        .input
        .iter()
        .map(|member| member.name.as_str())
        .collect();
    assert_eq!(
        (action.name.as_str(), names),
        ("CreateDnsRecord", vec!["ZoneId"])
    );
    let rules: Vec<&str> = facts
        .findings
        .iter()
        .map(|finding| finding.rule.name)
        .collect();
    assert!(
        rules.contains(&"glued-cells") && rules.contains(&"unread-text"),
        "{rules:?}"
    );
}

#[test]
fn headings_of_two_titles_are_not_glued_headers() {
    for line in ["API描述", "### 接口功能", "接口描述"] {
        let facts = facts(&format!("{line}\n\n{TAB_PAGE}"), None);
        let rules: Vec<&str> = facts
            .findings
            .iter()
            .map(|finding| finding.rule.name)
            .collect();
        assert!(!rules.contains(&"glued-cells"), "{line}: {rules:?}");
    }
    let glued = facts(
        "错误码列表\n公共错误码\n错误码说明\nInternalError内部错误\n",
        None,
    );
    assert!(
        glued
            .findings
            .iter()
            .any(|finding| finding.rule.name == "glued-cells")
    );
}
