//! Walking through pages: the requests, the end, and the errors.

mod left_out;
#[path = "../support/mod.rs"]
mod support;
mod tokens;

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use futures_core::Stream;
use serde_json::{Value, json};
use support::exchange::Exchange;
use support::sample::{
    Cursor, DescribeInstancesRequest, ListByNumber, ListByTextOffset, ListByToken, Page,
};
use support::script::{Script, Step};
use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::{ErrorKind, HttpResponse, PagedRequest, TransportErrorKind};

/// Returns a transport that maps the JSON body of each request to the content of `Response`.
fn server(answer: impl Fn(&Value) -> Value + Send + Sync + 'static) -> Exchange {
    Exchange::new(move |request| {
        let body = serde_json::from_slice(&request.body).unwrap();
        Some(HttpResponse::new(
            200,
            json!({"Response": answer(&body)}).to_string(),
        ))
    })
}

/// Walks through all items, which must take fewer than 50 requests.
async fn items<R: PagedRequest>(exchange: &Exchange, request: R) -> Vec<R::Item> {
    let client = ServiceClient::new(&exchange.config().build().unwrap());
    let mut items = client.pages(request).items();
    let mut all = Vec::new();
    while let Some(item) = items.next().await {
        all.push(item.unwrap());
        assert!(exchange.count() < 50, "paging does not end");
    }
    all
}

/// Serves the instances `0..count`, at most `cap` per page. `total` maps the offset to the claimed
/// total.
fn instances(
    count: i64,
    cap: i64,
    total: impl Fn(i64) -> Value + Send + Sync + 'static,
) -> Exchange {
    server(move |request| {
        let offset = request["Offset"].as_i64().unwrap_or(0);
        let limit = request["Limit"].as_i64().unwrap_or(20).min(cap);
        let page: Vec<_> = (offset..count.min(offset + limit))
            .map(|cpu| json!({"CPU": cpu}))
            .collect();
        json!({"TotalCount": total(offset), "InstanceSet": page})
    })
}

/// Returns the numbers of all instances.
async fn walk(exchange: &Exchange, request: DescribeInstancesRequest) -> Vec<i64> {
    items(exchange, request)
        .await
        .into_iter()
        .map(|instance| instance.cpu.unwrap())
        .collect()
}

fn limit(limit: i64) -> DescribeInstancesRequest {
    DescribeInstancesRequest {
        limit: Some(limit),
        ..Default::default()
    }
}

#[tokio::test]
async fn offset_paging_ends_at_total() {
    let exchange = instances(5, 100, |_| json!(5));
    assert_eq!(walk(&exchange, limit(2)).await, [0, 1, 2, 3, 4]);
    let requests: Vec<_> = (0..exchange.count())
        .map(|index| exchange.body(index))
        .collect();
    assert_eq!(
        requests,
        [
            json!({"Limit":2}),
            json!({"Limit":2,"Offset":2}),
            json!({"Limit":2,"Offset":4})
        ]
    );

    let exact = instances(4, 100, |_| json!(4));
    assert_eq!(walk(&exact, limit(2)).await.len(), 4);
    assert_eq!(
        exact.count(),
        2,
        "the total saves a request for an empty page"
    );
}

#[tokio::test]
async fn paging_from_middle_reaches_end() {
    let exchange = instances(5, 100, |_| json!(5));
    let request = DescribeInstancesRequest {
        offset: Some(3),
        ..limit(2)
    };
    assert_eq!(walk(&exchange, request).await, [3, 4]);
    assert_eq!(exchange.count(), 1);
}

#[tokio::test]
async fn page_below_limit_continues_with_total() {
    let exchange = instances(5, 2, |_| json!(5));
    assert_eq!(walk(&exchange, limit(1000)).await, [0, 1, 2, 3, 4]);
}

