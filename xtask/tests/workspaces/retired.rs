//! A retired API next to the one that replaces it: all commands treat it as a service, and the
//! facade leaves it out.

use serde_json::Value;

use crate::support::Workspace;

const RETIRED: &str = "\
# 启动云硬盘

## 1. 接口描述

本接口 (StartDisks) 用于启动一块或多块云硬盘。

接口请求域名：cbs.api.qcloud.com

## 2. 输入参数

| 参数名称 | 是否必选 | 类型 | 描述 |
|---|---|---|---|
| diskIds.n | 是 | String | 云硬盘 ID。 |
| force | 否 | Int | 是否强制。 |

## 3. 输出参数

| 参数名称 | 类型 | 描述 |
|---|---|---|
| code | Int | 公共错误码。0表示成功，其他值表示失败。 |
| message | String | 模块错误信息描述。 |
| detail | Array | 以云硬盘 ID 为 key，返回对该资源操作的 code、message、requestId。 |

## 4. 示例

### 输入示例

```
https://cbs.api.qcloud.com/v2/index.php?Action=StartDisks
&<公共请求参数>
&diskIds.0=disk-1
&diskIds.1=disk-2
```

### 输出示例

```
{
    \"code\": 0,
    \"message\": \"\",
    \"detail\": {
        \"disk-1\": {\"code\": 0, \"message\": \"\", \"requestId\": \"1\"},
        \"disk-2\": {\"code\": 0, \"message\": \"\", \"requestId\": \"2\"}
    }
}
```
";

const NEWER: &str = "\
## 1. API Description

Domain name for API request: cbs.tencentcloudapi.com.

This API is used to start disks.

## 2. Input Parameters

| Parameter Name | Required | Type | Description |
|---------|---------|---------|---------|
| Action | Yes | String | Common parameter. The value used for this API: StartDisks |
| Version | Yes | String | Common parameter. The value used for this API: 2017-03-12 |
| DiskIds.N | Yes | Array of String | IDs of disks. |

## 3. Output Parameters

| Parameter Name | Type | Description |
|---------|---------|---------|
| RequestId | String | The unique request ID. |
";

const PAGE: &str = "specs/sources/cbs/StartDisks-old.zh.md";

/// Returns a workspace with both APIs, generated.
fn workspace(name: &str) -> Workspace {
    let workspace = Workspace::new(name, &[]);
    workspace.write(PAGE, RETIRED.as_bytes());
    workspace.write("specs/sources/cbs/StartDisks.en.md", NEWER.as_bytes());
    for command in [&["sources", "--accept"][..], &["codegen"]] {
        let output = workspace.run(command);
        assert!(output.ok, "{}", output.stderr);
    }
    workspace
}

#[test]
fn retired_api_becomes_a_crate_outside_the_facade() {
    let workspace = workspace("retired-crate");
    let spec = workspace.read("specs/cbs-v2/unversioned/service.yaml");
    let protocol = "protocol: v2\npath: /v2/index.php\nenvelope: code\n";
    assert!(spec.contains(protocol), "{spec}");
    let action = workspace.read("specs/cbs-v2/unversioned/actions/StartDisks.yaml");
    assert!(
        action.contains("  action: StartDisks\n  inferred: name\n"),
        "{action}"
    );

    let facade = workspace.read("generated/Cargo.toml");
    assert!(facade.contains("members = [\"cbs_v2\"]"), "{facade}");
    assert!(
        !facade.contains("cbs_v2 =") && !facade.contains("cbs-v2 ="),
        "{facade}"
    );
    assert!(!workspace.read("generated/src/lib.rs").contains("cbs_v2"));
    let methods = workspace.read("generated/cbs_v2/src/unversioned/methods/others.rs");
    assert!(
        methods.contains("use `StartDisks` of `cbs` `2017-03-12`"),
        "{methods}"
    );
    assert!(
        methods.contains(".disk_ids([\"disk-1\", \"disk-2\"]);"),
        "{methods}"
    );
    assert!(
        methods.contains("- `force`: API 3.0 has no such parameter"),
        "{methods}"
    );
    let tests = workspace.read("generated/cbs_v2/tests/examples/unversioned.rs");
    assert!(tests.contains("support::received::<"), "{tests}");
    assert!(workspace.run(&["codegen", "--check", "--full"]).ok);
}

