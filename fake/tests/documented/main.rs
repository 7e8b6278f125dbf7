//! Every documented request of every committed product, sent over HTTP: the fake accepts it, and
//! refuses it by name with each required parameter left out.
//!
//! The requests come from the specs, not from generated code.

mod products;
mod values;

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use spec::{Action, Example, RequestForm, ServiceSpec};
use tencentcloud_api_runtime::retry::NeverRetry;
use tencentcloud_api_runtime::{CallOptions, Config, Error, RequestForm as Form};
use tencentcloud_fake::FakeCloud;

use products::{client, has_faulty_request, region, specs};
use values::required_parameters;

/// A client configuration that neither checks nor repeats anything itself.
fn config(fake: &FakeCloud) -> Config {
    fake.config().retry(NeverRetry).build().unwrap()
}

async fn send(
    config: &Config,
    spec: &ServiceSpec,
    action: &Action,
    parameters: &Map<String, Value>,
    form: Option<RequestForm>,
) -> Result<Value, Error> {
    let mut options = CallOptions::new().region(region(action));
    if form == Some(RequestForm::Query) && products::is_tc3(spec) {
        options = options.form(Form::Query);
    }
    let client = client(config, spec).with(options);
    client.call(&action.name, parameters).await
}

/// Returns the documented requests of an action that the page prints without a fault.
fn requests<'a>(
    spec: &'a ServiceSpec,
    action: &'a Action,
) -> impl Iterator<Item = (usize, &'a Example, &'a Map<String, Value>)> {
    let examples = action.examples.iter().enumerate();
    examples.filter_map(move |(index, example)| {
        let number = index + 1;
        let request = example.request.as_ref()?.as_object()?;
        let sound = !has_faulty_request(spec, &action.name, number);
        let own = example.request_action.is_none();
        (sound && own).then_some((number, example, request))
    })
}

#[tokio::test]
async fn documented_requests_are_accepted() {
    let fake = FakeCloud::start().await.unwrap();
    let (config, specs) = (config(&fake), specs());
    let (mut sent, mut contradicting) = (0, 0);
    let mut products = BTreeSet::new();
    let mut refused = Vec::new();
    for spec in &specs {
        for action in &spec.actions {
            for (number, example, request) in requests(spec, action) {
                sent += 1;
                products.insert((&spec.service.name, &spec.service.version));
                // The former request may have deleted what this one is about.
                fake.reset();
                let reply = send(&config, spec, action, request, example.request_form).await;
                let absent = lacking(action, request);
                let problem = match reply {
                    // The page's own request contradicts its table.
                    reply if !absent.is_empty() => {
                        contradicting += 1;
                        let named = absent.iter().any(|name| names(&reply, name, spec));
                        (!named).then(|| format!("{absent:?} are not named: {reply:?}"))
                    }
                    Ok(reply) => (!reply.is_object()).then(|| reply.to_string()),
                    // The page asks only whether the request would succeed.
                    Err(error) if error.code() == Some("DryRunOperation") => None,
                    Err(error) => Some(error.to_string()),
                };
                if let Some(problem) = problem {
                    let (service, name) = (&spec.service.name, &action.name);
                    refused.push(format!("{service} {name}, example {number}: {problem}"));
                }
            }
        }
    }
    println!("{sent} requests of {} products", products.len());
    assert!(sent > 340, "{sent}");
    assert!(contradicting < 10, "{contradicting}");
    assert!(products.len() >= 4, "{products:?}");
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

/// Returns the required parameters that a documented request lacks.
fn lacking<'a>(action: &'a Action, request: &Map<String, Value>) -> Vec<&'a str> {
    let required = action.input.iter().filter(|member| {
        let is_required = member.required.is_some_and(spec::Required::is_yes);
        is_required && !request.contains_key(&member.name)
    });
    required.map(|member| member.name.as_str()).collect()
}

#[tokio::test]
async fn missing_required_parameters_are_named() {
    let fake = FakeCloud::start().await.unwrap();
    let (config, specs) = (config(&fake), specs());
    let (mut left_out, mut wrong) = (0, Vec::new());
    for spec in &specs {
        for action in &spec.actions {
            let whole = required_parameters(spec, action);
            let first = requests(spec, action).next();
            let documented = first.map(|(_, _, request)| request.clone());
            for name in whole.keys() {
                // The documented form of a query has texts for numbers, so its values stay out.
                let mut partial = match &documented {
                    Some(documented) if !products::sends_query(action) => {
                        let mut both = whole.clone();
                        both.extend(documented.clone());
                        both
                    }
                    _ => whole.clone(),
                };
                partial.shift_remove(name);
                left_out += 1;
                let reply = send(&config, spec, action, &partial, None).await;
                if !names(&reply, name, spec) {
                    let (service, action) = (&spec.service.name, &action.name);
                    wrong.push(format!("{service} {action} without {name}: {reply:?}"));
                }
            }
        }
    }
    println!("{left_out} parameters left out");
    assert!(left_out > 480, "{left_out}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Returns whether the reply says that this parameter is missing.
fn names(reply: &Result<Value, Error>, parameter: &str, spec: &ServiceSpec) -> bool {
    let Err(error) = reply else {
        return false;
    };
    let code = error.code().unwrap_or_default();
    // The code of API 3.0, and the documented one of the oldest generation.
    let missing = code == "MissingParameter" || (!products::is_tc3(spec) && !code.is_empty());
    missing && error.to_string().contains(parameter)
}
