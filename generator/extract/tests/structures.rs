//! Structures on pages of every form: without users, with several tables, cut, with short texts.

use extract::{Content, Facts, extract};
use spec::{Member, Structure};

fn facts(text: &str) -> Facts {
    extract(&document::read("types", text.as_bytes(), None).unwrap())
}

fn structures(facts: &Facts) -> Vec<Structure> {
    let chapters = facts.chapters.iter();
    chapters
        .flat_map(|chapter| match &chapter.content {
            Content::Structures(structures) => structures.clone(),
            _ => Vec::new(),
        })
        .collect()
}

/// Returns each structure as `Name (doc): Member: Type, …`.
fn outline(text: &str) -> Vec<String> {
    let outline = |structure: Structure| {
        let row = |member: &Member| format!("{}: {}", member.name, member.type_name);
        let rows: Vec<String> = structure.members.iter().map(row).collect();
        let doc = structure.doc.zh.or(structure.doc.en).unwrap_or_default();
        format!("{} ({doc}) {}", structure.name, rows.join(", "))
    };
    structures(&facts(text)).into_iter().map(outline).collect()
}

fn rules(facts: &Facts) -> Vec<&str> {
    facts.findings.iter().map(|found| found.rule.name).collect()
}

const TABLE: &str = "| 名称 | 类型 | 必选 | 描述 |\n|---|---|---|---|\n";

#[test]
fn heading_and_member_table_are_a_structure() {
    let page = format!(
        "# 数据结构\n\n### Placement\n\n>位置。\n\n{TABLE}| Zone | String | 是 | 可用区 |\n\n\
         ### 1.2 `Disk` 结构\n\n{TABLE}| Size | Integer | 否 | 大小 |\n\n\
         ### DiskObject\n\n{TABLE}| Id | String | 否 | x |\n\n继续。\n\n### Empty\n\n无。\n"
    );
    assert_eq!(
        outline(&page),
        [
            "Placement (位置。) Zone: String",
            "Disk () Size: Integer",
            "DiskObject () Id: String"
        ]
    );
    let one = "## Result\n\nResponse from running functions\n\n| Name | Type | Required | Description |\n\
               |---|---|---|---|\n| Log | String | Yes | The log. |\n";
    assert_eq!(
        outline(one),
        ["Result (Response from running functions) Log: String"]
    );
}

#[test]
fn headings_of_other_parts_are_not_structures() {
    for heading in [
        "Parameters",
        "Response",
        "Input Parameters",
        "输入参数",
        "请求",
    ] {
        let page = format!("## {heading}\n\n{TABLE}| Zone | String | 是 | 可用区 |\n");
        assert_eq!(outline(&page), [""; 0], "{heading}");
    }
}

#[test]
fn further_tables_belong_to_their_structure_or_member() {
    let page = format!(
        "## Disk\n\n云盘。\n\n被如下接口引用：A1。\n\n{TABLE}| Size | Integer | 否 | 大小 |\n\
         | Place | Object | 否 | 位置 |\n\n{TABLE}| Id | String | 否 | 标识 |\n\n\
         其中，Place参数说明如下：\n\n{TABLE}| Zone | String | 否 | 区 |\n"
    );
    assert_eq!(
        outline(&page),
        [
            "Disk (云盘。) Size: Integer, Place: Place, Id: String",
            "Place () Zone: String"
        ]
    );
}

#[test]
fn long_description_keeps_its_structure() {
    let lines = "\"InstanceId\": \"x\",\n\n".repeat(20);
    let page = format!(
        "## Disk\n\n{{\n\n{lines}}}\n\n被如下接口引用：A1。\n\n{TABLE}| Id | String | 否 | x |\n"
    );
    let found = structures(&facts(&page));
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].name.as_str(), found[0].members.len()),
        ("Disk", 1)
    );
    assert_eq!(found[0].used_by, ["A1"]);
}

#[test]
fn one_word_description_leaves_the_name() {
    let page = "Data Types\n\nLast updated: 2025-08-01 10:47:16\n\nVpcTask\n\nTask\n\n\
                Used by actions: DescribeTasks.\n\nName Type Description\nTaskId String ID.\n\
                Price Array of Price The price.\n\nItem\n\nUsed by actions: A1.\n\n\
                Name Type Description\nEni String ENI\n\nPrice\n\nPrice\n\nUsed by actions: A2.\n\n\
                Name Type Description\nValue Float Number.\n";
    assert_eq!(
        outline(page),
        [
            "VpcTask (Task) TaskId: String, Price: Array of Price",
            "Item () Eni: String",
            "Price (Price) Value: Float"
        ]
    );
}

