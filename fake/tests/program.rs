//! The program `tencentcloud-fake`, as a shell runs it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use serde_json::json;
use tencentcloud_api_runtime::{Config, Credential, GenericClient};
use tencentcloud_fake::{SECRET_ID, SECRET_KEY};

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tencentcloud-fake"));
    command.args(arguments);
    command
}

/// Runs the program with arguments that it refuses. Returns its message.
#[track_caller]
fn refused(arguments: &[&str]) -> String {
    let Output { status, stderr, .. } = program(arguments).output().unwrap();
    let message = String::from_utf8(stderr).unwrap();
    assert_eq!(status.code(), Some(1), "{message}");
    message
}

#[test]
fn port_in_use_is_explained() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let message = refused(&["--listen", &address]);
    assert!(
        message.contains(&address) && message.contains("--listen"),
        "{message}"
    );
}

#[test]
fn unusable_folders_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().to_str().unwrap();
    let message = refused(&["--listen", "127.0.0.1:0", "--specs", empty]);
    assert!(
        message.contains("no specs") && message.contains(empty),
        "{message}"
    );
    let file = format!("{empty}/missing/cloud.json");
    let message = refused(&["--listen", "127.0.0.1:0", "--state", &file]);
    assert!(
        message.contains("folder doesn't exist") && message.contains(&file),
        "{message}"
    );
    std::fs::write(format!("{empty}/broken.json"), "{").unwrap();
    let file = format!("{empty}/broken.json");
    let message = refused(&["--listen", "127.0.0.1:0", "--state", &file]);
    assert!(message.contains(&file), "{message}");
}

/// A running program, and its address.
#[cfg(unix)]
struct Running(Child, String);

#[cfg(unix)]
impl Running {
    fn start(arguments: &[&str]) -> Self {
        let mut command = program(&["--listen", "127.0.0.1:0"]);
        command.args(arguments).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        output.read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).unwrap();
        let address = address.split(' ').next().unwrap().to_owned();
        // The second line needs a reader.
        output.read_line(&mut line).unwrap();
        Self(child, address)
    }

    /// Sends a request to the control. Returns the reply with its head.
    fn control(&self, request: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.1).unwrap();
        let length = body.len();
        write!(
            stream,
            "{request} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n\
             Content-Length: {length}\r\nConnection: close\r\n\r\n{body}",
            self.1
        )
        .unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        reply
    }

    fn client(&self) -> GenericClient {
        let key = Credential::new(SECRET_ID, SECRET_KEY).unwrap();
        let config = Config::builder()
            .endpoint(format!("http://{}", self.1))
            .credential(key)
            .region("ap-guangzhou");
        GenericClient::new(&config.build().unwrap(), "cvm", "2017-03-12")
    }

    /// Ends the program with a signal, as Ctrl-C does with `INT`.
    fn end(mut self, signal: &str) {
        let id = self.0.id().to_string();
        let killed = Command::new("kill").args(["-s", signal, &id]).status();
        assert!(killed.unwrap().success());
        assert!(self.0.wait().unwrap().success());
    }
}

#[cfg(unix)]
#[test]
fn state_is_saved_at_each_end_and_loaded_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cloud.json");
    let state = ["--state", file.to_str().unwrap()];
    let first = Running::start(&state);
    let set = r#"{"set": "2031-02-03T04:05:06Z"}"#;
    let reply = first.control("POST /_fake/clock", set);
    assert!(reply.starts_with("HTTP/1.1 200"), "{reply}");
    first.end("INT");
    let second = Running::start(&state);
    let reply = second.control("GET /_fake/clock", "");
    assert!(reply.contains("2031-02-03T04:"), "{reply}");
    std::fs::remove_file(&file).unwrap();
    second.end("TERM");
    assert!(file.is_file());
}

#[cfg(unix)]
#[tokio::test]
async fn state_outlives_a_killed_program() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cloud.json");
    let state = ["--state", file.to_str().unwrap()];
    let mut first = Running::start(&state);
    let run = json!({"ImageId": "img-8toqc6s3", "Placement": {"Zone": "ap-guangzhou-3"}});
    let created = first.client().call("RunInstances", run).await.unwrap();
    let id = created["InstanceIdSet"][0].as_str().unwrap();
    let is_saved = || std::fs::read_to_string(&file).is_ok_and(|text| text.contains(id));
    for _ in 0..600 {
        if is_saved() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(is_saved());
    first.0.kill().unwrap();
    first.0.wait().unwrap();
    let second = Running::start(&state);
    let asked = json!({"InstanceIds": [id]});
    let found = second.client().call("DescribeInstances", asked).await;
    assert_eq!(found.unwrap()["TotalCount"], 1);
    second.end("TERM");
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 1, "only the state stays");
}
