//! Credential providers, tested with cases in folders and a server on the loopback interface.
#![cfg(feature = "http-client")]

#[path = "../support/mod.rs"]
mod support;

mod cache;
mod case;
mod network;
mod providers;
mod scripted;

use std::error::Error as StdError;
use std::sync::Arc;

use case::Case;
use network::Network;
use tencentcloud_api_runtime::{Config, ErrorKind, ProviderChain};

#[tokio::test]
async fn default_chain_matches_every_case() {
    let cases = Case::all();
    assert!(cases.len() > 10, "{} cases", cases.len());
    for case in cases {
        println!("case {}", case.name());
        run(&case).await;
    }
}

async fn run(case: &Case) {
    let network = Network::start(case.exchanges()).await;
    let chain = Arc::new(ProviderChain::standard(&case.environment()));
    let config = Config::builder()
        .credential(Arc::clone(&chain))
        .transport(network.transport())
        .clock(network.clock())
        .build()
        .unwrap();
    let outcome = config
        .credential()
        .await
        .map_err(|error| match error.into_kind() {
            ErrorKind::Credentials(error) => error,
            other => panic!("{other}"),
        });
    if let Err(error) = &outcome {
        check_for_leaks(error);
    }
    network.finish(case.name());
    case.check(chain.chosen(), &outcome, &network.address());
}

/// Fails if an error or one of its causes prints a secret.
fn check_for_leaks(error: &(dyn StdError + 'static)) {
    // Every secret in these tests contains this text.
    const SECRET: &str = "hush";
    let mut next = Some(error);
    while let Some(error) = next {
        for text in [error.to_string(), format!("{error:?} {error:#?}")] {
            assert!(!text.contains(SECRET), "{text}");
        }
        next = error.source();
    }
}
