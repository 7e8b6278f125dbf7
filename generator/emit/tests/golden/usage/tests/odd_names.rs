//! Names of members that JSON escapes, sent and received in every form.

use golden_api::bin_2::{Client, Grid, OddRequest, OddResponse};
use golden_api::prelude::*;
use golden_api::testing::MockTransport;
use golden_api::{CallOptions, RequestForm, SignatureMethod, Value, blocking, json};

fn request() -> OddRequest {
    OddRequest::default()
        .filter_2("f")
        .a("plain")
        .a_1_b("code")
        .quote_back_slash("q")
        .tab_line("t")
        .disk_type_2("d")
        .u540d_u79f0("n")
        .grid(Grid::default().into("i").quote("g"))
        .static_("s")
}

fn members() -> Value {
    json!({
        "_Filter": "f",
        "a": "plain",
        "a\":1,\"b": "code",
        "quote\"back\\slash": "q",
        "tab\tline\n\u{1}": "t",
        "Disk Type": "d",
        "名称": "n",
        "Grid": {"Into": "i", "quote\"": "g"},
        "Static": "s",
    })
}

/// Sends the request with these options to a server that answers with the members. Returns the
/// parameters that arrive, and the response.
fn answered(options: CallOptions) -> (Value, OddResponse) {
    let transport = MockTransport::new().on_action("Odd", |_| members());
    let client = Client::new(&transport.config().build().unwrap()).with(options);
    let response = blocking::wait(client.odd(request())).unwrap();
    (transport.calls()[0].parameters.clone(), response)
}

#[test]
fn json_keeps_every_name() {
    let (sent, response) = answered(CallOptions::new().region("r"));
    assert_eq!(sent, members());
    assert_eq!(response.filter_2.as_deref(), Some("f"));
    assert_eq!(response.a.as_deref(), Some("plain"));
    assert_eq!(response.a_1_b.as_deref(), Some("code"));
    assert_eq!(response.quote_back_slash.as_deref(), Some("q"));
    assert_eq!(response.tab_line.as_deref(), Some("t"));
    assert_eq!(response.disk_type_2.as_deref(), Some("d"));
    assert_eq!(response.u540d_u79f0.as_deref(), Some("n"));
    let grid = response.grid.unwrap();
    assert_eq!(
        (grid.into.as_deref(), grid.quote.as_deref()),
        (Some("i"), Some("g"))
    );
}

#[test]
fn query_and_form_keep_every_name() {
    let query = CallOptions::new().region("r").form(RequestForm::Query);
    let v1 = CallOptions::new()
        .region("r")
        .signature(SignatureMethod::HmacSha256);
    for options in [query, v1] {
        let (sent, response) = answered(options);
        let sent = sent.as_str().unwrap();
        for pair in [
            "_Filter=f",
            "a=plain",
            "a%22%3A1%2C%22b=code",
            "quote%22back%5Cslash=q",
            "tab%09line%0A%01=t",
            "Disk%20Type=d",
            "%E5%90%8D%E7%A7%B0=n",
            "Grid.Into=i",
            "Grid.quote%22=g",
        ] {
            assert!(sent.split('&').any(|found| found == pair), "{pair}: {sent}");
        }
        assert_eq!(response.quote_back_slash.as_deref(), Some("q"));
    }
}

#[test]
fn odd_names_survive_json_and_yaml() {
    let json = request().to_json().unwrap();
    assert_eq!(json.parse::<Value>().unwrap(), members());
    assert_eq!(OddRequest::from_json_strict(&json).unwrap(), request());
    let yaml = serde_yaml::to_string(&request()).unwrap();
    assert!(yaml.contains("Disk Type: d\n名称: n\n"), "{yaml}");
    assert_eq!(
        serde_yaml::from_str::<OddRequest>(&yaml).unwrap(),
        request()
    );
}

/// Members with the names of methods that every type has get other setters.
#[test]
fn members_do_not_hide_methods() {
    let grid = Grid::build(|grid| grid.build_2 = Some("b".to_owned()))
        .set_if(Some(2), Grid::set_if_2)
        .to_json_2("t")
        .from_json_2("f");
    assert_eq!(
        grid.to_json().unwrap(),
        r#"{"Build":"b","SetIf":2,"ToJson":"t","FromJson":"f"}"#
    );
    assert_eq!(Grid::from_json(grid.to_json().unwrap()).unwrap(), grid);
}
