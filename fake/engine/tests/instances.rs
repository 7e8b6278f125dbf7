//! The life of resources: creation, description, change and deletion.

mod support;

use serde_json::{Value, json};
use support::Fake;

fn run(fake: &mut Fake, more: Value) -> Vec<String> {
    let mut request = json!({
        "Placement": {"Zone": "ap-guangzhou-3"}, "ImageId": "img-487zeit5", "InstanceType": "S5.SMALL1",
    });
    let fields = request.as_object_mut().unwrap();
    fields.extend(more.as_object().unwrap().clone());
    let reply = fake.call("RunInstances", request);
    let ids = reply["InstanceIdSet"].as_array().unwrap().iter();
    ids.map(|id| id.as_str().unwrap().to_owned()).collect()
}

fn states(fake: &mut Fake) -> Vec<String> {
    let reply = fake.call("DescribeInstances", json!({}));
    let instances = reply["InstanceSet"].as_array().unwrap().iter();
    instances
        .map(|one| one["InstanceState"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn created_instances_have_the_values_of_their_request() {
    let mut fake = Fake::cvm();
    assert_eq!(fake.call("DescribeInstances", json!({}))["TotalCount"], 0);
    let ids = run(
        &mut fake,
        json!({
            "InstanceCount": 2, "InstanceName": "web", "SecurityGroupIds": ["sg-1"],
            "VirtualPrivateCloud": {"VpcId": "vpc-1", "SubnetId": "subnet-1"},
            "TagSpecification": [{"ResourceType": "instance", "Tags": [{"Key": "team", "Value": "a"}]}],
        }),
    );
    assert_eq!(ids.len(), 2);
    assert!(
        ids[0] != ids[1] && ids[0].starts_with("ins-") && ids[0].len() == 12,
        "{ids:?}"
    );
    let reply = fake.call("DescribeInstances", json!({"InstanceIds": [ids[1]]}));
    assert_eq!(reply["TotalCount"], 1);
    let one = &reply["InstanceSet"][0];
    assert_eq!(one["InstanceId"], json!(ids[1]));
    assert_eq!(one["InstanceName"], "web");
    assert_eq!(one["Placement"]["Zone"], "ap-guangzhou-3");
    assert_eq!(one["ImageId"], "img-487zeit5");
    assert_eq!(one["SecurityGroupIds"], json!(["sg-1"]));
    assert_eq!(one["VirtualPrivateCloud"]["VpcId"], "vpc-1");
    assert_eq!(one["Tags"], json!([{"Key": "team", "Value": "a"}]));
    assert_eq!(one["CreatedTime"], "2026-01-02T03:04:05Z");
}

#[test]
fn descriptions_hide_passwords() {
    let mut fake = Fake::cvm();
    let login = json!({"LoginSettings": {"Password": "Hush-hush-1", "KeyIds": ["skey-1"]}});
    run(&mut fake, login);
    run(&mut fake, json!({}));
    let reply = fake.call("DescribeInstances", json!({}));
    let of = |index: usize| &reply["InstanceSet"][index]["LoginSettings"];
    assert_eq!(of(0)["KeyIds"], json!(["skey-1"]));
    for index in [0, 1] {
        let password = &of(index)["Password"];
        assert!(password.is_null() || password == "", "{password}");
    }
}

#[test]
fn states_move_with_the_clock() {
    let mut fake = Fake::cvm();
    let ids = run(&mut fake, json!({}));
    assert_eq!(states(&mut fake), ["PENDING"]);
    fake.advance(60);
    assert_eq!(states(&mut fake), ["RUNNING"]);
    fake.call("StopInstances", json!({"InstanceIds": ids}));
    assert_eq!(states(&mut fake), ["STOPPING"]);
    fake.advance(60);
    assert_eq!(states(&mut fake), ["STOPPED"]);
    let code = fake.code("StopInstances", json!({"InstanceIds": ids}));
    assert_eq!(code, "UnsupportedOperation.InstanceStateStopped");
    fake.call("StartInstances", json!({"InstanceIds": ids}));
    assert_eq!(states(&mut fake), ["STARTING"]);
    fake.advance(60);
    let status = fake.call("DescribeInstancesStatus", json!({"InstanceIds": ids}));
    assert_eq!(
        status["InstanceStatusSet"],
        json!([{"InstanceId": ids[0], "InstanceState": "RUNNING"}])
    );
}

#[test]
fn latest_operation_names_the_call_until_it_succeeds() {
    let mut fake = Fake::cvm();
    let ids = run(&mut fake, json!({}));
    fake.call(
        "ModifyInstancesAttribute",
        json!({"InstanceIds": ids, "InstanceName": "new"}),
    );
    let one = fake.call("DescribeInstances", json!({}))["InstanceSet"][0].clone();
    assert_eq!(one["InstanceName"], "new");
    assert_eq!(one["LatestOperation"], "ModifyInstancesAttribute");
    assert_eq!(one["LatestOperationState"], "OPERATING");
    assert_eq!(
        one["LatestOperationRequestId"],
        "11111111-2222-4333-8444-555555555555"
    );
    fake.advance(60);
    let one = fake.call("DescribeInstances", json!({}))["InstanceSet"][0].clone();
    assert_eq!(one["LatestOperationState"], "SUCCESS");
}

#[test]
fn deleted_and_unknown_instances_get_the_documented_code() {
    let mut fake = Fake::cvm();
    let ids = run(&mut fake, json!({"InstanceCount": 2}));
    fake.call("TerminateInstances", json!({"InstanceIds": [ids[0]]}));
    let left = fake.call("DescribeInstances", json!({}));
    assert_eq!(left["TotalCount"], 1);
    assert_eq!(left["InstanceSet"][0]["InstanceId"], json!(ids[1]));
    for id in [ids[0].as_str(), "ins-00000000"] {
        let code = fake.code("TerminateInstances", json!({"InstanceIds": [ids[1], id]}));
        assert_eq!(code, "InvalidInstanceId.NotFound");
    }
    let code = fake.code("RebootInstances", json!({"InstanceIds": ["eip-1"]}));
    assert_eq!(code, "InvalidInstanceId.Malformed");
    // A call with one unknown id changes nothing.
    assert_eq!(fake.call("DescribeInstances", json!({}))["TotalCount"], 1);
}

#[test]
fn filters_and_pages_select_instances() {
    let mut fake = Fake::cvm();
    for (name, zone, team) in [
        ("a", "z-1", "red"),
        ("b", "z-2", "red"),
        ("c", "z-1", "blue"),
    ] {
        run(
            &mut fake,
            json!({
                "InstanceName": name, "Placement": {"Zone": zone},
                "TagSpecification": [{"ResourceType": "instance", "Tags": [{"Key": "team", "Value": team}]}],
            }),
        );
    }
    let mut names = |filters: Value| -> Vec<String> {
        let reply = fake.call("DescribeInstances", json!({"Filters": filters}));
        let set = reply["InstanceSet"].as_array().unwrap().iter();
        set.map(|one| one["InstanceName"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        names(json!([{"Name": "zone", "Values": ["z-1"]}])),
        ["a", "c"]
    );
    assert_eq!(
        names(json!([{"Name": "instance-name", "Values": ["b", "c"]}])),
        ["b", "c"]
    );
    assert_eq!(
        names(
            json!([{"Name": "zone", "Values": ["z-1"]}, {"Name": "tag:team", "Values": ["red"]}])
        ),
        ["a"]
    );
    assert_eq!(
        names(json!([{"Name": "tag-key", "Values": ["other"]}])),
        [""; 0]
    );
    let code = fake.code(
        "DescribeInstances",
        json!({"Filters": [{"Name": "colour", "Values": ["x"]}]}),
    );
    assert_eq!(code, "InvalidFilter");
    let page = fake.call("DescribeInstances", json!({"Offset": 1, "Limit": 1}));
    assert_eq!(
        (
            &page["TotalCount"],
            page["InstanceSet"].as_array().unwrap().len()
        ),
        (&json!(3), 1)
    );
    assert_eq!(page["InstanceSet"][0]["InstanceName"], "b");
}

#[test]
fn client_token_and_dry_run_create_nothing_twice() {
    let mut fake = Fake::cvm();
    let one = run(&mut fake, json!({"ClientToken": "t"}));
    assert_eq!(run(&mut fake, json!({"ClientToken": "t"})), one);
    let request = json!({"Placement": {"Zone": "z"}, "ImageId": "img-1", "DryRun": true});
    assert_eq!(fake.code("RunInstances", request), "DryRunOperation");
    assert_eq!(fake.call("DescribeInstances", json!({}))["TotalCount"], 1);
}

#[test]
fn keys_are_linked_both_ways_until_one_end_is_gone() {
    let mut fake = Fake::cvm();
    let ids = run(&mut fake, json!({}));
    let made = fake.call("CreateKeyPair", json!({"KeyName": "k", "ProjectId": 0}));
    let key = made["KeyPair"]["KeyId"].clone();
    assert!(
        made["KeyPair"]["PrivateKey"]
            .as_str()
            .is_some_and(|key| !key.is_empty())
    );
    let code = fake.code("CreateKeyPair", json!({"KeyName": "k", "ProjectId": 0}));
    assert_eq!(code, "InvalidKeyPairName.Duplicate");
    fake.call(
        "AssociateInstancesKeyPairs",
        json!({"InstanceIds": ids, "KeyIds": [key]}),
    );
    let shown = fake.call("DescribeKeyPairs", json!({}))["KeyPairSet"][0].clone();
    assert_eq!(shown["AssociatedInstanceIds"], json!(ids));
    assert!(shown["PrivateKey"].as_str().is_none_or(str::is_empty));
    let instance =
        |fake: &mut Fake| fake.call("DescribeInstances", json!({}))["InstanceSet"][0].clone();
    assert_eq!(instance(&mut fake)["LoginSettings"]["KeyIds"], json!([key]));
    fake.call("TerminateInstances", json!({"InstanceIds": ids}));
    let shown = fake.call("DescribeKeyPairs", json!({}))["KeyPairSet"][0].clone();
    assert_eq!(shown["AssociatedInstanceIds"], json!([]));
}

#[test]
fn clusters_in_use_stay() {
    let mut fake = Fake::cvm();
    let made = fake.call("CreateHpcCluster", json!({"Zone": "z", "Name": "c"}));
    let cluster = made["HpcClusterSet"][0]["HpcClusterId"].clone();
    let ids = run(&mut fake, json!({"HpcClusterId": cluster}));
    let request = json!({"HpcClusterIds": [cluster]});
    assert_eq!(
        fake.code("DeleteHpcClusters", request.clone()),
        "ResourceInUse.HpcCluster"
    );
    fake.call("TerminateInstances", json!({"InstanceIds": ids}));
    fake.call("DeleteHpcClusters", request.clone());
    assert_eq!(
        fake.code("DeleteHpcClusters", request),
        "ResourceNotFound.HpcCluster"
    );
}

#[test]
fn regions_and_snapshots_are_apart() {
    let mut fake = Fake::cvm();
    run(&mut fake, json!({}));
    let saved = fake.engine.snapshot();
    fake.region = "ap-beijing";
    assert_eq!(states(&mut fake), [""; 0]);
    fake.region = "ap-guangzhou";
    fake.engine.reset();
    assert_eq!(states(&mut fake), [""; 0]);
    fake.engine.restore(&saved).unwrap();
    assert_eq!(states(&mut fake), ["PENDING"]);
    assert!(fake.engine.restore(&json!({"a": 1})).is_err());
    assert_eq!(states(&mut fake), ["PENDING"]);
}

#[test]
fn templates_have_numbered_versions() {
    let mut fake = Fake::cvm();
    let request = |more: Value| {
        let mut request = json!({"Placement": {"Zone": "z"}, "ImageId": "img-1"});
        request
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        request
    };
    let made = fake.call(
        "CreateLaunchTemplate",
        request(json!({"LaunchTemplateName": "t"})),
    );
    let template = made["LaunchTemplateId"].clone();
    let next = request(json!({"LaunchTemplateId": template, "InstanceType": "S5.LARGE8"}));
    let made = fake.call("CreateLaunchTemplateVersion", next);
    assert_eq!(made["LaunchTemplateVersionNumber"], 2);
    let shown = fake.call(
        "DescribeLaunchTemplateVersions",
        json!({"LaunchTemplateId": template}),
    );
    assert_eq!(shown["TotalCount"], 2);
    let second = &shown["LaunchTemplateVersionSet"][1];
    assert_eq!(
        second["LaunchTemplateVersionData"]["InstanceType"],
        "S5.LARGE8"
    );
    fake.call(
        "DeleteLaunchTemplateVersions",
        json!({"LaunchTemplateId": template, "LaunchTemplateVersions": [1]}),
    );
    let shown = fake.call(
        "DescribeLaunchTemplateVersions",
        json!({"LaunchTemplateId": template}),
    );
    assert_eq!(shown["TotalCount"], 1);
}
