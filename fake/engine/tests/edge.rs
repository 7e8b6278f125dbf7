//! Networks, addresses and tasks of ECM, and retired actions: other names, the same rules.

mod support;

use serde_json::{Value, json};
use support::Fake;

const REGION: &str = "ap-xian-ecm";

fn network(fake: &mut Fake) -> (Value, Value) {
    let request = json!({"VpcName": "v", "CidrBlock": "10.0.0.0/16", "EcmRegion": REGION});
    let vpc = fake.call("CreateVpc", request)["Vpc"]["VpcId"].clone();
    let request = json!({
        "VpcId": vpc, "SubnetName": "s", "CidrBlock": "10.0.1.0/24", "Zone": "z", "EcmRegion": REGION,
    });
    let subnet = fake.call("CreateSubnet", request)["Subnet"]["SubnetId"].clone();
    (vpc, subnet)
}

#[test]
fn network_shows_the_region_of_its_request() {
    let mut fake = Fake::ecm();
    network(&mut fake);
    let shown = fake.call("DescribeVpcs", json!({"EcmRegion": REGION}));
    assert_eq!(shown["VpcSet"][0]["Region"], REGION);
    let shown = fake.call("DescribeSubnets", json!({"EcmRegion": REGION}));
    assert_eq!(shown["SubnetSet"][0]["Region"], REGION);
}

#[test]
fn network_with_subnets_stays() {
    let mut fake = Fake::ecm();
    let (vpc, subnet) = network(&mut fake);
    let delete = json!({"VpcId": vpc, "EcmRegion": REGION});
    assert_eq!(fake.code("DeleteVpc", delete.clone()), "ResourceInUse");
    let shown = fake.call(
        "DescribeSubnets",
        json!({"Filters": [{"Name": "vpc-id", "Values": [vpc]}]}),
    );
    assert_eq!(shown["SubnetSet"][0]["SubnetId"], subnet);
    assert_eq!(shown["SubnetSet"][0]["CidrBlock"], "10.0.1.0/24");
    fake.call(
        "DeleteSubnet",
        json!({"SubnetId": subnet, "EcmRegion": REGION}),
    );
    fake.call("DeleteVpc", delete.clone());
    assert_eq!(fake.code("DeleteVpc", delete), "ResourceNotFound");
    let orphan = json!({
        "VpcId": vpc, "SubnetName": "s", "CidrBlock": "10.0.1.0/24", "Zone": "z", "EcmRegion": REGION,
    });
    assert_eq!(fake.code("CreateSubnet", orphan), "ResourceNotFound");
}

#[test]
fn address_is_bound_once_and_its_task_ends() {
    let mut fake = Fake::ecm();
    let (vpc, subnet) = network(&mut fake);
    let request =
        json!({"VpcId": vpc, "SubnetId": subnet, "NetworkInterfaceName": "n", "EcmRegion": REGION});
    let interface =
        fake.call("CreateNetworkInterface", request)["NetworkInterface"]["NetworkInterfaceId"]
            .clone();
    let made = fake.call(
        "AllocateAddresses",
        json!({"EcmRegion": REGION, "AddressCount": 2}),
    );
    assert_eq!(made["AddressSet"].as_array().unwrap().len(), 2);
    let (address, task) = (made["AddressSet"][0].clone(), made["TaskId"].clone());
    fake.advance(60);
    let result = fake.call(
        "DescribeTaskResult",
        json!({"EcmRegion": REGION, "TaskId": task}),
    );
    assert_eq!(
        (&result["TaskId"], &result["Result"]),
        (&task, &json!("SUCCESS"))
    );
    let bind = json!({"EcmRegion": REGION, "AddressId": address, "NetworkInterfaceId": interface});
    fake.call("AssociateAddress", bind.clone());
    let shown = |fake: &mut Fake| {
        fake.call(
            "DescribeAddresses",
            json!({"EcmRegion": REGION, "AddressIds": [address]}),
        )["AddressSet"][0]
            .clone()
    };
    assert_eq!(shown(&mut fake)["AddressStatus"], "BINDING");
    fake.advance(60);
    assert_eq!(shown(&mut fake)["AddressStatus"], "BIND");
    assert_eq!(shown(&mut fake)["NetworkInterfaceId"], interface);
    assert_eq!(
        fake.code("AssociateAddress", bind),
        "UnsupportedOperation.AlreadyBindEip"
    );
    let release = json!({"EcmRegion": REGION, "AddressIds": [address]});
    assert_eq!(
        fake.code("ReleaseAddresses", release.clone()),
        "UnsupportedOperation.StatusNotPermit"
    );
    fake.call(
        "DisassociateAddress",
        json!({"EcmRegion": REGION, "AddressId": address}),
    );
    fake.call("ReleaseAddresses", release);
    assert_eq!(
        fake.call("DescribeAddresses", json!({"EcmRegion": REGION}))["TotalCount"],
        1
    );
}

