//! The fixed wording of the site, as a list that knows nothing of the generator's vocabulary.

use std::sync::LazyLock;

use super::held::Held;
use super::retired;

/// Words between the facts of a line.
const WORDS: &str = "yes no 是 否 n array of object null true false string integer action version \
    region response error code message sdk api cli github gitee cnb post http https get host \
    Content-Type application json form urlencoded X-TC-Action 1 2 3 4 5 6 7 8 9 0";

/// Lines and beginnings of lines that the site prints on many pages.
const LINES: &[&str] = &[
    "接口描述",
    "输入参数",
    "输出参数",
    "示例",
    "输入示例",
    "输出示例",
    "开发者资源",
    "错误码",
    "API Description",
    "Input Parameters",
    "Output Parameters",
    "Examples",
    "Input Example",
    "Output Example",
    "Developer Resources",
    "Other Resources",
    "Error Codes",
    "参数名称 必选 类型 描述",
    "参数名称 类型 描述",
    "名称 类型 必选 描述",
    "错误码 描述",
    "接口名称 接口功能 频率限制（次/秒）",
    "地域 取值",
    "参数名称 类型 必选 描述",
    "Parameter Name Required Type Description",
    "Parameter Name Type Description",
    "Name Type Required Description",
    "Name Type Description",
    "Error Code Description",
    "Parameter Name Type Required Description",
    "Region Value",
    "API Name Feature",
    "Frequency Limit (maximum requests per second)",
    "Name Required",
    "接口请求域名：",
    "默认接口请求频率限制： 次/秒。",
    "Domain name for API request:",
    "API request domain name:",
    "API domain name:",
    "A maximum of",
    "requests can be initiated per second for this API.",
    "Default API request rate limit:",
    "requests/sec.",
    "Default request rate limit: /sec",
    "推荐使用 API Explorer 点击调试",
    "API Explorer 提供了在线调用、签名验证、SDK 代码生成和快速检索接口等能力。您可查看每次调用的请求\
     内容和返回结果以及自动生成 SDK 调用示例。",
    "We recommend you to use API Explorer",
    "Try it",
    "API Explorer provides a range of capabilities, including online call, signature \
     authentication, SDK code generation, and API quick search. It enables you to view the \
     request, response, and auto-generated examples.",
    "以下请求参数列表仅列出了接口请求参数和部分公共参数，完整公共参数列表见 公共请求参数。",
    "The following request parameter list only provides API request parameters and some common \
     parameters. For the complete common parameter list, see Common Request Parameters.",
    "公共参数，本接口取值：",
    "公共参数，详见产品支持的 地域列表。",
    "公共参数，本接口不需要传递此参数。",
    "公共参数，本接口仅支持其中的",
    "公共参数，此参数为可选参数。",
    "Common Params. The value used for this API:",
    "Common parameter. The value used for this API:",
    "Common Params. For more information, please see the list of regions supported by the product.",
    "Common parameters. For more information, please see the list of regions supported by the \
     product.",
    "Common Params. This parameter is not required for this API.",
    "Common Params. This parameter is not required.",
    "This API only supports:",
    "示例值：",
    "Example value:",
    "<公共请求参数>",
    "<Common request parameters>",
    "云 API 3.0 提供了配套的开发工具集（SDK），支持多种编程语言，能更方便的调用 API。",
    "Tencent Cloud SDK 3.0 for Python",
    "Tencent Cloud SDK 3.0 for Java",
    "Tencent Cloud SDK 3.0 for PHP",
    "Tencent Cloud SDK 3.0 for Go",
    "Tencent Cloud SDK 3.0 for NodeJS",
    "Tencent Cloud SDK 3.0 for Node.js",
    "Tencent Cloud SDK 3.0 for .NET",
    "Tencent Cloud SDK 3.0 for C++",
    "Tencent Cloud SDK 3.0 for Ruby",
    "腾讯云 API 平台 是综合 API 文档、错误码、API Explorer 及 SDK 等资源的统一查询平台，方便您从同一\
     入口查询及使用腾讯云提供的所有 API 服务。",
    "API Inspector 用户可通过 API Inspector 查看控制台每一步操作关联的 API 调用情况，并自动生成各语言\
     版本的 API 代码，也可前往 API Explorer 进行在线调试。",
    "命令行工具 Tencent Cloud CLI 3.0",
    "Command Line Interface",
    "TencentCloud API 3.0 integrates SDKs that support various programming languages to make it \
     easier for you to call APIs.",
    "Cloud API 3.0 Explorer",
    "This tool provides online call",
    "以下仅列出了接口业务逻辑相关的错误码，其他错误码详见 公共错误码。",
    "该接口暂无业务逻辑相关的错误码，其他错误码详见 公共错误码。",
    "The following only lists the error codes related to the API business logic. For other error \
     codes, see Common Error Codes.",
    "There is no error code related to the API business logic. For other error codes, see Common \
     Error Codes.",
    "数据结构",
    "被如下接口引用：",
    "Used by actions:",
    "Data Types",
    "功能说明",
    "如果返回结果中存在 Error 字段，则表示调用 API 接口失败。例如：",
    "\"Code\": \"AuthFailure.SignatureFailure\", \"Message\": \"The provided credentials could \
     not be validated. Please check your signature is correct.\"",
    "\"RequestId\": \"ed93f3cb-f35e-473f-b9f3-0d451b8b79c6\"",
    "Error 中的 Code 表示错误码，Message 表示该错误的具体信息。",
    "错误码列表",
    "公共错误码",
    "业务错误码",
    "Feature Description",
    "If there is an Error field in the response, it means that the API call failed. For example:",
    "Code in Error indicates the error code, and Message indicates the specific information of \
     the error.",
    "Error Code List",
    "Common Error Codes",
    "Service Error Codes",
    "Business Error Codes",
    "第",
    "次发布",
    "接 描述",
    "发布时间：",
    "本次发布包含了以下内容：",
    "改善已有的文档。",
    "新增接口：",
    "修改接口：",
    "废弃接口：",
    "删除接口：",
    "新增数据结构：",
    "修改数据结构：",
    "删除数据结构：",
    "新增入参：",
    "修改入参：",
    "废弃入参：",
    "删除入参：",
    "新增出参：",
    "修改出参：",
    "废弃出参：",
    "删除出参：",
    "新增成员：",
    "修改成员：",
    "废弃成员：",
    "删除成员：",
    "Release",
    "Release time:",
    "Release updates:",
    "Improvement to existing documentation.",
    "New APIs:",
    "Modified APIs:",
    "New data structures:",
    "Modified data structures:",
    "New input parameters:",
    "New output parameters:",
    "New members:",
    "Deleted members:",
    "Modified input parameters:",
    // The host of the fixtures, which a page without its label prints in examples only.
    "bridge.tencentcloudapi.com",
    "Feedback",
    "Contact Us",
    "Technical Support",
    "7x24 Phone Support",
    "tencent cloud",
    "Contact our sales team or business advisors to help your business.",
    "Open a ticket if you're looking for further assistance. Our Ticket is 7x24 avaliable.",
    "Was this page helpful?",
    "You can also Contact sales or Submit a Ticket for help.",
    "Help us improve! Rate your documentation experience in 5 mins.",
    "Help and Support",
    "PDF",
    "포커스 모드",
    "폰트 크기",
    "도움말 및 지원",
    "문제 해결에 도움이 되었나요?",
    "피드백",
    "文档中心",
    "API 中心",
    "我的收藏",
    "微信扫一扫",
    "QQ",
    "新浪微博",
    "复制链接",
    "链接复制成功",
    "本页目录：",
    "文档内容是否对您有帮助？",
    "有帮助",
    "没帮助",
    "API Category",
];

