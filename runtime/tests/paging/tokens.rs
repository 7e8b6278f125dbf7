//! Walks by tokens end with the last token, and never run in a circle.

use serde_json::{Value, json};

use crate::support::exchange::Exchange;
use crate::support::sample::ListByToken;
use crate::{items, server};

/// Serves two pages. The token `b` leads from the first to the second, whose cursor is `last`.
fn tokens(last: Value) -> Exchange {
    server(
        move |request| match request["Page"]["Cursor"]["Token"].as_str() {
            None => json!({"Names": ["1"], "Cursor": {"Token": "b"}}),
            Some("b") => json!({"Names": ["2"], "Cursor": last}),
            Some(other) => json!({"Names": [], "Cursor": {"Token": format!("{other}+")}}),
        },
    )
}

#[tokio::test]
async fn token_paging_ends_without_token() {
    for last in [
        json!(null),
        json!({}),
        json!({"Token": null}),
        json!({"Token": ""}),
    ] {
        let exchange = tokens(last);
        assert_eq!(items(&exchange, ListByToken::default()).await, ["1", "2"]);
        assert_eq!(exchange.count(), 2);
        assert_eq!(
            exchange.body(1),
            json!({"Page": {"Cursor": {"Token": "b"}}})
        );
    }
}

#[tokio::test]
async fn repeated_token_or_end_flag_ends() {
    for last in [json!({"Token": "b"}), json!({"Token": "c", "Over": true})] {
        let exchange = tokens(last);
        assert_eq!(items(&exchange, ListByToken::default()).await, ["1", "2"]);
        assert_eq!(exchange.count(), 2);
    }
}

#[tokio::test]
async fn token_cycle_ends_paging() {
    let exchange = server(|request| {
        let token = request["Page"]["Cursor"]["Token"].as_str().unwrap_or("");
        let next = match token {
            "b" => "c",
            "c" => "d",
            _ => "b",
        };
        json!({"Names": [token], "Cursor": {"Token": next}})
    });
    let names = items(&exchange, ListByToken::default()).await;
    assert_eq!(names[..4], ["", "b", "c", "d"]);
    assert!(names.len() < 12, "{names:?}");
}

#[tokio::test]
async fn empty_pages_continue_until_end_flag() {
    let exchange = server(|request| {
        let token = request["Page"]["Cursor"]["Token"].as_str().unwrap_or("0");
        let page: u32 = token.parse().unwrap();
        let names = if page == 30 { vec!["found"] } else { vec![] };
        let cursor = json!({"Token": (page + 1).to_string(), "Over": page == 40});
        json!({"Names": names, "Cursor": cursor})
    });
    assert_eq!(items(&exchange, ListByToken::default()).await, ["found"]);
    assert_eq!(exchange.count(), 41);
}

#[tokio::test]
async fn new_tokens_without_items_end() {
    let exchange = tokens(json!({"Token": "c"}));
    assert_eq!(items(&exchange, ListByToken::default()).await, ["1", "2"]);
    assert_eq!(
        exchange.count(),
        4,
        "one empty page is allowed, two are not"
    );
}
