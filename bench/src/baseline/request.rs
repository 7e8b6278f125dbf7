//! The requests, and hand-written types with only the members that they send.
#![expect(missing_docs, reason = "Tencent Cloud documents the members")]

use serde::{Deserialize, Serialize};

/// The request that all calls send, for a page of instances.
pub const DESCRIBE_INSTANCES: &str = r#"{"Filters":[{"Name":"zone","Values":["ap-guangzhou-2","ap-guangzhou-1"]}],"Offset":0,"Limit":100}"#;

/// A request for new instances, with disks, network, tags and a script.
pub const RUN_INSTANCES: &str = r##"{
    "InstanceChargeType": "PREPAID",
    "InstanceChargePrepaid": {"Period": 1, "RenewFlag": "NOTIFY_AND_AUTO_RENEW"},
    "Placement": {"Zone": "ap-shanghai-2", "ProjectId": 1004},
    "InstanceType": "S5.16XLARGE256",
    "ImageId": "img-pmqg1cw7",
    "SystemDisk": {"DiskType": "CLOUD_PREMIUM", "DiskSize": 50},
    "DataDisks": [
        {"DiskType": "CLOUD_PREMIUM", "DiskSize": 100, "DeleteWithInstance": true},
        {"DiskType": "CLOUD_SSD", "DiskSize": 2000, "DeleteWithInstance": false}
    ],
    "VirtualPrivateCloud": {
        "VpcId": "vpc-1urkhbj4",
        "SubnetId": "subnet-dcs9x3gz",
        "PrivateIpAddresses": ["10.0.0.18", "10.0.0.19"]
    },
    "InternetAccessible": {
        "InternetChargeType": "TRAFFIC_POSTPAID_BY_HOUR",
        "InternetMaxBandwidthOut": 10,
        "PublicIpAssigned": true
    },
    "InstanceCount": 2,
    "InstanceName": "测试-{R:1}",
    "LoginSettings": {"KeyIds": ["skey-1abcdefg", "skey-2hijklmn"]},
    "SecurityGroupIds": ["sg-12abcdef", "sg-34ghijkl"],
    "EnhancedService": {"SecurityService": {"Enabled": true}, "MonitorService": {"Enabled": true}},
    "ClientToken": "0f8fad5b-d9cb-469f-a165-70867728950e",
    "HostName": "web-{R:1}",
    "TagSpecification": [{
        "ResourceType": "instance",
        "Tags": [
            {"Key": "team", "Value": "网络"},
            {"Key": "note", "Value": "\"blue\" half\nof the pair"},
            {"Key": "cost-centre", "Value": "4711"}
        ]
    }],
    "UserData": "IyEvYmluL3NoCnNldCAtZXUKYXB0LWdldCB1cGRhdGUKYXB0LWdldCBpbnN0YWxsIC0teWVzIG5naW54CmNhdCA+IC9ldGMvbmdpbngvY29uZi5kL3dlYi5jb25mIDw8J0VORCcKc2VydmVyIHsKICAgIGxpc3RlbiA4MDsKICAgIHJvb3QgL3Nydi93ZWI7Cn0KRU5ECnN5c3RlbWN0bCByZXN0YXJ0IG5naW54Cg==",
    "DryRun": false
}"##;

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct DescribeInstances {
    pub filters: Vec<Filter>,
    pub offset: i64,
    pub limit: i64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Filter {
    pub name: String,
    pub values: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct RunInstances {
    pub instance_charge_type: String,
    pub instance_charge_prepaid: InstanceChargePrepaid,
    pub placement: Placement,
    pub instance_type: String,
    pub image_id: String,
    pub system_disk: SystemDisk,
    pub data_disks: Vec<DataDisk>,
    pub virtual_private_cloud: VirtualPrivateCloud,
    pub internet_accessible: InternetAccessible,
    pub instance_count: i64,
    pub instance_name: String,
    pub login_settings: LoginSettings,
    pub security_group_ids: Vec<String>,
    pub enhanced_service: EnhancedService,
    pub client_token: String,
    pub host_name: String,
    pub tag_specification: Vec<TagSpecification>,
    pub user_data: String,
    pub dry_run: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct InstanceChargePrepaid {
    pub period: i64,
    pub renew_flag: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Placement {
    pub zone: String,
    pub project_id: i64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct SystemDisk {
    pub disk_type: String,
    pub disk_size: i64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct DataDisk {
    pub disk_type: String,
    pub disk_size: i64,
    pub delete_with_instance: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct VirtualPrivateCloud {
    pub vpc_id: String,
    pub subnet_id: String,
    pub private_ip_addresses: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct InternetAccessible {
    pub internet_charge_type: String,
    pub internet_max_bandwidth_out: i64,
    pub public_ip_assigned: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct LoginSettings {
    pub key_ids: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct EnhancedService {
    pub security_service: Switch,
    pub monitor_service: Switch,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Switch {
    pub enabled: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct TagSpecification {
    pub resource_type: String,
    pub tags: Vec<Tag>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Tag {
    pub key: String,
    pub value: String,
}
