//! Rows that are easily mistaken: further tables, cut rows, names and types of every kind.

use extract::{Content, Facts, extract};
use spec::{Localized, Member, Structure};

fn facts(text: &str) -> Facts {
    extract(&document::read("page", text.as_bytes(), None).unwrap())
}

/// Returns a Markdown page of `CreateWorkspace` with these input rows and further blocks.
fn page(inputs: &str) -> String {
    format!(
        "## 1. 接口描述\n\n接口请求域名： cvm.tencentcloudapi.com 。\n\n创建。\n\n## 2. 输入参数\n\n\
         | 参数名称 | 必选 | 类型 | 描述 |\n| --- | --- | --- | --- |\n\
         | Action | 是 | String | 公共参数，本接口取值：CreateWorkspace。 |\n\
         | Version | 是 | String | 公共参数，本接口取值：2024-01-01。 |\n\
         | Region | 否 | String | 公共参数，此参数为可选参数。 |\n\
         {inputs}\n## 3. 输出参数\n\n| 参数名称 | 类型 | 描述 |\n| --- | --- | --- |\n\
         | RequestId | String | 唯一请求 ID |\n\n## 4. 示例\n\n## 6. 错误码\n\n无\n"
    )
}

fn rows(members: &[Member]) -> Vec<String> {
    let row = |member: &Member| format!("{}: {}", member.name, member.type_name);
    members.iter().map(row).collect()
}

/// Returns the inputs of the only action.
fn inputs(text: &str) -> Vec<String> {
    let facts = facts(text);
    assert_eq!(facts.actions.len(), 1, "{text}\n{:#?}", facts.findings);
    rows(&facts.actions[0].action.input)
}

fn structures(facts: &Facts) -> Vec<&Structure> {
    let chapters = facts.chapters.iter();
    chapters
        .flat_map(|chapter| match &chapter.content {
            Content::Structures(structures) => structures.as_slice(),
            _ => &[],
        })
        .collect()
}

fn rules(facts: &Facts) -> Vec<&str> {
    facts.findings.iter().map(|found| found.rule.name).collect()
}

fn zh(text: &Localized) -> &str {
    text.zh.as_deref().unwrap_or_default()
}

#[test]
fn later_rows_with_common_names_are_the_actions_own() {
    for (row, expected) in [
        (
            "| Region | 否 | String | 工作空间所在的地域 |",
            "Region: String",
        ),
        (
            "| Region.N | 是 | Array of String | 地域列表 |",
            "Region: Array of String",
        ),
        (
            "| Action | 是 | Array of String | 动作列表 |",
            "Action: Array of String",
        ),
        ("| Version | 否 | Integer | 模板版本 |", "Version: Integer"),
        (
            "| Version | 否 | String | 模板版本，例如 2017-03-12 |",
            "Version: String",
        ),
    ] {
        let text = page(&format!("| Name | 是 | String | 名称 |\n{row}\n"));
        assert_eq!(inputs(&text), ["Name: String", expected]);
        // A twin directly below the common rows is the action's own, too.
        assert_eq!(inputs(&page(&format!("{row}\n"))), [expected]);
    }
}

#[test]
fn leading_rows_without_common_words_are_the_actions_own() {
    let whole = page("| Name | 是 | String | 名称 |\n");
    let own = whole.replace("公共参数，此参数为可选参数。", "工作空间所在的城市");
    assert_eq!(inputs(&own), ["Region: String", "Name: String"]);
    assert_eq!(facts(&own).actions[0].action.region, None);
    let plain = whole
        .replace(
            "公共参数，本接口取值：2024-01-01。",
            "表示API版本号，目前为2017-03-12。",
        )
        .replace("公共参数，此参数为可选参数。", "");
    assert_eq!(inputs(&plain), ["Name: String"]);
    assert_eq!(facts(&plain).actions[0].action.version, "2017-03-12");
}

