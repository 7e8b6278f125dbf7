//! Random replies without `Response`: the outcome of a call follows from code and results, and the
//! members of the reply never confuse it.

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::{ErrorKind, GenericClient};
use tokio::runtime::Builder;

use super::sample::{CreateImageRequest, StartInstancesRequest};
use super::support::exchange::Exchange;

fn any_code() -> impl Strategy<Value = Value> {
    let number = prop_oneof![Just(0), Just(5100), Just(5400), 0..9999_i64];
    let number = number.boxed();
    prop_oneof![
        number.clone().prop_map(Value::from),
        number.prop_map(|number| Value::from(number.to_string())),
        Just(Value::Null),
        Just(json!("AuthFailure")),
    ]
}

fn any_detail() -> impl Strategy<Value = Value> {
    let result = prop_oneof![
        (0..2_i64).prop_map(|code| json!({"code": code, "requestId": "t"})),
        Just(json!({"message": "m"})),
        Just(json!({})),
        Just(json!(7)),
    ];
    let results = vec(("[a-c]", result), 0..3);
    prop_oneof![
        results.prop_map(|all| Value::from(all.into_iter().collect::<Map<_, _>>())),
        Just(Value::Null),
        Just(json!([])),
        Just(json!("detail")),
    ]
}

/// Returns whether these are results: an object of structures, one of them at least, each with a
/// code.
fn are_results(detail: &Value) -> bool {
    let Value::Object(all) = detail else {
        return false;
    };
    let mut structures = all.values().filter(|result| result.is_object()).peekable();
    structures.peek().is_some() && structures.all(|result| result.get("code").is_some())
}

/// Returns the expected number of the error: `Ok` for success, `Err(None)` for a code that isn't a
/// number. `None` if the reply has no code.
fn expected(code: &Value, has_results: bool) -> Option<Result<(), Option<i64>>> {
    let text = match code {
        Value::Null => return None,
        Value::String(text) => text.clone(),
        number => number.to_string(),
    };
    Some(match text.parse() {
        Ok(0) => Ok(()),
        Ok(5100 | 5400) if has_results => Ok(()),
        Ok(number) => Err(Some(number)),
        Err(_) => Err(None),
    })
}

fn actual(result: Result<(), tencentcloud_api_runtime::Error>) -> Option<Result<(), Option<i64>>> {
    match result {
        Ok(()) => Some(Ok(())),
        Err(error) if matches!(error.kind(), ErrorKind::Decode(_)) => None,
        Err(error) => Some(Err(error.number())),
    }
}

proptest! {
    #[test]
    fn outcome_follows_from_code_and_results(
        code in of(any_code()),
        detail in of(any_detail()),
        names in vec("[a-z]{1,9}|code|message|codeDesc", 0..3),
        at in 0..4_usize,
    ) {
        let mut members: Vec<(String, Value)> = names
            .into_iter()
            .filter(|name| name != "code" && name != "detail")
            .map(|name| (name, Value::Null))
            .collect();
        let places = [("code", code.clone()), ("detail", detail.clone())];
        for (name, value) in places.into_iter().filter_map(|(name, value)| Some((name, value?))) {
            members.insert(at.min(members.len()), (name.to_owned(), value));
        }
        let members = members.iter().map(|(name, value)| format!("{}:{value}", json!(name)));
        let body = format!("{{{}}}", members.collect::<Vec<_>>().join(" , "));

        let exchange = Exchange::answering(200, body.leak());
        let config = exchange.config().check_required(false).build().unwrap();
        let runtime = Builder::new_current_thread().build().unwrap();
        let typed = ServiceClient::new(&config);
        let named = GenericClient::v2(&config, "cvm.api.qcloud.com", "");

        let code = code.unwrap_or_default();
        let with_results = expected(&code, are_results(&detail.unwrap_or_default()));
        let started = runtime.block_on(typed.send(&StartInstancesRequest::default()));
        prop_assert_eq!(actual(started.map(drop)), with_results);
        let called = runtime.block_on(named.call("StartInstances", json!({})));
        prop_assert_eq!(actual(called.map(drop)), with_results);
        let created = runtime.block_on(typed.send(&CreateImageRequest::default()));
        prop_assert_eq!(actual(created.map(drop)), expected(&code, false));
    }
}
