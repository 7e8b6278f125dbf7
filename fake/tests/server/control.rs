//! Requests to the control: who may make them, and what they tell about calls.

use serde_json::{Value, json};
use tencentcloud_api_runtime::{Config, GenericClient};
use tencentcloud_fake::{FakeCloud, StartError};

use crate::support::{control, raw, send};

fn fake() -> FakeCloud {
    FakeCloud::builder().start_blocking().unwrap()
}

/// Sends a request with these headers only, and returns status and body.
fn from(fake: &FakeCloud, request: &str, headers: &str) -> (u16, String) {
    let bytes = format!(
        "{request} HTTP/1.1\r\nConnection: close\r\nContent-Length: 2\r\n{headers}\r\n{{}}"
    );
    let reply = raw(fake, bytes.as_bytes());
    let status = reply.split(' ').nth(1).unwrap_or_default().parse();
    (status.unwrap_or(0), reply)
}

#[test]
fn foreign_pages_can_not_control_a_fake() {
    let fake = fake();
    let own = format!("Host: {}\r\n", fake.address());
    for headers in [
        "Host: evil.example\r\n".to_owned(),
        "Host: evil.example:4180\r\n".to_owned(),
        format!("{own}Origin: https://evil.example\r\n"),
        format!("{own}Origin: null\r\n"),
    ] {
        for request in [
            "GET /_fake/",
            "GET /_fake/calls",
            "GET /_fake/events",
            "GET /_fake/state",
            "GET /_fake/oidc/token",
            "PUT /_fake/state",
            "POST /_fake/reset",
            "DELETE /_fake/faults",
            "POST /_fake/nothing",
        ] {
            let (status, reply) = from(&fake, request, &headers);
            assert_eq!(status, 403, "{request} {headers} {reply}");
            assert!(reply.contains("--allow-host"), "{reply}");
        }
    }
    let foreign = format!("{own}Sec-Fetch-Site: cross-site\r\n");
    assert_eq!(from(&fake, "POST /_fake/reset", &foreign).0, 403);
    assert_eq!(from(&fake, "DELETE /_fake/faults", &foreign).0, 403);
    assert_eq!(from(&fake, "PUT /_fake/state", &foreign).0, 403);
    // A link to the page.
    assert_eq!(from(&fake, "GET /_fake/", &foreign).0, 200);
    let page = format!(
        "{own}Sec-Fetch-Site: same-origin\r\nOrigin: {}\r\n",
        fake.url()
    );
    assert_eq!(from(&fake, "POST /_fake/reset", &page).0, 200);
}

#[test]
fn allowed_names_control_and_all_names_call() {
    let fake = FakeCloud::builder()
        .allow_host("tencentcloud")
        .start_blocking()
        .unwrap();
    let reset = |host: &str| from(&fake, "POST /_fake/reset", &format!("Host: {host}\r\n")).0;
    assert_eq!(reset("tencentcloud:4180"), 200);
    assert_eq!(reset("other:4180"), 403);
    assert_eq!(reset("localhost:4180"), 200);
    let call = "Host: other:4180\r\nAuthorization: SKIP\r\nX-TC-Action: AssumeRoleWithSAML\r\n\
                X-TC-Version: 2018-08-13\r\nContent-Type: application/json\r\n";
    let (status, reply) = from(&fake, "POST /", call);
    assert_eq!(status, 200);
    assert!(reply.contains("MissingParameter"), "{reply}");
    let (_, found) = from(
        &fake,
        "GET /latest/meta-data/uin",
        "Host: metadata.tencentyun.com\r\n",
    );
    assert!(found.ends_with("100000000001"), "{found}");
    let failed = FakeCloud::builder().allow_host("http://a").start_blocking();
    assert!(matches!(failed.unwrap_err(), StartError::Host(_)));
}

#[test]
fn browsers_neither_frame_nor_guess_replies() {
    let fake = fake();
    let own = format!("Host: {}\r\n", fake.address());
    let (_, page) = from(&fake, "GET /_fake/", &own);
    let head = page.split("\r\n\r\n").next().unwrap().to_lowercase();
    assert!(head.contains("content-security-policy: frame-ancestors 'none'"));
    assert!(head.contains("x-content-type-options: nosniff"));
    let (_, calls) = from(&fake, "GET /_fake/calls", &own);
    assert!(
        calls
            .to_lowercase()
            .contains("x-content-type-options: nosniff")
    );
}