#[test]
fn table_of_filters_belongs_to_the_text_of_its_member() {
    let filters = "\n云硬盘过滤条件表\n\n| 参数名称 | 类型 | 是否必选 | 描述 |\n|---|---|---|---|\n\
                   | disk-usage | String | 否 | 按云盘类型过滤。 |\n| tag:key | String | 否 | 按标签。 |\n";
    let text = "云硬盘过滤条件表\n- disk-usage - String - 必选：否 - 按云盘类型过滤。\n\
                - tag:key - String - 必选：否 - 按标签。";
    let without = facts(&page(&format!(
        "| Offset | 否 | Integer | 偏移量。 |\n{filters}"
    )));
    let action = &without.actions[0].action;
    assert_eq!(rows(&action.input), ["Offset: Integer"]);
    assert_eq!(zh(&action.doc), format!("创建。\n{text}"));
    assert_eq!(rules(&without), [""; 0], "{:?}", without.findings);
    let row = "| Filters.N | 否 | Array of Filter | 过滤。示例值：x |\n";
    let with = facts(&page(&format!("{row}{filters}")));
    let member = &with.actions[0].action.input[0];
    assert_eq!(zh(&member.doc), format!("过滤。\n{text}"));
    assert_eq!(member.example.as_deref(), Some("x"));
}

#[test]
fn table_after_a_members_name_is_its_structure() {
    for (sentence, type_name, expected) in [
        (
            "其中，Disks参数说明如下：",
            "Array of Object",
            "Array of Disks",
        ),
        ("`Disks` 结构如下", "Array of Disk", "Array of Disk"),
        ("### Disks", "Object", "Disks"),
        ("Disks is as follows:", "a b c", "Disks"),
        (
            "The fields of Disk are described below:",
            "Array of Disk",
            "Array of Disk",
        ),
    ] {
        let text = page(&format!(
            "| Disks | 是 | {type_name} | 云盘 |\n\n{sentence}\n\n| 名称 | 类型 | 描述 |\n\
             |---|---|---|\n| Size | Integer | 大小 |\n| Zone | String | 区 |\n"
        ));
        let facts = facts(&text);
        let input = &facts.actions[0].action.input;
        assert_eq!(rows(input), [format!("Disks: {expected}")], "{sentence}");
        let found = structures(&facts);
        assert_eq!(found.len(), 1, "{sentence}");
        let name = input[0].type_name.structure();
        assert_eq!(Some(found[0].name.as_str()), name, "{sentence}");
        assert_eq!(rows(&found[0].members), ["Size: Integer", "Zone: String"]);
        assert_eq!(found[0].used_by, ["CreateWorkspace"]);
        assert_eq!(facts.actions[0].action.output.len(), 1, "{sentence}");
        assert_eq!(facts.chapters[0].service.as_deref(), Some("cvm"));
    }
}

#[test]
fn unclear_table_is_reported() {
    let table =
        "\n| 参数名称 | 必选 | 类型 | 描述 |\n|---|---|---|---|\n| Zone | 是 | String | 区 |\n";
    let name = "| Name | 是 | String | 名称 |\n";
    let unclear = facts(&page(&format!("{name}\n当计费方式为预付费时。\n{table}")));
    assert_eq!(rules(&unclear), ["unclear-table"], "{:?}", unclear.findings);
    let finding = &unclear.findings[0];
    assert_eq!(finding.line, 18);
    assert!(
        finding.message.contains("`当计费方式为预付费时。`"),
        "{finding}"
    );
    for continued in [table.to_owned(), format!("\n以下为业务参数：\n{table}")] {
        let facts = facts(&page(&format!("{name}{continued}")));
        assert_eq!(rules(&facts), [""; 0]);
        let input = rows(&facts.actions[0].action.input);
        assert_eq!(input, ["Name: String", "Zone: String"]);
    }
}

#[test]
fn names_that_are_not_identifiers_are_kept() {
    let names = [
        "_Filter",
        "2FAEnabled",
        "3D.Mode",
        "x-request-id",
        "Filters.N.Values.M",
    ];
    let cells: String = names
        .iter()
        .map(|name| format!("| {name} | 否 | String | 说明 |\n"))
        .collect();
    let expected = names.map(|name| format!("{name}: String"));
    assert_eq!(inputs(&page(&cells)), expected);
    let flat = names
        .map(|name| format!("{name} 否 String 说明"))
        .join("\n");
    let text = format!(
        "1. 接口描述\n\n接口请求域名： cvm.tencentcloudapi.com 。\n\n2. 输入参数\n\n参数名称 必选 类型 描述\n\
         Action 是 String 公共参数，本接口取值：A1。\n{flat}\n\n3. 输出参数\n\n参数名称 类型 描述\n\
         RequestId String 唯一请求 ID。\n\n6. 错误码\n"
    );
    assert_eq!(inputs(&text), expected);
}

