//! The cost of a program that uses some actions, or the types of a variant.

use std::path::Path;

use anyhow::Result;
use serde_json::{Map, Value, json};
use xtask::tell;
use xtask::workspace::Workspace;

use crate::compile::compiler::{Cheapest, Compiler, Mode};
use crate::compile::variants::Variant;

/// The actions to call: their methods and their names.
const ACTIONS: [(&str, &str); 5] = [
    ("describe_instances", "DescribeInstances"),
    ("run_instances", "RunInstances"),
    ("start_instances", "StartInstances"),
    ("stop_instances", "StopInstances"),
    ("describe_zones", "DescribeZones"),
];

/// Builds programs that use zero, one and five actions, for release. Returns their stripped sizes
/// and the cost of compiling them, without that of the crate.
pub(crate) fn programs(workspace: &Workspace, compiler: &Compiler) -> Result<Value> {
    let mut programs = Map::new();
    for count in [0, 1, ACTIONS.len()] {
        let name = format!("consumer-{count}");
        tell!("a program with {count} actions");
        let crate_folder = workspace.generated();
        let dependencies = format!(
            "tencentcloud-api = {{ path = {crate_folder:?}, features = [\"cvm\"] }}\n\
             tokio = {{ version = \"1\", features = [\"rt\", \"net\", \"time\"] }}\n"
        );
        let text = program(ACTIONS.iter().take(count));
        let manifest = compiler.package(&name, &dependencies, "main.rs", &text)?;
        let cost = compiler.compile(&manifest, &name, &[], Mode::Release)?;
        let bytes = compiler.output(Mode::Release, &name);
        programs.insert(
            count.to_string(),
            json!({ "bytes": bytes, "release": cost.json() }),
        );
    }
    Ok(Value::Object(programs))
}

/// Builds a program that writes requests and reads responses of five actions, with the types of the
/// variant's package in `folder`. Its cost includes the code that the package doesn't instantiate
/// itself. Returns `None` if the variant can't write and read.
pub(crate) fn of_variant(
    compiler: &Compiler,
    variant: Variant,
    dependencies: &str,
    folder: &Path,
) -> Result<Option<Value>> {
    let Some(calls) = variant.calls else {
        return Ok(None);
    };
    let name = format!("uses-{}", variant.name);
    let types = format!(
        "types = {{ package = {:?}, path = {folder:?} }}\n",
        variant.name
    );
    let calls: String = ACTIONS.iter().map(|(_, action)| calls(action)).collect();
    let text =
        format!("fn main() {{\n    let text = std::env::args().nth(1).unwrap();\n{calls}}}\n");
    let manifest = compiler.package(&name, &(types + dependencies), "main.rs", &text)?;
    let mut figures = Cheapest::of_rounds(compiler, &manifest, &name, &[])?.json();
    figures["bytes"] = json!(compiler.output(Mode::Release, &name));
    Ok(Some(figures))
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
