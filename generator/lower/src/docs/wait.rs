//! The docs of ready-made waits.

use super::Place;
use super::block::{Docs, first_line};
use super::inline::code;
use crate::RustName;
use crate::model::{Action, Waiter};
use spec::Wait;

/// Returns the docs of a wait, which the given actions need.
pub(crate) fn wait_docs(
    wait: &Wait,
    users: &[&str],
    actions: &[Action],
    called: &RustName,
    place: &Place,
) -> Vec<String> {
    let link = |method: &RustName| {
        let path = place.item(format_args!("Client::{method}"));
        format!("[`{method}`]({path})")
    };
    let member = wait.state.rsplit('.').next().unwrap_or_default();
    let states = |states: &[String]| {
        let states: Vec<String> = states.iter().map(|state| code(state)).collect();
        states.join(" or ")
    };
    let mut facts = Vec::new();
    if !wait.failure.is_empty() {
        facts.push(format!("Fails early if it is {}", states(&wait.failure)));
    }
    let after = users.iter().filter_map(|user| {
        let action = actions.iter().find(|action| action.wire == *user)?;
        Some(link(&action.method))
    });
    facts.push(format!("After: {}", after.collect::<Vec<_>>().join(", ")));
    if let Some(text) = first_line(&wait.sentence) {
        facts.push(format!(
            "The documentation of {}: {text}",
            code(users.first().unwrap_or(&""))
        ));
    }
    let docs = Docs::default().line(format!(
        "Waits until {} is {}, by calling {}.",
        code(member),
        states(&wait.success),
        link(called)
    ));
    let docs = match &wait.request_id {
        Some(_) => docs.line(
            "The states of earlier operations don't count: `request_id` is the `request_id` of the \
             response to the operation.",
        ),
        None => docs,
    };
    docs.list(facts).into_lines()
}

/// Returns the fact about the wait of an action, for the docs of its method.
pub(crate) fn wait_fact(waiter: &Waiter, place: &Place) -> String {
    let name = &waiter.name;
    let path = place.item(format_args!("wait::{name}"));
    format!("Asynchronous: [`wait::{name}`]({path}) waits until it has finished")
}
