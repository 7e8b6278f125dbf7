//! The contenders: baselines and this workspace's client, each ready to call in rounds.

use std::future::{Future as _, pending, ready};
use std::hint::black_box;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use tencentcloud_api::{
    BoxFuture, CallOptions, Clock, Config, ConfigBuilder, Credential, HttpOptions, HttpRequest,
    HttpResponse, SignatureMethod, Transport, TransportError, cvm,
};
use tencentcloud_api_runtime::codegen::{self, ServiceClient, Structure};
use tokio::runtime::Runtime;

use crate::baseline::clients::{HyperClient, ReqwestClient, SocketClient};
use crate::baseline::{self, request};
use crate::measure::Contender;

/// The name of the baseline on a socket.
pub const BASELINE_ON_SOCKET: &str = "baseline on a bare socket";
/// The name of the baseline on hyper.
pub const BASELINE_ON_HYPER: &str = "baseline on hyper";
/// The name of the baseline on reqwest.
pub const BASELINE_ON_REQWEST: &str = "baseline on reqwest";
/// The name of this workspace's client.
pub const THIS_CLIENT: &str = "this client";

/// The host that the signatures of the benchmarks cover.
pub const HOST: &str = "cvm.tencentcloudapi.com";

/// Makes a contender that awaits its calls in turn. A function would wrap each call in another
/// future, whose cost would count.
macro_rules! awaiting {
    ($name:expr, $runtime:ident, $instances:expr) => {
        Contender {
            name: $name,
            call: Box::new(move |calls| {
                $runtime.block_on(async {
                    let mut instances = 0;
                    for _ in 0..calls {
                        instances += $instances;
                    }
                    instances
                })
            }),
        }
    };
}

/// Returns the baselines, then this client. The first is the reference of the ratios.
#[must_use]
pub fn all(runtime: &Runtime, address: SocketAddr) -> Vec<Contender<'_>> {
    let bare = on_socket(BASELINE_ON_SOCKET, address, baseline::read);
    let reader = on_socket(
        "this crate's reader on a bare socket",
        address,
        read_with_ours,
    );
    let mut hyper = runtime.block_on(HyperClient::connect(address));
    let reqwest = ReqwestClient::new(address);
    let client = cvm::Client::new(&config(address));
    vec![
        bare,
        reader,
        awaiting!(
            BASELINE_ON_HYPER,
            runtime,
            baseline::read(&hyper.exchange().await)
        ),
        awaiting!(
            BASELINE_ON_REQWEST,
            runtime,
            baseline::read(&reqwest.exchange().await)
        ),
        awaiting!(THIS_CLIENT, runtime, describe(&client).await),
    ]
}

/// Returns reqwest and this client for calls with TLS. They speak HTTP/2 if the endpoint does.
#[must_use]
pub fn with_tls<'a>(
    runtime: &'a Runtime,
    address: SocketAddr,
    authority: &str,
) -> Vec<Contender<'a>> {
    let reqwest = ReqwestClient::with_tls(address, authority);
    let options = HttpOptions::default().system_roots(false);
    let client = cvm::Client::new(&tls_config(address, options, authority));
    vec![
        awaiting!(
            BASELINE_ON_REQWEST,
            runtime,
            baseline::read(&reqwest.exchange().await)
        ),
        awaiting!(THIS_CLIENT, runtime, describe(&client).await),
    ]
}

/// Returns a configuration for an endpoint with TLS, with this authority besides the options.
///
/// # Panics
/// If the authority isn't a PEM certificate.
#[must_use]
pub fn tls_config(address: SocketAddr, options: HttpOptions, authority: &str) -> Config {
    required_settings()
        .endpoint(format!("https://localhost:{}", address.port()))
        .http(options.add_root_certificates(authority))
        .build()
        .expect("the configuration should be complete")
}

fn on_socket<'a>(
    name: &'static str,
    address: SocketAddr,
    read: fn(&[u8]) -> usize,
) -> Contender<'a> {
    let mut client = SocketClient::connect(address);
    let call = move |calls| (0..calls).map(|_| read(client.exchange())).sum();
    Contender {
        name,
        call: Box::new(call),
    }
}

/// Returns a configuration with only the settings that the call needs.
///
/// # Panics
/// If a proxy variable of the environment is malformed.
#[must_use]
pub fn config(address: SocketAddr) -> Config {
    required_settings()
        .endpoint(format!("http://{address}"))
        .build()
        .expect("the configuration should be complete")
}

