//! Every action of every committed product answers with a reply of its documented types.

mod support;

use behave::{Coverage, coverage, is_of_life_cycle};
use conform::{Context, MismatchKind, reply_mismatches};
use fake_engine::{Answer, Call, Engine};
use fake_model::{Action, Product};
use serde_json::{Map, Value, json};
use spec::{Envelope, ServiceSpec};

use support::{products, specs};

/// Returns the requests to try: all documented ones, and one without parameters.
fn requests(action: &Action) -> Vec<Map<String, Value>> {
    let documented = action
        .examples
        .iter()
        .filter_map(fake_model::Example::request);
    let objects = documented.filter_map(|request| request.as_object().cloned());
    objects.chain([Map::new()]).collect()
}

fn call<'a>(
    product: &'a Product,
    action: &'a Action,
    parameters: &'a Map<String, Value>,
) -> Call<'a> {
    Call {
        product,
        action,
        parameters,
        region: None,
        account: "1",
        now: "2026-01-02T03:04:05Z".parse().unwrap(),
        request_id: "11111111-2222-4333-8444-555555555555",
    }
}

fn framed(product: &Product, mut content: Map<String, Value>) -> Value {
    match product.envelope {
        Envelope::Response => json!({"Response": content}),
        Envelope::Code => {
            content.insert("code".into(), json!(0));
            content.insert("message".into(), json!(""));
            Value::Object(content)
        }
    }
}

fn check(spec: &ServiceSpec, product: &Product, faults: &mut Vec<String>) {
    let context = Context::new(spec);
    let mut engine = Engine::default();
    for action in &product.actions {
        for request in requests(action) {
            let Answer::Success(content) = engine.answer(&call(product, action, &request)) else {
                continue;
            };
            let content = serde_json::to_value(content).unwrap();
            let content = content.as_object().unwrap().clone();
            let own = context.actions[action.name.as_str()];
            let frame = [
                "RequestId",
                "Error",
                "requestId",
                "code",
                "message",
                "codeDesc",
            ];
            for output in own
                .output
                .iter()
                .filter(|output| !frame.contains(&output.name.as_str()))
            {
                if !content.contains_key(&output.name) {
                    faults.push(format!("{}: no {}", action.name, output.name));
                }
            }
            for mismatch in reply_mismatches(&context, own, &framed(product, content)) {
                let is_frame = mismatch.kind == MismatchKind::Missing
                    && frame.contains(&mismatch.path.as_str());
                if !is_frame {
                    faults.push(format!("{}: {mismatch:?}", action.name));
                }
            }
        }
    }
}

#[test]
fn every_reply_has_all_members_in_their_documented_types() {
    let specs = specs();
    let mut faults = Vec::new();
    for (spec, product) in specs.iter().zip(products()) {
        check(spec, product, &mut faults);
    }
    assert!(
        faults.is_empty(),
        "{}: {:#?}",
        faults.len(),
        &faults[..faults.len().min(20)]
    );
}

#[test]
fn documented_requests_are_not_refused() {
    let mut refused = Vec::new();
    for product in products() {
        for action in &product.actions {
            for request in requests(action)
                .iter()
                .filter(|request| !request.is_empty())
            {
                // Each documented request stands alone.
                let mut engine = Engine::default();
                if let Answer::Failure { code, message } =
                    engine.answer(&call(product, action, request))
                {
                    refused.push(format!(
                        "{} {}: {code}: {message}",
                        product.service, action.name
                    ));
                }
            }
        }
    }
    refused.retain(|text| !text.contains("DryRunOperation"));
    assert!(refused.is_empty(), "{refused:#?}");
}

#[test]
fn most_actions_on_resources_are_stateful() {
    for (spec, product) in specs().iter().zip(products()) {
        let own = spec
            .actions
            .iter()
            .filter(|action| is_of_life_cycle(&action.name));
        let own: Vec<&spec::Action> = own.collect();
        let is_stateful = |action: &&&spec::Action| {
            coverage(spec, &product.behaviour, action) == Coverage::Stateful
        };
        let stateful = own.iter().filter(is_stateful).count();
        let is_measured = ["cvm", "ecm"].contains(&product.service.as_str());
        let share = stateful * 100 / own.len();
        assert!(
            share >= 80 || !is_measured,
            "{}: {stateful} of {}",
            product.service,
            own.len()
        );
    }
}
