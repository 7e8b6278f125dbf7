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
fn member_of_general_name_identifies_the_kind_of_its_action() {
    let kind = |noun: &str, out: &str| {
        [
            format!(
                "name: Create{noun}\ninput: [{{name: Name, type: String}}]\noutput: [{{name: {out}, type: Integer}}]"
            ),
            format!(
                "name: Describe{noun}s\ninput: [{{name: {out}s, type: Array of Integer}}]\n\
                 output: [{{name: Set, type: Array of {noun}Item}}]"
            ),
            format!(
                "name: Modify{noun}\ninput: [{{name: {out}, type: Integer}}, {{name: Name, type: String}}]\n\
                 output: []"
            ),
            format!("name: Delete{noun}\ninput: [{{name: {out}, type: Integer}}]\noutput: []"),
        ]
    };
    let structure = |noun: &str, key: &str| {
        format!(
            "{{name: {noun}Item, members: [{{name: {key}, type: Integer}}, {{name: Name, type: String}}]}}"
        )
    };
    let actions: Vec<String> = [
        ("ClipTemplate", "Definition"),
        ("CoverTemplate", "Definition"),
        ("Score", "Id"),
    ]
    .iter()
    .flat_map(|(noun, key)| kind(noun, key))
    .collect();
    let actions: Vec<&str> = actions.iter().map(String::as_str).collect();
    let structures = [
        structure("ClipTemplate", "Definition"),
        structure("CoverTemplate", "Definition"),
        structure("Score", "Id"),
    ];
    let structures: Vec<&str> = structures.iter().map(String::as_str).collect();
    let behaviour = inferred(&actions, &structures);
    for (noun, key) in [
        ("ClipTemplate", "Definition"),
        ("CoverTemplate", "Definition"),
        ("Score", "Id"),
    ] {
        assert_eq!(behaviour.resource(noun).unwrap().id.as_deref(), Some(key));
        let create = behaviour.role(&format!("Create{noun}")).unwrap();
        assert_eq!(create.ids.as_deref(), Some(key));
        assert_effect(&behaviour, &format!("Create{noun}"), Effect::Create, noun);
        assert_effect(
            &behaviour,
            &format!("Describe{noun}s"),
            Effect::Describe,
            noun,
        );
        assert_effect(&behaviour, &format!("Modify{noun}"), Effect::Modify, noun);
        assert_effect(&behaviour, &format!("Delete{noun}"), Effect::Delete, noun);
    }
}

#[test]
fn chosen_name_is_the_id_only_outside_a_parent() {
    let structure =
        "{name: ProviderInfo, members: [{name: Name, type: String}, {name: Url, type: String}]}";
    let with = |verb: &str, parent: &str| {
        format!("name: {verb}Provider\ninput: [{parent}{{name: Name, type: String}}]\noutput: []")
    };
    let list =
        "name: ListProviders\ninput: []\noutput: [{name: List, type: Array of ProviderInfo}]";
    let behaviour = inferred(
        &[list, &with("Create", ""), &with("Delete", "")],
        &[structure],
    );
    let provider = behaviour.resource("Provider").unwrap();
    assert_eq!(provider.id.as_deref(), Some("Name"));
    assert_effect(&behaviour, "CreateProvider", Effect::Create, "Provider");
    assert_effect(&behaviour, "DeleteProvider", Effect::Delete, "Provider");
    let parent = "{name: TenantId, type: String}, ";
    let inside = [with("Create", parent), with("Delete", parent)];
    let behaviour = inferred(&[list, &inside[0], &inside[1]], &[structure]);
    assert_eq!(behaviour.role("DeleteProvider"), None);
}

#[test]
fn parameter_for_a_new_value_sets_the_present_one() {
    let disk =
        "{name: Disk, members: [{name: DiskId, type: String}, {name: ProjectId, type: Integer}]}";
    let describe = "name: DescribeDisks\ninput: [{name: DiskIds, type: Array of String}]\n\
                    output: [{name: DiskSet, type: Array of Disk}]";
    let modify = "name: ModifyDisksProject\ninput: [{name: DiskIds, type: Array of String}, \
                  {name: NewProjectId, type: Integer}]\noutput: []";
    let behaviour = inferred(&[describe, modify], &[disk]);
    let role = behaviour.role("ModifyDisksProject").unwrap();
    assert_eq!(role.effect, Effect::Modify);
    assert_eq!(
        role.sets.get("NewProjectId").map(String::as_str),
        Some("ProjectId")
    );
}

#[test]
fn description_with_the_id_wins_over_its_parts() {
    let service = "{name: ServiceInfo, members: [{name: ServiceId, type: String}, \
                   {name: Routes, type: Array of Route}]}";
    let route =
        "{name: Route, members: [{name: ServiceId, type: String}, {name: Path, type: String}]}";
    let describe = "name: DescribeService\ninput: [{name: ServiceId, type: String}]\n\
                    output: [{name: Result, type: ServiceInfo}]";
    let behaviour = inferred(&[describe], &[service, route]);
    let found = behaviour.resource("Service").unwrap();
    assert_eq!(found.structure.as_deref(), Some("ServiceInfo"));
    let role = behaviour.role("DescribeService").unwrap();
    assert_eq!(role.items.as_deref(), Some("Result"));
}

#[test]
fn new_resources_in_a_list_are_no_part_of_one() {
    let entry =
        "{name: Entry, members: [{name: EntryId, type: String}, {name: Port, type: Integer}]}";
    let list = "{name: EntrySet, type: Array of Entry}";
    let describe = format!(
        "name: DescribeEntries\ninput: [{{name: EntryIds, type: Array of String}}]\noutput: [{list}]"
    );
    let create = format!("name: CreateEntries\ninput: [{list}]\noutput: [{list}]");
    let behaviour = inferred(&[&describe, &create], &[entry]);
    let role = behaviour.role("CreateEntries").unwrap();
    assert_eq!(role.effect, Effect::Create);
    let sets: Vec<&str> = role.sets.keys().map(String::as_str).collect();
    assert_eq!(sets, ["EntrySet.Port"]);
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
