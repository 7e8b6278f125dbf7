//! Checks that pages in other wordings and languages give the same facts.

use document::Format;
use extract::{ActionPage, Content, Facts, extract};
use spec::{ChangeKind, Inferred, Required};

fn facts(text: &str) -> Facts {
    facts_in(text, Format::Markdown)
}

fn facts_in(text: &str, format: Format) -> Facts {
    extract(&document::read("page.md", text.as_bytes(), Some(format)).unwrap())
}

fn page(text: &str) -> ActionPage {
    let mut facts = facts(text);
    assert_eq!(facts.actions.len(), 1, "{:#?}", facts.findings);
    facts.actions.remove(0)
}

/// Returns a page's action. Fails if the account of the page names text that no fact holds.
fn wholly_read_page(text: &str) -> ActionPage {
    let findings = facts(text).findings;
    let unread: Vec<_> = findings
        .iter()
        .filter(|finding| finding.rule.name.starts_with("unread-"))
        .collect();
    assert!(unread.is_empty(), "{unread:#?}");
    page(text)
}

fn content(text: &str) -> Content {
    let mut facts = facts(text);
    assert_eq!(facts.chapters.len(), 1, "{:#?}", facts.findings);
    facts.chapters.remove(0).content
}

/// Returns the messages of a rule's findings, each with its line.
fn messages(facts: &Facts, rule: &str) -> Vec<(usize, String)> {
    let findings = facts.findings.iter();
    findings
        .filter(|finding| finding.rule.name == rule)
        .map(|finding| (finding.line, finding.message.clone()))
        .collect()
}

/// Returns an English page with this description and this header of its input table.
fn english(description: &str, header: &str) -> String {
    format!(
        "## 1. API Description

{description}

## 2. Input Parameters

{header}
|---------|---------|---------|---------|
| Action | Yes | String | Common parameter; the value for this API: CreateBackup |
| Version | Yes | String | Common parameter; the value for this API: 2017-03-20 |
| FunctionName | Yes | String | Name of the new function. |

## 3. Output Parameters

| Parameter name | Type | DescriptionParameter name |
|---------|---------|---------|
| Size | Integer | Bytes. |
| RequestId | String | The unique request ID. |
"
    )
}

const HEADER: &str = "| Parameter name | Required | Type | Description |";

#[test]
fn wordings_of_domain_and_rate_are_facts() {
    for (description, rate) in [
        (
            "Domain for API request: cdb.tencentcloudapi.com\n\nCreates a backup.\n\n\
             A maximum of 1 request can be initiated per second for this API.",
            Some(1),
        ),
        (
            "API request domain name: cdb.tencentcloudapi.com.\n\nCreates a backup.\n\n\
             The default limit on the requests made to the API is 20 requests per second.",
            Some(20),
        ),
        (
            "Creates a backup.\n\n| Item | Value |\n|---|---|\n\
             | API request domain name | cdb.tencentcloudapi.com |\n\
             | API request rate limit | 5 requests/sec |",
            Some(5),
        ),
        (
            "接口调用域名：cdb.tencentcloudapi.com\n\nCreates a backup.\n\n\
             接口调用频率限制为：20次/秒。",
            Some(20),
        ),
    ] {
        let action = wholly_read_page(&english(description, HEADER)).action;
        assert_eq!(action.domain.as_deref(), Some("cdb.tencentcloudapi.com"));
        assert_eq!(action.service, "cdb");
        assert_eq!(action.rate_limit, rate, "{description}");
        assert_eq!(action.doc.en.as_deref(), Some("Creates a backup."));
        assert_eq!(action.name, "CreateBackup");
        assert_eq!(action.output.len(), 2);
    }
}

