//! Servers that close idle connections after a second.

use std::time::Duration;

use tokio::task::JoinSet;

use crate::calls::{Caller, Ended, Kind, all_succeeded, compare, make, number, one};
use crate::nginx::{ANSWERING, Nginx};

/// The number of clients that write at the same time. Half of them use HTTP/2.
const CLIENTS: usize = 100;

/// Returns an nginx that closes connections after a second without a request.
async fn impatient() -> Option<Nginx> {
    Nginx::start(&format!("keepalive_timeout 1s; {ANSWERING}")).await
}

/// Writes again and again, at the moment at which nginx closes idle connections. Every client has
/// its own connections, and gives them up after `idle`.
async fn write_at_idle_close(idle: Duration) -> Option<(Vec<Ended>, Nginx)> {
    let nginx = impatient().await?;
    let rounds = number("SERVERS_CALLS", 400).div_ceil(CLIENTS as u64);
    let mut tasks = JoinSet::new();
    for client in 0..CLIENTS {
        let http2 = client < CLIENTS / 2;
        let options = nginx.options(http2).pool_idle_timeout(idle);
        let caller = Caller::new(&nginx.address(), options);
        tasks.spawn(async move {
            let mut ended = Vec::new();
            for round in 0..rounds {
                let name = format!("call-{client}-{round}");
                ended.push(one(&caller, Kind::Write, name).await);
                // From 0.995 s to 1.005 s.
                let step = (client as u64 * 7 + round * 3) % 41;
                tokio::time::sleep(Duration::from_micros(995_000 + 250 * step)).await;
            }
            ended
        });
    }
    let ended = tasks.join_all().await.into_iter().flatten().collect();
    Some((ended, nginx))
}

/// The client gives up idle connections after half of the server's time, as the defaults do.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writes_at_idle_close_succeed() {
    let Some((ended, nginx)) = write_at_idle_close(Duration::from_millis(500)).await else {
        return;
    };
    all_succeeded(&ended, &nginx.processed().await);
}

/// The client believes that the server keeps idle connections, so its writes meet the close.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writes_that_meet_idle_close_are_not_doubled() {
    let Some((ended, nginx)) = write_at_idle_close(Duration::from_secs(30)).await else {
        return;
    };
    let failed = compare(&ended, &nginx.processed().await);
    let total = ended.len();
    println!("{failed} of {total} writes failed");
    assert!(failed * 4 < total, "{failed} of {total} writes failed");
}

/// The states of a socket in the system's table.
#[cfg(target_os = "linux")]
const ESTABLISHED: &str = "01";
/// The server has closed the connection, and the client has not.
#[cfg(target_os = "linux")]
const CLOSE_WAIT: &str = "08";

/// Returns the number of sockets in a state that are connected to a port on this machine.
#[cfg(target_os = "linux")]
fn sockets(port: u16, state: &str) -> usize {
    let table = std::fs::read_to_string("/proc/net/tcp").unwrap();
    let wanted = format!("0100007F:{port:04X} {state} ");
    table.lines().filter(|line| line.contains(&wanted)).count()
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closed_idle_connections_leave_no_socket() {
    let Some(nginx) = impatient().await else {
        return;
    };
    let port = nginx.port();
    let caller = Caller::new(&nginx.address(), nginx.options(false));
    let ended = make(&caller, 40, 2).await;
    let kept = sockets(port, ESTABLISHED);
    assert_ne!(kept, 0, "the client keeps connections");
    all_succeeded(&ended, &nginx.processed().await);
    for _ in 0..20 {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let waiting = sockets(port, CLOSE_WAIT);
        // nginx keeps connections longer that have not served any request.
        if waiting == 0 && sockets(port, ESTABLISHED) < kept {
            return;
        }
    }
    let waiting = sockets(port, CLOSE_WAIT);
    panic!("{waiting} of {kept} connections wait for the client to close them");
}
