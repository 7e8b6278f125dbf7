//! Filters as functions, and limits that are checked before sending.

use golden_api::filters::{
    Client, ListFilter, ListFilter2, ListRequest, SearchAssets, SearchFilters, SearchRequest,
};
use golden_api::testing::MockTransport;
use golden_api::{Config, ErrorKind, InvalidRequest, Value, blocking, json};

fn client(transport: &MockTransport, change: impl Fn(&mut bool)) -> Client {
    let mut check = false;
    change(&mut check);
    let config: Config = transport.config().check_limits(check).build().unwrap();
    Client::new(&config)
}

/// Returns the filters that arrive.
fn sent(request: ListRequest) -> Value {
    let transport = MockTransport::new().on_action("List", |_| json!({}));
    blocking::wait(client(&transport, |_| {}).list(request)).unwrap();
    transport.calls()[0].parameters["Filters"].clone()
}

#[test]
fn functions_return_the_documented_names() {
    let filters = [
        ListFilter2::zone(["a", "b"]),
        ListFilter2::type_(["t"]),
        ListFilter2::self_(["s"]),
        ListFilter2::tag(["t"]),
        ListFilter2::tag_2("env", ["prod"]),
        ListFilter2::tag_3(String::from("k"), [String::from("v")]),
        ListFilter2::tag_4(["T"]),
        ListFilter2::_3d_mode(["m"]),
        ListFilter2::u540d_u79f0(["n"]),
        ListFilter2::q_uote(["q"]),
        ListFilter2::values("k", ["v"]),
        ListFilter::default().name("undocumented").values(["x"]),
    ];
    let filters = sent(ListRequest::default().filters(filters));
    let names: Vec<&str> = filters
        .as_array()
        .unwrap()
        .iter()
        .map(|filter| filter["Name"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "zone",
            "type",
            "self",
            "tag",
            "tag:env",
            "tag:k",
            "Tag",
            "3d.mode",
            "名称",
            "q\"uote\\{}",
            "values:k",
            "undocumented",
        ]
    );
    assert_eq!(filters[0]["Values"], json!(["a", "b"]));
}

#[test]
fn functions_fill_other_shapes() {
    let transport = MockTransport::new().on_action("Search", |_| json!({}));
    let request = SearchRequest::default()
        .filters([SearchFilters::name("one"), SearchFilters::name_2("two")])
        .assets([SearchAssets::tag("k", ["v"]).exact_match(true)]);
    blocking::wait(client(&transport, |_| {}).search(request)).unwrap();
    assert_eq!(
        transport.calls()[0].parameters,
        json!({
            "Filters": [{"Name": "name", "Value": "one"}, {"Name": "Name", "Value": "two"}],
            "Assets": [{"ExactMatch": true, "Key": "tag:k", "Values": ["v"]}],
        })
    );
}

/// Returns the limits that a request breaks.
fn broken(request: ListRequest) -> Vec<String> {
    let transport = MockTransport::new().on_action("List", |_| json!({}));
    let result = blocking::wait(client(&transport, |check| *check = true).list(request));
    let Err(error) = result else {
        return Vec::new();
    };
    let ErrorKind::InvalidRequest(InvalidRequest::BrokenLimits(broken)) = error.kind() else {
        panic!("{error}");
    };
    broken.limits.iter().map(ToString::to_string).collect()
}

#[test]
fn generated_limits_are_checked() {
    let zones = [ListFilter2::zone(["a", "b"])];
    assert_eq!(
        broken(
            ListRequest::default()
                .filters(zones)
                .ids(["1", "2", "3", "4"])
                .kind("A")
        ),
        [
            "Filters[0].Values has 2 items, but may have at most 1 (documented: “One value per filter”)",
            "Filters can't be sent together with Ids (documented: “`Ids` and `Filters` exclude each other”)",
            "Ids has 4 items, but may have 1 to 3",
            "Key is absent, but required if Kind is A",
        ]
    );
    assert_eq!(
        broken(
            ListRequest::default()
                .key("k")
                .number(0)
                .share(0.5)
                .text("x")
        ),
        [
            "Key has 1 characters, but may have at least 2",
            "Number is 0, but may be 1 to 100",
            "Share is 0.5, but may be at least 0 and less than 0.5",
        ]
    );
    let request = ListRequest::default()
        .kind("A")
        .key("keys")
        .number(100)
        .share(0.0);
    assert_eq!(broken(request.ids(["1"])), [""; 0]);
}
