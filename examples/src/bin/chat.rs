//! Asks a language model, and prints the answer as it arrives:
//! `cargo run --bin chat "Say hello."`, in the folder `examples/`.
//!
//! Reads keys, region and endpoint from the environment; see
//! [`from_environment`].

use std::io::Write as _;

use tencentcloud_api::{GenericClient, Value, json};
use tencentcloud_api_examples::from_environment;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let question = std::env::args()
        .nth(1)
        .ok_or("missing argument: a question, for example \"Say hello.\"")?;
    // A product without a typed crate is called by name.
    let client = GenericClient::new(&from_environment()?.build()?, "hunyuan", "2023-09-01");
    let parameters = json!({
        "Model": "hunyuan-turbos-latest",
        "Messages": [{"Role": "user", "Content": question}],
        "Stream": true,
    });
    let events = client.stream("ChatCompletions", parameters).await?;
    let mut events = events.typed::<Value>();
    while let Some(event) = events.next().await {
        let event = event?;
        if let Some(part) = event.data["Choices"][0]["Delta"]["Content"].as_str() {
            print!("{part}");
            std::io::stdout().flush()?;
        }
    }
    println!();
    Ok(())
}