#[test]
fn headers_in_other_orders_keep_all_rows() {
    let domain = "Domain name for API request: cdb.tencentcloudapi.com.";
    let text = english(domain, "| FIELD | Required | Type | Description |");
    let input = page(&text).action.input;
    assert_eq!(input[0].name, "FunctionName");
    assert_eq!(input[0].required, Some(Required::Known(true)));
    let text = "## 接口描述

接口请求域名：cdb.tencentcloudapi.com

## 输入参数

| 参数 | 描述 | 类型 | 是否必选 | 备注 |
|---|---|---|---|---|
| Version | 表示API版本号，目前为2017-03-12。 | String | 是 | |
| Action | 公共参数，本接口取值：DescribeDisks | String | 是 | |
| Offset | 偏移量。 | Integer | 否 | 见下文 |

## 输出参数

| 字段 | 类型 | 说明 |
|---|---|---|
| RequestId | String | 唯一请求ID。 |
";
    let action = wholly_read_page(text).action;
    assert_eq!(
        (action.name.as_str(), action.version.as_str()),
        ("DescribeDisks", "2017-03-12")
    );
    let [offset] = action.input.as_slice() else {
        panic!("{:?}", action.input);
    };
    assert_eq!(offset.type_name.to_string(), "Integer");
    assert_eq!(offset.required, Some(Required::Known(false)));
    assert_eq!(offset.doc.zh.as_deref(), Some("偏移量。\n见下文"));
    assert_eq!(action.output.len(), 1);
}

#[test]
fn foreign_hosts_are_refused_with_a_finding() {
    for host in [
        "evil.example.com",
        "evil.tencentcloudapi.com.attacker.example",
        "cdb.tencentcloudapi.com@evil.example",
        "cdb.tencentcloudapi.com.evil",
    ] {
        let description = format!("Domain name for API request: {host}.");
        let facts = facts(&english(&description, HEADER));
        let action = &facts.actions[0].action;
        assert_eq!(
            (action.domain.as_deref(), action.service.as_str()),
            (None, "")
        );
        let message =
            format!("the page sends requests to `{host}`, which isn't a host of Tencent Cloud");
        assert_eq!(messages(&facts, "foreign-host"), [(3, message)]);
    }
}

#[test]
fn host_of_an_example_is_inferred() {
    let text = "## 接口描述

本接口（ListJob）用于列举训练任务。

## 输入参数

| 参数名称 | 是否必选 | 类型 | 描述 |
|---|---|---|---|
| Cluster | 是 | String | 运行任务的集群。 |

## 输出参数

| 参数名称 | 类型 | 描述 |
|---|---|---|
| RequestId | String | 唯一请求 ID。 |

## 示例

```
https://tia.tencentcloudapi.com/?Action=ListJob
&Version=2018-02-26
&Cluster=ap-beijing
&<公共请求参数>
```
";
    let action = page(text).action;
    assert_eq!(
        (action.name.as_str(), action.service.as_str()),
        ("ListJob", "tia")
    );
    assert_eq!(action.domain.as_deref(), Some("tia.tencentcloudapi.com"));
    assert_eq!(action.inferred, Some(Inferred::Example));
    assert_eq!(action.version, "2018-02-26");
    assert_eq!(messages(&facts(text), "host-of-example").len(), 1);
    let chapter = text
        .replace("输入参数", "请求结构")
        .replace("输出参数", "返回结构");
    assert!(facts(&chapter).actions.is_empty());
}

#[test]
fn users_are_read_in_every_wording() {
    for label in [
        "Referenced by the following API:",
        "Used by the following actions:",
        "Referenced by action",
        "被以下接口引用：",
        "次のAPIによって参照されます：",
    ] {
        let text = format!(
            "## AccountInfo

Account details

{label} DescribeAccounts.

| Name | Type | Description |
|------|------|-------|
| Notes | String | Remarks of the account |
"
        );
        let Content::Structures(structures) = content(&text) else {
            panic!("{label}");
        };
        assert_eq!(structures[0].name, "AccountInfo");
        assert_eq!(structures[0].used_by, ["DescribeAccounts"], "{label}");
        assert_eq!(structures[0].members[0].name, "Notes");
    }
}