#[test]
fn rules_of_a_group_are_added_and_removed() {
    let mut fake = Fake::ecm();
    let made = fake.call(
        "CreateSecurityGroup",
        json!({"GroupName": "g", "GroupDescription": "d"}),
    );
    assert_eq!(made["SecurityGroup"]["SecurityGroupName"], "g");
    let group = made["SecurityGroup"]["SecurityGroupId"].clone();
    let policies = |ports: &[&str]| {
        let rules: Vec<Value> = ports
            .iter()
            .map(|port| json!({"Port": port, "Protocol": "TCP"}))
            .collect();
        json!({"SecurityGroupId": group, "SecurityGroupPolicySet": {"Ingress": rules}})
    };
    let ports = |fake: &mut Fake| -> Vec<String> {
        let set = fake.call(
            "DescribeSecurityGroupPolicies",
            json!({"SecurityGroupId": group}),
        );
        let rules = set["SecurityGroupPolicySet"]["Ingress"]
            .as_array()
            .unwrap()
            .clone();
        rules
            .iter()
            .map(|rule| rule["Port"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(ports(&mut fake), [""; 0]);
    fake.call("CreateSecurityGroupPolicies", policies(&["80"]));
    fake.call("CreateSecurityGroupPolicies", policies(&["443", "22"]));
    fake.call("DeleteSecurityGroupPolicies", policies(&["443"]));
    assert_eq!(ports(&mut fake), ["80", "22"]);
    fake.call("ModifySecurityGroupPolicies", policies(&["8080"]));
    assert_eq!(ports(&mut fake), ["8080"]);
}

#[test]
fn instances_of_several_zones_have_their_own_zone() {
    let mut fake = Fake::ecm();
    let made = fake.call("RunInstances", json!({"ZoneInstanceCountISPSet": [
        {"Zone": "z-1", "InstanceCount": 1, "ISP": "CTCC"}, {"Zone": "z-2", "InstanceCount": 2, "ISP": "CMCC"},
    ]}));
    assert_eq!(made["InstanceIdSet"].as_array().unwrap().len(), 3);
    let shown = fake.call(
        "DescribeInstances",
        json!({"Filters": [{"Name": "zone", "Values": ["z-2"]}]}),
    );
    assert_eq!(shown["TotalCount"], 2);
}

#[test]
fn retired_actions_have_families_too() {
    let mut fake = Fake::of("cvm-v2", "unversioned");
    let made = fake.call("CreateEip", json!({"goodsNum": 2}));
    let ids = made["data"]["eipIds"].as_array().unwrap().clone();
    assert_eq!(ids.len(), 2);
    fake.call(
        "ModifyEipAttributes",
        json!({"eipId": ids[1], "eipName": "x"}),
    );
    let shown = fake.call("DescribeEip", json!({"eipIds": [ids[1]]}));
    assert_eq!(shown["totalCount"], 1);
    assert_eq!(shown["data"]["eipSet"][0]["eipName"], "x");
    fake.call("DeleteEip", json!({"eipIds": ids}));
    assert_eq!(fake.call("DescribeEip", json!({}))["totalCount"], 0);
    let mut fake = Fake::of("cvm-v2", "2017-03-12");
    let made = fake.call("AllocateAddresses", json!({"AddressCount": 1}));
    let id = made["AddressSet"][0].clone();
    fake.call(
        "ModifyAddressAttribute",
        json!({"AddressId": id, "AddressName": "y"}),
    );
    assert_eq!(
        fake.call("DescribeAddresses", json!({}))["AddressSet"][0]["AddressName"],
        "y"
    );
    fake.call("ReleaseAddresses", json!({"AddressIds": [id]}));
    assert_eq!(
        fake.code("ReleaseAddresses", json!({"AddressIds": [id]})),
        "InvalidAddressId.NotFound"
    );
}

#[test]
fn image_is_imported_once() {
    let mut fake = Fake::ecm();
    let request = json!({
        "ImageId": "img-pmqg1cw9", "ImageDescription": "mine", "SourceRegion": "ap-chengdu",
    });
    fake.call("ImportImage", request.clone());
    let code = fake.code("ImportImage", request);
    assert_eq!(code, "InvalidParameterValue.ImageDuplicate");
    let shown = fake.call("DescribeImage", json!({"ImageIds": ["img-pmqg1cw9"]}));
    assert_eq!(shown["TotalCount"], 1, "{shown}");
}
