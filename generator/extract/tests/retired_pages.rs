//! Pages of retired APIs of other products, with tables and code blocks.

use document::Format;
use extract::{Content, Facts, extract};
use serde_json::json;
use spec::{Asynchronous, Envelope, Member, Required};

fn facts(text: &str, format: Format) -> Facts {
    extract(&document::read("page", text.as_bytes(), Some(format)).unwrap())
}

fn shown(members: &[Member]) -> Vec<String> {
    let show = |member: &Member| {
        let required = match member.required {
            Some(Required::Known(true)) => " required",
            Some(Required::Known(false)) => " optional",
            _ => "",
        };
        format!("{}: {}{required}", member.name, member.type_name)
    };
    members.iter().map(show).collect()
}

/// Returns the names of all structures with their members.
fn structures(facts: &Facts) -> Vec<(String, Vec<String>)> {
    facts
        .chapters
        .iter()
        .filter_map(|chapter| match &chapter.content {
            Content::Structures(structures) => Some(structures),
            _ => None,
        })
        .flatten()
        .map(|structure| (structure.name.clone(), shown(&structure.members)))
        .collect()
}

const DISKS: &str = r#"# 查询云硬盘列表

## 1. 接口描述
本接口 (DescribeCbsStorages) 用于查询云硬盘的详细信息。
接口请求域名：cbs.api.qcloud.com

## 2. 输入参数
以下请求参数列表仅列出了接口请求参数，其它参数见 [公共请求参数](/document/api/213/6976) 页面。

| 参数名称 | 必选 | 类型 | 描述 |
|---------|---------|---------|---------|
| storageIds.n | 否 | String | 按照一个或者多个云硬盘 ID 查询。 |
| period | 是 | Int | 购买时长，取值范围：[1，36]。 |
| disks.n.size | 否 | Int | 大小。 |

## 3. 输出参数

| 参数名称 | 类型 | 描述 |
|---------|---------|---------|
| code | Int | 公共错误码。0表示成功，其他值表示失败。 |
| message | String | 模块错误信息描述，与接口相关。 |
| storageSet | Array | 云硬盘列表。 |

其中 storageSet 的数据结构如下：

| 参数名称 | 类型 | 描述 |
|---------|---------|---------|
| storageId | String | 云硬盘 ID。 |
| attached | Int | 是否已挂载。 |

## 4. 错误码

| 错误码 | 描述 |
|---------|---------|
| 4000 | 参数错误。 |
| InvalidStorageId.NotFound | 云硬盘不存在。 |

## 5. 示例

输入
```
https://cbs.api.qcloud.com/v2/index.php?Action=DescribeCbsStorages
&<公共请求参数>
storageIds.0=disk-lzrg2pwi
&period=1
```
输出
```
{
    "code": 0,
    "message": "",
    "storageSet": [{"storageId": "disk-lzrg2pwi", "attached": 1}]
}
```
"#;

#[test]
fn markdown_page_of_another_product_is_read() {
    let facts = facts(DISKS, Format::Markdown);
    assert_eq!(facts.findings, []);
    let page = &facts.actions[0];
    let action = &page.action;
    assert_eq!(action.name, "DescribeCbsStorages");
    assert_eq!(
        (action.service.as_str(), action.version.as_str()),
        ("cbs-v2", "unversioned")
    );
    assert_eq!(action.domain.as_deref(), Some("cbs.api.qcloud.com"));
    assert_eq!(page.retired.as_ref().unwrap().envelope, Envelope::Code);
    assert_eq!(
        shown(&action.input),
        [
            "storageIds: Array of String optional",
            "period: Integer required",
            "disks: Array of DescribeCbsStoragesDisks"
        ]
    );
    assert_eq!(
        shown(&action.output),
        [
            "code: Integer",
            "message: String",
            "storageSet: Array of DescribeCbsStoragesStorageSet"
        ]
    );
    assert_eq!(action.errors, ["4000", "InvalidStorageId.NotFound"]);
    assert_eq!(action.examples.len(), 1);
    let example = &action.examples[0];
    let request = json!({"storageIds": ["disk-lzrg2pwi"], "period": "1"});
    assert_eq!(example.request.as_ref(), Some(&request));
    let disk = json!({"storageId": "disk-lzrg2pwi", "attached": 1});
    let reply = json!({"code": 0, "message": "", "storageSet": [disk]});
    assert_eq!(example.response.as_ref(), Some(&reply));
    let structures = structures(&facts);
    let named = |name: &str| {
        structures
            .iter()
            .find(|(own, _)| own == name)
            .unwrap()
            .1
            .clone()
    };
    assert_eq!(
        named("DescribeCbsStoragesDisks"),
        ["size: Integer optional"]
    );
    assert_eq!(
        named("DescribeCbsStoragesStorageSet"),
        ["storageId: String", "attached: Integer"]
    );
}

