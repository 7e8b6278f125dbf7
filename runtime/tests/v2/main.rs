//! Protocol v2: its requests, replies and errors, and the results of an action by resource.

mod errors;
mod form;
mod kit;
mod outcomes;
mod replies;
mod requests;
#[path = "../support/mod.rs"]
#[macro_use]
mod support;
mod sample;

use support::exchange::Exchange;
use tencentcloud_api_runtime::codegen::{Request, ServiceClient};
use tencentcloud_api_runtime::{Error, GenericClient, Value, json};

/// Makes a call that gets this reply.
async fn call<R: Request>(request: R, body: &'static str) -> Result<R::Response, Error> {
    let config = Exchange::answering(200, body).config().build().unwrap();
    ServiceClient::new(&config).send(&request).await
}

/// Makes a call by name to the oldest API, which gets this reply.
async fn call_by_name(body: &'static str) -> Result<Value, Error> {
    let config = Exchange::answering(200, body).config().build().unwrap();
    let client = GenericClient::v2(&config, "cvm.api.qcloud.com", "");
    client.call("StartInstances", json!({})).await
}