#[tokio::test]
async fn short_page_ends_without_total() {
    for missing in [Value::Null, json!(0)] {
        let exchange = instances(5, 100, move |_| missing.clone());
        assert_eq!(walk(&exchange, limit(2)).await.len(), 5);
        assert_eq!(exchange.count(), 3);
    }
    let exact = instances(4, 100, |_| Value::Null);
    assert_eq!(walk(&exact, limit(2)).await.len(), 4);
    assert_eq!(exact.count(), 3, "only the empty page ends paging");
    let unset = instances(20, 100, |_| Value::Null);
    assert_eq!(
        walk(&unset, DescribeInstancesRequest::default())
            .await
            .len(),
        20
    );
    assert_eq!(unset.count(), 2, "the documented default is the page size");
}

/// Walks until an error, and returns the number of items with the error's message; an empty message
/// after a regular end.
async fn walk_to_error(exchange: &Exchange, request: DescribeInstancesRequest) -> (usize, String) {
    let client = ServiceClient::new(&exchange.config().build().unwrap());
    let mut items = client.pages(request).items();
    let mut count = 0;
    while let Some(item) = items.next().await {
        assert!(exchange.count() < 50, "paging does not end");
        match item {
            Ok(_) => count += 1,
            Err(error) => {
                assert!(
                    matches!(error.kind(), ErrorKind::MissingItems(_)),
                    "{error}"
                );
                assert!(!error.is_retryable() && !error.was_never_sent());
                assert!(items.next().await.is_none(), "the error ends the walk");
                return (count, error.to_string());
            }
        }
    }
    (count, String::new())
}

#[tokio::test]
async fn empty_page_before_total_is_error() {
    let exchange = instances(4, 100, |_| json!(1_000));
    let (count, error) = walk_to_error(&exchange, limit(2)).await;
    assert_eq!(count, 4, "the items so far are not lost");
    assert_eq!(exchange.count(), 3);
    assert!(
        error.starts_with("page 3 of DescribeInstances is empty after 4 of 1000 items"),
        "{error}"
    );

    // An action whose `Offset` counts pages answers beyond the last page.
    let pages = server(|request| {
        let page = request["Offset"].as_i64().unwrap_or(0);
        let first = (page * 20).min(45);
        let items: Vec<_> = (first..45.min(first + 20))
            .map(|cpu| json!({"CPU": cpu}))
            .collect();
        json!({"TotalCount": 45, "InstanceSet": items})
    });
    let (count, error) = walk_to_error(&pages, limit(20)).await;
    assert_eq!(count, 20);
    assert!(error.contains("after 20 of 45 items"), "{error}");
}

#[tokio::test]
async fn total_as_text_or_only_first_counts() {
    for total in [json!("9"), json!(9)] {
        let exchange = instances(4, 100, move |offset| match offset {
            0 => total.clone(),
            _ => Value::Null,
        });
        let (count, error) = walk_to_error(&exchange, limit(2)).await;
        assert_eq!(count, 4);
        assert!(error.contains("after 4 of 9 items"), "{error}");
    }
}

#[tokio::test]
async fn empty_first_page_is_error_with_total() {
    let exchange = instances(0, 100, |_| json!(3));
    let (count, error) = walk_to_error(&exchange, limit(2)).await;
    assert_eq!(count, 0);
    assert!(
        error.starts_with("page 1 of DescribeInstances is empty after 0 of 3 items"),
        "{error}"
    );
}

#[tokio::test]
async fn empty_page_without_contradiction_ends() {
    // The total of the empty page itself says that nothing is left.
    for last in [json!(4), json!(0), json!(-1)] {
        let exchange = instances(
            4,
            100,
            move |offset| if offset < 4 { json!(9) } else { last.clone() },
        );
        assert_eq!(walk_to_error(&exchange, limit(2)).await, (4, String::new()));
    }
    for total in [json!(0), json!(-1), Value::Null] {
        let exchange = instances(4, 100, move |_| total.clone());
        assert_eq!(walk_to_error(&exchange, limit(2)).await, (4, String::new()));
    }
    let only_total = instances(4, 100, |_| json!(4));
    assert_eq!(
        walk_to_error(&only_total, limit(0)).await,
        (0, String::new())
    );
    let beyond = DescribeInstancesRequest {
        offset: Some(100),
        ..limit(2)
    };
    let exchange = instances(4, 100, |_| json!(4));
    assert_eq!(walk_to_error(&exchange, beyond).await, (0, String::new()));
}