#[test]
fn error_tables_omit_cut_rows() {
    let text = "## common error codes

| Error code | Error description |
|----------|----------|
| InvalidParameter | Wrong parameter |
| MissingParameter | A required parameter is missing |
| UnknownPara
";
    let facts = facts(text);
    let Content::Errors(codes) = &facts.chapters[0].content else {
        panic!("{facts:#?}");
    };
    let codes: Vec<&str> = codes.iter().map(|error| error.code.as_str()).collect();
    assert_eq!(codes, ["InvalidParameter", "MissingParameter"]);
    let message =
        "the page ends with the row `UnknownPara`, which may be incomplete and is omitted";
    assert_eq!(messages(&facts, "cut-row"), [(7, message.to_owned())]);
}

/// Returns the names, titles and limits in an overview.
fn overview(content: Content) -> Vec<(String, String, Option<u32>)> {
    let Content::Catalogue(groups) = content else {
        panic!("{content:#?}");
    };
    groups
        .into_iter()
        .flat_map(|group| group.actions)
        .map(|entry| {
            let title = entry.title.preferred().unwrap().to_owned();
            (entry.name, title, entry.rate_limit)
        })
        .collect()
}

#[test]
fn overviews_are_read_in_every_form() {
    let functions = [
        (
            "CreateFunction".to_owned(),
            "Create a function".to_owned(),
            None,
        ),
        (
            "DeleteFunction".to_owned(),
            "Delete a function".to_owned(),
            None,
        ),
    ];
    let text = "## Function-related APIs

| API Name | API Description |
|---------|---------|
| CreateFunction | Create a function |
| DeleteFunction | Delete a function |
";
    assert_eq!(overview(content(text)), functions);
    let cut = facts(text.trim_end_matches("| Delete a function |\n"));
    assert_eq!(overview(cut.chapters[0].content.clone()), functions[..1]);
    assert_eq!(messages(&cut, "cut-row")[0].0, 6);

    let exploded = "API Category
Last updated: 2025-10-24 14:32:27
Instance APIs
API Name
Feature
Frequency Limit (maximum requests per second)
DescribeClusters
Queries clusters.
20
Invoke
Runs it.
10
";
    let mut facts = facts_in(exploded, Format::Text);
    assert_eq!(
        overview(facts.chapters.remove(0).content),
        [
            (
                "DescribeClusters".to_owned(),
                "Queries clusters.".to_owned(),
                Some(20)
            ),
            ("Invoke".to_owned(), "Runs it.".to_owned(), Some(10)),
        ]
    );
}

#[test]
fn history_is_read_in_every_wording() {
    let text = "## The Second Release

Release time: 2018-07-26 19:15:23

This release contains:

New interfaces:

* [CreateFunction](/document/api/583/#)

Modified interfaces:

* [Invoke](/document/api/583/#)
\t* New input parameter: Qualifier

New data structures:

* [Code](/document/api/583/##Code)
";
    let Content::History(releases) = content(text) else {
        panic!("not a history");
    };
    assert_eq!(releases[0].number, Some(2));
    assert_eq!(releases[0].date.as_deref(), Some("2018-07-26 19:15:23"));
    let changes: Vec<(ChangeKind, &str)> = releases[0]
        .changes
        .iter()
        .map(|change| (change.kind, change.name.as_str()))
        .collect();
    assert_eq!(
        changes,
        [
            (ChangeKind::NewAction, "CreateFunction"),
            (ChangeKind::ChangedAction, "Invoke"),
            (ChangeKind::NewStructure, "Code"),
        ]
    );
    assert_eq!(releases[0].changes[1].input.added, ["Qualifier"]);
}

#[test]
fn pages_of_legacy_hosts_have_no_facts() {
    let description = "Domain name for API request: cfs.api.cloud.tencent.com.";
    let facts = facts(&english(description, HEADER));
    assert_eq!(facts.count(), 0);
    let message = "a page of an API generation before 3.0 has no facts";
    assert_eq!(messages(&facts, "legacy-generation")[0].1, message);
}
