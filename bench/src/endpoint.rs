//! An endpoint on loopback that reads requests and sends one reply over and over, without allocating.

use std::io::{ErrorKind, Read, Result, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::rc::Rc;
use std::thread;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpSocket;
use tokio::sync::Barrier;

use crate::machine::raise_file_limit;

/// Starts an endpoint whose threads live as long as the process.
///
/// # Panics
/// If loopback has no free port.
#[must_use]
pub fn start(body: &str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    let address = listener.local_addr().expect("the listener has an address");
    let reply = reply(body);
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let reply = reply.clone();
            // A client that goes away ends its connection and nothing else.
            thread::spawn(move || serve(connection, &reply));
        }
    });
    address
}

/// A reply with the headers that the API sends.
#[must_use]
pub fn reply(body: &str) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\nServer: nginx\r\nDate: Mon, 28 Apr 2025 08:00:00 GMT\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\nConnection: keep-alive\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body.as_bytes()].concat()
}

fn serve(mut connection: TcpStream, reply: &[u8]) -> Result<()> {
    connection.set_nodelay(true)?;
    let mut buffer = [0; 16 << 10];
    let mut filled = 0;
    loop {
        if let Some(length) = request_length(&buffer[..filled]) {
            // The next request comes after the reply: nothing is left behind this one.
            assert!(filled <= length, "requests come one by one");
            if filled == length {
                connection.write_all(reply)?;
                filled = 0;
            }
        }
        match connection.read(&mut buffer[filled..])? {
            0 => return Err(ErrorKind::UnexpectedEof.into()),
            read => filled += read,
        }
    }
}

/// The length of the request, head and body, once its head is complete.
#[must_use]
pub fn request_length(request: &[u8]) -> Option<usize> {
    let head = request.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(request.get(..head)?).ok()?;
    let length = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_length = name.eq_ignore_ascii_case("content-length");
        is_length.then(|| value.trim().parse::<usize>().ok())?
    });
    Some(head + length.unwrap_or(0))
}

/// Serves until it is ended, prints its address first. Replies to none before so many wait.
///
/// # Panics
/// If loopback has no free port.
pub fn hold_until(waiting: usize, body: &str) {
    raise_file_limit();
    let reply: Rc<[u8]> = reply(body).into();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("the system has a poller");
    let tasks = tokio::task::LocalSet::new();
    tasks.block_on(&runtime, async {
        let socket = TcpSocket::new_v4().expect("the system has sockets");
        let any_port = SocketAddr::from(([127, 0, 0, 1], 0));
        socket.bind(any_port).expect("loopback has a free port");
        let listener = socket.listen(16 << 10).expect("the port is ours");
        println!(
            "{}",
            listener.local_addr().expect("the listener has an address")
        );
        let gate = Rc::new(Barrier::new(waiting));
        loop {
            let (connection, _) = listener.accept().await.expect("there are files enough");
            tokio::task::spawn_local(serve_at_gate(connection, gate.clone(), reply.clone()));
        }
    });
}

/// Serves one request of a connection, then closes it.
async fn serve_at_gate(
    mut connection: tokio::net::TcpStream,
    gate: Rc<Barrier>,
    reply: Rc<[u8]>,
) -> Result<()> {
    let mut request = Vec::new();
    while request_length(&request).is_none_or(|length| request.len() < length) {
        if connection.read_buf(&mut request).await? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
    }
    gate.wait().await;
    connection.write_all(&reply).await
}
