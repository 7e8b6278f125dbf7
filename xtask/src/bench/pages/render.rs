//! Specs rendered back into Markdown pages, as a product's documentation prints them.

use std::fmt::Write as _;

use spec::{
    Action, ErrorCode, Example, Localized, Member, RequestForm, Required, ServiceSpec, Structure,
    TypeName, default_host,
};

/// The fixed words of the pages in one language.
struct Words {
    sections: [&'static str; 5],
    domain: &'static str,
    value: &'static str,
    input_header: &'static str,
    output_header: &'static str,
    structure_header: &'static str,
    error_header: &'static str,
    used_by: &'static str,
    example: &'static str,
    request: &'static str,
    response: &'static str,
    yes_no: [&'static str; 2],
}

const ENGLISH: Words = Words {
    sections: [
        "1. API Description",
        "2. Input Parameters",
        "3. Output Parameters",
        "4. Example",
        "5. Error Codes",
    ],
    domain: "Domain name for API request: ",
    value: "Common parameter. The value used for this API: ",
    input_header: "| Parameter Name | Required | Type | Description |",
    output_header: "| Parameter Name | Type | Description |",
    structure_header: "| Name | Type | Required | Description |",
    error_header: "| Error Code | Description |",
    used_by: "Used by actions: ",
    example: "Example",
    request: "Input Example",
    response: "Output Example",
    yes_no: ["Yes", "No"],
};

const CHINESE: Words = Words {
    sections: [
        "1. 接口描述",
        "2. 输入参数",
        "3. 输出参数",
        "4. 示例",
        "5. 错误码",
    ],
    domain: "接口请求域名： ",
    value: "公共参数，本接口取值：",
    input_header: "| 参数名称 | 必选 | 类型 | 描述 |",
    output_header: "| 参数名称 | 类型 | 描述 |",
    structure_header: "| 名称 | 类型 | 必选 | 描述 |",
    error_header: "| 错误码 | 描述 |",
    used_by: "被如下接口引用：",
    example: "示例",
    request: "输入示例",
    response: "输出示例",
    yes_no: ["是", "否"],
};

/// Returns the pages of a spec, each with the name of its file: every action, and the chapters with
/// data types and error codes.
pub(crate) fn pages(spec: &ServiceSpec) -> Vec<(String, String)> {
    let words = words_of(spec);
    let page = |action: &Action| (action.name.clone(), action_page(action, words));
    let mut pages: Vec<(String, String)> = spec.actions.iter().map(page).collect();
    if !spec.structures.is_empty() {
        let text = spec.structures.iter().map(|each| structure(each, words));
        pages.push(("data-types".to_owned(), text.collect()));
    }
    if !spec.errors.is_empty() {
        pages.push(("error-codes".to_owned(), errors(&spec.errors, words)));
    }
    pages
}

/// Returns the words of the language in which the product's actions are described.
fn words_of(spec: &ServiceSpec) -> &'static Words {
    let texts = spec.actions.iter().map(|action| shown(&action.doc));
    if texts.collect::<String>().contains('，') {
        &CHINESE
    } else {
        &ENGLISH
    }
}

fn action_page(action: &Action, words: &Words) -> String {
    let [description, input, output, examples, codes] = words.sections;
    let mut page = format!("# {}\n\n", shown(&action.title));
    // Writing to a `String` can't fail.
    let _ = writeln!(page, "## {description}\n");
    let _ = writeln!(page, "{}{}.\n", words.domain, default_host(&action.service));
    let _ = writeln!(page, "{}\n", shown(&action.doc));
    let _ = writeln!(page, "## {input}\n\n{}", words.input_header);
    let _ = writeln!(page, "|---|---|---|---|");
    let yes = words.yes_no[0];
    for (name, value) in [("Action", &action.name), ("Version", &action.version)] {
        let _ = writeln!(page, "| {name} | {yes} | String | {}{value} |", words.value);
    }
    for member in &action.input {
        let list = matches!(member.type_name, TypeName::Array(_));
        let _ = writeln!(
            page,
            "| {}{} | {} | {} | {} |",
            member.name,
            if list { ".N" } else { "" },
            required(member, words),
            member.type_name,
            cell(&member.doc),
        );
    }
    let _ = writeln!(page, "\n## {output}\n\n{}", words.output_header);
    let _ = writeln!(page, "|---|---|---|");
    for member in &action.output {
        let (name, ty) = (&member.name, &member.type_name);
        let _ = writeln!(page, "| {name} | {ty} | {} |", cell(&member.doc));
    }
    let _ = writeln!(page, "\n## {examples}\n");
    for (index, each) in action.examples.iter().enumerate() {
        example(&mut page, index + 1, each, action, words);
    }
    let _ = writeln!(page, "## {codes}\n\n{}", words.error_header);
    let _ = writeln!(page, "|---|---|");
    for code in &action.errors {
        let _ = writeln!(page, "| {code} | |");
    }
    page
}

fn example(page: &mut String, number: usize, example: &Example, action: &Action, words: &Words) {
    let title = shown(&example.title).lines().next().unwrap_or_default();
    let _ = writeln!(page, "### {}{number} {title}\n", words.example);
    let _ = writeln!(page, "{}\n\n#### {}\n", shown(&example.doc), words.request);
    let host = default_host(&action.service);
    let name = &action.name;
    match (&example.request, example.request_form) {
        (Some(body), Some(RequestForm::Json)) => {
            let _ = writeln!(
                page,
                "```\nPOST / HTTP/1.1\nHost: {host}\nContent-Type: application/json\n\
                 X-TC-Action: {name}\n\n{body:#}\n```\n"
            );
        }
        _ => {
            let _ = writeln!(page, "```\nhttps://{host}/?Action={name}\n```\n");
        }
    }
    if let Some(response) = &example.response {
        let _ = writeln!(page, "#### {}\n\n```\n{response:#}\n```\n", words.response);
    }
}

fn structure(structure: &Structure, words: &Words) -> String {
    let mut text = format!("## {}\n\n{}\n\n", structure.name, shown(&structure.doc));
    let _ = writeln!(text, "{}{}.\n", words.used_by, structure.used_by.join(", "));
    let _ = writeln!(text, "{}\n|---|---|---|---|", words.structure_header);
    for member in &structure.members {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} |",
            member.name,
            member.type_name,
            required(member, words),
            cell(&member.doc),
        );
    }
    text.push('\n');
    text
}

fn errors(errors: &[ErrorCode], words: &Words) -> String {
    let [.., heading] = words.sections;
    let mut text = format!("# {heading}\n\n{}\n|---|---|\n", words.error_header);
    for error in errors {
        let _ = writeln!(text, "| {} | {} |", error.code, cell(&error.doc));
    }
    text
}

fn required<'w>(member: &Member, words: &'w Words) -> &'w str {
    let [yes, no] = words.yes_no;
    if member.required.is_some_and(Required::is_yes) {
        yes
    } else {
        no
    }
}

/// Returns the text as the cell of a table.
fn cell(text: &Localized) -> String {
    shown(text).replace('|', "\\|").replace('\n', "<br>")
}

fn shown(text: &Localized) -> &str {
    text.preferred().unwrap_or_default()
}
