//! The limiter with a real Redis server, which each test starts itself on a loopback port. A test
//! without the server is skipped, or fails if the environment variable `CI` is set.
#![cfg(unix)]

#[cfg(feature = "tls")]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "the tests of the runtime use more of it"
)]
#[path = "../../../runtime/tests/support/certificates.rs"]
mod certificates;
mod endpoint;
mod member;
mod outages;
mod pace;
#[allow(dead_code, reason = "the tests of the runtime use more of it")]
#[path = "../../../runtime/tests/servers/program.rs"]
mod program;
mod slots;
#[cfg(feature = "tls")]
mod tls;

use program::{Folder, Program};

/// Starts a Redis server on a free port, with further arguments. Returns `None` if it is not
/// installed.
async fn start_redis(more: &[&str]) -> Option<Program> {
    let arguments = |folder: &Folder, port| arguments(folder, port, more);
    Program::start("redis-server", arguments).await
}

/// Starts a Redis server on the port of an earlier one.
async fn start_redis_again(port: u16) -> Program {
    let path = program::installed("redis-server").unwrap();
    let folder = Folder::new();
    let arguments = arguments(&folder, port, &[]);
    Program::run(&path, folder, port, &arguments).await.unwrap()
}

fn arguments(folder: &Folder, port: u16, more: &[&str]) -> Vec<String> {
    let folder = folder.path("").display().to_string();
    let port = port.to_string();
    let fixed = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
    let own = ["--port", &port, "--dir", &folder];
    let all = own.iter().chain(&fixed).chain(more);
    all.map(|argument| (*argument).to_owned()).collect()
}

fn address(server: &Program) -> String {
    format!("redis://127.0.0.1:{}/", server.port)
}
