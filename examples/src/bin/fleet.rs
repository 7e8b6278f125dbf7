//! Calls an action in a loop, together with all other processes of the account:
//! `cargo run --bin fleet redis://127.0.0.1/ my-account 100`, in the folder `examples/`.
//!
//! Start it in several terminals. Together, they stay within the documented rate. Without Redis,
//! each process limits itself. Reads keys, region and endpoint from the environment; see
//! [`from_environment`].

use tencentcloud_api::cvm;
use tencentcloud_api_examples::from_environment;
use tencentcloud_api_redis::RedisRateLimiter;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [redis, account, count] = arguments.as_slice() else {
        return Err("the arguments are an address, a name of the account, and a number".into());
    };
    let limiter = RedisRateLimiter::new(redis, account)?;
    let config = from_environment()?.rate_limiter(limiter.clone()).build()?;
    let client = cvm::Client::new(&config);
    for _ in 0..count.parse()? {
        client
            .describe_zones(cvm::DescribeZonesRequest::default())
            .await?;
    }
    println!(
        "{count} calls, {} of them limited locally",
        limiter.local_slots()
    );
    Ok(())
}
