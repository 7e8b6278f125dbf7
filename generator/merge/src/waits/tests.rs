use super::*;

/// Returns a service whose `Stop` has this description, with a query that tells about instances.
fn spec(doc: &str) -> ServiceSpec {
    let yaml = format!(
        "
- {{name: Stop, service: cvm, version: '2017-03-12', doc: {{zh: {doc:?}}},
   input: [{{name: InstanceIds, type: Array of String}}], output: []}}
- {{name: DescribeInstances, service: cvm, version: '2017-03-12',
   input: [{{name: Filters, type: Array of String}}, {{name: InstanceIdSet, type: Array of String}}],
   output: [{{name: TotalCount, type: Integer}}, {{name: Instances, type: Array of Instance}}]}}"
    );
    let structures = "
- name: Instance
  members:
  - {name: InstanceId, type: String}
  - {name: LatestOperationRequestId, type: String}
  - name: LatestOperationState
    type: String
    values: [{value: SUCCESS}, {value: OPERATING}, {value: FAILED}]
  - {name: Disk, type: Disk}
- {name: Disk, members: [{name: Status, type: Integer}]}";
    ServiceSpec {
        actions: serde_yaml::from_str(&yaml).unwrap(),
        structures: serde_yaml::from_str(structures).unwrap(),
        ..ServiceSpec::default()
    }
}

fn waits(mut spec: ServiceSpec) -> Vec<Option<Wait>> {
    add_waits(&mut spec);
    let waits = spec.actions.into_iter().map(|action| action.wait);
    waits.map(|wait| wait.map(|wait| *wait)).collect()
}

#[test]
fn description_tells_what_to_wait_for() {
    let sentence = "结果可以通过 DescribeInstances 接口查询，如果最新操作状态(LatestOperationState)为\
                    “SUCCESS”，则代表操作成功。";
    let waits = waits(spec(&format!("本接口用于关闭实例。{sentence}")));
    let expected = Wait {
        action: "DescribeInstances".to_owned(),
        parameter: "InstanceIdSet".to_owned(),
        input: Some("InstanceIds".to_owned()),
        state: "Instances.LatestOperationState".to_owned(),
        id: Some("Instances.InstanceId".to_owned()),
        request_id: Some("Instances.LatestOperationRequestId".to_owned()),
        success: vec!["SUCCESS".to_owned()],
        failure: vec!["FAILED".to_owned()],
        inferred: Some(Inferred::Prose),
        sentence: Localized::new(Language::Zh, sentence),
        ..Wait::default()
    };
    assert_eq!(waits, [Some(expected), None]);
}

#[test]
fn english_description_tells_states_without_quotation_marks() {
    let doc = "You can call DescribeInstances to check the result. The operation has failed if \
               LatestOperationState is FAILED; SUCCESS means that it succeeded.";
    let wait = waits(spec(doc)).remove(0);
    let wait = wait.unwrap();
    assert_eq!(
        (wait.success, wait.failure),
        (vec!["SUCCESS".to_owned()], vec!["FAILED".to_owned()])
    );
}

#[test]
fn texts_without_action_state_or_result_tell_nothing() {
    for doc in [
        "实例操作结果可以查询，如果LatestOperationState为“SUCCESS”，则代表操作成功。",
        "通过 DescribeInstances 查询，如果状态为“SUCCESS”，则代表操作成功。",
        "通过 DescribeInstances 查询 LatestOperationState：“SUCCESS”或“FAILED”。",
        "请先调用 DescribeInstances，LatestOperationState 为“SUCCESS”时操作才能成功。",
        "通过 DescribeInstances 查询到 LatestOperationState 为准备完成（\"SUCCESS\"）后，操作完成时可以调用本接口。",
        "通过 DescribeImages 查询，如果 LatestOperationState 为“SUCCESS”，则代表操作成功。",
    ] {
        assert_eq!(waits(spec(doc)), [None, None], "{doc}");
    }
}

#[test]
fn action_without_ids_has_no_wait() {
    let doc = "通过 DescribeInstances 查询，如果LatestOperationState为“SUCCESS”，则代表操作成功。";
    let mut spec = spec(doc);
    spec.actions[0].input.clear();
    assert_eq!(waits(spec), [None, None]);
}

#[test]
fn task_ids_are_waited_for() {
    let actions = "
- {name: Allocate, service: ecm, version: '2019-07-19', input: [],
   output: [{name: TaskId, type: String, doc: {en: You can use the `DescribeTask` API to query the task status.}}]}
- {name: Modify, service: ecm, version: '2019-07-19', input: [],
   output: [{name: TaskId, type: String, doc: {en: Async task ID.}}]}
- {name: Plan, service: ecm, version: '2019-07-19', input: [],
   output: [{name: TaskId, type: String, doc: {en: ID of the plan.}}]}
- {name: DescribeTask, service: ecm, version: '2019-07-19', input: [{name: TaskId, type: String}],
   output: [{name: Status, type: String, values: [{value: SUCCESS}, {value: FAILED}, {value: RUNNING}]},
            {name: TaskId, type: String, doc: {en: Async task ID.}}]}";
    let spec = ServiceSpec {
        actions: serde_yaml::from_str(actions).unwrap(),
        ..ServiceSpec::default()
    };
    let [allocate, modify, plan, describe] = &waits(spec)[..] else {
        panic!("four actions")
    };
    let allocate = allocate.as_ref().unwrap();
    assert_eq!(allocate.state, "Status");
    assert_eq!(allocate.output.as_deref(), Some("TaskId"));
    assert_eq!(
        (allocate.id.as_ref(), &allocate.failure[..]),
        (None, &["FAILED".to_owned()][..])
    );
    let modify = modify.as_ref().unwrap();
    assert_eq!(
        (&modify.action, modify.sentence.is_empty()),
        (&allocate.action, true)
    );
    assert_eq!((plan, describe), (&None, &None));
}

#[test]
fn task_that_was_created_has_not_ended() {
    let query = |values: &str| {
        let actions = format!(
            "
- {{name: Create, service: ess, version: '2020-11-11', input: [],
   output: [{{name: TaskId, type: String, doc: {{zh: 可以调用DescribeTask查询任务的状态。}}}}]}}
- {{name: DescribeTask, service: ess, version: '2020-11-11', input: [{{name: TaskId, type: String}}],
   output: [{{name: Status, type: Integer, values: [{values}]}}]}}"
        );
        let spec = ServiceSpec {
            actions: serde_yaml::from_str(&actions).unwrap(),
            ..ServiceSpec::default()
        };
        waits(spec).remove(0).unwrap().success
    };
    let created = "{value: '1', doc: {zh: 任务创建成功}}";
    let failed = "{value: '5', doc: {zh: 任务执行失败}}";
    let ended = "{value: '4', doc: {zh: 任务执行成功}}";
    assert_eq!(query(&format!("{created}, {ended}, {failed}")), ["4"]);
    assert_eq!(query(&format!("{created}, {failed}")), ["1"]);
}
