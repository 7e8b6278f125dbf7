//! Specs of a folder, with their hand-written corrections.

use std::fs;
use std::path::Path;

use tencentcloud_api_runtime::{GenericClient, json};
use tencentcloud_fake::FakeCloud;

const SERVICE: &str = "name: demo\nversion: '2020-01-01'\nprotocol: tc3\n";
const ACTION: &str = "
name: CreateThing
service: demo
version: '2020-01-01'
region: unused
input:
- {name: Name, type: String, required: true}
- {name: Size, type: Integer, required: true}
output:
- {name: RequestId, type: String}
- {name: ThingId, type: String}
";
const OVERRIDES: &str = "
- why: The service has a default.
  action: CreateThing
  input: Size
  set: {required: false}
";

fn write(folder: &Path) {
    let demo = folder.join("demo/2020-01-01");
    fs::create_dir_all(demo.join("actions")).unwrap();
    for (file, text) in [
        ("service.yaml", SERVICE),
        ("types.yaml", "[]\n"),
        ("errors.yaml", "[]\n"),
        ("actions/CreateThing.yaml", ACTION),
        ("overrides.yaml", OVERRIDES),
    ] {
        fs::write(demo.join(file), text).unwrap();
    }
}

#[tokio::test]
async fn folder_adds_products_with_corrections() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let fake = FakeCloud::builder()
        .specs(folder.path())
        .start()
        .await
        .unwrap();
    let config = fake.config().build().unwrap();
    let demo = GenericClient::new(&config, "demo", "2020-01-01");
    assert!(demo.call("CreateThing", json!({"Name": "a"})).await.is_ok());
    let error = demo
        .call("CreateThing", json!({"Size": 1}))
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("MissingParameter"));
    assert!(error.to_string().contains("`Name`"), "{error}");
    let embedded = GenericClient::new(&config, "cvm", "2017-03-12");
    assert!(embedded.call("DescribeZones", json!({})).await.is_ok());
}

#[tokio::test]
async fn faulty_specs_name_their_file() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let overrides = folder.path().join("demo/2020-01-01/overrides.yaml");
    fs::write(&overrides, OVERRIDES.replace("Size", "Sise")).unwrap();
    let error = FakeCloud::builder()
        .specs(folder.path())
        .start()
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("demo/2020-01-01/overrides.yaml"),
        "{error}"
    );
    fs::remove_file(overrides).unwrap();
    let service = folder.path().join("demo/2020-01-01/service.yaml");
    fs::write(service, "nome: demo\n").unwrap();
    let error = FakeCloud::builder()
        .specs(folder.path())
        .start()
        .await
        .unwrap_err();
    assert!(error.to_string().contains("service.yaml"), "{error}");
    let absent = folder.path().join("absent");
    let error = FakeCloud::builder()
        .specs(absent)
        .start()
        .await
        .unwrap_err();
    assert!(error.to_string().contains("absent"), "{error}");
}
