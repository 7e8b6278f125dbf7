//! A relay in front of a server, which disturbs connections or lets them fall silent.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy, sink};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Passes bytes between clients and a server on the same machine.
pub struct Relay {
    pub port: u16,
    /// The number of connections so far.
    connections: Arc<AtomicUsize>,
    /// The number of connections that the client has closed.
    closed: Arc<AtomicUsize>,
    /// The connections up to this number pass nothing, but stay open.
    silent: watch::Sender<usize>,
}

/// The disturbance of one connection.
#[derive(Debug, Clone, Copy)]
pub struct Disturbance {
    pub begins: Begin,
    pub end: End,
}

/// The moment at which a disturbance begins.
#[derive(Debug, Clone, Copy)]
pub enum Begin {
    /// After this time.
    After(Duration),
    /// After this number of bytes from the client.
    Sent(u64),
    /// After this number of bytes from the server.
    Received(u64),
}

/// The relay's reaction.
#[derive(Debug, Clone, Copy)]
pub enum End {
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
    /// Starts a relay to a port. Its connections pass everything until [`silence`](Self::silence).
    pub async fn start(target: u16) -> Self {
        Self::disturbing(target, |_| None).await
    }

    /// Starts a relay to a port. `plan` returns the disturbance of the connection with this number,
    /// counted from 1.
    pub async fn disturbing(
        target: u16,
        plan: impl Fn(usize) -> Option<Disturbance> + Send + 'static,
    ) -> Self {
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
                let connection = Connection {
                    client,
                    target,
                    number,
                    disturbance: plan(number),
                    silent: silent.subscribe(),
                };
                let closed = Arc::clone(&closed);
                tokio::spawn(async move {
                    if connection.pass().await == Some(Closed::Client) {
                        closed.fetch_add(1, Ordering::SeqCst);
                    }
                });
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

struct Connection {
    client: TcpStream,
    target: u16,
    number: usize,
    disturbance: Option<Disturbance>,
    silent: watch::Receiver<usize>,
}

/// The side that closed a connection first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Closed {
    Client,
    Server,
}

impl Connection {
    /// Passes bytes. Returns the side that closed the connection, unless the relay did.
    async fn pass(mut self) -> Option<Closed> {
        // A server that is about to restart refuses.
        let mut server = TcpStream::connect((Ipv4Addr::LOCALHOST, self.target))
            .await
            .ok()?;
        for stream in [&self.client, &server] {
            let _ = stream.set_nodelay(true);
        }
        let end = match self.pass_until_disturbed(&mut server).await {
            Ok(end) => end,
            Err(closed) => return Some(closed),
        };
        match end {
            End::Silence => {
                // The server does not even learn that the client gave up.
                let _ = copy(&mut self.client, &mut sink()).await;
                return Some(Closed::Client);
            }
            End::Close => {}
            End::Reset => {
                for stream in [&self.client, &server] {
                    let _ = stream.set_zero_linger();
                }
            }
            End::HalfClose => {
                let _ = self.client.shutdown().await;
                let _ = copy(&mut self.client, &mut server).await;
            }
        }
        None
    }

    /// Passes bytes until the disturbance begins, or one side closes the connection.
    async fn pass_until_disturbed(&mut self, server: &mut TcpStream) -> Result<End, Closed> {
        let (mut sent, mut received, mut after) = (u64::MAX, u64::MAX, Duration::MAX);
        match self.disturbance.map(|disturbance| disturbance.begins) {
            Some(Begin::After(time)) => after = time,
            Some(Begin::Sent(bytes)) => sent = bytes,
            Some(Begin::Received(bytes)) => received = bytes,
            None => {}
        }
        let (client_reader, mut client_writer) = self.client.split();
        let (server_reader, mut server_writer) = server.split();
        let mut sending = client_reader.take(sent);
        let mut receiving = server_reader.take(received);
        let silenced = self.silent.wait_for(|last| *last >= self.number);
        let closed = tokio::select! {
            _ = copy(&mut sending, &mut server_writer) => {
                (sending.limit() > 0).then_some(Closed::Client)
            }
            _ = copy(&mut receiving, &mut client_writer) => {
                (receiving.limit() > 0).then_some(Closed::Server)
            }
            Ok(_) = silenced => return Ok(End::Silence),
            () = tokio::time::sleep(after) => None,
        };
        match (closed, self.disturbance) {
            (None, Some(disturbance)) => Ok(disturbance.end),
            (closed, _) => Err(closed.unwrap_or(Closed::Server)),
        }
    }
}
