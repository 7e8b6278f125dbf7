//! Structures in the form that the generator emits, covering every kind of member.

use tencentcloud_api_runtime::Value;
use tencentcloud_api_runtime::codegen::{
    self, AsRequest, EndFlag, Field, Member, Operation, PagedRequest, Paging, RegionRule, Request,
    Schema, Structure, read_tolerant,
};

/// Declares a structure as the generator emits it.
macro_rules! structure {
    ($type:ident { $($field:ident: $kind:ty = $member:expr),* $(,)? }) => {
        #[derive(Clone, Default)]
        pub struct $type { $(pub $field: $kind),* }
        impl Structure for $type {
            fn schema(&self) -> &'static Schema {
                static SCHEMA: Schema = Schema { name: stringify!($type), members: &[$($member),*] };
                &SCHEMA
            }
            fn member(&self, index: usize) -> Option<&dyn Field> {
                let fields: &[&dyn Field] = &[$(&self.$field),*];
                fields.get(index).copied()
            }
            fn member_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
                let fields: Vec<&mut dyn Field> = vec![$(&mut self.$field),*];
                fields.into_iter().nth(index)
            }
        }
        codegen::structure!($type);
    };
}

/// Makes a request call an operation.
macro_rules! action {
    ($request:ident => $response:ident, $operation:expr) => {
        impl Request for $request {
            type Response = $response;
            const OPERATION: &'static Operation = &$operation;
        }
        impl AsRequest for $request {
            type Request = Self;
        }
    };
}

/// The facts that most of CVM's operations below share: they write, take no region, and have no
/// rate limit.
const CVM: Operation = Operation {
    service: "cvm",
    version: "2017-03-12",
    action: "",
    endpoint: "cvm.tencentcloudapi.com",
    region: RegionRule::Unused,
    read_only: false,
    rate_limit: None,
};

const fn named(name: &'static str) -> Member {
    Member::new(name)
}

structure!(Placement {
    zone: Option<String> = named("Zone").required(),
    project_id: Option<i64> = named("ProjectId"),
});

structure!(DataDisk {
    disk_size: Option<i64> = named("DiskSize").required(),
    encrypt: Option<bool> = named("Encrypt"),
});

structure!(Instance {
    instance_id: Option<String> = named("InstanceId"),
    cpu: Option<i64> = named("CPU"),
    bandwidth: Option<f64> = named("Bandwidth"),
    auto_renew: Option<bool> = named("AutoRenew"),
    placement: Option<Placement> = named("Placement"),
    data_disks: Vec<DataDisk> = named("DataDisks"),
    private_ips: Vec<String> = named("PrivateIps"),
    samples: Vec<f64> = named("Samples"),
    counts: Vec<i64> = named("Counts"),
    matrix: Vec<Vec<i64>> = named("Matrix"),
    anything: Option<Value> = named("Anything"),
    things: Vec<Value> = named("Things"),
    parent: Option<Box<Instance>> = named("Parent"),
    password: Option<String> = named("Password").sensitive(),
});

structure!(Gpu {
    count: Option<f64> = named("GPUCount"),
});

structure!(Login {
    key_ids: Vec<String> = named("KeyIds"),
    passwords: Vec<i64> = named("Passwords").sensitive(),
});

structure!(Machine {
    id: Option<String> = named("InstanceId"),
    name: Option<String> = named("InstanceName"),
    cpu: Option<i64> = named("CPU"),
    memory: Option<i64> = named("Memory"),
    gpu: Option<Gpu> = named("GPUInfo"),
    placement: Option<Placement> = named("Placement"),
    system_disk: Option<DataDisk> = named("SystemDisk"),
    data_disks: Vec<DataDisk> = named("DataDisks"),
    private_ips: Vec<String> = named("PrivateIpAddresses"),
    login: Option<Login> = named("LoginSettings"),
    restrict_state: Option<String> = named("RestrictState"),
    renew_flag: Option<String> = named("RenewFlag"),
    is_protected: Option<bool> = named("DisableApiTermination"),
});

structure!(DescribeMachinesRequest {});

structure!(DescribeMachinesResponse {
    total_count: Option<i64> = named("TotalCount"),
    machines: Vec<Machine> = named("InstanceSet"),
    request_id: Option<String> = named("RequestId"),
});

action!(DescribeMachinesRequest => DescribeMachinesResponse, Operation {
    action: "DescribeInstances",
    read_only: true,
    ..CVM
});

