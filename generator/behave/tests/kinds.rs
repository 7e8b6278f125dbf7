//! The kinds of resources that specs imply, and the effects of actions on them.

use std::path::Path;

use behave::{Behaviour, Effect, infer, merge, render};
use spec::{BEHAVIOUR, ServiceSpec, parse_tree, read_files};

/// Returns the behaviour of a service with these actions and structures, each as YAML.
fn inferred(actions: &[&str], structures: &[&str]) -> Behaviour {
    let action = |text: &&str| {
        let frame = "service: vm\nversion: 2024-01-01\n";
        serde_yaml::from_str(&format!("{frame}{text}")).unwrap()
    };
    infer(&ServiceSpec {
        actions: actions.iter().map(action).collect(),
        structures: structures
            .iter()
            .map(|text| serde_yaml::from_str(text).unwrap())
            .collect(),
        ..ServiceSpec::default()
    })
}

#[track_caller]
fn assert_effect(behaviour: &Behaviour, action: &str, effect: Effect, resource: &str) {
    let role = behaviour.role(action).unwrap();
    assert_eq!((role.effect, role.resource.as_str()), (effect, resource));
}

const FUNCTION: &str = "{name: Function, members: [{name: FunctionName, type: String}, \
                        {name: FunctionId, type: String}, {name: Runtime, type: String}]}";
const LIST_FUNCTIONS: &str =
    "name: ListFunctions\ninput: []\noutput: [{name: Functions, type: Array of Function}]";
const CREATE_FUNCTION: &str =
    "name: CreateFunction\ninput: [{name: FunctionName, type: String}]\noutput: []";
const UPDATE_FUNCTION: &str = "name: UpdateFunction\ninput: [{name: FunctionName, type: String}, {name: Runtime, type: String}]\n\
     output: []";
const DELETE_FUNCTION: &str =
    "name: DeleteFunction\ninput: [{name: FunctionName, type: String}]\noutput: []";

#[test]
fn name_that_creates_and_deletes_is_the_id() {
    let actions = [
        LIST_FUNCTIONS,
        CREATE_FUNCTION,
        UPDATE_FUNCTION,
        DELETE_FUNCTION,
    ];
    let behaviour = inferred(&actions, &[FUNCTION]);
    let function = behaviour.resource("Function").unwrap();
    assert_eq!(function.id.as_deref(), Some("FunctionName"));
    assert_eq!(function.form, None);
    let role = behaviour.role("CreateFunction").unwrap();
    assert_eq!(role.target.as_deref(), Some("FunctionName"));
    for (action, effect) in [
        ("ListFunctions", Effect::Describe),
        ("CreateFunction", Effect::Create),
        ("UpdateFunction", Effect::Modify),
        ("DeleteFunction", Effect::Delete),
    ] {
        assert_effect(&behaviour, action, effect, "Function");
    }
}

#[test]
fn name_is_no_id_if_parameters_have_one() {
    let by_id = "name: DeleteFunction\ninput: [{name: FunctionId, type: String}]\noutput: []";
    let behaviour = inferred(&[LIST_FUNCTIONS, CREATE_FUNCTION, by_id], &[FUNCTION]);
    let function = behaviour.resource("Function").unwrap();
    assert_eq!(function.id.as_deref(), Some("FunctionId"));
    assert_effect(&behaviour, "DeleteFunction", Effect::Delete, "Function");
}

#[test]
fn states_follow_documented_values() {
    let disk = "{name: Disk, members: [{name: DiskId, type: String}, \
                {name: DiskState, type: String, values: [{value: UNATTACHED}, {value: ATTACHING}, \
                {value: ATTACHED}, {value: DETACHING}]}]}";
    let of = |verb: &str| {
        format!(
            "name: {verb}Disks\ninput: [{{name: DiskIds, type: Array of String}}, \
             {{name: Zone, type: String}}]\noutput: []"
        )
    };
    let (disable, create) = (of("Disable"), of("Create"));
    let describe = "name: DescribeDisks\ninput: [{name: DiskIds, type: Array of String}]\n\
                    output: [{name: DiskSet, type: Array of Disk}]";
    let behaviour = inferred(&[describe, &create, &disable], &[disk]);
    let state = behaviour.resource("Disk").unwrap().state.as_ref().unwrap();
    assert_eq!(
        (state.member.as_str(), state.ready.as_str()),
        ("DiskState", "UNATTACHED")
    );
    // No value says that a disk is disabled.
    assert_eq!(behaviour.role("DisableDisks").unwrap().state, None);
    let switched = disk.replace("DETACHING", "DISABLED");
    let behaviour = inferred(&[describe, &create, &disable], &[&switched]);
    let change = behaviour
        .role("DisableDisks")
        .unwrap()
        .state
        .as_ref()
        .unwrap();
    assert_eq!(change.to.as_deref(), Some("DISABLED"));
}

const SNAPSHOT: &str = "{name: Snapshot, members: [{name: SnapshotId, type: String}, \
                        {name: DiskId, type: String}]}";
const DESCRIBE_SNAPSHOTS: &str = "name: DescribeSnapshots\n\
     input: [{name: SnapshotIds, type: Array of String}]\n\
     output: [{name: SnapshotSet, type: Array of Snapshot}]";

#[test]
fn verb_for_orders_creates_only_without_own_id() {
    let apply = "name: ApplySnapshot\ninput: [{name: SnapshotId, type: String}]\noutput: []";
    let create = "name: CreateSnapshot\ninput: [{name: DiskId, type: String}]\n\
                  output: [{name: SnapshotId, type: String}]";
    let behaviour = inferred(&[DESCRIBE_SNAPSHOTS, apply, create], &[SNAPSHOT]);
    assert_effect(&behaviour, "ApplySnapshot", Effect::Inspect, "Snapshot");
    assert_effect(&behaviour, "CreateSnapshot", Effect::Create, "Snapshot");
}

#[test]
fn id_that_fits_the_action_is_that_of_the_new_resource() {
    let deal = "{name: Deal, members: [{name: DealId, type: String}]}";
    let describe = "name: DescribeDeals\ninput: [{name: DealIds, type: Array of String}]\n\
                    output: [{name: DealSet, type: Array of Deal}]";
    let create = "name: CreateSnapshots\ninput: []\n\
                  output: [{name: DealId, type: String}, {name: SnapshotIds, type: Array of String}]";
    let behaviour = inferred(&[DESCRIBE_SNAPSHOTS, describe, create], &[SNAPSHOT, deal]);
    assert_effect(&behaviour, "CreateSnapshots", Effect::Create, "Snapshot");
    let role = behaviour.role("CreateSnapshots").unwrap();
    assert_eq!(role.ids.as_deref(), Some("SnapshotIds"));
}

#[test]
fn inferred_entries_pass_the_checks_of_entries_by_hand() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs");
    let files = read_files(&folder).unwrap();
    let specs = parse_tree("specs", &files).unwrap();
    assert!(!specs.is_empty());
    for spec in &specs {
        let mut by_hand = infer(spec);
        by_hand
            .resources
            .iter_mut()
            .for_each(|one| one.inferred = false);
        by_hand
            .actions
            .iter_mut()
            .for_each(|one| one.inferred = false);
        let file = format!(
            "specs/{}/{}/{BEHAVIOUR}",
            spec.service.name, spec.service.version
        );
        let text = render(&file, &by_hand).unwrap();
        match merge(spec, &file, Some(&text)) {
            Ok(merged) => assert_eq!(merged, by_hand),
            Err(faults) => panic!("{}", spec::SpecFaults(faults)),
        }
    }
}
