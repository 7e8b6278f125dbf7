//! The control of a fake by HTTP, below `/_fake/`: calls, faults, clock, state.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http::{Method, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::clock::Moment;
use crate::cloud::Cloud;
use crate::faults::Fault;
use crate::incoming::{Incoming, decoded_pairs};
use crate::page::PAGE;
use crate::problem::quoted;
use crate::server::{self, Body};

/// A request that can't be answered, with its status.
type Refused = (u16, String);

/// Returns whether a path is one of the control, or of the provider of OpenID Connect.
pub(crate) fn is_meant(path: &str) -> bool {
    path.starts_with("/_fake") || path.starts_with("/.well-known/")
}

/// Answers a request to the control whose body is too large.
pub(crate) fn too_large(limit: usize) -> Response<Body> {
    let problem = format!(
        "the body has more than {limit} bytes; load a larger state with the option --state FILE"
    );
    server::json(413, &json!({"error": problem}))
}

/// Answers a request to the control.
pub(crate) fn answer(
    cloud: &Arc<Cloud>,
    request: &Incoming,
    address: Option<SocketAddr>,
) -> Response<Body> {
    let path = request.uri.path();
    if let Err(problem) = cloud.guard.check(request, address) {
        return server::json(403, &json!({"error": problem}));
    }
    let pairs = decoded_pairs(request.query());
    let host = match (request.host(), address) {
        ("", Some(address)) => address.to_string(),
        (host, _) => host.to_owned(),
    };
    let now = cloud.clock.now();
    if let Some(document) = cloud
        .issuer
        .answer(path, &pairs, &format!("http://{host}"), now)
    {
        return server::json(200, &document);
    }
    match (&request.method, path) {
        (&Method::GET, "/_fake" | "/_fake/") => return server::page(&PAGE),
        (&Method::GET, "/_fake/events") => return server::events(cloud),
        _ => {}
    }
    match controlled(cloud, request, &pairs) {
        Ok(value) => server::json(200, &value),
        Err((status, problem)) => server::json(status, &json!({"error": problem})),
    }
}

fn controlled(
    cloud: &Cloud,
    request: &Incoming,
    pairs: &[(String, String)],
) -> Result<Value, Refused> {
    let path = request.uri.path();
    let name = path.strip_prefix("/_fake/").unwrap_or_default();
    match (request.method.as_str(), name) {
        ("GET", "calls") => calls(cloud, pairs),
        ("GET", "resources") => Ok(cloud.resources()),
        ("GET", "products") => Ok(products(cloud)),
        ("GET", "clock") => Ok(clock(cloud)),
        ("POST", "clock") => {
            move_clock(cloud, &parsed(request)?)?;
            Ok(clock(cloud))
        }
        ("POST", "reset") => {
            cloud.reset();
            Ok(json!({}))
        }
        ("GET", "state") => Ok(cloud.snapshot()),
        ("PUT", "state") => {
            let state: Value = parsed(request)?;
            cloud.restore(&state).map_err(|problem| (400, problem))?;
            Ok(json!({}))
        }
        ("GET", "faults") => Ok(json!(cloud.faults().entries())),
        ("POST", "faults") => add_fault(cloud, parsed(request)?),
        ("DELETE", "faults") => {
            cloud.faults().clear();
            Ok(json!({}))
        }
        ("DELETE", name) => match name.strip_prefix("faults/") {
            Some(id) => remove_fault(cloud, id),
            None => Err(unknown(request)),
        },
        _ => Err(unknown(request)),
    }
}

fn unknown(request: &Incoming) -> Refused {
    let (method, path) = (request.method.as_str(), request.uri.path());
    let problem = format!(
        "`{} {}` is unknown; there are GET /_fake/calls, /_fake/resources, /_fake/products, \
         /_fake/events, GET and POST /_fake/clock, GET, POST and DELETE /_fake/faults, \
         POST /_fake/reset, GET and PUT /_fake/state",
        quoted(method),
        quoted(path)
    );
    (404, problem)
}

fn parsed<T: for<'de> Deserialize<'de>>(request: &Incoming) -> Result<T, Refused> {
    serde_json::from_slice(&request.body).map_err(|error| {
        let problem = error.to_string();
        (400, format!("the body can't be used: {}", quoted(&problem)))
    })
}

fn calls(cloud: &Cloud, pairs: &[(String, String)]) -> Result<Value, Refused> {
    let mut after = 0;
    if let Some((_, text)) = pairs.iter().find(|(name, _)| name == "after") {
        after = text.parse().map_err(|_| {
            (
                400,
                format!(
                    "`after` is `{}`, expected the number of a call",
                    quoted(text)
                ),
            )
        })?;
    }
    let since = cloud.log.after(after);
    let calls: Vec<_> = since.calls.iter().map(|call| call.call()).collect();
    Ok(json!({"count": since.count, "gone": since.gone, "calls": calls}))
}

fn products(cloud: &Cloud) -> Value {
    let products = cloud.catalogue.summaries();
    products.map(|product| json!(product)).collect()
}

fn clock(cloud: &Cloud) -> Value {
    json!({"now": cloud.clock.now(), "system": cloud.clock.system_now()})
}

/// A movement of the clock: exactly one of both.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Movement {
    advance_seconds: Option<f64>,
    set: Option<Moment>,
}

fn move_clock(cloud: &Cloud, movement: &Movement) -> Result<(), Refused> {
    match (movement.advance_seconds, movement.set) {
        (Some(seconds), None) => {
            let by = Duration::try_from_secs_f64(seconds).map_err(|_| {
                let problem = format!(
                    "advance_seconds is {seconds}, expected a positive number of seconds; \
                     `set` moves the clock back"
                );
                (400, problem)
            })?;
            cloud.clock.advance(by);
            Ok(())
        }
        (None, Some(now)) => {
            cloud.clock.set(now);
            Ok(())
        }
        _ => Err((
            400,
            "give either `advance_seconds` or `set`, as {\"advance_seconds\": 60} or \
             {\"set\": \"2026-01-31T12:00:00Z\"}"
                .to_owned(),
        )),
    }
}

fn add_fault(cloud: &Cloud, fault: Fault) -> Result<Value, Refused> {
    fault.check().map_err(|error| (400, error.to_string()))?;
    let added = cloud.faults().add(fault);
    added
        .map(|id| json!({"id": id}))
        .map_err(|error| (400, error.to_string()))
}

fn remove_fault(cloud: &Cloud, id: &str) -> Result<Value, Refused> {
    let removed = id.parse().is_ok_and(|id| cloud.faults().remove(id));
    if removed {
        return Ok(json!({}));
    }
    Err((
        404,
        format!(
            "there is no fault `{}`; GET /_fake/faults lists them",
            quoted(id)
        ),
    ))
}
