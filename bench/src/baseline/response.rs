//! Hand-written types of the reply.
#![expect(missing_docs, reason = "Tencent Cloud documents the members")]

use serde::Deserialize;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Envelope {
    pub response: Response,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    pub total_count: Option<i64>,
    pub instance_set: Option<Vec<Instance>>,
    pub request_id: Option<String>,
}

/// The reply without its instances.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Skimmed {
    pub response: Total,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Total {
    pub total_count: usize,
    pub request_id: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Instance {
    pub placement: Option<Placement>,
    pub instance_id: Option<String>,
    pub instance_type: Option<String>,
    #[serde(rename = "CPU")]
    pub cpu: Option<i64>,
    pub memory: Option<i64>,
    pub restrict_state: Option<String>,
    pub instance_name: Option<String>,
    pub instance_charge_type: Option<String>,
    pub system_disk: Option<SystemDisk>,
    pub data_disks: Option<Vec<DataDisk>>,
    pub private_ip_addresses: Option<Vec<String>>,
    pub public_ip_addresses: Option<Vec<String>>,
    pub internet_accessible: Option<InternetAccessible>,
    pub virtual_private_cloud: Option<VirtualPrivateCloud>,
    pub image_id: Option<String>,
    pub renew_flag: Option<String>,
    pub created_time: Option<String>,
    pub expired_time: Option<String>,
    pub os_name: Option<String>,
    pub security_group_ids: Option<Vec<String>>,
    pub login_settings: Option<LoginSettings>,
    pub instance_state: Option<String>,
    pub tags: Option<Vec<Tag>>,
    pub stop_charging_mode: Option<String>,
    pub uuid: Option<String>,
    pub latest_operation: Option<String>,
    pub latest_operation_state: Option<String>,
    pub latest_operation_request_id: Option<String>,
    pub disaster_recover_group_id: Option<String>,
    #[serde(rename = "IPv6Addresses")]
    pub ipv6_addresses: Option<Vec<String>>,
    pub cam_role_name: Option<String>,
    pub hpc_cluster_id: Option<String>,
    pub rdma_ip_addresses: Option<Vec<String>>,
    pub dedicated_cluster_id: Option<String>,
    pub isolated_source: Option<String>,
    #[serde(rename = "GPUInfo")]
    pub gpu_info: Option<GPUInfo>,
    pub license_type: Option<String>,
    pub disable_api_termination: Option<bool>,
    pub default_login_user: Option<String>,
    pub default_login_port: Option<i64>,
    pub latest_operation_error_msg: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Placement {
    pub zone: Option<String>,
    pub project_id: Option<i64>,
    pub host_ids: Option<Vec<String>>,
    pub host_id: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct LoginSettings {
    pub password: Option<String>,
    pub key_ids: Option<Vec<String>>,
    pub keep_image_login: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct SystemDisk {
    pub disk_type: Option<String>,
    pub disk_id: Option<String>,
    pub disk_size: Option<i64>,
    pub cdc_id: Option<String>,
    pub disk_name: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct DataDisk {
    pub disk_size: Option<i64>,
    pub disk_type: Option<String>,
    pub disk_id: Option<String>,
    pub delete_with_instance: Option<bool>,
    pub snapshot_id: Option<String>,
    pub encrypt: Option<bool>,
    pub kms_key_id: Option<String>,
    pub throughput_performance: Option<i64>,
    pub cdc_id: Option<String>,
    pub burst_performance: Option<bool>,
    pub disk_name: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct InternetAccessible {
    pub internet_charge_type: Option<String>,
    pub internet_max_bandwidth_out: Option<i64>,
    pub public_ip_assigned: Option<bool>,
    pub bandwidth_package_id: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct VirtualPrivateCloud {
    pub vpc_id: Option<String>,
    pub subnet_id: Option<String>,
    pub as_vpc_gateway: Option<bool>,
    pub private_ip_addresses: Option<Vec<String>>,
    pub ipv6_address_count: Option<i64>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Tag {
    pub key: Option<String>,
    pub value: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct GPUInfo {
    #[serde(rename = "GPUCount")]
    pub gpu_count: Option<f64>,
    #[serde(rename = "GPUId")]
    pub gpu_id: Option<Vec<String>>,
    #[serde(rename = "GPUType")]
    pub gpu_type: Option<String>,
}
