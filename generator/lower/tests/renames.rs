//! Names that overrides ask for: they are unique and not reserved, or an error.

use lower::{lower, lower_sound};
use spec::{Action, Member, MemberList, ServiceSpec, Structure, Thing};

fn members(names: &[&str]) -> Vec<Member> {
    let member = |name: &&str| Member::new(*name, "String".parse().unwrap());
    names.iter().map(member).collect()
}

/// Returns a spec with two actions and two structures, and these names of overrides.
fn renamed(service: &str, names: &[(Thing, &str)]) -> ServiceSpec {
    let action = |name: &str| Action {
        name: name.to_owned(),
        input: members(&["Offset", "Limit", "Type"]),
        ..Action::default()
    };
    let structure = |name: &str| Structure {
        name: name.to_owned(),
        members: members(&["Key", "Value"]),
        ..Structure::default()
    };
    let mut spec = ServiceSpec {
        actions: vec![action("DescribeDisks"), action("DescribeZones")],
        structures: vec![structure("Filter"), structure("Tag")],
        ..ServiceSpec::default()
    };
    spec.service.name = service.to_owned();
    spec.service.version = "2017-03-12".to_owned();
    for (line, (thing, name)) in names.iter().enumerate() {
        spec.hints.names.insert(thing.clone(), (*name).to_owned());
        spec.hints.lines.insert(thing.clone(), line + 1);
    }
    spec
}

fn input(name: &str) -> Thing {
    MemberList::Input("DescribeDisks").member(name)
}

fn refusal(names: &[(Thing, &str)]) -> String {
    lower(&[renamed("cvm", names)]).unwrap_err().to_string()
}

#[test]
fn taken_names_are_refused_with_both_things() {
    assert_eq!(
        refusal(&[(input("Limit"), "offset")]),
        "\
error: action `DescribeDisks`, input `Limit`: `rename: offset` clashes with the name of \
action `DescribeDisks`, input `Offset`
  --> specs/cvm/2017-03-12/overrides.yaml:1:1
  = help: choose another name, or rename both"
    );
    let action = refusal(&[(Thing::action("DescribeDisks"), "describe_zones")]);
    assert!(
        action.contains("clashes with the name of action `DescribeZones`"),
        "{action}"
    );
    let structure = refusal(&[(Thing::structure("Tag"), "Filter")]);
    assert!(
        structure.contains("clashes with the name of structure `Filter`"),
        "{structure}"
    );
    let both = refusal(&[(input("Limit"), "size"), (input("Offset"), "Size")]);
    assert_eq!(both.matches("error: ").count(), 1, "{both}");
}

#[test]
fn reserved_names_are_refused_with_another() {
    for (thing, name, nearest) in [
        (input("Limit"), "move", "move_"),
        (input("Limit"), "default", "default_2"),
        (Thing::action("DescribeDisks"), "call", "call_2"),
        (Thing::structure("Tag"), "Client", "Client2"),
        (
            Thing::structure("Tag"),
            "DescribeDisksRequest",
            "DescribeDisksRequest2",
        ),
    ] {
        let refusal = refusal(&[(thing.clone(), name)]);
        assert_eq!(
            refusal,
            format!(
                "error: {thing}: `rename: {name}` is a name that is reserved or in use\n  \
                 --> specs/cvm/2017-03-12/overrides.yaml:1:1\n  \
                 = help: choose another name, such as `{nearest}`"
            )
        );
    }
}

#[test]
fn free_names_are_given() {
    let names = [
        (input("Limit"), "page_size"),
        (input("Offset"), "Limit"),
        (input("Type"), "type_"),
        (Thing::action("DescribeDisks"), "list_disks"),
        (Thing::structure("Tag"), "Label"),
    ];
    let model = lower(&[renamed("cvm", &names)]).unwrap();
    let version = &model.products[0].versions[0];
    let action = &version.actions[0];
    assert_eq!(action.method.as_str(), "list_disks");
    let fields: Vec<&str> = action
        .request
        .members
        .iter()
        .map(|member| member.field.as_str())
        .collect();
    assert_eq!(fields, ["limit", "page_size", "type_"]);
}

#[test]
fn sound_products_are_lowered_without_others() {
    let sound = renamed("cbs", &[]);
    let clash = renamed("cvm", &[(input("Limit"), "offset")]);
    let reserved = renamed("vpc", &[(input("Limit"), "default")]);
    let (model, errors) = lower_sound(&[clash, reserved, sound]);
    let services: Vec<&str> = model
        .products
        .iter()
        .map(|product| product.service.as_str())
        .collect();
    assert_eq!(services, ["cbs"]);
    assert_eq!(model.first_call.unwrap().feature, "cbs");
    let faulty: Vec<&str> = errors.iter().map(|error| error.service.as_str()).collect();
    assert_eq!(faulty, ["cvm", "vpc"]);
}
