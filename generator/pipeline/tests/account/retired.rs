//! The fixed wording of pages of APIs before API 3.0.

/// Words of their tables: other spellings of types.
pub(crate) const WORDS: &str = "int Int uint UInt strings Strings integers Integers array Array list \
    float Float double Double bool Boolean object Object objects Objects";

/// Lines and beginnings of lines that many of the pages print.
pub(crate) const LINES: &[&str] = &[
    "说明：",
    "注意：",
    "当前页面接口为旧版 API，未来可能停止维护，目前不展示在左侧导航。云服务器 API 3.0 版本接口定义更加\
     规范，访问时延下降显著，建议使用 云服务器 API 3.0 。",
    "以下请求参数列表仅列出了接口请求参数，其他参数见公共请求参数页面。",
    "以下请求参数列表仅列出了接口请求参数，其它参数见 公共请求参数 页面。",
    "以下请求参数列表仅列出了接口请求参数，其它参数可参考 公共请求参数 。",
    "以下请求参数列表仅列出了接口请求参数，正式调用时需要加上公共请求参数，见公共请求参数页面。其中，此接口\
     的 Action 字段为",
    "以下错误码表仅列出了该接口的业务逻辑错误码，更多错误码详见 公共错误码 。",
    "以下错误码表仅列出了该接口的业务逻辑错误码，更多公共错误码详见 CVM 错误码 页面。",
    "以下错误码表仅列出了该接口的业务逻辑错误码，更多公共错误码详见 云服务器的错误码 页面。",
    "表示 API 版本号，主要用于标识请求的不同 API 版本。 本接口第一版本可传：2017-03-12。",
    "错误码数值 原因",
    "接口功能 Action ID 功能描述",
    "接口执行正常返回参数示例",
    "接口执行异常返回参数示例",
    "参数名称 是否必选 类型 描述 来源",
    "返回结果中如果存在 Error 这个 key，则表示调用 API 接口失败。Error 底下的 Code 字段表示错误码，当调用\
     失败后，用户可以根据下表确定公共错误原因并采取相应措施。",
    "&<<a href=\"/document/api/213/11650\">公共请求参数</a>>",
    "&<<a href=\"https://cloud.tencent.com/doc/api/229/6976\">公共请求参数</a>>",
    // The facts of this example have the characters that the page escapes.
    "\"InstanceName\": \"\\u6d4b\\u8bd5\\u5b9e\\u4f8b\",",
    "字段 是否必选 类型 描述",
];
