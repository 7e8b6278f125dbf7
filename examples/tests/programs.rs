//! The programs, run against a server on this machine.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

/// A server in the place of the API. It replies once per connection.
struct Server {
    address: String,
    /// The heads of the requests so far, in lower case.
    heads: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let heads = Arc::<Mutex<Vec<String>>>::default();
        let seen = Arc::clone(&heads);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let seen = Arc::clone(&seen);
                std::thread::spawn(move || reply(&stream.unwrap(), &seen));
            }
        });
        Self { address, heads }
    }

    /// Runs a program to its end and returns what it printed.
    fn run(&self, program: &str, arguments: &[&str]) -> String {
        let output = Command::new(program)
            .args(arguments)
            .env("EXAMPLES_ENDPOINT", &self.address)
            .env("TENCENTCLOUD_SECRET_ID", "AKIDexample")
            .env("TENCENTCLOUD_SECRET_KEY", "a-key")
            .env("TENCENTCLOUD_REGION", "ap-guangzhou")
            .env_remove("TENCENTCLOUD_SESSION_TOKEN")
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{program}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

fn reply(stream: &TcpStream, heads: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        let line = line.trim_end().to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length: ") {
            length = value.parse().unwrap();
        }
        if line.is_empty() {
            break;
        }
        head.push_str(&line);
        head.push('\n');
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let (kind, content) = content(&head, heads.lock().unwrap().len());
    heads.lock().unwrap().push(head);
    let reply = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{content}",
        content.len()
    );
    let mut stream = stream;
    let _ = stream.write_all(reply.as_bytes());
}

/// Returns content type and body of the reply to a request.
fn content(head: &str, earlier: usize) -> (&'static str, String) {
    if head.contains("x-tc-action: chatcompletions") {
        let event = |part| json!({"Choices": [{"Delta": {"Content": part}}]});
        let events = [event("Hel"), event("lo")].map(|event| format!("data: {event}\n\n"));
        return ("text/event-stream", events.concat());
    }
    let response = if head.contains("x-tc-action: assumerole") {
        assumed(earlier)
    } else if head.contains("x-tc-action: describeinstances") {
        json!({"TotalCount": 1, "InstanceSet": [{"InstanceId": "ins-1", "InstanceState": "RUNNING"}]})
    } else {
        let zone = json!({"Zone": "ap-guangzhou-3", "ZoneState": "AVAILABLE"});
        json!({"TotalCount": 1, "ZoneSet": [zone]})
    };
    (
        "application/json",
        json!({"Response": response}).to_string(),
    )
}

/// Returns the keys of the next role.
fn assumed(earlier: usize) -> Value {
    let keys = json!({
        "TmpSecretId": format!("AKIDrole{}", earlier + 1),
        "TmpSecretKey": "a-role-key",
        "Token": "a-token",
    });
    json!({"Credentials": keys, "ExpiredTime": 4_102_444_800_u64, "RequestId": "r"})
}

#[test]
fn list_prints_instances() {
    let printed = Server::start().run(env!("CARGO_BIN_EXE_list-instances"), &["ap-guangzhou-3"]);
    assert_eq!(printed, "ins-1  RUNNING\n");
}

#[test]
fn blocking_program_prints_zones() {
    let printed = Server::start().run(env!("CARGO_BIN_EXE_list-blocking"), &[]);
    assert_eq!(printed, "ap-guangzhou-3  AVAILABLE\n");
}

#[test]
fn chat_prints_streamed_answer() {
    let printed = Server::start().run(env!("CARGO_BIN_EXE_chat"), &["Say hello."]);
    assert_eq!(printed, "Hello\n");
}

#[test]
fn role_chain_signs_with_second_role() {
    let server = Server::start();
    let arguments = ["qcs::cam::uin/1:roleName/a", "qcs::cam::uin/1:roleName/b"];
    let printed = server.run(env!("CARGO_BIN_EXE_role-chain"), &arguments);
    assert_eq!(printed, "key AKIDrole2\n1 zones\n");
    let keys = ["akidexample", "akidrole1", "akidrole2"];
    let heads = server.heads();
    assert_eq!(heads.len(), 3);
    for (head, key) in heads.iter().zip(keys) {
        assert!(head.contains(&format!("credential={key}/")), "{head}");
    }
}

#[test]
fn offline_program_needs_no_server() {
    let server = Server::start();
    let printed = server.run(env!("CARGO_BIN_EXE_offline"), &[]);
    assert!(printed.starts_with("4 requests, "), "{printed}");
    assert!(server.heads().is_empty());
}

#[test]
fn middleware_adds_trace_context() {
    let server = Server::start();
    let printed = server.run(env!("CARGO_BIN_EXE_middleware"), &[]);
    assert_eq!(printed, "attempt 1 of DescribeZones: status 200\n");
    let context = "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000001-01";
    assert!(server.heads()[0].contains(context));
}

#[test]
fn fleet_falls_back_without_redis() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap();
    let redis = format!("redis://{}/", closed.local_addr().unwrap());
    drop(closed);
    let server = Server::start();
    let printed = server.run(env!("CARGO_BIN_EXE_fleet"), &[&redis, "account", "3"]);
    assert_eq!(printed, "3 calls, 3 of them limited locally\n");
    assert_eq!(server.heads().len(), 3);
}
