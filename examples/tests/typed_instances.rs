//! The application's code against a server on this machine that answers with what the documentation shows.

use serde_json::{Value, json};
use tencentcloud_api::{Config, Credential};
use tencentcloud_api_examples::instances_of_zone;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A request as the server saw it.
struct Seen {
    head: String,
    body: Value,
}

#[tokio::test]
async fn a_call_over_http_gives_typed_instances() -> Result<(), Box<dyn std::error::Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let server = tokio::spawn(async move {
        let (connection, _) = listener.accept().await?;
        answer(connection, &documented_response()).await
    });
    let config = Config::builder()
        .credential(Credential::new("AKIDexample", "a-key")?)
        .region("ap-guangzhou")
        .endpoint(format!("http://{address}"))
        .build()?;

    let instances = instances_of_zone(&config, "ap-guangzhou-3").await?;

    let [instance] = instances.as_slice() else {
        return Err("one instance is documented".into());
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
    let seen = server.await??;
    assert_eq!(
        seen.body,
        json!({"Filters": [{"Name": "zone", "Values": ["ap-guangzhou-3"]}], "Limit": 20})
    );
    let head = seen.head.to_ascii_lowercase();
    assert!(head.contains("x-tc-action: describeinstances"), "{head}");
    assert!(
        head.contains("x-tc-version: 2017-03-12") && head.contains("x-tc-region: ap-guangzhou"),
        "{head}"
    );
    assert!(
        head.contains("authorization: tc3-hmac-sha256 credential=akidexample/"),
        "{head}"
    );
    assert!(!seen.head.contains("a-key"), "the secret key never travels");
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

async fn answer(mut connection: TcpStream, response: &Value) -> std::io::Result<Seen> {
    let mut received = Vec::new();
    let seen = loop {
        connection.read_buf(&mut received).await?;
        if let Some(seen) = whole_request(&received) {
            break seen;
        }
    };
    let body = response.to_string();
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    connection.write_all((head + &body).as_bytes()).await?;
    Ok(seen)
}

fn whole_request(received: &[u8]) -> Option<Seen> {
    let text = std::str::from_utf8(received).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    Some(Seen {
        head: head.to_owned(),
        body: serde_json::from_str(body).ok()?,
    })
}
