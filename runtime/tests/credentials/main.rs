//! Where credentials come from: cases in folders, against a server on the loopback interface.
#![cfg(feature = "http-client")]

mod cache;
mod case;
mod leaks;
mod network;
mod providers;
mod scripted;

use std::sync::Arc;

use case::Case;
use network::Network;
use tencentcloud_api_runtime::{Config, ErrorKind, ProviderChain};

#[tokio::test]
async fn the_default_chain_does_what_each_case_says() {
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
            error => panic!("{error}"),
        });
    if let Err(error) = &outcome {
        leaks::check(error);
    }
    network.finish(case.name());
    case.check(chain.chosen(), &outcome, &network.address());
}