#[test]
fn printed_rows_may_name_undescribed_structures() {
    let page = |header: &str, rows: &str| {
        format!(
            "Data Types\n\nLast updated: 2023-07-18 11:11:07\n\nAlias\n\nA version.\n\n\
             Used by actions: ListAliases.\n\n{header}\n{rows}\nDescription String {}text of it.\n",
            if header.contains("Required") {
                "No "
            } else {
                ""
            }
        )
    };
    let flagged = page(
        "Name Type Required Description",
        "Version String Yes Version.\nRoute RoutingConfig Yes Where\nTries Array of RetryConfig No How",
    );
    assert_eq!(
        outline(&flagged),
        [
            "Alias (A version.) Version: String, Route: RoutingConfig, Tries: Array of RetryConfig, \
             Description: String"
        ]
    );
    let plain = page(
        "Name Type Description",
        "RoutingConfig RoutingConfig Where\nTries Array of RetryConfig How\nSystem words of prose",
    );
    assert_eq!(
        outline(&plain),
        [
            "Alias (A version.) RoutingConfig: RoutingConfig, Tries: Array of RetryConfig, \
             Description: String"
        ]
    );
}

#[test]
fn row_with_the_name_of_its_type_survives_a_lost_flag() {
    let page = "1. 接口描述\n\n接口请求域名： ecm.tencentcloudapi.com 。\n\n2. 输入参数\n\n\
                参数名称 必选 类型 描述\nAction String 公共参数，本接口取值：CreateDisks。\n\
                Placement Placement 实例所在的位置。\nInstanceCharge Charge 计费。\n\n3. 输出参数\n\n\
                参数名称 类型 描述\nRequestId String 唯一请求 ID。\n";
    let facts = facts(page);
    let input = &facts.actions[0].action.input;
    let types: Vec<String> = input
        .iter()
        .map(|member| member.type_name.to_string())
        .collect();
    assert_eq!(types, ["Placement", "Charge"]);
}

#[test]
fn cut_row_of_a_structure_is_reported() {
    let page = format!(
        "## Disk\n\n云盘。\n\n被如下接口引用：A1。\n\n{TABLE}| Size | Integer | 否 | 大小 |\n| Zone | Str"
    );
    assert_eq!(outline(&page), ["Disk (云盘。) Size: Integer"]);
    let facts = facts(&page);
    assert_eq!(rules(&facts), ["cut-row"]);
    assert_eq!(facts.findings[0].line, 10);
    assert!(
        facts.findings[0].message.contains("Zone"),
        "{}",
        facts.findings[0]
    );
}

#[test]
fn title_of_a_cut_structure_stays_out_of_the_last_member() {
    let page = "Data Types\n\nLast updated: 2025-08-01 10:47:16\n\nDisk\n\nA disk.\n\n\
                Used by actions: A1.\n\nName Type Description\nSize Integer Size in GB.\n\n";
    for (rest, expected) in [
        ("Snapshot", &["cut-row"][..]),
        (
            "Snapshot\n\nSnapshot details.\n",
            &["cut-row", "unread-text"],
        ),
    ] {
        let facts = facts(&format!("{page}{rest}"));
        let found = structures(&facts);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].members[0].doc.en.as_deref(), Some("Size in GB."));
        assert_eq!(rules(&facts), expected);
        assert!(facts.findings[0].message.contains("`Snapshot`"));
    }
    assert_eq!(rules(&facts(page)), [""; 0]);
}

#[test]
fn damaged_rows_of_structures_are_reported() {
    let page = format!(
        "## Disk\n\n云盘。\n\n被如下接口引用：A1。\n\n{TABLE}| two; words | Integer | 否 | 大小 |\n\
         | Zone | a; b | 否 | 区 |\n"
    );
    let facts = facts(&page);
    assert_eq!(rules(&facts), ["unreadable-type", "damaged-row"]);
    let subjects = facts.findings.iter().map(|found| found.subject.as_str());
    assert_eq!(subjects.collect::<Vec<_>>(), ["Disk", "Disk"]);
}
