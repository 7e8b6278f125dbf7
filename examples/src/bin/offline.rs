//! Tests an application without a network: `cargo run --bin offline`, in the folder `examples/`.
//!
//! The application waits for an instance that runs only after two more calls. The first call is
//! throttled. No wait takes real time.

use tencentcloud_api::cvm;
use tencentcloud_api::testing::{Fault, ManualClock, MockTransport};
use tencentcloud_api_examples::wait_until_running;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let clock = ManualClock::new().skipping();
    let transport = MockTransport::new()
        .with_clock(clock.clone())
        .sequence::<cvm::DescribeInstancesStatusRequest>([
        Err(Fault::throttled()),
        Ok(status("PENDING")),
        Ok(status("STARTING")),
        Ok(status("RUNNING")),
    ]);

    wait_until_running(&transport.config().build()?, &["ins-1"]).await?;

    transport.verify()?;
    let requests = transport.requests::<cvm::DescribeInstancesStatusRequest>()?;
    println!(
        "{} requests, {} s of waits",
        requests.len(),
        clock.elapsed().as_secs()
    );
    Ok(())
}

fn status(state: &str) -> cvm::DescribeInstancesStatusResponse {
    let mut status = cvm::InstanceStatus::default();
    status.instance_id = Some("ins-1".to_owned());
    status.instance_state = Some(state.to_owned());
    let mut response = cvm::DescribeInstancesStatusResponse::default();
    response.instance_status_set = vec![status];
    response
}
