//! What a program pays for the actions that it names.

use anyhow::Result;
use serde_json::{Map, Value, json};

use super::compiler::{Compiler, Mode};

const ACTIONS: [(&str, &str); 5] = [
    ("describe_instances", "DescribeInstances"),
    ("run_instances", "RunInstances"),
    ("start_instances", "StartInstances"),
    ("stop_instances", "StopInstances"),
    ("describe_zones", "DescribeZones"),
];

/// Sizes of stripped programs that use none, one and five actions, in bytes.
pub(super) fn sizes(compiler: &Compiler) -> Result<Value> {
    let mut sizes = Map::new();
    for count in [0, 1, ACTIONS.len()] {
        let name = format!("consumer-{count}");
        eprintln!("a program with {count} actions");
        let crate_folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../generated");
        let runtime = "tokio = { version = \"1\", features = [\"rt\", \"net\", \"time\"] }\n";
        let own =
            format!("tencentcloud-api = {{ path = {crate_folder:?}, features = [\"cvm\"] }}\n");
        let text = program(ACTIONS.iter().take(count));
        let manifest = compiler.package(&name, &(own + runtime), "main.rs", &text)?;
        compiler.compile(&manifest, &name, &[], Mode::Release)?;
        sizes.insert(
            count.to_string(),
            json!(compiler.output(Mode::Release, &name)),
        );
    }
    Ok(Value::Object(sizes))
}

fn program<'a>(actions: impl Iterator<Item = &'a (&'static str, &'static str)>) -> String {
    let calls: String = actions
        .map(|(method, action)| {
            format!(
                "    println!(\"{{:?}}\", client.{method}(cvm::{action}Request::default()).await);\n"
            )
        })
        .collect();
    format!(
        "use tencentcloud_api::{{Config, cvm}};\n\nasync fn calls(client: &cvm::Client) {{\n    \
         println!(\"{{client:?}}\");\n{calls}}}\n\nfn main() {{\n    \
         let config = Config::from_env().unwrap();\n    let client = cvm::Client::new(&config);\n    \
         let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();\n    \
         runtime.unwrap().block_on(calls(&client));\n}}\n"
    )
}
