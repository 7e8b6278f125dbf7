//! Passes a trace context on, and prints how each attempt ended: `cargo run --bin middleware`, in
//! the folder `examples/`.
//!
//! Reads keys, region and endpoint from the environment; see
//! [`from_environment`].

use tencentcloud_api::middleware::{Attempt, AttemptReply, Middleware, Next, around};
use tencentcloud_api::{BoxFuture, Error, cvm};
use tencentcloud_api_examples::from_environment;

/// Adds the header by which services continue a trace, in the format of the W3C.
struct TraceContext {
    /// The id of the trace: 32 hexadecimal digits.
    trace: &'static str,
}

impl Middleware for TraceContext {
    fn attempt<'a>(
        &'a self,
        attempt: Attempt<'a>,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<AttemptReply, Error>> {
        // Each attempt has its own span id, of 16 hexadecimal digits.
        let context = format!("00-{}-{:016x}-01", self.trace, attempt.number);
        next.run(attempt.header("traceparent", context))
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let config = from_environment()?
        .middleware(TraceContext {
            trace: "4bf92f3577b34da6a3ce929d0e0e4736",
        })
        .middleware(around(|attempt, next| {
            Box::pin(async move {
                let label = format!("attempt {} of {}", attempt.number, attempt.action);
                let result = next.run(attempt).await;
                match &result {
                    Ok(reply) => println!("{label}: status {}", reply.status()),
                    Err(error) => println!("{label}: {error}"),
                }
                result
            })
        }))
        .build()?;
    let client = cvm::Client::new(&config);
    client
        .describe_zones(cvm::DescribeZonesRequest::default())
        .await?;
    Ok(())
}
