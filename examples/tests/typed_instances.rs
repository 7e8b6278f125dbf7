//! The application calls a server on this machine, which replies with the documented example.

use serde_json::{Value, json};
use tencentcloud_api::{Config, Credential};
use tencentcloud_api_examples::instances_of_zone;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A request as the server received it.
struct Received {
    head: String,
    body: Value,
}

#[tokio::test]
async fn call_over_http_returns_typed_instances() -> Result<(), Box<dyn std::error::Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let server = tokio::spawn(async move {
        let (connection, _) = listener.accept().await?;
        reply(connection, &documented_response()).await
    });
    let config = Config::builder()
        .credential(Credential::new("AKIDexample", "a-key")?)
        .region("ap-guangzhou")
        .endpoint(format!("http://{address}"))
        .build()?;

    let instances = instances_of_zone(&config, "ap-guangzhou-3").await?;

    let [instance] = instances.as_slice() else {
        return Err("expected the one documented instance".into());
    };
    assert_eq!(instance.instance_id.as_deref(), Some("ins-r8hr2upy"));
    assert_eq!(instance.cpu, Some(1));
    assert_eq!(
        instance
            .placement
            .as_ref()
            .and_then(|placement| placement.zone.as_deref()),
        Some("ap-guangzhou-3")
    );
    let received = server.await??;
    assert_eq!(
        received.body,
        json!({"Filters": [{"Name": "zone", "Values": ["ap-guangzhou-3"]}], "Limit": 20})
    );
    let head = received.head.to_ascii_lowercase();
    assert!(head.contains("x-tc-action: describeinstances"), "{head}");
    assert!(
        head.contains("x-tc-version: 2017-03-12") && head.contains("x-tc-region: ap-guangzhou"),
        "{head}"
    );
    assert!(
        head.contains("authorization: tc3-hmac-sha256 credential=akidexample/"),
        "{head}"
    );
    assert!(
        !received.head.contains("a-key"),
        "the request contains the secret key"
    );
    Ok(())
}

fn documented_response() -> Value {
    json!({"Response": {
        "TotalCount": 1,
        "InstanceSet": [{
            "InstanceId": "ins-r8hr2upy", "InstanceState": "RUNNING", "CPU": 1, "Memory": 1,
            "Placement": {"Zone": "ap-guangzhou-3", "HostId": null, "ProjectId": 0},
            "ANewMember": {"the documentation": "does not know"}
        }],
        "RequestId": "6ef60bec-0242-43af-bb20-270359fb54a7"
    }})
}

/// Reads one request and replies to it.
async fn reply(mut connection: TcpStream, response: &Value) -> std::io::Result<Received> {
    let mut bytes = Vec::new();
    let received = loop {
        connection.read_buf(&mut bytes).await?;
        if let Some(request) = parse_request(&bytes) {
            break request;
        }
    };
    let body = response.to_string();
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    connection.write_all((head + &body).as_bytes()).await?;
    Ok(received)
}

/// Parses a request, or returns `None` while its body is incomplete.
fn parse_request(bytes: &[u8]) -> Option<Received> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    Some(Received {
        head: head.to_owned(),
        body: serde_json::from_str(body).ok()?,
    })
}
