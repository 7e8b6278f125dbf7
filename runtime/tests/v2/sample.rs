//! Requests of two old APIs in the form that the generator emits.
#![allow(
    unreachable_pub,
    reason = "the structures are public, as in a generated crate"
)]

use tencentcloud_api_runtime::codegen::{
    self, AsRequest, Envelope, Field, Member, Operation, PagedRequest, Paging, Protocol,
    RegionForm, RegionRule, Request, ResourceResults, Schema, Structure, V2,
};

const fn named(name: &'static str) -> Member {
    Member::new(name)
}

/// The facts that the operations below share.
const OLD: Operation = Operation {
    service: "cvm-v2",
    version: "",
    action: "",
    endpoint: "cvm.api.qcloud.com",
    region: RegionRule::Required,
    read_only: false,
    rate_limit: None,
};

/// Makes a request call an operation of the oldest API.
macro_rules! old_action {
    ($request:ident => $response:ident, $operation:expr) => {
        impl Request for $request {
            type Response = $response;
            const OPERATION: &'static Operation = &$operation;
            const PROTOCOL: Protocol = Protocol::V2(V2 {
                path: "/v2/index.php",
                envelope: Envelope::Code,
                regions: RegionForm::Short,
            });
        }
        impl AsRequest for $request {
            type Request = Self;
        }
    };
}

structure!(StartInstancesRequest {
    instance_ids: Option<Vec<String>> = named("instanceIds").required(),
});

structure!(StartInstancesResponse {
    code: Option<i64> = named("code"),
    message: Option<String> = named("message"),
    detail: Option<ResourceResults> = named("detail"),
});

old_action!(StartInstancesRequest => StartInstancesResponse, Operation {
    action: "StartInstances",
    ..OLD
});

structure!(CreateImageRequest {
    instance_id: Option<String> = named("instanceId"),
});

structure!(CreateImageResponse {
    code: Option<i64> = named("code"),
    message: Option<String> = named("message"),
    request_id: Option<i64> = named("requestId"),
});

old_action!(CreateImageRequest => CreateImageResponse, Operation {
    action: "CreateImage",
    endpoint: "image.api.qcloud.com",
    ..OLD
});

structure!(DescribeEipRequest {
    offset: Option<i64> = named("offset"),
    limit: Option<i64> = named("limit"),
});

structure!(Eip {
    eip_id: Option<String> = named("eipId"),
});

structure!(EipData {
    total_count: Option<i64> = named("totalCount"),
    eip_set: Vec<Eip> = named("eipSet"),
});

structure!(DescribeEipResponse {
    code: Option<i64> = named("code"),
    code_desc: Option<String> = named("codeDesc"),
    data: Option<EipData> = named("data"),
});

old_action!(DescribeEipRequest => DescribeEipResponse, Operation {
    action: "DescribeEip",
    endpoint: "eip.api.qcloud.com",
    read_only: true,
    ..OLD
});

impl PagedRequest for DescribeEipRequest {
    type Item = Eip;
    const PAGING: Paging = Paging::OffsetLimit {
        offset: &[0],
        limit: &[1],
        total: Some(&[2, 0]),
        page_size: Some(2),
    };
    fn items(response: Self::Response) -> Vec<Eip> {
        response.data.map(|data| data.eip_set).unwrap_or_default()
    }
    fn item_count(response: &Self::Response) -> usize {
        response.data.as_ref().map_or(0, |data| data.eip_set.len())
    }
}

structure!(Filter {
    name: Option<String> = named("Name"),
    values: Option<Vec<String>> = named("Values"),
});

structure!(DescribeAddressesRequest {
    filters: Option<Vec<Filter>> = named("Filters"),
    limit: Option<i64> = named("Limit"),
    dry_run: Option<bool> = named("DryRun"),
});

structure!(DescribeAddressesResponse {
    total_count: Option<i64> = named("TotalCount"),
    request_id: Option<String> = named("RequestId"),
});

impl Request for DescribeAddressesRequest {
    type Response = DescribeAddressesResponse;
    const OPERATION: &'static Operation = &Operation {
        version: "2017-03-12",
        action: "DescribeAddresses",
        endpoint: "eip.api.qcloud.com",
        read_only: true,
        ..OLD
    };
    const PROTOCOL: Protocol = Protocol::V2(V2::VERSIONED);
}
