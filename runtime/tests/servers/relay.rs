//! A relay between client and server that disturbs connections.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _, copy, sink};
use tokio::net::{TcpListener, TcpStream};

/// A relay that passes bytes to a port on the same machine.
pub(crate) struct Relay {
    pub(crate) port: u16,
    opened: Arc<AtomicUsize>,
}

/// The disturbance of one connection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Disturbance {
    pub(crate) begins: Begin,
    pub(crate) end: End,
}

/// The moment at which a disturbance begins.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Begin {
    /// After this time.
    After(Duration),
    /// After this number of bytes from the client.
    Sent(u64),
    /// After this number of bytes from the server.
    Received(u64),
}

/// The relay's reaction.
#[derive(Debug, Clone, Copy)]
pub(crate) enum End {
    /// Passes nothing more, but keeps the connection open.
    Silence,
    /// Closes both sides.
    Close,
    /// Resets both sides.
    Reset,
    /// Closes the direction to the client, and passes on the client's bytes.
    HalfClose,
}

impl Relay {
    /// Starts a relay. `plan` returns the disturbance of the connection with this number, counted
    /// from 1.
    pub(crate) async fn start(
        target: u16,
        plan: impl Fn(usize) -> Option<Disturbance> + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let opened: Arc<AtomicUsize> = Arc::default();
        let counter = Arc::clone(&opened);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let number = counter.fetch_add(1, Ordering::Relaxed) + 1;
                tokio::spawn(pass(client, target, plan(number)));
            }
        });
        Self { port, opened }
    }

    /// Returns the number of connections so far.
    pub(crate) fn opened(&self) -> usize {
        self.opened.load(Ordering::Relaxed)
    }
}

async fn pass(mut client: TcpStream, target: u16, disturbance: Option<Disturbance>) {
    // A server that is about to restart refuses.
    let Ok(mut server) = TcpStream::connect((Ipv4Addr::LOCALHOST, target)).await else {
        return;
    };
    for stream in [&client, &server] {
        let _ = stream.set_nodelay(true);
    }
    let Some(disturbance) = disturbance else {
        let _ = tokio::io::copy_bidirectional(&mut client, &mut server).await;
        return;
    };
    pass_until(&mut client, &mut server, disturbance.begins).await;
    match disturbance.end {
        End::Silence => {
            // The server does not even learn that the client gave up.
            let _ = copy(&mut client, &mut sink()).await;
        }
        End::Close => {}
        End::Reset => {
            for stream in [&client, &server] {
                let _ = stream.set_zero_linger();
            }
        }
        End::HalfClose => {
            let _ = client.shutdown().await;
            let _ = copy(&mut client, &mut server).await;
        }
    }
}

/// Passes bytes until the disturbance begins, or one side closes.
async fn pass_until(client: &mut TcpStream, server: &mut TcpStream, begins: Begin) {
    let (mut sent, mut received, mut after) = (u64::MAX, u64::MAX, Duration::MAX);
    match begins {
        Begin::After(time) => after = time,
        Begin::Sent(bytes) => sent = bytes,
        Begin::Received(bytes) => received = bytes,
    }
    let (client_reader, mut client_writer) = client.split();
    let (server_reader, mut server_writer) = server.split();
    let mut sending = limited(client_reader, sent);
    let mut receiving = limited(server_reader, received);
    tokio::select! {
        _ = copy(&mut sending, &mut server_writer) => {}
        _ = copy(&mut receiving, &mut client_writer) => {}
        () = tokio::time::sleep(after) => {}
    }
}

fn limited<R: AsyncRead + Unpin>(reader: R, bytes: u64) -> tokio::io::Take<R> {
    reader.take(bytes)
}
