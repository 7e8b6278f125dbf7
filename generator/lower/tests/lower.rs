//! Decisions of lowering that the golden crate does not show, and its error messages.

use lower::{Action, EndFlag, PagingStyle, Structure};
use spec::{self, ExampleSide, KnownFault, PagingHint, ServiceSpec, Thing};

fn members(rows: &str) -> Vec<spec::Member> {
    let rows = rows.split(';').map(str::trim).filter(|row| !row.is_empty());
    rows.map(|row| {
        let (name, rest) = row.split_once(' ').unwrap();
        let (type_name, default) = rest.split_once(" = ").unwrap_or((rest, ""));
        let default = Some(default).filter(|default| !default.is_empty());
        let yaml = format!("{{name: {name}, type: {type_name}}}");
        let member: spec::Member = serde_yaml::from_str(&yaml).unwrap();
        spec::Member {
            default: default.map(str::to_owned),
            ..member
        }
    })
    .collect()
}

fn action(name: &str, input: &str, output: &str) -> spec::Action {
    spec::Action {
        name: name.to_owned(),
        input: members(input),
        output: members(output),
        ..spec::Action::default()
    }
}

fn structure(name: &str, rows: &str) -> spec::Structure {
    spec::Structure {
        name: name.to_owned(),
        members: members(rows),
        ..spec::Structure::default()
    }
}

fn service(actions: Vec<spec::Action>, structures: Vec<spec::Structure>) -> ServiceSpec {
    ServiceSpec {
        service: spec::Service {
            name: "cvm".to_owned(),
            version: "2017-03-12".to_owned(),
            ..spec::Service::default()
        },
        actions,
        structures,
        ..ServiceSpec::default()
    }
}

fn lowered(spec: ServiceSpec) -> lower::Version {
    let mut model = lower::lower(&[spec]).unwrap();
    model.products.remove(0).versions.remove(0)
}

fn lowered_action(input: &str, output: &str) -> Action {
    let structures = vec![structure("Instance", "Id String")];
    let spec = service(vec![action("List", input, output)], structures);
    lowered(spec).actions.remove(0)
}

fn style(input: &str, output: &str) -> Option<PagingStyle> {
    let paging = lowered_action(input, output).paging?;
    assert_eq!(paging.method.as_str(), "list_pages");
    Some(paging.style)
}

#[test]
fn offset_paging_needs_total_and_list() {
    let list = "InstanceSet Array of Instance; TotalCount Integer";
    let offset_limit = |offset, limit, total, page_size| PagingStyle::OffsetLimit {
        offset,
        limit,
        total: Some(total),
        page_size,
    };
    assert_eq!(
        style("A String; Offset Integer; Limit Integer = 20", list),
        Some(offset_limit(1, 2, 1, Some(20)))
    );
    assert_eq!(
        style("Limit String = many; Offset String", list),
        Some(offset_limit(1, 0, 1, None))
    );
    assert_eq!(
        style("Offset Integer; Limit Integer", "Set Array of Instance"),
        None
    );
    let two_lists = format!("{list}; Ids Array of String");
    assert_eq!(style("Offset Integer; Limit Integer", &two_lists), None);
    assert_eq!(style("Limit Integer", list), None);
    assert_eq!(style("Offset Instance; Limit Integer", list), None);
}

#[test]
fn page_number_starts_at_documented_default() {
    let list = "Total Integer; Ids Array of String";
    for (input, expected_first) in [
        ("PageNumber Integer = 1; PageSize Integer = 10", 1),
        ("PageIndex Integer = 0; PageSize Integer = 10", 0),
        ("Page Integer; PageSize Integer = 10", 1),
    ] {
        let expected = PagingStyle::PageNumber {
            number: 0,
            size: 1,
            total: Some(0),
            page_size: Some(10),
            first: expected_first,
        };
        assert_eq!(style(input, list), Some(expected), "{input}");
    }
    assert_eq!(style("PageNumber Integer", list), None);
}