/// Lines of the frame around pages, which begin like this.
const FRAME: &[&str] = &[
    "最近更新时间",
    "Last updated",
    "마지막 업데이트",
    "版权所有",
    "©2013",
    "https://",
    "http://",
];

/// Returns the fixed wording of all pages.
pub(crate) fn fixed() -> &'static Held {
    static FIXED: LazyLock<Held> = LazyLock::new(|| {
        let mut held = Held::default();
        held.add_words(WORDS);
        held.add_words(retired::WORDS);
        let lines = LINES.iter().chain(retired::LINES);
        lines.for_each(|line| held.add(line));
        held
    });
    &FIXED
}

/// Returns the chapters that all products share, which are too long for a list.
pub(crate) fn shared_chapters() -> &'static Held {
    static SHARED: LazyLock<Held> = LazyLock::new(|| {
        let files = [
            include_str!("../../../extract/src/account/wording/shared-chapters.en.txt"),
            include_str!("../../../extract/src/account/wording/shared-chapters.zh.txt"),
        ];
        let mut held = Held::default();
        let lines = files.iter().flat_map(|file| file.lines());
        lines.for_each(|line| held.add(line));
        held
    });
    &SHARED
}

/// Returns whether the line belongs to the frame around pages.
pub(crate) fn is_frame(raw: &str) -> bool {
    let line = raw.trim();
    FRAME.iter().any(|start| line.starts_with(start))
}

/// Returns whether the line is the footer of a manual's page.
pub(crate) fn is_footer(raw: &str) -> bool {
    let line = raw.trim();
    line.starts_with("版权所有") || line.starts_with("©2013")
}
