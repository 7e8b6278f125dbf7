//! Random parameters: the form, its encoding and its signature, compared with independent ones.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Map;
use tencentcloud_api_runtime::{CallOptions, GenericClient, RequestForm, SignatureMethod, Value};

use super::support::exchange::Exchange;

/// Names in lower case, which no common parameter has, with underscores and digits.
fn any_name() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z][a-z0-9_]{0,6}", "[_é+%&= ]{1,4}"]
}

fn any_parameters() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".*".prop_map(Value::from),
        "[+%&_= .~!*'()/?#@é\u{4e2d}]{0,12}".prop_map(Value::from),
    ];
    let inner = leaf.prop_recursive(4, 32, 12, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..12).prop_map(Value::from),
            object(inner)
        ]
    });
    object(inner)
}

fn object(member: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    vec((any_name(), member), 0..8)
        .prop_map(|members| Value::from(members.into_iter().collect::<Map<_, _>>()))
}

/// Adds the scalars in a value, each under its path.
fn flatten(path: &str, value: &Value, flat: &mut BTreeMap<String, String>) {
    let below = |segment: &str| match path {
        "" => segment.to_owned(),
        path => format!("{path}.{segment}"),
    };
    match value {
        Value::Null => {}
        Value::Object(members) => {
            let members = members.iter();
            members.for_each(|(name, value)| flatten(&below(name), value, flat));
        }
        Value::Array(elements) => {
            let elements = elements.iter().enumerate();
            elements.for_each(|(index, value)| flatten(&below(&index.to_string()), value, flat));
        }
        Value::String(text) => _ = flat.insert(path.to_owned(), text.clone()),
        scalar => _ = flat.insert(path.to_owned(), scalar.to_string()),
    }
}

/// Returns the parameters of a call as the server decodes them, without the common ones.
fn sent(
    parameters: &Value,
    form: RequestForm,
    method: SignatureMethod,
) -> BTreeMap<String, String> {
    const COMMON: [&str; 7] = [
        "Action",
        "Nonce",
        "Region",
        "RequestClient",
        "SecretId",
        "SignatureMethod",
        "Timestamp",
    ];
    let exchange = Exchange::answering(200, r#"{"code":0}"#);
    let client = GenericClient::v2(
        &exchange.config().build().unwrap(),
        "cvm.api.qcloud.com",
        "",
    );
    let options = CallOptions::new().form(form).signature(method);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let call = client.call_with("Act", parameters, &options);
    runtime.block_on(call).unwrap();
    let mut decoded = exchange.last_seen().verify_v2("cvm.api.qcloud.com");
    for name in COMMON {
        assert!(decoded.remove(name).is_some(), "{name}");
    }
    decoded
}

proptest! {
    #[test]
    fn server_decodes_what_the_caller_passed(
        parameters in any_parameters(),
        query in any::<bool>(),
        sha1 in any::<bool>(),
    ) {
        let mut expected = BTreeMap::new();
        flatten("", &parameters, &mut expected);
        let form = if query { RequestForm::Query } else { RequestForm::Form };
        let method = if sha1 { SignatureMethod::HmacSha1 } else { SignatureMethod::HmacSha256 };
        prop_assert_eq!(sent(&parameters, form, method), expected);
    }
}
