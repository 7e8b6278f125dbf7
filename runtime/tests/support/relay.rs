//! A relay in front of a server, whose connections can fall silent.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Passes bytes between clients and a server.
pub struct Relay {
    pub port: u16,
    /// The number of connections so far.
    connections: Arc<AtomicUsize>,
    /// The number of connections that the client has closed.
    closed: Arc<AtomicUsize>,
    /// The connections up to this number pass nothing, but stay open.
    silent: watch::Sender<usize>,
}

impl Relay {
    /// Starts a relay to the loopback port of a server.
    pub async fn start(target: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let relay = Self {
            port: listener.local_addr().unwrap().port(),
            connections: Arc::default(),
            closed: Arc::default(),
            silent: watch::channel(0).0,
        };
        let (connections, closed) = (Arc::clone(&relay.connections), Arc::clone(&relay.closed));
        let silent = relay.silent.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let number = connections.fetch_add(1, Ordering::SeqCst) + 1;
                let target = SocketAddr::from(([127, 0, 0, 1], target));
                let server = TcpStream::connect(target).await.unwrap();
                let (client_reads, client_writes) = client.into_split();
                let (server_reads, server_writes) = server.into_split();
                let closed = Arc::clone(&closed);
                let up = pass(client_reads, server_writes, number, silent.subscribe());
                tokio::spawn(async move {
                    up.await;
                    closed.fetch_add(1, Ordering::SeqCst);
                });
                let down = pass(server_reads, client_writes, number, silent.subscribe());
                tokio::spawn(down);
            }
        });
        relay
    }

    /// Lets the connections so far fall silent.
    pub fn silence(&self) {
        self.silent.send_replace(self.connections());
    }

    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    pub fn closed(&self) -> usize {
        self.closed.load(Ordering::SeqCst)
    }
}

/// Passes bytes until the sender closes its side. Reads on without passing anything once the
/// connection is silent.
async fn pass(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    number: usize,
    silent: watch::Receiver<usize>,
) {
    let mut bytes = [0; 16 << 10];
    while let Ok(length @ 1..) = from.read(&mut bytes).await {
        if *silent.borrow() < number && to.write_all(&bytes[..length]).await.is_err() {
            return;
        }
    }
    // Dropping the writing half would close it, and a silent connection stays open.
    if *silent.borrow() >= number {
        to.forget();
    }
}