const BALANCERS: &str = r#"<html><body><article><h1>重启负载均衡</h1>
<h2>1. 接口描述</h2>
<p>域名: lb.api.qcloud.com</p><p>接口名: RestartLoadBalancers</p>
<p>重启一个或者多个负载均衡。参见：批量异步任务接口返回格式</p>
<h2>2. 输入参数</h2>
<p>以下请求参数列表仅列出了接口请求参数，正式调用时需要加上公共请求参数，见公共请求参数页面。其中，此接口的Action字段为RestartLoadBalancers。</p>
<table><thead><tr><th>参数名称</th><th>必选</th><th>类型</th><th>描述</th></tr></thead>
<tbody><tr><td>loadBalancerIds.n</td><td>是</td><td>String</td><td>负载均衡 ID。</td></tr></tbody></table>
<h2>3. 输出参数</h2>
<table><thead><tr><th>参数名称</th><th>类型</th><th>描述</th></tr></thead>
<tbody><tr><td>code</td><td>Int</td><td>公共错误码。</td></tr>
<tr><td>message</td><td>String</td><td>错误信息。</td></tr>
<tr><td>detail</td><td>Array</td><td>以资源 ID 为 key，返回对该资源操作的 code、message、requestId</td></tr></tbody></table>
<h2>4. 示例</h2>
<p>输入</p>
<pre><code>https://lb.api.qcloud.com/v2/index.php?Action=RestartLoadBalancers
&amp;loadBalancerIds.1=lb-abcdefgh
&amp;&lt;公共请求参数&gt;</code></pre>
<p>输出</p>
<pre><code>{"code": 0, "message": "", "detail": {"lb-abcdefgh": {"code": 0, "message": "", "requestId": "1"}}}</code></pre>
</article></body></html>"#;

#[test]
fn html_page_with_results_by_resource_is_read() {
    let facts = facts(BALANCERS, Format::Html);
    assert_eq!(facts.findings, []);
    let action = &facts.actions[0].action;
    assert_eq!(
        (action.name.as_str(), action.service.as_str()),
        ("RestartLoadBalancers", "lb-v2")
    );
    assert_eq!(action.asynchronous, Some(Asynchronous::ByResource));
    assert_eq!(
        shown(&action.input),
        ["loadBalancerIds: Array of String required"]
    );
    let names: Vec<&str> = action
        .output
        .iter()
        .map(|member| member.name.as_str())
        .collect();
    assert_eq!(names, ["code", "message", "detail"]);
    let example = &action.examples[0];
    assert_eq!(
        example.request,
        Some(json!({"loadBalancerIds": ["lb-abcdefgh"]}))
    );
    let detail = &example.response.as_ref().unwrap()["detail"];
    assert_eq!(detail["lb-abcdefgh"]["requestId"], "1");
}

#[test]
fn dated_page_has_its_version_and_envelope() {
    let page = "## 1. 接口描述\n本接口（CreateVpc）用于创建私有网络。\n接口请求域名：vpc.api.qcloud.com\n\n\
        ## 2. 输入参数\n\n| 参数名称 | 类型 | 是否必选 | 描述 |\n|---|---|---|---|\n\
        | Version | String | 是 | 表示 API 版本号。本接口第一版本可传：2017-03-12。 |\n\
        | Tags.N | array of Tag objects | 否 | 标签。 |\n\n\
        ## 3. 输出参数\n\n| 参数名称 | 类型 | 描述 |\n|---|---|---|\n| RequestId | String | 请求 ID。 |\n\n\
        ## 4. 示例\n\n```\nhttps://vpc.api.qcloud.com/v2/index.php?Action=CreateVpc\n&Version=2017-03-12\n\
        &Tags.0.Key=a\n```\n\n```\n{\"Response\": {\"RequestId\": \"1\"}}\n```\n";
    let facts = facts(page, Format::Markdown);
    let page = &facts.actions[0];
    assert_eq!(
        (page.action.service.as_str(), page.action.version.as_str()),
        ("vpc-v2", "2017-03-12")
    );
    assert_eq!(page.retired.as_ref().unwrap().envelope, Envelope::Response);
    assert_eq!(shown(&page.action.input), ["Tags: Array of Tag optional"]);
    let request = json!({"Tags": [{"Key": "a"}]});
    assert_eq!(page.action.examples[0].request.as_ref(), Some(&request));
    let reply = json!({"Response": {"RequestId": "1"}});
    assert_eq!(page.action.examples[0].response.as_ref(), Some(&reply));
}