#[test]
fn page_number_starts_where_text_says() {
    let page = |text: &str| {
        let mut action = action(
            "List",
            "Page Integer; PageSize Integer",
            "Total Integer; Ids Array of String",
        );
        action.input[0].doc.en = Some(text.to_owned());
        match lowered(service(vec![action], Vec::new())).actions[0]
            .paging
            .clone()
        {
            Some(lower::Paging {
                style: PagingStyle::PageNumber { first, .. },
                ..
            }) => first,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(page("The page number, starting from 0."), 0);
    assert_eq!(page("The page number, starting from 1."), 1);
    assert_eq!(page("The page number. Default: 10"), 1);
}

#[test]
fn offset_in_pages_is_page_number() {
    let paging = |text: &str| {
        let mut action = action(
            "List",
            "Offset Integer; Limit Integer = 20",
            "TotalCount Integer; Ids Array of String",
        );
        action.input[0].doc.zh = Some(text.to_owned());
        let paging = lowered(service(vec![action], Vec::new())).actions[0]
            .paging
            .clone();
        paging.map(|paging| paging.style)
    };
    assert_eq!(
        paging("第几页，页码从 0 开始，即首页为 0。"),
        Some(PagingStyle::PageNumber {
            number: 0,
            size: 1,
            total: Some(0),
            page_size: Some(20),
            first: 0,
        })
    );
    assert!(matches!(
        paging("偏移量，默认为0。"),
        Some(PagingStyle::OffsetLimit { .. })
    ));
    assert_eq!(paging("页码"), None, "the first page may be 0 or 1");
}

#[test]
fn token_paging_detects_end_flag() {
    let token = |end| {
        Some(PagingStyle::Token {
            token: 0,
            next: 0,
            end,
        })
    };
    assert_eq!(
        style("NextToken String", "NextToken String; Ids Array of String"),
        token(None)
    );
    assert_eq!(
        style(
            "Context String",
            "Context String; ListOver Boolean; Results Array of String"
        ),
        token(Some(EndFlag::Finished(1)))
    );
    assert_eq!(
        style(
            "Cursor String",
            "NextCursor String; HasMore Boolean; Results Array of String"
        ),
        token(Some(EndFlag::More(1)))
    );
    assert_eq!(style("Token String", "Ids Array of String"), None);
    assert_eq!(
        style(
            "NextToken Integer",
            "NextToken Integer; Ids Array of String"
        ),
        None
    );
}

#[test]
fn override_sets_paging() {
    let input = "Start Integer; Count Integer = 5";
    let output = "A Array of String; B Array of Instance; Sum Integer";
    let mut spec = service(
        vec![
            action("Odd", input, output),
            action(
                "Not",
                "Offset Integer; Limit Integer",
                "TotalCount Integer; Ids Array of String",
            ),
        ],
        vec![structure("Instance", "Id String")],
    );
    let offset = PagingHint::Offset {
        offset: "Start".to_owned(),
        limit: "Count".to_owned(),
        total: Some("Sum".to_owned()),
        items: "B".to_owned(),
    };
    let hints = [("Odd", offset), ("Not", PagingHint::None {})];
    spec.hints
        .paging
        .extend(hints.map(|(action, hint)| (action.to_owned(), hint)));
    let version = lowered(spec);
    let [not, odd] = &version.actions[..] else {
        panic!("two actions")
    };
    assert!(not.paging.is_none());
    let paging = odd.paging.as_ref().unwrap();
    assert_eq!(paging.items.0.as_str(), "b");
    let expected = PagingStyle::OffsetLimit {
        offset: 0,
        limit: 1,
        total: Some(2),
        page_size: Some(5),
    };
    assert_eq!(paging.style, expected);
}

#[test]
fn override_replaces_names() {
    let mut spec = service(
        vec![action("Odd", "", "")],
        vec![structure("Instance", "Id String")],
    );
    let renamed = [
        (Thing::Action("Odd".to_owned()), "ListOdd"),
        (Thing::Structure("Instance".to_owned()), "Machine"),
        (
            Thing::Member {
                structure: "Instance".to_owned(),
                member: "Id".to_owned(),
            },
            "machine_id",
        ),
    ];
    spec.hints
        .names
        .extend(renamed.map(|(item, name)| (item, name.to_owned())));
    let version = lowered(spec);
    let odd = &version.actions[0];
    assert_eq!(odd.method.as_str(), "list_odd");
    assert_eq!(odd.request.name.as_str(), "ListOddRequest");
    assert_eq!(odd.wire, "Odd");
    let machine = &version.structures[0];
    assert_eq!(
        (machine.wire.as_str(), machine.name.as_str()),
        ("Instance", "Machine")
    );
    assert_eq!(machine.members[0].field.as_str(), "machine_id");
}

#[test]
fn sent_members_are_optional() {
    let spec = service(
        vec![action(
            "Run",
            "In Sent; Ids Array of String",
            "Out Received; Both Sent",
        )],
        vec![
            structure("Sent", "Names Array of String; Deep DeepSent"),
            structure("DeepSent", "Names Array of String"),
            structure("Received", "Names Array of String; Count Integer"),
            structure("Unused", "Names Array of String"),
        ],
    );
    let version = lowered(spec);
    let found = |name: &str| -> &Structure {
        version
            .structures
            .iter()
            .find(|structure| structure.wire == name)
            .unwrap()
    };
    let optional = |structure: &Structure| {
        structure
            .members
            .iter()
            .map(|m| m.optional)
            .collect::<Vec<_>>()
    };
    for name in ["Sent", "DeepSent", "Unused"] {
        assert!(found(name).sent, "{name}");
        assert!(
            optional(found(name)).iter().all(|optional| *optional),
            "{name}"
        );
    }
    assert!(!found("Received").sent);
    assert_eq!(optional(found("Received")), [false, true]);
}

#[test]
fn direct_recursion_boxes_members() {
    let spec = service(
        Vec::new(),
        vec![
            structure("A", "B B; Leaf Leaf; Self A; List Array of A"),
            structure("B", "C C"),
            structure("C", "A A; D Array of D"),
            structure("D", "C C"),
            structure("Leaf", "Id String"),
        ],
    );
    let version = lowered(spec);
    let boxed = |structure: &Structure| -> Vec<bool> {
        structure
            .members
            .iter()
            .map(|member| member.boxed)
            .collect()
    };
    let all: Vec<Vec<bool>> = version.structures.iter().map(boxed).collect();
    assert_eq!(
        all,
        [
            vec![true, false, true, false],
            vec![true],
            vec![true, false],
            vec![false],
            vec![false]
        ]
    );
}

#[test]
fn errors_name_file_and_fix() {
    let fault = |action: &str, example| KnownFault {
        action: action.to_owned(),
        example,
        side: ExampleSide::Response,
        reason: "It is torn.".to_owned(),
    };
    let mut first = service(
        vec![action("List", "A Integer; B Object", "Ids String")],
        Vec::new(),
    );
    first.known_faults = vec![fault("List", 1), fault("Gone", 0)];
    let hint = PagingHint::Token {
        token: "A".to_owned(),
        next: "RequestId".to_owned(),
        items: "Ids".to_owned(),
    };
    first.hints.paging.insert("List".to_owned(), hint);
    let second = service(Vec::new(), Vec::new());
    let mut third = service(Vec::new(), Vec::new());
    third.service.version = "../../x".to_owned();
    let errors = lower::lower(&[first, second, third]).unwrap_err();
    assert_eq!(
        errors.to_string(),
        "\
error: `../../x` isn't an API version
  --> specs/cvm
  = help: correct the page that states it: a version is a date such as `2017-03-12`, or `unversioned`

error: the version occurs twice
  --> specs/cvm/2017-03-12
  = help: merge the specs first

error: action `List` has no example 1 with a response
  --> specs/cvm/2017-03-12/known_faults.yaml
  = help: delete the entry, or correct its action and number

error: the spec has no action `Gone`
  --> specs/cvm/2017-03-12/known_faults.yaml
  = help: delete the entry, or correct its action and number

error: paging of action `List`: `RequestId` does not fit
  --> specs/cvm/2017-03-12/overrides.yaml
  = help: `items` must name a list of the output, the other entries numbers or strings"
    );
}

#[test]
fn long_cycle_boxes_only_its_members() {
    let mut structures: Vec<spec::Structure> = (0..4_000)
        .map(|at| structure(&format!("S{at}"), &format!("Next S{}", (at + 1) % 4_000)))
        .collect();
    structures.push(structure("Outside", "First S0; Self Outside"));
    let version = lowered(service(Vec::new(), structures));
    for structure in &version.structures {
        let boxed: Vec<bool> = structure.members.iter().map(|m| m.boxed).collect();
        let expected = if structure.wire == "Outside" {
            vec![false, true]
        } else {
            vec![true]
        };
        assert_eq!(boxed, expected, "{}", structure.wire);
    }
}

#[test]
fn shown_request_stays_small() {
    // Each of the 40 structures requires all of them, three levels deep.
    let mut structures = Vec::new();
    for at in 0..40 {
        let mut found = structure(&format!("S{at}"), "");
        for member in 0..40 {
            let yaml = format!("{{name: M{member}, type: Array of S{member}, required: true}}");
            found.members.push(serde_yaml::from_str(&yaml).unwrap());
        }
        structures.push(found);
    }
    let mut list = action("List", "Root S0", "");
    list.input[0].required = Some(spec::Required::Known(true));
    let action = lowered(service(vec![list], structures)).actions.remove(0);
    let shown = format!("{:?}", action.shown);
    assert!(
        shown.contains("m39") && shown.len() < 20_000,
        "{}",
        shown.len()
    );
}
