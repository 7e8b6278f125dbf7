//! A signature of method TC3-HMAC-SHA256 in itself, ours beside the floor's.
//!
//! Ours is private to the runtime, so whole calls stand for it, over a transport that answers at once: what
//! a signed call takes more than an unsigned one is the signature, with fetching the credential and
//! making the header. The floor's is the function alone.

use std::future::{pending, ready};
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use divan::{Bencher, Divan, black_box};
use tencentcloud_api::{
    BoxFuture, CallOptions, Clock, Config, Credential, HttpRequest, HttpResponse, SignatureMethod,
    Transport, TransportError, cvm,
};
use tencentcloud_api_bench::floor::BODY;
use tencentcloud_api_bench::floor::signer::Signer;
use tencentcloud_api_runtime::codegen::{self, ServiceClient};

const HOST: &str = "cvm.tencentcloudapi.com";
const REPLY: &str = r#"{"Response":{"TotalCount":0,"InstanceSet":[],"RequestId":"e4d9c5f2"}}"#;
/// 28 April 2025, the day of the floor's signatures.
const DAY: Duration = Duration::from_secs(1_745_798_400);
/// More days than a call asks for the time.
const MANY_DAYS: u64 = 1009;

/// What is so short needs many samples for a median that the rest of the machine does not sway.
const LEAST_TIME: Duration = Duration::from_secs(1);

fn main() {
    let benchmarks = Divan::default().min_time(LEAST_TIME);
    benchmarks.config_with_args().main();
}

#[divan::bench]
fn floor_key_kept(bencher: Bencher) {
    let signer = Signer::new(HOST.to_owned());
    bencher.bench_local(|| signer.sign(black_box(BODY.as_bytes())));
}

#[divan::bench]
fn floor_key_derived(bencher: Bencher) {
    bencher.bench_local(|| Signer::new(HOST.to_owned()).sign(black_box(BODY.as_bytes())));
}

#[divan::bench]
fn call_unsigned(bencher: Bencher) {
    call(bencher, SignatureMethod::Skip, 1);
}

#[divan::bench]
fn call_key_kept(bencher: Bencher) {
    call(bencher, SignatureMethod::Tc3HmacSha256, 1);
}

#[divan::bench]
fn call_key_derived(bencher: Bencher) {
    call(bencher, SignatureMethod::Tc3HmacSha256, MANY_DAYS);
}

/// Calls whose clock goes through so many days, one each time it is asked.
fn call(bencher: Bencher, method: SignatureMethod, days: u64) {
    let credential = Credential::new("AKIDEXAMPLE", "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE");
    let config = Config::builder()
        .credential(credential.expect("the credential is well-formed"))
        .region("ap-guangzhou")
        .transport(AnswersAtOnce)
        .clock(Calendar {
            asked: AtomicU64::new(0),
            days,
        })
        .build()
        .expect("the configuration is complete");
    let client = ServiceClient::new(&config).with(CallOptions::new().signature(method));
    let mut request = cvm::DescribeInstancesRequest::default();
    codegen::read(BODY, &mut request).expect("the request is as documented");
    bencher.bench_local(|| {
        let sent = pin!(client.send(black_box(&request)));
        match sent.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(reply) => reply.expect("the call succeeds"),
            Poll::Pending => unreachable!("nothing has to be waited for"),
        }
    });
}

struct AnswersAtOnce;

impl Transport for AnswersAtOnce {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        black_box(request);
        Box::pin(ready(Ok(HttpResponse::new(200, REPLY))))
    }
}

/// A clock that shows another day each time, until all have been shown.
struct Calendar {
    asked: AtomicU64,
    days: u64,
}

impl Clock for Calendar {
    fn now(&self) -> SystemTime {
        let day = self.asked.fetch_add(1, Ordering::Relaxed) % self.days;
        SystemTime::UNIX_EPOCH + DAY + Duration::from_secs(day * 86_400)
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(pending())
    }
}
