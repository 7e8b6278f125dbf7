//! A proxy that speaks all kinds of handshakes and connects every request to one upstream server.

use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::connect;

/// The behaviour of a proxy.
#[derive(Clone, Default)]
pub(crate) struct Behaviour {
    /// The port of the upstream server.
    pub(crate) upstream: u16,
    /// The user and password that the proxy requires.
    pub(crate) login: Option<(&'static str, &'static str)>,
    /// Bytes to send instead of doing anything, after the first bytes of the client. The connection
    /// then closes.
    pub(crate) answer: Option<&'static [u8]>,
    /// The code of a SOCKS5 reply to every request.
    pub(crate) socks5_code: u8,
    /// True to read everything and never answer.
    pub(crate) silent: bool,
}

/// A running proxy.
pub(crate) struct Proxy {
    /// `127.0.0.1:port`.
    pub(crate) address: String,
    seen: Arc<Mutex<Vec<String>>>,
    connections: Arc<Mutex<usize>>,
}

impl Proxy {
    pub(crate) async fn start(behaviour: Behaviour, tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy = Self {
            address: listener.local_addr().unwrap().to_string(),
            seen: Arc::default(),
            connections: Arc::default(),
        };
        let (seen, connections) = (Arc::clone(&proxy.seen), Arc::clone(&proxy.connections));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                *connections.lock().unwrap() += 1;
                let (behaviour, tls, seen) = (behaviour.clone(), tls.clone(), Arc::clone(&seen));
                tokio::spawn(async move {
                    // A client that gives up ends the connection; its error tells the test.
                    let _ = match tls {
                        Some(tls) => match tls.accept(stream).await {
                            Ok(stream) => serve(stream, &behaviour, &seen).await,
                            Err(_) => None,
                        },
                        None => serve(stream, &behaviour, &seen).await,
                    };
                });
            }
        });
        proxy
    }

    /// Returns what the clients asked for.
    pub(crate) fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn connections(&self) -> usize {
        *self.connections.lock().unwrap()
    }
}

async fn serve<S>(mut stream: S, behaviour: &Behaviour, seen: &Mutex<Vec<String>>) -> Option<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    if behaviour.silent {
        while stream.read_u8().await.is_ok() {}
        return None;
    }
    let first = stream.read_u8().await.ok()?;
    if let Some(answer) = behaviour.answer {
        let mut rest = [0; 1024];
        let _ = stream.read(&mut rest).await.ok()?;
        stream.write_all(answer).await.ok()?;
        return stream.shutdown().await.ok();
    }
    let forwarded = match first {
        4 => socks4(&mut stream, seen).await?,
        5 => socks5(&mut stream, behaviour, seen).await?,
        _ => http(&mut stream, first, behaviour, seen).await?,
    };
    let mut upstream = connect(behaviour.upstream).await;
    upstream.write_all(&forwarded).await.ok()?;
    copy_bidirectional(&mut stream, &mut upstream).await.ok()?;
    Some(())
}

/// Reads a request of HTTP. Returns the bytes for the upstream server.
async fn http<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut S,
    first: u8,
    behaviour: &Behaviour,
    seen: &Mutex<Vec<String>>,
) -> Option<Vec<u8>> {
    let mut head = vec![first];
    while !head.windows(4).any(|window| window == b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let text = String::from_utf8(head.clone()).unwrap();
    let line = text.lines().next()?.to_owned();
    let prefix = "proxy-authorization: basic ";
    let header = text
        .lines()
        .find(|line| line.to_lowercase().starts_with(prefix));
    let login = header.map(|header| BASE64_STANDARD.decode(&header[prefix.len()..]).unwrap());
    let login = login.map(|login| String::from_utf8(login).unwrap());
    seen.lock().unwrap().push(shown(&line, login.as_deref()));
    let required = behaviour
        .login
        .map(|(user, password)| format!("{user}:{password}"));
    if required.is_some() && required != login {
        let refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n";
        stream.write_all(refusal).await.ok()?;
        return None;
    }
    if !line.starts_with("CONNECT ") {
        return Some(head);
    }
    let established = b"HTTP/1.1 200 Connection established\r\n\r\n";
    stream.write_all(established).await.ok()?;
    Some(Vec::new())
}

async fn socks4<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut S,
    seen: &Mutex<Vec<String>>,
) -> Option<Vec<u8>> {
    assert_eq!(stream.read_u8().await.ok()?, 1, "the command CONNECT");
    let port = stream.read_u16().await.ok()?;
    let mut address = [0; 4];
    stream.read_exact(&mut address).await.ok()?;
    assert_eq!(until_zero(stream).await?, "", "the user id");
    let host = match address {
        [0, 0, 0, last] if last != 0 => until_zero(stream).await?,
        address => std::net::Ipv4Addr::from(address).to_string(),
    };
    seen.lock()
        .unwrap()
        .push(shown(&format!("socks4 {host}:{port}"), None));
    stream.write_all(&[0, 0x5a, 0, 0, 0, 0, 0, 0]).await.ok()?;
    Some(Vec::new())
}

async fn until_zero<S: AsyncRead + Unpin>(stream: &mut S) -> Option<String> {
    let mut text = Vec::new();
    loop {
        match stream.read_u8().await.ok()? {
            0 => return String::from_utf8(text).ok(),
            byte => text.push(byte),
        }
    }
}

async fn socks5<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut S,
    behaviour: &Behaviour,
    seen: &Mutex<Vec<String>>,
) -> Option<Vec<u8>> {
    let methods = with_length(stream).await?;
    let method = if behaviour.login.is_some() { 2 } else { 0 };
    if !methods.contains(&method) {
        stream.write_all(&[5, 0xff]).await.ok()?;
        return None;
    }
    stream.write_all(&[5, method]).await.ok()?;
    let mut login = None;
    if let Some((user, password)) = behaviour.login {
        assert_eq!(stream.read_u8().await.ok()?, 1);
        let found = (with_length(stream).await?, with_length(stream).await?);
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        login = Some(format!("{}:{}", text(&found.0), text(&found.1)));
        let is_right = found.0 == user.as_bytes() && found.1 == password.as_bytes();
        stream.write_all(&[1, u8::from(!is_right)]).await.ok()?;
        if !is_right {
            return None;
        }
    }
    let mut request = [0; 4];
    stream.read_exact(&mut request).await.ok()?;
    assert_eq!(request[..3], [5, 1, 0]);
    let host = match request[3] {
        1 => std::net::Ipv4Addr::from(stream.read_u32().await.ok()?).to_string(),
        3 => String::from_utf8(with_length(stream).await?).unwrap(),
        4 => std::net::Ipv6Addr::from(stream.read_u128().await.ok()?).to_string(),
        other => panic!("address type {other}"),
    };
    let port = stream.read_u16().await.ok()?;
    let line = format!("socks5 {host}:{port}");
    seen.lock().unwrap().push(shown(&line, login.as_deref()));
    let reply = [5, behaviour.socks5_code, 0, 1, 0, 0, 0, 0, 0, 0];
    stream.write_all(&reply).await.ok()?;
    (behaviour.socks5_code == 0).then(Vec::new)
}

/// Reads bytes that follow their number.
async fn with_length<S: AsyncRead + Unpin>(stream: &mut S) -> Option<Vec<u8>> {
    let length = stream.read_u8().await.ok()?;
    let mut bytes = vec![0; length.into()];
    stream.read_exact(&mut bytes).await.ok()?;
    Some(bytes)
}

fn shown(line: &str, login: Option<&str>) -> String {
    match login {
        Some(login) => format!("{line} as {login}"),
        None => line.to_owned(),
    }
}
