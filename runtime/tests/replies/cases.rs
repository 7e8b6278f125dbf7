//! Odd replies of real servers and gateways, with the right result of each.

/// A member of an instance, the JSON of the instance as it is read, and what is
/// told about the value. `None` if the value is not left out.
pub(crate) type Case = (&'static str, &'static str, Option<&'static str>);

/// The members of an instance: sent, read, told.
pub(crate) const MEMBERS: &[Case] = &[
    (
        r#""CPU":0.5"#,
        "{}",
        Some("CPU: expected an integer, found a number: 0.5"),
    ),
    (
        r#""CPU":{}"#,
        "{}",
        Some("CPU: expected an integer, found an object: {}"),
    ),
    (
        r#""CPU":[]"#,
        "{}",
        Some("CPU: expected an integer, found a list: []"),
    ),
    (r#""CPU":null"#, "{}", None),
    (r#""CPU":"8","Memory":"""#, r#"{"CPU":8}"#, None),
    (
        r#""DisableApiTermination":2"#,
        "{}",
        Some("DisableApiTermination: expected a boolean, found a number: 2"),
    ),
    (
        r#""DisableApiTermination":-1"#,
        "{}",
        Some("DisableApiTermination: expected a boolean, found a number: -1"),
    ),
    (
        r#""DisableApiTermination":"yes""#,
        "{}",
        Some("DisableApiTermination: expected a boolean, found a string: yes"),
    ),
    (r#""RenewFlag":1"#, r#"{"RenewFlag":"1"}"#, None),
    (
        r#""RestrictState":true"#,
        r#"{"RestrictState":"true"}"#,
        None,
    ),
    (r#""InstanceName":2.5"#, r#"{"InstanceName":"2.5"}"#, None),
    (r#""InstanceName":{}"#, r#"{"InstanceName":"{}"}"#, None),
    (
        r#""InstanceName":"a\ud83d""#,
        "{\"InstanceName\":\"a\u{FFFD}\"}",
        Some(r"InstanceName: expected UTF-8 text, found a string: a\ud83d"),
    ),
    (
        r#""InstanceId":2169654400"#,
        r#"{"InstanceId":"2169654400"}"#,
        None,
    ),
    (r#""InstanceId":"a","InstanceId":null"#, "{}", None),
    (
        r#""GPUInfo":{"GPUCount":true}"#,
        r#"{"GPUInfo":{}}"#,
        Some("GPUInfo.GPUCount: expected a number, found a boolean: true"),
    ),
    (
        r#""GPUInfo":{"GPUCount":"1,024.5"}"#,
        r#"{"GPUInfo":{}}"#,
        Some("GPUInfo.GPUCount: expected a number, found a string: 1,024.5"),
    ),
    (
        r#""GPUInfo":{"GPUCount":"NaN"}"#,
        r#"{"GPUInfo":{}}"#,
        Some("GPUInfo.GPUCount: expected a number, found a string: NaN"),
    ),
    (
        r#""GPUInfo":{"GPUCount":"-inf"}"#,
        r#"{"GPUInfo":{}}"#,
        Some("GPUInfo.GPUCount: expected a number, found a string: -inf"),
    ),
    (
        r#""GPUInfo":{"GPUCount":1e400}"#,
        r#"{"GPUInfo":{}}"#,
        Some("GPUInfo.GPUCount: expected a number, found a number: 1e400"),
    ),
    (
        r#""SystemDisk":false"#,
        "{}",
        Some("SystemDisk: expected an object, found a boolean: false"),
    ),
    (
        r#""SystemDisk":"disk-1""#,
        "{}",
        Some("SystemDisk: expected an object, found a string: disk-1"),
    ),
    (
        r#""SystemDisk":"{\"DiskSize\":50}""#,
        "{}",
        Some(r#"SystemDisk: expected an object, found a string: {\"DiskSize\":50}"#),
    ),
    (r#""SystemDisk":"""#, "{}", None),
    (
        r#""Placement":{},"SystemDisk":{},"LoginSettings":{}"#,
        r#"{"Placement":{},"SystemDisk":{},"LoginSettings":{}}"#,
        None,
    ),
    (
        r#""DataDisks":false"#,
        "{}",
        Some("DataDisks: expected a list, found a boolean: false"),
    ),
    (r#""DataDisks":{},"PrivateIpAddresses":{}"#, "{}", None),
    (r#""DataDisks":"","PrivateIpAddresses":"""#, "{}", None),
    (
        r#""DataDisks":[null,{"DiskSize":50}]"#,
        r#"{"DataDisks":[{"DiskSize":50}]}"#,
        None,
    ),
    (
        r#""DataDisks":{"DiskSize":50}"#,
        r#"{"DataDisks":[{"DiskSize":50}]}"#,
        None,
    ),
    (
        r#""DataDisks":{"DiskSize":0.5}"#,
        r#"{"DataDisks":[{}]}"#,
        Some("DataDisks.DiskSize: expected an integer, found a number: 0.5"),
    ),
    (
        r#""DataDisks":{"1":{"DiskSize":"x"},"0":{"DiskSize":1}}"#,
        r#"{"DataDisks":[{"DiskSize":1},{}]}"#,
        Some("DataDisks.1.DiskSize: expected an integer, found a string: x"),
    ),
    (
        r#""PrivateIpAddresses":"10.0.0.1,10.0.0.2""#,
        r#"{"PrivateIpAddresses":["10.0.0.1,10.0.0.2"]}"#,
        None,
    ),
    (
        r#""LoginSettings":{"KeyIds":["a",null]}"#,
        r#"{"LoginSettings":{"KeyIds":["a"]}}"#,
        None,
    ),
    (
        r#""LoginSettings":{"Passwords":[1,"hush"]}"#,
        r#"{"LoginSettings":{"Passwords":[1]}}"#,
        Some("LoginSettings.Passwords[1]: expected an integer, found a string"),
    ),
    (r#""Unknown":"\ud800""#, "{}", None),
];

/// The values of `TotalCount`, documented as an integer: sent, read, told.
pub(crate) const COUNTS: &[(&str, Option<i64>, Option<&str>)] = &[
    ("1.5", None, Some("a number: 1.5")),
    ("174.19", None, Some("a number: 174.19")),
    ("2.14E-4", None, Some("a number: 2.14E-4")),
    (
        "4503599627370497.5",
        None,
        Some("a number: 4503599627370497.5"),
    ),
    ("9.0", Some(9), None),
    ("1.0E2", Some(100), None),
    ("8539083177E+9", Some(8_539_083_177_000_000_000), None),
    ("-9223372036854775808", Some(i64::MIN), None),
    (
        "-9223372036854775809",
        None,
        Some("a number: -9223372036854775809"),
    ),
    (
        "9223372036854775808",
        None,
        Some("a number: 9223372036854775808"),
    ),
    (
        "18446744073709551615",
        None,
        Some("a number: 18446744073709551615"),
    ),
    (
        r#""18446744073709551615""#,
        None,
        Some("a string: 18446744073709551615"),
    ),
    (r#""1.5""#, None, Some("a string: 1.5")),
    (r#""N/A""#, None, Some("a string: N/A")),
    (r#""-""#, None, Some("a string: -")),
    (r#""0x10""#, None, Some("a string: 0x10")),
    (r#""1m""#, None, Some("a string: 1m")),
    (r#""true""#, None, Some("a string: true")),
    (r#""null""#, None, Some("a string: null")),
    (r#""23""#, Some(23), None),
    (r#"" 1e1 ""#, Some(10), None),
    (r#""""#, None, None),
    ("null", None, None),
    ("true", Some(1), None),
    ("1,\"TotalCount\":2", Some(2), None),
];

/// The values of `InstanceSet`, a list of structures: sent, number of elements and told.
pub(crate) const LISTS: &[(&str, usize, Option<&str>)] = &[
    ("{}", 0, None),
    (
        r#"{"0":{"InstanceId":"x"},"1":{"InstanceId":"y"}}"#,
        2,
        None,
    ),
    (
        r#""none""#,
        0,
        Some("InstanceSet: expected a list, found a string: none"),
    ),
    (
        r#"["a"]"#,
        0,
        Some("InstanceSet[0]: expected an object, found a string: a"),
    ),
    (
        r#"[[{"InstanceId":"x"}],{}]"#,
        1,
        Some(r#"InstanceSet[0]: expected an object, found a list: [{"InstanceId":"x"}]"#),
    ),
    (r#"[{}],"InstanceSet":[{},{}]"#, 2, None),
];

/// Whole replies that hold no response: the error and, for an error of the API, its code.
pub(crate) const ERRORS: &[(&str, &str)] = &[
    (
        "",
        "the reply cannot be read: expected an object, found the end of the text at byte 0",
    ),
    (
        "<html><body>login</body></html>",
        "the reply cannot be read: expected an object, found something else at byte 0; the body (text/html) begins: <html><body>login</body></html>",
    ),
    (
        "Bad\r\n\tGate\u{1b}[31mway\u{202e}",
        "the reply cannot be read: expected an object, found something else at byte 0; the body (text/html) begins: Bad Gate\\u{1b}[31mway\\u{202e}",
    ),
    (
        "{'Response':{'TotalCount':1}}",
        "the reply cannot be read: expected a member name, found something else at byte 1",
    ),
    (
        r#"{"Response":{"TotalCount":NaN,"RequestId":"r"}}"#,
        "the reply cannot be read: Response.TotalCount: expected a value, found something else at byte 26 (request id r)",
    ),
    (
        r#"{"Response":[]}"#,
        "the reply cannot be read: Response: expected an object, found a list at byte 12",
    ),
    (
        r#"{"Response":null}"#,
        "the reply cannot be read: Response: expected an object, found null at byte 12",
    ),
    (
        r#"{"response":{"TotalCount":1}}"#,
        "the reply cannot be read: expected a member `Response`, found none at byte 0",
    ),
    (
        r#"{"retcode":-1,"retmsg":"bad"}"#,
        "the reply cannot be read: expected a member `Response`, found none at byte 0",
    ),
    (
        r#"{"code":0,"message":"","codeDesc":"Success","data":{}}"#,
        "the reply cannot be read: expected a member `Response`, found none at byte 0",
    ),
    (
        r#"{"Response":{"TotalCount":1}}{"Response":{}}"#,
        "the reply cannot be read: text after the end of the value at byte 29",
    ),
    (
        "{\"Response\":{\"TotalCount\":1}}\n\0",
        "the reply cannot be read: text after the end of the value at byte 30",
    ),
    (
        r#"{"Response":{"Error":{"Code":429,"Message":"x"},"RequestId":"r"}}"#,
        "429: x (request id r)",
    ),
    (
        r#"{"Response":{"Error":{"code":"X.Y","message":"m"},"RequestId":"r"}}"#,
        "X.Y: m (request id r)",
    ),
    (
        r#"{"Response":{"Error":{"Code":"A.B","Message":"\ud800"},"RequestId":"r"}}"#,
        "A.B: \u{FFFD} (request id r)",
    ),
    (
        r#"{"Error":{"Code":"A.B","Message":"m"},"RequestId":"r"}"#,
        "A.B: m (request id r)",
    ),
    (
        r#"{"Code":"A.B","Message":"m","RequestId":"r"}"#,
        "A.B: m (request id r)",
    ),
    (r#"{"code":"4000","message":"m"}"#, "4000: m"),
];

/// Whole replies that are successes, although they have a member `Error`.
pub(crate) const SUCCESSES: &[&str] = &[
    r#"{"Response":{"Error":null,"RequestId":"r"}}"#,
    r#"{"Response":{"Error":{},"RequestId":"r"}}"#,
    r#"{"Response":{"Error":"boom","RequestId":"r"}}"#,
    r#"{"Response":{"RequestId":"r"},"retcode":0,"retmsg":"ok"}"#,
    "\u{FEFF}{\"Response\":{\"RequestId\":\"r\"}}",
];