structure!(DescribeInstancesRequest {
    instance_ids: Option<Vec<String>> = named("InstanceIds"),
    offset: Option<i64> = named("Offset"),
    limit: Option<i64> = named("Limit"),
});

structure!(DescribeInstancesResponse {
    total_count: Option<i64> = named("TotalCount"),
    instance_set: Vec<Instance> = named("InstanceSet"),
    request_id: Option<String> = named("RequestId"),
});

action!(DescribeInstancesRequest => DescribeInstancesResponse, Operation {
    action: "DescribeInstances",
    region: RegionRule::Required,
    read_only: true,
    rate_limit: Some(40),
    ..CVM
});

impl PagedRequest for DescribeInstancesRequest {
    type Item = Instance;
    const PAGING: Paging = Paging::OffsetLimit {
        offset: &[1],
        limit: &[2],
        total: Some(&[0]),
        page_size: Some(20),
    };
    fn items(response: Self::Response) -> Vec<Instance> {
        response.instance_set
    }
    fn item_count(response: &Self::Response) -> usize {
        response.instance_set.len()
    }
}

structure!(RunInstancesRequest {
    placement: Option<Placement> = named("Placement").required(),
    data_disks: Option<Vec<DataDisk>> = named("DataDisks"),
    image_id: Option<String> = named("ImageId").required(),
    password: Option<String> = named("Password").sensitive(),
    ratio: Option<f64> = named("Ratio"),
});

structure!(RunInstancesResponse {
    instance_ids: Vec<String> = named("InstanceIdSet"),
    request_id: Option<String> = named("RequestId"),
});

action!(RunInstancesRequest => RunInstancesResponse, Operation {
    action: "RunInstances",
    ..CVM
});

structure!(StopInstancesRequest {
    instance_ids: Option<Vec<String>> = named("InstanceIds"),
});

action!(StopInstancesRequest => RunInstancesResponse, Operation {
    action: "StopInstances",
    ..CVM
});

structure!(CreateImageRequest {
    image_name: Option<String> = named("ImageName"),
    client_token: Option<String> = named("ClientToken"),
    dry_run: Option<bool> = named("DryRun"),
});

action!(CreateImageRequest => RunInstancesResponse, Operation {
    action: "CreateImage",
    ..CVM
});

structure!(Page {
    number: Option<i64> = named("PageNumber"),
    size: Option<i64> = named("PageSize"),
    offset: Option<String> = named("Offset"),
    limit: Option<i64> = named("Limit"),
    cursor: Option<Cursor> = named("Cursor"),
});

structure!(Cursor {
    token: Option<String> = named("Token"),
    over: Option<bool> = named("Over"),
});

structure!(Listing {
    names: Vec<String> = named("Names"),
    total: Option<i64> = named("Total"),
    cursor: Option<Cursor> = named("Cursor"),
});

/// An operation that lists names. Each request below pages in another way.
const LIST: Operation = Operation {
    service: "tag",
    version: "2018-08-13",
    action: "List",
    endpoint: "tag.tencentcloudapi.com",
    region: RegionRule::Optional,
    ..CVM
};

/// Declares a request for [`Page`] with another kind of paging.
macro_rules! paged {
    ($type:ident, $paging:expr) => {
        structure!($type {
            page: Option<Page> = named("Page"),
        });
        action!($type => Listing, LIST);
        impl PagedRequest for $type {
            type Item = String;
            const PAGING: Paging = $paging;
            fn items(response: Listing) -> Vec<String> {
                response.names
            }
            fn item_count(response: &Listing) -> usize {
                response.names.len()
            }
        }
    };
}

paged!(
    ListByNumber,
    Paging::PageNumber {
        number: &[0, 0],
        size: &[0, 1],
        total: Some(&[1]),
        page_size: Some(2),
        first: 1,
    }
);
paged!(
    ListByTextOffset,
    Paging::OffsetLimit {
        offset: &[0, 2],
        limit: &[0, 3],
        total: None,
        page_size: Some(2),
    }
);
paged!(
    ListByToken,
    Paging::Token {
        token: &[0, 4, 0],
        next: &[2, 0],
        end: Some(EndFlag::Finished(&[2, 1])),
    }
);

/// Reads an instance as a reply, with what is told about the values that were left out.
pub fn told(text: &str) -> (Instance, Vec<String>) {
    let mut instance = Instance::default();
    let mismatches = read_tolerant(text, &mut instance);
    let mismatches = mismatches.unwrap_or_else(|error| panic!("{text}: {error}"));
    (
        instance,
        mismatches.iter().map(ToString::to_string).collect(),
    )
}
