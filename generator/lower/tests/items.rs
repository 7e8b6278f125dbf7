//! Docs of a version's items: titles, releases, users and regions.

use spec::ServiceSpec;

fn members(rows: &str) -> Vec<spec::Member> {
    let rows = rows.split(';').map(str::trim).filter(|row| !row.is_empty());
    rows.map(|row| {
        let (name, rest) = row.split_once(' ').unwrap();
        let yaml = format!("{{name: {name}, type: {rest}}}");
        serde_yaml::from_str(&yaml).unwrap()
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

#[test]
fn structure_names_its_users_and_its_release() {
    let structures = vec![
        structure("Disk", "Id String; Next Disk"),
        structure("Instance", "Disks Array of Array of Disk"),
    ];
    let actions = vec![
        action("RunInstances", "Disk Disk", ""),
        action(
            "List",
            "",
            "Instances Array of Instance; Disks Array of Disk",
        ),
    ];
    let mut spec = service(actions, structures);
    let history = "
- number: 12
  date: '2024-03-01 10:00:00'
  changes: [{kind: new_structure, name: Disk}]
  line: 1
";
    spec.service.history = serde_yaml::from_str(history).unwrap();
    let version = lowered(spec);
    let link = |name: &str| format!("[`{name}`](crate::v20170312::{name})");
    let users = ["Instance", "ListResponse", "RunInstancesRequest"].map(link);
    assert_eq!(
        version.structures[0].docs,
        [
            "The data structure `Disk`.".to_owned(),
            String::new(),
            "- Since: release 12 (2024-03-01)".to_owned(),
            format!("- Used by: {}", users.join(", ")),
        ]
    );
}

#[test]
fn regions_of_service_and_actions_are_constants() {
    let mut list = action("List", "", "");
    list.regions = vec!["cn-north-1".to_owned(), "ap-tokyo".to_owned()];
    let mut spec = service(vec![list], Vec::new());
    let named = "[{id: ap-tokyo, name: {en: Tokyo}}]";
    spec.service.regions = serde_yaml::from_str(named).unwrap();
    let regions = lowered(spec).regions;
    let found: Vec<_> = regions
        .iter()
        .map(|region| {
            (
                region.name.as_str(),
                region.value.as_str(),
                region.docs.join("\n"),
            )
        })
        .collect();
    let docs = |text: &str| text.to_owned();
    assert_eq!(
        found,
        [
            (
                "AP_TOKYO",
                "ap-tokyo",
                docs("Tokyo: the region `ap-tokyo`.")
            ),
            ("CN_NORTH_1", "cn-north-1", docs("The region `cn-north-1`.")),
        ]
    );
}

#[test]
fn method_docs_open_with_the_title() {
    let mut run = action("RunInstances", "", "");
    run.title.en = Some("Create instances".to_owned());
    run.doc.en = Some("This API is used to create instances.".to_owned());
    let mut stop = action("StopInstances", "", "");
    stop.title.en = Some("StopInstances".to_owned());
    stop.doc.en = Some("Stops instances.".to_owned());
    let actions = lowered(service(vec![run, stop], Vec::new())).actions;
    let opening = |at: usize| actions[at].docs[..3].join("\n");
    assert_eq!(
        opening(0),
        "Create instances\n\nThis API is used to create instances."
    );
    assert_eq!(opening(1), "Stops instances.\n\n- Action: `StopInstances`");
}

/// Returns a service whose `Stop` waits like this, by an override or as inferred.
fn waiting(wait: &str) -> ServiceSpec {
    let mut stop = action("Stop", "Ids Array of String", "");
    stop.wait = serde_yaml::from_str(wait).unwrap();
    let list = action(
        "List",
        "Ids Array of String; Zones Array of String",
        "Disks Array of Disk",
    );
    let disk = structure("Disk", "DiskId String; State String; Size Float");
    service(vec![stop, list], vec![disk])
}

const WAIT: &str = "{action: List, parameter: Ids, input: Ids, state: Disks.State, success: [OFF]}";

#[test]
fn wait_is_named_after_resource_and_state() {
    let version = lowered(waiting(WAIT));
    assert_eq!(version.waiters[0].name.as_str(), "disks_off");
    let fact = "- Asynchronous: [`wait::disks_off`](crate::v20170312::wait::disks_off) waits until it has \
                finished";
    let stop = &version.actions[1];
    assert_eq!(
        (stop.wire.as_str(), stop.docs.last().unwrap().as_str()),
        ("Stop", fact)
    );
}

#[test]
fn wait_of_an_override_must_fit() {
    for (wrong, problem) in [
        (
            ("action: List", "action: Find"),
            "no action is called `Find`",
        ),
        (
            ("Disks.State", "Disks.Status"),
            "`Disk` has no member `Status` of `Disks.Status`",
        ),
        (
            ("Disks.State", "Disks"),
            "`Disks` is neither text nor a number",
        ),
        (
            ("Disks.State", "Disks.State.X"),
            "`State` of `Disks.State.X` is not a structure",
        ),
        (
            ("Disks.State", "Disks.Size"),
            "`Disks.Size` is neither text nor a number",
        ),
        (
            ("parameter: Ids", "parameter: Id"),
            "`List` has no parameter `Id`",
        ),
        (
            ("state:", "id: Disks.Size, state:"),
            "`Disks.Size` is not a text beside `Disks.State`",
        ),
        (("[OFF]", "[]"), "`success` has no state"),
    ] {
        let wait = WAIT.replace(wrong.0, wrong.1);
        let error = lower::lower(&[waiting(&wait)]).unwrap_err().to_string();
        assert!(
            error.contains(&format!("`wait` of action `Stop`: {problem}")),
            "{error}"
        );
        // An inferred one is omitted.
        let inferred = wait.replace("success", "inferred: prose, success");
        assert!(lowered(waiting(&inferred)).waiters.is_empty(), "{wait}");
    }
}