/// Returns a builder of configurations with only the settings that each call needs.
///
/// # Panics
/// If the credential is malformed.
pub fn required_settings() -> ConfigBuilder {
    let credential = Credential::new("AKIDEXAMPLE", "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE")
        .expect("the credential should be well-formed");
    Config::builder()
        .credential(credential)
        .region("ap-guangzhou")
}

/// Makes the call as a user writes it, and returns the number of instances in the reply.
///
/// # Panics
/// If the call fails.
pub async fn describe(client: &cvm::Client) -> usize {
    let zones = ["ap-guangzhou-2", "ap-guangzhou-1"];
    let request = cvm::DescribeInstancesRequest::default()
        .filters([cvm::Filter::default().name("zone").values(zones)])
        .offset(0)
        .limit(100);
    let reply = client
        .describe_instances(request)
        .await
        .expect("the call should succeed");
    reply.instance_set.len()
}

/// Reads a reply into the generated types and returns the number of its instances.
///
/// # Panics
/// If the reply isn't one of the endpoint's.
#[must_use]
pub fn read_with_ours(body: &[u8]) -> usize {
    let mut response = cvm::DescribeInstancesResponse::default();
    read_into(body, &mut response);
    response.instance_set.len()
}

/// Reads a reply into another action's type, which skips the instances, and returns the total.
///
/// # Panics
/// If the reply isn't one of the endpoint's.
#[must_use]
pub fn skim_with_ours(body: &[u8]) -> usize {
    let mut response = cvm::DescribeInstancesStatusResponse::default();
    read_into(body, &mut response);
    let total = response.total_count.expect("the reply should have a total");
    total.try_into().expect("the total should not be negative")
}

fn read_into(body: &[u8], response: &mut dyn Structure) {
    let text = std::str::from_utf8(body).expect("the reply should be UTF-8");
    let content = text
        .strip_prefix(r#"{"Response":"#)
        .and_then(|content| content.strip_suffix('}'))
        .expect("the reply should have an envelope");
    codegen::read(content, response).expect("the reply should have the documented types");
}

/// A client whose calls never leave the process.
pub struct OfflineClient {
    client: ServiceClient,
    request: cvm::DescribeInstancesRequest,
}

impl OfflineClient {
    /// Returns a client whose clock cycles through this number of days, a day per reading.
    ///
    /// # Panics
    /// If the configuration is incomplete.
    #[must_use]
    pub fn new(method: SignatureMethod, days: u64) -> Self {
        let config = required_settings()
            .transport(ImmediateTransport)
            .clock(CyclingClock {
                readings: AtomicU64::new(0),
                days,
            })
            .build()
            .expect("the configuration should be complete");
        let mut request = cvm::DescribeInstancesRequest::default();
        codegen::read(request::DESCRIBE_INSTANCES, &mut request)
            .expect("the request should have the documented types");
        Self {
            client: ServiceClient::new(&config).with(CallOptions::new().signature(method)),
            request,
        }
    }

    /// Makes a call and returns the number of instances in the reply.
    ///
    /// # Panics
    /// If the call fails.
    pub fn call(&self) -> usize {
        let sent = pin!(self.client.send(black_box(&self.request)));
        match sent.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(reply) => reply.expect("the call should succeed").instance_set.len(),
            Poll::Pending => unreachable!("the transport replies immediately"),
        }
    }
}

/// A transport that replies immediately, without instances.
struct ImmediateTransport;

impl Transport for ImmediateTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        const REPLY: &str =
            r#"{"Response":{"TotalCount":0,"InstanceSet":[],"RequestId":"e4d9c5f2"}}"#;
        black_box(request);
        Box::pin(ready(Ok(HttpResponse::new(200, REPLY))))
    }
}

/// A clock that shows the next day at each reading, and the first day again after the last.
struct CyclingClock {
    readings: AtomicU64,
    days: u64,
}

impl Clock for CyclingClock {
    fn now(&self) -> SystemTime {
        /// 28 April 2025, the day of the baseline's signatures.
        const FIRST: Duration = Duration::from_secs(1_745_798_400);
        let day = self.readings.fetch_add(1, Ordering::Relaxed) % self.days;
        SystemTime::UNIX_EPOCH + FIRST + Duration::from_secs(day * 86_400)
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(pending())
    }
}
