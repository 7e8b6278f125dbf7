//! Servers that require TLS and a client certificate.

use std::time::Duration;

use tencentcloud_api_redis::{InvalidSetting, RedisRateLimiter};
use tencentcloud_api_runtime::limit::{LimitedRequest, RateLimiter as _};
use tencentcloud_api_runtime::testing::ManualClock;

use super::certificates::Certificates;
use super::program::{Folder, Program};

async fn start(certificates: &Certificates) -> Option<Program> {
    let arguments = |folder: &Folder, port: u16| {
        folder.write("authority", &certificates.authority);
        folder.write("chain", &certificates.server.0);
        folder.write("key", &certificates.server.1.serialize_pem());
        let path = |name| folder.path(name).display().to_string();
        let pairs = [
            ("--port", "0".to_owned()),
            ("--tls-port", port.to_string()),
            ("--tls-ca-cert-file", path("authority")),
            ("--tls-cert-file", path("chain")),
            ("--tls-key-file", path("key")),
            ("--bind", "127.0.0.1".to_owned()),
            ("--dir", path("")),
            ("--save", String::new()),
        ];
        let pairs = pairs.into_iter();
        pairs
            .flat_map(|(name, value)| [name.to_owned(), value])
            .collect()
    };
    Program::start("redis-server", arguments).await
}

#[tokio::test]
async fn slots_over_tls_need_the_authority_and_the_client_certificate() {
    let certificates = Certificates::new();
    let Some(server) = start(&certificates).await else {
        return;
    };
    let address = format!("rediss://localhost:{}/", server.port);
    let builder = || {
        let (chain, key) = &certificates.client;
        RedisRateLimiter::builder(address.as_str(), "account-1")
            .connect_timeout(Duration::from_secs(10))
            .command_timeout(Duration::from_secs(10))
            .client_certificate(chain.as_str(), key.serialize_pem())
    };
    let trusting = builder().root_certificates(certificates.authority.as_str());
    let trusting = trusting.build().unwrap();
    let distrusting = builder().build().unwrap();
    let clock = ManualClock::new().skipping();
    for limiter in [&trusting, &distrusting] {
        let request = LimitedRequest::new("cvm", "RunInstances", 1, &clock);
        limiter.acquire(request).await.unwrap();
    }
    assert!(!trusting.is_degraded());
    assert!(
        distrusting.is_degraded(),
        "the system's roots don't have this authority"
    );
}

#[test]
fn certificates_that_cannot_apply_fail_the_build() {
    let problem = |address: &str, pem: &str| {
        let builder = RedisRateLimiter::builder(address, "account-1");
        match builder.root_certificates(pem).build() {
            Err(error @ InvalidSetting::Certificates { .. }) => error.to_string(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(
        problem(
            "redis://user:secret@localhost",
            &Certificates::new().authority
        ),
        "the certificates for the Redis address `redis://[redacted]@localhost`: \
         the address has no TLS; write rediss:// or omit the certificates"
    );
    let malformed = "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----";
    let problem = problem("rediss://localhost", malformed);
    assert!(problem.contains("rediss://localhost"), "{problem}");
}
