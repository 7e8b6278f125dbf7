//! All ways to make the call, ready to run in rounds.

use std::net::SocketAddr;

use tencentcloud_api::{Config, Credential, cvm};
use tencentcloud_api_runtime::codegen::{self, Structure};
use tokio::runtime::{Builder, Runtime};

use crate::floor::{self, bare, on_hyper, on_reqwest};
use crate::rounds::Contender;

/// A runtime on this thread, which polls all futures of the contenders.
///
/// # Panics
/// If the system refuses a poller.
#[must_use]
pub fn runtime() -> Runtime {
    let runtime = Builder::new_current_thread().enable_all().build();
    runtime.expect("the system has a poller")
}

/// The floors, then our client; the first is what the others are compared with.
#[must_use]
pub fn contenders(runtime: &Runtime, address: SocketAddr) -> Vec<Contender<'_>> {
    vec![
        on_socket("floor on a bare socket", address, floor::read),
        on_socket("our reader on a bare socket", address, read_with_ours),
        hyper(runtime, address),
        reqwest(runtime, address),
        client(runtime, address),
    ]
}

fn on_socket<'a>(
    name: &'static str,
    address: SocketAddr,
    read: fn(&[u8]) -> usize,
) -> Contender<'a> {
    let mut connection = bare::Connection::open(address);
    let call = move |calls| (0..calls).map(|_| read(connection.exchange())).sum();
    Contender {
        name,
        call: Box::new(call),
    }
}

fn hyper(runtime: &Runtime, address: SocketAddr) -> Contender<'_> {
    let mut connection = runtime.block_on(on_hyper::Connection::open(address));
    let call = move |calls| {
        runtime.block_on(async {
            let mut instances = 0;
            for _ in 0..calls {
                instances += floor::read(&connection.exchange().await);
            }
            instances
        })
    };
    Contender {
        name: "floor on hyper",
        call: Box::new(call),
    }
}

fn reqwest(runtime: &Runtime, address: SocketAddr) -> Contender<'_> {
    let connection = on_reqwest::Connection::new(address);
    let call = move |calls| {
        runtime.block_on(async {
            let mut instances = 0;
            for _ in 0..calls {
                instances += floor::read(&connection.exchange().await);
            }
            instances
        })
    };
    Contender {
        name: "floor on reqwest",
        call: Box::new(call),
    }
}

fn client(runtime: &Runtime, address: SocketAddr) -> Contender<'_> {
    let client = cvm::Client::new(&config(address));
    let call = move |calls| {
        runtime.block_on(async {
            let mut instances = 0;
            for _ in 0..calls {
                instances += describe(&client).await;
            }
            instances
        })
    };
    Contender {
        name: "this client",
        call: Box::new(call),
    }
}

/// A configuration with nothing but what the call needs.
///
/// # Panics
/// If the system has no root certificates.
#[must_use]
pub fn config(address: SocketAddr) -> Config {
    let credential = Credential::new("AKIDEXAMPLE", "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE");
    Config::builder()
        .credential(credential.expect("the credential is well-formed"))
        .region("ap-guangzhou")
        .endpoint(format!("http://{address}"))
        .build()
        .expect("the configuration is complete")
}

/// The call as a user writes it; returns how many instances came.
///
/// # Panics
/// If it fails.
pub async fn describe(client: &cvm::Client) -> usize {
    let zones = ["ap-guangzhou-2", "ap-guangzhou-1"];
    let request = cvm::DescribeInstancesRequest::default()
        .filters([cvm::Filter::default().name("zone").values(zones)])
        .offset(0)
        .limit(100);
    let reply = client.describe_instances(request).await;
    reply.expect("the call succeeds").instance_set.len()
}

/// Reads a reply into the generated types; returns how many instances came.
///
/// # Panics
/// If it is not what the endpoint sends.
#[must_use]
pub fn read_with_ours(body: &[u8]) -> usize {
    let mut response = cvm::DescribeInstancesResponse::default();
    read_into(body, &mut response);
    response.instance_set.len()
}

/// Reads a reply into another action's type, which does not know the list of instances; returns the total.
///
/// # Panics
/// If it is not what the endpoint sends.
#[must_use]
pub fn skim_with_ours(body: &[u8]) -> usize {
    let mut response = cvm::DescribeInstancesStatusResponse::default();
    read_into(body, &mut response);
    let total = response.total_count.expect("the reply has a total");
    total.try_into().expect("the total is a number of things")
}

fn read_into(body: &[u8], response: &mut dyn Structure) {
    let text = std::str::from_utf8(body).expect("the reply is UTF-8");
    let content = text.strip_prefix(r#"{"Response":"#);
    let content = content.and_then(|content| content.strip_suffix('}'));
    let content = content.expect("the reply has an envelope");
    codegen::read(content, response).expect("the reply is as documented");
}