#[tokio::test]
async fn missing_items_of_numbered_pages_are_error() {
    let exchange = server(|request| {
        let number = request["Page"]["PageNumber"].as_i64().unwrap_or(1);
        json!({"Names": names(3, (number - 1) * 2, 2), "Total": 5})
    });
    let client = ServiceClient::new(&exchange.config().build().unwrap());
    let mut items = client.pages(ListByNumber::default()).items();
    for name in ["0", "1", "2"] {
        assert_eq!(items.next().await.unwrap().unwrap(), name);
    }
    let error = items.next().await.unwrap().unwrap_err();
    let ErrorKind::MissingItems(missing) = error.kind() else {
        panic!("{error}");
    };
    assert_eq!((missing.page, missing.seen, missing.total), (3, 3, 5));
}

#[tokio::test]
async fn shrinking_total_ends_earlier() {
    let exchange = instances(100, 100, |offset| json!(if offset == 0 { 100 } else { 3 }));
    assert_eq!(walk(&exchange, limit(2)).await, [0, 1, 2, 3]);
    assert_eq!(exchange.count(), 2);
}

#[tokio::test]
async fn growing_total_continues() {
    let exchange = instances(6, 100, |offset| json!(if offset == 0 { 3 } else { 6 }));
    assert_eq!(walk(&exchange, limit(2)).await, [0, 1, 2, 3, 4, 5]);
    assert_eq!(exchange.count(), 3);
}

#[tokio::test]
async fn ignored_offset_is_repeated_page_error() {
    for total in [Value::Null, json!(1000)] {
        let exchange = server(move |request| {
            assert!(request["Limit"] == 2);
            json!({"TotalCount": total, "InstanceSet": [{"CPU": 1}, {"CPU": 2}]})
        });
        let client = ServiceClient::new(&exchange.config().build().unwrap());
        let mut items = client.pages(limit(2)).items();
        for cpu in [1, 2] {
            assert_eq!(items.next().await.unwrap().unwrap().cpu, Some(cpu));
        }
        let error = items.next().await.unwrap().unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::RepeatedPage(repeated) if repeated.page == 2),
            "{error}"
        );
        let text = error.to_string();
        assert!(
            text.starts_with("page 2 of DescribeInstances repeats the previous page"),
            "{text}"
        );
        assert!(!error.is_retryable());
        assert!(items.next().await.is_none());
        assert_eq!(exchange.count(), 2, "no request follows");
    }
}

#[tokio::test]
async fn ignored_page_number_is_repeated_page_error() {
    let exchange = server(|_| json!({"Names": ["a", "b"]}));
    let client = ServiceClient::new(&exchange.config().build().unwrap());
    let mut pages = client.pages(ListByNumber::default());
    assert_eq!(pages.next().await.unwrap().unwrap().names, ["a", "b"]);
    let error = pages.next().await.unwrap().unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::RepeatedPage(_)),
        "{error}"
    );
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn pages_with_one_difference_continue() {
    let similar = server(|request| {
        let offset = request["Offset"].as_i64().unwrap_or(0);
        let page = if offset == 4 {
            json!([])
        } else {
            json!([{"CPU": 0}, {"CPU": offset}])
        };
        json!({"InstanceSet": page})
    });
    assert_eq!(walk(&similar, limit(2)).await, [0, 0, 0, 2]);
    let different = instances(6, 100, |_| Value::Null);
    assert_eq!(walk(&different, limit(2)).await.len(), 6);
    // The last page may repeat the previous one, because no request follows it.
    let twice = server(|_| json!({"TotalCount": 4, "InstanceSet": [{"CPU": 1}, {"CPU": 1}]}));
    assert_eq!(walk(&twice, limit(2)).await, [1, 1, 1, 1]);
}