#[test]
fn stand_alone_crate_shows_calls_of_the_newer_one() {
    let workspace = workspace("retired-alone");
    let output = workspace.run(&["codegen", "--only", "cbs-v2", "--output", "alone"]);
    assert!(output.ok, "{}", output.stderr);
    let methods = workspace.read("alone/src/unversioned/methods/others.rs");
    // The newer crate isn't next to it, so the code can't be compiled.
    assert!(
        methods.contains("/// ```ignore\n    /// use tencentcloud_api_cbs as cbs;"),
        "{methods}"
    );
    assert!(
        !workspace
            .read("alone/Cargo.toml")
            .contains("dev-dependencies")
    );
    assert!(!workspace.exists("alone/src/v20170312"));
}

#[test]
fn report_and_openapi_know_the_retired_api() {
    let workspace = workspace("retired-figures");
    let report = workspace.run(&["report", "--json"]);
    let figures: Value = serde_json::from_str(&report.stdout).unwrap();
    let services = figures["services"].as_array().unwrap();
    let names: Vec<&str> = services
        .iter()
        .filter_map(|one| one["name"].as_str())
        .collect();
    assert_eq!(names, ["cbs", "cbs-v2"]);
    let printed = workspace.run(&["openapi", "cbs-v2"]);
    assert!(printed.ok, "{}", printed.stderr);
    let document: Value = serde_json::from_str(&printed.stdout).unwrap();
    let item = &document["paths"]["/v2/index.php?Action=StartDisks"];
    assert_eq!(item["post"]["x-replaced-by"]["action"], "StartDisks");
    let form = &item["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"];
    assert_eq!(form["examples"]["1"]["value"]["diskIds"][1], "disk-2");
}

#[test]
fn update_raises_the_retired_crate_but_not_the_facade() {
    let workspace = workspace("retired-update");
    assert!(workspace.run(&["lint", "--accept"]).ok);
    let staged = workspace.copy("retired-update-staged");
    let row = "| force | 否 | Int | 是否强制。 |\n";
    let page = staged.read(PAGE);
    assert!(page.contains(row));
    staged.write(PAGE, page.replace(row, "").as_bytes());
    assert!(staged.run(&["sources", "--accept"]).ok);
    let folder = staged.path("specs").display().to_string();
    let arguments = ["update", "--staged", &folder, "--no-test", "--yes"];
    let output = workspace.run(&arguments);
    assert_eq!(output.code, Some(10), "{}{}", output.stdout, output.stderr);
    let versions = [
        "specs/cbs-v2/crate.yaml",
        "specs/crate.yaml",
        "specs/cbs/crate.yaml",
    ];
    let [retired, facade, newer] = versions.map(|path| workspace.read(path));
    assert!(!retired.contains("0.1.0"), "{retired}\n{}", output.stdout);
    assert!(
        facade.contains("0.1.0") && newer.contains("0.1.0"),
        "{facade}\n{newer}"
    );
    // The vanished parameter stays, as for any service.
    let kept = workspace.read("specs/cbs-v2/unversioned/retired.yaml");
    assert!(kept.contains("name: force"), "{kept}");
}

#[test]
fn override_to_a_missing_action_leaves_only_the_retired_product_out() {
    let workspace = workspace("retired-override");
    for (set, expected) in [
        (
            "replaced_by: {service: cbs, version: '2017-03-12', action: StartDisk}",
            "`cbs` 2017-03-12 has no action `StartDisk`; did you mean `StartDisks`?",
        ),
        (
            "wait: {action: Nope, parameter: A, input: diskIds, state: B, success: [C]}",
            "`wait` of action `StartDisks`",
        ),
    ] {
        let patch = format!("- why: x\n  action: StartDisks\n  set: {{{set}}}\n");
        workspace.write("specs/cbs-v2/unversioned/overrides.yaml", patch.as_bytes());
        let output = workspace.run(&["codegen"]);
        assert!(!output.ok);
        assert!(output.stderr.contains(expected), "{}", output.stderr);
        assert!(output.stderr.contains("cbs-v2"), "{}", output.stderr);
        // Its crate stays as it is.
        assert!(workspace.exists("generated/cbs_v2/Cargo.toml"), "{set}");
        let facade = workspace.read("generated/Cargo.toml");
        assert!(facade.contains("members = [\"cbs_v2\"]"), "{facade}");
    }
}