#[test]
fn only_the_cut_fragment_is_omitted() {
    let whole = page("| Name | 是 | String | 名称 |\n| Zone | 是 | String | 可用区 |\n");
    for (cut, kept, omitted) in [
        ("| Zone | 是 | Str", &["Name: String"][..], "`Zone`"),
        ("| Zone | 是 | String | 可用", &["Name: String"], "`Zone`"),
        (
            "| Zone | 是 | String | 可用区 |\n",
            &["Name: String"],
            "`Zone`",
        ),
    ] {
        let end = whole.find("| Zone").unwrap();
        let facts = facts(&format!("{}{cut}", &whole[..end]));
        assert_eq!(rows(&facts.actions[0].action.input), kept, "{cut}");
        let found = facts
            .findings
            .iter()
            .find(|found| found.rule.name == "cut-row");
        assert!(found.unwrap().message.contains(omitted), "{cut}");
    }
    let flat = "1. API Description\n\nDomain name for API request: cvm.tencentcloudapi.com.\n\n\
                2. Input Parameters\n\nParameter Name Required Type Description\n\
                Action Yes String Common Params. The value used for this API: CreateDisk.\n\
                Name No String Name of the disk.\n";
    for (cut, kept) in [
        ("DiskTy", &["Name: String"][..]),
        ("DiskType No", &["Name: String"]),
        ("DiskTypes.N No Array o", &["Name: String"]),
        ("and more words", &[]),
    ] {
        let facts = facts(&format!("{flat}{cut}"));
        assert_eq!(rows(&facts.actions[0].action.input), kept, "{cut}");
        assert!(rules(&facts).contains(&"cut-row"), "{cut}");
    }
}

/// Prints a row, or a header, in the form of an extractor.
type PrintRow = fn(&[&str]) -> String;

const FORMS: [(&str, PrintRow); 5] = [
    ("opened", opened),
    ("trailing", |cells| {
        opened(cells).replace("\n|", "\n")[1..]
            .trim_start()
            .to_owned()
    }),
    ("exploded", |cells| format!("| {} |\n", cells.join(" |\n"))),
    ("tabs", |cells| cells.join("\t") + "\n"),
    ("flat", |cells| cells.join(" ") + "\n"),
];

fn opened(cells: &[&str]) -> String {
    let row = format!("| {} |\n", cells.join(" | "));
    if cells[0].ends_with("名称") {
        row + &"|---".repeat(cells.len()) + "|\n"
    } else {
        row
    }
}

/// Prints a page whose inputs are easily mistaken: an own Region, and a further table.
fn page_in_form(row: PrintRow) -> String {
    let table = |rows: &[[&str; 4]]| {
        let rows: String = rows.iter().map(|cells| row(cells)).collect();
        row(&["参数名称", "必选", "类型", "描述"]) + &rows
    };
    let inputs = table(&[
        [
            "Action",
            "是",
            "String",
            "公共参数，本接口取值：CreateWorkspace。",
        ],
        [
            "Version",
            "是",
            "String",
            "公共参数，本接口取值：2024-01-01。",
        ],
        ["Region", "否", "String", "公共参数，此参数为可选参数。"],
        ["Region", "否", "String", "所在的地域"],
        ["Disks.N", "否", "Array of Object", "云盘"],
    ]);
    let of_disks = table(&[
        ["Size", "否", "Integer", "大小"],
        ["Zone", "否", "String", "可用区"],
    ]);
    format!(
        "1. 接口描述\n接口请求域名： cvm.tencentcloudapi.com 。\n创建。\n\n2. 输入参数\n{inputs}\
         其中，Disks参数说明如下：\n{of_disks}\n3. 输出参数\n{}{}\n6. 错误码\n无\n",
        row(&["参数名称", "类型", "描述"]),
        row(&["RequestId", "String", "唯一请求 ID。"]),
    )
}

#[test]
fn every_dialect_tells_own_rows_and_further_tables_apart() {
    for (form, row) in FORMS {
        let text = page_in_form(row);
        let facts = facts(&text);
        assert_eq!(facts.actions.len(), 1, "{form}: {text}");
        let action = &facts.actions[0].action;
        let expected = ["Region: String", "Disks: Array of Disks"];
        assert_eq!(rows(&action.input), expected, "{form}: {text}");
        assert_eq!(rows(&action.output), ["RequestId: String"], "{form}");
        let found = structures(&facts);
        assert_eq!(found.len(), 1, "{form}");
        let members = rows(&found[0].members);
        assert_eq!(members, ["Size: Integer", "Zone: String"], "{form}");
    }
}
