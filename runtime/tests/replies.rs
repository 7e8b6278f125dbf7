//! Odd replies of real servers and gateways: each costs at most the odd value, and that is told.

mod support;

use support::exchange::Exchange;
use support::sample::{DescribeMachinesRequest, DescribeMachinesResponse};
use tencentcloud_api_runtime::codegen::{ServiceClient, write};
use tencentcloud_api_runtime::{
    CallOptions, Error, ErrorKind, GenericClient, HttpResponse, Response, Value, json,
};

/// A member of `Response` or of its only instance, the instance's JSON as it is read, and what is
/// told about the value. `None` if the value is not left out.
type Case = (&'static str, &'static str, Option<&'static str>);

/// The members of an instance: sent, read, told.
const MEMBERS: &[Case] = &[
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
const COUNTS: &[(&str, Option<i64>, Option<&str>)] = &[
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
const LISTS: &[(&str, usize, Option<&str>)] = &[
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
const ERRORS: &[(&str, &str)] = &[
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
const SUCCESSES: &[&str] = &[
    r#"{"Response":{"Error":null,"RequestId":"r"}}"#,
    r#"{"Response":{"Error":{},"RequestId":"r"}}"#,
    r#"{"Response":{"Error":"boom","RequestId":"r"}}"#,
    r#"{"Response":{"RequestId":"r"},"retcode":0,"retmsg":"ok"}"#,
    "\u{FEFF}{\"Response\":{\"RequestId\":\"r\"}}",
];

fn exchange(body: impl Into<Vec<u8>>) -> Exchange {
    let body = body.into();
    Exchange::new(move |_| {
        let mut headers = http::HeaderMap::new();
        headers.insert("content-type", http::HeaderValue::from_static("text/html"));
        Some(HttpResponse::new(200, body.clone()).with_headers(headers))
    })
}

/// Calls an action that replies with this body, in the lenient or the strict way.
async fn call(
    body: impl Into<Vec<u8>>,
    strict: bool,
) -> Result<Response<DescribeMachinesResponse>, Error> {
    let config = exchange(body).config().strict_decoding(strict).build();
    let client = ServiceClient::new(&config.unwrap());
    let options = CallOptions::new();
    client
        .send_detailed(&DescribeMachinesRequest::default(), &options)
        .await
}

fn told<T>(response: &Response<T>) -> Vec<String> {
    response
        .mismatches
        .iter()
        .map(ToString::to_string)
        .collect()
}

/// Asserts what is told, and that strict decoding makes it an error.
async fn assert_told(
    body: &str,
    response: &Response<DescribeMachinesResponse>,
    expected: Option<&str>,
) {
    assert_eq!(told(response), expected.as_slice(), "{body}");
    assert_eq!(response.request_id.as_deref(), Some("r"), "{body}");
    let strict = call(body, true).await.map(drop);
    match expected {
        None => strict.unwrap(),
        Some(expected) => {
            let error = strict.unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::Decode(_)), "{error:?}");
            let text = format!("the reply cannot be read: Response.{expected} at byte ");
            assert!(error.to_string().starts_with(&text), "{error}");
        }
    }
}

#[tokio::test]
async fn odd_member_costs_only_itself() {
    for (member, read, expected) in MEMBERS {
        let body = format!(
            r#"{{"Response":{{"InstanceSet":[{{"Zone":1}},{{{member}}},{{"CPU":1}}],"RequestId":"r"}}}}"#
        );
        let response = call(&*body, false)
            .await
            .unwrap_or_else(|error| panic!("{body}: {error}"));
        let [_, machine, last] = &response.body.machines[..] else {
            panic!("{body}")
        };
        let machine: Value = write(machine).unwrap().parse().unwrap();
        assert_eq!(machine, read.parse::<Value>().unwrap(), "{body}");
        assert_eq!(last.cpu, Some(1));
        let expected = expected.map(|told| format!("InstanceSet[1].{told}"));
        assert_told(&body, &response, expected.as_deref()).await;
    }
}

#[tokio::test]
async fn integer_is_exact_or_told() {
    for (count, read, expected) in COUNTS {
        let body = format!(r#"{{"Response":{{"TotalCount":{count},"RequestId":"r"}}}}"#);
        let response = call(&*body, false).await.unwrap();
        assert_eq!(response.body.total_count, *read, "{count}");
        let expected =
            expected.map(|found| format!("TotalCount: expected an integer, found {found}"));
        assert_told(&body, &response, expected.as_deref()).await;
    }
}

#[tokio::test]
async fn list_in_other_form_has_no_made_up_elements() {
    for (list, elements, expected) in LISTS {
        let body = format!(r#"{{"Response":{{"InstanceSet":{list},"RequestId":"r"}}}}"#);
        let response = call(&*body, false).await.unwrap();
        assert_eq!(response.body.machines.len(), *elements, "{list}");
        assert_told(&body, &response, *expected).await;
    }
}

#[tokio::test]
async fn reply_without_response_is_same_error_by_name() {
    for (body, expected) in ERRORS {
        let typed = call(*body, false).await.unwrap_err();
        assert_eq!(typed.to_string(), *expected);
        let config = exchange(*body).config().build().unwrap();
        let client = GenericClient::new(&config, "cvm", "2017-03-12");
        let by_name = client
            .call("DescribeInstances", json!({}))
            .await
            .unwrap_err();
        assert_eq!(by_name.to_string(), *expected);
        let raw = client
            .call_raw("DescribeInstances", "{}")
            .await
            .unwrap_err();
        assert_eq!(raw.to_string(), *expected);
    }
}

#[tokio::test]
async fn error_without_code_is_success() {
    for body in SUCCESSES {
        let typed = call(*body, true).await.unwrap();
        assert_eq!(typed.body.request_id.as_deref(), Some("r"), "{body}");
        let config = exchange(*body).config().build().unwrap();
        let client = GenericClient::new(&config, "cvm", "2017-03-12");
        let by_name = client.call("DescribeInstances", json!({})).await.unwrap();
        assert_eq!(by_name["RequestId"], "r", "{body}");
        let raw = client.call_raw("DescribeInstances", "{}").await.unwrap();
        assert_eq!(raw, body.as_bytes());
    }
}

#[tokio::test]
async fn invalid_bytes_are_replaced_and_told() {
    let body = b"\xEF\xBB\xBF{\"Response\":{\"InstanceSet\":[{\"InstanceName\":\"caf\xE9 \xFF\",\"CPU\":0.5}],\"New\":\"\xFE\",\"RequestId\":\"r\"}}";
    let response = call(body.to_vec(), false).await.unwrap();
    let [machine] = &response.body.machines[..] else {
        panic!("{response:?}")
    };
    assert_eq!(machine.name.as_deref(), Some("caf\u{FFFD} \u{FFFD}"));
    assert_eq!(response.request_id.as_deref(), Some("r"));
    assert_eq!(
        told(&response),
        [
            "InstanceSet[0].InstanceName: expected UTF-8 text, found a string: caf\u{FFFD} \u{FFFD}",
            "InstanceSet[0].CPU: expected an integer, found a number: 0.5",
            "New: expected UTF-8 text, found a string",
        ]
    );
    assert!(call(body.to_vec(), true).await.is_err());
    let error = call(b"\xFF".to_vec(), false).await.unwrap_err();
    assert!(error.to_string().ends_with("begins: \u{FFFD}"), "{error}");
}

#[tokio::test]
async fn page_survives_one_odd_instance() {
    let instances: Vec<_> = (0..100)
        .map(|index| {
            if index == 70 {
                r#"{"CPU":0.5}"#
            } else {
                r#"{"CPU":2}"#
            }
        })
        .collect();
    let body = format!(
        r#"{{"Response":{{"InstanceSet":[{}],"RequestId":"r"}}}}"#,
        instances.join(",")
    );
    let response = call(body, false).await.unwrap();
    assert_eq!(response.body.machines.len(), 100);
    let counted = response
        .body
        .machines
        .iter()
        .filter_map(|machine| machine.cpu);
    assert_eq!(counted.sum::<i64>(), 198);
    assert_eq!(response.mismatches[0].path, "InstanceSet[70].CPU");
}
