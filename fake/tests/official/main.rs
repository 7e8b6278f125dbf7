//! The official SDKs for Python and Node.js, and `tccli`, against a fake cloud.
//!
//! `install.sh` installs them. A test without its client says so and is skipped, or fails if the
//! variable `CI` is set.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use tencentcloud_fake::FakeCloud;
use tokio::task::spawn_blocking;

/// Returns a file below `target/fake-clients/`, if the installation is complete.
fn installed(path: &str) -> Option<PathBuf> {
    let clients = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../fake-clients");
    let file = clients.join(path);
    if file.exists() && clients.join("installed").exists() {
        return Some(file);
    }
    let missing = format!(
        "{path} is not in {}: run fake/tests/official/install.sh",
        clients.display()
    );
    assert!(std::env::var_os("CI").is_none(), "{missing}");
    // `eprintln!` is hidden if the test passes.
    let _ = io::stderr().write_all(format!("skipped: {missing}\n").as_bytes());
    None
}

fn source(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/official");
    folder.join(name)
}

/// Runs a program to its end in an environment without credentials and proxies. Returns what it
/// printed.
async fn run(mut command: Command) -> Result<String, String> {
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"] {
        command.env_remove(name);
    }
    let output = spawn_blocking(move || command.output().expect("the program should start"));
    let output = output.await.expect("the program should end");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    if output.status.success() {
        Ok(printed)
    } else {
        Err(format!("{printed}{errors}"))
    }
}

#[tokio::test]
async fn python_sdk_passes_its_cases() {
    let Some(python) = installed("python/bin/python") else {
        return;
    };
    let fake = FakeCloud::start().await.unwrap();
    let mut command = Command::new(python);
    command.arg("-B").arg(source("sdk.py")).arg(fake.url());
    if let Err(printed) = run(command).await {
        panic!("{printed}");
    }
}

#[tokio::test]
async fn node_sdk_passes_its_cases() {
    let Some(clients) = installed("node") else {
        return;
    };
    let fake = FakeCloud::start().await.unwrap();
    let mut command = Command::new("node");
    command
        .args(["--test", "--test-reporter=spec"])
        .arg(source("sdk.mjs"))
        .env("FAKE_CLOUD", fake.url())
        .env("NODE_CLIENTS", clients);
    if let Err(printed) = run(command).await {
        panic!("{printed}");
    }
}

/// `tccli`, which prints replies as JSON.
struct Tccli {
    program: PathBuf,
    address: String,
    home: tempfile::TempDir,
}

impl Tccli {
    async fn call(&self, arguments: &str, more: &[&str]) -> Result<Value, String> {
        let mut command = Command::new(&self.program);
        command
            .args(arguments.split(' '))
            .args(more)
            .args(["--endpoint", &self.address])
            .args([
                "--secretId",
                "AKIDfakecloud",
                "--secretKey",
                "fake-secret-key",
            ])
            .args(["--region", "ap-guangzhou", "--output", "json"])
            .env("HOME", self.home.path())
            .env("PYTHONDONTWRITEBYTECODE", "1");
        let printed = run(command).await?;
        if printed.trim().is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_str(&printed).map_err(|error| format!("{error}: {printed}"))
    }
}

#[tokio::test]
async fn tccli_manages_instances() {
    let Some(program) = installed("python/bin/tccli") else {
        return;
    };
    let fake = FakeCloud::start().await.unwrap();
    let tccli = Tccli {
        program,
        address: fake.url(),
        home: tempfile::tempdir().unwrap(),
    };
    let place = r#"{"Zone": "ap-guangzhou-3"}"#;
    let image = ["--ImageId", "img-8toqc6s3", "--Placement", place];
    let created = tccli
        .call("cvm RunInstances --InstanceCount 2", &image)
        .await;
    let created = created.unwrap();
    let ids = &created["InstanceIdSet"];
    assert_eq!(ids.as_array().map(Vec::len), Some(2), "{created}");

    let named = json!([ids[0]]).to_string();
    let rename = ["--InstanceIds", &named, "--InstanceName", "db"];
    tccli
        .call("cvm ModifyInstancesAttribute", &rename)
        .await
        .unwrap();
    let chosen = ["--InstanceIds", &named];
    let found = tccli.call("cvm DescribeInstances", &chosen).await.unwrap();
    assert_eq!(found["TotalCount"], 1);
    assert_eq!(found["InstanceSet"][0]["InstanceName"], "db");

    let page = tccli
        .call("cvm DescribeInstances --Limit 1 --Offset 1", &[])
        .await
        .unwrap();
    assert_eq!(
        (&page["TotalCount"], &page["InstanceSet"][1]),
        (&json!(2), &Value::Null)
    );
    assert_eq!(page["InstanceSet"].as_array().map(Vec::len), Some(1));

    tccli.call("cvm TerminateInstances", &chosen).await.unwrap();
    let unknown = ["--InstanceIds", r#"["ins-00000000"]"#];
    let refused = tccli
        .call("cvm TerminateInstances", &unknown)
        .await
        .unwrap_err();
    assert!(refused.contains("InvalidInstanceId.NotFound"), "{refused}");
}

#[tokio::test]
async fn tccli_assumes_role() {
    let Some(program) = installed("python/bin/tccli") else {
        return;
    };
    let fake = FakeCloud::start().await.unwrap();
    let address = fake.url();
    let home = tempfile::tempdir().unwrap();
    // The option for the endpoint doesn't reach STS, but the profile does.
    let profile = home.path().join(".tccli/default.configure");
    std::fs::create_dir(home.path().join(".tccli")).unwrap();
    let settings = json!({
        "_sys_param": {"output": "json", "region": "ap-guangzhou"},
        "cvm": {"endpoint": &address, "version": "2017-03-12"},
        "sts": {"endpoint": &address, "version": "2018-08-13"},
    });
    std::fs::write(profile, settings.to_string()).unwrap();
    let tccli = Tccli {
        program,
        address,
        home,
    };
    let role = "qcs::cam::uin/100000000001:roleName/tester";
    let role = ["--role-arn", role, "--role-session-name", "test"];
    let zones = tccli.call("cvm DescribeZones", &role).await.unwrap();
    assert!(zones["TotalCount"].as_u64() > Some(0), "{zones}");
    let calls = fake.calls();
    let actions: Vec<&str> = calls.iter().map(|call| call.action.as_str()).collect();
    assert_eq!(actions, ["AssumeRole", "DescribeZones"]);
}
