//! Values that are left out of a page neither shift the next page nor end the walk.

use serde_json::{Value, json};
use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::{ErrorKind, PagedRequest};

use crate::support::exchange::Exchange;
use crate::support::sample::ListByToken;
use crate::{items, limit, server, walk};

/// Serves the instances `0..6`, three at most, as `page` writes them.
fn instances(total: Value, page: impl Fn(Vec<Value>) -> Value + Send + Sync + 'static) -> Exchange {
    server(move |request| {
        let offset = request["Offset"].as_i64().unwrap_or(0);
        let set = (offset..6.min(offset + 3)).map(|cpu| match cpu {
            1 | 3..=5 => json!("odd"),
            cpu => json!({"CPU": cpu}),
        });
        json!({"TotalCount": total, "InstanceSet": page(set.collect())})
    })
}

/// Walks until the error and returns its message.
async fn error_of<R: PagedRequest>(exchange: &Exchange, request: R) -> String {
    let client = ServiceClient::new(&exchange.config().build().unwrap());
    let mut pages = client.pages(request);
    loop {
        match pages.next().await {
            Some(Ok(_)) => assert!(exchange.count() < 50, "paging does not end"),
            Some(Err(error)) => {
                assert!(matches!(error.kind(), ErrorKind::Decode(_)), "{error:?}");
                return error.to_string();
            }
            None => panic!("the walk ended without an error"),
        }
    }
}

#[tokio::test]
async fn left_out_items_keep_position() {
    let as_object = |set: Vec<Value>| {
        let set = set.into_iter().enumerate();
        set.map(|(index, item)| (index.to_string(), item)).collect()
    };
    for total in [json!(6), json!(null), json!("N/A")] {
        for exchange in [
            instances(total.clone(), Value::from),
            instances(total.clone(), as_object),
        ] {
            assert_eq!(walk(&exchange, limit(3)).await, [0, 2], "{total}");
            let offsets = (1..exchange.count()).map(|index| exchange.body(index)["Offset"].clone());
            assert_eq!(
                offsets.collect::<Vec<_>>()[0],
                3,
                "no item is asked for twice"
            );
        }
    }
}

#[tokio::test]
async fn page_without_list_is_error() {
    let exchange = instances(json!(null), |_| json!("none"));
    let error = error_of(&exchange, limit(3)).await;
    // The byte depends on the order of members, which other crates' features change.
    let (problem, _byte) = error.split_once(" at byte ").unwrap();
    assert_eq!(
        problem,
        "the reply cannot be read: Response.InstanceSet: expected a list, found a string: none"
    );
}

#[tokio::test]
async fn misfitting_token_or_flag_is_error() {
    for cursor in [json!("odd"), json!({"Token": "b", "Over": "odd"})] {
        let exchange = server(move |_| json!({"Names": ["1"], "Cursor": cursor}));
        let error = error_of(&exchange, ListByToken::default()).await;
        assert!(error.contains("Response.Cursor"), "{error}");
        assert_eq!(exchange.count(), 1);
    }
    let exchange = server(|_| json!({"Names": ["1"], "Total": "odd"}));
    assert_eq!(items(&exchange, ListByToken::default()).await, ["1"]);
}
