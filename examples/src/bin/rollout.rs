//! Replaces all instances with a name by new ones:
//! `cargo run --bin rollout web ap-guangzhou-3 img-8toqc6s3 2`, in the folder `examples/`.
//!
//! Try it on a fake cloud: run `cargo xtask serve` in another terminal, and set `EXAMPLES_ENDPOINT`
//! to the address that it prints. Reads keys, region and endpoint from the environment; see
//! [`from_environment`].

use tencentcloud_api_examples::from_environment;
use tencentcloud_api_examples::rollout::Rollout;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, zone, image_id, count] = arguments.as_slice() else {
        return Err("the arguments are a name, a zone, an image and a number".into());
    };
    let rollout = Rollout {
        name: name.clone(),
        zone: zone.clone(),
        image_id: image_id.clone(),
        count: count.parse()?,
    };
    let done = rollout.run(&from_environment()?.build()?).await?;
    println!("started {}", done.started.join(" "));
    println!("terminated {}", done.terminated.join(" "));
    Ok(())
}
