//! Signatures in themselves, ours beside the floor's.
//!
//! Ours is private to the runtime, so whole calls stand for it, over a transport that answers at once: what a signed
//! call takes more than an unsigned one is the signature, with fetching the credential and making the header. The
//! floor's is the function alone.

use std::future::{Future as _, pending, ready};
use std::hint::black_box;
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use tencentcloud_api::{
    BoxFuture, CallOptions, Clock, Config, Credential, HttpRequest, HttpResponse, SignatureMethod,
    Transport, TransportError, cvm,
};
use tencentcloud_api_runtime::codegen::{self, ServiceClient};

use crate::floor::BODY;
use crate::floor::signer::Signer;
use crate::rounds::{Contender, Figures, figures, run};

/// The host that is signed.
pub const HOST: &str = "cvm.tencentcloudapi.com";

const REPLY: &str = r#"{"Response":{"TotalCount":0,"InstanceSet":[],"RequestId":"e4d9c5f2"}}"#;
/// 28 April 2025, the day of the floor's signatures.
const DAY: Duration = Duration::from_secs(1_745_798_400);

/// The floor's signature; calls without and with one, and what the second take more than the first.
#[must_use]
pub fn compare(rounds: usize, calls: usize) -> Vec<Figures> {
    let signer = Signer::new(HOST.to_owned());
    let floor = move |calls| {
        let signed = (0..calls).map(|_| signer.sign(black_box(BODY.as_bytes())));
        signed.map(|signed| signed.authorization.len()).sum()
    };
    let calls_with = |name, method| {
        let caller = Caller::new(method, 1);
        let call = move |calls| (0..calls).map(|_| caller.call()).sum();
        Contender {
            name,
            call: Box::new(call),
        }
    };
    let mut contenders = [
        Contender {
            name: "signature of the floor",
            call: Box::new(floor),
        },
        calls_with("call that is not signed", SignatureMethod::Skip),
        calls_with("call that is signed", SignatureMethod::Tc3HmacSha256),
    ];
    let mut samples = run(&mut contenders, rounds, calls);
    if let [.., unsigned, signed] = &*samples {
        samples.push(signed.more_than(unsigned, "the difference: our signature"));
    }
    figures(&samples)
}

/// Makes calls that never leave the process.
pub struct Caller {
    client: ServiceClient,
    request: cvm::DescribeInstancesRequest,
}

impl Caller {
    /// Calls whose clock goes through so many days, one each time it is asked.
    ///
    /// # Panics
    /// If the configuration is not complete.
    #[must_use]
    pub fn new(method: SignatureMethod, days: u64) -> Self {
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
        let mut request = cvm::DescribeInstancesRequest::default();
        codegen::read(BODY, &mut request).expect("the request is as documented");
        Self {
            client: ServiceClient::new(&config).with(CallOptions::new().signature(method)),
            request,
        }
    }

    /// Makes a call; returns how many instances came.
    ///
    /// # Panics
    /// If it fails.
    pub fn call(&self) -> usize {
        let sent = pin!(self.client.send(black_box(&self.request)));
        match sent.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(reply) => reply.expect("the call succeeds").instance_set.len(),
            Poll::Pending => unreachable!("nothing has to be waited for"),
        }
    }
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