#[tokio::test]
async fn failed_page_is_retried() {
    let page = |cpu: i64| {
        let body = json!({"Response": {"TotalCount": 2, "InstanceSet": [{"CPU": cpu}]}});
        Step::status(200, &body.to_string())
    };
    let script = Script::new([
        Step::status(502, ""),
        page(0),
        Step::code("RequestLimitExceeded"),
        Step::Fail(TransportErrorKind::Exchange),
        page(1),
    ]);
    let client = ServiceClient::new(&script.config().build().unwrap());
    let mut items = client.pages(limit(1)).items();
    for cpu in 0..2 {
        assert_eq!(items.next().await.unwrap().unwrap().cpu, Some(cpu));
    }
    assert!(items.next().await.is_none());
    let offsets: Vec<_> = script
        .bodies()
        .iter()
        .map(|body| body["Offset"].clone())
        .collect();
    assert_eq!(json!(offsets), json!([null, null, 1, 1, 1]));
}

/// Returns the page of the names `0..count` that begins at the offset.
fn names(count: i64, offset: i64, size: i64) -> Vec<String> {
    (offset..count.min(offset + size))
        .map(|name| name.to_string())
        .collect()
}

#[tokio::test]
async fn page_numbers_count_up() {
    for total in [json!(5), Value::Null] {
        let exchange = server(move |request| {
            let number = request["Page"]["PageNumber"].as_i64().unwrap_or(1);
            json!({"Names": names(5, (number - 1) * 2, 2), "Total": total})
        });
        assert_eq!(
            items(&exchange, ListByNumber::default()).await,
            ["0", "1", "2", "3", "4"]
        );
        assert_eq!(exchange.count(), 3);
        assert_eq!(exchange.body(2), json!({"Page": {"PageNumber": 3}}));

        let third = Page {
            number: Some(3),
            size: Some(2),
            ..Default::default()
        };
        assert_eq!(
            items(&exchange, ListByNumber { page: Some(third) }).await,
            ["4"]
        );
        assert_eq!(exchange.count(), 4);
    }
}

#[tokio::test]
async fn text_offset_stays_text() {
    let exchange = server(|request| {
        let offset = request["Page"]["Offset"]
            .as_str()
            .map_or(0, |text| text.parse().unwrap());
        json!({"Names": names(3, offset, 2)})
    });
    assert_eq!(
        items(&exchange, ListByTextOffset::default()).await,
        ["0", "1", "2"]
    );
    assert_eq!(exchange.body(1), json!({"Page": {"Offset": "2"}}));
}

#[tokio::test]
async fn pages_request_lazily_until_error() {
    let exchange = Exchange::answering(500, "oops");
    let client = ServiceClient::new(&exchange.config().build().unwrap());
    let page = Page {
        cursor: Some(Cursor::default()),
        ..Default::default()
    };
    let mut pages = client.pages(ListByToken { page: Some(page) });
    assert_eq!(exchange.count(), 0);
    assert!(pages.next().await.unwrap().is_err());
    assert!(pages.next().await.is_none());
    assert_eq!(exchange.count(), 1);
    assert_eq!(
        format!("{pages:?}"),
        "Pages { action: \"List\", done: true, .. }"
    );
}

#[tokio::test]
async fn pages_and_items_implement_stream() {
    let exchange = instances(3, 100, |_| json!(3));
    let client = ServiceClient::new(&exchange.config().build().unwrap());
    let mut context = Context::from_waker(Waker::noop());
    let mut items = client.pages(limit(2)).items();
    let mut seen = 0;
    // The transport answers at once, so every poll is ready.
    while let Poll::Ready(Some(item)) = Pin::new(&mut items).poll_next(&mut context) {
        assert_eq!(item.unwrap().cpu, Some(seen));
        seen += 1;
    }
    assert_eq!(seen, 3);
    let mut pages = client.pages(limit(2));
    assert!(matches!(
        Pin::new(&mut pages).poll_next(&mut context),
        Poll::Ready(Some(Ok(_)))
    ));
}
