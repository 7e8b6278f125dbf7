//! The floor on a bare socket: blocking reads and writes, one buffer for all replies.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use super::BODY;
use super::signer::Signer;

/// A connection that is kept.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    signer: Signer,
    request: Vec<u8>,
    reply: Vec<u8>,
}

impl Connection {
    /// Connects.
    ///
    /// # Panics
    /// If nobody listens.
    #[must_use]
    pub fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("the endpoint listens");
        stream.set_nodelay(true).expect("the option exists");
        Self {
            stream,
            signer: Signer::new(address.to_string()),
            request: Vec::new(),
            reply: vec![0; 256 << 10],
        }
    }

    /// Makes a call and returns the body of the reply.
    ///
    /// # Panics
    /// If the endpoint breaks off.
    pub fn exchange(&mut self) -> &[u8] {
        self.send();
        let (mut filled, mut wanted) = (0, None);
        loop {
            let read = self.stream.read(&mut self.reply[filled..]);
            filled += read.expect("the connection holds");
            let (start, end) = match wanted {
                Some(range) => range,
                None => match body_range(&self.reply[..filled]) {
                    Some(range) => *wanted.insert(range),
                    None => continue,
                },
            };
            if filled >= end {
                return &self.reply[start..end];
            }
        }
    }

    fn send(&mut self) {
        let signed = self.signer.sign(BODY.as_bytes());
        self.request.clear();
        write!(
            self.request,
            "POST / HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\n\
             x-tc-action: DescribeInstances\r\nx-tc-version: 2017-03-12\r\nx-tc-region: ap-guangzhou\r\n\
             x-tc-timestamp: {}\r\nauthorization: {}\r\ncontent-length: {}\r\n\r\n{BODY}",
            self.signer.host(),
            signed.timestamp,
            signed.authorization,
            BODY.len(),
        )
        .expect("memory takes what is written");
        self.stream
            .write_all(&self.request)
            .expect("the connection holds");
    }
}

/// Where the body begins and ends, once the head is complete.
fn body_range(reply: &[u8]) -> Option<(usize, usize)> {
    const LENGTH: &[u8] = b"Content-Length: ";
    let start = reply.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = &reply[..start];
    let at = head.windows(LENGTH.len()).position(|part| part == LENGTH)? + LENGTH.len();
    let digits = head[at..].iter().take_while(|byte| byte.is_ascii_digit());
    let length = digits.fold(0, |number, digit| number * 10 + usize::from(digit - b'0'));
    Some((start, start + length))
}