#[test]
fn control_takes_large_states_and_refuses_larger_ones() {
    let fake = fake();
    let state = |filler: usize| {
        let (_, mut state) = control(&fake, "GET", "/_fake/state", "");
        state["filler"] = json!("x".repeat(filler));
        control(&fake, "PUT", "/_fake/state", &state.to_string())
    };
    assert_eq!(state(11 << 20), (200, json!({})));
    let (status, reply) = state(64 << 20);
    assert_eq!(status, 413);
    let problem = reply["error"].as_str().unwrap();
    assert!(
        problem.contains("67108864 bytes") && problem.contains("--state"),
        "{problem}"
    );
    assert_eq!(fake.call_count(), 0);
}

fn client(config: &Config) -> GenericClient {
    GenericClient::new(config, "cvm", "2017-03-12")
}

#[tokio::test]
async fn answer_tells_how_many_calls_are_gone() {
    let fake = FakeCloud::start().await.unwrap();
    let client = client(&fake.config().build().unwrap());
    let name = "n".repeat(60 << 10);
    let parameters = json!({"Filters": [{"Name": "zone", "Values": [name]}]});
    for _ in 0..40 {
        client
            .call("DescribeInstances", parameters.clone())
            .await
            .unwrap();
    }
    let (_, all) = control(&fake, "GET", "/_fake/calls", "");
    let kept = all["calls"].as_array().unwrap().len() as u64;
    assert!((20..36).contains(&kept), "{kept}");
    assert_eq!(
        (&all["count"], &all["gone"]),
        (&json!(40), &json!(40 - kept))
    );
    assert_eq!(all["calls"][0]["number"], json!(41 - kept));
    let (_, newer) = control(&fake, "GET", "/_fake/calls?after=39", "");
    assert_eq!((&newer["count"], &newer["gone"]), (&json!(40), &json!(0)));
    assert_eq!(newer["calls"].as_array().unwrap().len(), 1);
    assert_eq!(fake.call_count(), 40);
    assert_eq!(fake.calls()[0].number, 41 - kept);
}

#[tokio::test]
async fn long_parameters_are_cut_without_their_secrets() {
    let fake = FakeCloud::start().await.unwrap();
    let client = client(&fake.config().build().unwrap());
    let ids: Vec<String> = (0..100).map(|number| format!("{number:01000}")).collect();
    let parameters = json!({"Password": "hush-hush-1", "InstanceIds": ids});
    let _ = client.call("ResetInstancesPassword", parameters).await;
    let call = fake.calls().pop().unwrap();
    let shown = call.parameters.as_str().unwrap();
    assert!(shown.starts_with(r#"{"Password":"[redacted]","InstanceIds":["#));
    assert!(shown.ends_with("bytes]") && shown.len() < 66_000);
    assert!(!serde_json::to_string(&call).unwrap().contains("hush-hush"));
}

#[tokio::test]
async fn resources_move_with_the_clock() {
    let fake = FakeCloud::start().await.unwrap();
    let client = client(&fake.config().build().unwrap());
    let run = json!({"ImageId": "img-8toqc6s3", "Placement": {"Zone": "ap-guangzhou-3"}});
    let created = client.call("RunInstances", run).await.unwrap();
    let state = |resources: &Value| {
        let products = resources.as_array().unwrap();
        let cvm = products.iter().find(|one| one["service"] == "cvm").unwrap();
        let instances = cvm["resources"]["Instance"].as_array().unwrap();
        let found = instances
            .iter()
            .find(|one| one["id"] == created["InstanceIdSet"][0]);
        found.unwrap()["content"]["InstanceState"].clone()
    };
    assert_eq!(state(&fake.resources()), "PENDING");
    fake.advance(std::time::Duration::from_secs(3600));
    let (_, resources) = control(&fake, "GET", "/_fake/resources", "");
    assert_eq!(state(&resources), "RUNNING");
}

/// A browser shows the parts of a call as text, and the server doesn't change them.
#[test]
fn markup_in_calls_stays_text() {
    const MARKUP: &str = "<img src=x onerror=alert(1)>";
    let fake = fake();
    let headers = format!(
        "Authorization: SKIP\r\nX-TC-Action: {MARKUP}\r\nX-TC-Version: {MARKUP}\r\n\
         X-TC-Region: {MARKUP}\r\nContent-Type: application/json\r\n"
    );
    let (_, reply) = send(&fake, "POST", "/", &headers, b"{}");
    assert!(reply.contains(MARKUP));
    let (_, calls) = control(&fake, "GET", "/_fake/calls", "");
    assert_eq!(calls["calls"][0]["action"], Value::from(MARKUP));
    let (_, page) = send(&fake, "GET", "/_fake/", "", b"");
    assert!(!page.contains("onerror"));
}
